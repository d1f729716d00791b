import Hummingbird
import Operations
import Scheduling

/// The news, the newest first, or the information pages.
struct ArticleListPage: Page {
  struct Item: Sendable {
    let name: Markup
    let lead: Markup?
    let href: String
    /// The day of a news item.
    let day: String?
    let isoDay: String?
  }

  let title: String
  let items: [Item]
  let isEmpty: Bool
  let emptySentence: String

  static func news(_ visit: Visit) async throws -> Response { try await show(.news, visit) }
  static func information(_ visit: Visit) async throws -> Response { try await show(.page, visit) }

  private static func show(_ kind: Article.Kind, _ visit: Visit) async throws -> Response {
    let heads = try await visit.desks.articles.published(kind)
    return visit.answer(ArticleListPage(heads, kind, visit))
  }

  private init(_ heads: [ArticleHead], _ kind: Article.Kind, _ visit: Visit) {
    title = visit.text(kind == .news ? "news.title" : "information.title")
    items = heads.map { Item($0, visit) }
    isEmpty = items.isEmpty
    emptySentence = visit.text(kind == .news ? "news.none" : "information.none")
  }
}

extension ArticleListPage.Item {
  init(_ head: ArticleHead, _ visit: Visit) {
    name = visit.content(head.title)
    lead = head.lead.map(visit.content)
    href = visit.path(to: head)
    let from = head.kind == .news ? head.publication?.from : nil
    day = from.map(visit.dates.day)
    isoDay = from?.iso8601
  }
}

extension Visit {
  func path(to head: ArticleHead) -> String {
    path(head.kind == .news ? .news : .information, head.key)
  }
}
