import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func arrangement(_ id: ID<Arrangement>) throws -> Arrangement? {
    try sql.first(
      Self.arrangementColumns + " WHERE id = $1", .id(id), read: Self.arrangement)
  }

  func arrangements(of person: ID<Person>) throws -> [Arrangement] {
    try sql.rows(
      Self.arrangementColumns + " WHERE person_id = $1 ORDER BY created_at, id", .id(person),
      read: Self.arrangement)
  }

  func standingContacts(for toDo: ID<ToDo>) throws -> Int {
    let count = try sql.first(
      """
      SELECT (SELECT COUNT(*) FROM contact_request
          WHERE to_do_id = $1 AND state IN ('waiting', 'passed', 'answered'))
        + (SELECT COUNT(*) FROM arrangement WHERE to_do_id = $1 AND state = 'standing')
      """, .id(toDo)
    ) { try $0.integer(0) }
    return Int(count ?? 0)
  }

  private static let arrangementColumns = """
    SELECT id, type_key, partner_key, person_id, to_do_id, kind, day, state, state_at, created_at
    FROM arrangement
    """

  private static func arrangement(_ row: SQLRow) throws -> Arrangement {
    let day = try row.optionalText(6).map { text in
      guard let day = LocalDate(iso8601: text) else { throw row.corrupt(6, "is no date") }
      return day
    }
    let state: Arrangement.State
    switch try row.text(7) {
    case "standing": state = .standing
    case "done": state = .done(at: try row.instant(8))
    case "takenBack": state = .takenBack(at: try row.instant(8))
    default: throw row.corrupt(7, "is no state")
    }
    return Arrangement(
      id: try row.id(0), type: try row.text(1), partner: try row.text(2), person: try row.id(3),
      toDo: try row.optionalID(4), kind: try row.named(5), day: day, state: state,
      createdAt: try row.instant(9))
  }

  func save(_ arrangement: Arrangement) throws {
    let stateAt: Instant? =
      switch arrangement.state {
      case .standing: nil
      case .done(let instant), .takenBack(let instant): instant
      }
    try sql.run(
      """
      INSERT INTO arrangement (
        id, type_key, partner_key, person_id, to_do_id, kind, day, state, state_at, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (id) DO UPDATE SET
        to_do_id = excluded.to_do_id, kind = excluded.kind, day = excluded.day,
        state = excluded.state, state_at = excluded.state_at
      """,
      .id(arrangement.id), .text(arrangement.type), .text(arrangement.partner),
      .id(arrangement.person), .id(arrangement.toDo), .text(arrangement.kind.rawValue),
      .text(arrangement.day?.iso8601), .text(arrangement.state.name), .instant(stateAt),
      .instant(arrangement.createdAt))
  }
}
