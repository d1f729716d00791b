import CivilTime

/// Why a booking cannot go where somebody wants it.
public enum BookingRefusal: Error, Hashable, Sendable {
  /// The deadline to answer the request has passed.
  case requestLapsed
  case alreadyCancelled
  case alreadyDeclined
  /// It has taken place, or was marked so.
  case alreadyOver
  /// Only a request can be declined; a confirmed appointment is cancelled.
  case notRequested
  /// Nobody can be absent before it starts.
  case notStarted
  /// The start has passed: it is attended or not, no longer moved or cancelled.
  case alreadyStarted
  /// The type lets a starter move it until this instant.
  case tooLateToMove(deadline: Instant)
  /// The type lets a starter cancel it until this instant.
  case tooLateToCancel(deadline: Instant)

  public var code: String {
    switch self {
    case .requestLapsed: "request-lapsed"
    case .alreadyCancelled: "already-cancelled"
    case .alreadyDeclined: "already-declined"
    case .alreadyOver: "already-over"
    case .notRequested: "not-requested"
    case .notStarted: "not-started"
    case .alreadyStarted: "already-started"
    case .tooLateToMove: "too-late-to-move"
    case .tooLateToCancel: "too-late-to-cancel"
    }
  }
}

/// Transitions. Each says whether anything changed: pressing a button twice is harmless.
extension Booking {
  /// The partner accepts a request.
  public mutating func confirm(at now: Instant) throws(BookingRefusal) -> Bool {
    switch state {
    case .requested(let deadline) where now < deadline: change(to: .confirmed(at: now), at: now)
    case .requested: throw .requestLapsed
    case .confirmed, .attended, .noShow: return false
    case .cancelled: throw .alreadyCancelled
    case .declined: throw .alreadyDeclined
    }
    return true
  }

  /// The partner says no to a request.
  public mutating func decline(
    by person: ID<Person>?, at now: Instant
  ) throws(BookingRefusal) -> Bool {
    switch state {
    case .requested: change(to: .declined(at: now, by: person), at: now)
    case .declined: return false
    case .cancelled: throw .alreadyCancelled
    case .confirmed: throw .notRequested
    case .attended, .noShow: throw .alreadyOver
    }
    return true
  }

  /// Nobody answered the request in time.
  public mutating func lapse(at now: Instant) -> Bool {
    guard case .requested(let deadline) = state, deadline <= now else { return false }
    change(to: .declined(at: now, by: nil), at: now)
    return true
  }

  /// Takes the appointment back; `deadline` is the last instant for this person, nil for none.
  public mutating func cancel(
    by person: ID<Person>?, deadline: Instant?, at now: Instant
  ) throws(BookingRefusal) -> Bool {
    switch state {
    case .requested, .confirmed:
      guard now < span.start else { throw .alreadyStarted }
      if let deadline, now > deadline { throw .tooLateToCancel(deadline: deadline) }
      change(to: .cancelled(at: now, by: person), at: now)
      for index in participants.indices { participants[index].state = .cancelled }
    case .cancelled: return false
    case .declined: throw .alreadyDeclined
    case .attended, .noShow: throw .alreadyOver
    }
    return true
  }

  /// Whether somebody may move it now; `deadline` is the last instant for this person.
  public func checkMovable(deadline: Instant?, at now: Instant) throws(BookingRefusal) {
    switch state {
    case .requested(let until) where until <= now: throw .requestLapsed
    case .requested, .confirmed:
      guard now < span.start else { throw .alreadyStarted }
      if let deadline, now > deadline { throw .tooLateToMove(deadline: deadline) }
    case .cancelled: throw .alreadyCancelled
    case .declined: throw .alreadyDeclined
    case .attended, .noShow: throw .alreadyOver
    }
  }

  /// Takes the moment of `offer` instead, after `checkMovable`. With a deadline to answer it
  /// becomes a request again.
  public mutating func move(to offer: SlotOffer, requestUntil: Instant?, at now: Instant) {
    span = offer.span
    zone = offer.zone.id
    localStart = offer.zone.local(offer.span.start)
    place = offer.place
    room = offer.room
    advisers = offer.advisers
    change(to: requestUntil.map { .requested(until: $0) } ?? state, at: now)
  }

  /// Keeps the wall time promised when the zone's rules change: another instant, nothing else.
  public mutating func shift(to span: TimeSpan, at now: Instant) {
    self.span = span
    change(to: state, at: now)
  }

  /// How it went.
  ///
  /// A mistake can be put right, so each leads to the other; people who meet before their hour may be
  /// marked then, and unmarked.
  public mutating func recordAttendance(
    _ attended: Bool, at now: Instant
  ) throws(BookingRefusal) -> Bool {
    switch state {
    case .confirmed, .attended, .noShow:
      if attended, case .attended = state { return false }
      if !attended, case .noShow = state { return false }
      let hasStarted = span.start <= now
      // Nobody is absent yet; but “attended”, said too early, can be taken back.
      guard attended || hasStarted || isAttended else { throw .notStarted }
      // A calendar shows attendance as nothing: only the revision rises.
      state =
        attended ? .attended(at: now) : hasStarted ? .noShow(at: now) : .confirmed(at: now)
      for index in participants.indices {
        participants[index].state = attended ? .attended : hasStarted ? .noShow : .going
      }
      revision += 1
    case .requested(let until): throw until <= now ? .requestLapsed : .notStarted
    case .cancelled: throw .alreadyCancelled
    case .declined: throw .alreadyDeclined
    }
    return true
  }

  /// The one place where a change that calendars show is counted.
  private mutating func change(to state: State, at now: Instant) {
    self.state = state
    revision += 1
    sequence += 1
    revisedAt = now
  }
}
