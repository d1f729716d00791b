/// An answer to choose from: stored and compared by its key, shown by its text.
///
/// Written as a plain string where the word is both.
public struct AnswerOption: Hashable, Sendable {
  public var key: String
  /// Nil: the key itself is what people read, in Dutch.
  public var text: LocalizedText?

  public init(_ key: String, text: LocalizedText? = nil) { (self.key, self.text) = (key, text) }

  public var label: LocalizedText { text ?? LocalizedText(key) }
}

extension AnswerOption: Codable {
  private enum CodingKeys: String, CodingKey { case key, text }

  public init(from decoder: any Decoder) throws {
    if let key = try? decoder.singleValueContainer().decode(String.self) {
      self.init(key)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .key),
      text: try container.decode(LocalizedText.self, forKey: .text))
  }

  public func encode(to encoder: any Encoder) throws {
    guard let text else {
      var container = encoder.singleValueContainer()
      try container.encode(key)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(key, forKey: .key)
    try container.encode(text, forKey: .text)
  }
}

extension AnswerOption: ExpressibleByStringLiteral {
  public init(stringLiteral key: String) { self.init(key) }
}

extension [AnswerOption] {
  /// What the answer with that key says; the answer itself where the question no longer offers it.
  public func label(of key: String) -> LocalizedText {
    first { $0.key == key }?.label ?? LocalizedText(key)
  }
}
