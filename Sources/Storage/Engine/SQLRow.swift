import CivilTime
import GRDBSQLite
import Operations
import Scheduling

/// A row being read, column by column, in the order of the SELECT. Valid only while it is read.
struct SQLRow {
  private let statement: OpaquePointer

  /// The statement has stepped to the row.
  init(_ statement: OpaquePointer) { self.statement = statement }

  func optionalInteger(_ column: Int) -> Int64? {
    guard sqlite3_column_type(statement, Int32(column)) != SQLITE_NULL else { return nil }
    return sqlite3_column_int64(statement, Int32(column))
  }

  func optionalText(_ column: Int) -> String? {
    bytes(column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The text's bytes, in SQLite's own memory.
  private func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
    guard let start = sqlite3_column_text(statement, Int32(column)) else { return nil }
    return UnsafeBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(statement, Int32(column))))
  }

  func integer(_ column: Int) throws -> Int64 {
    guard let value = optionalInteger(column) else { throw corrupt(column, "is NULL") }
    return value
  }

  func text(_ column: Int) throws -> String {
    guard let value = optionalText(column) else { throw corrupt(column, "is NULL") }
    return value
  }

  func flag(_ column: Int) throws -> Bool { try integer(column) != 0 }

  func instant(_ column: Int) throws -> Instant {
    Instant(secondsSince1970: try integer(column))
  }

  func optionalInstant(_ column: Int) -> Instant? {
    optionalInteger(column).map { Instant(secondsSince1970: $0) }
  }

  /// The span of two columns that stand side by side.
  func span(_ column: Int) throws -> TimeSpan {
    guard let span = TimeSpan(from: try instant(column), until: try instant(column + 1)) else {
      throw corrupt(column, "is no span")
    }
    return span
  }

  func id<Entity>(_ column: Int) throws -> ID<Entity> {
    guard let id: ID<Entity> = try optionalID(column) else { throw corrupt(column, "is NULL") }
    return id
  }

  func optionalID<Entity>(_ column: Int) throws -> ID<Entity>? {
    guard let bytes = bytes(column) else { return nil }
    guard let id = ID<Entity>(utf8: bytes) else { throw corrupt(column, "is no id") }
    return id
  }

  /// A value of an enumeration whose raw value is stored.
  func named<Name: RawRepresentable>(
    _ column: Int, _ type: Name.Type = Name.self
  ) throws -> Name where Name.RawValue == String {
    guard let name = Name(rawValue: try text(column)) else {
      throw corrupt(column, "is no \(Name.self)")
    }
    return name
  }

  /// A zone of the system's zoneinfo.
  func zone(_ column: Int) throws -> Zone {
    let name = try text(column)
    guard let zone = ZoneDatabase.system.zone(name) else {
      throw corrupt(column, "names an unknown zone")
    }
    return zone
  }

  /// Names the column, never its content: that may be personal.
  func corrupt(_ column: Int, _ what: String) -> StoreFault {
    let name = sqlite3_column_name(statement, Int32(column)).map { String(cString: $0) }
    return .corruptRow("\(name ?? "\(column)") \(what)")
  }
}
