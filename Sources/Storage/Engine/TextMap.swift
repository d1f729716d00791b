import Operations

/// Texts by name in one column, as a JSON object with sorted keys. Mostly empty, so that is told
/// without reading JSON.
enum TextMap {
  static func text(_ map: [String: String]) throws -> String {
    map.isEmpty ? "{}" : try StoredJSON.text(map)
  }

  static func map(_ text: String) throws -> [String: String] {
    text == "{}" ? [:] : try StoredJSON.decode([String: String].self, from: text)
  }
}
