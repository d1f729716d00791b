import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func outbox(limit: Int) throws -> [OutboxMessage] {
    try sql.rows(
      """
      SELECT id, kind, recipient, language, facts, created_at, state FROM outbox
      ORDER BY created_at DESC, id DESC LIMIT $1
      """, .integer(max(0, limit))
    ) { row in
      OutboxMessage(
        id: try row.id(0), kind: try row.named(1), recipient: try row.text(2),
        language: try row.named(3), facts: try TextMap.map(try row.text(4)),
        createdAt: try row.instant(5), state: try row.named(6))
    }
  }

  func activity(of objectKind: String, id: String) throws -> [ActivityEntry] {
    try sql.rows(
      """
      SELECT id, happened_at, actor_id, object_kind, object_id, verb, state_before, state_after,
        cause, rule_version
      FROM activity WHERE object_kind = $1 AND object_id = $2 ORDER BY number
      """, .text(objectKind), .text(id)
    ) { row in
      ActivityEntry(
        id: try row.id(0), at: try row.instant(1), actor: try row.optionalID(2),
        objectKind: try row.text(3), objectID: try row.text(4), verb: try row.text(5),
        from: row.optionalText(6), to: row.optionalText(7), cause: row.optionalText(8),
        ruleVersion: try row.integer(9))
    }
  }

  func keptAnswer(_ scope: IdempotencyScope) throws -> KeptAnswer? {
    try sql.first(
      """
      SELECT body_hash, status, headers, body FROM kept_answer
      WHERE person_id = $1 AND route = $2 AND key = $3
      """, .id(scope.person), .text(scope.route), .text(scope.key)
    ) { row in
      KeptAnswer(
        bodyHash: try row.text(0), status: Int(try row.integer(1)),
        headers: try TextMap.map(try row.text(2)), body: try row.text(3))
    }
  }

  func serviceState(_ key: String) throws -> String? {
    try sql.first("SELECT value FROM service_state WHERE key = $1", .text(key)) {
      try $0.text(0)
    }
  }
}

extension StoredTransaction {
  func enqueue(_ message: OutboxMessage) throws {
    try sql.run(
      """
      INSERT INTO outbox (id, kind, recipient, language, facts, created_at, state)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """,
      .id(message.id), .text(message.kind.rawValue), .text(message.recipient),
      .text(message.language.rawValue), .text(try TextMap.text(message.facts)),
      .instant(message.createdAt), .text(message.state.rawValue))
  }

  func record(_ entry: ActivityEntry) throws {
    try sql.run(
      """
      INSERT INTO activity (
        id, happened_at, actor_id, object_kind, object_id, verb, state_before, state_after, cause,
        rule_version, number)
      VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
        (SELECT COALESCE(MAX(number), 0) + 1 FROM activity
          WHERE object_kind = $4 AND object_id = $5))
      """,
      .id(entry.id), .instant(entry.at), .id(entry.actor), .text(entry.objectKind),
      .text(entry.objectID), .text(entry.verb), .text(entry.from), .text(entry.to),
      .text(entry.cause), .integer(entry.ruleVersion))
  }

  /// Plainly inserted: of two that race with one key the second fails, and finds the answer when
  /// it runs again.
  func keep(_ answer: KeptAnswer, for scope: IdempotencyScope, at now: Instant) throws {
    try sql.run(
      """
      INSERT INTO kept_answer (
        person_id, route, key, body_hash, status, headers, body, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      .id(scope.person), .text(scope.route), .text(scope.key), .text(answer.bodyHash),
      .integer(answer.status), .text(try TextMap.text(answer.headers)), .text(answer.body),
      .instant(now))
  }

  func deleteKeptAnswers(before instant: Instant) throws {
    try sql.run("DELETE FROM kept_answer WHERE created_at < $1", .instant(instant))
  }

  func deleteMessages(of kinds: [OutboxMessage.Kind], before instant: Instant) throws {
    for kind in kinds {
      try sql.run(
        "DELETE FROM outbox WHERE created_at < $1 AND kind = $2", .instant(instant),
        .text(kind.rawValue))
    }
  }

  func setServiceState(_ key: String, to value: String) throws {
    try sql.run(
      """
      INSERT INTO service_state (key, value) VALUES ($1, $2)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value
      """, .text(key), .text(value))
  }
}
