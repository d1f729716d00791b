import CivilTime

/// What can be asked of a partner, and how.
public struct AppointmentType: Hashable, Codable, Sendable {
  public enum Contact: String, CaseIterable, Codable, Sendable {
    case slots, request, ownPage, phoneOrMail
  }

  public enum Assignment: String, CaseIterable, Codable, Sendable {
    /// The starter picks the adviser.
    case chosen
    /// The adviser with the fewest appointments in that ISO week.
    case leastLoaded
    /// All advisers of the type together.
    case collective
  }

  public enum Approval: String, CaseIterable, Codable, Sendable { case none, partner }

  public struct Buffer: Hashable, Codable, Sendable {
    /// Minutes.
    public var before: Int
    public var after: Int
  }

  public struct Horizon: Hashable, Codable, Sendable {
    /// Local dates today ... today + days − 1 can be booked.
    public var days: Int
  }

  /// How many of this type one adviser takes.
  public struct Caps: Hashable, Codable, Sendable {
    public var day: Int?
    /// In one ISO week.
    public var week: Int?
  }

  public struct RoomNeed: Hashable, Codable, Sendable {
    public var layout: String
    public var people: Int
    public var features: [String]
  }

  /// How long before the start a starter may still move or cancel; no deadline where nil.
  public struct Change: Hashable, Codable, Sendable {
    public var moveUntil: ElapsedTime?
    public var cancelUntil: ElapsedTime?
  }

  public struct Question: Hashable, Codable, Sendable {
    public enum Kind: String, CaseIterable, Codable, Sendable {
      case text, longText, number, yesNo, one
    }
    public var key: String
    public var text: LocalizedText
    public var kind: Kind
    public var required: Bool
    /// The answers to choose from, for `one`.
    public var options: [AnswerOption]?
  }

  public var key: String
  public var name: LocalizedText
  public var about: LocalizedText?
  public var contact: Contact
  /// The durations to choose from, shortest first as written; empty where nothing is booked here.
  public var minutes: [Int]
  /// Minutes from one candidate to the next; the shortest duration where nil.
  public var step: Int?
  public var buffer: Buffer?
  public var notice: ElapsedTime?
  /// Nil: no end.
  public var horizon: Horizon?
  public var caps: Caps?
  public var places: [Place]
  /// The room an appointment at the venue claims; two people round a table where nil.
  public var room: RoomNeed?
  public var assignment: Assignment
  public var approval: Approval
  /// How long a request waits for the partner before it lapses; 72 hours where nil.
  public var approvalWithin: ElapsedTime?
  /// For `request`: within how many working days the partner answers before the team takes over;
  /// `AnswerDeadline.workingDays` where nil.
  public var answerWithin: Int?
  public var change: Change?
  /// Keys of the to-dos this helps with.
  public var toDos: [String]?
  public var questions: [Question]?
  public var bring: LocalizedText?
  public var price: LocalizedText?
  public var languages: [Language]?
  /// Keys of the advisers who offer it; all of the partner's where nil.
  public var advisers: [String]?
  /// The partner's own page, for `ownPage`; the meeting's link otherwise, for place online.
  public var url: String?
  public var phone: String?
  public var email: String?
}
