import HTTPTypes
import Hummingbird
import Operations
import Scheduling

/// Pages for what went wrong: each says what happened, where to go on, and whom to ask.
public struct PageErrors: Sendable {
  private let desks: Desks
  private let site: Site

  public init(desks: Desks) { self.init(desks: desks, site: Site()) }

  init(desks: Desks, site: Site) { (self.desks, self.site) = (desks, site) }

  /// For whatever no page answers, such as an address that does not exist.
  public func page(
    _ status: HTTPResponse.Status, _ request: Request, _ context: WebContext
  ) async -> Response {
    let first = request.uri.path.split(separator: "/").first.map(String.init)
    let language = first.flatMap(Language.init(rawValue:)) ?? .dutch
    return await answer(HTTPError(status), request, context, language: language)
  }

  /// For what went wrong before there was a visit.
  func answer(
    _ error: any Error, _ request: Request, _ context: WebContext, language: Language
  ) async -> Response {
    guard let catalogue = try? await desks.oversight.catalogue() else {
      context.logger.error("page fault", metadata: ["error": "\(type(of: error))"])
      return Self.plain
    }
    let visit = Visit(
      site: site, desks: desks, language: catalogue.organisation.spoken(language),
      person: context.person,
      credential: context.credential, path: request.uri.path, rawQuery: nil, query: FormFields(),
      form: FormFields(), parameters: [:], catalogue: catalogue, now: desks.setting.now(),
      information: (try? await desks.articles.published(.page)) ?? [])
    return answer(error, visit, context)
  }

  func answer(_ error: any Error, _ visit: Visit, _ context: WebContext) -> Response {
    let status = Self.status(of: error)
    if status == .internalServerError {
      // The type only: a fault's text may hold somebody's words.
      context.logger.error(
        "page fault", metadata: ["error": "\(String(reflecting: type(of: error)))"])
    }
    var sentence: String?
    if let refusal = error as? Refusal {
      sentence = RefusalText(visit.texts, zone: .utc).sentence(refusal)
    }
    var response = visit.answer(ErrorPage(status, sentence: sentence, visit), status: status)
    if status == .serviceUnavailable { response.headers[.retryAfter] = "5" }
    return response
  }

  private static func status(of error: any Error) -> HTTPResponse.Status {
    switch error {
    case RequestProblem.unknown: .notFound
    case RequestProblem.forbidden, is ForeignForm: .forbidden
    case RequestProblem.stale: .preconditionFailed
    case RequestProblem.invalid: .unprocessableContent
    case is Refusal: .conflict
    case is FormFields.Malformed: .badRequest
    case StoreFault.unavailable, StoreFault.overlap, StoreFault.notMigrated: .serviceUnavailable
    case let error as HTTPError: error.status
    case let problem as Problem: problem.status
    default: .internalServerError
    }
  }

  /// Where not even the words can be read.
  private static var plain: Response {
    var headers = HTTPFields()
    headers[.contentType] = "text/plain; charset=utf-8"
    headers[.retryAfter] = "5"
    return Response(
      status: .serviceUnavailable, headers: headers,
      body: .init(byteBuffer: ByteBuffer(string: "503\n")))
  }
}

/// One of the error pages.
struct ErrorPage: Page {
  let title: String
  let sentence: String
  let homeHref: String
  let typesHref: String

  init(_ status: HTTPResponse.Status, sentence: String?, _ visit: Visit) {
    let known = [400, 403, 404, 409, 412, 413, 415, 422, 503]
    let fallback = status.kind == .clientError ? "400" : "500"
    let name = known.contains(status.code) ? "\(status.code)" : fallback
    title = visit.text("error.\(name).title")
    self.sentence = sentence ?? visit.text("error.\(name).sentence")
    homeHref = visit.path(.home)
    typesHref = visit.path(.types)
  }
}
