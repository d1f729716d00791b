import Operations
import Scheduling

/// Ids in one TEXT column, as a JSON list of strings. Written and read by hand: ids need no escape,
/// and this stands on the way of every hold.
enum IDList {
  static func text<Entity>(_ ids: [ID<Entity>]) -> String {
    "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]"
  }

  static func ids<Entity>(_ text: String) throws -> [ID<Entity>] {
    guard text.first == "[", text.last == "]" else { throw StoreFault.corruptRow("no list of ids") }
    return try text.dropFirst().dropLast().split(separator: ",").map { element in
      let name = element.filter { $0 != "\"" && $0 != " " }
      guard let id = ID<Entity>(name) else { throw StoreFault.corruptRow("no list of ids") }
      return id
    }
  }
}
