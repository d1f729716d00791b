/// A language the interface speaks. Dutch is the source; the others are labelled translations.
public enum Language: String, CaseIterable, Codable, Hashable, Sendable {
  case dutch = "nl"
  case english = "en"
  case french = "fr"
}

/// Text that an organisation wrote in Dutch and perhaps translated.
///
/// Stored as a plain string where only Dutch exists, else as `{nl, en, fr}`.
public struct LocalizedText: Hashable, Sendable {
  public var dutch: String
  public var english: String?
  public var french: String?

  public init(_ dutch: String, english: String? = nil, french: String? = nil) {
    (self.dutch, self.english, self.french) = (dutch, english, french)
  }

  /// The text in `language`, or the Dutch one and that it is a fallback.
  public func text(in language: Language) -> (text: String, isFallback: Bool) {
    switch language {
    case .dutch: (dutch, false)
    case .english: english.map { ($0, false) } ?? (dutch, true)
    case .french: french.map { ($0, false) } ?? (dutch, true)
    }
  }

  public subscript(language: Language) -> String { text(in: language).text }
}

extension LocalizedText: Codable {
  private enum CodingKeys: String, CodingKey { case nl, en, fr }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(text)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .nl),
      english: try container.decodeIfPresent(String.self, forKey: .en),
      french: try container.decodeIfPresent(String.self, forKey: .fr))
  }

  public func encode(to encoder: any Encoder) throws {
    if english == nil, french == nil {
      var container = encoder.singleValueContainer()
      try container.encode(dutch)
      return
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dutch, forKey: .nl)
    try container.encodeIfPresent(english, forKey: .en)
    try container.encodeIfPresent(french, forKey: .fr)
  }
}
