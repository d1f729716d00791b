import CivilTime

/// Until when a partner may answer, and when it is reminded, counted in its working days.
///
/// A working day is Monday to Friday and none of the partner's closed days, by the calendar of the
/// partner's zone. The day of asking does not count, so that asking at eleven at night takes no day
/// away. See <doc:Counting-working-days>.
public struct AnswerDeadline: Hashable, Sendable {
  /// Where the type does not say otherwise.
  public static let workingDays = 3
  /// A closure longer than a year is no closure; the search stops there.
  private static let longestSearch = 366

  /// The end of the last working day.
  public let end: Instant
  /// Eight o'clock on the last working day: when one working day is left, at an hour when people
  /// begin to read.
  public let reminder: Instant

  /// The deadline `days` working days after the day of `now`; at least one.
  public init(after now: Instant, days: Int, closures: [ClosedDays], zone: Zone) {
    var date = zone.date(now)
    var left = max(1, days)
    for _ in 0..<Self.longestSearch where left > 0 {
      date = date.advanced(byDays: 1)
      if Self.isWorkingDay(date, closures: closures) { left -= 1 }
    }
    end = zone.startOfDay(date.advanced(byDays: 1))
    let eight = LocalTime(hour: 8, minute: 0) ?? .midnight
    reminder = zone.instant(LocalDateTime(date, eight))
  }

  public static func isWorkingDay(_ date: LocalDate, closures: [ClosedDays]) -> Bool {
    date.weekday.isoNumber <= 5
      && !closures.contains { $0.from <= date && date < $0.until }
  }
}
