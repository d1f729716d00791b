import CivilTime

/// A starter asks a partner for an appointment and offers moments; the partner answers.
///
/// It claims nobody's time: the moment that is accepted becomes a `Booking`, which does.
public struct ContactRequest: Hashable, Sendable {
  /// Enough to choose from, few enough to keep free.
  public static let maximumMoments = 3

  /// A start that the starter offers, and the wall time promised with it.
  public struct Moment: Hashable, Sendable {
    public let start: Instant
    public let localStart: LocalDateTime

    public init(start: Instant, localStart: LocalDateTime) {
      (self.start, self.localStart) = (start, localStart)
    }
  }

  public enum State: Hashable, Sendable {
    /// Waits for the partner until the deadline.
    case waiting(until: Instant)
    /// Nobody answered in time: with the team. The partner may still answer.
    case passed(at: Instant)
    case accepted(at: Instant, booking: ID<Booking>)
    /// By nobody known where it came through a link without a person.
    case declined(at: Instant, by: ID<Person>?, message: String?)
    /// The partner makes contact outside this service.
    case answered(at: Instant, by: ID<Person>?, message: String?)
    /// The team points to another type, by key.
    case referred(at: Instant, by: ID<Person>?, type: String, message: String?)
    case withdrawn(at: Instant)
  }

  public let id: ID<ContactRequest>
  /// Key of the appointment type.
  public let type: String
  /// Key of the partner.
  public let partner: String
  public let person: ID<Person>
  public let toDo: ID<ToDo>?
  /// IANA name of the zone in which the moments are wall time.
  public let zone: String
  public let minutes: Int
  public let place: Place
  /// One to three, in the order offered.
  public let moments: [Moment]
  /// The starter's answers to the type's questions, by key.
  public let answers: [String: String]
  public let note: String?
  public internal(set) var state: State
  /// When the partner is reminded; nil where that would be no earlier than the deadline.
  public let remindAt: Instant?
  public internal(set) var remindedAt: Instant?
  /// Rises on every change.
  public internal(set) var revision: Int
  public let createdAt: Instant

  /// A new request, which waits until `due`, or until its last moment where that is sooner: after
  /// that there is nothing left to accept.
  public init(
    id: ID<ContactRequest>, type: String, partner: String, person: ID<Person>, toDo: ID<ToDo>?,
    zone: Zone, minutes: Int, place: Place, starts: [Instant], answers: [String: String],
    note: String?, due: AnswerDeadline, at now: Instant
  ) {
    let until = min(due.end, starts.max() ?? due.end)
    self.init(
      restoring: id, type: type, partner: partner, person: person, toDo: toDo, zone: zone.id,
      minutes: minutes, place: place,
      moments: starts.map { Moment(start: $0, localStart: zone.local($0)) }, answers: answers,
      note: note, state: .waiting(until: until),
      remindAt: now < due.reminder && due.reminder < until ? due.reminder : nil,
      remindedAt: nil, revision: 1, createdAt: now)
  }

  /// A request as the store kept it.
  public init(
    restoring id: ID<ContactRequest>, type: String, partner: String, person: ID<Person>,
    toDo: ID<ToDo>?, zone: String, minutes: Int, place: Place, moments: [Moment],
    answers: [String: String], note: String?, state: State, remindAt: Instant?,
    remindedAt: Instant?, revision: Int, createdAt: Instant
  ) {
    self.id = id
    self.type = type
    self.partner = partner
    self.person = person
    self.toDo = toDo
    self.zone = zone
    self.minutes = minutes
    self.place = place
    self.moments = moments
    self.answers = answers
    self.note = note
    self.state = state
    self.remindAt = remindAt
    self.remindedAt = remindedAt
    self.revision = revision
    self.createdAt = createdAt
  }

  /// Whether somebody still has to answer.
  public var isOpen: Bool {
    switch state {
    case .waiting, .passed: true
    case .accepted, .declined, .answered, .referred, .withdrawn: false
    }
  }

  /// Whether nobody answered in time, so that the team has it.
  public var isWithTeam: Bool {
    if case .passed = state { return true }
    return false
  }

  /// Whether it keeps its item of the list booked: open, or the partner said to make contact.
  public var stands: Bool {
    if case .answered = state { return true }
    return isOpen
  }

  /// The span of a moment, which has at least a minute.
  public func span(of moment: Moment) -> TimeSpan? {
    TimeSpan(from: moment.start, minutes: minutes)
  }
}

extension ContactRequest.State {
  /// The name in JSON, rows and history.
  public var name: String {
    switch self {
    case .waiting: "waiting"
    case .passed: "passed"
    case .accepted: "accepted"
    case .declined: "declined"
    case .answered: "answered"
    case .referred: "referred"
    case .withdrawn: "withdrawn"
    }
  }

  /// What the partner or the team wrote with it.
  public var message: String? {
    switch self {
    case .declined(_, _, let message), .answered(_, _, let message),
      .referred(_, _, _, let message):
      message
    case .waiting, .passed, .accepted, .withdrawn: nil
    }
  }
}

/// Why a request cannot be made, or cannot become what somebody wants.
public enum ContactRefusal: Error, Hashable, Sendable {
  case alreadyAnswered
  case alreadyWithdrawn
  /// The moment has begun meanwhile.
  case momentPassed
  /// One request for this type is open: that one is answered first.
  case alreadyAsked
  /// So many requests of one starter are open.
  case tooManyRequests(limit: Int)
  /// It was marked as done, so it can no longer be taken back.
  case alreadyDone

  public var code: String {
    switch self {
    case .alreadyAnswered: "already-answered"
    case .alreadyWithdrawn: "already-withdrawn"
    case .momentPassed: "moment-passed"
    case .alreadyAsked: "already-asked"
    case .tooManyRequests: "too-many-requests"
    case .alreadyDone: "already-done"
    }
  }
}

/// Transitions. Each says whether anything changed: pressing a button twice is harmless.
extension ContactRequest {
  /// Throws unless somebody still has to answer.
  public func checkOpen() throws(ContactRefusal) {
    switch state {
    case .waiting, .passed: return
    case .withdrawn: throw .alreadyWithdrawn
    case .accepted, .declined, .answered, .referred: throw .alreadyAnswered
    }
  }

  /// Whether one of its moments can be accepted now.
  public func checkAcceptable(_ moment: Moment, at now: Instant) throws(ContactRefusal) {
    try checkOpen()
    guard now < moment.start else { throw .momentPassed }
  }

  /// One of the moments became a booking.
  public mutating func accept(as booking: ID<Booking>, at now: Instant) throws(ContactRefusal) {
    try checkOpen()
    change(to: .accepted(at: now, booking: booking))
  }

  /// None of the moments fits.
  public mutating func decline(
    by person: ID<Person>?, message: String?, at now: Instant
  ) throws(ContactRefusal) -> Bool {
    if case .declined = state { return false }
    try checkOpen()
    change(to: .declined(at: now, by: person, message: message))
    return true
  }

  /// The partner makes contact without this service.
  public mutating func answer(
    by person: ID<Person>?, message: String?, at now: Instant
  ) throws(ContactRefusal) -> Bool {
    if case .answered = state { return false }
    try checkOpen()
    change(to: .answered(at: now, by: person, message: message))
    return true
  }

  /// The team points to another type.
  public mutating func refer(
    to type: String, by person: ID<Person>?, message: String?, at now: Instant
  ) throws(ContactRefusal) -> Bool {
    if case .referred(_, _, type, _) = state { return false }
    try checkOpen()
    change(to: .referred(at: now, by: person, type: type, message: message))
    return true
  }

  /// The starter takes it back, also where the partner said to make contact and did not.
  public mutating func withdraw(at now: Instant) throws(ContactRefusal) -> Bool {
    switch state {
    case .withdrawn: return false
    case .waiting, .passed, .answered: change(to: .withdrawn(at: now))
    case .accepted, .declined, .referred: throw .alreadyAnswered
    }
    return true
  }

  /// Nobody answered in time: the team takes over.
  public mutating func pass(at now: Instant) -> Bool {
    guard case .waiting(let until) = state, until <= now else { return false }
    change(to: .passed(at: now))
    return true
  }

  /// Nobody at the partner can be reached by mail: with the team from the start.
  public mutating func passAtOnce(at now: Instant) {
    guard case .waiting = state else { return }
    change(to: .passed(at: now))
  }

  /// Once, and only while the partner can still be in time.
  public mutating func remind(at now: Instant) -> Bool {
    guard case .waiting(let until) = state, now < until, remindedAt == nil,
      let remindAt, remindAt <= now
    else { return false }
    remindedAt = now
    revision += 1
    return true
  }

  private mutating func change(to state: State) {
    self.state = state
    revision += 1
  }
}
