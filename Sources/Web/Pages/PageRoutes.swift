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
      addAppointmentPages(to: router, language)
      addSignInPages(to: router, language)
    }
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
  }

  private func addSignInPages(to router: Router<WebContext>, _ language: Language) {
    get(router, language, .signIn, use: SignInPage.show)
    post(router, language, .signIn, use: SignInPage.request)
    get(router, language, .signIn, PagePart.code.slug(language), use: CodePage.show)
    post(router, language, .signIn, PagePart.code.slug(language), use: CodePage.redeem)
    post(router, language, .signOut, use: SignInPage.signOut)
    let link = "/\(language.rawValue)/\(SignInDesk.path)/{token}"
    on(router, .get, link, language, use: LinkPage.show)
    on(router, .post, link, language, use: LinkPage.redeem)
  }

  // MARK: Plumbing

  private typealias Handler = @Sendable (Visit) async throws -> Response

  private func get(
    _ router: Router<WebContext>, _ language: Language, _ place: SitePath, _ rest: String? = nil,
    use handler: @escaping Handler
  ) {
    on(router, .get, Self.path(place, language, rest), language, use: handler)
  }

  private func post(
    _ router: Router<WebContext>, _ language: Language, _ place: SitePath, _ rest: String? = nil,
    use handler: @escaping Handler
  ) {
    on(router, .post, Self.path(place, language, rest), language, use: handler)
  }

  private static func path(_ place: SitePath, _ language: Language, _ rest: String?) -> String {
    place.path(language) + (rest.map { "/" + $0 } ?? "")
  }

  private func on(
    _ router: Router<WebContext>, _ method: HTTPRequest.Method, _ path: String,
    _ language: Language, use handler: @escaping Handler
  ) {
    let (desks, site) = (desks, site)
    router.on(RouterPath(path), method: method) { request, context in
      let errors = PageErrors(desks: desks, site: site)
      do {
        let visit = try await Visit(
          request, context, site: site, desks: desks, language: language)
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
    self.init(
      site: site, desks: desks, language: language, person: context.person,
      credential: context.credential, path: request.uri.path, rawQuery: request.uri.query,
      query: try FormFields((request.uri.query ?? "").utf8), form: form,
      parameters: Dictionary(
        context.parameters.map { (String($0.key), String($0.value)) },
        uniquingKeysWith: { first, _ in first }),
      catalogue: try await desks.oversight.catalogue(), now: desks.setting.now())
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
