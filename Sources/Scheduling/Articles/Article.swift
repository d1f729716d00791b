import CivilTime

/// A text of the house for everybody: an information page or a news item.
public struct Article: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Codable, Sendable { case page, news }

  /// Where it stands in its life on a day.
  public enum State: String, CaseIterable, Sendable { case draft, scheduled, published, expired }

  public var head: ArticleHead
  /// Markdown.
  public var body: LocalizedText

  public init(head: ArticleHead, body: LocalizedText) { (self.head, self.body) = (head, body) }

  /// Whether all of it is written in the language; else it is shown in Dutch as a whole.
  public func isWritten(in language: Language) -> Bool {
    !head.title.text(in: language).isFallback && !body.text(in: language).isFallback
  }
}

/// All of an article but its text: what a list shows.
public struct ArticleHead: Hashable, Sendable {
  public var id: ID<Article>
  public var kind: Article.Kind
  /// Its address, unique per kind.
  public var key: String
  public var title: LocalizedText
  public var lead: LocalizedText?
  /// Nil while it is a draft.
  public var publication: Publication?
  /// Rises with every change.
  public var revision: Int
  public var changedAt: Instant
  /// Nil for the service itself.
  public var changedBy: ID<Person>?

  public init(
    id: ID<Article>, kind: Article.Kind, key: String, title: LocalizedText, lead: LocalizedText?,
    publication: Publication?, revision: Int, changedAt: Instant, changedBy: ID<Person>?
  ) {
    (self.id, self.kind, self.key) = (id, kind, key)
    (self.title, self.lead, self.publication) = (title, lead, publication)
    (self.revision, self.changedAt, self.changedBy) = (revision, changedAt, changedBy)
  }

  public func state(on today: LocalDate) -> Article.State {
    guard let publication else { return .draft }
    if today < publication.from { return .scheduled }
    return publication.holds(on: today) ? .published : .expired
  }
}

/// The days on which an article is shown.
public struct Publication: Hashable, Sendable {
  public let from: LocalDate
  /// The last day, inclusive; nil for ever.
  public let until: LocalDate?

  /// Nil where it would end before it begins.
  public init?(from: LocalDate, until: LocalDate?) {
    if let until, until < from { return nil }
    (self.from, self.until) = (from, until)
  }

  public func holds(on date: LocalDate) -> Bool {
    from <= date && until.map { date <= $0 } ?? true
  }
}
