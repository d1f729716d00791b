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

  @Test func `from the first version keeps who is claimed and learns each revision`() async throws {
    let path = TestStore.temporaryPath()
    defer { TestStore.remove(path) }
    let texts = try #require(try Migration.all(for: "sqlite").first).texts
    let (day, hour) = (noon.secondsSince1970, Int64(3600))
    do {
      let queue = try DatabaseQueue(path: path)
      try await queue.write { database in
        for text in texts { try database.execute(sql: text) }
        try database.execute(
          sql: """
            CREATE TABLE schema_migration (version BIGINT PRIMARY KEY, applied_at BIGINT);
            INSERT INTO schema_migration VALUES (1, 0);
            INSERT INTO person VALUES ('\(ada)', 'Ada', 'nl', 0), ('\(bob)', 'Bob', 'nl', 0);
            INSERT INTO resource VALUES
              ('\(ada)', 'person', 3, NULL), ('\(bob)', 'person', 3, NULL);
            INSERT INTO booking VALUES (
              '\(cleo)', 'u@x', 'advice', 'bank', 'confirmed', 0, NULL, \(day), \(day + hour),
              'Europe/Brussels', '2027-01-04T12:00:00', 'online', NULL, NULL, NULL, '{}', NULL, 3,
              1, 0, 0);
            INSERT INTO booking_adviser VALUES ('\(cleo)', 0, '\(ada)', \(day));
            INSERT INTO booking_participant VALUES ('\(cleo)', 0, '\(bob)', \(day), 'going');
            INSERT INTO claim VALUES
              ('\(ada)', \(day), \(day + hour), 'adviser', '\(cleo)', NULL, 'advice', 0, 0, NULL),
              ('\(bob)', \(day), \(day + hour), 'participant', '\(cleo)', NULL, 'advice', 0, 0,
                NULL);
            """)
      }
    }
    let store = try SQLiteStore(path: path)
    try await store.migrate(at: noon)
    let broken = try await store.read { try $0.audit().filter { $0.count > 0 } }
    #expect(broken == [])
    let span = span("2027-01-04T00:00", "2027-01-05T00:00")
    for whose: BookingQuery.Whose in [.adviser(ada), .starter(bob)] {
      let found = try await store.read {
        try $0.revisions(of: whose, startingIn: span, limit: 10)
      }
      #expect(found == [BookingRevision(booking: cleo.cast(), revision: 3)])
    }
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
