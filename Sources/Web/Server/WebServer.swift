import Hummingbird
import Logging
import Operations

/// The HTTP server: pages, JSON API and feeds on one router.
public struct WebServer: Sendable {
  /// Makes the page that says what went wrong.
  public typealias ErrorPage =
    @Sendable (HTTPResponse.Status, Request, WebContext) async -> Response

  /// A connection on which nothing happens for so long is closed; longer than proxies keep theirs.
  private static let idleSeconds: Int64 = 75

  public let desks: Desks
  public let health: @Sendable () async -> Health
  private let feed: CalendarFeed
  private let routes: RouteTable

  public init(_ desks: Desks, health: @escaping @Sendable () async -> Health) {
    (self.desks, self.health) = (desks, health)
    feed = CalendarFeed(desks)
    routes = Self.routes(desks, feed: feed, health: health)
  }

  /// Every route of the contract; pages and assets are not in it.
  static func routes(
    _ desks: Desks, feed: CalendarFeed, health: @escaping @Sendable () async -> Health
  ) -> RouteTable {
    RouteTable(
      MeRoutes().routes + AppointmentTypeRoutes(desks).routes + SlotRoutes(desks).routes
        + HoldRoutes(desks).routes + BookingRoutes(desks).routes
        + BookingChangeRoutes(desks).routes + ToDoRoutes(desks).routes + FeedRoutes(desks).routes
        + InquiryRoutes(desks).routes + ContactRoutes(desks).routes
        + ArrangementRoutes(desks).routes
        + feed.routes + OpenAPIRoutes().routes
        + ServiceRoutes(health: health).routes)
  }

  /// A service that listens until it is shut down.
  public func application(
    host: String, port: Int, logger: Logger,
    onRunning: @escaping @Sendable () async -> Void = {}
  ) -> some ApplicationProtocol {
    let feed = feed
    return Application(
      router: router(),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            UnchangedCalendarHandler { feed.unchanged($0) }
          ],
          idleTimeout: .seconds(Self.idleSeconds))),
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { _ in await onRunning() },
      logger: logger)
  }

  private func router() -> Router<WebContext> {
    let router = Router(context: WebContext.self, options: [.autoGenerateHeadEndpoints])
    let publicURL = desks.setting.publicURL
    router.add(middleware: RequestLog())
    router.add(middleware: SecurityHeaders(publicURL: publicURL))
    router.add(middleware: SpokenLanguages(desks))
    router.add(middleware: ErrorAnswers(desks, routes: routes, page: errorPage))
    router.add(middleware: RequestBodyLimit())
    router.add(middleware: Authentication(desks, publicURL: publicURL))
    routes.add(to: router)
    ServiceRoutes.addRobots(to: router)
    addPages(to: router)
    return router
  }

  // MARK: Where the pages are plugged in

  private func addPages(to router: Router<WebContext>) {
    PageRoutes(desks: desks).add(to: router)
  }

  private var errorPage: ErrorPage {
    let errors = PageErrors(desks: desks)
    return { await errors.page($0, $1, $2) }
  }
}
