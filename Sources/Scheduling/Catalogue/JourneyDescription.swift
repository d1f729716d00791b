import CivilTime

/// Where a starter stands.
public enum Phase: String, CaseIterable, Codable, Hashable, Sendable {
  case preStarter, starter, earlyGrowth, grower
}

/// What may be asked of a starter, and when it applies.
public struct ToDoTemplate: Hashable, Codable, Sendable {
  public enum Level: String, CaseIterable, Codable, Sendable {
    case federal, flemish, ghent, advice
  }

  public struct Source: Hashable, Codable, Sendable {
    public var name: String
    public var url: String?
    public var checkedOn: LocalDate

    public init(name: String, url: String? = nil, checkedOn: LocalDate) {
      (self.name, self.url, self.checkedOn) = (name, url, checkedOn)
    }
  }

  public struct Validity: Hashable, Codable, Sendable {
    public var from: LocalDate
    /// The last day, inclusive.
    public var until: LocalDate?
  }

  public var key: String
  public var title: LocalizedText
  /// Four lines: what it is, how long it takes, what it costs, what happens if you skip it.
  public var what: LocalizedText
  public var level: Level
  public var phase: Phase
  public var required: Bool
  /// Keys of the to-dos that come first.
  public var after: [String]?
  public var source: Source
  public var valid: Validity?
  public var when: Condition?
}

/// A rule over a starter's answers. An unknown or missing answer never excludes.
public indirect enum Condition: Hashable, Sendable {
  case all([Condition])
  case any([Condition])
  case not(Condition)
  /// The answer to the question with this key is one of the values.
  case answer(question: String, isOneOf: [String])
}

/// The questionnaire, data with a version.
public struct Intake: Hashable, Codable, Sendable {
  public struct Question: Hashable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
      case one, many, yesNoUnknown, text, number, date
    }
    public var key: String
    public var text: LocalizedText
    /// Why it is asked, shown beside it.
    public var why: LocalizedText?
    public var kind: Kind
    public var options: [AnswerOption]?
    public var when: Condition?
  }

  public var version: Int
  public var questions: [Question]
}

/// A named group of starters, by a rule over their answers.
public struct TargetGroup: Hashable, Codable, Sendable {
  public var key: String
  public var name: LocalizedText
  public var when: Condition
}
