import CivilTime

/// A zone's clocks during one stretch of time, read without asking the zone at every moment.
struct LocalClock {
  private let firstOffset: Int
  private let changes: [(at: Instant, offset: Int)]
  /// How many changes lie at or before the instant asked last.
  private var passed = 0

  init(_ zone: Zone, from: Instant, until: Instant) {
    firstOffset = zone.offset(at: from)
    changes = zone.transitions(from: from, until: until).map { ($0.at, $0.offsetAfter) }
  }

  /// The local date at `instant`, which lies in the stretch.
  mutating func date(_ instant: Instant) -> LocalDate {
    while passed < changes.count, changes[passed].at <= instant { passed += 1 }
    while passed > 0, changes[passed - 1].at > instant { passed -= 1 }
    let offset = passed == 0 ? firstOffset : changes[passed - 1].offset
    return LocalDateTime(instant, offset: offset).date
  }
}

extension LocalDate {
  /// The Monday of its ISO week; two dates lie in the same week where these are equal.
  public var monday: LocalDate {
    // 1970-01-01 was a Thursday.
    let sinceMonday = (dayNumber + 3) % 7
    return advanced(byDays: sinceMonday < 0 ? -sinceMonday - 7 : -sinceMonday)
  }
}

extension Zone {
  /// Wall-clock hours of a date as elapsed time, both ends by RFC 5545 section 3.3.5.
  ///
  /// Nil where nothing is left of them: they end where they start or before, or both ends fall in
  /// the gap that a clock change leaves, so that the clocks never show any of them.
  func span(on date: LocalDate, from: LocalTime, until: LocalTime) -> TimeSpan? {
    guard from < until else { return nil }
    let start = resolve(LocalDateTime(date, from))
    let end = resolve(LocalDateTime(date, until))
    if case .skipped = start, case .skipped = end { return nil }
    return TimeSpan(from: start.instant, until: end.instant)
  }

  /// Whole local dates, `from ..< until`; nil where there are none.
  func span(from: LocalDate, until: LocalDate) -> TimeSpan? {
    TimeSpan(from: startOfDay(from), until: startOfDay(until))
  }

  /// The dates of which an opening, hours or a closing may reach into `from ..< until`.
  ///
  /// One more on either side: what a clock change skips may come to lie on the next date.
  func dates(from: Instant, until: Instant) -> ClosedRange<LocalDate> {
    let first = date(from).advanced(byDays: -1)
    return first...max(first, date(until).advanced(byDays: 1))
  }
}
