import CivilTime
import Scheduling

/// Claims to look past: what a change is about to replace.
public struct ClaimExclusion: Hashable, Sendable {
  public var booking: ID<Booking>?
  public var hold: ID<Hold>?
  public static let none = ClaimExclusion()

  public init(booking: ID<Booking>? = nil, hold: ID<Hold>? = nil) {
    (self.booking, self.hold) = (booking, hold)
  }
}

/// A claim as far as the search for free moments asks about it: thousands are read for a list.
public struct Occupation: Hashable, Sendable {
  public var commitment: Commitment
  /// Whether the resource is there as adviser.
  public var isAdvising: Bool
  /// Whether it is of the type asked about.
  public var isOfType: Bool

  public init(_ commitment: Commitment, isAdvising: Bool, isOfType: Bool) {
    (self.commitment, self.isAdvising, self.isOfType) = (commitment, isAdvising, isOfType)
  }
}

/// Which bookings a list shows: those that any of the resources takes part in, or all of a partner.
public struct BookingQuery: Sendable {
  public enum Whose: Hashable, Sendable {
    /// As participant.
    case starter(ID<Person>)
    case adviser(ID<Person>)
    /// By key.
    case partner(String)
    /// By the keys of rooms and combinations.
    case rooms([String])
    case everyone
  }
  public var whose: [Whose]
  /// Only those that overlap from ..< until; open where nil.
  public var from: Instant?
  public var until: Instant?
  /// Names of states; all where empty.
  public var states: [String]
  /// Leaves out what was cancelled or declined at or before this, where given.
  public var goneSince: Instant?
  /// Ordered by start, then id, or the other way round.
  public var newestFirst: Bool
  /// What comes after this pair in that order, where given.
  public var after: (start: Instant, id: ID<Booking>)?
  public var limit: Int

  public init(
    whose: [Whose], from: Instant? = nil, until: Instant? = nil, states: [String] = [],
    goneSince: Instant? = nil, newestFirst: Bool = false,
    after: (start: Instant, id: ID<Booking>)? = nil, limit: Int
  ) {
    (self.whose, self.from, self.until) = (whose, from, until)
    (self.states, self.goneSince, self.newestFirst) = (states, goneSince, newestFirst)
    (self.after, self.limit) = (after, limit)
  }
}

/// What a booking promised in wall time.
public struct PromisedTime: Sendable {
  public let booking: ID<Booking>
  /// IANA name.
  public let zone: String
  public let localStart: LocalDateTime
  public let span: TimeSpan

  public init(booking: ID<Booking>, zone: String, localStart: LocalDateTime, span: TimeSpan) {
    (self.booking, self.zone) = (booking, zone)
    (self.localStart, self.span) = (localStart, span)
  }
}

/// A booking as it was between two changes: it rises with every change, so this never means two
/// different things.
public struct BookingRevision: Hashable, Sendable {
  public let booking: ID<Booking>
  public let revision: Int

  public init(booking: ID<Booking>, revision: Int) {
    (self.booking, self.revision) = (booking, revision)
  }
}

public protocol LedgerReading {
  func booking(_ id: ID<Booking>) throws -> Booking?
  func bookings(_ query: BookingQuery) throws -> [Booking]
  /// How many that list holds, at most its limit; the query is of one `whose`.
  func bookingCount(_ query: BookingQuery) throws -> Int
  /// In any order; unknown ids are left out.
  func bookings(_ ids: [ID<Booking>]) throws -> [Booking]
  /// Which revision of which bookings there is, of those whose start lies in the span, by start,
  /// then id: far quicker than the bookings themselves.
  func revisions(
    of whose: BookingQuery.Whose, startingIn span: TimeSpan, limit: Int
  ) throws -> [BookingRevision]
  /// Of requested and confirmed bookings that end after the instant, by start, then id.
  func promisedTimes(endingAfter instant: Instant) throws -> [PromisedTime]
  /// Requested and confirmed bookings for the item, other than `excluding`.
  func liveBookings(for toDo: ID<ToDo>, excluding: ID<Booking>?) throws -> Int
  func hold(_ id: ID<Hold>) throws -> Hold?
  /// Holds of the person that have not lapsed.
  func holds(of person: ID<Person>, at now: Instant) throws -> [Hold]
  /// How many moments of the type are held for visitors who have not signed in yet.
  func visitorHolds(of type: String, at now: Instant) throws -> Int
  /// What the claims occupy that overlap the span and have not lapsed at `now`, by resource and
  /// sorted by start; `type` is the key of the type asked about. Resources without claims may be
  /// left out.
  func occupations(
    of resources: [ID<Resource>], overlapping span: TimeSpan, at now: Instant,
    for type: String, excluding: ClaimExclusion
  ) throws -> [ID<Resource>: [Occupation]]
  /// When each adviser was last booked; never-booked ones are left out.
  func lastBooked(_ advisers: [ID<Person>]) throws -> [ID<Person>: Instant]
  /// The version of each resource, counted up by every deciding write that touches it.
  func versions(of resources: [ID<Resource>]) throws -> [ID<Resource>: Int64]
  /// Re-checks every invariant from the rows alone.
  func audit() throws -> [AuditFinding]
}

/// One invariant and how often it is broken.
public struct AuditFinding: Hashable, Sendable {
  /// Such as `overlapping-claims`.
  public var invariant: String
  public var count: Int
  /// Ids of at most ten offenders.
  public var examples: [String]

  public init(invariant: String, count: Int, examples: [String]) {
    (self.invariant, self.count, self.examples) = (invariant, count, examples)
  }
}

public protocol LedgerWriting {
  /// The portable lock: counts the version of each resource up, in id order.
  func lock(_ resources: Set<ID<Resource>>) throws
  /// Ends holds that have lapsed at `now`: their claims go.
  func endLapsedHolds(at now: Instant) throws
  /// Requests whose deadline has passed at `now` and that nobody has answered.
  func lapsedRequests(at now: Instant) throws -> [Booking]
  /// Throws `StoreFault.overlap` where the ledger refuses one.
  func insert(_ claims: [Claim]) throws
  func deleteClaims(of purpose: Claim.Purpose) throws
  /// Replaces the lapsing of the booking's claims, as when a request is confirmed.
  func setLapsing(of booking: ID<Booking>, to instant: Instant?) throws
  func insert(_ hold: Hold, at now: Instant) throws
  /// Ends a hold that was given back or booked; its claims go, its id stays known for a while.
  func endHold(_ id: ID<Hold>, at now: Instant) throws
  func deleteHolds(endedBefore instant: Instant) throws
  /// Inserts the booking, or replaces its row, advisers and participants.
  func save(_ booking: Booking) throws
  /// Remembers when the advisers were last booked.
  func markBooked(_ advisers: [ID<Person>], at now: Instant) throws
}
