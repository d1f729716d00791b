import CivilTime

/// What is free, and why the rest is not: the one place where the rules of
/// <doc:Finding-a-free-moment> are asked.
///
/// The list of slots and the check at booking walk the same candidates through the same rules, so
/// they never disagree.
public struct SlotSearch: Sendable {
  /// No opening is longer, even on a date that the clocks of a zone showed twice.
  private static let longestMinutes = 2 * 24 * 60

  private let teams: [Team]
  private let rooms: RoomChoice
  private let starter: Timeline
  private let places: [Place]
  /// Seconds from one candidate to the next; nil: the duration asked for.
  private let step: Int64?
  private let now: Instant
  /// The earliest start that keeps the notice.
  private let earliest: Instant

  public init(_ facts: SlotFacts) {
    let type = facts.type
    let calendars = facts.advisers.map { AdviserCalendar($0, of: facts) }
    let isCollective = type.assignment == .collective
    teams = (isCollective ? [calendars] : calendars.map { [$0] })
      .filter { !$0.isEmpty }
      .map { Team($0, starterHasClaims: !facts.starterClaims.isEmpty) }
    rooms = RoomChoice(facts.venues, need: type.room)
    starter = Timeline(facts.starterClaims)
    places = type.places
    step = (type.step ?? type.minutes.min()).map { Int64($0) * 60 }
    (now, earliest) = (facts.now, facts.earliestStart)
  }

  /// The slots whose start lies in `from ..< until` and, where `explain`, every refused candidate.
  ///
  /// One row per start and place, sorted by start, then place in the order venue, partner, online.
  /// Without `isNaming`, the rows name no advisers.
  public func slots(
    minutes: Int, from: Instant, until: Instant, place: Place? = nil,
    adviser: ID<Person>? = nil, explain: Bool = false, isNaming: Bool = true
  ) -> SlotAnswer {
    guard minutes > 0, minutes <= Self.longestMinutes else { return SlotAnswer() }
    let seconds = Int64(minutes) * 60
    let step = step ?? seconds
    guard step > 0, from < until else { return SlotAnswer() }
    let query = SlotQuery(
      from: explain ? from : max(from, earliest), until: until, seconds: seconds, step: step,
      places: PlaceSet(place.map { [$0] } ?? places), explain: explain)
    guard query.from < query.until else { return SlotAnswer() }
    let venues = VenueCheck(
      rooms, from: query.from, until: query.until.advanced(bySeconds: seconds))
    let claims = starter.cursor(at: query.from)
    var findings = SlotFindings()
    for (position, team) in teams.enumerated() where team.isAsked(adviser) {
      var walk = TeamWalk(team, query: query, rooms: rooms, venues: venues, starter: claims)
      walk.report(to: &findings, as: position)
    }
    return findings.answer(of: teams, seconds: seconds, isNaming: isNaming)
  }

  /// What booking at `start` takes, or the nearest miss of all that could have offered it.
  ///
  /// Without a place, the first of venue, partner, online that works; without an adviser, the
  /// least loaded of those who can, whatever the type's assignment. A collective type takes all.
  public func offer(
    at start: Instant, minutes: Int, place: Place? = nil, adviser: ID<Person>? = nil
  ) throws(SlotRefusal) -> SlotOffer {
    let answer = slots(
      minutes: minutes, from: start, until: start.advanced(bySeconds: 1), place: place,
      adviser: adviser, explain: true)
    guard let slot = answer.slots.first, let team = assignedTeam(for: slot) else {
      throw answer.refused.map(\.refusal).max { $0.rank < $1.rank } ?? .notOffered
    }
    var venues = VenueCheck(rooms, from: slot.span.start, until: slot.span.end)
    return SlotOffer(
      span: slot.span, place: slot.place, advisers: team.people,
      room: slot.place == .venue ? venues.room(for: slot.span) : nil, zone: team.zone)
  }

  /// At most `limit` slots with different starts, nearest to `start` first, the earlier of two that
  /// are as near; none before now and none further away than `days` of 24 hours.
  public func alternatives(
    to start: Instant, minutes: Int, place: Place? = nil, adviser: ID<Person>? = nil,
    limit: Int = 3, days: Int = 14
  ) -> [Slot] {
    guard limit > 0, days > 0 else { return [] }
    // What lies outside a radius is further away than all inside it, so a small one may do.
    var radius = 1
    while true {
      let seconds = Int64(radius) * 86_400
      let found = slots(
        minutes: minutes, from: max(now, start.advanced(bySeconds: -seconds)),
        until: start.advanced(bySeconds: seconds), place: place, adviser: adviser
      ).slots
      let nearest = Self.nearest(to: start, in: found, limit: limit)
      if nearest.count == limit || radius == days { return nearest }
      radius = min(days, radius * 4)
    }
  }

  /// The first slot at or after `from` and before `until`. Looks at short stretches one after the
  /// other, so what is near is found soon.
  public func first(
    minutes: Int, from: Instant, until: Instant, place: Place? = nil, adviser: ID<Person>? = nil
  ) -> Slot? {
    var stretchStart = max(from, earliest)
    let until = teams.filter { $0.isAsked(adviser) }.map { $0.endOfStarts(before: until) }.max()
    guard let until else { return nil }
    var days: Int64 = 2
    while stretchStart < until {
      let stretchEnd = min(until, stretchStart.advanced(bySeconds: days * 86_400))
      let found = slots(
        minutes: minutes, from: stretchStart, until: stretchEnd, place: place, adviser: adviser)
      if let slot = found.slots.first { return slot }
      (stretchStart, days) = (stretchEnd, min(32, days * 2))
    }
    return nil
  }

  /// The first row of each start, nearest first.
  private static func nearest(to start: Instant, in slots: [Slot], limit: Int) -> [Slot] {
    var distinct: [Slot] = []
    for slot in slots where slot.span.start != distinct.last?.span.start { distinct.append(slot) }
    distinct.sort { left, right in
      let (near, far) = (left.distance(to: start), right.distance(to: start))
      return near != far ? near < far : left.span.start < right.span.start
    }
    return Array(distinct.prefix(limit))
  }

  /// The least loaded of those who can take the slot; of a collective type there is only one team.
  private func assignedTeam(for slot: Slot) -> Team? {
    let able = teams.filter { team in team.people.allSatisfy { slot.advisers.contains($0) } }
    guard able.count > 1 else { return able.first }
    let loads = able.compactMap { team in
      team.members.first.map { (team: team, load: $0.load(inWeekOf: slot.span.start)) }
    }
    // The first of equals is the first by key.
    return loads.min { $0.load < $1.load }?.team
  }
}

extension Slot {
  /// Seconds between its start and `instant`, whichever comes first.
  fileprivate func distance(to instant: Instant) -> Int64 {
    abs(span.start.seconds(since: instant))
  }
}
