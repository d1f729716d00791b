import CivilTime
import Hummingbird
import Operations
import Scheduling

/// All information pages and news, for those who write them.
struct ArticlesPage: Page {
  struct Row: Sendable {
    let name: String
    let href: String
    let state: String
    let stateName: String
    let dates: String?
    let changed: String
    let languages: String
  }

  struct Group: Sendable {
    let heading: String
    let rows: [Row]
    let isEmpty: Bool
    let newHref: String
    let newLabel: String
  }

  let title: String
  let notice: String?
  let groups: [Group]

  static func show(_ visit: Visit) async throws -> Response {
    let actor = Actor.person(try visit.signedIn())
    var groups: [Group] = []
    for kind in [Article.Kind.news, .page] {
      let entries = try await visit.desks.articles.all(kind, for: actor)
      groups.append(try Group(entries, kind, visit))
    }
    return visit.answer(ArticlesPage(groups, visit))
  }

  private init(_ groups: [Group], _ visit: Visit) {
    title = visit.text("articles.title")
    notice = visit.query["done"] == "deleted" ? visit.text("articles.deleted") : nil
    self.groups = groups
  }
}

extension ArticlesPage.Group {
  init(_ entries: [ArticleDesk.Entry], _ kind: Article.Kind, _ visit: Visit) throws {
    heading = visit.text(kind == .news ? "news.title" : "information.title")
    rows = try entries.map { try ArticlesPage.Row($0, visit) }
    isEmpty = rows.isEmpty
    newHref =
      visit.path(.articles, PagePart.newArticle.slug(visit.language))
      + QueryText([("kind", kind.rawValue)]).text
    newLabel = visit.text(kind == .news ? "articles.new-news" : "articles.new-page")
  }
}

extension ArticlesPage.Row {
  init(_ entry: ArticleDesk.Entry, _ visit: Visit) throws {
    let head = entry.head
    name = head.title.dutch
    href = visit.path(.articles, head.id.description)
    state = visit.text("articles.state.\(entry.state.rawValue)")
    stateName = entry.state.rawValue
    dates = head.publication.map { publication in
      let from = visit.dates.day(publication.from)
      guard let until = publication.until else {
        return visit.text("articles.from", ["from": from])
      }
      return visit.text(
        "articles.from-until", ["from": from, "until": visit.dates.day(until)])
    }
    let changedOn = try visit.catalogue.zone(named: nil).date(head.changedAt)
    changed = visit.text("articles.changed-on", ["date": visit.dates.day(changedOn)])
    languages = Language.allCases.filter { !head.title.text(in: $0).isFallback }
      .map(\.rawValue).joined(separator: " · ")
  }
}
