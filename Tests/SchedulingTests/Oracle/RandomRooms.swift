import CivilTime

@testable import Scheduling

/// Draws the venues of a question, open more often than not.
struct RandomRooms {
  static let layouts = ["boardroom", "theatre"]
  static let features = ["screen", "wheelchair"]

  var moments: RandomMoments
  let type: AppointmentType
  let zone: Zone

  private var random: SplitMix64 {
    get { moments.random }
    set { moments.random = newValue }
  }

  mutating func venues() -> [VenueFacts] {
    guard type.places.contains(.venue), !random.chance(3) else { return [] }
    let keys = Array(random.shuffled(["harbour", "attic"]).prefix(random.number(1...2)))
    return keys.map { key in
      VenueFacts(
        key: key, zone: random.chance(80) ? zone : random.pick(RandomQuestion.zones),
        opening: opening(),
        closures: random.chance(20) ? moments.closures("closure of \(key)") : [],
        rooms: random.shuffled(rooms(of: key)))
    }
  }

  /// All hours, or one or two stretches that may touch or overlap.
  private mutating func opening() -> [OpeningHours] {
    let weekdays = Weekday.allCases.map(CatalogueDay.init)
    let wholeDay = OpeningHours(days: weekdays, from: .midnight, until: .endOfDay)
    guard !random.chance(40) else { return [wholeDay] }
    let middle = moments.hours().until
    guard middle != .endOfDay else { return [wholeDay] }
    return [
      OpeningHours(days: random.some(of: weekdays), from: .midnight, until: middle),
      OpeningHours(days: random.some(of: weekdays), from: middle, until: .endOfDay),
    ]
  }

  /// Up to three rooms, and perhaps a combination of the first two whose key comes before theirs.
  private mutating func rooms(of venue: String) -> [RoomFacts] {
    let count = random.number(1...3)
    var rooms = (0..<count).map { index in
      RoomFacts(
        key: "\(venue)-room-\(index)",
        rooms: [ID<Room>(high: UInt64(venue.utf8.count), low: UInt64(index))],
        layouts: layouts(), features: Set(random.some(of: Self.features)),
        claims: random.chance(70) ? moments.spans(1...5) : [])
    }
    if count >= 2, random.chance(50) {
      let (first, second) = (rooms[0], rooms[1])
      rooms.append(
        RoomFacts(
          key: "\(venue)-both", rooms: first.rooms + second.rooms, layouts: layouts(),
          features: first.features.intersection(second.features),
          claims: (first.claims + second.claims).sorted { $0.start < $1.start }))
    }
    return rooms
  }

  /// Of few sizes, so that many are equal and the next rule decides.
  private mutating func layouts() -> [String: Int] {
    var layouts: [String: Int] = [:]
    for layout in Self.layouts where random.chance(75) {
      layouts[layout] = random.pick([1, 2, 4, 8, 8, 12])
    }
    return layouts
  }
}
