import Scheduling

/// What an import would do to one object.
public struct CatalogueChange: Hashable, Codable, Sendable {
  public enum Effect: String, CaseIterable, Codable, Sendable { case added, changed, removed }

  public let effect: Effect
  public let kind: CatalogueKind
  public let key: String
  /// The key of the venue or partner that the object belongs to (where removed: belonged).
  public let owner: String?
  /// The fields that differ, sorted; of a changed object only. `order` where it stands elsewhere
  /// among the objects that stay, `owner` where it belongs to another.
  public let fields: [String]

  public init(
    _ effect: Effect, _ kind: CatalogueKind, _ key: String, owner: String? = nil,
    fields: [String] = []
  ) {
    (self.effect, self.kind, self.key) = (effect, kind, key)
    (self.owner, self.fields) = (owner, fields)
  }

  /// `owner/key`, or the key alone.
  public var path: String { owner.map { "\($0)/\(key)" } ?? key }

  /// `changed adviser voorbeeldbank/an: email, languages`.
  public var text: String {
    let start = "\(effect.rawValue) \(kind.rawValue) \(path)"
    return fields.isEmpty ? start : "\(start): \(fields.joined(separator: ", "))"
  }
}

/// What differs between two catalogues, object by object: the preview of an import.
///
/// Objects are the same where kind and key are. Parents do not change with their children.
public struct CatalogueDifference: Hashable, Codable, Sendable {
  /// Sorted by kind, owner and key.
  public let added: [CatalogueChange]
  public let changed: [CatalogueChange]
  public let removed: [CatalogueChange]

  public var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

  /// All changes: what is added, then changed, then removed.
  public var changes: [CatalogueChange] { added + changed + removed }

  /// A line for each change; empty where there is none.
  public var text: String { changes.map { $0.text + "\n" }.joined() }

  /// - Parameter before: Nil where nothing has been imported yet: all is added.
  public init(from before: Catalogue?, to after: Catalogue) throws {
    try self.init(
      from: before.map(CatalogueRecord.records(of:)) ?? [],
      to: CatalogueRecord.records(of: after))
  }

  /// The same with closure sets whose file now names other days.
  func adding(changedDaysOf keys: [String]) -> Self {
    let known = Set(changed.filter { $0.kind == .closureSet }.map(\.key))
    let more = keys.filter { !known.contains($0) }.map {
      CatalogueChange(.changed, .closureSet, $0, fields: ["days"])
    }
    return Self(added: added, changed: Self.sorted(changed + more), removed: removed)
  }

  private init(added: [CatalogueChange], changed: [CatalogueChange], removed: [CatalogueChange]) {
    (self.added, self.changed, self.removed) = (added, changed, removed)
  }

  /// Compares stored rows, as they are or would be.
  public init(from before: [CatalogueRecord], to after: [CatalogueRecord]) throws {
    let old = try CatalogueObject.byName(before)
    let new = try CatalogueObject.byName(after)
    let moved = CatalogueObject.moved(from: old, to: new)
    added = Self.sorted(
      new.values.filter { old[$0.name] == nil }.map { $0.change(.added) })
    removed = Self.sorted(
      old.values.filter { new[$0.name] == nil }.map { $0.change(.removed) })
    changed = Self.sorted(
      new.values.compactMap { object in
        guard let previous = old[object.name] else { return nil }
        var fields = object.fieldsThatDiffer(from: previous)
        if moved.contains(object.name) { fields.append("order") }
        return fields.isEmpty ? nil : object.change(.changed, fields: fields.sorted())
      })
  }

  private static func sorted(_ changes: [CatalogueChange]) -> [CatalogueChange] {
    changes.sorted { ($0.kind, $0.owner ?? "", $0.key) < ($1.kind, $1.owner ?? "", $1.key) }
  }
}

/// An object as it is compared; the intake's questions are objects too.
private struct CatalogueObject {
  struct Name: Hashable {
    let kind: CatalogueKind
    let key: String
  }

  let name: Name
  let owner: String?
  let position: Int
  let fields: [String: DocumentValue]

  static func byName(_ records: [CatalogueRecord]) throws -> [Name: CatalogueObject] {
    var objects: [Name: CatalogueObject] = [:]
    for record in records {
      var fields = try DocumentValue(json: record.document).map ?? [:]
      if record.kind == .intake {
        let questions = fields.removeValue(forKey: "questions")?.list ?? []
        for (position, question) in questions.enumerated() {
          guard let key = question.map?["key"]?.text else { continue }
          let name = Name(kind: .question, key: key)
          objects[name] = CatalogueObject(
            name: name, owner: nil, position: position, fields: question.map ?? [:])
        }
      }
      let name = Name(kind: record.kind, key: record.key)
      objects[name] = CatalogueObject(
        name: name, owner: record.parent, position: record.position, fields: fields)
    }
    return objects
  }

  /// The objects that stand in another place among those of their kind and owner that stay.
  static func moved(
    from old: [Name: CatalogueObject], to new: [Name: CatalogueObject]
  ) -> Set<Name> {
    struct Siblings: Hashable {
      let kind: CatalogueKind
      let owner: String?
    }
    func ranks(_ objects: some Sequence<CatalogueObject>) -> [Name: Int] {
      let groups = Dictionary(grouping: objects) { Siblings(kind: $0.name.kind, owner: $0.owner) }
      var ranks: [Name: Int] = [:]
      for siblings in groups.values {
        for (rank, object) in siblings.sorted(by: { $0.position < $1.position }).enumerated() {
          ranks[object.name] = rank
        }
      }
      return ranks
    }
    func stays(_ object: CatalogueObject) -> Bool {
      guard let before = old[object.name], let after = new[object.name] else { return false }
      return before.owner == after.owner
    }
    let before = ranks(old.values.filter(stays))
    let after = ranks(new.values.filter(stays))
    return Set(after.filter { before[$0.key] != $0.value }.keys)
  }

  func fieldsThatDiffer(from previous: CatalogueObject) -> [String] {
    let names = Set(fields.keys).union(previous.fields.keys)
    let differing = names.filter { fields[$0] != previous.fields[$0] }
    return Array(differing) + (owner == previous.owner ? [] : ["owner"])
  }

  func change(_ effect: CatalogueChange.Effect, fields: [String] = []) -> CatalogueChange {
    CatalogueChange(effect, name.kind, name.key, owner: owner, fields: fields)
  }
}
