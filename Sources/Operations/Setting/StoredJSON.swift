import Foundation

/// Structured values in TEXT columns: JSON with sorted keys, so that equal values are equal texts.
public enum StoredJSON {
  public static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  public static func decode<Value: Decodable>(
    _ type: Value.Type, from text: String
  ) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw StoreFault.corruptRow("\(Value.self): \(error)")
    }
  }
}
