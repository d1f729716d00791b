import Hummingbird

/// Reads the body before anything else looks at the request, up to a limit.
///
/// What lies beyond the limit is read and forgotten, so that the client, which often sends all
/// before it listens, hears the 413 instead of a broken connection.
struct RequestBodyLimit: RouterMiddleware {
  typealias Context = WebContext

  /// More than any form or JSON of ours; no upload exists yet.
  static let maximumBytes = 256 * 1024
  /// Whoever sends more than this is not listening.
  private static let drainedBytes = 64 * 1024 * 1024

  func handle(
    _ request: Request, context: WebContext,
    next: (Request, WebContext) async throws -> Response
  ) async throws -> Response {
    guard request.headers[.contentLength] != nil || request.headers[.transferEncoding] != nil else {
      return try await next(request, context)
    }
    var collected = ByteBuffer()
    var size = 0
    do {
      for try await part in request.body {
        size += part.readableBytes
        if size <= Self.maximumBytes {
          collected.writeImmutableBuffer(part)
        } else {
          collected.clear()
        }
        if size > Self.drainedBytes { break }
      }
    } catch {
      throw BrokenRequest(cause: error)
    }
    guard size <= Self.maximumBytes else { throw Problem(.contentTooLarge, "too-large") }
    var request = request
    request.body = .init(buffer: collected)
    return try await next(request, context)
  }
}

/// The rest of the request cannot be read: only the server below can end such a connection.
struct BrokenRequest: Error {
  let cause: any Error
}
