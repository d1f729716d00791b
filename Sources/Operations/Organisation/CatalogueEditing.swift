import CivilTime
import Scheduling

/// What one object of the catalogue looked like when somebody began to change it.
public struct CatalogueFingerprint: Hashable, Sendable {
  public let kind: CatalogueKind
  public let key: String
  /// 32 hexadecimal digits over the object and what belongs to it; goes with a form.
  public let text: String

  public init(kind: CatalogueKind, key: String, text: String) {
    (self.kind, self.key, self.text) = (kind, key, text)
  }
}

extension CatalogueDesk {
  /// An edit that loses to another one is tried again on the new catalogue so many times.
  private static let attempts = 5

  /// The object as it stands now; nil where there is none.
  public func fingerprint(_ kind: CatalogueKind, _ key: String) async throws
    -> CatalogueFingerprint?
  {
    try await setting.store.read { transaction in
      Self.fingerprint(kind, key, in: try transaction.catalogueRecords())
    }
  }

  /// Changes what was set up, from a page, under the same rules as an import: previewed by the
  /// value that comes back, validated as a whole, all or nothing, kept in the history.
  ///
  /// `edit` may run more than once, each time on the catalogue as it then stands. Throws
  /// `CatalogueProblems`, whose fields name the place such as `partners[3].about`, where the result
  /// is no catalogue, and `RequestProblem.stale` where an expected object has changed meanwhile, so
  /// that nobody overwrites what they have not seen.
  public func change(
    by actor: Actor, expecting seen: [CatalogueFingerprint] = [],
    _ edit: @escaping @Sendable (inout Catalogue) throws -> Void
  ) async throws -> CatalogueDifference {
    for _ in 0..<Self.attempts {
      if let difference = try await attempt(by: actor, expecting: seen, edit) { return difference }
    }
    throw StoreFault.unavailable("the catalogue changes all the time")
  }

  /// Validates outside the write, so that nobody waits for it; nil where the catalogue changed
  /// meanwhile.
  private func attempt(
    by actor: Actor, expecting seen: [CatalogueFingerprint],
    _ edit: @Sendable (inout Catalogue) throws -> Void
  ) async throws -> CatalogueDifference? {
    let now = setting.now()
    let (snapshot, stored) = try await setting.store.read {
      (try $0.catalogue(), try $0.catalogueRecords())
    }
    guard var catalogue = snapshot.importedCatalogue else { throw RequestProblem.unknown }
    for fingerprint in seen
    where Self.fingerprint(fingerprint.kind, fingerprint.key, in: stored) != fingerprint {
      throw RequestProblem.stale(current: Int(snapshot.version))
    }
    try edit(&catalogue)
    let text = try CatalogueWriter().text(catalogue)
    let checked = try CatalogueReader().read(CatalogueFile(name: "", text: text))
    let records = try CatalogueRecord.records(of: checked)
    let days = try Self.days(of: checked, stored: stored)
    return try await setting.store.write { transaction in
      guard try transaction.catalogue().version == snapshot.version else { return nil }
      let difference = try CatalogueImport(transaction: transaction, now: now)
        .carryOut(checked, records, days: days)
      try Self.record(difference, by: actor, transaction: transaction, at: now)
      return difference
    }
  }

  /// The days read from files stay as they are, since a page names no files; inline days are theirs
  /// to change.
  private static func days(
    of catalogue: Catalogue, stored: [StoredCatalogueRecord]
  ) throws -> [String: String] {
    let known = Dictionary(
      stored.filter { $0.record.kind == .closureSet }.map { ($0.record.key, $0) },
      uniquingKeysWith: { first, _ in first })
    return try catalogue.closureSets.reduce(into: [:]) { days, set in
      guard let file = set.file else {
        days[set.key] = try StoredJSON.text(set.closedDays)
        return
      }
      guard let row = known[set.key], let text = row.days,
        try StoredJSON.decode(ClosureSet.self, from: row.record.document).file == file
      else { throw ClosureFileProblem(file: file, reason: "a file comes with an import") }
      days[set.key] = text
    }
  }

  private static func record(
    _ difference: CatalogueDifference, by actor: Actor, transaction: any WriteTransaction,
    at now: Instant
  ) throws {
    let version = try transaction.catalogue().version
    for change in difference.changes {
      try transaction.record(
        ActivityEntry(
          id: .random(), at: now, actor: actor.id, objectKind: "catalogue",
          objectID: "\(change.kind.rawValue)/\(change.key)", verb: change.effect.rawValue,
          cause: change.fields.isEmpty ? "page" : "page: \(change.fields.joined(separator: ", "))",
          ruleVersion: version))
    }
  }

  static func fingerprint(
    _ kind: CatalogueKind, _ key: String, in stored: [StoredCatalogueRecord]
  ) -> CatalogueFingerprint? {
    guard
      let own = stored.first(where: {
        $0.record.kind == kind && $0.record.key == key && !$0.isArchived
      })
    else { return nil }
    let children = stored.filter {
      $0.record.kind.parent?.kind == kind && $0.record.parent == key && !$0.isArchived
    }
    let documents = ([own] + children).map { "\($0.id) \($0.record.document) \($0.days ?? "")" }
    let text = Secret.sha256(documents.joined(separator: "\n")).prefix(32)
    return CatalogueFingerprint(kind: kind, key: key, text: String(text))
  }
}
