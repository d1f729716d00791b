import CivilTime
import Scheduling

/// An effect promised in a transaction and delivered later.
public struct OutboxMessage: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable { case waiting, sent, failed }
  public var id: ID<OutboxMessage>
  /// Which text, such as `sign-in`.
  public var kind: Kind
  /// The mail address it goes to.
  public var recipient: String
  public var language: Language
  /// What the text needs, by name.
  public var facts: [String: String]
  public var createdAt: Instant
  public var state: State

  public enum Kind: String, CaseIterable, Sendable {
    case signIn = "sign-in"
    case bookingRequested = "booking-requested"
    case bookingConfirmed = "booking-confirmed"
    case bookingMoved = "booking-moved"
    case bookingCancelled = "booking-cancelled"
    case bookingDeclined = "booking-declined"
    case requestLapsed = "request-lapsed"
    case contactRequested = "contact-requested"
    case contactReminder = "contact-reminder"
    case contactPassed = "contact-passed"
    case contactDeclined = "contact-declined"
    case contactAnswered = "contact-answered"
    case contactReferred = "contact-referred"
    case contactWithdrawn = "contact-withdrawn"
    case inquiryReceived = "inquiry-received"
    case inquiryAnswered = "inquiry-answered"
    case inquiryToType = "inquiry-to-type"
    case inquiryToStep = "inquiry-to-step"
    case inquiryToPartner = "inquiry-to-partner"
    case inquiryReturned = "inquiry-returned"
    case inquiryClosed = "inquiry-closed"

    /// Whether it is about what somebody asked: then their own words stand in it.
    public var isAboutInquiry: Bool { rawValue.hasPrefix("inquiry-") }
  }

  /// As what somebody gets a mail about an appointment: the fact `for`.
  public enum Reader: String, CaseIterable, Sendable { case adviser, starter }

  public init(
    id: ID<OutboxMessage>, kind: Kind, recipient: String, language: Language,
    facts: [String: String], createdAt: Instant, state: State = .waiting
  ) {
    (self.id, self.kind, self.recipient, self.language) = (id, kind, recipient, language)
    (self.facts, self.createdAt, self.state) = (facts, createdAt, state)
  }
}

/// Who changed what, when, why. Ids only, no personal text.
public struct ActivityEntry: Hashable, Sendable {
  public var id: ID<ActivityEntry>
  public var at: Instant
  /// Nil for the service itself or an operator at the command line.
  public var actor: ID<Person>?
  /// `booking`, `to-do`, `feed`, `catalogue`, `account` …
  public var objectKind: String
  public var objectID: String
  /// Such as `booked`, `moved`, `state`.
  public var verb: String
  /// State before and after, where the entry is a change of state.
  public var from: String?
  public var to: String?
  /// What caused it, such as `booking:<id>` or `request`.
  public var cause: String?
  /// The catalogue version whose rules decided.
  public var ruleVersion: Int64

  public init(
    id: ID<ActivityEntry>, at: Instant, actor: ID<Person>?, objectKind: String, objectID: String,
    verb: String, from: String? = nil, to: String? = nil, cause: String? = nil, ruleVersion: Int64
  ) {
    (self.id, self.at, self.actor) = (id, at, actor)
    (self.objectKind, self.objectID, self.verb) = (objectKind, objectID, verb)
    (self.from, self.to, self.cause, self.ruleVersion) = (from, to, cause, ruleVersion)
  }
}

/// The answer kept under an idempotency key.
public struct KeptAnswer: Hashable, Sendable {
  /// SHA-256 of the request body.
  public var bodyHash: String
  public var status: Int
  public var headers: [String: String]
  public var body: String

  public init(bodyHash: String, status: Int, headers: [String: String], body: String) {
    (self.bodyHash, self.status) = (bodyHash, status)
    (self.headers, self.body) = (headers, body)
  }
}

/// Whose key it is: an account, a route and the key the caller chose.
public struct IdempotencyScope: Hashable, Sendable {
  public var person: ID<Person>
  public var route: String
  public var key: String

  public init(person: ID<Person>, route: String, key: String) {
    (self.person, self.route, self.key) = (person, route, key)
  }
}

public protocol EffectReading {
  /// Newest first.
  func outbox(limit: Int) throws -> [OutboxMessage]
  /// Oldest first.
  func activity(of objectKind: String, id: String) throws -> [ActivityEntry]
  func keptAnswer(_ scope: IdempotencyScope) throws -> KeptAnswer?
  /// What the service remembers of itself, such as the zone data it last saw.
  func serviceState(_ key: String) throws -> String?
}

public protocol EffectWriting {
  func enqueue(_ message: OutboxMessage) throws
  func record(_ entry: ActivityEntry) throws
  func keep(_ answer: KeptAnswer, for scope: IdempotencyScope, at now: Instant) throws
  func deleteKeptAnswers(before instant: Instant) throws
  func setServiceState(_ key: String, to value: String) throws
  /// Forgets mails of these kinds that were promised before `instant`.
  func deleteMessages(of kinds: [OutboxMessage.Kind], before instant: Instant) throws
}
