import CivilTime

/// The candidates that somebody asks about.
struct SlotQuery {
  /// Starts lie in `from ..< until`.
  var from: Instant
  var until: Instant
  /// How long the appointment lasts, and how far apart candidates are.
  var seconds: Int64
  var step: Int64
  var places: PlaceSet
  /// Whether refused candidates are of interest.
  var explain: Bool
}

/// One walk of one team through a window: asks the rules about every candidate.
struct TeamWalk {
  private let team: Team
  private let query: SlotQuery
  private let rooms: RoomChoice
  private var members: [AdviserCheck]
  private var venues: VenueCheck
  private var starter: Timeline.Cursor
  private let rulesAtVenue: [SlotRule]
  private let rulesElsewhere: [SlotRule]

  /// The first rule that refuses a candidate, and the member of the team it speaks of.
  private struct Breach {
    let rule: SlotRule
    let member: Int
  }

  init(
    _ team: Team, query: SlotQuery, rooms: RoomChoice, venues: VenueCheck,
    starter: Timeline.Cursor
  ) {
    var query = query
    // What lies beyond is refused; without explanations there is no need to hear it.
    if !query.explain { query.until = team.endOfStarts(before: query.until) }
    // Nothing that keeps the notice is too soon.
    let isSoonEnough = team.members.allSatisfy { $0.earliest <= query.from }
    rulesAtVenue = team.rulesAtVenue.filter { $0 != .tooSoon || !isSoonEnough }
    rulesElsewhere = team.rulesElsewhere.filter { $0 != .tooSoon || !isSoonEnough }
    (self.team, self.query, self.rooms) = (team, query, rooms)
    (self.venues, self.starter) = (venues, starter)
    members = team.members.map { AdviserCheck($0, from: query.from, until: query.until) }
  }

  /// Adds what the rules say of every candidate to `findings`, under the team's position.
  mutating func report(to findings: inout SlotFindings, as position: Int) {
    guard query.from < query.until else { return }
    for opening in team.openings(from: query.from, until: query.until) {
      let places = opening.places.intersection(query.places)
      guard !places.isEmpty else { continue }
      var start = opening.firstCandidate(from: query.from, step: query.step)
      while start < query.until,
        let candidate = TimeSpan(from: start, until: start.advanced(bySeconds: query.seconds)),
        candidate.end <= opening.span.end
      {
        ask(candidate, in: opening, at: places.intersection(.venue), &findings, position)
        ask(candidate, in: opening, at: places.subtracting(.venue), &findings, position)
        start = start.advanced(bySeconds: query.step)
      }
    }
  }

  /// Asks once for all the places: those other than the venue know no difference.
  private mutating func ask(
    _ candidate: TimeSpan, in opening: Opening, at places: PlaceSet,
    _ findings: inout SlotFindings, _ position: Int
  ) {
    guard !places.isEmpty else { return }
    let breach = firstBreach(by: candidate, in: opening, atVenue: places == .venue)
    if let breach, query.explain {
      let refusal = refusal(breach, of: candidate, in: opening)
      findings.refuse(candidate.start, at: places, for: position, breach.member, refusal)
    } else if breach == nil {
      findings.accept(candidate.start, at: places, for: position)
    }
  }

  private mutating func firstBreach(
    by candidate: TimeSpan, in opening: Opening, atVenue: Bool
  ) -> Breach? {
    for rule in atVenue ? rulesAtVenue : rulesElsewhere {
      switch rule {
      case .venueClosed:
        if !venues.isOpen(for: candidate) { return Breach(rule: rule, member: 0) }
      case .noRoom:
        if !venues.hasRoom(for: candidate) { return Breach(rule: rule, member: 0) }
      case .starterBusy:
        if starter.overlaps(candidate) { return Breach(rule: rule, member: 0) }
      case .partnershipEnded, .tooSoon, .beyondHorizon, .closed, .away, .adviserBusy,
        .bufferTaken, .dayCapReached, .weekCapReached:
        for member in members.indices
        where members[member].fails(rule, candidate, exempt: opening.exceptionDates[member]) {
          return Breach(rule: rule, member: member)
        }
      }
    }
    return nil
  }

  private func refusal(
    _ breach: Breach, of candidate: TimeSpan, in opening: Opening
  ) -> SlotRefusal {
    switch breach.rule {
    case .venueClosed: venues.refusal(of: candidate)
    case .noRoom: rooms.refusal
    case .starterBusy: .starterBusy
    default:
      team.members[breach.member].refusal(
        by: breach.rule, of: candidate, exempt: opening.exceptionDates[breach.member])
    }
  }
}
