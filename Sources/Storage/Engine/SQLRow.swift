import CivilTime
import GRDB
import Operations
import Scheduling

/// A row being read, column by column, in the order of the SELECT. Valid only while it is read.
struct SQLRow {
  private let row: Row

  init(_ row: Row) { self.row = row }

  func optionalInteger(_ column: Int) -> Int64? { row[column] }
  func optionalText(_ column: Int) -> String? { row[column] }

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
    guard let id = ID<Entity>(try text(column)) else { throw corrupt(column, "is no id") }
    return id
  }

  func optionalID<Entity>(_ column: Int) throws -> ID<Entity>? {
    guard let text = optionalText(column) else { return nil }
    guard let id = ID<Entity>(text) else { throw corrupt(column, "is no id") }
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
    let names = row.columnNames
    let name = names.dropFirst(column).first ?? "\(column)"
    return .corruptRow("\(name) \(what)")
  }
}
