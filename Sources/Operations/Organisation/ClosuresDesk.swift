import CivilTime
import Scheduling

/// Who keeps closed, or is told, by a set of days.
public enum ClosureOwner: Hashable, Sendable {
  /// By key.
  case venue(String)
  case partner(String)
}

/// The sets of closed days and of days to know of: which there are, who uses them, and changing both.
///
/// A day that becomes closed cancels nothing: appointments on it stay, and whoever closes it is told
/// how many there are.
public struct ClosuresDesk: Sendable {
  /// The longest closing that is one entry: a year, for works. Longer is a mistake in a date.
  public static let longestDays = 366
  /// Appointments counted on one entry; a page says “or more” from there.
  public static let countLimit = 1_000

  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  public struct Day: Sendable {
    public let days: NamedDays
    /// The appointments ahead that stand on it, at those who close by its set.
    public let standing: Int
  }

  public struct SetView: Sendable {
    public let set: ClosureSet
    public let days: [Day]
    public let usedBy: [ClosureOwner]
    public let seen: String
  }

  public struct OwnerView: Sendable {
    public let owner: ClosureOwner
    public let name: LocalizedText
    public let closures: [String]
    public let layers: [String]
    public let seen: String
  }

  public struct Overview: Sendable {
    public let sets: [SetView]
    /// Venues, then partners, in catalogue order.
    public let owners: [OwnerView]
  }

  public func overview(for actor: Actor) async throws -> Overview {
    try Self.check(actor)
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let records = try transaction.catalogueRecords()
      func seen(_ kind: CatalogueKind, _ key: String) -> String {
        CatalogueDesk.fingerprint(kind, key, in: records)?.text ?? ""
      }
      let standing = StandingAppointments(transaction, catalogue: catalogue, now: now)
      let sets = try catalogue.catalogue.closureSets.map { set in
        let owners = Self.owners(of: set, in: catalogue.catalogue)
        return SetView(
          set: set,
          days: try catalogue.days(of: set).map {
            Day(
              days: $0,
              standing: set.isInformation ? 0 : try standing.count(on: [$0], at: Set(owners)))
          },
          usedBy: owners, seen: seen(.closureSet, set.key))
      }
      let owners =
        catalogue.catalogue.venues.map {
          OwnerView(
            owner: .venue($0.key), name: $0.name, closures: $0.closures ?? [],
            layers: $0.layers ?? [], seen: seen(.venue, $0.key))
        }
        + catalogue.catalogue.partners.map {
          OwnerView(
            owner: .partner($0.key), name: $0.name, closures: $0.closures ?? [],
            layers: $0.layers ?? [], seen: seen(.partner, $0.key))
        }
      return Overview(sets: sets, owners: owners)
    }
  }

  /// How many appointments stand on a day that would be added to the set.
  public func standing(on day: ClosureSet.Day, of key: String, for actor: Actor) async throws -> Int
  {
    try Self.check(actor)
    try Self.check(day)
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let set = catalogue.closureSet(key) else { throw RequestProblem.unknown }
      guard set.isEditable else { throw RequestProblem.forbidden }
      guard !set.isInformation else { return 0 }
      let days = NamedDays(
        set: key, from: day.from, until: (day.until ?? day.from).advanced(byDays: 1),
        name: day.name)
      return try StandingAppointments(transaction, catalogue: catalogue, now: now)
        .count(on: [days], at: Set(Self.owners(of: set, in: catalogue.catalogue)))
    }
  }

  /// How many appointments of the owner stand on the days that those sets would close newly.
  public func standing(
    for owner: ClosureOwner, closing closures: [String], for actor: Actor
  ) async throws -> Int {
    try Self.check(actor)
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let before = Set(try Self.closures(of: owner, in: catalogue.catalogue))
      let days = closures.filter { !before.contains($0) }.compactMap(catalogue.closureSet)
        .flatMap { catalogue.days(of: $0) }
      return try StandingAppointments(transaction, catalogue: catalogue, now: now)
        .count(on: days, at: [owner])
    }
  }

  // MARK: Changing

  public func add(
    _ day: ClosureSet.Day, to key: String, seen: String, by actor: Actor
  ) async throws {
    try Self.check(day)
    try await change(key, seen: seen, by: actor) { set in
      set.days = ((set.days ?? []) + [day]).sorted {
        ($0.from, $0.until ?? $0.from) < ($1.from, $1.until ?? $1.from)
      }
    }
  }

  /// Removes a day as it was shown.
  public func remove(
    _ day: NamedDays, seen: String, by actor: Actor
  ) async throws {
    try await change(day.set, seen: seen, by: actor) { set in
      guard
        let index = set.days?.firstIndex(where: {
          $0.from == day.from && ($0.until ?? $0.from) == day.last && $0.name == day.name
        })
      else { throw RequestProblem.unknown }
      set.days?.remove(at: index)
    }
  }

  /// Says through which year all days are known; nil takes it back.
  public func publish(
    _ key: String, through year: Int?, seen: String, by actor: Actor
  ) async throws {
    if let year, !CatalogueLimits.years.contains(year) {
      throw RequestProblem.invalid(field: "/publishedThrough", .notAllowed)
    }
    try await change(key, seen: seen, by: actor) { $0.publishedThrough = year }
  }

  /// Sets by which sets a venue or partner closes, and which it shows.
  public func choose(
    _ owner: ClosureOwner, closures: [String], layers: [String], seen: String, by actor: Actor
  ) async throws {
    try Self.check(actor)
    let (kind, key): (CatalogueKind, String) =
      switch owner {
      case .venue(let key): (.venue, key)
      case .partner(let key): (.partner, key)
      }
    try await changed(by: actor, kind, key, seen: seen) { catalogue in
      // What nobody chose stays absent, so that an export says no more than before.
      func list(_ keys: [String], _ before: [String]?) -> [String]? {
        keys.isEmpty && before == nil ? nil : keys
      }
      switch owner {
      case .venue:
        guard let index = catalogue.venues.firstIndex(where: { $0.key == key }) else {
          throw RequestProblem.unknown
        }
        let venue = catalogue.venues[index]
        catalogue.venues[index].closures = list(closures, venue.closures)
        catalogue.venues[index].layers = list(layers, venue.layers)
      case .partner:
        guard let index = catalogue.partners.firstIndex(where: { $0.key == key }) else {
          throw RequestProblem.unknown
        }
        let partner = catalogue.partners[index]
        catalogue.partners[index].closures = list(closures, partner.closures)
        catalogue.partners[index].layers = list(layers, partner.layers)
      }
    }
  }

  private func change(
    _ key: String, seen: String, by actor: Actor,
    _ edit: @escaping @Sendable (inout ClosureSet) throws -> Void
  ) async throws {
    try Self.check(actor)
    try await changed(by: actor, .closureSet, key, seen: seen) { catalogue in
      guard let index = catalogue.closureSets.firstIndex(where: { $0.key == key }) else {
        throw RequestProblem.unknown
      }
      // Days of a file come with an import.
      guard catalogue.closureSets[index].isEditable else { throw RequestProblem.forbidden }
      try edit(&catalogue.closureSets[index])
    }
  }

  private func changed(
    by actor: Actor, _ kind: CatalogueKind, _ key: String, seen: String,
    _ edit: @escaping @Sendable (inout Catalogue) throws -> Void
  ) async throws {
    do {
      _ = try await CatalogueDesk(setting).change(
        by: actor, expecting: [CatalogueFingerprint(kind: kind, key: key, text: seen)], edit)
    } catch is CatalogueProblems {
      throw RequestProblem.invalid(field: "/\(key)", .malformed)
    }
  }

  // MARK: Rules

  private static func check(_ actor: Actor) throws {
    guard Access.mayEditClosures(actor) else { throw RequestProblem.forbidden }
  }

  private static func check(_ day: ClosureSet.Day) throws {
    func check(_ date: LocalDate, _ field: String) throws {
      guard CatalogueLimits.years.contains(date.year) else {
        throw RequestProblem.invalid(field: field, .notAllowed)
      }
    }
    try check(day.from, "/from")
    if let until = day.until {
      try check(until, "/until")
      guard (0..<longestDays).contains(until.days(since: day.from)) else {
        throw RequestProblem.invalid(field: "/until", .notAllowed)
      }
    }
    for (field, name) in [
      ("/name", day.name.dutch), ("/nameEN", day.name.english ?? ""),
      ("/nameFR", day.name.french ?? ""),
    ] {
      guard name.unicodeScalars.count <= CatalogueLimits.title else {
        throw RequestProblem.invalid(field: field, .tooLong(limit: CatalogueLimits.title))
      }
    }
  }

  private static func owners(of set: ClosureSet, in catalogue: Catalogue) -> [ClosureOwner] {
    func uses(_ closures: [String]?, _ layers: [String]?) -> Bool {
      (set.isInformation ? layers : closures)?.contains(set.key) == true
    }
    return catalogue.venues.filter { uses($0.closures, $0.layers) }.map { .venue($0.key) }
      + catalogue.partners.filter { uses($0.closures, $0.layers) }.map { .partner($0.key) }
  }

  private static func closures(
    of owner: ClosureOwner, in catalogue: Catalogue
  ) throws -> [String] {
    switch owner {
    case .venue(let key):
      guard let venue = catalogue.venues.first(where: { $0.key == key }) else {
        throw RequestProblem.unknown
      }
      return venue.closures ?? []
    case .partner(let key):
      guard let partner = catalogue.partners.first(where: { $0.key == key }) else {
        throw RequestProblem.unknown
      }
      return partner.closures ?? []
    }
  }
}

/// Counts the appointments ahead that stand on days, at those who close on them.
private struct StandingAppointments {
  private let transaction: any ReadTransaction
  private let catalogue: CatalogueSnapshot
  private let now: Instant

  init(_ transaction: any ReadTransaction, catalogue: CatalogueSnapshot, now: Instant) {
    (self.transaction, self.catalogue, self.now) = (transaction, catalogue, now)
  }

  func count(on days: [NamedDays], at owners: Set<ClosureOwner>) throws -> Int {
    guard !owners.isEmpty else { return 0 }
    let zone = try catalogue.zone(named: nil)
    var found: Set<ID<Booking>> = []
    for span in days {
      // A day more at each side: the promised day is that of the appointment's own zone.
      let end = zone.startOfDay(span.until.advanced(byDays: 1))
      guard end > now else { continue }
      let start = max(now, zone.startOfDay(span.from.advanced(byDays: -1)))
      let bookings = try transaction.bookings(
        BookingQuery(
          whose: [.everyone], from: start, until: end, states: ["requested", "confirmed"],
          limit: ClosuresDesk.countLimit))
      for booking in bookings where booking.span.start >= now {
        let day = booking.localStart.date
        guard day >= span.from, day < span.until else { continue }
        let isTheirs =
          owners.contains(.partner(booking.partner))
          || booking.room.map { owners.contains(.venue($0.venue)) } == true
        if isTheirs { found.insert(booking.id) }
      }
    }
    return found.count
  }
}
