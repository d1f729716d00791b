import CivilTime
import Scheduling

/// What a starter arranged without this service: it moves the item of their list, claims nobody.
public struct ArrangementDesk: Sendable {
  /// Days back and ahead that an arrangement may lie: last year's is history, and nobody plans more
  /// than two years ahead.
  static let daysBack = 366
  static let daysAhead = 730

  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// What the starter says they arranged.
  public struct Wish: Sendable {
    /// Key or id.
    public var type: String
    public var toDo: ID<ToDo>?
    public var kind: Arrangement.Kind
    public var day: LocalDate?

    public init(
      type: String, toDo: ID<ToDo>? = nil, kind: Arrangement.Kind = .appointment,
      day: LocalDate? = nil
    ) {
      (self.type, self.toDo, self.kind, self.day) = (type, toDo, kind, day)
    }
  }

  /// What stands of the person for a type, by key.
  public func standing(of person: Person, type: String) async throws -> Arrangement? {
    try await setting.store.read { transaction in
      try transaction.arrangements(of: person.id).first { $0.stands && $0.type == type }
    }
  }

  /// Notes what was arranged. Saying it again revises what stands, as when the date becomes known.
  public func arrange(
    _ wish: Wish, by person: Person, keeping: Keeping<Arrangement>? = nil
  ) async throws -> Kept<Arrangement> {
    let now = setting.now()
    return try await setting.onceOrRefused(keeping) { transaction in
      try Self.arrange(wish, by: person, transaction: transaction, at: now)
    }
  }

  private static func arrange(
    _ wish: Wish, by person: Person, transaction: any WriteTransaction, at now: Instant
  ) throws -> Arrangement {
    let catalogue = try transaction.catalogue()
    guard let entry = catalogue.type(wish.type) else {
      throw RequestProblem.invalid(field: "/appointmentType", .unknown)
    }
    guard entry.isOffered, [.ownPage, .phoneOrMail].contains(entry.type.contact) else {
      throw RequestProblem.invalid(field: "/appointmentType", .notAllowed)
    }
    let today = try catalogue.zone(of: entry).date(now)
    if let day = wish.day {
      guard (-daysBack...daysAhead).contains(day.days(since: today)) else {
        throw RequestProblem.invalid(field: "/date", .notAllowed)
      }
    }
    let ledger = Ledger(transaction, now: now)
    let toDo = try ledger.toDo(wish.toDo, entry: entry, starter: person.id)
    try transaction.lock([person.id.cast()])
    let standing = try transaction.arrangements(of: person.id).first {
      $0.stands && $0.type == entry.type.key
    }
    var arrangement =
      standing
      ?? Arrangement(
        id: .random(), type: entry.type.key, partner: entry.partner.key, person: person.id,
        toDo: nil, kind: wish.kind, day: nil, createdAt: now)
    // Said again from another place, it keeps the item it was for.
    arrangement.revise(toDo: toDo?.id ?? standing?.toDo, kind: wish.kind, day: wish.day)
    try transaction.save(arrangement)
    try record(
      arrangement, verb: standing == nil ? "arranged" : "revised",
      from: standing == nil ? nil : arrangement.state, by: person.id, transaction, at: now)
    if let former = standing?.toDo, former != arrangement.toDo {
      try ledger.reopen(former, cause: "arrangement:\(arrangement.id)", by: person.id)
    }
    try ledger.book(toDo, cause: "arrangement:\(arrangement.id)", by: person.id)
    return arrangement
  }

  /// It took place: the item is done.
  public func complete(_ id: ID<Arrangement>, by person: Person) async throws -> Arrangement {
    let now = setting.now()
    return try await setting.store.write { transaction in
      var arrangement = try Self.own(id, of: person, transaction)
      let before = arrangement.state
      guard arrangement.complete(at: now) else { return arrangement }
      try transaction.save(arrangement)
      try Self.record(
        arrangement, verb: "done", from: before, by: person.id, transaction, at: now)
      if let toDoID = arrangement.toDo, var toDo = try transaction.toDo(toDoID) {
        let was = toDo.state
        if toDo.complete(at: now) {
          try Ledger(transaction, now: now).save(
            toDo, was: was, cause: "arrangement:\(id)", by: person.id)
        }
      }
      return arrangement
    }
  }

  /// It does not go through: the item opens again where nothing else stands for it.
  public func takeBack(_ id: ID<Arrangement>, by person: Person) async throws -> Arrangement {
    let now = setting.now()
    return try await setting.store.write { transaction in
      var arrangement = try Self.own(id, of: person, transaction)
      let before = arrangement.state
      do throws(ContactRefusal) {
        guard try arrangement.takeBack(at: now) else { return arrangement }
      } catch { throw Refusal.contact(error) }
      try transaction.save(arrangement)
      try Self.record(
        arrangement, verb: "taken-back", from: before, by: person.id, transaction, at: now)
      if let toDo = arrangement.toDo {
        try Ledger(transaction, now: now).reopen(
          toDo, cause: "arrangement:\(id)", by: person.id)
      }
      return arrangement
    }
  }

  /// Whoever ticks the item off has done what they arranged for it.
  static func complete(
    for toDo: ID<ToDo>, of person: ID<Person>, by actor: Actor,
    transaction: any WriteTransaction, at now: Instant
  ) throws {
    for var arrangement in try transaction.arrangements(of: person) where arrangement.toDo == toDo {
      let before = arrangement.state
      guard arrangement.complete(at: now) else { continue }
      try transaction.save(arrangement)
      try record(arrangement, verb: "done", from: before, by: actor.id, transaction, at: now)
    }
  }

  private static func own(
    _ id: ID<Arrangement>, of person: Person, _ transaction: any WriteTransaction
  ) throws -> Arrangement {
    try transaction.lock([person.id.cast()])
    guard let arrangement = try transaction.arrangement(id), arrangement.person == person.id
    else { throw RequestProblem.unknown }
    return arrangement
  }

  private static func record(
    _ arrangement: Arrangement, verb: String, from before: Arrangement.State?,
    by person: ID<Person>?, _ transaction: any WriteTransaction, at now: Instant
  ) throws {
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: person, objectKind: "arrangement",
        objectID: arrangement.id.description, verb: verb, from: before?.name,
        to: arrangement.state.name, cause: "request",
        ruleVersion: transaction.catalogue().version))
  }
}
