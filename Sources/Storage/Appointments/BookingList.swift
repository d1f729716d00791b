import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  /// One query for each of `whose`, each in order and cut at the limit, then merged: the first rows
  /// of a union are among the first rows of its parts.
  func bookings(_ query: BookingQuery) throws -> [Booking] {
    var seen: Set<ID<Booking>> = []
    var rows: [BookingRow] = []
    for whose in Set(query.whose) {
      guard let text = BookingListText(whose, query) else { continue }
      let part = try sql.rows(text.text, values: text.values, read: BookingRow.init)
      rows += part.filter { seen.insert($0.id).inserted }
    }
    rows.sort { ($0.start, $0.id) < ($1.start, $1.id) }
    if query.newestFirst { rows.reverse() }
    return try complete(Array(rows.prefix(query.limit)))
  }
}

extension StoredTransaction {
  /// The list itself as a subquery, so that both select the same.
  func bookingCount(_ query: BookingQuery) throws -> Int {
    precondition(query.whose.count == 1, "rows of several lists may be the same booking")
    guard let list = query.whose.first.flatMap({ BookingListText($0, query) }) else { return 0 }
    let counted = try sql.rows(
      "SELECT count(*) FROM (\(list.text)) AS listed", values: list.values
    ) { try $0.integer(0) }
    return Int(counted.first ?? 0)
  }

  /// Read from one index alone, which repeats start and revision.
  func revisions(
    of whose: BookingQuery.Whose, startingIn span: TimeSpan, limit: Int
  ) throws -> [BookingRevision] {
    var values: [SQLValue] = [.instant(span.start), .instant(span.end), .integer(max(0, limit))]
    let (columns, table, condition): (String, String, String)
    switch whose {
    case .adviser(let person), .starter(let person):
      values.append(.id(person))
      table = if case .adviser = whose { "booking_adviser" } else { "booking_participant" }
      (columns, condition) = ("booking_id", "person_id = $4 AND ")
    case .partner(let key):
      values.append(.text(key))
      (columns, table, condition) = ("id", "booking", "partner_key = $4 AND ")
    case .rooms(let keys):
      guard !keys.isEmpty else { return [] }
      let list = SQLConnection.placeholders(from: 4, count: keys.count)
      values += keys.map { .text($0) }
      (columns, table, condition) = ("id", "booking", "room_key IN (\(list)) AND ")
    case .everyone:
      (columns, table, condition) = ("id", "booking", "")
    }
    return try sql.rows(
      """
      SELECT \(columns), revision FROM \(table)
      WHERE \(condition)start_at >= $1 AND start_at < $2
      ORDER BY start_at, \(columns) LIMIT $3
      """, values: values
    ) { BookingRevision(booking: try $0.id(0), revision: Int(try $0.integer(1))) }
  }
}

/// The SELECT for one part of a query, composed of whole conditions.
private struct BookingListText {
  private(set) var text = BookingRow.columns
  private(set) var values: [SQLValue] = []
  private var conditions: [String] = []

  /// The longest that a booking lasts, as the schema says: what overlaps a moment starts no
  /// earlier than so long before it.
  private static let longestSeconds: Int64 = 31 * 86_400

  /// Nil where nothing can be selected.
  init?(_ whose: BookingQuery.Whose, _ query: BookingQuery) {
    // The columns of the index that yields the order.
    var (start, id) = ("booking.start_at", "booking.id")
    switch whose {
    case .everyone:
      text += " FROM booking"
    case .partner(let key):
      text += " FROM booking"
      add("booking.partner_key = \(bind(.text(key)))")
    case .rooms(let keys):
      guard !keys.isEmpty else { return nil }
      text += " FROM booking"
      add("booking.room_key IN (\(keys.map { bind(.text($0)) }.joined(separator: ", ")))")
    case .adviser(let person), .starter(let person):
      let table = if case .adviser = whose { "booking_adviser" } else { "booking_participant" }
      (start, id) = ("\(table).start_at", "\(table).booking_id")
      text += " FROM \(table) JOIN booking ON booking.id = \(table).booking_id"
      add("\(table).person_id = \(bind(.id(person)))")
    }
    if let from = query.from {
      add("\(start) > \(bind(.instant(from.advanced(bySeconds: -Self.longestSeconds))))")
      add("booking.end_at > \(bind(.instant(from)))")
    }
    if let until = query.until { add("\(start) < \(bind(.instant(until)))") }
    if !query.states.isEmpty {
      let states = query.states.map { bind(.text($0)) }.joined(separator: ", ")
      add("booking.state IN (\(states))")
    }
    if let goneSince = query.goneSince {
      add(
        "(booking.state NOT IN ('cancelled', 'declined')"
          + " OR booking.state_at > \(bind(.instant(goneSince))))")
    }
    if let after = query.after {
      let beyond = query.newestFirst ? "<" : ">"
      add("(\(start), \(id)) \(beyond) (\(bind(.instant(after.start))), \(bind(.id(after.id))))")
    }
    if !conditions.isEmpty { text += " WHERE " + conditions.joined(separator: " AND ") }
    let direction = query.newestFirst ? " DESC" : ""
    text += " ORDER BY \(start)\(direction), \(id)\(direction)"
    text += " LIMIT \(bind(.integer(max(0, query.limit))))"
  }

  private mutating func add(_ condition: String) { conditions.append(condition) }

  private mutating func bind(_ value: SQLValue) -> String {
    values.append(value)
    return "$\(values.count)"
  }
}
