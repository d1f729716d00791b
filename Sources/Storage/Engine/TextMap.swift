import Operations

/// Texts by name in one column, as a JSON object with sorted keys. Mostly empty, so that is told
/// without reading JSON.
enum TextMap {
  static func text(_ map: [String: String]) throws -> String {
    if map.isEmpty { return "{}" }
    guard map.allSatisfy({ isPlain($0.key) && isPlain($0.value) }) else {
      return try StoredJSON.text(map)
    }
    // What needs no escape, such as the facts of a mail, is written without an encoder.
    let members = map.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
    return "{" + members.joined(separator: ",") + "}"
  }

  /// Whether JSON needs no escape for it.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
  }

  static func map(_ text: String) throws -> [String: String] {
    text == "{}" ? [:] : try StoredJSON.decode([String: String].self, from: text)
  }
}
