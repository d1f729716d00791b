import Hummingbird
import Operations
import Scheduling

extension Language {
  /// The language that `Accept-Language` prefers among ours (RFC 9110 section 12.5.4); Dutch where
  /// it names none.
  static func accepted(by request: Request) -> Self { named(by: request) ?? .dutch }

  /// The same, nil where the request names none of ours.
  static func named(by request: Request) -> Self? {
    var best: (language: Self, quality: Double)?
    for range in ranges(of: request) {
      guard range.quality > 0, let language = Self(range: range) else { continue }
      if best.map({ range.quality > $0.quality }) ?? true { best = (language, range.quality) }
    }
    return best?.language
  }

  fileprivate static func ranges(of request: Request) -> [QualityValue] {
    request.headers[values: .acceptLanguage].flatMap { field in
      field.split(separator: ",").prefix(20).map { QualityValue($0) }
    }
  }

  /// The language of a range such as `fr-BE`; nil where it is none of ours.
  fileprivate init?(range: QualityValue) {
    self.init(rawValue: range.name.split(separator: "-").first.map { $0.lowercased() } ?? "")
  }
}

/// One item of a header such as `nl-BE;q=0.8`.
struct QualityValue {
  let name: String
  /// 1 where not given, 0 where malformed.
  let quality: Double
  /// As written.
  let text: String

  init(_ text: some StringProtocol) {
    let parts = text.split(separator: ";").map { part in
      part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
    }.map { String($0) }
    self.text = String(text)
    name = parts.first ?? ""
    let weight = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
    quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
  }
}

/// Takes the languages that the organisation has not switched on out of `Accept-Language`, so that
/// every answer of the API is in one that it speaks: the next that the caller reads, else Dutch.
struct SpokenLanguages: RouterMiddleware {
  typealias Context = WebContext

  private let desks: Desks

  init(_ desks: Desks) { self.desks = desks }

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    guard request.uri.path.hasPrefix("/api/"), let named = Language.named(by: request),
      named != .dutch, let spoken = try? await desks.oversight.catalogue().organisation.languages
    else { return try await next(request, context) }
    let kept = Language.ranges(of: request).filter { range in
      Language(range: range).map(spoken.contains) ?? true
    }
    var head = request.head
    head.headerFields[.acceptLanguage] = kept.map(\.text).joined(separator: ",")
    return try await next(Request(head: head, body: request.body), context)
  }
}
