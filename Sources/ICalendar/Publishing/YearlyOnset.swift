import CivilTime

/// When a footer's rule strikes, as DTSTART and RRULE of an observance (RFC 5545 section 3.6.5).
///
/// A footer may name an hour outside its day: 23:00 of the day before (Nuuk), 26:00 (Jerusalem),
/// 50:00 (Gaza). The time is brought into its day and the weekday moves along, so that the n-th
/// weekday becomes a weekday within certain days of the month.
struct YearlyOnset: Hashable, Sendable {
  let rule: ZoneFooter.YearlyRule
  /// The RRULE's value.
  let recurrence: String

  /// Nil where no single RRULE says the same; then the onsets must be listed.
  init?(_ rule: ZoneFooter.YearlyRule) {
    guard case .weekday(let weekday, let week, let month) = rule.day else {
      // Day numbers occur in no zone of today's database.
      return nil
    }
    // Rounded down: -1 h lies on the day before.
    let dayShift = (rule.secondsFromMidnight + 14 * 86_400) / 86_400 - 14
    guard let days = Self.days(weekday, week: week, month: month, shiftedBy: dayShift) else {
      return nil
    }
    self.rule = rule
    recurrence = "FREQ=YEARLY;" + days
  }

  /// The first onset in `year` or later, on the clock before the change.
  func first(inOrAfter year: Int) -> LocalDateTime { rule.moment(in: year) }

  private static func days(
    _ weekday: Weekday, week: Int, month: Int, shiftedBy shift: Int
  ) -> String? {
    guard shift != 0 else {
      return "BYMONTH=\(month);BYDAY=\(week == 5 ? -1 : week)\(weekday.rawValue)"
    }
    // The last week of February begins on another day in a leap year.
    guard month != 2 || week < 5 else { return nil }
    let length = LocalDate.daysInMonth(month, of: 2001)
    let last = (week == 5 ? length : 7 * week) + shift
    let first = last - 6
    let moved = Weekday.allCases[(weekday.isoNumber - 1 + shift + 14) % 7]
    if first >= 1, last <= length {
      return "BYMONTH=\(month);BYDAY=\(moved.rawValue);BYMONTHDAY=\(list(first...last))"
    }
    // Across a month's end only the days of the year are one list; counted from its end they do
    // not depend on leap years, provided that all lie after February.
    let start = LocalDate.dayNumber(year: 2001, month: month, day: first)
    let newYear = LocalDate.dayNumber(year: 2002, month: 1, day: 1)
    let fromEnd = start - newYear
    guard fromEnd >= -306, fromEnd + 6 <= -1 else { return nil }
    return "BYYEARDAY=\(list(fromEnd...(fromEnd + 6)));BYDAY=\(moved.rawValue)"
  }

  private static func list(_ days: ClosedRange<Int>) -> String {
    days.map(String.init).joined(separator: ",")
  }
}
