import Foundation
import Hummingbird

/// Which page of a list is asked for.
struct PageQuery {
  static let maximumLimit = 100

  let limit: Int
  /// What the cursor holds; nil for the first page.
  let cursor: String?

  init(_ query: QueryFields) throws(Problem) {
    let limit = try query.integer("limit") ?? Self.maximumLimit
    guard limit >= 1 else { throw Problem(field: "/limit", .notAllowed) }
    guard limit <= Self.maximumLimit else {
      throw Problem(field: "/limit", .tooLong(limit: Self.maximumLimit))
    }
    self.limit = limit
    cursor = try query.text("cursor").map { text throws(Problem) in
      guard let data = Data(base64URL: text), let plain = String(data: data, encoding: .utf8)
      else { throw Problem(field: "/cursor", .malformed) }
      return plain
    }
  }
}

/// One page of a list: `{items, next}`.
struct ListPage<Item: Encodable>: Encodable {
  let items: [Item]
  /// The cursor of the next page, opaque to clients; null at the end.
  let next: String?

  init(_ items: [Item], next: String?) {
    self.items = items
    self.next = next.map { Data($0.utf8).base64URL }
  }

  /// A page of a list that is short enough to be in memory as a whole.
  ///
  /// The cursor is the last item's id and how many came before, for when that item is gone.
  init(of all: [Item], _ query: PageQuery, id: (Item) -> String) throws(Problem) {
    var start = 0
    if let cursor = query.cursor {
      let parts = cursor.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let count = Int(parts[0]), count >= 0 else {
        throw Problem(field: "/cursor", .malformed)
      }
      start = all.firstIndex { id($0) == parts[1] }.map { $0 + 1 } ?? min(count, all.count)
    }
    let items = all[start...].prefix(query.limit)
    let next = items.endIndex < all.count ? items.last.map { "\(items.endIndex) \(id($0))" } : nil
    self.init(Array(items), next: next)
  }

  private enum CodingKeys: String, CodingKey { case items, next }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(items, forKey: .items)
    // `next` is always there, null at the end.
    try container.encode(next, forKey: .next)
  }
}
