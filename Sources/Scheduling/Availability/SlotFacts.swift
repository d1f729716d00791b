import CivilTime

/// All that is known when somebody asks what is free: one type of appointment, the people and rooms
/// it may take, and what they already have.
///
/// Loaded by `Operations` in one transaction. The list of slots and the check at booking are made
/// from the same facts by the same `SlotSearch`.
public struct SlotFacts: Sendable {
  public var type: AppointmentType
  public var now: Instant
  /// The advisers who offer the type, in key order.
  public var advisers: [AdviserFacts]
  /// The venues in catalogue order; empty unless the type can take place at the venue.
  public var venues: [VenueFacts]
  /// What the starter already has, sorted by start; empty while nobody has signed in.
  public var starterClaims: [TimeSpan]

  public init(
    type: AppointmentType, now: Instant, advisers: [AdviserFacts], venues: [VenueFacts] = [],
    starterClaims: [TimeSpan] = []
  ) {
    self.type = type
    self.now = now
    self.advisers = advisers
    self.venues = venues
    self.starterClaims = starterClaims
  }
}

/// One adviser's rules and what already stands in their calendar.
public struct AdviserFacts: Sendable {
  public var person: ID<Person>
  public var key: String
  public var name: String
  /// The zone in which the adviser's rules are wall time.
  public var zone: Zone
  public var availability: [AvailabilityRule]
  public var exceptions: [AvailabilityException]
  /// The closed days of the partner.
  public var closures: [ClosedDays]
  /// The last day of the partnership, inclusive.
  public var partnershipUntil: LocalDate?
  /// What is claimed or busy, sorted by start.
  public var commitments: [Commitment]
  /// The starts of the adviser's appointments of this type that are held, requested, confirmed or
  /// attended: what caps count. In any order.
  public var countedStarts: [Instant]
  /// The starts of all the adviser's appointments in those states, whatever their type: what the
  /// choice of the least loaded counts. In any order.
  public var loadStarts: [Instant]
  /// When somebody last booked this adviser; nil if nobody ever did.
  public var lastBookedAt: Instant?

  public init(
    person: ID<Person>, key: String, name: String, zone: Zone, availability: [AvailabilityRule],
    exceptions: [AvailabilityException] = [], closures: [ClosedDays] = [],
    partnershipUntil: LocalDate? = nil, commitments: [Commitment] = [],
    countedStarts: [Instant] = [], loadStarts: [Instant] = [], lastBookedAt: Instant? = nil
  ) {
    self.person = person
    self.key = key
    self.name = name
    self.zone = zone
    self.availability = availability
    self.exceptions = exceptions
    self.closures = closures
    self.partnershipUntil = partnershipUntil
    self.commitments = commitments
    self.countedStarts = countedStarts
    self.loadStarts = loadStarts
    self.lastBookedAt = lastBookedAt
  }
}

/// A span in an adviser's calendar with the buffers that its own type asks for around it.
public struct Commitment: Hashable, Sendable {
  public var span: TimeSpan
  /// Seconds that must stay free of other appointments before and after it; 0 for busy time.
  public var bufferBefore: Int64
  public var bufferAfter: Int64

  public init(_ span: TimeSpan, bufferBefore: Int64 = 0, bufferAfter: Int64 = 0) {
    self.span = span
    self.bufferBefore = bufferBefore
    self.bufferAfter = bufferAfter
  }
}

/// A venue with its hours and what stands in its rooms.
public struct VenueFacts: Sendable {
  public var key: String
  public var zone: Zone
  public var opening: [OpeningHours]
  public var closures: [ClosedDays]
  /// Rooms and combinations, in any order.
  public var rooms: [RoomFacts]

  public init(
    key: String, zone: Zone, opening: [OpeningHours], closures: [ClosedDays] = [],
    rooms: [RoomFacts]
  ) {
    self.key = key
    self.zone = zone
    self.opening = opening
    self.closures = closures
    self.rooms = rooms
  }
}

/// A room or a combination of rooms that an appointment may claim.
public struct RoomFacts: Sendable {
  public var key: String
  /// The rooms it claims: one, or all of a combination.
  public var rooms: [ID<Room>]
  public var layouts: [String: Int]
  /// What it has; of a combination, what all its rooms have.
  public var features: Set<String>
  /// What stands in any of its rooms, sorted by start.
  public var claims: [TimeSpan]

  public init(
    key: String, rooms: [ID<Room>], layouts: [String: Int], features: Set<String> = [],
    claims: [TimeSpan] = []
  ) {
    self.key = key
    self.rooms = rooms
    self.layouts = layouts
    self.features = features
    self.claims = claims
  }
}
