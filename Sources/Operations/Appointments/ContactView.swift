import CivilTime
import Scheduling

/// A request with the names that go with it, and what its reader may do with it.
public struct ContactView: Sendable {
  public let request: ContactRequest
  public let entry: CatalogueSnapshot.TypeEntry
  public let zone: Zone
  public let starter: Person
  /// Who can take it, in key order.
  public let advisers: [CatalogueSnapshot.AdviserEntry]
  /// Of a request that was accepted.
  public let booking: Booking?
  public let catalogue: CatalogueSnapshot
  let relations: Set<Access.Relation>
  /// Who reads, where that is known: an adviser is proposed as the one who comes.
  public let reader: ID<Person>?

  /// Whether the reader has the right; whether the state still allows it is another question.
  public func may(_ action: Access.ContactAction) -> Bool {
    !relations.isDisjoint(with: Access.allowed(action))
  }

  init(
    _ request: ContactRequest, relations: Set<Access.Relation>, reader: ID<Person>?,
    catalogue: CatalogueSnapshot, transaction: any ReadTransaction
  ) throws {
    guard let entry = catalogue.type(request.type),
      let starter = try transaction.person(request.person)
    else { throw StoreFault.corruptRow("contact request \(request.id): type or starter is gone") }
    self.request = request
    self.entry = entry
    self.starter = starter
    self.relations = relations
    self.reader = reader
    self.catalogue = catalogue
    zone = try catalogue.zone(named: request.zone)
    advisers = catalogue.advisers(of: entry)
    if case .accepted(_, let id) = request.state {
      booking = try transaction.booking(id)
    } else {
      booking = nil
    }
  }
}

/// By what somebody comes to a request: their account, or a mailed secret.
public enum ContactKey: Sendable {
  case account(ID<ContactRequest>, Person)
  case link(Secret)

  /// The request, what its bearer is to it, and who that is where known.
  func resolve(
    _ transaction: any ReadTransaction
  ) throws -> (request: ContactRequest, relations: Set<Access.Relation>, by: ID<Person>?) {
    switch self {
    case .account(let id, let person):
      guard let request = try transaction.contactRequest(id) else { throw RequestProblem.unknown }
      let relations = Access.relations(
        of: person, to: request, catalogue: try transaction.catalogue())
      return (request, relations, person.id)
    case .link(let secret):
      guard let link = try transaction.contactLink(secret.hash),
        let request = try transaction.contactRequest(link.request)
      else { throw RequestProblem.unknown }
      return (request, Access.relations(of: link), link.person)
    }
  }
}
