import Hummingbird
import Operations
import Scheduling

/// What stands around every page: head, header, navigation, footer.
struct Frame: Page {
  struct Link: Sendable {
    let label: String
    let href: String
    let isCurrent: Bool
  }

  struct LanguageLink: Sendable {
    let code: String
    let label: String
    let href: String
    let isCurrent: Bool
  }

  struct Alternate: Sendable {
    let code: String
    let href: String
  }

  /// Who is signed in and as what, so that it is never a surprise.
  struct Account: Sendable {
    let name: String
    let roles: String
    let nameHref: String
    let signOutHref: String
    let csrf: String
  }

  let title: String
  let language: String
  let siteName: String
  let homeHref: String
  let stylesheet: String
  let icon: String
  let navigation: [Link]
  let account: Account?
  let signInHref: String?
  /// Those switched on; none where there is nothing to choose.
  let languages: [LanguageLink]
  let hasLanguages: Bool
  /// The same page in each language with its whole address, for programs.
  let alternates: [Alternate]
  let isTranslation: Bool
  /// Whether the organisation's own texts on the page are partly in Dutch only.
  let isPartlyDutch: Bool
  let phone: String?
  let phoneHref: String?
  let email: String?
  /// The box for questions; nil where the page shows it itself.
  let ask: AskForm?
  let information: [Link]
  let hasInformation: Bool
  /// The page itself, rendered.
  let main: Markup

  init(_ visit: Visit, title: String, main: String) {
    let organisation = visit.catalogue.organisation
    siteName = visit.text("site.name")
    self.title = title == siteName ? title : "\(title) – \(siteName)"
    language = visit.language.rawValue
    homeHref = visit.path(.home)
    stylesheet = visit.site.stylesheet.path
    icon = visit.site.mark.path
    navigation = Self.navigation(visit)
    account = visit.person.map { Self.account($0, visit) }
    signInHref = visit.person == nil ? visit.path(.signIn) : nil
    hasLanguages = organisation.languages.count > 1
    languages = hasLanguages ? organisation.languages.map { Self.link($0, visit) } : []
    alternates = languages.map {
      Alternate(code: $0.code, href: visit.desks.setting.publicURL + $0.href)
    }
    isTranslation = visit.language != .dutch
    isPartlyDutch = isTranslation && main.contains("<span lang=\"nl\">")
    phone = organisation.phone
    phoneHref = organisation.phone.map(Self.phoneHref)
    email = organisation.email
    ask = AskForm.inFoot(of: visit)
    information = visit.information.map { head in
      Link(
        label: head.title[visit.language], href: visit.path(to: head),
        isCurrent: visit.path == visit.path(to: head))
    }
    hasInformation = !information.isEmpty
    self.main = Markup(html: main)
  }

  /// `tel:` and the digits; RFC 3966 knows no spaces.
  static func phoneHref(_ phone: String) -> String {
    "tel:" + phone.filter { $0.isNumber || $0 == "+" }
  }

  private static func link(_ other: Language, _ visit: Visit) -> LanguageLink {
    LanguageLink(
      code: other.rawValue, label: Texts.of(other).text("language.\(other.rawValue)"),
      href: visit.path(in: other), isCurrent: other == visit.language)
  }

  private static func navigation(_ visit: Visit) -> [Link] {
    places(for: visit.person).map { place in
      let href = visit.path(place)
      return Link(
        label: visit.text("nav.\(place.rawValue)"), href: href,
        isCurrent: visit.path == href || visit.path.hasPrefix(href + "/"))
    }
  }

  static func places(for person: Person?) -> [SitePath] {
    guard let person else { return [.needs, .partners, .types, .news] }
    var places: [SitePath] =
      person.has(.starter) ? [.myPath, .appointments, .needs, .partners, .types] : []
    let works: [Role.Kind] = [.adviser, .manager, .staff, .team, .admin]
    if works.contains(where: { person.has($0) }) { places += [.week, .advising] }
    if Access.inquiryScope(of: person) != nil { places.append(.inquiries) }
    if !places.contains(.types) { places += [.partners, .types] }
    if Access.mayWriteArticles(.person(person)) { places.append(.articles) }
    places.append(.feeds)
    if Access.mayEditClosures(.person(person)) { places.append(.closures) }
    if person.has(.admin) { places.append(.outbox) }
    return places
  }

  private static func account(_ person: Person, _ visit: Visit) -> Account {
    Account(
      name: person.name.isEmpty ? person.email ?? "" : person.name,
      roles: roles(person.roles, visit), nameHref: visit.path(.name),
      signOutHref: visit.path(.signOut), csrf: visit.formToken)
  }

  /// “begeleider, Voorbeeldbank; starter”.
  static func roles(_ roles: [Role], _ visit: Visit) -> String {
    roles.map { role in
      let label = visit.text("role.\(role.kind.rawValue)")
      guard let partner = role.partner.flatMap({ visit.catalogue.partner($0)?.partner }) else {
        return label
      }
      return "\(label), \(partner.name[visit.language])"
    }.joined(separator: "; ")
  }
}

extension Visit {
  /// The answer that shows a page in its frame.
  func answer(_ page: any Page, status: HTTPResponse.Status = .ok) -> Response {
    let main = site.render(page, texts: texts)
    let frame = Frame(self, title: page.title, main: main)
    var headers = HTTPFields()
    headers[.contentType] = "text/html; charset=utf-8"
    headers[.contentLanguage] = language.rawValue
    // Pages hold names and one-time fields: nobody between us keeps them.
    headers[.cacheControl] = "private, no-store"
    return Response(
      status: status, headers: headers,
      body: .init(byteBuffer: ByteBuffer(string: site.render(frame, texts: texts))))
  }

  /// After a POST, so that reloading repeats nothing.
  func redirect(to path: String) -> Response {
    var headers = HTTPFields()
    headers[.location] = path
    return Response(status: .seeOther, headers: headers)
  }
}
