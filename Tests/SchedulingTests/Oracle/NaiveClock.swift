import CivilTime

/// Wall time the slow way: it only ever asks what a clock shows at an instant, never the reverse.
///
/// Works in whole minutes, as every offset since 1972 does.
final class NaiveClock {
  let zone: Zone
  private var known: [LocalDateTime: Place] = [:]

  init(_ zone: Zone) { self.zone = zone }

  func reading(at instant: Instant) -> LocalDateTime {
    LocalDateTime(instant, offset: zone.offset(at: instant))
  }

  func date(at instant: Instant) -> LocalDate { reading(at: instant).date }

  /// The first minute at which the clock shows `wall`; where it never does, the minute at which a
  /// clock would that had missed the jump (RFC 5545 section 3.3.5).
  func instant(showing wall: LocalDateTime) -> Instant { lookUp(wall).instant }

  /// Where a wall time lies, and whether the clock ever shows it.
  private struct Place {
    var instant: Instant
    var isShown: Bool
  }

  private func lookUp(_ wall: LocalDateTime) -> Place {
    if let place = known[wall] { return place }
    let found = search(wall)
    known[wall] = found
    return found
  }

  private func search(_ wall: LocalDateTime) -> Place {
    let middle = wall.instant(atOffset: 0)
    var firstLater: Instant?
    for minute in -1440...1440 {
      let instant = middle.advanced(byMinutes: minute)
      let reading = reading(at: instant)
      if reading == wall { return Place(instant: instant, isShown: true) }
      if reading > wall, firstLater == nil { firstLater = instant }
    }
    guard let firstLater else { preconditionFailure("no zone is a day away from UTC") }
    let offsetBefore = zone.offset(at: firstLater.advanced(byMinutes: -1))
    return Place(instant: wall.instant(atOffset: offsetBefore), isShown: false)
  }

  /// The stretch from one wall time to another of the same date; nil where nothing is left of it,
  /// or where the clock jumps over both ends and so over all of it.
  func stretch(_ date: LocalDate, from: LocalTime, until: LocalTime) -> TimeSpan? {
    let start = lookUp(LocalDateTime(date, from))
    let end = lookUp(LocalDateTime(date, until))
    guard start.isShown || end.isShown else { return nil }
    return TimeSpan(from: start.instant, until: end.instant)
  }
}

extension TimeSpan {
  /// The start of each minute in it.
  var everyMinute: [Instant] {
    stride(from: start.secondsSince1970, to: end.secondsSince1970, by: 60)
      .map { Instant(secondsSince1970: $0) }
  }
}
