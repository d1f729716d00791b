import CivilTime
import Hummingbird
import Operations
import Scheduling

/// Writing one article in three languages: dates, preview, history, delete.
struct ArticleEditorPage: Page {
  /// A line or text to fill in, with what was wrong with it.
  struct Field: Sendable {
    let id: String
    let label: String
    let value: String
    let error: String?
    let isRequired: Bool
  }

  struct Words: Sendable {
    let code: String
    let languageName: String
    let isOpen: Bool
    let titleField: Field
    let leadField: Field
    let bodyField: Field
  }

  struct Rendered: Sendable {
    let code: String
    let languageName: String
    let heading: String
    let lead: String?
    let body: Markup
  }

  struct Deed: Sendable {
    let text: String
  }

  let title: String
  let heading: Markup
  let listHref: String
  let formHref: String
  let csrf: String
  let isNew: Bool
  let kindName: String
  let kindValue: String
  let revision: String
  let state: String?
  let stateName: String
  let publicHref: String?
  let notice: String?
  let alert: String?
  let words: [Words]
  let keyField: Field
  let fromField: Field
  let untilField: Field
  let previews: [Rendered]
  let hasPreviews: Bool
  let deleteError: String?
  let history: [Deed]
  let hasHistory: Bool

  static func show(_ visit: Visit) async throws -> Response {
    let stored = try await Stored(visit)
    let draft = stored.article.map { ArticleDraft($0) } ?? ArticleDraft(kind: stored.kind)
    return visit.answer(ArticleEditorPage(stored, draft, visit))
  }

  /// Saves, shows a preview or deletes: one form, a button each.
  static func change(_ visit: Visit) async throws -> Response {
    let stored = try await Stored(visit)
    let actor = Actor.person(try visit.signedIn())
    let typed = Self.draft(visit, kind: stored.kind)
    // The form that deletes carries no words.
    let isDeletion = visit.form["action"] == "delete"
    let draft = isDeletion ? stored.article.map { ArticleDraft($0) } ?? typed : typed
    let id = stored.article?.head.id
    let revision = visit.form["revision"].flatMap { Int($0) }
    do {
      switch visit.form["action"] {
      case "preview":
        return visit.answer(ArticleEditorPage(stored, draft, visit, isPreview: true))
      case "delete":
        guard let id else { throw RequestProblem.unknown }
        guard visit.form["sure"] == "yes" else {
          return visit.answer(
            ArticleEditorPage(stored, draft, visit, isUnsure: true),
            status: .unprocessableContent)
        }
        try await visit.desks.articles.delete(id, expecting: revision, by: actor)
        return visit.redirect(to: visit.path(.articles) + "?done=deleted")
      default:
        let article = try await visit.desks.articles.save(
          draft, id: id, expecting: revision, by: actor)
        return visit.redirect(
          to: visit.path(.articles, article.head.id.description) + "?done=saved")
      }
    } catch let faults as ArticleFaults {
      let page = ArticleEditorPage(stored, draft, visit, faults: faults.fields)
      return visit.answer(page, status: .unprocessableContent)
    } catch RequestProblem.stale {
      // What stands now is shown by the history and the public page; what was typed stays here.
      let page = ArticleEditorPage(stored, draft, visit, isStale: true)
      return visit.answer(page, status: .preconditionFailed)
    }
  }

  private static func draft(_ visit: Visit, kind: Article.Kind) -> ArticleDraft {
    var draft = ArticleDraft(
      kind: kind, key: visit.form["key"] ?? "", from: visit.form["from"] ?? "",
      until: visit.form["until"] ?? "")
    for language in Language.allCases {
      let code = language.rawValue
      draft.words[language] = ArticleDraft.Words(
        title: visit.form["title-\(code)"] ?? "", lead: visit.form["lead-\(code)"] ?? "",
        body: visit.form["body-\(code)"] ?? "")
    }
    return draft
  }

  private init(
    _ stored: Stored, _ draft: ArticleDraft, _ visit: Visit, faults: [String: ArticleFault] = [:],
    isPreview: Bool = false, isStale: Bool = false, isUnsure: Bool = false
  ) {
    let head = stored.article?.head
    isNew = head == nil
    let new = visit.text(stored.kind == .news ? "articles.new-news" : "articles.new-page")
    title = head?.title[visit.language] ?? new
    heading = head.map { visit.content($0.title) } ?? .text(new)
    listHref = visit.path(.articles)
    formHref = visit.path(
      .articles, head?.id.description ?? PagePart.newArticle.slug(visit.language))
    csrf = visit.formToken
    kindName = visit.text(stored.kind == .news ? "articles.kind-news" : "articles.kind-page")
    kindValue = stored.kind.rawValue
    // Whoever was second is told so until they start again from what stands.
    revision = visit.form["revision"] ?? head.map { String($0.revision) } ?? ""
    state = stored.state.map { visit.text("articles.state.\($0.rawValue)") }
    stateName = stored.state?.rawValue ?? ""
    publicHref = head.map { visit.path(to: $0) }
    notice = visit.query["done"] == "saved" && faults.isEmpty ? visit.text("articles.saved") : nil
    alert =
      isStale
      ? visit.text("articles.stale") : faults.isEmpty ? nil : visit.text("form.has-errors")
    words = Language.allCases.map { Words($0, draft, faults, visit) }
    func field(_ name: String, _ label: String, _ value: String) -> Field {
      Field(
        id: name, label: visit.text(label), value: value,
        error: faults[name].map(visit.sentence), isRequired: false)
    }
    keyField = field("key", "articles.key", draft.key)
    fromField = field("from", "articles.field-from", draft.from)
    untilField = field("until", "articles.field-until", draft.until)
    previews = isPreview ? Language.allCases.compactMap { Rendered($0, draft, visit) } : []
    hasPreviews = isPreview
    deleteError = isUnsure ? visit.text("articles.delete-unsure") : nil
    history = stored.history
    hasHistory = !history.isEmpty
  }
}

/// What stands in the database, or which kind a new article is to be.
private struct Stored {
  let article: Article?
  let state: Article.State?
  let kind: Article.Kind
  let history: [ArticleEditorPage.Deed]

  init(_ visit: Visit) async throws {
    let actor = Actor.person(try visit.signedIn())
    let name = try visit.parameter("article")
    guard name != PagePart.newArticle.slug(visit.language) else {
      guard Access.mayWriteArticles(actor) else { throw RequestProblem.forbidden }
      let asked = visit.form["kind"] ?? visit.query["kind"] ?? ""
      (article, state, history) = (nil, nil, [])
      kind = Article.Kind(rawValue: asked) ?? .news
      return
    }
    guard Access.mayWriteArticles(actor) else { throw RequestProblem.forbidden }
    guard let id = ID<Article>(name) else { throw RequestProblem.unknown }
    let found = try await visit.desks.articles.article(id, for: actor)
    let zone = try visit.catalogue.zone(named: nil)
    (article, state) = (found.article, found.state)
    kind = found.article.head.kind
    history = found.history.map { deed in
      ArticleEditorPage.Deed(
        text: visit.text(
          "articles.deed-\(deed.verb)",
          [
            "name": deed.name ?? visit.text("articles.service"),
            "moment": visit.dates.moment(zone.local(deed.at)),
          ]))
    }
  }
}

extension ArticleEditorPage.Words {
  fileprivate init(
    _ language: Language, _ draft: ArticleDraft, _ faults: [String: ArticleFault], _ visit: Visit
  ) {
    let own = draft.words[language] ?? ArticleDraft.Words()
    code = language.rawValue
    languageName = visit.text("language-name.\(language.rawValue)")
    func field(_ name: String, _ value: String, isRequired: Bool) -> ArticleEditorPage.Field {
      let id = "\(name)-\(language.rawValue)"
      return ArticleEditorPage.Field(
        id: id, label: visit.text("articles.field-\(name)"), value: value,
        error: faults[id].map(visit.sentence), isRequired: isRequired)
    }
    titleField = field("title", own.title, isRequired: language == .dutch)
    leadField = field("lead", own.lead, isRequired: false)
    bodyField = field("body", own.body, isRequired: language == .dutch)
    let hasFault = [titleField, leadField, bodyField].contains { $0.error != nil }
    isOpen = language == .dutch || hasFault || own != ArticleDraft.Words()
  }
}

extension ArticleEditorPage.Rendered {
  fileprivate init?(_ language: Language, _ draft: ArticleDraft, _ visit: Visit) {
    guard let own = draft.words[language], own != ArticleDraft.Words() else { return nil }
    code = language.rawValue
    languageName = visit.text("language-name.\(language.rawValue)")
    heading = own.title
    lead = own.lead.isEmpty ? nil : own.lead
    body = ArticlePage.rendered(own.body)
  }
}

extension Visit {
  fileprivate func sentence(_ fault: ArticleFault) -> String {
    switch fault {
    case .missing: texts(.fieldFault(.missing))
    case .tooLong(let limit): texts(.fieldFault(.tooLong(limit: limit)))
    case .half: text("articles.fault-half")
    case .noKey: text("articles.fault-key")
    case .takenKey: text("articles.fault-taken")
    case .noDate: text("articles.fault-date")
    case .endsBeforeItBegins: text("articles.fault-until")
    }
  }
}
