import CivilTime

/// Asks of one date whether a simple recurrence rule yields it, by counting days on fingers.
///
/// Understands what `RandomFacts` writes: `DAILY`, `WEEKLY` with `BYDAY`, `MONTHLY` with one
/// `BYMONTHDAY` or one numbered `BYDAY`, each with an `INTERVAL`.
struct NaiveRecurrence {
  private let parts: [String: String]
  private let start: LocalDate

  init(_ rule: String, start: LocalDate) {
    self.start = start
    var parts: [String: String] = [:]
    for part in rule.split(separator: ";") {
      let sides = part.split(separator: "=")
      precondition(sides.count == 2, "\(part) is not a part of a rule")
      parts[String(sides[0])] = String(sides[1])
    }
    self.parts = parts
  }

  func yields(_ date: LocalDate) -> Bool {
    guard date >= start else { return false }
    switch parts["FREQ"] {
    case "DAILY": return date.days(since: start) % interval == 0
    case "WEEKLY":
      let weeks = monday(of: date).days(since: monday(of: start)) / 7
      return weeks % interval == 0 && weekdays.contains(date.weekday.rawValue)
    case "MONTHLY":
      let months = (date.year - start.year) * 12 + date.month - start.month
      return months % interval == 0 && isDayOfMonth(date)
    default: preconditionFailure("no such frequency")
    }
  }

  private var interval: Int { parts["INTERVAL"].flatMap { Int($0) } ?? 1 }
  private var weekdays: [String] { (parts["BYDAY"] ?? "").split(separator: ",").map(String.init) }

  private func monday(of date: LocalDate) -> LocalDate {
    var day = date
    while day.weekday != .monday { day = day.advanced(byDays: -1) }
    return day
  }

  private func isDayOfMonth(_ date: LocalDate) -> Bool {
    let days = allDays(ofMonthOf: date)
    if let number = parts["BYMONTHDAY"].flatMap({ Int($0) }) {
      return Self.pick(number, of: days) == date
    }
    guard let day = parts["BYDAY"], let number = Int(day.dropLast(2)) else {
      preconditionFailure("a monthly rule names its day")
    }
    return Self.pick(number, of: days.filter { $0.weekday.rawValue == day.suffix(2) }) == date
  }

  private func allDays(ofMonthOf date: LocalDate) -> [LocalDate] {
    (-31...31).map { date.advanced(byDays: $0) }
      .filter { $0.month == date.month && $0.year == date.year }
  }

  /// The `number`th, from the end where negative.
  private static func pick(_ number: Int, of days: [LocalDate]) -> LocalDate? {
    let index = number > 0 ? number - 1 : days.count + number
    return days.indices.contains(index) ? days[index] : nil
  }
}
