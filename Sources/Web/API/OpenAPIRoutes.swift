import Foundation
import Hummingbird

/// `GET /api/v1/openapi.json`: the contract, for programs.
struct OpenAPIRoutes: Sendable {
  /// The document, which lies beside the program.
  static let document: [UInt8] = {
    guard
      let url = Bundle.module.url(
        forResource: "openapi", withExtension: "json", subdirectory: "Assets"),
      let data = try? Data(contentsOf: url)
    else { preconditionFailure("openapi.json is missing beside the program: reinstall it") }
    return Array(data)
  }()

  var routes: [Route] {
    [
      Route(.get, "/api/v1/openapi.json") { _, _ in
        var response = JSONAnswer.response(bytes: Self.document)
        response.headers[.cacheControl] = "public, max-age=300"
        return response
      }
    ]
  }
}
