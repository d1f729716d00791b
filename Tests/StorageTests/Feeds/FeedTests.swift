import CivilTime
import Operations
import Scheduling
import Testing

@testable import Storage

@Suite struct `Feeds in the store` {
  private static let feeds = [
    Feed(
      id: numbered(1, 0xFEED), owner: ada, scope: .adviser(ada), language: .dutch, createdAt: noon),
    Feed(
      id: numbered(2, 0xFEED), owner: ada, scope: .venue("huis"), language: .french,
      createdAt: noon.advanced(byMinutes: 1)),
    Feed(
      id: numbered(3, 0xFEED), owner: bob, scope: .starter(bob), language: .english,
      createdAt: noon.advanced(byMinutes: 2)),
  ]
  private static let old = SecretHash(stored: "old")
  private static let new = SecretHash(stored: "new")

  private static func store(_ kind: StoreKind = .memory) async throws -> TestStore {
    let store = try await kind.open()
    try await store.fill()
    try await store.write { transaction in
      for feed in feeds { try transaction.save(feed) }
    }
    return store
  }

  private static func bearing(
    _ token: SecretHash, _ store: TestStore
  ) async throws -> (feed: Feed, isRevoked: Bool)? {
    try await store.read { try $0.feed(bearing: token) }
  }

  @Test(arguments: StoreKind.allCases)
  func `come back by id, by owner and all together`(kind: StoreKind) async throws {
    let store = try await Self.store(kind)
    #expect(try await store.read { try $0.feed(numbered(2, 0xFEED)) } == Self.feeds[1])
    #expect(try await store.read { try $0.feeds(of: ada) } == Array(Self.feeds.prefix(2)))
    #expect(try await store.read { try $0.allFeeds() } == Self.feeds)
  }

  @Test func `keep one address at a time; the earlier ones are revoked`() async throws {
    let store = try await Self.store()
    let feed = Self.feeds[0]
    try await store.write { try $0.setToken(Self.old, of: feed.id, at: noon) }
    #expect(try await Self.bearing(Self.old, store)?.isRevoked == false)
    try await store.write { try $0.setToken(Self.new, of: feed.id, at: noon) }
    #expect(try await Self.bearing(Self.old, store)?.isRevoked == true)
    let current = try #require(try await Self.bearing(Self.new, store))
    #expect(current.feed == feed)
    #expect(!current.isRevoked)
    try await store.write { try $0.revokeTokens(of: feed.id, at: noon) }
    #expect(try await Self.bearing(Self.new, store)?.isRevoked == true)
    #expect(try await Self.bearing(SecretHash(stored: "none"), store) == nil)
  }

  @Test func `that are revoked revoke their address`() async throws {
    let store = try await Self.store()
    var feed = Self.feeds[0]
    feed.revokedAt = noon
    try await store.write { [feed] transaction in
      try transaction.setToken(Self.old, of: feed.id, at: noon)
      try transaction.save(feed)
    }
    let found = try #require(try await Self.bearing(Self.old, store))
    #expect(found.feed == feed)
    #expect(found.isRevoked)
  }

  @Test func `add up who fetched them`() async throws {
    let store = try await Self.store()
    let feed = Self.feeds[0].id
    let fetches = [(5, 2), (9, 1), (3, 4)].map { minute, count in
      FeedFetch(
        feed: feed, program: "Radicale", at: noon.advanced(byMinutes: minute), count: count)
    }
    try await store.write { try $0.record(fetches) }
    let long = FeedFetch(
      feed: feed, program: String(repeating: "é", count: 300), at: noon, count: 1)
    try await store.write { try $0.record([long]) }
    #expect(
      try await store.read { try $0.subscriptions(of: feed) } == [
        Subscription(
          program: "Radicale", firstAt: noon.advanced(byMinutes: 5),
          lastAt: noon.advanced(byMinutes: 9), count: 7),
        Subscription(
          program: String(repeating: "é", count: 120), firstAt: noon, lastAt: noon, count: 1),
      ])
  }
}
