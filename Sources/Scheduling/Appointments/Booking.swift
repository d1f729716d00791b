import CivilTime

/// One meeting: whom, when, where, and how it stands. One UID for life.
public struct Booking: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    /// Waits for the partner; keeps its moment until the deadline.
    case requested(until: Instant)
    case confirmed(at: Instant)
    /// By nobody where the service itself did it.
    case cancelled(at: Instant, by: ID<Person>?)
    /// Declined by the partner, or, without a person, because the deadline passed.
    case declined(at: Instant, by: ID<Person>?)
    case attended(at: Instant)
    case noShow(at: Instant)
  }

  /// Whoever comes, and how it went for them.
  public struct Participant: Hashable, Sendable {
    public enum State: String, CaseIterable, Sendable { case going, cancelled, attended, noShow }
    public var person: ID<Person>
    public var state: State

    public init(person: ID<Person>, state: State = .going) {
      (self.person, self.state) = (person, state)
    }
  }

  public let id: ID<Booking>
  /// `<uuid>@startersfabriek`, in every feed and mail.
  public let uid: String
  /// Key of the appointment type.
  public let type: String
  /// Key of the partner.
  public let partner: String
  public internal(set) var state: State
  public internal(set) var span: TimeSpan
  /// IANA name of the zone in which the moment was promised.
  public internal(set) var zone: String
  /// The wall time promised, in `zone`.
  public internal(set) var localStart: LocalDateTime
  public internal(set) var place: Place
  public internal(set) var room: SlotOffer.ChosenRoom?
  public internal(set) var advisers: [ID<Person>]
  public internal(set) var participants: [Participant]
  public var toDo: ID<ToDo>?
  /// The starter's answers to the type's questions, by key.
  public var answers: [String: String]
  public var note: String?
  /// Rises on every change.
  public internal(set) var revision: Int
  /// RFC 5545 SEQUENCE: rises when time, place or status changes.
  public internal(set) var sequence: Int
  public let createdAt: Instant
  /// When something a calendar shows last changed.
  public internal(set) var revisedAt: Instant

  /// A new booking of `offer`: requested where there is a deadline to answer, else confirmed.
  public init(
    id: ID<Booking>, type: String, partner: String, offer: SlotOffer,
    participants: [ID<Person>], requestUntil: Instant?, toDo: ID<ToDo>?,
    answers: [String: String], note: String?, at now: Instant
  ) {
    self.id = id
    self.uid = "\(id)@startersfabriek"
    self.type = type
    self.partner = partner
    self.state = requestUntil.map { .requested(until: $0) } ?? .confirmed(at: now)
    self.span = offer.span
    self.zone = offer.zone.id
    self.localStart = offer.zone.local(offer.span.start)
    self.place = offer.place
    self.room = offer.room
    self.advisers = offer.advisers
    self.participants = participants.map { Participant(person: $0) }
    self.toDo = toDo
    self.answers = answers
    self.note = note
    (self.revision, self.sequence) = (1, 0)
    (self.createdAt, self.revisedAt) = (now, now)
  }

  /// A booking as the store kept it.
  public init(
    restoring id: ID<Booking>, uid: String, type: String, partner: String, state: State,
    span: TimeSpan, zone: String, localStart: LocalDateTime, place: Place,
    room: SlotOffer.ChosenRoom?, advisers: [ID<Person>], participants: [Participant],
    toDo: ID<ToDo>?, answers: [String: String], note: String?, revision: Int, sequence: Int,
    createdAt: Instant, revisedAt: Instant
  ) {
    self.id = id
    self.uid = uid
    self.type = type
    self.partner = partner
    self.state = state
    self.span = span
    self.zone = zone
    self.localStart = localStart
    self.place = place
    self.room = room
    self.advisers = advisers
    self.participants = participants
    self.toDo = toDo
    self.answers = answers
    self.note = note
    self.revision = revision
    self.sequence = sequence
    self.createdAt = createdAt
    self.revisedAt = revisedAt
  }

  public var minutes: Int { span.minutes }

  /// Until when a request may be answered; nil for anything but a request.
  public var requestDeadline: Instant? {
    guard case .requested(let until) = state else { return nil }
    return until
  }

  public var isAttended: Bool {
    if case .attended = state { return true }
    return false
  }

  /// Whether it claims its people and room.
  public var isLive: Bool {
    switch state {
    case .requested, .confirmed, .attended: true
    case .cancelled, .declined, .noShow: false
    }
  }
}

extension Booking.State {
  /// The name in JSON, rows and history.
  public var name: String {
    switch self {
    case .requested: "requested"
    case .confirmed: "confirmed"
    case .cancelled: "cancelled"
    case .declined: "declined"
    case .attended: "attended"
    case .noShow: "noShow"
    }
  }
}
