import Hummingbird

/// One route of the contract: what the OpenAPI document describes.
struct Route: Sendable {
  let method: HTTPRequest.Method
  /// With parameters in braces, as Hummingbird and OpenAPI both write them.
  let path: String
  let answer: @Sendable (Request, WebContext) async throws -> Response

  init(
    _ method: HTTPRequest.Method, _ path: String,
    _ answer: @escaping @Sendable (Request, WebContext) async throws -> Response
  ) {
    (self.method, self.path, self.answer) = (method, path, answer)
  }
}

/// The routes of the contract, all of them: registered from here, answered with 405 from here, and
/// compared with the OpenAPI document by a test.
public struct RouteTable: Sendable {
  let routes: [Route]

  init(_ routes: [Route]) { self.routes = routes }

  /// `GET /api/v1/me` and so on, sorted.
  public var names: [String] { routes.map { "\($0.method.rawValue) \($0.path)" }.sorted() }

  func add(to router: Router<WebContext>) {
    for route in routes {
      router.on(RouterPath(route.path), method: route.method, use: route.answer)
    }
  }

  /// The methods that the path of a request knows, GET before HEAD; empty for an unknown path.
  func methods(at path: String) -> [HTTPRequest.Method] {
    let segments = path.split(separator: "/")
    var methods: [HTTPRequest.Method] = []
    for route in routes where Self.matches(route.path, segments) {
      methods.append(route.method)
      // Every GET answers HEAD too.
      if route.method == .get { methods.append(.head) }
    }
    return methods.reduce(into: []) { distinct, method in
      if !distinct.contains(method) { distinct.append(method) }
    }
  }

  private static func matches(_ template: String, _ segments: [Substring]) -> Bool {
    let pattern = template.split(separator: "/")
    guard pattern.count == segments.count else { return false }
    return zip(pattern, segments).allSatisfy { pattern, segment in
      guard pattern.first == "{", let close = pattern.firstIndex(of: "}") else {
        return pattern == segment
      }
      return segment.hasSuffix(pattern[pattern.index(after: close)...])
    }
  }
}
