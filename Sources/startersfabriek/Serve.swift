import ArgumentParser
import CivilTime
import Foundation
import Hummingbird
import Logging
import Operations
import Scheduling
import ServiceLifecycle
import Storage
import Web

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Migrate, then serve pages, API and feeds.",
    discussion: """
      With --now the clock starts at that instant and ticks; refused unless bound to loopback.
      """)

  @Option(help: "Address to listen on. Setting STARTERSFABRIEK_HOST.")
  var host: String = setting("HOST") ?? "127.0.0.1"
  @Option(help: "Port to listen on. Setting STARTERSFABRIEK_PORT.")
  var port: Int?
  @Option(
    help:
      "Scheme, host and port under which people know us; makes every absolute address. Setting STARTERSFABRIEK_PUBLIC_URL."
  )
  var publicURL: String?
  @Option(help: "The folder with calendar data. Setting STARTERSFABRIEK_CALENDARS.")
  var calendars: String?
  @Flag(help: "Fill an empty database with the demo and print a sign-in link per role.")
  var demo = false
  @OptionGroup var options: DatabaseOptions

  private static func setting(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["STARTERSFABRIEK_\(name)"]
  }

  func run() async throws {
    do { try await serve() } catch { throw CommandFailure(error) }
  }

  /// The port asked for, by option or setting.
  private func chosenPort() throws -> Int {
    guard let text = port.map(String.init) ?? Self.setting("PORT") else { return 8080 }
    guard let port = Int(text), (1...65_535).contains(port) else {
      throw CommandFailure("port: '\(text)' is not a number from 1 to 65535")
    }
    return port
  }

  private func serve() async throws {
    let port = try chosenPort()
    if options.clock.now != nil, !["127.0.0.1", "::1", "localhost"].contains(host) {
      throw CommandFailure("now: only a server bound to loopback may start its clock elsewhere")
    }
    let logger = Self.logger()
    let store = try SQLiteStore(path: options.database)
    let setting = Setting(
      store: store, publicURL: try address(port: port), now: try options.clock.ticking())
    try await store.migrate(at: setting.now())
    let publisher = FeedPublisher(setting) { logger.error("\($0)") }
    try await Self.recheckZones(setting, logger: logger)
    if demo { try await DemoFilling(setting, calendars: calendars).fill() }
    await SlotDesk(setting).warmUp()
    let isDemo = demo
    let server = WebServer(Desks(setting, publisher: publisher)) {
      let filled = try? await !OversightDesk(setting).catalogue().isEmpty
      return Health(
        isMigrated: filled != nil, isFilled: isDemo ? filled == true : true,
        version: Startersfabriek.version, zoneRelease: ZoneDatabase.system.version)
    }
    let sweeper = Sweeper(setting: setting, publisher: publisher, logger: logger)
    let application = server.application(host: host, port: port, logger: logger) {
      do {
        try await Self.announce(setting: setting, demo: isDemo)
      } catch { logger.error("the sign-in links could not be made: \(error)") }
    }
    let group = ServiceGroup(
      configuration: .init(
        services: [.init(service: application), .init(service: sweeper)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  /// The address people know us by, without a trailing slash.
  private func address(port: Int) throws -> String {
    guard let given = publicURL ?? Self.setting("PUBLIC_URL") else {
      return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
    let trimmed = given.hasSuffix("/") ? String(given.dropLast()) : given
    guard let url = URL(string: trimmed), let scheme = url.scheme, url.host != nil,
      ["http", "https"].contains(scheme), url.path.isEmpty
    else {
      throw CommandFailure(
        "public-url: '\(given)' is not scheme, host and port, such as https://starten.example")
    }
    return trimmed
  }

  /// New zone data may give a promised wall time another instant.
  private static func recheckZones(_ setting: Setting, logger: Logger) async throws {
    let report = try await ZoneRulesDesk(setting).recheck()
    guard !report.moved.isEmpty || !report.conflicts.isEmpty else { return }
    logger.notice(
      "zone data \(report.before ?? "unknown") became \(report.now): moved \(report.moved.count) appointments"
    )
    for id in report.conflicts {
      logger.error("appointment \(id) clashes at its promised time since the zone data changed")
    }
  }

  private static func logger() -> Logger {
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "startersfabriek")
    logger.logLevel = .info
    return logger
  }

  /// Says where to go, once the server listens.
  private static func announce(setting: Setting, demo: Bool) async throws {
    var lines = ["Startersfabriek: \(setting.publicURL)/nl/"]
    if demo { lines += try await DemoFilling.signInLinks(setting) }
    FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
  }
}
