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
///
/// Only what the rules will ask is read: what stands near the window, and where something is
/// counted, the whole of the ISO weeks that the window touches.
struct SlotFactsLoading {
  let transaction: any ReadTransaction
  let catalogue: CatalogueSnapshot
  let now: Instant

  /// The facts for starts in `window`; with `isChoosing` also what the choice of the least loaded
  /// adviser compares.
  func facts(
    for entry: CatalogueSnapshot.TypeEntry, place: Place?, starter: ID<Person>?,
    window: TimeSpan, isChoosing: Bool = false, excluding: ClaimExclusion = .none
  ) throws -> SlotFacts {
    let advisers = catalogue.advisers(of: entry)
    // An adviser of the type looks for somebody else.
    let starter = starter.flatMap { catalogue.advises($0, entry) ? nil : $0 }
    let venues = place == nil || place == .venue ? self.venues(of: entry) : []
    let resources =
      advisers.map { $0.person.cast(to: Resource.self) } + rooms(of: venues)
      + (starter.map { [$0.cast()] } ?? [])
    let isCounting = isChoosing || entry.type.caps != nil
    let occupations = try transaction.occupations(
      of: resources,
      overlapping: Self.reach(
        of: window, type: entry.type,
        zones: isCounting ? try Set(advisers.map { try catalogue.zone(of: $0) }) : []),
      at: now, for: entry.type.key, excluding: excluding)
    let lastBooked = isChoosing ? try transaction.lastBooked(advisers.map(\.person)) : [:]
    return SlotFacts(
      type: entry.type, now: now,
      advisers: try advisers.map {
        try adviserFacts(
          $0, occupations: occupations[$0.person.cast()] ?? [], isChoosing: isChoosing,
          isCapped: entry.type.caps != nil, lastBooked: lastBooked[$0.person])
      },
      venues: try venues.map { try venueFacts($0, occupations: occupations) },
      starterClaims: starter.flatMap { occupations[$0.cast()] }?.map(\.commitment.span) ?? [])
  }

  /// Where claims may lie that matter to a start in the window: as far from the appointment as any
  /// buffer keeps others, and in the ISO weeks of the zones in which something is counted.
  static func reach(of window: TimeSpan, type: AppointmentType, zones: Set<Zone>) -> TimeSpan {
    let buffer = Int64(CatalogueLimits.buffer) * 60
    let longest = Int64(type.minutes.max() ?? 0) * 60
    let near = window.widened(secondsBefore: buffer, secondsAfter: longest + buffer)
    return zones.reduce(near) { reach, zone in
      let first = zone.startOfDay(zone.date(window.start).monday)
      let last = zone.startOfDay(zone.date(window.end).monday.advanced(byDays: 7))
      return reach.widened(
        secondsBefore: max(0, reach.start.seconds(since: first)),
        secondsAfter: max(0, last.seconds(since: reach.end)))
    }
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
    _ entry: CatalogueSnapshot.AdviserEntry, occupations: [Occupation], isChoosing: Bool,
    isCapped: Bool, lastBooked: Instant?
  ) throws -> AdviserFacts {
    func starts(where counts: (Occupation) -> Bool) -> [Instant] {
      occupations.filter { $0.isAdvising && counts($0) }.map(\.commitment.span.start)
    }
    var facts = try catalogue.openingFacts(of: entry)
    facts.commitments = occupations.map(\.commitment)
    facts.countedStarts = isCapped ? starts(where: \.isOfType) : []
    facts.loadStarts = isChoosing ? starts(where: { _ in true }) : []
    facts.lastBookedAt = lastBooked
    return facts
  }

  private func venueFacts(
    _ venue: Venue, occupations: [ID<Resource>: [Occupation]]
  ) throws -> VenueFacts {
    VenueFacts(
      key: venue.key, zone: try catalogue.zone(named: venue.zone), opening: venue.opening,
      closures: catalogue.closedDays(venue.closures),
      rooms: catalogue.rooms(of: venue).map { room in
        let spans = room.rooms.flatMap { occupations[$0.cast()] ?? [] }.map(\.commitment.span)
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
