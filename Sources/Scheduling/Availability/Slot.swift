import CivilTime

/// A bookable span at one place. Computed, never stored.
public struct Slot: Hashable, Sendable {
  public var span: TimeSpan
  public var place: Place
  /// Who can take it, in key order; for a collective type, all who take it together.
  public var advisers: [ID<Person>]

  public init(span: TimeSpan, place: Place, advisers: [ID<Person>]) {
    (self.span, self.place, self.advisers) = (span, place, advisers)
  }
}

/// What a booking at one start takes: decided by the same rules that listed the slot.
public struct SlotOffer: Hashable, Sendable {
  public var span: TimeSpan
  public var place: Place
  /// The adviser assigned; for a collective type, all of them.
  public var advisers: [ID<Person>]
  /// The key of the room or combination and the rooms it claims; nil unless at the venue.
  public var room: ChosenRoom?
  /// The zone of the rule that opened the moment.
  public var zone: Zone

  public struct ChosenRoom: Hashable, Sendable {
    public var venue: String
    public var key: String
    public var rooms: [ID<Room>]

    public init(venue: String, key: String, rooms: [ID<Room>]) {
      (self.venue, self.key, self.rooms) = (venue, key, rooms)
    }
  }

  public init(
    span: TimeSpan, place: Place, advisers: [ID<Person>], room: ChosenRoom?, zone: Zone
  ) {
    (self.span, self.place, self.advisers) = (span, place, advisers)
    (self.room, self.zone) = (room, zone)
  }
}

/// The rule that says no to a candidate, with its facts. In the order in which the rules are asked.
public enum SlotRefusal: Error, Hashable, Sendable {
  /// No opening yields this start.
  case notOffered
  /// The partner helps until and including this day.
  case partnershipEnded(on: LocalDate)
  /// The earliest start that keeps the notice.
  case tooSoon(earliest: Instant)
  /// The last day that can be booked today.
  case beyondHorizon(lastDay: LocalDate)
  /// The partner is closed that day.
  case closed(name: String)
  /// The adviser closed that date or those hours.
  case away(reason: String?)
  /// The venue is closed that day or at that hour; `name` is the closure's, nil for its hours.
  case venueClosed(name: String?)
  case adviserBusy
  /// Free itself, but too close to something before or after it.
  case bufferTaken
  case dayCapReached(limit: Int)
  case weekCapReached(limit: Int)
  /// No room of the venue fits and is free.
  case noRoom(layout: String?, people: Int)
  case starterBusy

  /// The stable code of the HTTP answer.
  public var code: String {
    switch self {
    case .notOffered: "not-offered"
    case .partnershipEnded: "partnership-ended"
    case .tooSoon: "too-soon"
    case .beyondHorizon: "beyond-horizon"
    case .closed: "closed"
    case .away: "away"
    case .venueClosed: "venue-closed"
    case .adviserBusy: "adviser-busy"
    case .bufferTaken: "buffer-taken"
    case .dayCapReached: "day-cap-reached"
    case .weekCapReached: "week-cap-reached"
    case .noRoom: "no-room"
    case .starterBusy: "starter-busy"
    }
  }

  /// The place in the order in which the rules are asked; a later rule means a nearer miss.
  public var rank: Int {
    switch self {
    case .notOffered: 0
    case .partnershipEnded: 1
    case .tooSoon: 2
    case .beyondHorizon: 3
    case .closed: 4
    case .away: 5
    case .venueClosed: 6
    case .adviserBusy: 7
    case .bufferTaken: 8
    case .dayCapReached: 9
    case .weekCapReached: 10
    case .noRoom: 11
    case .starterBusy: 12
    }
  }
}

/// A candidate that a rule refused.
public struct RefusedCandidate: Hashable, Sendable {
  public var start: Instant
  public var place: Place
  /// The adviser concerned; for a collective type the first who cannot, in key order.
  public var adviser: ID<Person>
  public var refusal: SlotRefusal

  public init(start: Instant, place: Place, adviser: ID<Person>, refusal: SlotRefusal) {
    (self.start, self.place, self.adviser, self.refusal) = (start, place, adviser, refusal)
  }
}
