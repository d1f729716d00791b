import CivilTime

/// How long somebody has been waiting, in the organisation's days.
public struct InquiryAge: Hashable, Sendable {
  /// An answer within two working days is what we promise ourselves; then it stands out.
  public static let openLimit = 2
  /// A partner has three working days; then the question comes back to the top of the team's list.
  public static let partnerLimit = 3

  /// Midnights since: 0 for today.
  public let days: Int
  /// Working days after the first, today's counted: 1 on the next one.
  public let workingDays: Int

  /// Saturdays, Sundays and `closed` days are no working days.
  public init(from start: LocalDate, to today: LocalDate, closed: [ClosedDays]) {
    days = max(0, today.dayNumber - start.dayNumber)
    let dates = (0..<days).map { start.advanced(byDays: $0 + 1) }
    workingDays = dates.count { Self.isWorkingDay($0, closed: closed) }
  }

  private static func isWorkingDay(_ date: LocalDate, closed: [ClosedDays]) -> Bool {
    date.weekday.isoNumber <= 5 && !closed.contains { $0.from <= date && date < $0.until }
  }
}
