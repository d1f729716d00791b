/// A date and a wall-clock time without a zone ("floating", RFC 5545 section 3.3.5).
public struct LocalDateTime: Hashable, Comparable, Sendable {
  public let date: LocalDate
  /// Never `LocalTime.endOfDay`: that is midnight of the next date.
  public let time: LocalTime

  /// 24:00 becomes 00:00 of the next date.
  public init(_ date: LocalDate, _ time: LocalTime) {
    if time == .endOfDay {
      (self.date, self.time) = (date.advanced(byDays: 1), .midnight)
    } else {
      (self.date, self.time) = (date, time)
    }
  }

  /// What a clock shows that runs `offset` seconds east of UTC.
  public init(_ instant: Instant, offset: Int) {
    self.init(secondsSince1970: instant.secondsSince1970 + Int64(offset))
  }

  /// The reading of a clock without a zone that has counted `seconds` since 1970-01-01T00:00.
  public init(secondsSince1970 seconds: Int64) {
    var (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    if second < 0 { (day, second) = (day - 1, second + 86_400) }
    guard let time = LocalTime(secondOfDay: Int(second)) else {
      preconditionFailure("a remainder of 86,400 is a time of day")
    }
    (self.date, self.time) = (LocalDate(dayNumber: Int(day)), time)
  }

  /// Reads `2026-06-01T10:00` or `2026-06-01T10:00:00`; 24:00 is refused.
  public init?(iso8601 text: String) {
    let parts = text.split(
      separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    let lower = parts.count == 2 ? parts : text.split(separator: "t", maxSplits: 1)
    guard lower.count == 2, let date = LocalDate(iso8601: String(lower[0])),
      let time = LocalTime(iso8601: String(lower[1])), time != .endOfDay
    else { return nil }
    self.init(date, time)
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.secondsSince1970 < right.secondsSince1970
  }

  /// Seconds since 1970-01-01T00:00 on a clock without a zone; orders and measures wall times.
  public var secondsSince1970: Int64 {
    Int64(date.dayNumber) * 86_400 + Int64(time.secondOfDay)
  }

  /// The instant at which a clock `offset` seconds east of UTC shows this.
  public func instant(atOffset offset: Int) -> Instant {
    Instant(secondsSince1970: secondsSince1970 - Int64(offset))
  }

  public func advanced(bySeconds seconds: Int64) -> Self {
    Self(secondsSince1970: secondsSince1970 + seconds)
  }

  /// `2026-06-01T10:00:00`.
  public var iso8601: String {
    let clock =
      "\(padded(time.hour, to: 2)):\(padded(time.minute, to: 2)):\(padded(time.second, to: 2))"
    return "\(date.iso8601)T\(clock)"
  }
}
