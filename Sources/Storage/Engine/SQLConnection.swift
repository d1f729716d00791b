import GRDB
import GRDBSQLite
import Operations

/// A connection inside a transaction: runs SQL texts whose parameters are `$1`, `$2` ….
///
/// All of `Storage` that is not below `Engine` speaks to the database through these few methods, so
/// the same texts can run on another engine. GRDB keeps the connection and the statements, prepared
/// once per connection and text; values are bound and read through SQLite itself, because a booking
/// is some thirty short statements and GRDB's rows cost more than the statements do.
struct SQLConnection {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Runs a text that returns no rows; the number of rows it changed.
  @discardableResult
  func run(_ text: String, _ values: SQLValue...) throws -> Int {
    try run(text, values: values)
  }

  @discardableResult
  func run(_ text: String, values: [SQLValue]) throws -> Int {
    try step(text, values) { _ in true }
    return database.changesCount
  }

  /// The rows in order, each read by `read`.
  func rows<Value>(
    _ text: String, _ values: SQLValue..., read: (SQLRow) throws -> Value
  ) throws -> [Value] {
    try rows(text, values: values, read: read)
  }

  func rows<Value>(
    _ text: String, values: [SQLValue], read: (SQLRow) throws -> Value
  ) throws -> [Value] {
    var result: [Value] = []
    try step(text, values) { row in
      result.append(try read(row))
      return true
    }
    return result
  }

  /// The first row, nil where there is none.
  func first<Value>(
    _ text: String, _ values: SQLValue..., read: (SQLRow) throws -> Value
  ) throws -> Value? {
    var result: Value?
    try step(text, values) { row in
      result = try read(row)
      return false
    }
    return result
  }

  /// Hands over row after row until there is none or `row` wants no more.
  private func step(
    _ text: String, _ values: [SQLValue], row: (SQLRow) throws -> Bool
  ) throws {
    try Self.translatingFaults {
      // The cache keeps it: no text of ours runs inside another run of itself.
      let statement = try database.cachedStatement(sql: text).sqliteStatement
      // What is not reset holds its lock and the values bound.
      defer { sqlite3_reset(statement) }
      try bind(values, to: statement, of: text)
      while true {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: guard try row(SQLRow(statement)) else { return }
        case SQLITE_DONE: return
        default: throw fault(text)
        }
      }
    }
  }

  private func fault(_ text: String) -> DatabaseError {
    let connection = database.sqliteConnection
    return DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: sqlite3_errmsg(connection).map { String(cString: $0) }, sql: text)
  }

  /// Reads rows for many values in few statements. `text` is given the list `$1, $2 …` to stand
  /// behind IN.
  ///
  /// Lists are filled up to a power of two by repeating the last value, so that the number of
  /// different texts, and with it of prepared statements, stays small.
  func rows<Value>(
    for values: [SQLValue], _ text: (String) -> String, read: (SQLRow) throws -> Value
  ) throws -> [Value] {
    var result: [Value] = []
    var rest = values[...]
    while let last = rest.prefix(Self.longestList).last {
      var part = Array(rest.prefix(Self.longestList))
      rest = rest.dropFirst(part.count)
      var size = 1
      while size < part.count { size *= 2 }
      part += Array(repeating: last, count: size - part.count)
      result += try rows(text(Self.placeholders(from: 1, count: size)), values: part, read: read)
    }
    return result
  }

  /// Far below what either engine takes, and a page of anything fits.
  private static let longestList = 256

  /// `$3, $4, $5`.
  static func placeholders(from first: Int, count: Int) -> String {
    (first..<first + count).map { "$\($0)" }.joined(separator: ", ")
  }

  /// Binds the values to the parameters that bear their numbers.
  ///
  /// SQLite takes `$n` for a name and numbers names as they first appear, which need not be the
  /// order of the `n`. Read from the text at each call: that is quicker than looking names up.
  private func bind(
    _ values: [SQLValue], to statement: OpaquePointer, of text: String
  ) throws {
    var isSeen = Array(repeating: false, count: values.count)
    var position: Int32 = 0
    var number: Int?
    func finish() throws {
      guard let found = number else { return }
      number = nil
      precondition(found >= 1 && found <= values.count, "no value for $\(found)")
      guard !isSeen[found - 1] else { return }
      isSeen[found - 1] = true
      position += 1
      guard values[found - 1].bind(to: statement, at: position) == SQLITE_OK else {
        throw fault(text)
      }
    }
    for byte in text.utf8 {
      if let digits = number, byte >= 48, byte <= 57 {
        number = digits * 10 + Int(byte - 48)
        continue
      }
      try finish()
      if byte == UInt8(ascii: "$") { number = 0 }
    }
    try finish()
    precondition(Int(position) == values.count, "a value that the text does not use: \(text)")
  }
}

extension SQLValue {
  /// SQLite copies texts (its SQLITE_TRANSIENT): ours may be gone before the statement runs.
  fileprivate func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    switch self {
    case .null: return sqlite3_bind_null(statement, position)
    case .integer(let integer): return sqlite3_bind_int64(statement, position, integer)
    case .text(var text):
      let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          // An empty text is not NULL.
          guard let start = characters.baseAddress else {
            return sqlite3_bind_text(statement, position, "", 0, copied)
          }
          return sqlite3_bind_text(statement, position, start, Int32(characters.count), copied)
        }
      }
    }
  }
}

extension SQLConnection {
  /// The engine's own check of every reference; the table and parent of each that is broken.
  func foreignKeyViolations() throws -> [String] {
    try rows("PRAGMA foreign_key_check") { row in
      let table = try row.text(0)
      let number = row.optionalInteger(1).map { " row \($0)" } ?? ""
      let parent = try row.text(2)
      return "\(table)\(number) → \(parent)"
    }
  }

  /// Runs `body` and says in the seam's words what the engine could not do.
  static func translatingFaults<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreFault(error) ?? error
    }
  }
}

extension StoreFault {
  /// Nil for errors that callers need not tell apart.
  fileprivate init?(_ error: DatabaseError) {
    switch error.resultCode {
    case .SQLITE_CONSTRAINT where error.message?.contains("claim overlap") == true:
      self = .overlap
    case .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_BUSY,
      .SQLITE_LOCKED, .SQLITE_PROTOCOL, .SQLITE_NOTADB, .SQLITE_PERM:
      self = .unavailable(error.message ?? error.resultCode.description)
    default: return nil
    }
  }
}
