import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func person(_ id: ID<Person>) throws -> Person? { try people([id])[id] }

  func person(email: String) throws -> Person? {
    try onePerson("SELECT person_id FROM account WHERE email = $1", .text(email.lowercased()))
  }

  func person(bearing token: SecretHash) throws -> Person? {
    try onePerson("SELECT person_id FROM api_token WHERE hash = $1", .hash(token))
  }

  private func onePerson(_ text: String, _ value: SQLValue) throws -> Person? {
    let id: ID<Person>? = try sql.first(text, value) { try $0.id(0) }
    return try id.flatMap { try person($0) }
  }

  func people(with role: Role.Kind) throws -> [Person] {
    let ids: [ID<Person>] = try sql.rows(
      "SELECT DISTINCT person_id FROM role WHERE kind = $1 ORDER BY person_id",
      .text(role.rawValue)
    ) { try $0.id(0) }
    let people = try people(Set(ids))
    return ids.compactMap { people[$0] }
  }

  func people(_ ids: Set<ID<Person>>) throws -> [ID<Person>: Person] {
    var people = seen.people.filter { ids.contains($0.key) }
    if people.count < ids.count {
      for (id, person) in try readPeople(ids.subtracting(people.keys)) {
        people[id] = person
        seen.people[id] = person
      }
    }
    return people
  }

  func namesVersion() throws -> Int64 {
    try sql.first("SELECT version FROM name_state") { try $0.integer(0) } ?? 0
  }

  private func readPeople(_ ids: Set<ID<Person>>) throws -> [ID<Person>: Person] {
    let values = ids.map { SQLValue.id($0) }
    var people: [ID<Person>: Person] = [:]
    let found = try sql.rows(
      for: values,
      { list in
        """
        SELECT person.id, person.name, account.email, person.language
        FROM person LEFT JOIN account ON account.person_id = person.id
        WHERE person.id IN (\(list))
        """
      }
    ) { row in
      Person(
        id: try row.id(0), name: try row.text(1), email: row.optionalText(2),
        language: try row.named(3), roles: [])
    }
    for person in found { people[person.id] = person }
    let roles = try sql.rows(
      for: values,
      { list in
        """
        SELECT person_id, kind, partner FROM role
        WHERE person_id IN (\(list)) ORDER BY person_id, position
        """
      }
    ) { row in
      let person: ID<Person> = try row.id(0)
      return (person: person, role: Role(try row.named(1), partner: row.optionalText(2)))
    }
    for (person, role) in roles { people[person]?.roles.append(role) }
    return people
  }
}

extension StoredTransaction {
  func save(_ person: Person, at now: Instant) throws {
    seen.people[person.id] = nil
    try sql.run(
      """
      UPDATE name_state SET version = version + 1
      WHERE EXISTS (SELECT 1 FROM person WHERE id = $1 AND name <> $2)
      """, .id(person.id), .text(person.name))
    try sql.run(
      """
      INSERT INTO person (id, name, language, created_at)
      VALUES ($1, $2, $3, $4)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, language = excluded.language
      """,
      .id(person.id), .text(person.name), .text(person.language.rawValue), .instant(now))
    try addResource(person.id.description, kind: "person")
    if let email = person.email {
      try sql.run(
        """
        INSERT INTO account (person_id, email)
        VALUES ($1, $2)
        ON CONFLICT (person_id) DO UPDATE SET email = excluded.email
        """, .id(person.id), .text(email.lowercased()))
    } else {
      try sql.run("DELETE FROM account WHERE person_id = $1", .id(person.id))
    }
    try sql.run("DELETE FROM role WHERE person_id = $1", .id(person.id))
    for (position, role) in person.roles.enumerated() {
      try sql.run(
        """
        INSERT INTO role (person_id, position, kind, partner)
        VALUES ($1, $2, $3, $4)
        """,
        .id(person.id), .integer(position), .text(role.kind.rawValue), .text(role.partner))
    }
  }

  func insertToken(_ hash: SecretHash, for person: ID<Person>, at now: Instant) throws {
    try sql.run(
      """
      INSERT INTO api_token (hash, person_id, created_at)
      VALUES ($1, $2, $3)
      """, .hash(hash), .id(person), .instant(now))
  }
}
