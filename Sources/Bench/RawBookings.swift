/// What bookings wrote, read back from the tables: the rows of each, and the resources it counted up.
struct RawBookings {
  /// Every table that a booking adds rows to, parents first.
  private static let tables = [
    "booking", "booking_adviser", "booking_participant", "booking_room", "claim", "activity",
    "outbox",
  ]

  struct Booking {
    /// By position in `inserts`.
    var rows: [(table: Int, values: [RawValue])] = []
    var locked: [RawValue] = []
    var advisers: [RawValue] = []
    var at: RawValue = .null
  }

  private(set) var bookings: [Booking] = []
  /// The text that inserts into each table.
  private(set) var inserts: [String] = []

  var inserted: Int { bookings.reduce(0) { $0 + $1.rows.count } }
  /// A lock for each resource, and when each adviser was last booked.
  var updated: Int { bookings.reduce(0) { $0 + $1.locked.count + $1.advisers.count } }

  init() {}

  /// The bookings in `path` that are not in `before`, in the order in which they were made.
  init(of path: String, before: String) throws {
    let (database, former) = (try RawDatabase(path), try RawDatabase(before))
    let count = Int(
      try database.rows("SELECT COUNT(*) FROM booking")[0][0].integer
        - former.rows("SELECT COUNT(*) FROM booking")[0][0].integer)
    guard count > 0 else { throw BenchFault("nothing was booked") }
    bookings = Array(repeating: Booking(), count: count)
    for (number, table) in Self.tables.enumerated() {
      let rows = try database.rows(Self.newRows(of: table, since: former))
      guard rows.count % count == 0 else { throw BenchFault("\(table): not as many for each") }
      let each = rows.count / count
      for (index, row) in rows.enumerated() {
        bookings[index / each].rows.append((number, row))
      }
      let columns = try database.rows("SELECT COUNT(*) FROM pragma_table_info('\(table)')")[0][0]
      let places = Array(repeating: "?", count: Int(columns.integer)).joined(separator: ", ")
      inserts.append("INSERT INTO \(table) VALUES (\(places))")
    }
    try readUpdates(from: database, count: count)
  }

  /// The rows of a table that a former database lacks, in the order in which they were made.
  private static func newRows(of table: String, since former: RawDatabase) throws -> String {
    // Claims lie in the order of resource and start: their bookings tell when they were made.
    let (counted, text) =
      table == "claim"
      ? ("booking", "SELECT claim.* FROM booking JOIN claim ON claim.booking_id = booking.id")
      : (table, "SELECT * FROM \(table)")
    let known = try former.rows("SELECT COALESCE(MAX(rowid), 0) FROM \(counted)")[0][0].integer
    let order = table == "claim" ? "booking.rowid, claim.part" : "rowid"
    return "\(text) WHERE \(counted).rowid > \(known) ORDER BY \(order)"
  }

  /// Each booking locks all advisers of the type, whom the counts betray, and its own starter.
  private mutating func readUpdates(from database: RawDatabase, count: Int) throws {
    let everywhere = try database.rows(
      """
      SELECT id FROM resource
      WHERE version >= \(count) AND id IN (SELECT person_id FROM role WHERE kind = 'adviser')
      ORDER BY id
      """
    ).map { $0[0] }
    let (advisers, participants) = (1, 2)
    for index in bookings.indices {
      for row in bookings[index].rows where row.table == advisers {
        bookings[index].advisers.append(row.values[2])
      }
      let starters = bookings[index].rows.filter { $0.table == participants }.map { $0.values[2] }
      bookings[index].locked = (everywhere + starters).sorted { $0.text < $1.text }
      bookings[index].at = bookings[index].rows[0].values[19]
    }
  }

  /// Rows of every table, and how often resources were locked.
  static func counts(of path: String) throws -> [Int64] {
    let database = try RawDatabase(path)
    let rows = try tables.map { try database.rows("SELECT COUNT(*) FROM \($0)")[0][0].integer }
    let locks = try database.rows("SELECT SUM(version), COUNT(last_booked_at) FROM resource")[0]
    return rows + locks.map(\.integer)
  }
}

/// Writes them again, each booking in one commit, with nothing asked and nothing decided.
struct RawCommits {
  private let database: RawDatabase

  /// The engine set as the store sets it.
  init(_ path: String) throws {
    database = try RawDatabase(path)
    try database.run("PRAGMA journal_mode = WAL")
    try database.run("PRAGMA synchronous = FULL")
    try database.run("PRAGMA foreign_keys = ON")
    try database.run("PRAGMA cache_size = -32768")
  }

  func seconds(of work: RawBookings) throws -> Double {
    let begin = try database.prepare("BEGIN IMMEDIATE")
    let commit = try database.prepare("COMMIT")
    let inserts = try work.inserts.map { try database.prepare($0) }
    let lock = try database.prepare("UPDATE resource SET version = version + 1 WHERE id = ?")
    let mark = try database.prepare("UPDATE resource SET last_booked_at = ? WHERE id = ?")
    return try Measure.secondsNow {
      for booking in work.bookings {
        try begin.run([])
        for resource in booking.locked { try lock.run([resource]) }
        for row in booking.rows { try inserts[row.table].run(row.values) }
        for adviser in booking.advisers { try mark.run([booking.at, adviser]) }
        try commit.run([])
      }
    }
  }
}
