import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func toDo(_ id: ID<ToDo>) throws -> ToDo? {
    try sql.first(Self.toDoColumns + " WHERE id = $1", .id(id), read: Self.toDo)
  }

  func toDos(of person: ID<Person>) throws -> [ToDo] {
    try sql.rows(
      Self.toDoColumns + " WHERE person_id = $1 ORDER BY template_key", .id(person),
      read: Self.toDo)
  }

  private static let toDoColumns =
    "SELECT id, person_id, template_key, state, changed_at FROM to_do"

  private static func toDo(_ row: SQLRow) throws -> ToDo {
    ToDo(
      id: try row.id(0), person: try row.id(1), template: try row.text(2),
      state: try row.named(3), changedAt: try row.instant(4))
  }

  func save(_ toDo: ToDo) throws {
    try sql.run(
      """
      INSERT INTO to_do (id, person_id, template_key, state, changed_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at
      """,
      .id(toDo.id), .id(toDo.person), .text(toDo.template), .text(toDo.state.rawValue),
      .instant(toDo.changedAt))
  }
}
