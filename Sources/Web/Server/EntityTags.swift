import Hummingbird

/// The condition of `If-Match` or `If-None-Match` (RFC 9110 section 13.1).
enum EntityTags: Hashable {
  case any
  /// Opaque parts without quotes, and whether each is weak.
  case list([Tag])

  struct Tag: Hashable {
    let text: String
    let isWeak: Bool
  }

  /// Nil where the request has no such header. What is no tag matches nothing.
  init?(_ name: HeaderName, in request: Request) {
    let values = request.headers[values: name]
    guard !values.isEmpty else { return nil }
    self.init(values.joined(separator: ","))
  }

  init(_ text: String) {
    let trimmed = text.drop { $0 == " " || $0 == "\t" }
    if trimmed.first == "*", trimmed.dropFirst().allSatisfy({ $0 == " " || $0 == "\t" }) {
      self = .any
      return
    }
    var tags: [Tag] = []
    var rest = trimmed
    // A tag may hold commas, so the quotes lead.
    while let open = rest.firstIndex(of: "\"") {
      let afterOpen = rest.index(after: open)
      guard let close = rest[afterOpen...].firstIndex(of: "\"") else { break }
      tags.append(
        Tag(text: String(rest[afterOpen..<close]), isWeak: rest[..<open].hasSuffix("W/")))
      rest = rest[rest.index(after: close)...]
    }
    self = .list(tags)
  }

  /// Strong comparison, which `If-Match` asks for.
  func matchesStrongly(_ tag: String) -> Bool {
    switch self {
    case .any: true
    case .list(let tags): tags.contains(Tag(text: tag, isWeak: false))
    }
  }

  /// Weak comparison, which `If-None-Match` asks for.
  func matchesWeakly(anyOf known: [String]) -> Bool {
    switch self {
    case .any: true
    case .list(let tags): tags.contains { known.contains($0.text) }
    }
  }
}
