import CivilTime
import Scheduling

/// The catalogue of one version, with the identities of its objects and quick ways to find them.
///
/// Immutable and shared: a reference, so that handing it round costs nothing.
public final class CatalogueSnapshot: Sendable {
  public struct TypeEntry: Sendable {
    public let id: ID<AppointmentType>
    public let type: AppointmentType
    public let partner: Partner
    public let partnerID: ID<Partner>
    /// False where the catalogue no longer holds it: kept for its bookings.
    public let isOffered: Bool
  }

  public struct AdviserEntry: Sendable {
    public let person: ID<Person>
    public let adviser: Adviser
    public let partner: Partner
  }

  public struct RoomEntry: Sendable {
    /// Of the room; nil for a combination, which claims its rooms.
    public let id: ID<Room>?
    public let key: String
    public let name: LocalizedText
    public let venue: Venue
    /// The rooms it claims.
    public let rooms: [ID<Room>]
    public let layouts: [String: Int]
    public let features: Set<String>
  }

  public let version: Int64
  public let changedAt: Instant
  public let catalogue: Catalogue
  public let closedDays: [String: [ClosedDays]]

  private let typesByKey: [String: TypeEntry]
  private let typesByID: [ID<AppointmentType>: TypeEntry]
  private let advisersByPerson: [ID<Person>: AdviserEntry]
  private let advisersByKey: [String: AdviserEntry]
  private let roomsByKey: [String: RoomEntry]
  private let roomsByID: [ID<Room>: RoomEntry]
  private let toDosByKey: [String: ToDoTemplate]
  private let partnersByKey: [String: (id: ID<Partner>, partner: Partner)]
  private let venuesByKey: [String: (id: ID<Venue>, venue: Venue)]
  private let ids: [CatalogueKind: [String: String]]

  /// Throws `StoreFault.corruptRow` where the rows are no catalogue.
  public init(version: Int64, changedAt: Instant, records: [StoredCatalogueRecord]) throws {
    self.version = version
    self.changedAt = changedAt
    let live = records.filter { !$0.isArchived }
    let whole =
      records.isEmpty ? .nothing : try CatalogueRecord.catalogue(of: records.map(\.record))
    // Mostly nothing is archived: then both are the same, which takes long to read.
    catalogue =
      live.count == records.count
      ? whole : live.isEmpty ? .nothing : try CatalogueRecord.catalogue(of: live.map(\.record))
    var ids: [CatalogueKind: [String: String]] = [:]
    var days: [String: [ClosedDays]] = [:]
    for stored in records {
      ids[stored.record.kind, default: [:]][stored.record.key] = stored.id
      if let text = stored.days {
        days[stored.record.key] = try StoredJSON.decode([ClosedDays].self, from: text)
      }
    }
    (self.ids, closedDays) = (ids, days)
    let index = try CatalogueIndex(all: whole, live: catalogue, ids: ids)
    typesByKey = index.types
    typesByID = Dictionary(uniqueKeysWithValues: index.types.values.map { ($0.id, $0) })
    advisersByKey = index.advisers
    advisersByPerson = Dictionary(
      index.advisers.values.map { ($0.person, $0) }, uniquingKeysWith: { first, _ in first })
    roomsByKey = index.rooms
    roomsByID = Dictionary(
      uniqueKeysWithValues: index.rooms.values.compactMap { room in room.id.map { ($0, room) } })
    toDosByKey = index.toDos
    partnersByKey = index.partners
    venuesByKey = index.venues
  }

  public var isEmpty: Bool { version == 0 }
  public var organisation: Organisation { catalogue.organisation }

  /// Every type on offer, partners and types in catalogue order.
  public var types: [TypeEntry] {
    catalogue.partners.flatMap { partner in
      partner.appointmentTypes.compactMap { typesByKey[$0.key] }
    }
  }

  /// By key or id, also one that is no longer offered.
  public func type(_ keyOrID: String) -> TypeEntry? {
    typesByKey[keyOrID] ?? ID(keyOrID).flatMap { typesByID[$0] }
  }

  public func adviser(_ person: ID<Person>) -> AdviserEntry? { advisersByPerson[person] }

  /// By key or person id.
  public func adviser(_ keyOrID: String) -> AdviserEntry? {
    advisersByKey[keyOrID] ?? ID(keyOrID).flatMap { advisersByPerson[$0] }
  }

  /// Those who offer the type, in key order.
  public func advisers(of entry: TypeEntry) -> [AdviserEntry] {
    let keys = entry.type.advisers ?? entry.partner.advisers.map(\.key)
    return keys.sorted().compactMap { advisersByKey[$0] }
  }

  /// Whether the person is one of those who offer the type.
  func advises(_ person: ID<Person>, _ entry: TypeEntry) -> Bool {
    advisers(of: entry).contains { $0.person == person }
  }

  /// All who advise or advised for the partner, archived ones too.
  func advisers(ofPartner key: String) -> [AdviserEntry] {
    advisersByKey.values.filter { $0.partner.key == key }
      .sorted { $0.adviser.key < $1.adviser.key }
  }

  /// A room or combination, by key or a room's id.
  public func room(_ keyOrID: String) -> RoomEntry? {
    roomsByKey[keyOrID] ?? ID(keyOrID).flatMap { roomsByID[$0] }
  }

  /// Rooms and combinations of the venue that are in use.
  public func rooms(of venue: Venue) -> [RoomEntry] {
    (venue.rooms.map(\.key) + (venue.combinations ?? []).map(\.key)).compactMap { roomsByKey[$0] }
  }

  public func toDo(_ key: String) -> ToDoTemplate? { toDosByKey[key] }

  /// By key or id.
  public func partner(_ keyOrID: String) -> (id: ID<Partner>, partner: Partner)? {
    partnersByKey[keyOrID] ?? partnersByKey.values.first { $0.id.description == keyOrID }
  }

  /// By key or id.
  public func venue(_ keyOrID: String) -> (id: ID<Venue>, venue: Venue)? {
    venuesByKey[keyOrID] ?? venuesByKey.values.first { $0.id.description == keyOrID }
  }

  /// The row's id of an object, archived ones too.
  public func id(_ kind: CatalogueKind, _ key: String) -> String? { ids[kind]?[key] }
}
