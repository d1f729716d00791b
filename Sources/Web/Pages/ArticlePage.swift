import Hummingbird
import Markdown
import Operations
import Scheduling

/// One information page or news item.
struct ArticlePage: Page {
  let title: String
  let listHref: String
  let listName: String
  /// The language the article is written in, where that is not the page's.
  let articleLanguage: String
  let isOnlyDutch: Bool
  let heading: String
  let day: String?
  let isoDay: String?
  let lead: String?
  let body: Markup
  let changedOn: String
  /// Set where only those who write see it.
  let previewNote: String?
  let editHref: String?

  static func news(_ visit: Visit) async throws -> Response { try await show(.news, visit) }
  static func information(_ visit: Visit) async throws -> Response { try await show(.page, visit) }

  private static func show(_ kind: Article.Kind, _ visit: Visit) async throws -> Response {
    let (article, state) = try await visit.desks.articles.article(
      kind, key: try visit.parameter("article"), for: visit.actor)
    return visit.answer(try ArticlePage(article, state, visit))
  }

  private init(_ article: Article, _ state: Article.State, _ visit: Visit) throws {
    let head = article.head
    // Half a translation would mix two languages on one page.
    let language = article.isWritten(in: visit.language) ? visit.language : .dutch
    title = head.title[language]
    heading = title
    listHref = visit.path(head.kind == .news ? .news : .information)
    listName = visit.text(head.kind == .news ? "news.title" : "information.title")
    articleLanguage = language.rawValue
    isOnlyDutch = language != visit.language
    let from = head.kind == .news ? head.publication?.from : nil
    day = from.map(visit.dates.day)
    isoDay = from?.iso8601
    lead = head.lead?[language]
    body = Self.rendered(article.body[language])
    changedOn = visit.dates.day(
      try visit.catalogue.zone(named: nil).date(head.changedAt))
    let mayWrite = visit.actor.map(Access.mayWriteArticles) == true
    previewNote =
      state == .published
      ? nil
      : visit.text(
        "article.preview", ["state": visit.text("articles.state.\(state.rawValue)")])
    editHref = mayWrite ? visit.path(.articles, head.id.description) : nil
  }

  /// Stored texts are shorter than what the reader of Markdown takes.
  static func rendered(_ text: String) -> Markup { Markup(html: MarkdownText(text)?.html ?? "") }
}
