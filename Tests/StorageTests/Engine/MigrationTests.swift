import CivilTime
import GRDB
import Operations
import Testing

@testable import Storage

@Suite struct `Migrating` {
  @Test(arguments: StoreKind.allCases)
  func `a second time changes nothing`(kind: StoreKind) async throws {
    let store = try await kind.open()
    try await store.fill()
    let before = try await store.count("schema_migration")
    try await store.store.migrate(at: noon)
    #expect(try await store.count("schema_migration") == before)
    #expect(try await store.count("person") == 3)
    try await store.store.checkMigrated()
  }

  @Test func `is needed before use`() async throws {
    let wanted = try Migration.all(for: "sqlite").count
    await #expect(throws: StoreFault.notMigrated(found: 0, wanted: wanted)) {
      try await SQLiteStore.inMemory().checkMigrated()
    }
  }

  @Test func `is refused by a database newer than the program`() async throws {
    let store = try await StoreKind.file.open()
    let wanted = try Migration.all(for: "sqlite").count
    try await store.run(
      "INSERT INTO schema_migration (version, applied_at) VALUES (\(wanted + 1), 0)")
    let newer = StoreFault.notMigrated(found: wanted + 1, wanted: wanted)
    await #expect(throws: newer) { try await store.store.migrate(at: noon) }
    await #expect(throws: newer) { try await store.store.checkMigrated() }
  }

  @Test func `by two processes at once happens once`() async throws {
    let path = TestStore.temporaryPath()
    defer { TestStore.remove(path) }
    let stores = [try SQLiteStore(path: path), try SQLiteStore(path: path)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores { group.addTask { try await store.migrate(at: noon) } }
      try await group.waitForAll()
    }
    for store in stores { try await store.checkMigrated() }
  }

  @Test func `leaves a commit on the disk before it is acknowledged`() async throws {
    let path = TestStore.temporaryPath()
    defer { TestStore.remove(path) }
    let store = try SQLiteStore(path: path)
    try await store.migrate(at: noon)
    let settings = try await store.write { transaction in
      let sql = try #require(transaction as? StoredTransaction).sql
      return [
        try sql.first("PRAGMA synchronous") { try $0.text(0) },
        try sql.first("PRAGMA journal_mode") { try $0.text(0) },
        try sql.first("PRAGMA foreign_keys") { try $0.text(0) },
      ]
    }
    // 2 is FULL.
    #expect(settings == ["2", "wal", "1"])
  }
}
