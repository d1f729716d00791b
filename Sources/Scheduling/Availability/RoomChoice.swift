import CivilTime

/// The rooms that fit a type, and which of them an appointment gets.
struct RoomChoice: Sendable {
  /// A venue with its rooms that fit, the one to take first in front.
  struct Site: Sendable {
    let venue: VenueFacts
    let rooms: [(room: RoomFacts, claims: Timeline)]
  }

  /// In catalogue order.
  let sites: [Site]
  let layout: String?
  let people: Int

  init(_ venues: [VenueFacts], need: AppointmentType.RoomNeed?) {
    let (layout, people) = (need?.layout, need?.people ?? 2)
    let features = Set(need?.features ?? [])
    sites = venues.map { venue in
      let fitting = venue.rooms.compactMap { room -> (size: Int, room: RoomFacts)? in
        let size = layout.map { room.layouts[$0] } ?? room.layouts.values.max()
        guard let size, size >= people, room.features.isSuperset(of: features) else { return nil }
        return (size, room)
      }
      let inOrder = fitting.sorted {
        ($0.size, $0.room.rooms.count, $0.room.key) < ($1.size, $1.room.rooms.count, $1.room.key)
      }
      return Site(venue: venue, rooms: inOrder.map { ($0.room, Timeline($0.room.claims)) })
    }
    (self.layout, self.people) = (layout, people)
  }

  var refusal: SlotRefusal { .noRoom(layout: layout, people: people) }
}
