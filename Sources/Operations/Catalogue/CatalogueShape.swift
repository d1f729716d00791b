/// What a value of the catalogue file must look like.
///
/// The reader checks against it, the writer takes the order of fields and the layout from it, so a
/// field is described once.
indirect enum Shape: Sendable {
  case scalar(ScalarRule)
  /// A string, or `{nl, en, fr}` with nl.
  case localized(ScalarRule)
  case list(Shape, ListRule = ListRule())
  /// Numbers by name: how many people fit per layout.
  case counts
  case condition
  /// An answer to choose from: a string, or `{key, text}`.
  case option
  case map(MapShape)
}

/// What a single value must look like. It is read as written: `no`, `09:00` and `9000` are texts
/// until the rule makes something of them.
enum ScalarRule: Hashable, Sendable {
  /// One line of text.
  case title
  /// Text that may have several lines.
  case paragraph
  case phone, email, url, file
  case date, openingTime, elapsed, zone, recurrence
  case flag
  case whole(ClosedRange<Int>)
  case decimal(ClosedRange<Double>)
  case oneOf([String])
  /// A slug that names this object, unique per kind.
  case key(CatalogueKind)
  /// A slug that is unique among its siblings only.
  case siblingKey
  /// A slug that names another object.
  case reference(CatalogueKind)
}

struct ListRule: Sendable {
  var atLeast = 0
  var isDistinct = false

  static let distinct = ListRule(isDistinct: true)
  static let some = ListRule(atLeast: 1, isDistinct: true)
  static let several = ListRule(atLeast: 2, isDistinct: true)
}

/// A field of a map, in the order in which the writer writes it.
struct Field: Sendable {
  enum Presence: Sendable {
    case required
    case optional
    /// Optional, and this where it is left out.
    case defaulted(DocumentValue)
  }

  let name: String
  let shape: Shape
  let presence: Presence

  static func required(_ name: String, _ shape: Shape) -> Field {
    Field(name: name, shape: shape, presence: .required)
  }

  static func optional(_ name: String, _ shape: Shape) -> Field {
    Field(name: name, shape: shape, presence: .optional)
  }

  static func defaulted(_ name: String, _ shape: Shape, _ value: DocumentValue) -> Field {
    Field(name: name, shape: shape, presence: .defaulted(value))
  }

  /// Whether the writer leaves it out: it is empty, and empty is what its absence means.
  func mayBeLeftOut(_ value: DocumentValue) -> Bool {
    guard case .defaulted(let implied) = presence else { return false }
    return value.isEmptyCollection && value == implied
  }
}

struct MapShape: Sendable {
  typealias Check = @Sendable (inout ReadMap, inout ShapeReader) -> Void

  let fields: [Field]
  /// Written on one line where it fits.
  let isCompact: Bool
  /// What the fields must be together.
  let check: Check?
  private let byName: [String: Field]

  init(_ fields: [Field], isCompact: Bool = false, check: Check? = nil) {
    (self.fields, self.isCompact, self.check) = (fields, isCompact, check)
    byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
  }

  func field(_ name: String) -> Field? { byName[name] }
}

/// A map of the file as far as it could be read.
struct ReadMap {
  let site: Site
  /// Where each field of the file stands, read or not.
  let sites: [String: Site]
  /// The fields that were read, and the defaults.
  var values: [String: DocumentValue]

  /// Whether the file has the field, right or wrong.
  func has(_ name: String) -> Bool { sites[name] != nil }

  func text(_ name: String) -> String? { values[name]?.text }

  /// Where a problem with the field belongs: at the field, or where it should have been.
  func site(of name: String) -> Site { sites[name] ?? site.field(name) }
}

/// A place in one of the files.
struct Site: Hashable, Sendable {
  /// Index among the files read together.
  let file: Int
  let line: Int
  let path: String

  /// The line without its field, for what is wrong with the file as a whole.
  var withoutField: Site { Site(file: file, line: line, path: "") }

  func field(_ name: String) -> Site {
    Site(file: file, line: line, path: path.isEmpty ? name : "\(path).\(name)")
  }
}
