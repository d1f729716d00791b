import Foundation

/// A value of the JSON model, which YAML files and stored documents have in common.
enum DocumentValue: Hashable, Sendable {
  case text(String)
  case whole(Int)
  case decimal(Double)
  case flag(Bool)
  case list([DocumentValue])
  case map([String: DocumentValue])

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var list: [DocumentValue]? { if case .list(let list) = self { list } else { nil } }
  var map: [String: DocumentValue]? { if case .map(let map) = self { map } else { nil } }

  var isEmptyCollection: Bool {
    switch self {
    case .list(let list): list.isEmpty
    case .map(let map): map.isEmpty
    default: false
    }
  }
}

extension DocumentValue: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let whole = try? container.decode(Int.self) {
      self = .whole(whole)
    } else if let decimal = try? container.decode(Double.self) {
      self = .decimal(decimal)
    } else if let list = try? container.decode([DocumentValue].self) {
      self = .list(list)
    } else {
      self = .map(try container.decode([String: DocumentValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .whole(let whole): try container.encode(whole)
    case .decimal(let decimal): try container.encode(decimal)
    case .flag(let flag): try container.encode(flag)
    case .list(let list): try container.encode(list)
    case .map(let map): try container.encode(map)
    }
  }
}

extension DocumentValue {
  /// The tree of any value that can be written as JSON.
  init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(Self.self, from: Self.encoder().encode(value))
  }

  /// Reads JSON text.
  init(json: String) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
  }

  func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Self.encoder().encode(self))
  }

  /// JSON with sorted keys and nothing escaped that need not be: equal values, equal text.
  func canonicalJSON() throws -> String {
    String(decoding: try Self.encoder().encode(self), as: UTF8.self)
  }

  private static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
