/// A condition is a map with one entry: `all` or `any` of a list, `not` of one, or a question's key
/// with the answers that fit.
extension Condition: Codable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    guard container.allKeys.count == 1, let name = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a condition has one entry"))
    }
    switch name.stringValue {
    case "all": self = .all(try container.decode([Condition].self, forKey: name))
    case "any": self = .any(try container.decode([Condition].self, forKey: name))
    case "not": self = .not(try container.decode(Condition.self, forKey: name))
    default:
      if let one = try? container.decode(String.self, forKey: name) {
        self = .answer(question: name.stringValue, isOneOf: [one])
      } else {
        self = .answer(
          question: name.stringValue, isOneOf: try container.decode([String].self, forKey: name))
      }
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    switch self {
    case .all(let parts): try container.encode(parts, forKey: Name(stringValue: "all"))
    case .any(let parts): try container.encode(parts, forKey: Name(stringValue: "any"))
    case .not(let part): try container.encode(part, forKey: Name(stringValue: "not"))
    case .answer(let question, let values):
      try container.encode(values, forKey: Name(stringValue: question))
    }
  }
}
