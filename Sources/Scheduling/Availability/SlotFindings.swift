import CivilTime

/// What the rules said of the candidates of all teams, gathered into one answer.
struct SlotFindings {
  /// A start at a place, for the team at that position.
  private struct Candidate: Equatable {
    let start: Instant
    let place: Place
    let team: Int
  }

  private struct Refused {
    let candidate: Candidate
    let member: Int
    let refusal: SlotRefusal
  }

  private var accepted: [Candidate] = []
  private var refused: [Refused] = []

  mutating func accept(_ start: Instant, at places: PlaceSet, for team: Int) {
    for place in Place.inOrder where places.contains(place) {
      accepted.append(Candidate(start: start, place: place, team: team))
    }
  }

  mutating func refuse(
    _ start: Instant, at places: PlaceSet, for team: Int, _ member: Int, _ refusal: SlotRefusal
  ) {
    for place in Place.inOrder where places.contains(place) {
      let candidate = Candidate(start: start, place: place, team: team)
      refused.append(Refused(candidate: candidate, member: member, refusal: refusal))
    }
  }

  /// One row per start and place, and per start, place and team that found no opening to accept it
  /// the nearest miss.
  mutating func answer(of teams: [Team], seconds: Int64) -> SlotAnswer {
    accepted.sort(by: Self.isBefore)
    var answer = SlotAnswer()
    answer.slots = slots(of: teams, seconds: seconds)
    guard !refused.isEmpty else { return answer }
    refused.sort { left, right in
      guard left.candidate == right.candidate else {
        return Self.isBefore(left.candidate, right.candidate)
      }
      return left.refusal.rank > right.refusal.rank
    }
    var passed = 0
    var previous: Candidate?
    for entry in refused where entry.candidate != previous {
      let candidate = entry.candidate
      previous = candidate
      while passed < accepted.count, Self.isBefore(accepted[passed], candidate) { passed += 1 }
      if passed < accepted.count, accepted[passed] == candidate { continue }
      answer.refused.append(
        RefusedCandidate(
          start: candidate.start, place: candidate.place,
          adviser: teams[candidate.team].people[entry.member], refusal: entry.refusal))
    }
    return answer
  }

  private func slots(of teams: [Team], seconds: Int64) -> [Slot] {
    var slots: [Slot] = []
    slots.reserveCapacity(teams.count == 1 ? accepted.count : 0)
    var first = 0
    while first < accepted.count {
      let candidate = accepted[first]
      var end = first + 1
      while end < accepted.count, accepted[end].start == candidate.start,
        accepted[end].place == candidate.place
      { end += 1 }
      if let span = TimeSpan(
        from: candidate.start, until: candidate.start.advanced(bySeconds: seconds))
      {
        slots.append(
          Slot(
            span: span, place: candidate.place, advisers: people(of: teams, in: first..<end)))
      }
      first = end
    }
    return slots
  }

  /// The people of the teams that accept one start at one place, each team's once.
  private func people(of teams: [Team], in row: Range<Int>) -> [ID<Person>] {
    if row.count == 1 { return teams[accepted[row.lowerBound].team].people }
    var people: [ID<Person>] = []
    people.reserveCapacity(row.count)
    var previous: Int?
    for candidate in accepted[row] where candidate.team != previous {
      people += teams[candidate.team].people
      previous = candidate.team
    }
    return people
  }

  private static func isBefore(_ left: Candidate, _ right: Candidate) -> Bool {
    if left.start != right.start { return left.start < right.start }
    if left.place != right.place { return left.place.order < right.place.order }
    return left.team < right.team
  }
}

extension Place {
  /// Venue, partner, online: the order of rows and of choice.
  static let inOrder: [Place] = [.venue, .partner, .online]

  var order: Int {
    switch self {
    case .venue: 0
    case .partner: 1
    case .online: 2
    }
  }
}
