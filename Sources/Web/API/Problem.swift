import CivilTime
import Hummingbird
import Operations
import Scheduling

/// An answer by RFC 9457: why a request was not carried out.
struct Problem: Error {
  var status: HTTPResponse.Status
  /// Stable, for programs.
  var code: String
  /// JSON pointer to the field concerned.
  var pointer: String?
  var detail: Detail
  var facts: [String: String] = [:]
  var alternatives: [Alternative] = []
  var headers: HTTPFields = [:]

  enum Detail {
    case phrase(Phrase)
    case text(String)
  }

  struct Alternative: Encodable {
    let start: String
    let end: String
    let place: String
  }

  init(_ status: HTTPResponse.Status, _ code: String, pointer: String? = nil) {
    (self.status, self.code, self.pointer) = (status, code, pointer)
    detail = .phrase(.problem(code))
    if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    if status == .serviceUnavailable { headers[.retryAfter] = "5" }
  }

  init(field: String, _ fault: FieldFault) {
    self.init(.unprocessableContent, fault.code, pointer: field)
    detail = .phrase(.fieldFault(fault))
  }

  /// The rules or the ledger say no; times in the zone of what was asked.
  init(_ refusal: Refusal, language: Language, zone: Zone) {
    self.init(.conflict, refusal.code)
    if case .moment(let index, _) = refusal { pointer = "/moments/\(index)" }
    let text = RefusalText(.of(language), zone: zone)
    detail = .text(text.sentence(refusal))
    facts = text.jsonFacts(refusal)
    alternatives = refusal.alternatives.map {
      Alternative(
        start: zone.rfc3339($0.span.start), end: zone.rfc3339($0.span.end),
        place: $0.place.rawValue)
    }
  }

  /// What an error of any kind means to a client; what is unknown says nothing of itself.
  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case RequestProblem.unknown: self.init(.notFound, "not-found")
    case RequestProblem.forbidden: self.init(.forbidden, "forbidden")
    case RequestProblem.stale(let current):
      self.init(.preconditionFailed, "stale")
      facts = ["revision": String(current)]
      headers[.eTag] = "\"\(current)\""
    case RequestProblem.invalid(let field, let fault): self.init(field: field, fault)
    case is IdempotencyKeyReused: self.init(.unprocessableContent, "idempotency-key-reused")
    case StoreFault.unavailable, StoreFault.overlap, StoreFault.notMigrated:
      self.init(.serviceUnavailable, "unavailable")
    case let error as HTTPError: self.init(http: error.status)
    default: self.init(.internalServerError, "internal")
    }
  }

  private init(http status: HTTPResponse.Status) {
    switch status {
    case .notFound: self.init(status, "not-found")
    case .contentTooLarge: self.init(status, "too-large")
    default: self.init(.badRequest, "bad-request")
    }
  }

  // MARK: The body

  private struct Body: Encodable {
    let type = "about:blank"
    let title: String
    let status: Int
    let detail: String
    let code: String
    let pointer: String?
    let facts: [String: String]?
    let alternatives: [Alternative]?
  }

  func body(_ language: Language) throws -> [UInt8] {
    let texts = Texts.of(language)
    let words =
      switch detail {
      case .phrase(let phrase): texts(phrase)
      case .text(let text): text
      }
    return try JSONAnswer.bytes(
      Body(
        title: texts(.problem("status.\(status.code)")), status: status.code, detail: words,
        code: code, pointer: pointer, facts: facts.isEmpty ? nil : facts,
        // A refused moment always says what else there is, even if nothing.
        alternatives: status == .conflict ? alternatives : nil))
  }

  func response(_ language: Language) -> Response {
    // Encoding texts cannot fail; if it did, the status says enough.
    let body = (try? body(language)) ?? []
    var headers = headers
    headers[.contentType] = JSONAnswer.problemType
    headers[.contentLanguage] = language.rawValue
    headers[.cacheControl] = "no-store"
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
  }
}
