import CivilTime
import Hummingbird
import Operations
import Scheduling

/// “Waar sta je?”: the phases to choose from, a question to type, how it works, news and partners.
struct HomePage: Page {
  /// Where a signed-in starter goes on.
  struct Next: Sendable {
    let name: Markup
    let lead: Markup?
    let href: String
    let pathHref: String
  }

  struct Kind: Sendable {
    let name: String
    let count: String
    let href: String
  }

  let title: String
  let isVisitor: Bool
  let startHref: String
  let startLabel: String
  let next: Next?
  let phases: [PhaseLink]
  let search: SearchField
  let needsHref: String
  let news: [ArticleListPage.Item]
  let hasNews: Bool
  let newsHref: String
  let kinds: [Kind]
  let partnersHref: String
  let partnersLead: String
  let phone: String?
  let phoneHref: String?
  let email: String?

  /// So many news items stand on the home page.
  private static let newsCount = 3

  static func show(_ visit: Visit) async throws -> Response {
    let news = try await visit.desks.articles.published(.news).prefix(newsCount)
    var step: NextStep?
    if let person = visit.person, person.has(.starter) {
      step = try await visit.desks.journey.nextStep(of: person)
    }
    return visit.answer(HomePage(visit, news: Array(news), step: step))
  }

  private init(_ visit: Visit, news: [ArticleHead], step: NextStep?) {
    let organisation = visit.catalogue.organisation
    title = visit.text("site.name")
    isVisitor = visit.person == nil
    let isStarter = visit.person?.has(.starter) == true
    let start = visit.person.map { isStarter ? SitePath.myPath : Frame.landing(of: $0) } ?? .signIn
    startHref = visit.path(start)
    startLabel =
      visit.person == nil ? visit.text("home.sign-in") : visit.text("nav.\(start.rawValue)")
    next = step.map { step in
      Next(
        name: visit.content(step.template.title),
        lead: NeedLine.of(step.template, visit).first?.text,
        href: "\(visit.path(.myPath))#\(step.toDo.id)", pathHref: visit.path(.myPath))
    }
    let counts = Dictionary(grouping: visit.needs, by: \.phase).mapValues(\.count)
    phases = Phase.allCases.map {
      PhaseLink($0, count: counts[$0] ?? 0, isCurrent: false, visit)
    }
    search = SearchField(visit)
    needsHref = visit.path(.needs)
    self.news = news.map { ArticleListPage.Item($0, visit) }
    hasNews = !news.isEmpty
    newsHref = visit.path(.news)
    kinds = visit.partnerKinds.map { kind in
      Kind(
        name: kind.name, count: String(kind.count),
        href: visit.path(.partners) + QueryText([("kind", kind.kind)]).text)
    }
    partnersHref = visit.path(.partners)
    partnersLead = visit.counted("home.partners-lead", visit.partners.count)
    phone = organisation.phone
    phoneHref = organisation.phone.map(Frame.phoneHref)
    email = organisation.email
  }
}

extension Visit {
  /// “1 gesprek”, “3 gesprekken”.
  func counted(_ key: String, _ count: Int) -> String {
    text("\(key).\(count == 1 ? "one" : "other")", ["count": String(count)])
  }
}

extension Frame {
  /// Where somebody begins who asked for nothing in particular.
  static func landing(of person: Person) -> SitePath {
    if person.has(.adviser) { return .week }
    if person.has(.manager) || person.has(.staff) || person.has(.team) { return .advising }
    if person.has(.admin) { return .outbox }
    if person.has(.starter) { return .myPath }
    return .types
  }
}
