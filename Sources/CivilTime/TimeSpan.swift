/// A half-open span of time, `start ..< end`. Never empty: two spans that only touch do not overlap.
public struct TimeSpan: Hashable, Sendable {
  public let start: Instant
  public let end: Instant

  /// Nil unless `start` lies before `end`.
  public init?(from start: Instant, until end: Instant) {
    guard start < end else { return nil }
    (self.start, self.end) = (start, end)
  }

  /// The span of `minutes` from `start` on. Nil unless `minutes` is positive.
  public init?(from start: Instant, minutes: Int) {
    self.init(from: start, until: start.advanced(byMinutes: minutes))
  }

  public var seconds: Int64 { end.seconds(since: start) }
  public var minutes: Int { Int(seconds / 60) }

  public func overlaps(_ other: Self) -> Bool { start < other.end && other.start < end }
  public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }
  public func contains(_ other: Self) -> Bool { start <= other.start && other.end <= end }

  /// What both spans cover; nil where they do not overlap.
  public func intersection(_ other: Self) -> Self? {
    Self(from: max(start, other.start), until: min(end, other.end))
  }

  /// The span widened at both ends; a negative number of seconds is a programming error.
  public func widened(secondsBefore: Int64, secondsAfter: Int64) -> Self {
    precondition(secondsBefore >= 0 && secondsAfter >= 0, "a span is widened, never narrowed")
    guard
      let wider = Self(
        from: start.advanced(bySeconds: -secondsBefore),
        until: end.advanced(bySeconds: secondsAfter))
    else { preconditionFailure("a wider span is not empty") }
    return wider
  }
}
