import Hummingbird

/// Addresses for machines that watch or crawl.
struct ServiceRoutes: Sendable {
  let health: @Sendable () async -> Health

  var routes: [Route] {
    [
      Route(.get, "/healthz") { [health] _, _ in
        let state = await health()
        let answer = HealthAnswer(
          status: state.isReady ? "ok" : "starting", version: state.version,
          tzdata: state.zoneRelease)
        return try JSONAnswer.response(answer, status: state.isReady ? .ok : .serviceUnavailable)
      }
    ]
  }

  private struct HealthAnswer: Encodable {
    let status: String
    let version: String
    let tzdata: String
  }

  /// Google obeys this file for feeds too, so it must allow them (ICALENDAR.md section 1.5).
  static func addRobots(to router: Router<WebContext>) {
    router.get("/robots.txt") { _, _ in
      var response = PlainText.response(.ok, "User-agent: *\nAllow: /feeds/\nDisallow: /api/")
      response.headers[.cacheControl] = "public, max-age=86400"
      return response
    }
  }
}
