import CivilTime
import Scheduling

/// Draws dates, times and spans in and around the window of a question.
struct RandomMoments {
  var random: SplitMix64
  let from: Instant
  let firstDay: LocalDate
  let days: Int

  /// A day of the window or the day before or after it.
  mutating func date() -> LocalDate { firstDay.advanced(byDays: random.number(-1...days + 1)) }

  /// Wall times of which the first lies before the second; often at night, when clocks change.
  mutating func hours() -> (from: LocalTime, until: LocalTime) {
    if random.chance(5) {
      // Clocks often jump over all of it.
      let start = random.pick([0, 5, 15, 120, 130])
      return (Self.time(start), Self.time(start + random.pick([5, 10, 20, 30])))
    }
    let start =
      random.chance(60)
      ? random.pick([0, 0, 30, 45, 60, 90, 105, 120, 130, 150, 165, 180, 1380, 1395])
      : 5 * random.number(60...240)
    let length = random.pick([15, 30, 60, 90, 120, 180, 240, 360, 480, 600])
    return (Self.time(start), Self.time(min(1440, start + length)))
  }

  private static func time(_ minute: Int) -> LocalTime {
    guard let time = LocalTime(secondOfDay: minute * 60) else {
      preconditionFailure("\(minute) is no minute of a day")
    }
    return time
  }

  /// Some minute from a day before the window until a day after it.
  mutating func instant() -> Instant {
    from.advanced(byMinutes: 5 * random.number(-288...288 * (days + 1)))
  }

  /// In the window or up to a week beside it: what caps and loads count.
  mutating func instantInWeeks() -> Instant {
    random.chance(60) ? instant() : from.advanced(byMinutes: 30 * random.number(-336...672))
  }

  mutating func span() -> TimeSpan {
    let length = random.pick([10, 30, 45, 60, 120, 300])
    guard let span = TimeSpan(from: instant(), minutes: length) else {
      preconditionFailure("a length is positive")
    }
    return span
  }

  /// Sorted by start; they may overlap.
  mutating func spans(_ count: ClosedRange<Int>) -> [TimeSpan] {
    (0..<random.number(count)).map { _ in span() }.sorted {
      ($0.start, $0.end) < ($1.start, $1.end)
    }
  }

  mutating func closures(_ name: String) -> [ClosedDays] {
    (0..<random.number(1...2)).map { index in
      let first = date()
      return ClosedDays(
        from: first, until: first.advanced(byDays: random.number(1...2)), name: "\(name) \(index)")
    }
  }

  /// Before the window, or in it, or such that some minute keeps the notice exactly.
  mutating func now(notice: ElapsedTime?) -> Instant {
    if random.chance(70) { return from.advanced(byMinutes: -60 * random.number(0...72)) }
    let earliest = instant()
    let now = earliest.advanced(bySeconds: -(notice?.seconds ?? 0))
    return random.chance(30) ? now.advanced(bySeconds: Int64(random.number(-59...59))) : now
  }
}
