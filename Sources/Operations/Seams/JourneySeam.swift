import CivilTime
import Scheduling

public protocol JourneyReading {
  func toDo(_ id: ID<ToDo>) throws -> ToDo?
  func toDos(of person: ID<Person>) throws -> [ToDo]
}

public protocol JourneyWriting {
  /// Inserts the item or replaces its row.
  func save(_ toDo: ToDo) throws
}

public protocol FeedReading {
  func feed(_ id: ID<Feed>) throws -> Feed?
  /// The feed whose address bears the secret, and whether that address was revoked.
  func feed(bearing token: SecretHash) throws -> (feed: Feed, isRevoked: Bool)?
  func feeds(of owner: ID<Person>) throws -> [Feed]
  func allFeeds() throws -> [Feed]
  func subscriptions(of feed: ID<Feed>) throws -> [Subscription]
}

public protocol FeedWriting {
  /// Inserts the feed or replaces its row.
  func save(_ feed: Feed) throws
  /// Gives the feed an address; the addresses it had are revoked.
  func setToken(_ hash: SecretHash, of feed: ID<Feed>, at now: Instant) throws
  func revokeTokens(of feed: ID<Feed>, at now: Instant) throws
  /// Adds up fetches: count and last time per feed and program.
  func record(_ fetches: [FeedFetch]) throws
}

/// Fetches of one feed by one program since the last record.
public struct FeedFetch: Hashable, Sendable {
  public var feed: ID<Feed>
  public var program: String
  public var at: Instant
  public var count: Int

  public init(feed: ID<Feed>, program: String, at: Instant, count: Int) {
    (self.feed, self.program, self.at, self.count) = (feed, program, at, count)
  }
}
