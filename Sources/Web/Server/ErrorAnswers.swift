import Hummingbird
import Logging
import Operations
import Scheduling

/// Turns what routes throw into answers: problem+json under `/api`, a page elsewhere.
struct ErrorAnswers: RouterMiddleware {
  typealias Context = WebContext

  private let desks: Desks
  private let routes: RouteTable
  private let page: WebServer.ErrorPage

  init(_ desks: Desks, routes: RouteTable, page: @escaping WebServer.ErrorPage) {
    (self.desks, self.routes, self.page) = (desks, routes, page)
  }

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let broken as BrokenRequest {
      throw broken.cause
    } catch {
      var problem = await problem(for: error, request: request)
      if problem.status == .notFound, !context.hasRoute { restrict(&problem, request) }
      if problem.status.kind == .serverError {
        context.logger.error("request failed", metadata: ["error": .string(Self.kind(of: error))])
      }
      return await answer(problem, request: request, context: context)
    }
  }

  /// What may be logged of a fault: its kind, never what it quotes.
  private static func kind(of error: any Error) -> String {
    switch error {
    case StoreFault.unavailable(let reason): "unavailable: \(reason)"
    case is StoreFault: String("\(error)".prefix { $0 != "(" })
    default: "\(type(of: error))"
    }
  }

  /// A path that exists, asked with another method.
  private func restrict(_ problem: inout Problem, _ request: Request) {
    let methods = routes.methods(at: request.uri.path)
    guard !methods.isEmpty else { return }
    problem = Problem(.methodNotAllowed, "method-not-allowed")
    problem.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
  }

  private func problem(for error: any Error, request: Request) async -> Problem {
    if let refusal = error as? Refusal {
      let catalogue = try? await desks.oversight.catalogue()
      let zone = (try? catalogue?.zone(named: nil)) ?? .utc
      return Problem(refusal, language: .accepted(by: request), zone: zone)
    }
    return Problem(error)
  }

  private func answer(
    _ problem: Problem, request: Request, context: WebContext
  ) async -> Response {
    let path = request.uri.path
    if path.hasPrefix("/api/") { return problem.response(.accepted(by: request)) }
    // Calendar programs read nothing but the status.
    let isPage = !path.hasPrefix("/feeds/") && path != "/healthz" && path != "/robots.txt"
    var response =
      isPage
      ? await page(problem.status, request, context)
      : PlainText.response(problem.status, problem.status.reasonPhrase)
    for field in problem.headers { response.headers[field.name] = field.value }
    return response
  }
}

extension WebContext {
  /// Whether the router found a route; Hummingbird notes `NotFound` otherwise.
  fileprivate var hasRoute: Bool { endpointPath != "NotFound" }
}

/// Answers in plain words, for programs and where no page exists.
enum PlainText {
  static func response(_ status: HTTPResponse.Status, _ text: String) -> Response {
    Response(
      status: status,
      headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
  }
}
