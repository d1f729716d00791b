import Foundation
import Hummingbird

/// JSON out: sorted keys, so that equal answers are equal bytes.
enum JSONAnswer {
  static let type = "application/json"
  static let problemType = "application/problem+json"

  static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }

  static func response(
    _ value: some Encodable, status: HTTPResponse.Status = .ok, tag: String? = nil
  ) throws -> Response {
    response(bytes: try bytes(value), status: status, tag: tag)
  }

  /// Answers depend on who asks and when: nothing of the API is for caches.
  static func response(
    bytes: [UInt8], status: HTTPResponse.Status = .ok, tag: String? = nil
  ) -> Response {
    var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
    if let tag { headers[.eTag] = "\"\(tag)\"" }
    return Response(
      status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  static let noContent = Response(status: .noContent, headers: [.cacheControl: "no-store"])
}
