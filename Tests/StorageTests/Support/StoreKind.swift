import CivilTime
import Foundation
import GRDB
import Operations
import Testing

@testable import Storage

/// The forms of the store that keep one contract.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
  case memory, file

  var testDescription: String { rawValue }

  func open() async throws -> TestStore { try await TestStore(self) }
}

/// A migrated store of its own, gone with the test.
final class TestStore: Sendable {
  let store: SQLiteStore
  private let path: String?

  init(_ kind: StoreKind) async throws {
    switch kind {
    case .memory: (store, path) = (try SQLiteStore.inMemory(), nil)
    case .file:
      let path = Self.temporaryPath()
      (store, self.path) = (try SQLiteStore(path: path), path)
    }
    try await store.migrate(at: noon)
  }

  deinit { if let path { Self.remove(path) } }

  static func temporaryPath() -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("startersfabriek-\(UInt64.random(in: .min ... .max)).sqlite").path
  }

  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// A connection of somebody who goes round the service, and keeps no foreign keys.
  func stranger() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(5)
    return try DatabaseQueue(path: try #require(path), configuration: configuration)
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
  ) async throws -> Value { try await store.read(body) }

  @discardableResult
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
  ) async throws -> Value { try await store.write(body) }

  /// Raw SQL through the store's own connection.
  func run(_ text: String, _ values: [SQLValue] = []) async throws {
    try await store.write { transaction in
      let stored = try #require(transaction as? StoredTransaction)
      try stored.sql.run(text, values: values)
    }
  }

  func count(_ table: String) async throws -> Int64 {
    try await store.read { transaction in
      let stored = try #require(transaction as? StoredTransaction)
      return try stored.sql.first("SELECT COUNT(*) FROM \(table)") { try $0.integer(0) } ?? -1
    }
  }
}
