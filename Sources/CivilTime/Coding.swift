/// A value whose stored form is one text; its `Codable` form is that text.
package protocol TextCodable: Codable {
  init?(storedText: String)
  var storedText: String { get }
}

extension TextCodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(storedText: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is not a \(Self.self)")
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(storedText)
  }
}

extension LocalDate: TextCodable {
  package init?(storedText: String) { self.init(iso8601: storedText) }
  package var storedText: String { iso8601 }
}

extension LocalTime: TextCodable {
  package init?(storedText: String) { self.init(iso8601: storedText) }
  package var storedText: String { iso8601 }
}

extension LocalDateTime: TextCodable {
  package init?(storedText: String) { self.init(iso8601: storedText) }
  package var storedText: String { iso8601 }
}

extension ElapsedTime: TextCodable {
  package init?(storedText: String) { self.init(iso8601: storedText) }
  package var storedText: String { iso8601 }
}

extension Weekday: Codable {}
