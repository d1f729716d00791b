import CivilTime
import Hummingbird
import Operations
import Scheduling

/// The key a caller chose for a creating request, so that repeating it is harmless.
struct IdempotencyKey {
  private static let maximumLength = 200

  let text: String

  /// Nil where the request has none; 400 where it is not 1 to 200 visible ASCII characters.
  init?(_ request: Request) throws(Problem) {
    guard let text = request.headers[.idempotencyKey] else { return nil }
    guard (1...Self.maximumLength).contains(text.utf8.count),
      text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
    else { throw Problem(.badRequest, "malformed-idempotency-key") }
    self.text = text
  }
}

/// How the answers of one creating request are kept and given again.
struct KeptAnswers {
  let route: String
  let key: IdempotencyKey?
  let person: Person
  let bodyHash: String
  let language: Language
  /// In which refusals tell times.
  let zone: Zone

  init(
    _ request: Request, route: String, person: Person, zone: Zone
  ) async throws {
    (self.route, self.person, self.zone) = (route, person, zone)
    key = try IdempotencyKey(request)
    bodyHash = Secret.sha256(key == nil ? [] : try await JSONFields.bytes(of: request))
    language = .accepted(by: request)
  }

  /// Nil without a key: then nothing is kept.
  func keeping<Value: Sendable>(
    _ answer: @escaping @Sendable (Value) throws -> CreatedAnswer
  ) -> Keeping<Value>? {
    guard let key else { return nil }
    let (hash, language, zone) = (bodyHash, language, zone)
    return Keeping(
      scope: IdempotencyScope(person: person.id, route: route, key: key.text), bodyHash: hash,
      answer: { try answer($0).kept(bodyHash: hash) },
      refusal: { refusal in
        let problem = Problem(refusal, language: language, zone: zone)
        return KeptAnswer(
          bodyHash: hash, status: problem.status.code,
          headers: ["Content-Type": JSONAnswer.problemType],
          body: String(decoding: try problem.body(language), as: UTF8.self))
      })
  }

  /// Runs the operation and answers with what is new or was kept.
  func response<Value: Sendable>(
    answer: @escaping @Sendable (Value) throws -> CreatedAnswer,
    opening: (String) throws -> String = { $0 },
    _ operation: (Keeping<Value>?) async throws -> Kept<Value>
  ) async throws -> Response {
    do {
      switch try await operation(keeping(answer)) {
      case .new(let value): return try answer(value).response(opening: opening)
      case .replayed(let kept): return try Self.response(kept, opening: opening)
      }
    } catch let refusal as Refusal {
      throw Problem(refusal, language: language, zone: zone)
    }
  }

  private static func response(
    _ kept: KeptAnswer, opening: (String) throws -> String
  ) throws -> Response {
    let isProblem = kept.headers["Content-Type"] == JSONAnswer.problemType
    let body = isProblem ? kept.body : try opening(kept.body)
    var response = JSONAnswer.response(
      bytes: Array(body.utf8), status: HTTPResponse.Status(code: kept.status))
    for (name, value) in kept.headers {
      if let name = HeaderName(name) { response.headers[name] = value }
    }
    return response
  }
}

/// The answer to a creating request: 201 with the object.
struct CreatedAnswer {
  let body: String
  /// The object's revision, for `ETag`.
  let tag: String?

  init(_ value: some Encodable, tag: String? = nil) throws {
    self.init(body: String(decoding: try JSONAnswer.bytes(value), as: UTF8.self), tag: tag)
  }

  init(body: String, tag: String?) { (self.body, self.tag) = (body, tag) }

  func kept(bodyHash: String) -> KeptAnswer {
    var headers = ["Content-Type": JSONAnswer.type]
    if let tag { headers["ETag"] = "\"\(tag)\"" }
    return KeptAnswer(
      bodyHash: bodyHash, status: HTTPResponse.Status.created.code, headers: headers, body: body)
  }

  func response(opening: (String) throws -> String) throws -> Response {
    JSONAnswer.response(bytes: Array(try opening(body).utf8), status: .created, tag: tag)
  }
}
