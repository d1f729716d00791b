import GRDBSQLite

/// A connection to SQLite without anything of ours between.
final class RawDatabase {
  private let connection: OpaquePointer

  init(_ path: String) throws {
    var opened: OpaquePointer?
    guard sqlite3_open(path, &opened) == SQLITE_OK, let opened else {
      throw BenchFault("\(path) cannot be opened")
    }
    connection = opened
  }

  deinit { sqlite3_close_v2(connection) }

  func run(_ text: String) throws {
    guard sqlite3_exec(connection, text, nil, nil, nil) == SQLITE_OK else { throw fault(text) }
  }

  func prepare(_ text: String) throws -> RawStatement {
    var prepared: OpaquePointer?
    guard sqlite3_prepare_v2(connection, text, -1, &prepared, nil) == SQLITE_OK, let prepared
    else { throw fault(text) }
    return RawStatement(prepared, of: self)
  }

  func rows(_ text: String) throws -> [[RawValue]] {
    let statement = try prepare(text)
    var rows: [[RawValue]] = []
    while try statement.step() { rows.append(statement.row()) }
    return rows
  }

  func fault(_ what: String) -> BenchFault {
    BenchFault("\(what): \(String(cString: sqlite3_errmsg(connection)))")
  }
}

enum RawValue: Hashable {
  case null
  case integer(Int64)
  case text(String)

  var integer: Int64 { if case .integer(let number) = self { number } else { 0 } }
  var text: String { if case .text(let text) = self { text } else { "" } }
}

final class RawStatement {
  private let statement: OpaquePointer
  private let database: RawDatabase

  init(_ statement: OpaquePointer, of database: RawDatabase) {
    (self.statement, self.database) = (statement, database)
  }

  deinit { sqlite3_finalize(statement) }

  /// Whether there is a row.
  func step() throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw database.fault("step")
    }
  }

  /// Runs it once with these values.
  func run(_ values: [RawValue]) throws {
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      switch value {
      case .null: sqlite3_bind_null(statement, position)
      case .integer(let number): sqlite3_bind_int64(statement, position, number)
      case .text(let text):
        // Copied by SQLite: its SQLITE_TRANSIENT.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_bind_text(statement, position, text, -1, copied)
      }
    }
    _ = try step()
    sqlite3_reset(statement)
  }

  func row() -> [RawValue] {
    (0..<sqlite3_column_count(statement)).map { column in
      switch sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
      case SQLITE_TEXT:
        sqlite3_column_text(statement, column).map { .text(String(cString: $0)) } ?? .null
      default: .null
      }
    }
  }
}
