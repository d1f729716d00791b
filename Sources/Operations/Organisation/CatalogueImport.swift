import CivilTime
import Scheduling

/// The rows of one import.
struct CatalogueImport {
  let transaction: any WriteTransaction
  let now: Instant

  private struct Name: Hashable {
    let kind: CatalogueKind
    let key: String

    init(_ record: CatalogueRecord) { (kind, key) = (record.kind, record.key) }
  }

  /// Writes what changed; says whether anything did.
  func apply(_ records: [CatalogueRecord], days: [String: String]) throws -> Bool {
    let stored = try transaction.catalogueRecords()
    let present = Dictionary(
      stored.map { (Name($0.record), $0) }, uniquingKeysWith: { first, _ in first })
    let wanted = Set(records.map { Name($0) })
    var changed = false
    for record in records {
      let before = present[Name(record)]
      let after = StoredCatalogueRecord(
        id: try before?.id ?? newID(for: record), record: record,
        days: record.kind == .closureSet ? days[record.key] : nil, isArchived: false)
      guard after != before else { continue }
      try transaction.save(after)
      changed = true
    }
    for record in stored where !wanted.contains(Name(record.record)) && !record.isArchived {
      try remove(record, all: stored)
      changed = true
    }
    return changed
  }

  /// What has bookings is archived, never deleted; likewise what such a thing belongs to.
  private func remove(
    _ stored: StoredCatalogueRecord, all: [StoredCatalogueRecord]
  ) throws {
    let children = all.filter { child in
      child.record.kind.parent?.kind == stored.record.kind
        && child.record.parent == stored.record.key
    }
    let isUsed = try transaction.isUsed(stored) || children.contains { try transaction.isUsed($0) }
    if isUsed {
      var archived = stored
      archived.isArchived = true
      try transaction.save(archived)
    } else {
      try transaction.deleteCatalogueRecord(id: stored.id)
    }
  }

  /// An adviser is a person, whom an earlier account may already have made.
  private func newID(for record: CatalogueRecord) throws -> String {
    guard record.kind == .adviser else { return ID<CatalogueRecord>.random().description }
    let adviser = try adviser(record)
    if let person = try transaction.person(email: adviser.email.lowercased()),
      try transaction.catalogueRecords().allSatisfy({ $0.id != person.id.description })
    {
      return person.id.description
    }
    return ID<Person>.random().description
  }

  private func adviser(_ record: CatalogueRecord) throws -> Adviser {
    // The rest of an adviser's document is what the record says of it.
    try StoredJSON.decode(Adviser.self, from: record.document)
  }

  // MARK: People

  /// Gives advisers their account and role, takes the role from those who left, and starters the
  /// items they do not have yet.
  func settlePeople() throws {
    let catalogue = try transaction.catalogue()
    var advising: [ID<Person>: [CatalogueSnapshot.AdviserEntry]] = [:]
    for partner in catalogue.catalogue.partners {
      for adviser in partner.advisers {
        guard let entry = catalogue.adviser(adviser.key) else { continue }
        advising[entry.person, default: []].append(entry)
      }
    }
    for (_, entries) in advising.sorted(by: { $0.key < $1.key }) {
      try saveAdviser(entries, catalogue: catalogue)
    }
    for person in try transaction.people(with: .adviser) where advising[person.id] == nil {
      var person = person
      person.roles.removeAll { $0.kind == .adviser }
      try transaction.save(person, at: now)
    }
    for starter in try transaction.people(with: .starter) {
      try PeopleDesk.save(starter, transaction: transaction, catalogue: catalogue, at: now)
    }
  }

  private func saveAdviser(
    _ entries: [CatalogueSnapshot.AdviserEntry], catalogue: CatalogueSnapshot
  ) throws {
    guard let first = entries.first else { return }
    let stored = try transaction.person(first.person)
    var person =
      stored
      ?? Person(
        id: first.person, name: first.adviser.name, email: nil, language: .dutch, roles: [])
    person.name = first.adviser.name
    person.email = first.adviser.email.lowercased()
    person.roles.removeAll { $0.kind == .adviser }
    person.roles += entries.map { Role(.adviser, partner: $0.partner.key) }
    guard person != stored else { return }
    try transaction.save(person, at: now)
  }
}
