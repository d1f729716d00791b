import Hummingbird
import Operations
import Scheduling
import Synchronization

/// Finds out who asks, by bearer token or session cookie, and that a browser's request is ours.
struct Authentication: RouterMiddleware {
  typealias Context = WebContext

  private let desks: Desks
  private let origins: OwnOrigin
  private let tokens = TokenMemory()

  init(_ desks: Desks, publicURL: String) {
    self.desks = desks
    origins = OwnOrigin(publicURL: publicURL)
  }

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    // A feed's address is its own credential, and pollers must not depend on more than they need.
    guard !request.uri.path.hasPrefix("/feeds/") else { return try await next(request, context) }
    var context = context
    if let field = request.headers[.authorization] {
      guard let secret = Self.bearer(field), let person = try await person(bearing: secret) else {
        throw Problem(.unauthorized, "unauthorized")
      }
      (context.person, context.credential) = (person, .bearer(secret))
      return try await next(request, context)
    }
    if let secret = SessionCookie.secret(in: request),
      let person = try await desks.signIn.person(signedInWith: secret)
    {
      (context.person, context.credential) = (person, .session(secret))
    }
    try checkOwn(request, context)
    return try await next(request, context)
  }

  /// A change asked for by a browser must come from a page of ours. Forms carry their token in the
  /// body, which their routes check.
  private func checkOwn(_ request: Request, _ context: WebContext) throws(Problem) {
    guard request.method != .get, request.method != .head else { return }
    guard origins.accepts(request) else { throw Problem(.forbidden, "csrf") }
    guard case .session(let secret) = context.credential, request.uri.path.hasPrefix("/api/") else {
      return
    }
    guard FormToken(session: secret).matches(request.headers[.csrfToken]) else {
      throw Problem(.forbidden, "csrf")
    }
  }

  private static func bearer(_ field: String) -> Secret? {
    let parts = field.split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    return Secret(presented: String(parts[1]))
  }

  private func person(bearing secret: Secret) async throws -> Person? {
    let stamp = try await desks.setting.store.stamp()
    let hash = secret.hash
    if let known = tokens.person(hash, at: stamp) { return known }
    guard let person = try await desks.people.person(bearing: secret) else { return nil }
    tokens.remember(person, for: hash, at: stamp)
    return person
  }
}

/// Whose tokens were seen since the database last changed.
private final class TokenMemory: Sendable {
  private struct State {
    var stamp: UInt64 = 0
    var people: [SecretHash: Person] = [:]
  }

  private let state = Mutex(State())

  func person(_ hash: SecretHash, at stamp: UInt64) -> Person? {
    state.withLock { $0.stamp == stamp ? $0.people[hash] : nil }
  }

  func remember(_ person: Person, for hash: SecretHash, at stamp: UInt64) {
    state.withLock { state in
      if state.stamp != stamp || state.people.count >= 10_000 {
        (state.stamp, state.people) = (stamp, [:])
      }
      state.people[hash] = person
    }
  }
}

/// Where pages of ours come from.
struct OwnOrigin: Sendable {
  private let publicOrigin: String

  init(publicURL: String) { publicOrigin = Self.normal(publicURL) }

  /// Whether the request has no `Origin` or that of the public address, never that of its own Host.
  func accepts(_ request: Request) -> Bool {
    guard let origin = request.headers[.origin] else { return true }
    return Self.normal(origin) == publicOrigin
  }

  /// Scheme, host and port; the names of this machine's loopback are one, so that a demo opened as
  /// `localhost` works.
  private static func normal(_ address: String) -> String {
    guard let scheme = address.firstRange(of: "://") else { return "" }
    let authority = address[scheme.upperBound...].prefix { $0 != "/" }.lowercased()
    for name in ["localhost", "[::1]"]
    where authority == name || authority.hasPrefix(name + ":") {
      return address[..<scheme.upperBound].lowercased() + "127.0.0.1"
        + authority.dropFirst(name.count)
    }
    return address[..<scheme.upperBound].lowercased() + authority
  }
}
