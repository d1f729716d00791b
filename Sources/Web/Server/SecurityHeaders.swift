import Hummingbird

/// What every answer tells browsers not to do. An answer that set one of them itself keeps it.
struct SecurityHeaders: RouterMiddleware {
  typealias Context = WebContext

  private let headers: [(name: HeaderName, value: String)]

  init(publicURL: String) {
    var headers: [(name: HeaderName, value: String)] = [
      (
        .contentSecurity,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
          + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
      ),
      (.xContentTypeOptions, "nosniff"),
      // Not no-referrer: with that, browsers send forms with `Origin: null`.
      (.referrerPolicy, "same-origin"),
      (.frameOptions, "DENY"),
      (.permissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
      (.crossOriginOpener, "same-origin"),
    ]
    if publicURL.hasPrefix("https://") {
      headers.append((.strictTransport, "max-age=31536000"))
    }
    self.headers = headers
  }

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    // It updates an answer that had them (RFC 9110 section 15.4.5), and calendars ask all day.
    if response.status == .notModified { return response }
    for (name, value) in headers where response.headers[name] == nil {
      response.headers[name] = value
    }
    response.headers[.requestID] = context.id
    return response
  }
}
