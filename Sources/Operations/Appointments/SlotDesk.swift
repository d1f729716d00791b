import CivilTime
import Scheduling

/// Which moments can be booked, and why the others cannot.
public struct SlotDesk: Sendable {
  /// At most so many days a request: more is a report, not a choice.
  public static let maximumDays = 100

  /// Some for each reader of the store; a tenth of a second in all.
  private static let warmingQuestions = 32

  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  public struct Query: Sendable {
    /// Key or id.
    public var type: String
    /// Local dates in `zone`, `from ..< until`.
    public var from: LocalDate
    public var until: LocalDate
    /// IANA name; the type's own zone where nil.
    public var zone: String?
    /// Key or id.
    public var adviser: String?
    public var minutes: Int?
    public var place: Place?
    public var explain: Bool
    /// Whether slots say who can take them.
    public var isNaming: Bool

    public init(
      type: String, from: LocalDate, until: LocalDate, zone: String? = nil,
      adviser: String? = nil, minutes: Int? = nil, place: Place? = nil, explain: Bool = false,
      isNaming: Bool = true
    ) {
      self.type = type
      self.from = from
      self.until = until
      self.zone = zone
      self.adviser = adviser
      self.minutes = minutes
      self.place = place
      self.explain = explain
      self.isNaming = isNaming
    }
  }

  public struct Listing: Sendable {
    public let entry: CatalogueSnapshot.TypeEntry
    public let catalogue: CatalogueSnapshot
    public let zone: Zone
    public let minutes: Int
    public let slots: [Slot]
    public let refused: [RefusedCandidate]
  }

  /// The slots whose start lies on the local dates asked; what the person already has is kept free.
  public func slots(_ query: Query, for actor: Actor?) async throws -> Listing {
    let now = setting.now()
    guard query.from < query.until else {
      throw RequestProblem.invalid(field: "/until", .notAllowed)
    }
    guard query.until.days(since: query.from) <= Self.maximumDays else {
      throw RequestProblem.invalid(field: "/until", .tooLong(limit: Self.maximumDays))
    }
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let entry = catalogue.type(query.type), entry.isOffered else {
        throw RequestProblem.unknown
      }
      let zone = try Self.zone(query.zone, or: catalogue.zone(of: entry))
      let wish = try BookingWish.wish(
        entry: entry, catalogue: catalogue, minutes: query.minutes, place: query.place,
        adviser: query.adviser)
      guard entry.type.contact == .slots,
        let window = TimeSpan(
          from: zone.startOfDay(query.from), until: zone.startOfDay(query.until))
      else {
        return Listing(
          entry: entry, catalogue: catalogue, zone: zone, minutes: 0, slots: [], refused: [])
      }
      let facts = try SlotFactsLoading(transaction: transaction, catalogue: catalogue, now: now)
        .facts(for: entry, place: wish.place, starter: actor?.id, window: window)
      let answer = SlotSearch(facts).slots(
        minutes: wish.minutes, from: window.start, until: window.end, place: wish.place,
        adviser: wish.adviser, explain: query.explain, isNaming: query.isNaming)
      return Listing(
        entry: entry, catalogue: catalogue, zone: zone, minutes: wish.minutes,
        slots: answer.slots, refused: answer.refused)
    }
  }

  private static func zone(_ name: String?, or fallback: Zone) throws -> Zone {
    guard let name else { return fallback }
    guard let zone = ZoneDatabase.system.zone(name) else {
      throw RequestProblem.invalid(field: "/zone", .unknown)
    }
    return zone
  }

  /// The first moment on or after a date, looking at most `maximumDays` ahead; nil where none.
  public func first(
    type: String, from: LocalDate, minutes: Int?, place: Place?, adviser: String?,
    for actor: Actor?
  ) async throws -> Slot? {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let entry = catalogue.type(type), entry.isOffered else { throw RequestProblem.unknown }
      let wish = try BookingWish.wish(
        entry: entry, catalogue: catalogue, minutes: minutes, place: place, adviser: adviser)
      return try Self.first(
        wish, from: catalogue.zone(of: entry).startOfDay(from), catalogue: catalogue,
        transaction: transaction, starter: actor?.id, now: now)
    }
  }

  /// Asks what the first visitors after a start will ask, on every reader of the store at once, so
  /// that they wait no longer than the next.
  public func warmUp() async {
    let types = try? await setting.store.read { transaction in
      try transaction.catalogue().types.filter { $0.type.contact == .slots && $0.isOffered }
        .prefix(Self.warmingQuestions).map(\.type.key)
    }
    let today = Zone.utc.date(setting.now())
    await withTaskGroup(of: Void.self) { group in
      for type in types ?? [] {
        group.addTask {
          let query = Query(
            type: type, from: today, until: today.advanced(byDays: Self.maximumDays))
          _ = try? await slots(query, for: nil)
        }
      }
    }
  }

  /// A type with its earliest moment.
  public struct TypeSummary: Sendable {
    public let entry: CatalogueSnapshot.TypeEntry
    public let earliest: Slot?
  }

  /// The types on offer, those for one to-do or one partner where asked.
  public func types(
    toDo: String?, partner: String?, for actor: Actor?
  ) async throws -> (catalogue: CatalogueSnapshot, types: [TypeSummary]) {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let template = try Self.template(toDo, catalogue: catalogue, transaction: transaction)
      let entries = catalogue.types.filter { entry in
        (toDo == nil || (template.map { entry.type.toDos?.contains($0) == true } ?? false))
          && (partner == nil || partner == entry.partner.key
            || partner == entry.partnerID.description)
      }
      let summaries = try entries.map {
        TypeSummary(
          entry: $0,
          earliest: try Self.earliest(
            $0, catalogue: catalogue, transaction: transaction, starter: actor?.id, now: now))
      }
      return (catalogue, summaries)
    }
  }

  /// The template's key, from that key or from the id of somebody's item.
  private static func template(
    _ toDo: String?, catalogue: CatalogueSnapshot, transaction: any ReadTransaction
  ) throws -> String? {
    guard let toDo else { return nil }
    if catalogue.toDo(toDo) != nil { return toDo }
    return try ID<ToDo>(toDo).flatMap { try transaction.toDo($0)?.template }
  }

  static func earliest(
    _ entry: CatalogueSnapshot.TypeEntry, catalogue: CatalogueSnapshot,
    transaction: any ReadTransaction, starter: ID<Person>?, now: Instant
  ) throws -> Slot? {
    guard entry.type.contact == .slots, let minutes = entry.type.minutes.first else { return nil }
    return try first(
      SlotWish(entry: entry, minutes: minutes, place: nil, adviser: nil), from: now,
      catalogue: catalogue, transaction: transaction, starter: starter, now: now)
  }

  /// Looks in steps that grow, since most people find something this week.
  private static func first(
    _ wish: SlotWish, from: Instant, catalogue: CatalogueSnapshot,
    transaction: any ReadTransaction, starter: ID<Person>?, now: Instant
  ) throws -> Slot? {
    guard wish.entry.type.contact == .slots else { return nil }
    let loading = SlotFactsLoading(transaction: transaction, catalogue: catalogue, now: now)
    let end = from.advanced(bySeconds: Int64(maximumDays) * 86_400)
    var start = from
    for days: Int64 in [14, 28, 58] where start < end {
      guard let window = TimeSpan(from: start, until: start.advanced(bySeconds: days * 86_400))
      else { return nil }
      let facts = try loading.facts(
        for: wish.entry, place: wish.place, starter: starter, window: window)
      let slot = SlotSearch(facts).first(
        minutes: wish.minutes, from: window.start, until: window.end, place: wish.place,
        adviser: wish.adviser)
      if let slot { return slot }
      start = window.end
    }
    return nil
  }
}
