import CivilTime
import Scheduling

/// *Mijn traject*: a starter's items, each with the partners behind it.
public struct JourneyDesk: Sendable {
  let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// One item with its template, the types that help with it, and the appointment that stands.
  public struct Item: Sendable {
    public let toDo: ToDo
    public let template: ToDoTemplate
    public let types: [SlotDesk.TypeSummary]
    public let bookings: [BookingView]
    /// Requests and arrangements that stand for it.
    public let contacts: Contacts
    /// The items that come first and are not done yet, by template key.
    public let waitsFor: [ToDoTemplate]
  }

  public struct List: Sendable {
    public let catalogue: CatalogueSnapshot
    public let items: [Item]
  }

  /// The person's items in catalogue order; a template outside its validity is shown only once
  /// something was done with it.
  public func list(of person: Person) async throws -> List {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      let today = try catalogue.zone(named: nil).date(now)
      let toDos = Dictionary(
        try transaction.toDos(of: person.id).map { ($0.template, $0) },
        uniquingKeysWith: { first, _ in first })
      let bookings = try Self.bookings(of: person, catalogue: catalogue, transaction: transaction)
      let contacts = try Self.contacts(of: person, transaction: transaction)
      let summaries = try Self.summaries(
        catalogue: catalogue, transaction: transaction, person: person, now: now)
      let items = catalogue.catalogue.toDos.compactMap { template -> Item? in
        guard let toDo = toDos[template.key], toDo.state != .open || template.isValid(on: today)
        else { return nil }
        let waitsFor = (template.after ?? []).compactMap { key -> ToDoTemplate? in
          guard let first = toDos[key], first.state == .open || first.state == .booked else {
            return nil
          }
          return catalogue.toDo(key)
        }
        return Item(
          toDo: toDo, template: template, types: summaries[template.key] ?? [],
          bookings: bookings[toDo.id] ?? [],
          contacts: contacts[toDo.id] ?? Contacts(requests: [], arrangements: []),
          waitsFor: waitsFor)
      }
      return List(catalogue: catalogue, items: items)
    }
  }

  /// The types that help, by to-do, each asked for its earliest moment once.
  private static func summaries(
    catalogue: CatalogueSnapshot, transaction: any ReadTransaction, person: Person, now: Instant
  ) throws -> [String: [SlotDesk.TypeSummary]] {
    var summaries: [String: [SlotDesk.TypeSummary]] = [:]
    for entry in catalogue.types where entry.type.toDos?.isEmpty == false {
      let summary = SlotDesk.TypeSummary(
        entry: entry,
        earliest: try SlotDesk.earliest(
          entry, catalogue: catalogue, transaction: transaction, starter: person.id, now: now))
      for toDo in entry.type.toDos ?? [] { summaries[toDo, default: []].append(summary) }
    }
    return summaries
  }

  /// What stands for an item beside appointments.
  public struct Contacts: Sendable {
    public var requests: [ContactRequest]
    public var arrangements: [Arrangement]
  }

  private static func contacts(
    of person: Person, transaction: any ReadTransaction
  ) throws -> [ID<ToDo>: Contacts] {
    var contacts: [ID<ToDo>: Contacts] = [:]
    let none = Contacts(requests: [], arrangements: [])
    let requests = try transaction.contactRequests(
      ContactQuery(
        .starter(person.id), states: ["waiting", "passed", "answered"], limit: 1000))
    for request in requests {
      if let toDo = request.toDo { contacts[toDo, default: none].requests.append(request) }
    }
    for arrangement in try transaction.arrangements(of: person.id) where arrangement.stands {
      if let toDo = arrangement.toDo {
        contacts[toDo, default: none].arrangements.append(arrangement)
      }
    }
    return contacts
  }

  private static func bookings(
    of person: Person, catalogue: CatalogueSnapshot, transaction: any ReadTransaction
  ) throws -> [ID<ToDo>: [BookingView]] {
    let live = try transaction.bookings(
      BookingQuery(
        whose: [.starter(person.id)], states: ["requested", "confirmed"], limit: 1000))
    let views = try BookingView.views(of: live, catalogue: catalogue, transaction: transaction)
    return Dictionary(grouping: views.filter { $0.booking.toDo != nil }) { view in
      view.booking.toDo ?? .random()
    }
  }

  /// The starter ticks an item off, skips it or opens it again.
  public func set(
    _ id: ID<ToDo>, to state: ToDo.State, by actor: Actor
  ) async throws -> ToDo {
    let now = setting.now()
    return try await setting.store.write { transaction in
      guard var toDo = try transaction.toDo(id), toDo.person == actor.id else {
        throw RequestProblem.unknown
      }
      let before = toDo.state
      let standing = try transaction.stands(for: id)
      do throws(ToDoRefusal) {
        guard try toDo.set(state, standing: standing, at: now) else { return toDo }
      } catch { throw Refusal.toDo(error) }
      try transaction.save(toDo)
      if toDo.state == .done {
        try ArrangementDesk.complete(
          for: id, of: toDo.person, by: actor, transaction: transaction, at: now)
      }
      try transaction.record(
        ActivityEntry(
          id: .random(), at: now, actor: actor.id, objectKind: "to-do",
          objectID: id.description, verb: "state", from: before.rawValue,
          to: toDo.state.rawValue, cause: "request",
          ruleVersion: transaction.catalogue().version))
      return toDo
    }
  }
}

extension ToDoTemplate {
  public func isValid(on date: LocalDate) -> Bool {
    valid.map { $0.holds(on: date) } ?? true
  }
}
