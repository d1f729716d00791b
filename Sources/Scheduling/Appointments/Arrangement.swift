import CivilTime

/// What a starter arranged with a partner without this service, on the partner's page, by telephone
/// or by mail.
///
/// Not a booking: it claims nobody, stands in no feed, and only its starter knows whether it holds.
public struct Arrangement: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// An appointment was made, perhaps with a date.
    case appointment
    /// They spoke or wrote.
    case contact
  }

  public enum State: Hashable, Sendable {
    case standing
    case done(at: Instant)
    case takenBack(at: Instant)

    /// The name in JSON, rows and history.
    public var name: String {
      switch self {
      case .standing: "standing"
      case .done: "done"
      case .takenBack: "takenBack"
      }
    }
  }

  public let id: ID<Arrangement>
  /// Key of the appointment type.
  public let type: String
  /// Key of the partner.
  public let partner: String
  public let person: ID<Person>
  public internal(set) var toDo: ID<ToDo>?
  public internal(set) var kind: Kind
  /// The day, without an hour: all that the starter may know.
  public internal(set) var day: LocalDate?
  public internal(set) var state: State
  public let createdAt: Instant

  public init(
    id: ID<Arrangement>, type: String, partner: String, person: ID<Person>, toDo: ID<ToDo>?,
    kind: Kind, day: LocalDate?, state: State = .standing, createdAt: Instant
  ) {
    (self.id, self.type, self.partner, self.person) = (id, type, partner, person)
    (self.toDo, self.kind, self.day) = (toDo, kind, day)
    (self.state, self.createdAt) = (state, createdAt)
  }

  public var stands: Bool { state == .standing }

  /// The starter says again what was arranged, as when the date becomes known.
  public mutating func revise(toDo: ID<ToDo>?, kind: Kind, day: LocalDate?) {
    (self.toDo, self.kind, self.day) = (toDo, kind, day)
  }

  /// It took place. Says whether anything changed.
  public mutating func complete(at now: Instant) -> Bool {
    guard stands else { return false }
    state = .done(at: now)
    return true
  }

  /// It does not go through. Says whether anything changed.
  public mutating func takeBack(at now: Instant) throws(ContactRefusal) -> Bool {
    switch state {
    case .standing: state = .takenBack(at: now)
    case .takenBack: return false
    case .done: throw .alreadyDone
    }
    return true
  }
}
