import CivilTime
import Hummingbird
import Scheduling

/// The fields of a request's JSON object, each read once; the problem names the field.
///
/// A wrong type is 400, a right type with a wrong value 422 (DESIGN.md section 4). `null` counts as
/// left out.
struct JSONFields {
  private let fields: [String: JSONValue]
  private var read: Set<String> = []

  /// Reads the body. Where `isOptional`, no body is as good as an empty object.
  init(_ request: Request, isOptional: Bool = false) async throws {
    let bytes = try await Self.bytes(of: request)
    if bytes.isEmpty, isOptional {
      fields = [:]
      return
    }
    try Self.checkType(request)
    guard case .object(let fields) = try JSONValue(parsing: bytes) else {
      throw Problem(.badRequest, "wrong-type", pointer: "")
    }
    self.fields = fields
  }

  /// The body, which the middleware has collected within its limit.
  static func bytes(of request: Request) async throws -> [UInt8] {
    guard request.headers[.contentLength] != nil || request.headers[.transferEncoding] != nil else {
      return []
    }
    return Array(buffer: try await request.body.collect(upTo: RequestBodyLimit.maximumBytes))
  }

  private static func checkType(_ request: Request) throws(Problem) {
    let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
      .filter { $0 != " " }
    guard type == JSONAnswer.type else {
      throw Problem(.unsupportedMediaType, "unsupported-media-type")
    }
  }

  private mutating func value(_ name: String) -> JSONValue? {
    read.insert(name)
    if case .null = fields[name] { return nil }
    return fields[name]
  }

  mutating func string(_ name: String) throws(Problem) -> String? {
    switch value(name) {
    case .none: return nil
    case .string(let text): return text
    default: throw Self.wrongType(name)
    }
  }

  mutating func requiredString(_ name: String) throws(Problem) -> String {
    try Self.require(string(name), name)
  }

  mutating func integer(_ name: String) throws(Problem) -> Int? {
    switch value(name) {
    case .none: return nil
    case .integer(let number): return number
    default: throw Self.wrongType(name)
    }
  }

  mutating func bool(_ name: String) throws(Problem) -> Bool? {
    switch value(name) {
    case .none: return nil
    case .bool(let flag): return flag
    default: throw Self.wrongType(name)
    }
  }

  mutating func requiredBool(_ name: String) throws(Problem) -> Bool {
    try Self.require(bool(name), name)
  }

  mutating func requiredInstant(_ name: String) throws(Problem) -> Instant {
    guard let instant = Instant(lenient: try requiredString(name)) else {
      throw Problem(field: "/\(name)", .malformed)
    }
    return instant
  }

  /// One of the names of an enumeration.
  mutating func name<Value: RawRepresentable<String>>(
    _ name: String, of type: Value.Type
  ) throws(Problem) -> Value? {
    guard let text = try string(name) else { return nil }
    guard let value = Value(rawValue: text) else { throw Problem(field: "/\(name)", .notOffered) }
    return value
  }

  /// An id that need not exist, but must be one.
  mutating func id<Entity>(_ name: String) throws(Problem) -> ID<Entity>? {
    guard let text = try string(name) else { return nil }
    guard let id = ID<Entity>(text) else { throw Problem(field: "/\(name)", .unknown) }
    return id
  }

  /// Instants in a list, each named by its place in it.
  mutating func requiredInstants(_ name: String) throws(Problem) -> [Instant] {
    guard let value = value(name) else { throw Problem(field: "/\(name)", .missing) }
    guard case .array(let items) = value else { throw Self.wrongType(name) }
    var instants: [Instant] = []
    for (index, item) in items.enumerated() {
      guard case .string(let text) = item else { throw Self.wrongType("\(name)/\(index)") }
      guard let instant = Instant(lenient: text) else {
        throw Problem(field: "/\(name)/\(index)", .malformed)
      }
      instants.append(instant)
    }
    return instants
  }

  mutating func date(_ name: String) throws(Problem) -> LocalDate? {
    guard let text = try string(name) else { return nil }
    guard let date = LocalDate(iso8601: text) else { throw Problem(field: "/\(name)", .malformed) }
    return date
  }

  /// Texts by key; numbers and flags come as their text, as forms send them.
  mutating func texts(_ name: String) throws(Problem) -> [String: String] {
    guard let value = value(name) else { return [:] }
    guard case .object(let object) = value else { throw Self.wrongType(name) }
    var texts: [String: String] = [:]
    for (key, value) in object {
      switch value {
      case .string(let text): texts[key] = text
      case .integer(let number): texts[key] = String(number)
      case .number(let number): texts[key] = String(number)
      case .bool(let flag): texts[key] = flag ? "yes" : "no"
      case .null: break
      case .array, .object: throw Self.wrongType("\(name)/\(key)")
      }
    }
    return texts
  }

  /// Call last: a field that nobody asked for is a mistake of the caller, often a misspelling.
  func finish() throws(Problem) {
    guard let unknown = fields.keys.filter({ !read.contains($0) }).min() else { return }
    let escaped = unknown.prefix(100).replacing("~", with: "~0").replacing("/", with: "~1")
    throw Problem(.unprocessableContent, "unknown-field", pointer: "/\(escaped)")
  }

  static func require<Value>(_ value: Value?, _ name: String) throws(Problem) -> Value {
    guard let value else { throw Problem(field: "/\(name)", .missing) }
    return value
  }

  private static func wrongType(_ name: String) -> Problem {
    Problem(.badRequest, "wrong-type", pointer: "/\(name)")
  }
}

extension Instant {
  /// RFC 3339 with seconds as programs write them: a fraction of zero, which JavaScript always
  /// adds, is taken too.
  init?(lenient text: String) {
    guard let point = text.firstIndex(of: ".") else {
      self.init(rfc3339: text)
      return
    }
    let fraction = text[text.index(after: point)...]
    let rest = fraction.drop { $0 == "0" }
    guard rest.startIndex != fraction.startIndex else { return nil }
    self.init(rfc3339: text[..<point] + String(rest))
  }
}
