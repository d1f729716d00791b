import Hummingbird

/// A header's name: `HTTPField.Name` of HTTPTypes, which Hummingbird brings without exporting it.
typealias HeaderName = HTTPFields.Element.Name

extension HeaderName {
  static let contentSecurity = named("Content-Security-Policy")
  static let crossOriginOpener = named("Cross-Origin-Opener-Policy")
  static let csrfToken = named("X-CSRF-Token")
  static let frameOptions = named("X-Frame-Options")
  static let idempotencyKey = named("Idempotency-Key")
  static let permissionsPolicy = named("Permissions-Policy")
  static let referrerPolicy = named("Referrer-Policy")
  static let requestID = named("X-Request-Id")
  static let robotsTag = named("X-Robots-Tag")
  static let strictTransport = named("Strict-Transport-Security")

  /// A name that is known to be one.
  private static func named(_ text: String) -> Self {
    guard let name = Self(text) else { preconditionFailure("\(text) is no header name") }
    return name
  }
}
