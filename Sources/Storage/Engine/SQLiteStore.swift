import CivilTime
import Foundation
import GRDB
import Operations

/// The store on an embedded SQLite database, the default.
///
/// One connection writes, a few read. Writes are `BEGIN IMMEDIATE` transactions, one after another
/// in the order in which they were asked for; readers see the last commit before they began and
/// wait for nobody. A write that has begun ends, whatever becomes of the task that asked for it. An
/// acknowledged commit is on the disk: WAL with `synchronous = FULL`.
public final class SQLiteStore: Store {
  /// A reader a core, two at least: more would take turns on the cores, so that everybody waits
  /// about as long as the slowest, and would keep more page caches.
  private static let readers = max(2, ProcessInfo.processInfo.activeProcessorCount)
  /// Another process, such as an import, may hold the write lock so long.
  private static let busySeconds = 10.0

  /// Page caches, filled as needed. Ids are random, so a write touches pages all over the indexes:
  /// SQLite's own 2 MiB would read most of them from the file again.
  private static let writerCacheKiB = 32 * 1024
  private static let readerCacheKiB = 8 * 1024

  private let database: any DatabaseWriter
  private let watch: ChangeWatch
  private let catalogues = CatalogueCache()

  /// Opens the file, or creates an empty one. Throws `StoreFault.unavailable`.
  public convenience init(path: String) throws {
    let (pool, watcher) = try SQLConnection.translatingFaults {
      let pool = try DatabasePool(path: path, configuration: Self.configuration)
      try pool.writeWithoutTransaction { database in
        // Opening has set NORMAL, which may lose the last commits at power loss.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA cache_size = -\(Self.writerCacheKiB)")
      }
      var watching = Self.configuration
      watching.readonly = true
      return (pool, try DatabaseQueue(path: path, configuration: watching))
    }
    self.init(database: pool, watch: ChangeWatch(connection: watcher))
  }

  private init(database: any DatabaseWriter, watch: ChangeWatch) {
    (self.database, self.watch) = (database, watch)
  }

  /// A database of this process only, for tests.
  public static func inMemory() throws -> SQLiteStore {
    SQLiteStore(
      database: try DatabaseQueue(configuration: configuration), watch: ChangeWatch(connection: nil)
    )
  }

  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(busySeconds)
    configuration.maximumReaderCount = readers
    configuration.label = "startersfabriek"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -\(readerCacheKiB)")
    }
    return configuration
  }

  public func read<Value: Sendable>(
    _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      database.asyncRead { [catalogues] opened in
        continuation.resume(
          with: Result {
            try SQLConnection.translatingFaults {
              let connection = SQLConnection(try opened.get())
              return try body(StoredTransaction(connection, catalogues: catalogues))
            }
          })
      }
    }
  }

  public func write<Value: Sendable>(
    _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
  ) async throws -> Value {
    try await transact { [catalogues] connection in
      try body(StoredTransaction(connection, catalogues: catalogues))
    }
  }

  public func stamp() async throws -> UInt64 { try watch.stamp() }

  public var knownStamp: UInt64? { watch.knownStamp }

  /// Runs `body` on the writing connection in one transaction, which an error undoes.
  private func transact<Value: Sendable>(
    _ body: @escaping @Sendable (SQLConnection) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      database.asyncWriteWithoutTransaction { [watch] database in
        continuation.resume(
          with: Result {
            try SQLConnection.translatingFaults {
              let before = database.totalChangesCount
              let value = try Self.commit(body, on: database)
              if database.totalChangesCount != before { watch.countOwnChange() }
              return value
            }
          })
      }
    }
  }

  private static func commit<Value>(
    _ body: (SQLConnection) throws -> Value, on database: Database
  ) throws -> Value {
    var value: Value?
    try database.inTransaction(.immediate) {
      value = try body(SQLConnection(database))
      return .commit
    }
    guard let value else { preconditionFailure("a committed transaction has a value") }
    return value
  }
}

extension SQLiteStore {
  /// Brings the database to this program's version, each step in one transaction. Does nothing
  /// where it is there already; throws `StoreFault.notMigrated` where the database is newer.
  public func migrate(at now: Instant) async throws {
    let migrations = try Migration.all(for: "sqlite")
    for migration in migrations {
      // Looked at again in each transaction: another process may be migrating too.
      try await migrate(to: migration, of: migrations.count, at: now)
    }
  }

  private func migrate(to migration: Migration, of wanted: Int, at now: Instant) async throws {
    try await withCheckedThrowingContinuation { continuation in
      database.asyncWriteWithoutTransaction { [watch] database in
        continuation.resume(
          with: Result {
            try SQLConnection.translatingFaults {
              try Self.apply(migration, of: wanted, at: now, on: database)
              watch.countOwnChange()
            }
          })
      }
    }
  }

  private static func apply(
    _ migration: Migration, of wanted: Int, at now: Instant, on database: Database
  ) throws {
    try commit(
      { connection in
        try connection.createSchemaVersion()
        let found = try connection.schemaVersion()
        guard found <= wanted else { throw StoreFault.notMigrated(found: found, wanted: wanted) }
        guard found < migration.version else { return }
        for text in migration.texts { try database.execute(sql: text) }
        try connection.recordMigration(migration.version, at: now)
      }, on: database)
  }

  /// Throws `StoreFault.notMigrated` unless the database is of this program's version.
  public func checkMigrated() async throws {
    let wanted = try Migration.all(for: "sqlite").count
    let found = try await schemaVersion()
    guard found == wanted else { throw StoreFault.notMigrated(found: found, wanted: wanted) }
  }

  private func schemaVersion() async throws -> Int {
    try await withCheckedThrowingContinuation { continuation in
      database.asyncRead { opened in
        continuation.resume(
          with: Result {
            try SQLConnection.translatingFaults {
              let database = try opened.get()
              guard try database.tableExists("schema_migration") else { return 0 }
              return try SQLConnection(database).schemaVersion()
            }
          })
      }
    }
  }
}
