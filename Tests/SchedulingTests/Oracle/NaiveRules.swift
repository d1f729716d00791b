import CivilTime
import Scheduling

/// One adviser as the oracle sees them.
struct NaiveAdviser {
  let facts: AdviserFacts
  let clock: NaiveClock
}

/// A moment somebody might book: the adviser, or all of a collective, each with the opening that
/// yields it.
struct NaiveCandidate {
  var span: TimeSpan
  var place: Place
  var takers: [(adviser: NaiveAdviser, opening: NaiveOpening)]
}

/// The rules of "Finding a free moment", each asked on its own and in the plainest way.
struct NaiveRules {
  let facts: SlotFacts
  let rooms: NaiveRooms

  /// Who says no first, and why; nil where nobody does.
  func refusal(of candidate: NaiveCandidate) -> (adviser: ID<Person>, refusal: SlotRefusal)? {
    for rule in [
      partnershipEnded, tooSoon, beyondHorizon, closed, away, venueClosed, adviserBusy, bufferTaken,
      dayCapReached, weekCapReached, noRoom, starterBusy,
    ] {
      for (adviser, opening) in candidate.takers {
        if let refusal = rule(candidate, adviser, opening) {
          return (adviser.facts.person, refusal)
        }
      }
    }
    return nil
  }

  private typealias Rule = (NaiveCandidate, NaiveAdviser, NaiveOpening) -> SlotRefusal?

  private func partnershipEnded(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    guard let last = adviser.facts.partnershipUntil,
      adviser.clock.date(at: candidate.span.start) > last
    else { return nil }
    return .partnershipEnded(on: last)
  }

  private func tooSoon(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    let earliest = facts.now.advanced(bySeconds: facts.type.notice?.seconds ?? 0)
    return candidate.span.start < earliest ? .tooSoon(earliest: earliest) : nil
  }

  private func beyondHorizon(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    guard let horizon = facts.type.horizon else { return nil }
    let last = adviser.clock.date(at: facts.now).advanced(byDays: horizon.days - 1)
    let date = adviser.clock.date(at: candidate.span.start)
    return date > last ? .beyondHorizon(lastDay: last) : nil
  }

  private func closed(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    for closure in adviser.facts.closures
    where closure.covers(anyMinuteOf: candidate.span, on: adviser.clock) {
      return .closed(name: closure.name)
    }
    return nil
  }

  private func away(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    for exception in adviser.facts.exceptions where exception.closed == true {
      if let from = exception.from, let until = exception.until {
        if let hours = adviser.clock.stretch(exception.date, from: from, until: until),
          hours.overlaps(candidate.span)
        {
          return .away(reason: exception.reason)
        }
      } else if opening.exceptionDate != exception.date,
        candidate.span.everyMinute.contains(where: {
          adviser.clock.date(at: $0) == exception.date
        })
      {
        return .away(reason: exception.reason)
      }
    }
    return nil
  }

  private func venueClosed(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    guard candidate.place == .venue, rooms.openVenues(during: candidate.span).isEmpty else {
      return nil
    }
    return .venueClosed(name: rooms.closureName(during: candidate.span))
  }

  private func adviserBusy(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    adviser.facts.commitments.contains { $0.span.overlaps(candidate.span) } ? .adviserBusy : nil
  }

  private func bufferTaken(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    let span = candidate.span
    let before = Int64(facts.type.buffer?.before ?? 0) * 60
    let after = Int64(facts.type.buffer?.after ?? 0) * 60
    for commitment in adviser.facts.commitments {
      let other = commitment.span
      let reachesIt =
        span.start.advanced(bySeconds: -before) < other.end
        && other.start < span.end.advanced(bySeconds: after)
      let reachesUs =
        other.start.advanced(bySeconds: -commitment.bufferBefore) < span.end
        && span.start < other.end.advanced(bySeconds: commitment.bufferAfter)
      if reachesIt || reachesUs { return .bufferTaken }
    }
    return nil
  }

  private func dayCapReached(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    guard let limit = facts.type.caps?.day else { return nil }
    let date = adviser.clock.date(at: candidate.span.start)
    let count = adviser.facts.countedStarts.count { adviser.clock.date(at: $0) == date }
    return count >= limit ? .dayCapReached(limit: limit) : nil
  }

  private func weekCapReached(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    guard let limit = facts.type.caps?.week else { return nil }
    let monday = adviser.clock.monday(at: candidate.span.start)
    let count = adviser.facts.countedStarts.count { adviser.clock.monday(at: $0) == monday }
    return count >= limit ? .weekCapReached(limit: limit) : nil
  }

  private func noRoom(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    guard candidate.place == .venue, rooms.choice(during: candidate.span) == nil else { return nil }
    return .noRoom(layout: facts.type.room?.layout, people: facts.type.room?.people ?? 2)
  }

  private func starterBusy(
    _ candidate: NaiveCandidate, adviser: NaiveAdviser, opening: NaiveOpening
  ) -> SlotRefusal? {
    facts.starterClaims.contains { $0.overlaps(candidate.span) } ? .starterBusy : nil
  }
}

extension ClosedDays {
  func covers(anyMinuteOf span: TimeSpan, on clock: NaiveClock) -> Bool {
    span.everyMinute.contains { minute in
      let date = clock.date(at: minute)
      return from <= date && date < until
    }
  }
}

extension NaiveClock {
  /// The Monday of the week that the clock's calendar is in: it stands for the ISO week.
  func monday(at instant: Instant) -> LocalDate {
    var day = date(at: instant)
    while day.weekday != .monday { day = day.advanced(byDays: -1) }
    return day
  }
}
