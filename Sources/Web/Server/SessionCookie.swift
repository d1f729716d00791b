import Hummingbird
import Operations

/// The cookie that carries a session's secret.
public struct SessionCookie: Sendable {
  public static let name = "sf_session"
  private static let maximumAge = 30 * 86_400

  private let isSecure: Bool

  /// `publicURL` says whether browsers reach us by https.
  public init(publicURL: String) { isSecure = publicURL.hasPrefix("https://") }

  /// The header value that signs a browser in.
  public func signedIn(_ secret: Secret) -> String {
    "\(Self.name)=\(secret.text); Max-Age=\(Self.maximumAge); \(attributes)"
  }

  /// The header value that signs it out.
  public var signedOut: String { "\(Self.name)=; Max-Age=0; \(attributes)" }

  private var attributes: String {
    "Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
  }

  /// The secret that a request carries.
  public static func secret(in request: Request) -> Secret? {
    request.cookies[name].flatMap { $0.value.isEmpty ? nil : Secret(presented: $0.value) }
  }
}
