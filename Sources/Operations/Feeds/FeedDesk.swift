import CivilTime
import Scheduling

/// Calendar feeds: their secret addresses, and who fetched them.
public struct FeedDesk: Sendable {
  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// A feed with its address, which is shown once: only its hash is kept.
  public struct Address: Sendable {
    public let feed: Feed
    public let token: Secret
    public let url: String
    public let webcal: String
  }

  public struct Listed: Sendable {
    public let feed: Feed
    public let name: String
    /// Latest first.
    public let subscriptions: [Subscription]
    /// How many events the calendar holds now, cancelled ones that still show among them.
    public let events: Int
    /// How many of them stand.
    public let appointments: Int

    /// The same by program, whatever its versions; latest first.
    public var programs: [(program: CalendarProgram, lastAt: Instant, count: Int)] {
      let groups = Dictionary(grouping: subscriptions) { CalendarProgram(userAgent: $0.program) }
      return groups.map { program, fetches in
        (
          program, fetches.map(\.lastAt).max() ?? .init(secondsSince1970: 0),
          fetches.reduce(0) { $0 + $1.count }
        )
      }.sorted { ($0.lastAt, $0.program.rawValue) > ($1.lastAt, $1.program.rawValue) }
    }
  }

  private static let standing = ["requested", "confirmed", "attended", "noShow"]

  public enum Wish: Sendable {
    case adviser, starter
    /// Keys or ids.
    case partner(String?)
    case room(String)
    case venue(String)
  }

  public func create(
    _ wish: Wish, isBusyOnly: Bool = false, language: Language, by person: Person,
    keeping: Keeping<Address>? = nil
  ) async throws -> Kept<Address> {
    let now = setting.now()
    let token = Secret.random()
    let publicURL = setting.publicURL
    return try await setting.once(keeping) { transaction in
      let catalogue = try transaction.catalogue()
      let scope = try Self.scope(wish, of: person, catalogue: catalogue)
      guard Access.maySubscribe(person, to: scope) else { throw RequestProblem.forbidden }
      let feed = Feed(
        id: .random(), owner: person.id, scope: scope, isBusyOnly: isBusyOnly,
        language: catalogue.organisation.spoken(language), createdAt: now)
      try transaction.save(feed)
      try transaction.setToken(token.hash, of: feed.id, at: now)
      try Self.record("created", feed, by: person, transaction: transaction, at: now)
      return Self.address(feed, token, publicURL)
    }
  }

  private static func scope(
    _ wish: Wish, of person: Person, catalogue: CatalogueSnapshot
  ) throws -> Feed.Scope {
    switch wish {
    case .adviser: return .adviser(person.id)
    case .starter: return .starter(person.id)
    case .partner(let named):
      let key = named ?? person.roles.first { $0.kind == .manager }?.partner
      guard let key else { throw RequestProblem.invalid(field: "/id", .missing) }
      guard let found = catalogue.partner(key) else {
        throw RequestProblem.invalid(field: "/id", .unknown)
      }
      return .partner(found.partner.key)
    case .room(let named):
      guard let found = catalogue.room(named) else {
        throw RequestProblem.invalid(field: "/id", .unknown)
      }
      return .room(found.key)
    case .venue(let named):
      guard let found = catalogue.venue(named) else {
        throw RequestProblem.invalid(field: "/id", .unknown)
      }
      return .venue(found.venue.key)
    }
  }

  static func address(_ feed: Feed, _ token: Secret, _ publicURL: String) -> Address {
    let url = "\(publicURL)/feeds/\(token.text).ics"
    let rest = url.split(separator: "://", maxSplits: 1).last.map(String.init) ?? url
    return Address(feed: feed, token: token, url: url, webcal: "webcal://\(rest)")
  }

  /// The person's feeds, newest first, revoked ones left out.
  public func list(of person: Person, language: Language) async throws -> [Listed] {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let catalogue = try transaction.catalogue()
      return try transaction.feeds(of: person.id).filter { $0.revokedAt == nil }.map { feed in
        func count(_ states: [String]) throws -> Int {
          try transaction.bookingCount(
            FeedComposition.shownQuery(
              feed.scope, catalogue: catalogue, now: now, states: states))
        }
        return Listed(
          feed: feed, name: Self.name(of: feed, language: language, catalogue: catalogue),
          subscriptions: try transaction.subscriptions(of: feed.id), events: try count([]),
          appointments: try count(Self.standing))
      }
    }
  }

  private static func name(
    of feed: Feed, language: Language, catalogue: CatalogueSnapshot
  ) -> String {
    let name =
      switch feed.scope {
      case .adviser, .starter: catalogue.organisation.name[language]
      case .partner(let key): catalogue.partner(key)?.partner.name[language] ?? key
      case .room(let key): catalogue.room(key)?.name[language] ?? key
      case .venue(let key): catalogue.venue(key)?.venue.name[language] ?? key
      }
    return Texts.of(language)(.feedName(scope: feed.scope.name, name: name))
  }

  /// Every feed, for the operator at the command line.
  public func all() async throws -> [(feed: Feed, subscriptions: [Subscription])] {
    try await setting.store.read { transaction in
      try transaction.allFeeds().map { ($0, try transaction.subscriptions(of: $0.id)) }
    }
  }

  /// The address answers 410 from now on.
  public func revoke(_ id: ID<Feed>, by person: Person) async throws {
    let now = setting.now()
    try await setting.store.write { transaction in
      var feed = try Self.own(id, of: person, transaction: transaction)
      guard feed.revokedAt == nil else { return }
      feed.revokedAt = now
      try transaction.save(feed)
      try transaction.revokeTokens(of: id, at: now)
      try Self.record("revoked", feed, by: person, transaction: transaction, at: now)
    }
  }

  /// A new address for the same feed; the old one answers 410.
  public func renew(
    _ id: ID<Feed>, by person: Person, keeping: Keeping<Address>? = nil
  ) async throws -> Kept<Address> {
    let now = setting.now()
    let token = Secret.random()
    let publicURL = setting.publicURL
    return try await setting.once(keeping) { transaction in
      var feed = try Self.own(id, of: person, transaction: transaction)
      feed.revokedAt = nil
      try transaction.save(feed)
      try transaction.setToken(token.hash, of: id, at: now)
      try Self.record("renewed", feed, by: person, transaction: transaction, at: now)
      return Self.address(feed, token, publicURL)
    }
  }

  private static func own(
    _ id: ID<Feed>, of person: Person, transaction: any WriteTransaction
  ) throws -> Feed {
    guard let feed = try transaction.feed(id), feed.owner == person.id else {
      throw RequestProblem.unknown
    }
    return feed
  }

  private static func record(
    _ verb: String, _ feed: Feed, by person: Person, transaction: any WriteTransaction,
    at now: Instant
  ) throws {
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: person.id, objectKind: "feed",
        objectID: feed.id.description, verb: verb,
        ruleVersion: transaction.catalogue().version))
  }
}
