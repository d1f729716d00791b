import CivilTime
import Scheduling

/// The right to answer one request, which a mailed secret gives.
public struct ContactLink: Hashable, Sendable {
  public enum Holder: String, CaseIterable, Sendable { case partner, team }

  public var hash: SecretHash
  public var request: ID<ContactRequest>
  public var holder: Holder
  /// Whose account the mail went to; nil where it went to an address without one.
  public var person: ID<Person>?

  public init(
    hash: SecretHash, request: ID<ContactRequest>, holder: Holder, person: ID<Person>?
  ) {
    (self.hash, self.request, self.holder, self.person) = (hash, request, holder, person)
  }
}

/// Which requests a list shows, newest first.
public struct ContactQuery: Sendable {
  public enum Whose: Hashable, Sendable {
    case starter(ID<Person>)
    /// By keys.
    case partners([String])
    case everyone
  }
  public var whose: Whose
  /// Names of states; all where empty.
  public var states: [String]
  public var limit: Int

  public init(_ whose: Whose, states: [String] = [], limit: Int) {
    (self.whose, self.states, self.limit) = (whose, states, limit)
  }
}

public protocol ContactReading {
  func contactRequest(_ id: ID<ContactRequest>) throws -> ContactRequest?
  func contactRequests(_ query: ContactQuery) throws -> [ContactRequest]
  /// Waiting requests that are to be reminded of or whose deadline has passed at `now`.
  func contactRequests(dueAt now: Instant) throws -> [ContactRequest]
  func contactLink(_ hash: SecretHash) throws -> ContactLink?
  func arrangement(_ id: ID<Arrangement>) throws -> Arrangement?
  /// The person's, oldest first.
  func arrangements(of person: ID<Person>) throws -> [Arrangement]
  /// Requests and arrangements that stand for the item.
  func standingContacts(for toDo: ID<ToDo>) throws -> Int
}

public protocol ContactWriting {
  /// Inserts the request or replaces what changes of it.
  func save(_ request: ContactRequest) throws
  func insert(_ link: ContactLink, at now: Instant) throws
  /// Inserts the arrangement or replaces what changes of it.
  func save(_ arrangement: Arrangement) throws
}

extension ReadTransaction {
  /// Whether an appointment, a request or an arrangement keeps the item booked, other than
  /// `booking`.
  func stands(for toDo: ID<ToDo>, besides booking: ID<Booking>? = nil) throws -> Bool {
    if try liveBookings(for: toDo, excluding: booking) > 0 { return true }
    return try standingContacts(for: toDo) > 0
  }
}
