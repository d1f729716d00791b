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

    init(_ booking: Booking) { self.init(start: booking.span.start, id: booking.id) }
  }

  /// Whose appointments a list shows.
  public enum Whose: Sendable {
    /// Those the person comes to.
    case own
    /// Those the person is the adviser of.
    case advising
    /// All the person may see: their own, their partner's as manager, everyone's as staff.
    case visible
    /// Those of one adviser, for whoever may see that adviser's week.
    case of(ID<Person>)
  }

  public func list(
    _ whose: Whose, for person: Person, from: Instant? = nil, until: Instant? = nil,
    states: [String] = [], newestFirst: Bool = false, after cursor: Cursor? = nil,
    limit: Int = pageLimit
  ) async throws -> Page {
    if case .of(let adviser) = whose { try await check(adviser, for: person) }
    return try await page(
      BookingQuery(
        whose: scope(whose, of: person), from: from, until: until, states: states,
        newestFirst: newestFirst, after: cursor.map { ($0.start, $0.id) },
        limit: min(max(limit, 1), Self.pageLimit)), for: person)
  }

  private func check(_ adviser: ID<Person>, for person: Person) async throws {
    let catalogue = try await setting.store.read { try $0.catalogue() }
    guard let entry = catalogue.adviser(adviser), Access.may(.seeWeek, of: entry, person) else {
      throw RequestProblem.unknown
    }
  }

  /// What a starter no longer has before them: over, cancelled or declined, newest first.
  public func over(for person: Person, since: Instant, after cursor: Cursor? = nil)
    async throws -> Page
  {
    let now = setting.now()
    let gone = try await list(
      .own, for: person, from: now, states: Self.goneStates, newestFirst: true, after: cursor)
    let before = try await list(
      .own, for: person, from: since, until: now, newestFirst: true, after: cursor)
    // What runs now is in neither or in both.
    let known = Set(gone.views.map(\.booking.id))
    let over = before.views.filter {
      !known.contains($0.booking.id) && ($0.booking.span.end <= now || !$0.booking.isLive)
    }
    let all = (gone.views + over).sorted {
      ($0.booking.span.start, $0.booking.id) > ($1.booking.span.start, $1.booking.id)
    }
    let views = Array(all.prefix(Self.pageLimit))
    let hasMore = all.count > views.count || gone.next != nil || before.next != nil
    return Page(views: views, next: hasMore ? views.last.map { Cursor($0.booking) } : nil)
  }

  /// The states that claim nobody's time, even before the moment comes.
  private static let goneStates = ["cancelled", "declined", "noShow"]

  /// Leaves out what the person may not see, such as what an adviser gave at an earlier partner.
  private func page(_ query: BookingQuery, for person: Person) async throws -> Page {
    let limit = query.limit
    var query = query
    query.limit += 1
    return try await setting.store.read { [query] transaction in
      let catalogue = try transaction.catalogue()
      let found = try transaction.bookings(query)
      let seen = found.prefix(limit).filter {
        Access.may(.see, with: $0, person, catalogue: catalogue)
      }
      let views = try BookingView.views(
        of: seen, catalogue: catalogue, transaction: transaction)
      let next = found.count > limit ? found.prefix(limit).last : nil
      return Page(views: views, next: next.map { Cursor($0) })
    }
  }

  private func scope(_ whose: Whose, of person: Person) -> [BookingQuery.Whose] {
    switch whose {
    case .own: return [.starter(person.id)]
    case .advising: return [.adviser(person.id)]
    case .of(let adviser): return [.adviser(adviser)]
    case .visible:
      if Access.servesEverybody(person) { return [.everyone] }
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
