import Scheduling

/// One object of a catalogue as the database holds it.
public struct CatalogueRecord: Hashable, Codable, Sendable {
  public var kind: CatalogueKind
  /// The object's slug; `intake` for the intake, which has none.
  public var key: String
  /// The key of the venue or partner that the object belongs to.
  public var parent: String?
  /// From 0, among the objects of its kind and parent: the order in the file.
  public var position: Int
  /// Canonical JSON of the object without its children.
  public var document: String

  public init(
    kind: CatalogueKind, key: String, parent: String? = nil, position: Int, document: String
  ) {
    (self.kind, self.key, self.parent) = (kind, key, parent)
    (self.position, self.document) = (position, document)
  }
}

/// Stored rows that are not a catalogue: a fault, for nothing but this writes them.
public struct CatalogueRecordFault: Error, Hashable, Sendable, CustomStringConvertible {
  public let kind: CatalogueKind
  public let key: String
  public let reason: String

  public var description: String { "catalogue row \(kind.rawValue) \(key): \(reason)" }
}

extension CatalogueRecord {
  private static let topLevel: [(kind: CatalogueKind, field: String)] = [
    (.closureSet, "closureSets"), (.venue, "venues"), (.partner, "partners"), (.toDo, "toDos"),
    (.targetGroup, "targetGroups"),
  ]
  private static let intakeKey = "intake"

  private static func childKinds(of kind: CatalogueKind) -> [(kind: CatalogueKind, field: String)] {
    CatalogueKind.allCases.compactMap { child in
      guard let parent = child.parent, parent.kind == kind else { return nil }
      return (child, parent.field)
    }
  }

  /// Whether the parent may be without a list of these.
  private static func isOptional(_ child: CatalogueKind) -> Bool { child == .combination }

  // MARK: Taking apart

  /// The rows of a catalogue, parents before their children.
  public static func records(of catalogue: Catalogue) throws -> [CatalogueRecord] {
    let document = try DocumentValue(encoding: catalogue).map ?? [:]
    var records: [CatalogueRecord] = []
    if let organisation = document["organisation"] {
      records += try takenApart([organisation], .organisation, parent: nil)
    }
    for (kind, field) in topLevel {
      records += try takenApart(document[field]?.list ?? [], kind, parent: nil)
    }
    if let intake = document["intake"] {
      records += try takenApart([intake], .intake, parent: nil)
    }
    return records
  }

  private static func takenApart(
    _ objects: [DocumentValue], _ kind: CatalogueKind, parent: String?
  ) throws -> [CatalogueRecord] {
    var records: [CatalogueRecord] = []
    for (position, object) in objects.enumerated() {
      var fields = object.map ?? [:]
      let key = fields["key"]?.text ?? intakeKey
      var children: [CatalogueRecord] = []
      for (child, field) in childKinds(of: kind) {
        guard let list = fields[field]?.list else { continue }
        // An optional list that is empty stays, so that it does not come back as absent.
        if !list.isEmpty || !isOptional(child) { fields[field] = nil }
        children += try takenApart(list, child, parent: key)
      }
      records.append(
        CatalogueRecord(
          kind: kind, key: key, parent: parent, position: position,
          document: try DocumentValue.map(fields).canonicalJSON()))
      records += children
    }
    return records
  }

  // MARK: Putting together

  /// The catalogue that the rows are, in any order.
  public static func catalogue(
    of records: [CatalogueRecord]
  ) throws(CatalogueRecordFault) -> Catalogue {
    var seen: Set<[String]> = []
    for record in records where !seen.insert([record.kind.rawValue, record.key]).inserted {
      throw CatalogueRecordFault(
        kind: record.kind, key: record.key, reason: "there is another with this key")
    }
    do {
      return try catalogue(of: records, isChecking: false)
    } catch {
      // Once more, slowly, to hear which row it was.
      return try catalogue(of: records, isChecking: true)
    }
  }

  private static func catalogue(
    of records: [CatalogueRecord], isChecking: Bool
  ) throws(CatalogueRecordFault) -> Catalogue {
    var parts = Parts(records, isChecking: isChecking)
    guard let organisation = try parts.objects(.organisation, parent: nil).first else {
      throw CatalogueRecordFault(kind: .organisation, key: "", reason: "there is none")
    }
    var document = ["organisation": organisation]
    for (kind, field) in topLevel {
      document[field] = .list(try parts.objects(kind, parent: nil))
    }
    document["intake"] = try parts.objects(.intake, parent: nil).first
    if let lost = parts.rest.first {
      throw CatalogueRecordFault(
        kind: lost.kind, key: lost.key,
        reason: lost.parent.map { "its parent '\($0)' does not exist" } ?? "it has no place")
    }
    do {
      return try DocumentValue.map(document).decoded(as: Catalogue.self)
    } catch {
      throw CatalogueRecordFault(kind: .organisation, key: "", reason: "\(error)")
    }
  }

  /// The rows that have not found their place yet.
  private struct Parts {
    private struct Place: Hashable {
      let kind: CatalogueKind
      let parent: String?
    }

    private var waiting: [Place: [CatalogueRecord]]
    /// Whether each object is decoded by itself, so that a fault names it.
    private let isChecking: Bool

    init(_ records: [CatalogueRecord], isChecking: Bool) {
      self.isChecking = isChecking
      waiting = Dictionary(grouping: records) { Place(kind: $0.kind, parent: $0.parent) }
    }

    var rest: [CatalogueRecord] {
      waiting.values.joined().sorted { ($0.kind, $0.key) < ($1.kind, $1.key) }
    }

    mutating func objects(
      _ kind: CatalogueKind, parent: String?
    ) throws(CatalogueRecordFault) -> [DocumentValue] {
      let records = waiting.removeValue(forKey: Place(kind: kind, parent: parent)) ?? []
      let isSingle = kind == .organisation || kind == .intake
      if isSingle, records.count > 1 {
        throw CatalogueRecordFault(kind: kind, key: records[1].key, reason: "there is another")
      }
      var objects: [DocumentValue] = []
      for record in records.sorted(by: { ($0.position, $0.key) < ($1.position, $1.key) }) {
        var fields = try CatalogueRecord.fields(of: record)
        for (child, field) in CatalogueRecord.childKinds(of: kind) {
          let children = try self.objects(child, parent: record.key)
          if !children.isEmpty || !CatalogueRecord.isOptional(child) {
            fields[field] = .list(children)
          }
        }
        if isChecking { try CatalogueRecord.check(fields, of: record) }
        objects.append(.map(fields))
      }
      return objects
    }
  }

  private static func fields(
    of record: CatalogueRecord
  ) throws(CatalogueRecordFault) -> [String: DocumentValue] {
    let fields: [String: DocumentValue]?
    do {
      fields = try DocumentValue(json: record.document).map
    } catch {
      throw CatalogueRecordFault(
        kind: record.kind, key: record.key, reason: "its document is not JSON")
    }
    guard let fields, fields["key"]?.text ?? intakeKey == record.key else {
      throw CatalogueRecordFault(
        kind: record.kind, key: record.key, reason: "its document is another's")
    }
    return fields
  }

  /// Decodes the object by itself, so that a fault names it.
  private static func check(
    _ fields: [String: DocumentValue], of record: CatalogueRecord
  ) throws(CatalogueRecordFault) {
    do {
      let value = DocumentValue.map(fields)
      switch record.kind {
      case .organisation: _ = try value.decoded(as: Organisation.self)
      case .closureSet: _ = try value.decoded(as: ClosureSet.self)
      case .venue: _ = try value.decoded(as: Venue.self)
      case .room: _ = try value.decoded(as: Room.self)
      case .combination: _ = try value.decoded(as: RoomCombination.self)
      case .partner: _ = try value.decoded(as: Partner.self)
      case .adviser: _ = try value.decoded(as: Adviser.self)
      case .appointmentType: _ = try value.decoded(as: AppointmentType.self)
      case .toDo: _ = try value.decoded(as: ToDoTemplate.self)
      case .intake: _ = try value.decoded(as: Intake.self)
      case .question: _ = try value.decoded(as: Intake.Question.self)
      case .targetGroup: _ = try value.decoded(as: TargetGroup.self)
      }
    } catch {
      throw CatalogueRecordFault(kind: record.kind, key: record.key, reason: "\(error)")
    }
  }
}
