import CivilTime
import Scheduling

/// What somebody asks to book.
public struct SlotWish: Sendable {
  public var entry: CatalogueSnapshot.TypeEntry
  public var minutes: Int
  public var place: Place?
  public var adviser: ID<Person>?

  public init(
    entry: CatalogueSnapshot.TypeEntry, minutes: Int, place: Place?, adviser: ID<Person>?
  ) {
    (self.entry, self.minutes, self.place, self.adviser) = (entry, minutes, place, adviser)
  }
}

/// Loads `SlotFacts`: the one way, for listing and for booking.
struct SlotFactsLoading {
  let transaction: any ReadTransaction
  let catalogue: CatalogueSnapshot
  let now: Instant

  /// Caps and the least-loaded choice count whole ISO weeks, in zones up to 14 hours away.
  private static let margin: Int64 = 8 * 86_400

  /// The facts for starts in `window`.
  func facts(
    for entry: CatalogueSnapshot.TypeEntry, place: Place?, starter: ID<Person>?,
    window: TimeSpan, excluding: ClaimExclusion = .none
  ) throws -> SlotFacts {
    let advisers = catalogue.advisers(of: entry)
    // An adviser of the type looks for somebody else.
    let starter = starter.flatMap { catalogue.advises($0, entry) ? nil : $0 }
    let venues = place == nil || place == .venue ? self.venues(of: entry) : []
    let resources =
      advisers.map { $0.person.cast(to: Resource.self) } + rooms(of: venues)
      + (starter.map { [$0.cast()] } ?? [])
    let claims = try transaction.claims(
      on: resources,
      overlapping: window.widened(secondsBefore: Self.margin, secondsAfter: Self.margin),
      at: now, excluding: excluding)
    let lastBooked = try transaction.lastBooked(advisers.map(\.person))
    return SlotFacts(
      type: entry.type, now: now,
      advisers: try advisers.map {
        try adviserFacts(
          $0, of: entry, claims: claims[$0.person.cast()] ?? [], lastBooked: lastBooked[$0.person])
      },
      venues: try venues.map { try venueFacts($0, claims: claims) },
      starterClaims: starter.flatMap { claims[$0.cast()] }?.map(\.span) ?? [])
  }

  /// Every resource a booking of the type may claim: what a deciding write locks.
  func resources(
    of entry: CatalogueSnapshot.TypeEntry, place: Place?, starter: ID<Person>?
  ) -> Set<ID<Resource>> {
    var all = Set(catalogue.advisers(of: entry).map { $0.person.cast(to: Resource.self) })
    if let starter { all.insert(starter.cast()) }
    if place == nil || place == .venue { all.formUnion(rooms(of: venues(of: entry))) }
    return all
  }

  private func venues(of entry: CatalogueSnapshot.TypeEntry) -> [Venue] {
    entry.type.places.contains(.venue) ? catalogue.catalogue.venues : []
  }

  private func rooms(of venues: [Venue]) -> [ID<Resource>] {
    venues.flatMap { catalogue.rooms(of: $0) }.compactMap { $0.id?.cast() }
  }

  private func adviserFacts(
    _ entry: CatalogueSnapshot.AdviserEntry, of type: CatalogueSnapshot.TypeEntry,
    claims: [Claim], lastBooked: Instant?
  ) throws -> AdviserFacts {
    let asAdviser = claims.filter { $0.part == .adviser }
    return AdviserFacts(
      person: entry.person, key: entry.adviser.key, name: entry.adviser.name,
      zone: try catalogue.zone(of: entry), availability: entry.adviser.availability,
      exceptions: entry.adviser.exceptions ?? [],
      closures: catalogue.closedDays(entry.partner.closures),
      partnershipUntil: entry.partner.partnership.until,
      commitments: claims.map {
        Commitment($0.span, bufferBefore: $0.bufferBefore, bufferAfter: $0.bufferAfter)
      },
      countedStarts: asAdviser.filter { $0.type == type.type.key }.map(\.span.start),
      loadStarts: asAdviser.map(\.span.start), lastBookedAt: lastBooked)
  }

  private func venueFacts(
    _ venue: Venue, claims: [ID<Resource>: [Claim]]
  ) throws -> VenueFacts {
    VenueFacts(
      key: venue.key, zone: try catalogue.zone(named: venue.zone), opening: venue.opening,
      closures: catalogue.closedDays(venue.closures),
      rooms: catalogue.rooms(of: venue).map { room in
        let spans = room.rooms.flatMap { claims[$0.cast()] ?? [] }.map(\.span)
        return RoomFacts(
          key: room.key, rooms: room.rooms, layouts: room.layouts, features: room.features,
          claims: room.rooms.count > 1 ? spans.sorted { $0.start < $1.start } : spans)
      })
  }
}

extension CatalogueSnapshot {
  /// The zone of that name, the organisation's where nil.
  public func zone(named name: String?) throws -> Zone {
    let name = name ?? organisation.zone
    guard let zone = ZoneDatabase.system.zone(name) else {
      throw StoreFault.corruptRow("zone \(name) is not in this system's zoneinfo")
    }
    return zone
  }

  /// The zone in which the adviser's rules are wall time.
  public func zone(of entry: AdviserEntry) throws -> Zone {
    try zone(named: entry.adviser.zone ?? entry.partner.zone)
  }

  /// The zone in which the type's dates are shown.
  public func zone(of entry: TypeEntry) throws -> Zone {
    try zone(named: entry.partner.zone)
  }

  /// The days of all the closure sets together.
  func closedDays(_ sets: [String]?) -> [ClosedDays] {
    (sets ?? []).flatMap { closedDays[$0] ?? [] }
  }
}
