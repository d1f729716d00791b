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

  /// What the import would change, closed days too; throws where it cannot be carried out.
  static func preview(
    _ catalogue: Catalogue, _ records: [CatalogueRecord], days: [String: String],
    transaction: any ReadTransaction
  ) throws -> CatalogueDifference {
    let stored = try transaction.catalogueRecords()
    try checkAddresses(records, stored: stored, transaction: transaction)
    let difference = try CatalogueDifference(
      from: transaction.catalogue().importedCatalogue, to: catalogue)
    let otherDays = stored.filter { row in
      row.record.kind == .closureSet && !row.isArchived && days[row.record.key] != nil
        && days[row.record.key] != row.days
    }
    return difference.adding(changedDaysOf: otherDays.map(\.record.key))
  }

  /// An address is one person's account: an adviser's cannot be somebody else's.
  private static func checkAddresses(
    _ records: [CatalogueRecord], stored: [StoredCatalogueRecord],
    transaction: any ReadTransaction
  ) throws {
    let advisers = stored.filter { $0.record.kind == .adviser }
    var seen: [String: String] = [:]
    for record in records where record.kind == .adviser {
      let email = try adviser(record).email.lowercased()
      if let other = seen.updateValue(record.key, forKey: email) {
        throw AddressConflict(adviser: record.key, email: email, other: "adviser \(other)")
      }
      guard let person = try transaction.person(email: email) else { continue }
      let holder = advisers.first { $0.id == person.id.description }
      let own = advisers.first { $0.record.key == record.key }
      // Somebody who is no adviser yet may become this one, but not two people in one.
      if let holder, holder.record.key != record.key {
        throw AddressConflict(
          adviser: record.key, email: email, other: "adviser \(holder.record.key)")
      }
      if holder == nil, own != nil {
        throw AddressConflict(adviser: record.key, email: email, other: "another account")
      }
    }
  }

  /// Makes the stored catalogue this one, with the people in it; what that changed.
  func carryOut(
    _ catalogue: Catalogue, _ records: [CatalogueRecord], days: [String: String]
  ) throws -> CatalogueDifference {
    let before = try transaction.catalogue()
    let difference = try Self.preview(catalogue, records, days: days, transaction: transaction)
    guard try apply(records, days: days) else { return difference }
    try transaction.catalogueChanged(at: now)
    try settlePeople(before: before)
    return difference
  }

  /// Writes what changed; says whether anything did.
  private func apply(_ records: [CatalogueRecord], days: [String: String]) throws -> Bool {
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
    let adviser = try Self.adviser(record)
    if let person = try transaction.person(email: adviser.email.lowercased()),
      try transaction.catalogueRecords().allSatisfy({ $0.id != person.id.description })
    {
      return person.id.description
    }
    return ID<Person>.random().description
  }

  private static func adviser(_ record: CatalogueRecord) throws -> Adviser {
    try StoredJSON.decode(Adviser.self, from: record.document)
  }

  // MARK: People

  /// Gives advisers their account and role, takes the role from those who were advisers by the
  /// catalogue `before` and no longer are, and starters the items they do not have yet. Roles that an
  /// operator gave stay.
  private func settlePeople(before: CatalogueSnapshot) throws {
    let catalogue = try transaction.catalogue()
    let (was, advising) = (Self.advising(before), Self.advising(catalogue))
    for (person, entries) in advising.sorted(by: { $0.key < $1.key }) {
      try saveAdviser(entries, was: was[person] ?? [])
    }
    for (id, entries) in was.sorted(by: { $0.key < $1.key }) where advising[id] == nil {
      guard var person = try transaction.person(id) else { continue }
      let left = Set(entries.map { Role(.adviser, partner: $0.partner.key) })
      person.roles.removeAll { left.contains($0) }
      try transaction.save(person, at: now)
    }
    for starter in try transaction.people(with: .starter) {
      try PeopleDesk.save(starter, transaction: transaction, catalogue: catalogue, at: now)
    }
  }

  private static func advising(
    _ catalogue: CatalogueSnapshot
  ) -> [ID<Person>: [CatalogueSnapshot.AdviserEntry]] {
    let entries = catalogue.catalogue.partners.flatMap(\.advisers)
      .compactMap { catalogue.adviser($0.key) }
    return Dictionary(grouping: entries, by: \.person)
  }

  private func saveAdviser(
    _ entries: [CatalogueSnapshot.AdviserEntry], was: [CatalogueSnapshot.AdviserEntry]
  ) throws {
    guard let first = entries.first else { return }
    let stored = try transaction.person(first.person)
    var person =
      stored
      ?? Person(
        id: first.person, name: first.adviser.name, email: nil, language: .dutch, roles: [])
    person.name = first.adviser.name
    person.email = first.adviser.email.lowercased()
    let roles = entries.map { Role(.adviser, partner: $0.partner.key) }
    let left = Set(was.map { Role(.adviser, partner: $0.partner.key) }).subtracting(roles)
    person.roles.removeAll { left.contains($0) }
    for role in roles where !person.roles.contains(role) { person.roles.append(role) }
    guard person != stored else { return }
    try transaction.save(person, at: now)
  }
}

/// An adviser's address that is somebody else's.
public struct AddressConflict: Error, Hashable, Sendable, CustomStringConvertible {
  public let adviser: String
  public let email: String
  public let other: String

  public var description: String {
    "adviser \(adviser): email: \(email) belongs to \(other); an address is one person's"
  }
}
