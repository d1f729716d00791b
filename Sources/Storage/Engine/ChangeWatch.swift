import GRDB
import Operations
import Synchronization

/// Counts the changes of the database: this process's at once, other processes' when asked.
///
/// SQLite's `data_version` tells a connection that another one has committed. It is asked on a
/// connection of its own, which never waits for a writer. That connection sees our own writes as
/// another's, so after one the number may rise twice; caches are then built once too often.
final class ChangeWatch: Sendable {
  /// Other processes' changes must show within a second; what is left of it is for asking.
  private static let interval: Duration = .milliseconds(900)

  private struct Look {
    var at: ContinuousClock.Instant?
    var version: Int64?
  }

  private let connection: DatabaseQueue?
  private let changes = Atomic<UInt64>(0)
  private let look = Mutex(Look())

  /// Nil for a database that no other process can reach.
  init(connection: DatabaseQueue?) { self.connection = connection }

  /// Called after every commit of this process that changed something.
  func countOwnChange() { changes.wrappingAdd(1, ordering: .sequentiallyConsistent) }

  func stamp() throws -> UInt64 {
    if let connection { try lookForOthers(on: connection) }
    return changes.load(ordering: .sequentiallyConsistent)
  }

  /// Nil where it is time to look for others again.
  var knownStamp: UInt64? {
    guard connection != nil else { return changes.load(ordering: .sequentiallyConsistent) }
    let isFresh = look.withLock { look in
      look.at.map { ContinuousClock.now - $0 < Self.interval } ?? false
    }
    return isFresh ? changes.load(ordering: .sequentiallyConsistent) : nil
  }

  private func lookForOthers(on connection: DatabaseQueue) throws {
    try look.withLock { look in
      let now = ContinuousClock.now
      if let at = look.at, now - at < Self.interval { return }
      let version = try SQLConnection.translatingFaults {
        try connection.inDatabase { try Int64.fetchOne($0, sql: "PRAGMA data_version") }
      }
      if let known = look.version, known != version {
        changes.wrappingAdd(1, ordering: .sequentiallyConsistent)
      }
      look = Look(at: now, version: version)
    }
  }
}
