import CivilTime
import Hummingbird
import Operations

/// `GET /feeds/{token}.ics`: what calendar programs fetch (ICALENDAR.md section 1.5).
///
/// Polling is never refused: an answer other than 200, 304, 404 or 410 makes Thunderbird switch the
/// calendar off, and an empty 200 wipes it.
struct CalendarFeed: Sendable {
  static let path = "/feeds/{token}.ics"
  private static let prefix = "/feeds/"
  private static let suffix = ".ics"
  private static let allow = "GET, HEAD, OPTIONS"

  private let publisher: FeedPublisher
  private let now: @Sendable () -> Instant
  private let memory = FeedVariantMemory()

  init(_ desks: Desks) { (publisher, now) = (desks.publisher, desks.setting.now) }

  var routes: [Route] {
    [
      Route(.get, Self.path) { try await fetch($0, $1, isFetch: true) },
      Route(.head, Self.path) {
        try await fetch($0, $1, isFetch: false).createHeadResponse()
      },
      Route(.options, Self.path) { _, _ in
        Response(status: .noContent, headers: [.allow: Self.allow])
      },
    ]
  }

  private func fetch(
    _ request: Request, _ context: WebContext, isFetch: Bool
  ) async throws -> Response {
    let token = try context.parameters.require("token")
    guard Self.isPlausible(token) else { return Self.missing(.notFound, "Unknown calendar.") }
    switch try await publisher.fetch(Secret(presented: token)) {
    case .unknown: return Self.missing(.notFound, "Unknown calendar.")
    case .revoked: return Self.missing(.gone, "This calendar address was withdrawn.")
    case .calendar(let body):
      if isFetch {
        publisher.fetched(body.feed, by: request.headers[.userAgent] ?? "unknown")
      }
      return answer(body, request)
    }
  }

  /// Secrets are base64url; what is longer than any address of ours is not looked up.
  private static func isPlausible(_ token: String) -> Bool {
    (16...128).contains(token.utf8.count)
      && token.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private static func missing(_ status: HTTPResponse.Status, _ text: String) -> Response {
    var response = PlainText.response(status, text)
    response.headers[.robotsTag] = "noindex"
    response.headers[.referrerPolicy] = "no-referrer"
    return response
  }

  /// The 304 for a calendar that finds nothing new, where that is known without waiting; nil for
  /// everything else, also for what `fetch` would answer with a 304.
  func unchanged(_ request: HTTPRequest) -> HTTPResponse? {
    guard request.method == .get, let path = request.path, path.hasPrefix(Self.prefix),
      path.hasSuffix(Self.suffix), request.headerFields[.ifNoneMatch] != nil
    else { return nil }
    let token = String(path.dropFirst(Self.prefix.count).dropLast(Self.suffix.count))
    guard Self.isPlausible(token), let body = publisher.known(at: Secret(presented: token)) else {
      return nil
    }
    let head = Request(head: request, body: .init(buffer: ByteBuffer()))
    guard var headers = unchangedHeaders(body, head) else { return nil }
    publisher.fetched(body.feed, by: request.headerFields[.userAgent] ?? "unknown")
    headers[.date] = HTTPDate.text(now())
    return HTTPResponse(status: .notModified, headerFields: headers)
  }

  // MARK: Conditions and encodings

  private func answer(_ body: FeedPublisher.Body, _ request: Request) -> Response {
    if let headers = unchangedHeaders(body, request) {
      // No Content-Length either: that of a 304 would be the calendar's (RFC 9110 section 8.6).
      return Response(
        status: .notModified,
        headers: headers,
        body: .init(contentLength: nil) {
          try await $0.finish(nil)
        })
    }
    let compressed = Self.acceptsGzip(request) ? memory.gzip(of: body) : nil
    var headers = Self.headers(
      body, tag: compressed == nil ? body.tag : Self.gzipTag(of: body))
    headers[.contentType] = "text/calendar; charset=utf-8"
    headers[.contentDisposition] = "inline; filename=\"startersfabriek.ics\""
    if compressed != nil { headers[.contentEncoding] = "gzip" }
    return Response(
      status: .ok, headers: headers,
      body: .init(byteBuffer: compressed ?? memory.identity(of: body)))
  }

  /// The two encodings have tags of their own.
  private static func gzipTag(of body: FeedPublisher.Body) -> String { body.tag + "-gz" }

  /// The headers of the 304 that the request asks for; nil where it has another calendar.
  private func unchangedHeaders(_ body: FeedPublisher.Body, _ request: Request) -> HTTPFields? {
    let gzipTag = Self.gzipTag(of: body)
    guard isUnchanged(request, tags: [body.tag, gzipTag], since: body.lastModified) else {
      return nil
    }
    return Self.conditionHeaders(body, tag: Self.acceptsGzip(request) ? gzipTag : body.tag)
  }

  /// What a 304 repeats of the answer it stands for.
  private static func conditionHeaders(_ body: FeedPublisher.Body, tag: String) -> HTTPFields {
    [
      .eTag: "\"\(tag)\"",
      .lastModified: HTTPDate.text(body.lastModified),
      .cacheControl: "private, max-age=300",
      .vary: "Accept-Encoding",
    ]
  }

  private static func headers(_ body: FeedPublisher.Body, tag: String) -> HTTPFields {
    var headers = conditionHeaders(body, tag: tag)
    headers[.robotsTag] = "noindex"
    headers[.referrerPolicy] = "no-referrer"
    return headers
  }

  /// `If-None-Match` wins over `If-Modified-Since` (RFC 9110 section 13.2.2). Either variant's tag
  /// will do: a proxy may have decoded what it got.
  private func isUnchanged(
    _ request: Request, tags: [String], since lastModified: Instant
  ) -> Bool {
    if let condition = EntityTags(.ifNoneMatch, in: request) {
      return condition.matchesWeakly(anyOf: tags)
    }
    guard let since = request.headers[.ifModifiedSince].flatMap(HTTPDate.instant) else {
      return false
    }
    return lastModified <= since
  }

  private static func acceptsGzip(_ request: Request) -> Bool {
    var wildcard = false
    for field in request.headers[values: .acceptEncoding] {
      for item in field.split(separator: ",").prefix(20) {
        let coding = QualityValue(item)
        switch coding.name.lowercased() {
        case "gzip", "x-gzip": return coding.quality > 0
        case "*": wildcard = coding.quality > 0
        default: break
        }
      }
    }
    return wildcard
  }
}
