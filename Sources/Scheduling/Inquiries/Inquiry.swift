import CivilTime

/// What somebody asked in the box on every page, and how far it has come.
///
/// `Question` is the questionnaire's; what people ask of us is an inquiry.
public struct Inquiry: Hashable, Sendable {
  /// Long enough to tell a story, short enough to be read at once.
  public static let textLimit = 2_000

  /// Where an asker is helped on.
  public enum Destination: Hashable, Sendable {
    /// By key: asked to answer.
    case partner(String)
    /// By key: the asker gets a link to book it.
    case type(String)
    /// By key of the template: the asker gets a link to who helps with it.
    case toDo(String)
  }

  /// Who found the answer.
  public enum Answerer: Hashable, Sendable {
    case team(ID<Person>)
    /// Nobody signed in, where the partner answered by the mailed link.
    case partner(String, ID<Person>?)
  }

  public enum State: Hashable, Sendable {
    /// Nobody has it in hand; since it was asked, or since a partner gave it back.
    case open(since: Instant)
    case routed(to: Destination, at: Instant, by: ID<Person>)
    case answered(at: Instant, by: Answerer)
    case closed(at: Instant, by: ID<Person>)
  }

  /// How far it has come, in one word each.
  public enum Stage: String, CaseIterable, Sendable {
    case open, withPartner
    /// The asker got a link: to book, or to who helps.
    case guided
    case answered, closed
  }

  /// That nobody can answer it: demand without an offer.
  public struct Gap: Hashable, Sendable {
    /// Key of the template that comes nearest; nil where none does. Kept, because the text goes.
    public var nearestToDo: String?

    public init(nearestToDo: String?) { self.nearestToDo = nearestToDo }
  }

  public let id: ID<Inquiry>
  /// Empty once it was forgotten, as the address is.
  public private(set) var text: String
  public private(set) var email: String
  /// Of the page that asked, and of every mail to the asker.
  public let language: Language
  /// The path of the page it was asked on, without anything secret; nil where that is not known.
  public let page: String?
  /// Who asked, if signed in.
  public let person: ID<Person>?
  public let askedAt: Instant
  public private(set) var state: State
  public private(set) var gap: Gap?
  public private(set) var forgottenAt: Instant?

  public init(
    id: ID<Inquiry>, text: String, email: String, language: Language, page: String?,
    person: ID<Person>?, askedAt: Instant, state: State? = nil, gap: Gap? = nil,
    forgottenAt: Instant? = nil
  ) {
    (self.id, self.text, self.email, self.language) = (id, text, email, language)
    (self.page, self.person, self.askedAt) = (page, person, askedAt)
    self.state = state ?? .open(since: askedAt)
    (self.gap, self.forgottenAt) = (gap, forgottenAt)
  }

  public var isGap: Bool { gap != nil }

  public var stage: Stage {
    switch state {
    case .open: .open
    case .routed(.partner, _, _): .withPartner
    case .routed: .guided
    case .answered: .answered
    case .closed: .closed
    }
  }

  /// The partner that has it in hand, by key.
  public var waitsFor: String? {
    guard case .routed(.partner(let key), _, _) = state else { return nil }
    return key
  }

  /// The partner that it was put to and that may still read it: while it waits, and once it answered.
  public var partner: String? {
    if case .answered(_, .partner(let key, _)) = state { return key }
    return waitsFor
  }

  /// When the asker was helped on or told that we cannot; nil while somebody still has to act.
  public var finishedAt: Instant? {
    switch state {
    case .open, .routed(.partner, _, _): nil
    case .routed(_, let at, _), .answered(let at, _), .closed(let at, _): at
    }
  }
}

/// Why a question cannot be asked, or not be dealt with so.
public enum InquiryRefusal: Error, Hashable, Sendable {
  /// So many of this address still wait for an answer.
  case tooManyOpen(limit: Int)
  /// So many came in today from people who are not signed in.
  case dayIsFull(limit: Int)
  case alreadyAnswered
  case alreadyClosed
  /// Only the partner that has it in hand gives it back.
  case notWithPartner

  public var code: String {
    switch self {
    case .tooManyOpen: "too-many-open-inquiries"
    case .dayIsFull: "inquiries-full-today"
    case .alreadyAnswered: "already-answered"
    case .alreadyClosed: "already-closed"
    case .notWithPartner: "not-with-partner"
    }
  }
}

/// Transitions. Each says whether anything changed, or why not.
extension Inquiry {
  /// The asker gets an answer. Who was only shown a way before may get one still.
  public mutating func answer(by answerer: Answerer, at now: Instant) throws(InquiryRefusal) {
    try checkUnanswered()
    if case .partner(let key, _) = answerer, key != waitsFor { throw .notWithPartner }
    state = .answered(at: now, by: answerer)
  }

  /// Sends it on; false where it is there already.
  public mutating func route(
    to destination: Destination, by person: ID<Person>, at now: Instant
  ) throws(InquiryRefusal) -> Bool {
    try checkUnanswered()
    if case .routed(destination, _, _) = state { return false }
    state = .routed(to: destination, at: now, by: person)
    return true
  }

  /// The partner says that it is not for them: it is open again.
  public mutating func giveBack(from partner: String, at now: Instant) throws(InquiryRefusal) {
    try checkUnanswered()
    guard waitsFor == partner else { throw .notWithPartner }
    state = .open(since: now)
  }

  /// Ends it without an answer, which the asker is told; false where that was done before.
  public mutating func close(by person: ID<Person>, at now: Instant) throws(InquiryRefusal) -> Bool
  {
    if case .closed = state { return false }
    try checkUnanswered()
    state = .closed(at: now, by: person)
    return true
  }

  /// Says that nobody can answer it, or takes that back; false where it is so already. What was
  /// found nearest at first stays.
  public mutating func setGap(_ gap: Gap?) -> Bool {
    guard isGap != (gap != nil) else { return false }
    self.gap = gap
    return true
  }

  /// Forgets what was asked and by whom; that it was asked stays, for the counts.
  public mutating func forget(at now: Instant) -> Bool {
    guard finishedAt != nil, forgottenAt == nil else { return false }
    (text, email, forgottenAt) = ("", "", now)
    return true
  }

  private func checkUnanswered() throws(InquiryRefusal) {
    switch state {
    case .answered: throw .alreadyAnswered
    case .closed: throw .alreadyClosed
    case .open, .routed: break
    }
  }
}
