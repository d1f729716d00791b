import CivilTime
import Operations
import Scheduling

extension StoredTransaction {
  func catalogue() throws -> CatalogueSnapshot {
    if let known = seen.catalogue { return known }
    let snapshot = try latestCatalogue()
    seen.catalogue = snapshot
    return snapshot
  }

  private func latestCatalogue() throws -> CatalogueSnapshot {
    let state = try sql.first("SELECT version, changed_at FROM catalogue_state") { row in
      (version: try row.integer(0), changedAt: try row.instant(1))
    }
    guard let state else { throw StoreFault.corruptRow("catalogue_state is empty") }
    if catalogueChanges.isEmpty, let known = catalogues.snapshot(ofVersion: state.version) {
      return known
    }
    let snapshot = try CatalogueSnapshot(
      version: state.version, changedAt: state.changedAt, records: try catalogueRecords())
    if catalogueChanges.isEmpty { catalogues.keep(snapshot) }
    return snapshot
  }

  func catalogueRecords() throws -> [StoredCatalogueRecord] {
    try sql.rows(
      """
      SELECT id, kind, key, parent, position, document, days, archived
      FROM catalogue_object
      ORDER BY position, kind, key
      """
    ) { row in
      StoredCatalogueRecord(
        id: try row.text(0),
        record: CatalogueRecord(
          kind: try row.named(1), key: try row.text(2), parent: row.optionalText(3),
          position: Int(try row.integer(4)), document: try row.text(5)),
        days: row.optionalText(6), isArchived: try row.flag(7))
    }
  }

  func isUsed(_ record: StoredCatalogueRecord) throws -> Bool {
    switch record.record.kind {
    case .appointmentType:
      try exists("SELECT 1 FROM booking WHERE type_key = $1 LIMIT 1", .text(record.record.key))
        || exists("SELECT 1 FROM hold WHERE type_key = $1 LIMIT 1", .text(record.record.key))
        || isContacted(column: "type_key", record.record.key)
    case .partner:
      try exists("SELECT 1 FROM booking WHERE partner_key = $1 LIMIT 1", .text(record.record.key))
        || isContacted(column: "partner_key", record.record.key)
    case .adviser:
      try exists("SELECT 1 FROM booking_adviser WHERE person_id = $1 LIMIT 1", .text(record.id))
        || exists("SELECT 1 FROM claim WHERE resource_id = $1 LIMIT 1", .text(record.id))
    case .room:
      try exists("SELECT 1 FROM booking_room WHERE resource_id = $1 LIMIT 1", .text(record.id))
        || exists("SELECT 1 FROM claim WHERE resource_id = $1 LIMIT 1", .text(record.id))
    case .combination:
      try exists("SELECT 1 FROM booking WHERE room_key = $1 LIMIT 1", .text(record.record.key))
        || exists("SELECT 1 FROM hold WHERE room_key = $1 LIMIT 1", .text(record.record.key))
    case .venue:
      try exists("SELECT 1 FROM booking WHERE venue_key = $1 LIMIT 1", .text(record.record.key))
        || exists("SELECT 1 FROM hold WHERE venue_key = $1 LIMIT 1", .text(record.record.key))
    case .toDo:
      try exists("SELECT 1 FROM to_do WHERE template_key = $1 LIMIT 1", .text(record.record.key))
    case .organisation, .closureSet, .intake, .question, .targetGroup:
      false
    }
  }

  /// Whether a request or an arrangement names it.
  private func isContacted(column: String, _ key: String) throws -> Bool {
    try ["contact_request", "arrangement"].contains { table in
      try exists("SELECT 1 FROM \(table) WHERE \(column) = $1 LIMIT 1", .text(key))
    }
  }

  private func exists(_ text: String, _ value: SQLValue) throws -> Bool {
    try sql.first(text, value) { _ in true } ?? false
  }
}

extension StoredTransaction {
  func save(_ stored: StoredCatalogueRecord) throws {
    noteCatalogueChange()
    let record = stored.record
    try sql.run(
      """
      INSERT INTO catalogue_object (id, kind, key, parent, position, document, days, archived)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (id) DO UPDATE SET
        kind = excluded.kind, key = excluded.key, parent = excluded.parent,
        position = excluded.position, document = excluded.document, days = excluded.days,
        archived = excluded.archived
      """,
      .text(stored.id), .text(record.kind.rawValue), .text(record.key), .text(record.parent),
      .integer(record.position), .text(record.document), .text(stored.days),
      .flag(stored.isArchived))
    if record.kind == .room { try addResource(stored.id, kind: "room") }
  }

  /// What this transaction has read of the catalogue no longer holds.
  private func noteCatalogueChange() {
    catalogueChanges.isEmpty = false
    seen.catalogue = nil
  }

  func deleteCatalogueRecord(id: String) throws {
    noteCatalogueChange()
    try sql.run("DELETE FROM catalogue_object WHERE id = $1", .text(id))
    // A person stays a resource, whether an adviser or not.
    try sql.run("DELETE FROM resource WHERE id = $1 AND kind = 'room'", .text(id))
  }

  func catalogueChanged(at now: Instant) throws {
    noteCatalogueChange()
    try sql.run(
      "UPDATE catalogue_state SET version = version + 1, changed_at = $1", .instant(now))
  }

  func addResource(_ id: String, kind: String) throws {
    try sql.run(
      """
      INSERT INTO resource (id, kind, version)
      VALUES ($1, $2, 0)
      ON CONFLICT (id) DO NOTHING
      """, .text(id), .text(kind))
  }
}
