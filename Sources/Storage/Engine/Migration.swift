import CivilTime
import Foundation
import Operations

/// One numbered step of the schema: the text both engines share, then the engine's own part.
struct Migration {
  let version: Int
  let texts: [String]

  /// All steps for an engine, in order, from the `.sql` files beside the binary: `0001_ledger.sql`
  /// and, where the engines differ, `0001_ledger.sqlite.sql`.
  static func all(for engine: String) throws -> [Migration] {
    guard let directory = Bundle.module.url(forResource: "Migrations", withExtension: nil) else {
      throw StoreFault.unavailable("the migrations are missing beside the program")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    var migrations: [Migration] = []
    for name in names {
      let parts = name.split(separator: ".")
      guard parts.count == 2, parts[1] == "sql", let version = Int(name.prefix(4)) else { continue }
      precondition(version == migrations.count + 1, "migrations are numbered without gaps")
      let texts = try [name, "\(parts[0]).\(engine).sql"].filter(names.contains).map {
        try String(contentsOf: directory.appendingPathComponent($0), encoding: .utf8)
      }
      migrations.append(Migration(version: version, texts: texts))
    }
    return migrations
  }
}

extension SQLConnection {
  /// The version of the schema; 0 for an empty database.
  func schemaVersion() throws -> Int {
    Int(try first("SELECT MAX(version) FROM schema_migration") { $0.optionalInteger(0) ?? 0 } ?? 0)
  }

  func createSchemaVersion() throws {
    try run(
      """
      CREATE TABLE IF NOT EXISTS schema_migration (
        version BIGINT NOT NULL PRIMARY KEY,
        applied_at BIGINT NOT NULL
      )
      """)
  }

  func recordMigration(_ version: Int, at now: Instant) throws {
    try run(
      """
      INSERT INTO schema_migration (version, applied_at)
      VALUES ($1, $2)
      """, .integer(version), .instant(now))
  }
}
