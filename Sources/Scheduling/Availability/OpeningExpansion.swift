import CivilTime
import Recurrence

/// One adviser's rules and exceptions, as far as they open for a type, read once and expanded for
/// as many windows as are asked.
struct OpeningExpansion: Sendable {
  /// Wall-clock hours on some dates.
  private struct Hours {
    var from: LocalTime
    var until: LocalTime
    var places: PlaceSet
    var validFrom: LocalDate
    var validUntil: LocalDate
  }

  /// DTSTART of a recurrence rule that does not say from when it holds.
  private static let defaultFirstDate = LocalDate(
    dayNumber: LocalDate.dayNumber(year: 2024, month: 1, day: 1))

  private let zone: Zone
  /// Monday's first.
  private var weekly: [[Hours]] = Array(repeating: [], count: 7)
  private var recurring: [(rule: RecurrenceRule, hours: Hours)] = []
  private var dated: [Hours] = []

  init(_ adviser: AdviserFacts, type: AppointmentType) {
    zone = adviser.zone
    for rule in adviser.availability where Self.counts(rule.types, for: type) {
      let hours = Hours(
        from: rule.from, until: rule.until, places: Self.places(rule.places, of: type),
        validFrom: rule.validFrom ?? .earliest, validUntil: rule.validUntil ?? .latest)
      guard !hours.places.isEmpty else { continue }
      add(hours, of: rule)
    }
    for exception in adviser.exceptions where Self.counts(exception.types, for: type) {
      let places = Self.places(exception.places, of: type)
      guard exception.closed != true, !places.isEmpty, let from = exception.from,
        let until = exception.until
      else { continue }
      dated.append(
        Hours(
          from: from, until: until, places: places, validFrom: exception.date,
          validUntil: exception.date))
    }
  }

  /// The openings that may hold a start in `from ..< until`, sorted by start; whole, so some reach
  /// beyond the window.
  func openings(from: Instant, until: Instant, member: Int) -> [Opening] {
    let dates = zone.dates(from: from, until: until)
    var openings: [Opening] = []
    appendWeekly(on: dates, to: &openings)
    appendRecurring(on: dates, to: &openings)
    for hours in dated where dates.contains(hours.validFrom) {
      guard let span = span(of: hours, on: hours.validFrom) else { continue }
      openings.append(
        Opening(span: span, places: hours.places, exceptionDates: [member: hours.validFrom]))
    }
    openings.sort { $0.span.start < $1.span.start }
    return openings
  }

  private mutating func add(_ hours: Hours, of rule: AvailabilityRule) {
    guard let text = rule.rule else {
      for day in Set(rule.days ?? []) { weekly[day.weekday.isoNumber - 1].append(hours) }
      return
    }
    // A rule that cannot be read opens nothing; the catalogue refuses it where it comes in.
    guard let recurrence = try? RecurrenceRule(parsing: text) else { return }
    var hours = hours
    hours.validFrom = rule.validFrom ?? Self.defaultFirstDate
    recurring.append((recurrence.resolvingUntil(in: zone), hours))
  }

  private func appendWeekly(on dates: ClosedRange<LocalDate>, to openings: inout [Opening]) {
    var weekday = dates.lowerBound.weekday.isoNumber - 1
    for dayNumber in dates.lowerBound.dayNumber...dates.upperBound.dayNumber {
      let date = LocalDate(dayNumber: dayNumber)
      for hours in weekly[weekday] where hours.validFrom <= date && date <= hours.validUntil {
        guard let span = span(of: hours, on: date) else { continue }
        openings.append(Opening(span: span, places: hours.places))
      }
      weekday = weekday == 6 ? 0 : weekday + 1
    }
  }

  private func appendRecurring(on dates: ClosedRange<LocalDate>, to openings: inout [Opening]) {
    let from = LocalDateTime(dates.lowerBound, .midnight)
    let until = LocalDateTime(dates.upperBound, .endOfDay)
    for (rule, hours) in recurring {
      let first = LocalDateTime(hours.validFrom, hours.from)
      for date in Set(rule.starts(from: first, within: from..<until).map(\.date))
      where hours.validFrom <= date && date <= hours.validUntil {
        guard let span = span(of: hours, on: date) else { continue }
        openings.append(Opening(span: span, places: hours.places))
      }
    }
  }

  private func span(of hours: Hours, on date: LocalDate) -> TimeSpan? {
    zone.span(on: date, from: hours.from, until: hours.until)
  }

  private static func counts(_ types: [String]?, for type: AppointmentType) -> Bool {
    guard let types, !types.isEmpty else { return true }
    return types.contains(type.key)
  }

  private static func places(_ places: [Place]?, of type: AppointmentType) -> PlaceSet {
    let all = PlaceSet(type.places)
    guard let places, !places.isEmpty else { return all }
    return all.intersection(PlaceSet(places))
  }
}
