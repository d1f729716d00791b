import GRDB
import Operations

/// A connection inside a transaction: runs SQL texts whose parameters are `$1`, `$2` ….
///
/// All of `Storage` that is not below `Engine` speaks to the database through these few methods, so
/// the same texts can run on another engine. Statements are prepared once per connection and text.
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
    try Self.translatingFaults {
      let statement = try database.cachedStatement(sql: text)
      try statement.execute(arguments: Self.arguments(values, of: text))
      return database.changesCount
    }
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
    try Self.translatingFaults {
      let statement = try database.cachedStatement(sql: text)
      let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(values, of: text))
      var result: [Value] = []
      while let row = try cursor.next() { result.append(try read(SQLRow(row))) }
      return result
    }
  }

  /// The first row, nil where there is none.
  func first<Value>(
    _ text: String, _ values: SQLValue..., read: (SQLRow) throws -> Value
  ) throws -> Value? {
    try Self.translatingFaults {
      let statement = try database.cachedStatement(sql: text)
      let cursor = try Row.fetchCursor(statement, arguments: Self.arguments(values, of: text))
      return try cursor.next().map { try read(SQLRow($0)) }
    }
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

  /// The values in the order in which SQLite numbers the parameters.
  ///
  /// SQLite takes `$n` for a name and numbers names as they first appear, which need not be the
  /// order of the `n`. Read from the text at each call: that is quicker than looking names up.
  private static func arguments(_ values: [SQLValue], of text: String) -> StatementArguments {
    var isSeen = Array(repeating: false, count: values.count)
    // Of this type, because GRDB maps other sequences through a key path, which costs more than all
    // the rest of a call.
    var arguments: [(any DatabaseValueConvertible)?] = []
    arguments.reserveCapacity(values.count)
    var number: Int?
    func finish() {
      guard let found = number else { return }
      number = nil
      precondition(found >= 1 && found <= values.count, "no value for $\(found)")
      guard !isSeen[found - 1] else { return }
      isSeen[found - 1] = true
      switch values[found - 1] {
      case .null: arguments.append(nil)
      case .integer(let integer): arguments.append(integer)
      case .text(let text): arguments.append(text)
      }
    }
    for byte in text.utf8 {
      if let digits = number, byte >= 48, byte <= 57 {
        number = digits * 10 + Int(byte - 48)
        continue
      }
      finish()
      if byte == UInt8(ascii: "$") { number = 0 }
    }
    finish()
    precondition(arguments.count == values.count, "a value that the text does not use: \(text)")
    return StatementArguments(arguments)
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
