import CivilTime
import Scheduling

/// Asking a partner for an appointment by offering moments, and reading what became of it.
public struct ContactDesk: Sendable {
  /// Open requests of one starter: more is asking everybody and meaning nobody.
  static let maximumOpen = 5
  /// Requests in a list: a partner with more has another problem.
  public static let listLimit = 200
  /// The states in which somebody still has to answer.
  static let openStates = ["waiting", "passed"]

  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// Offers moments to the partner: the item of the list is asked for, the partner gets a link.
  public func ask(
    _ wish: ContactWish, by person: Person, keeping: Keeping<ContactView>? = nil
  ) async throws -> Kept<ContactView> {
    let now = setting.now()
    return try await setting.onceOrRefused(keeping) { transaction in
      try ContactLedger(transaction, setting: setting, now: now).ask(wish, by: person)
    }
  }

  /// Why each moment cannot be offered; nil for those that can.
  public func check(
    _ starts: [Instant], type: String, minutes: Int?, for person: Person?
  ) async throws -> [SlotRefusal?] {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let entry = catalogue.type(type) else { throw RequestProblem.unknown }
      return try ContactLedger.refusals(
        of: starts, minutes: minutes ?? entry.contactMinutes, entry: entry,
        starter: person?.id, catalogue: catalogue, transaction: transaction, now: now)
    }
  }

  /// When the partner answers at the latest if somebody asks now, and which days can be offered.
  public func outlook(
    of entry: CatalogueSnapshot.TypeEntry, catalogue: CatalogueSnapshot
  ) throws -> (deadline: AnswerDeadline, firstDay: LocalDate, lastDay: LocalDate) {
    let now = setting.now()
    let zone = try catalogue.zone(of: entry)
    let check = try ContactLedger.check(entry, claims: [], catalogue: catalogue, now: now)
    return (
      try ContactLedger.deadline(entry, catalogue: catalogue, now: now),
      zone.date(check.earliest), check.lastDay
    )
  }

  /// The items of the person's list that the type helps with, in catalogue order.
  public func steps(
    of person: Person, for entry: CatalogueSnapshot.TypeEntry
  ) async throws -> [(toDo: ToDo, template: ToDoTemplate)] {
    try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let own = Dictionary(
        try transaction.toDos(of: person.id).map { ($0.template, $0) },
        uniquingKeysWith: { first, _ in first })
      return (entry.type.toDos ?? []).compactMap { key in
        guard let toDo = own[key], let template = catalogue.toDo(key) else { return nil }
        return (toDo, template)
      }
    }
  }

  /// One request, for whoever may see it.
  public func request(_ key: ContactKey) async throws -> ContactView {
    try await setting.store.read { transaction in
      let (request, relations, by) = try key.resolve(transaction)
      try Access.check(.see, with: relations)
      return try ContactView(
        request, relations: relations, reader: by, catalogue: transaction.catalogue(),
        transaction: transaction)
    }
  }

  /// The starter's own requests, newest first.
  public func own(of person: Person, openOnly: Bool = false) async throws -> [ContactView] {
    try await list(.starter(person.id), openOnly: openOnly, for: person)
  }

  /// The requests that the person answers: their partner's, or everybody's for the team. First those
  /// that nobody answered in time, then whoever waits longest.
  public func answerable(by person: Person, openOnly: Bool = true) async throws -> [ContactView] {
    let isWide = Access.servesEverybody(person)
    let partners = person.roles.filter { [.adviser, .manager].contains($0.kind) }
      .compactMap(\.partner)
    guard isWide || !partners.isEmpty else { return [] }
    return try await list(
      isWide ? .everyone : .partners(partners), openOnly: openOnly, for: person
    ).filter { $0.may(.accept) }.reversed().sorted { left, right in
      left.request.isWithTeam && !right.request.isWithTeam
    }
  }

  private func list(
    _ whose: ContactQuery.Whose, openOnly: Bool, for person: Person
  ) async throws -> [ContactView] {
    try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let query = ContactQuery(
        whose, states: openOnly ? Self.openStates : [], limit: Self.listLimit)
      return try transaction.contactRequests(query).map { request in
        try ContactView(
          request,
          relations: Access.relations(of: person, to: request, catalogue: catalogue),
          reader: person.id, catalogue: catalogue, transaction: transaction)
      }
    }
  }

  /// Reminds partners whose last working day began, and hands to the team what nobody answered.
  ///
  /// What was done stands in the row, so two processes that sweep at once remind once.
  public func sweep() async throws {
    let now = setting.now()
    try await setting.store.write { transaction in
      let ledger = ContactLedger(transaction, setting: setting, now: now)
      for request in try transaction.contactRequests(dueAt: now) { try ledger.chase(request) }
    }
  }
}
