import CivilTime
import Scheduling

/// Lists of appointments: a starter's, an adviser's, a partner's, everyone's.
public struct AppointmentsDesk: Sendable {
  public static let pageLimit = 100

  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  public struct Page: Sendable {
    public let views: [BookingView]
    public let next: Cursor?
  }

  /// The last row of the page before.
  public struct Cursor: Hashable, Sendable {
    public let start: Instant
    public let id: ID<Booking>

    public init(start: Instant, id: ID<Booking>) { (self.start, self.id) = (start, id) }
  }

  /// Whose appointments a list shows.
  public enum Whose: Sendable {
    /// Those the person comes to.
    case own
    /// Those the person is the adviser of.
    case advising
    /// All the person may see: their own, their partner's as manager, everyone's as staff.
    case visible
  }

  public func list(
    _ whose: Whose, for person: Person, from: Instant? = nil, until: Instant? = nil,
    states: [String] = [], after cursor: Cursor? = nil, limit: Int = pageLimit
  ) async throws -> Page {
    let limit = min(max(limit, 1), Self.pageLimit)
    let query = BookingQuery(
      whose: scope(whose, of: person), from: from, until: until, states: states,
      after: cursor.map { ($0.start, $0.id) }, limit: limit + 1)
    return try await setting.store.read { transaction in
      let found = try transaction.bookings(query)
      let views = try BookingView.views(
        of: Array(found.prefix(limit)), catalogue: transaction.catalogue(),
        transaction: transaction)
      let next = found.count > limit ? views.last?.booking : nil
      return Page(views: views, next: next.map { Cursor(start: $0.span.start, id: $0.id) })
    }
  }

  private func scope(_ whose: Whose, of person: Person) -> [BookingQuery.Whose] {
    switch whose {
    case .own: return [.starter(person.id)]
    case .advising: return [.adviser(person.id)]
    case .visible:
      if [.staff, .team, .admin].contains(where: { person.has($0) }) { return [.everyone] }
      let managed = person.roles.filter { $0.kind == .manager }.compactMap(\.partner)
      return [.starter(person.id), .adviser(person.id)] + managed.map { .partner($0) }
    }
  }

  /// One appointment, where the person may see it.
  public func appointment(_ id: ID<Booking>, for actor: Actor) async throws -> BookingView {
    try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      guard let booking = try transaction.booking(id) else { throw RequestProblem.unknown }
      try Access.check(.see, on: booking, by: actor, catalogue: catalogue)
      return try BookingView.view(of: booking, catalogue: catalogue, transaction: transaction)
    }
  }
}
