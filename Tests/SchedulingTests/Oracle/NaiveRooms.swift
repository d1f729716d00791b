import CivilTime
import Scheduling

/// Which venue is open and which room an appointment would take there.
struct NaiveRooms {
  private let venues: [(facts: VenueFacts, clock: NaiveClock)]
  private let need: AppointmentType.RoomNeed?

  init(_ facts: SlotFacts) {
    venues = facts.venues.map { ($0, NaiveClock($0.zone)) }
    need = facts.type.room
  }

  func openVenues(during span: TimeSpan) -> [VenueFacts] {
    venues.filter { venue, clock in
      closure(of: venue, clock, during: span) == nil
        && span.everyMinute.allSatisfy { isOpen(venue, clock, at: $0) }
    }.map(\.facts)
  }

  /// The closure that keeps the first closed venue shut; nil where it is only the hour.
  func closureName(during span: TimeSpan) -> String? {
    for (venue, clock) in venues {
      if let closure = closure(of: venue, clock, during: span) { return closure.name }
    }
    return nil
  }

  func choice(during span: TimeSpan) -> SlotOffer.ChosenRoom? {
    for venue in openVenues(during: span) {
      let free = venue.rooms.filter { room in
        fits(room) && !room.claims.contains { $0.overlaps(span) }
      }
      var best: RoomFacts?
      for room in free {
        guard let leader = best else {
          best = room
          continue
        }
        if order(room) < order(leader) { best = room }
      }
      if let best {
        return SlotOffer.ChosenRoom(venue: venue.key, key: best.key, rooms: best.rooms)
      }
    }
    return nil
  }

  private func closure(
    of venue: VenueFacts, _ clock: NaiveClock, during span: TimeSpan
  ) -> ClosedDays? {
    venue.closures.first { $0.covers(anyMinuteOf: span, on: clock) }
  }

  private func isOpen(_ venue: VenueFacts, _ clock: NaiveClock, at minute: Instant) -> Bool {
    let date = clock.date(at: minute)
    // The evening before may reach into this date where its end lay in a gap.
    return [date.advanced(byDays: -1), date].contains { date in
      venue.opening.contains { hours in
        hours.days.contains { $0.weekday == date.weekday }
          && clock.stretch(date, from: hours.from, until: hours.until)?.contains(minute) == true
      }
    }
  }

  private func fits(_ room: RoomFacts) -> Bool {
    guard let need else { return room.layouts.values.contains { $0 >= 2 } }
    guard let size = room.layouts[need.layout] else { return false }
    return size >= need.people && need.features.allSatisfy { room.features.contains($0) }
  }

  private func order(_ room: RoomFacts) -> (Int, Int, String) {
    let size = need.flatMap { room.layouts[$0.layout] } ?? room.layouts.values.max() ?? 0
    return (size, room.rooms.count, room.key)
  }
}
