import CivilTime
import Scheduling

/// The dictionaries of a `CatalogueSnapshot`, over archived objects too, so that old bookings keep
/// their names.
struct CatalogueIndex {
  var types: [String: CatalogueSnapshot.TypeEntry] = [:]
  var advisers: [String: CatalogueSnapshot.AdviserEntry] = [:]
  var rooms: [String: CatalogueSnapshot.RoomEntry] = [:]
  var toDos: [String: ToDoTemplate] = [:]
  var partners: [String: (id: ID<Partner>, partner: Partner)] = [:]
  var venues: [String: (id: ID<Venue>, venue: Venue)] = [:]

  private let ids: [CatalogueKind: [String: String]]

  init(all: Catalogue, live: Catalogue, ids: [CatalogueKind: [String: String]]) throws {
    self.ids = ids
    let offered = Set(live.partners.flatMap(\.appointmentTypes).map(\.key))
    for partner in all.partners {
      let partnerID: ID<Partner> = try id(.partner, partner.key)
      partners[partner.key] = (partnerID, partner)
      for type in partner.appointmentTypes {
        types[type.key] = .init(
          id: try id(.appointmentType, type.key), type: type, partner: partner,
          partnerID: partnerID, isOffered: offered.contains(type.key))
      }
      for adviser in partner.advisers {
        advisers[adviser.key] = .init(
          person: try id(.adviser, adviser.key), adviser: adviser, partner: partner)
      }
    }
    for venue in all.venues { try add(venue) }
    for toDo in all.toDos { toDos[toDo.key] = toDo }
  }

  private mutating func add(_ venue: Venue) throws {
    venues[venue.key] = (try id(.venue, venue.key), venue)
    for room in venue.rooms {
      let roomID: ID<Room> = try id(.room, room.key)
      rooms[room.key] = .init(
        id: roomID, key: room.key, name: room.name, venue: venue, rooms: [roomID],
        layouts: room.layouts, features: Set(room.features))
    }
    for combination in venue.combinations ?? [] {
      let parts = combination.rooms.compactMap { rooms[$0] }
      let common = parts.dropFirst().reduce(parts.first?.features ?? []) {
        $0.intersection($1.features)
      }
      rooms[combination.key] = .init(
        id: nil, key: combination.key,
        name: combination.name
          ?? LocalizedText(parts.map(\.name.dutch).joined(separator: " + ")),
        venue: venue, rooms: parts.flatMap(\.rooms), layouts: combination.layouts,
        features: common)
    }
  }

  private func id<Entity>(_ kind: CatalogueKind, _ key: String) throws -> ID<Entity> {
    guard let text = ids[kind]?[key], let id = ID<Entity>(text) else {
      throw StoreFault.corruptRow("\(kind.rawValue) \(key) has no id")
    }
    return id
  }
}

extension Catalogue {
  /// Before anything was imported.
  static let nothing = Catalogue(
    organisation: Organisation(
      key: "none", name: LocalizedText(""), zone: "Europe/Brussels", languages: [.dutch]))
}
