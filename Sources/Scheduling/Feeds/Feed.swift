import CivilTime

/// A calendar published at a secret address.
public struct Feed: Hashable, Sendable {
  /// Whose appointments it shows.
  public enum Scope: Hashable, Sendable {
    case adviser(ID<Person>)
    case starter(ID<Person>)
    /// By key.
    case partner(String)
    case room(String)
    case venue(String)

    public var name: String {
      switch self {
      case .adviser: "adviser"
      case .starter: "starter"
      case .partner: "partner"
      case .room: "room"
      case .venue: "venue"
      }
    }

    /// The person's id or the object's key.
    public var subject: String {
      switch self {
      case .adviser(let person), .starter(let person): person.description
      case .partner(let key), .room(let key), .venue(let key): key
      }
    }

    public init?(name: String, subject: String) {
      switch name {
      case "adviser":
        guard let person = ID<Person>(subject) else { return nil }
        self = .adviser(person)
      case "starter":
        guard let person = ID<Person>(subject) else { return nil }
        self = .starter(person)
      case "partner": self = .partner(subject)
      case "room": self = .room(subject)
      case "venue": self = .venue(subject)
      default: return nil
      }
    }
  }

  public let id: ID<Feed>
  /// Whose subscription it is: who made it, lists it and may revoke it.
  public let owner: ID<Person>
  public let scope: Scope
  /// Shows when, and nothing else: for calendars that others can see.
  public let isBusyOnly: Bool
  /// A feed keeps the language it was made in.
  public var language: Language
  public let createdAt: Instant
  public var revokedAt: Instant?

  public init(
    id: ID<Feed>, owner: ID<Person>, scope: Scope, isBusyOnly: Bool = false, language: Language,
    createdAt: Instant, revokedAt: Instant? = nil
  ) {
    (self.id, self.owner, self.scope, self.isBusyOnly) = (id, owner, scope, isBusyOnly)
    (self.language, self.createdAt, self.revokedAt) = (language, createdAt, revokedAt)
  }
}

/// Who fetched a feed, and when last.
public struct Subscription: Hashable, Sendable {
  /// The program, as its User-Agent names it, cut to 120 characters.
  public var program: String
  public var firstAt: Instant
  public var lastAt: Instant
  public var count: Int

  public init(program: String, firstAt: Instant, lastAt: Instant, count: Int) {
    (self.program, self.firstAt, self.lastAt, self.count) = (program, firstAt, lastAt, count)
  }
}
