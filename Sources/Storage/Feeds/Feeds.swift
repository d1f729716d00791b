import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func feed(_ id: ID<Feed>) throws -> Feed? {
    try sql.first(Self.feedColumns + " FROM feed WHERE id = $1", .id(id), read: Self.feed)
  }

  func feed(bearing token: SecretHash) throws -> (feed: Feed, isRevoked: Bool)? {
    try sql.first(
      Self.feedColumns + """
        , feed_token.revoked_at
        FROM feed_token JOIN feed ON feed.id = feed_token.feed_id
        WHERE feed_token.hash = $1
        """, .hash(token)
    ) { row in
      let feed = try Self.feed(row)
      return (feed, feed.revokedAt != nil || row.optionalInstant(8) != nil)
    }
  }

  func feeds(of owner: ID<Person>) throws -> [Feed] {
    try sql.rows(
      Self.feedColumns + " FROM feed WHERE owner_id = $1 ORDER BY created_at, id", .id(owner),
      read: Self.feed)
  }

  func allFeeds() throws -> [Feed] {
    try sql.rows(Self.feedColumns + " FROM feed ORDER BY created_at, id", read: Self.feed)
  }

  func subscriptions(of feed: ID<Feed>) throws -> [Subscription] {
    try sql.rows(
      """
      SELECT program, first_at, last_at, fetches FROM feed_fetch
      WHERE feed_id = $1 ORDER BY last_at DESC, program
      """, .id(feed)
    ) { row in
      Subscription(
        program: try row.text(0), firstAt: try row.instant(1), lastAt: try row.instant(2),
        count: Int(try row.integer(3)))
    }
  }

  private static let feedColumns = """
    SELECT feed.id, feed.owner_id, feed.scope, feed.subject, feed.language, feed.created_at,
      feed.revoked_at, feed.is_busy_only
    """

  private static func feed(_ row: SQLRow) throws -> Feed {
    guard let scope = Feed.Scope(name: try row.text(2), subject: try row.text(3)) else {
      throw row.corrupt(2, "is no scope")
    }
    return Feed(
      id: try row.id(0), owner: try row.id(1), scope: scope,
      isBusyOnly: try row.integer(7) == 1, language: try row.named(4),
      createdAt: try row.instant(5), revokedAt: row.optionalInstant(6))
  }
}

extension StoredTransaction {
  func save(_ feed: Feed) throws {
    try sql.run(
      """
      INSERT INTO feed (
        id, owner_id, scope, subject, language, created_at, revoked_at, is_busy_only)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (id) DO UPDATE SET revoked_at = excluded.revoked_at
      """,
      .id(feed.id), .id(feed.owner), .text(feed.scope.name), .text(feed.scope.subject),
      .text(feed.language.rawValue), .instant(feed.createdAt), .instant(feed.revokedAt),
      .integer(feed.isBusyOnly ? 1 : 0))
  }

  func setToken(_ hash: SecretHash, of feed: ID<Feed>, at now: Instant) throws {
    try revokeTokens(of: feed, at: now)
    try sql.run(
      """
      INSERT INTO feed_token (hash, feed_id, created_at)
      VALUES ($1, $2, $3)
      """, .hash(hash), .id(feed), .instant(now))
  }

  func revokeTokens(of feed: ID<Feed>, at now: Instant) throws {
    try sql.run(
      "UPDATE feed_token SET revoked_at = $1 WHERE feed_id = $2 AND revoked_at IS NULL",
      .instant(now), .id(feed))
  }

  func record(_ fetches: [FeedFetch]) throws {
    for fetch in fetches where fetch.count > 0 {
      try sql.run(
        """
        INSERT INTO feed_fetch (feed_id, program, first_at, last_at, fetches)
        VALUES ($1, $2, $3, $3, $4)
        ON CONFLICT (feed_id, program) DO UPDATE SET
          fetches = feed_fetch.fetches + excluded.fetches,
          last_at = CASE WHEN excluded.last_at > feed_fetch.last_at
            THEN excluded.last_at ELSE feed_fetch.last_at END
        """,
        .id(fetch.feed),
        .text(String(fetch.program.unicodeScalars.prefix(120).map(Character.init))),
        .instant(fetch.at), .integer(fetch.count))
    }
  }
}
