import Hummingbird
import Logging

/// One line a request: method, route, status, duration.
///
/// The route's template, never the path: paths hold the secrets of feeds and sign-in links. No
/// names, bodies or addresses either.
struct RequestLog: RouterMiddleware {
  typealias Context = WebContext

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    let response = try await next(request, context)
    // A calendar that found nothing new is counted with its feed, not written down.
    if response.status == .notModified { return response }
    let elapsed = (ContinuousClock.now - start).components
    let microseconds = elapsed.seconds * 1_000_000 + elapsed.attoseconds / 1_000_000_000_000
    context.logger.info(
      "request",
      metadata: [
        "method": .string(Self.known(request.method)),
        "route": .string(context.endpointPath ?? "-"),
        "status": .stringConvertible(response.status.code),
        "us": .stringConvertible(microseconds),
      ])
    return response
  }

  /// A method is any word a client likes.
  private static func known(_ method: HTTPRequest.Method) -> String {
    let isKnown = [
      .get, .head, .post, .put, .patch, .delete, .options,
    ].contains(method)
    return isKnown ? method.rawValue : "other"
  }
}
