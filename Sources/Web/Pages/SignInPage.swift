import CivilTime
import Hummingbird
import Operations
import Scheduling

/// An address is all it takes: no password.
struct SignInPage: Page {
  let title: String
  let formHref: String
  let csrf: String
  let returnPath: String?
  let emailValue: String
  let emailError: String?
  let hasErrors: Bool

  static func show(_ visit: Visit) async throws -> Response {
    if let person = visit.person {
      return visit.redirect(to: visit.path(Frame.landing(of: person)))
    }
    return visit.answer(SignInPage(visit, error: nil))
  }

  /// Where a visitor is sent who asked for something of their own.
  static func path(for visit: Visit) -> String {
    let query = visit.rawQuery.map { "?" + $0 } ?? ""
    return visit.path(.signIn) + QueryText([("return", visit.path + query)]).text
  }

  static func request(_ visit: Visit) async throws -> Response {
    do {
      let request = try await visit.desks.signIn.request(
        email: visit.form["email"] ?? "", language: visit.language,
        errand: SignInDesk.Errand(returnPath: visit.form["return"]))
      return visit.redirect(to: CodePage.path(for: request, visit))
    } catch RequestProblem.invalid(_, let fault) {
      let page = SignInPage(visit, error: visit.texts(.fieldFault(fault)))
      return visit.answer(page, status: .unprocessableContent)
    }
  }

  static func signOut(_ visit: Visit) async throws -> Response {
    if case .session(let secret) = visit.credential {
      try await visit.desks.signIn.signOut(secret)
    }
    var response = visit.redirect(to: visit.path(.home))
    response.headers[.setCookie] = visit.cookie.signedOut
    return response
  }

  private init(_ visit: Visit, error: String?) {
    title = visit.text("sign-in.title")
    formHref = visit.path(.signIn)
    csrf = visit.formToken
    returnPath = visit.form["return"] ?? visit.query["return"]
    emailValue = visit.form["email"] ?? ""
    emailError = error
    hasErrors = error != nil
  }
}

/// After asking: look in your mail, or type the code here.
struct CodePage: Page {
  let title: String
  let email: String
  let until: String
  /// The moment kept meanwhile.
  let held: String?
  let formHref: String
  let csrf: String
  let requestID: String
  let codeError: String?
  let hasErrors: Bool
  let againHref: String

  static func path(for request: SignInRequest, _ visit: Visit) -> String {
    visit.path(.signIn, PagePart.code.slug(visit.language))
      + QueryText([("request", request.id.description)]).text
  }

  static func show(_ visit: Visit) async throws -> Response {
    try await answer(visit, id: visit.query["request"], error: nil)
  }

  static func redeem(_ visit: Visit) async throws -> Response {
    guard let id = visit.form["request"].flatMap({ ID<SignInRequest>($0) }) else {
      throw RequestProblem.unknown
    }
    switch try await visit.desks.signIn.redeem(
      code: visit.form["code"] ?? "", of: id, language: visit.language)
    {
    case .signedIn(let secret, let person, let request):
      return visit.signedIn(secret, person, request)
    case .expired: return LinkPage.expired(visit)
    case .wrongCode(let left):
      return try await answer(visit, id: id.description, error: visit.counted("code.wrong", left))
    }
  }

  private static func answer(_ visit: Visit, id: String?, error: String?) async throws -> Response {
    guard let id = id.flatMap({ ID<SignInRequest>($0) }),
      let request = try await visit.desks.signIn.read(id)
    else { return LinkPage.expired(visit) }
    var held: String?
    if let hold = request.hold,
      let hold = try await visit.desks.bookings.hold(hold, for: visit.actor)
    {
      held = visit.dates.span(hold.offer.span, in: hold.offer.zone)
    }
    let page = CodePage(visit, request, held: held, error: error)
    return visit.answer(page, status: error == nil ? .ok : .unprocessableContent)
  }

  private init(_ visit: Visit, _ request: SignInRequest, held: String?, error: String?) {
    let zone = ZoneDatabase.system.zone(visit.catalogue.organisation.zone) ?? .utc
    title = visit.text("code.title")
    email = request.email
    let until = visit.dates.time(zone.local(request.expiresAt).time)
    self.until = until
    self.held = held.map { visit.text("code.held", ["moment": $0, "time": until]) }
    formHref = visit.path(.signIn, PagePart.code.slug(visit.language))
    csrf = visit.formToken
    requestID = request.id.description
    codeError = error
    hasErrors = error != nil
    againHref = visit.path(.signIn) + QueryText([("return", request.returnPath)]).text
  }
}

/// The page that a mailed link opens. Opening it changes nothing; its one button does.
struct LinkPage: Page {
  let title: String
  let email: String
  let formHref: String
  /// Somebody may be signed in already, perhaps as somebody else.
  let csrf: String
  let held: String?

  static func show(_ visit: Visit) async throws -> Response {
    let secret = Secret(presented: try visit.parameter("token"))
    guard let request = try await visit.desks.signIn.read(secret) else { return expired(visit) }
    var held: String?
    if let hold = request.hold,
      let hold = try await visit.desks.bookings.hold(hold, for: visit.actor)
    {
      held = visit.text(
        "link.held", ["moment": visit.dates.span(hold.offer.span, in: hold.offer.zone)])
    }
    return visit.answer(
      LinkPage(
        title: visit.text("link.title"), email: request.email, formHref: visit.path,
        csrf: visit.formToken, held: held))
  }

  static func redeem(_ visit: Visit) async throws -> Response {
    let secret = Secret(presented: try visit.parameter("token"))
    switch try await visit.desks.signIn.redeem(secret, language: visit.language) {
    case .signedIn(let secret, let person, let request):
      return visit.signedIn(secret, person, request)
    case .expired, .wrongCode: return expired(visit)
    }
  }

  static func expired(_ visit: Visit) -> Response {
    visit.answer(
      ExpiredLinkPage(title: visit.text("link.expired"), signInHref: visit.path(.signIn)),
      status: .gone)
  }
}

/// A link or code that was used or is too old.
struct ExpiredLinkPage: Page {
  let title: String
  let signInHref: String
}

extension Visit {
  var cookie: SessionCookie { SessionCookie(publicURL: desks.setting.publicURL) }

  /// Signed in: on to what the visitor was doing, in this browser or another.
  func signedIn(_ secret: Secret, _ person: Person, _ request: SignInRequest) -> Response {
    var destination = request.returnPath ?? path(Frame.landing(of: person))
    if let hold = request.hold, request.returnPath != nil {
      destination += (destination.contains("?") ? "&" : "?") + "hold=\(hold)"
    }
    var response = redirect(to: destination)
    response.headers[.setCookie] = cookie.signedIn(secret)
    return response
  }
}
