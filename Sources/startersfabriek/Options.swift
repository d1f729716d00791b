import ArgumentParser
import CivilTime
import Foundation
import Operations
import Storage

/// The options that every command with a database takes.
struct DatabaseOptions: ParsableArguments {
  @Option(
    help: "The database: a file. Setting STARTERSFABRIEK_DATABASE.")
  var database: String =
    ProcessInfo.processInfo.environment["STARTERSFABRIEK_DATABASE"] ?? "startersfabriek.sqlite"

  @OptionGroup var clock: ClockOptions

  /// The store, migrated.
  func store() async throws -> SQLiteStore {
    do {
      guard FileManager.default.fileExists(atPath: database) else {
        throw CommandFailure(
          "there is no database at \(database): run 'startersfabriek migrate' or 'serve' first")
      }
      let store = try SQLiteStore(path: database)
      try await store.checkMigrated()
      return store
    } catch { throw CommandFailure(error) }
  }

  func setting() async throws -> Setting {
    Setting(store: try await store(), publicURL: "http://127.0.0.1:8080", now: try clock.fixed())
  }
}

struct ClockOptions: ParsableArguments {
  @Option(help: "The instant to take for now, such as 2026-11-01T09:00:00Z.")
  var now: String?

  /// The instant given, if any.
  func given() throws -> Instant? {
    guard let now else { return nil }
    guard let instant = Instant(rfc3339: now) else {
      throw CommandFailure("now: '\(now)' is not an instant such as 2026-11-01T09:00:00Z")
    }
    return instant
  }

  /// A clock that stands still, for commands that do one thing.
  func fixed() throws -> @Sendable () -> Instant {
    let instant = try given() ?? Self.system()
    return { instant }
  }

  /// A clock that starts at the instant given and ticks.
  func ticking() throws -> @Sendable () -> Instant {
    guard let start = try given() else { return Self.system }
    let origin = ContinuousClock.now
    return { start.advanced(bySeconds: (ContinuousClock.now - origin).components.seconds) }
  }

  /// The one place where the machine's clock is read.
  @Sendable static func system() -> Instant {
    Instant(secondsSince1970: Int64(Date().timeIntervalSince1970.rounded(.down)))
  }
}

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Reads a date of the command line.
func date(_ text: String, _ option: String) throws -> LocalDate {
  guard let date = LocalDate(iso8601: text) else {
    throw CommandFailure("\(option): '\(text)' is not a date such as 2027-01-04")
  }
  return date
}
