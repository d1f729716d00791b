import Foundation

/// JSON as it came in, before anything is known about its fields.
enum JSONValue: Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// Strict: UTF-8 only, one value, nothing after it.
  init(parsing bytes: [UInt8]) throws(Problem) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Problem(.badRequest, "malformed-utf8")
    }
    // The decoder would take zero bytes for a sign of UTF-16.
    guard !bytes.contains(0), let value = try? JSONDecoder().decode(Self.self, from: Data(bytes))
    else { throw Problem(.badRequest, "malformed-json") }
    self = value
  }
}
