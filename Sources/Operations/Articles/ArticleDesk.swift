import CivilTime
import Scheduling

/// Information pages and news: read by everybody on their days, written by the house.
public struct ArticleDesk: Sendable {
  private let setting: Setting

  public init(_ setting: Setting) { self.setting = setting }

  /// Those shown today, the newest first.
  public func published(_ kind: Article.Kind) async throws -> [ArticleHead] {
    let now = setting.now()
    return try await setting.store.read { transaction in
      let today = try Self.today(now, transaction)
      return try transaction.articleHeads(kind).filter { $0.state(on: today) == .published }
    }
  }

  /// An article and where it stands. Outside its days it exists for those who may write it only.
  public func article(
    _ kind: Article.Kind, key: String, for actor: Actor?
  ) async throws -> (article: Article, state: Article.State) {
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let article = try transaction.article(kind, key: key) else {
        throw RequestProblem.unknown
      }
      let state = article.head.state(on: try Self.today(now, transaction))
      guard state == .published || actor.map(Access.mayWriteArticles) == true else {
        throw RequestProblem.unknown
      }
      return (article, state)
    }
  }

  // MARK: Writing

  public struct Entry: Sendable {
    public let head: ArticleHead
    public let state: Article.State
  }

  /// All of them, for those who write.
  public func all(_ kind: Article.Kind, for actor: Actor) async throws -> [Entry] {
    try Self.check(actor)
    let now = setting.now()
    return try await setting.store.read { transaction in
      let today = try Self.today(now, transaction)
      return try transaction.articleHeads(kind).map { Entry(head: $0, state: $0.state(on: today)) }
    }
  }

  public struct Deed: Sendable {
    public let at: Instant
    /// `created`, `changed` or `deleted`.
    public let verb: String
    /// Nil for the service itself, or somebody we no longer know.
    public let name: String?
  }

  /// One to be changed, with who changed it before, the latest first.
  public func article(
    _ id: ID<Article>, for actor: Actor
  ) async throws -> (article: Article, state: Article.State, history: [Deed]) {
    try Self.check(actor)
    let now = setting.now()
    return try await setting.store.read { transaction in
      guard let article = try transaction.article(id) else { throw RequestProblem.unknown }
      let entries = try transaction.activity(of: "article", id: id.description)
      let people = try transaction.people(Set(entries.compactMap(\.actor)))
      let history = entries.reversed().map { entry in
        let person = entry.actor.flatMap { people[$0] }
        return Deed(
          at: entry.at, verb: entry.verb,
          name: person.map { $0.name.isEmpty ? $0.email ?? "" : $0.name }
        )
      }
      return (article, article.head.state(on: try Self.today(now, transaction)), history)
    }
  }

  /// Writes a new article, or changes the one with `id` if its revision is still `expected`.
  ///
  /// Throws `ArticleFaults` for what is wrong with the draft, `.stale` where somebody else was first.
  public func save(
    _ draft: ArticleDraft, id: ID<Article>? = nil, expecting expected: Int? = nil, by actor: Actor
  ) async throws -> Article {
    try Self.check(actor)
    let checked = try draft.checked()
    let now = setting.now()
    return try await setting.store.write { transaction in
      let before = try id.map { id in
        guard let article = try transaction.article(id) else { throw RequestProblem.unknown }
        return article
      }
      if let before, before.head.revision != expected {
        throw RequestProblem.stale(current: before.head.revision)
      }
      let kind = before?.head.kind ?? draft.kind
      if let other = try transaction.article(kind, key: checked.key), other.head.id != id {
        throw ArticleFaults(fields: ["key": .takenKey])
      }
      let head = ArticleHead(
        id: id ?? .random(), kind: kind, key: checked.key, title: checked.title,
        lead: checked.lead, publication: checked.publication,
        revision: (before?.head.revision ?? 0) + 1, changedAt: now, changedBy: actor.id)
      let article = Article(head: head, body: checked.body)
      try transaction.save(article)
      try Self.record(before == nil ? "created" : "changed", head, at: now, by: actor, transaction)
      return article
    }
  }

  /// Deletes it; who did so stays in the history.
  public func delete(
    _ id: ID<Article>, expecting expected: Int?, by actor: Actor
  ) async throws {
    try Self.check(actor)
    let now = setting.now()
    try await setting.store.write { transaction in
      guard let article = try transaction.article(id) else { throw RequestProblem.unknown }
      guard article.head.revision == expected else {
        throw RequestProblem.stale(current: article.head.revision)
      }
      try transaction.deleteArticle(id)
      try Self.record("deleted", article.head, at: now, by: actor, transaction)
    }
  }

  private static func check(_ actor: Actor) throws {
    guard Access.mayWriteArticles(actor) else { throw RequestProblem.forbidden }
  }

  private static func today(_ now: Instant, _ transaction: any ReadTransaction) throws -> LocalDate
  {
    try transaction.catalogue().zone(named: nil).date(now)
  }

  private static func record(
    _ verb: String, _ head: ArticleHead, at now: Instant, by actor: Actor,
    _ transaction: any WriteTransaction
  ) throws {
    try transaction.record(
      ActivityEntry(
        id: .random(), at: now, actor: actor.id, objectKind: "article",
        objectID: head.id.description, verb: verb, to: "\(head.kind.rawValue)/\(head.key)",
        cause: "revision:\(head.revision)", ruleVersion: transaction.catalogue().version))
  }
}
