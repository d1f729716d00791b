import HTTPTypes
import Hummingbird
import Logging
import Operations
import Scheduling

/// Every page under its address in each language.
public struct PageRoutes: Sendable {
  private let desks: Desks
  private let site = Site()

  public init(desks: Desks) { self.desks = desks }

  public func add(to router: Router<WebContext>) {
    router.get("/") { _, _ in Self.redirect(to: SitePath.home.path(.dutch)) }
    router.get("/outbox") { _, _ in Self.redirect(to: SitePath.outbox.path(.dutch)) }
    for asset in [site.stylesheet, site.mark] {
      router.get(RouterPath(asset.path)) { _, _ in Self.answer(asset) }
    }
    for language in Language.allCases {
      addStarterPages(to: router, language)
      addReadingPages(to: router, language)
      addAppointmentPages(to: router, language)
      addInquiryPages(to: router, language)
      addSignInPages(to: router, language)
      addEditorPages(to: router, language)
      addWaysBack(to: router, language)
    }
  }

  /// Addresses that only take forms stay in a browser's bar after an answer that is a page: asked for
  /// again, or in another language, they lead to the page of the form.
  private func addWaysBack(to router: Router<WebContext>, _ language: Language) {
    get(router, language, .myPath, "{toDo}") { $0.redirect(to: $0.path(.myPath)) }
    get(router, language, .feeds, "{feed}") { $0.redirect(to: $0.path(.feeds)) }
    get(router, language, .signOut) { $0.redirect(to: $0.path(.home)) }
  }

  private func addStarterPages(to router: Router<WebContext>, _ language: Language) {
    get(router, language, .home, use: HomePage.show)
    get(router, language, .types, use: TypesPage.show)
    get(router, language, .types, "{type}", use: TypePage.show)
    let confirm = "{type}/\(PagePart.confirm.slug(language))"
    get(router, language, .types, confirm, use: ConfirmPage.show)
    post(router, language, .types, confirm, use: ConfirmPage.book)
    get(router, language, .myPath, use: MyPathPage.show)
    post(router, language, .myPath, "{toDo}", use: MyPathPage.change)
    addContactPages(to: router, language)
    get(router, language, .feeds, use: FeedsPage.show)
    post(router, language, .feeds, use: FeedsPage.create)
    post(router, language, .feeds, "{feed}", use: FeedsPage.change)
    get(router, language, .name, use: NamePage.show)
    post(router, language, .name, use: NamePage.save)
    get(router, language, .outbox, use: OutboxPage.show)
    get(router, language, .closures, use: ClosuresPage.show)
    post(router, language, .closures, use: ClosuresPage.change)
  }

  /// What everybody may read, and where the house writes it.
  private func addReadingPages(to router: Router<WebContext>, _ language: Language) {
    get(router, language, .needs, use: NeedsPage.show)
    get(router, language, .needs, "{need}", use: NeedPage.show)
    get(router, language, .partners, use: PartnersPage.show)
    get(router, language, .partners, "{partner}", use: PartnerPage.show)
    get(router, language, .news, use: ArticleListPage.news)
    get(router, language, .news, "{article}", use: ArticlePage.news)
    get(router, language, .information, use: ArticleListPage.information)
    get(router, language, .information, "{article}", use: ArticlePage.information)
    get(router, language, .articles, use: ArticlesPage.show)
    get(router, language, .articles, "{article}", use: ArticleEditorPage.show)
    post(router, language, .articles, "{article}", use: ArticleEditorPage.change)
  }

  private func addContactPages(to router: Router<WebContext>, _ language: Language) {
    let (ask, arranged) = (PagePart.ask.slug(language), PagePart.arranged.slug(language))
    get(router, language, .types, "{type}/\(ask)", use: MomentsPage.show)
    post(router, language, .types, "{type}/\(ask)", use: MomentsPage.ask)
    post(router, language, .types, "{type}/\(arranged)", use: TypePage.arrange)
    post(router, language, .myPath, "\(arranged)/{arrangement}", use: MyPathPage.settle)
    get(router, language, .contact, "{key}", use: ContactPage.show)
    post(router, language, .contact, "{key}", use: ContactPage.answer)
  }

  private func addAppointmentPages(to router: Router<WebContext>, _ language: Language) {
    let move = "{appointment}/\(PagePart.move.slug(language))"
    let cancel = "{appointment}/\(PagePart.cancel.slug(language))"
    get(router, language, .appointments, use: AppointmentsPage.show)
    get(router, language, .appointments, "{appointment}", use: AppointmentPage.show)
    post(router, language, .appointments, "{appointment}", use: AppointmentPage.change)
    get(router, language, .appointments, move, use: MovePage.show)
    post(router, language, .appointments, move, use: MovePage.move)
    get(router, language, .appointments, cancel, use: CancelPage.show)
    post(router, language, .appointments, cancel, use: CancelPage.cancel)
    let file = "{appointment}/\(PagePart.calendarFile.slug(language))"
    get(router, language, .appointments, file, use: AppointmentFile.download)
    get(router, language, .advising, use: AdvisingPage.show)
    get(router, language, .week, use: WeekPage.show)
    get(router, language, .week, PagePart.plan.slug(language), use: PlanPage.show)
    get(router, language, .week, PagePart.hours.slug(language), use: HoursPage.show)
    post(router, language, .week, PagePart.hours.slug(language), use: HoursPage.change)
  }

  private func addEditorPages(to router: Router<WebContext>, _ language: Language) {
    let edit = "{partner}/\(PagePart.edit.slug(language))"
    get(router, language, .partners, edit, use: PartnerEditorPage.show)
    post(router, language, .partners, edit, use: PartnerEditorPage.save)
  }

  private func addInquiryPages(to router: Router<WebContext>, _ language: Language) {
    get(router, language, .ask, use: AskPage.show)
    post(router, language, .ask, use: AskPage.send)
    get(router, language, .ask, "{link}", use: InquiryLinkPage.show)
    post(router, language, .ask, "{link}", use: InquiryLinkPage.act)
    get(router, language, .inquiries, use: InquiriesPage.show)
    get(router, language, .inquiries, "{inquiry}", use: InquiryPage.show)
    post(router, language, .inquiries, "{inquiry}", use: InquiryPage.act)
    get(router, language, .gaps, use: GapsPage.show)
  }

  private func addSignInPages(to router: Router<WebContext>, _ language: Language) {
    let code = PagePart.code.slug(language)
    get(router, language, .signIn, use: SignInPage.show)
    post(router, language, .signIn, isAct: false, use: SignInPage.request)
    get(router, language, .signIn, code, use: CodePage.show)
    post(router, language, .signIn, code, isAct: false, use: CodePage.redeem)
    post(router, language, .signOut, isAct: false, use: SignInPage.signOut)
    let link = "/\(language.rawValue)/\(SignInDesk.path)/{token}"
    on(router, .get, link, language, isAct: false, use: LinkPage.show)
    on(router, .post, link, language, isAct: false, use: LinkPage.redeem)
  }

  // MARK: Plumbing

  private typealias Handler = @Sendable (Visit) async throws -> Response

  private func get(
    _ router: Router<WebContext>, _ language: Language, _ place: SitePath, _ rest: String? = nil,
    use handler: @escaping Handler
  ) {
    on(router, .get, Self.path(place, language, rest), language, isAct: false, use: handler)
  }

  private func post(
    _ router: Router<WebContext>, _ language: Language, _ place: SitePath, _ rest: String? = nil,
    isAct: Bool = true, use handler: @escaping Handler
  ) {
    on(router, .post, Self.path(place, language, rest), language, isAct: isAct, use: handler)
  }

  private static func path(_ place: SitePath, _ language: Language, _ rest: String?) -> String {
    place.path(language) + (rest.map { "/" + $0 } ?? "")
  }

  /// `isAct`: whoever is signed in does something, in the language of the page. Signing in is not
  /// one: it may be somebody else's link.
  private func on(
    _ router: Router<WebContext>, _ method: HTTPRequest.Method, _ path: String,
    _ language: Language, isAct: Bool, use handler: @escaping Handler
  ) {
    let (desks, site) = (desks, site)
    router.on(RouterPath(path), method: method) { request, context in
      let errors = PageErrors(desks: desks, site: site)
      do {
        var visit = try await Visit(
          request, context, site: site, desks: desks, language: language)
        if visit.language != language, request.method != .post {
          return visit.toSpokenLanguage()
        }
        if isAct { try await visit.act() }
        do {
          return try await handler(visit)
        } catch is SignInFirst {
          return visit.redirect(to: SignInPage.path(for: visit))
        } catch {
          return errors.answer(error, visit, context)
        }
      } catch {
        return await errors.answer(error, request, context, language: language)
      }
    }
  }

  private static func redirect(to path: String) -> Response {
    var headers = HTTPFields()
    headers[.location] = path
    return Response(status: .seeOther, headers: headers)
  }

  private static func answer(_ asset: Site.Asset) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = asset.type
    headers[.cacheControl] = "public, max-age=31536000, immutable"
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: asset.bytes))
  }
}

extension Visit {
  /// Reads the request; a form that another site sent is refused here, before anything else.
  init(
    _ request: Request, _ context: WebContext, site: Site, desks: Desks, language: Language
  ) async throws {
    var form = FormFields()
    if request.method == .post {
      form = try await Self.form(of: request)
      try Self.checkToken(form, credential: context.credential)
    }
    let catalogue = try await desks.oversight.catalogue()
    self.init(
      site: site, desks: desks, language: catalogue.organisation.spoken(language),
      person: context.person,
      credential: context.credential, path: request.uri.path, rawQuery: request.uri.query,
      query: try FormFields((request.uri.query ?? "").utf8), form: form,
      parameters: Dictionary(
        context.parameters.map { (String($0.key), String($0.value)) },
        uniquingKeysWith: { first, _ in first }),
      catalogue: catalogue, now: desks.setting.now(),
      information: try await desks.articles.published(.page))
  }

  /// The same page in Dutch, for a language that is not switched on: addresses in old mails and
  /// calendars keep leading somewhere. For now only: the language may be switched on again.
  fileprivate func toSpokenLanguage() -> Response {
    var response = redirect(to: path(in: language))
    response.status = .found
    return response
  }

  /// Whoever does something on a page reads its language, so mail about it comes in that one.
  fileprivate mutating func act() async throws {
    guard let person, person.language != language else { return }
    self.person = try await desks.people.speak(language, person)
  }

  private static func form(of request: Request) async throws -> FormFields {
    let type = request.headers[.contentType] ?? ""
    guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
      throw HTTPError(.unsupportedMediaType)
    }
    var body = ByteBuffer()
    for try await part in request.body {
      guard body.readableBytes + part.readableBytes <= FormFields.maximumBytes else {
        throw HTTPError(.contentTooLarge)
      }
      body.writeImmutableBuffer(part)
    }
    return try FormFields(body.readableBytesView)
  }

  /// A session's form bears its token; where a visitor's comes from, the middleware has asked.
  private static func checkToken(
    _ form: FormFields, credential: WebContext.Credential
  ) throws(ForeignForm) {
    guard case .session(let secret) = credential else { return }
    guard FormToken(session: secret).matches(form["csrf"]) else { throw ForeignForm() }
  }
}

/// A form that did not come from a page of ours.
struct ForeignForm: Error {}
