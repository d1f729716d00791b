import CivilTime
import Scheduling

/// Dates and times as people of each language write them.
public struct DateText: Sendable {
  private let texts: Texts

  public init(_ texts: Texts) { self.texts = texts }

  /// “dinsdag 3 december 2026”.
  public func full(_ date: LocalDate) -> String {
    let (year, month, day) = date.civil
    return texts.text(
      "date.full",
      [
        "weekday": texts.text("weekday.\(date.weekday.isoNumber)"), "day": number(day),
        "month": texts.text("month.\(month)"), "year": String(year),
      ])
  }

  /// “3 december 2026”, for days that are no appointment.
  public func day(_ date: LocalDate) -> String {
    let (year, month, day) = date.civil
    return texts.text(
      "date.day",
      ["day": String(day), "month": texts.text("month.\(month)"), "year": String(year)])
  }

  /// “di 3 dec”.
  public func short(_ date: LocalDate) -> String {
    let (_, month, day) = date.civil
    return texts.text(
      "date.short",
      [
        "weekday": texts.text("weekday.short.\(date.weekday.isoNumber)"), "day": number(day),
        "month": texts.text("month.short.\(month)"),
      ])
  }

  /// Of a day in its month: “3”, and in French “1er”.
  private func number(_ day: Int) -> String { day == 1 ? texts.text("day.first") : String(day) }

  /// “ma 2 nov – zo 8 nov”, both days included; “wo 11 nov” where they are one.
  public func days(_ first: LocalDate, _ last: LocalDate) -> String {
    guard first < last else { return short(first) }
    return texts.text("date.days", ["from": short(first), "until": short(last)])
  }

  /// “december 2026”.
  public func month(year: Int, month: Int) -> String { "\(texts.text("month.\(month)")) \(year)" }

  /// “14.00”, “14:00” or “14 h 00”.
  public func time(_ time: LocalTime) -> String {
    texts.text(
      "time",
      [
        "hour": String(time.hour),
        "minute": time.minute < 10 ? "0\(time.minute)" : "\(time.minute)",
      ])
  }

  /// “dinsdag 3 december 2026 om 14.00 uur”.
  public func moment(_ local: LocalDateTime) -> String {
    texts.text("date.moment", ["date": full(local.date), "time": time(local.time)])
  }

  /// “di 3 dec om 14.00 uur”, for where there is little room.
  public func brief(_ local: LocalDateTime) -> String {
    texts.text("date.moment", ["date": short(local.date), "time": time(local.time)])
  }

  /// Until when something may be done: the last whole day where it ends at midnight, since nobody
  /// reads “zaterdag om 0.00 uur” as Friday evening; else the moment.
  public func deadline(_ instant: Instant, in zone: Zone) -> String {
    let local = zone.local(instant)
    guard zone.startOfDay(local.date) == instant else { return moment(local) }
    return full(local.date.advanced(byDays: -1))
  }

  /// “dinsdag 3 december 2026, 14.00 – 14.30 uur”.
  public func span(_ span: TimeSpan, in zone: Zone) -> String {
    let start = zone.local(span.start)
    return texts.text(
      "date.span",
      [
        "date": full(start.date), "from": time(start.time),
        "until": time(zone.local(span.end).time),
      ])
  }
}
