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

  /// A start that a team accepts, with all the places at which it does.
  private struct Accepted {
    let start: Instant
    var places: PlaceSet
    let team: Int32

    func isBefore(_ other: Self) -> Bool {
      start != other.start ? start < other.start : team < other.team
    }
  }

  /// One team's after the other's, each in order of start but for what overlapping openings yield.
  private var accepted: [Accepted] = []
  /// Where each team's begin.
  private var runs: [Int] = []
  private var refused: [Refused] = []

  mutating func accept(_ start: Instant, at places: PlaceSet, for team: Int) {
    if let last = accepted.last, last.team == team {
      if last.start == start {
        accepted[accepted.count - 1].places.formUnion(places)
        return
      }
      // A run ends where the order does.
      if start < last.start { runs.append(accepted.count) }
    } else {
      runs.append(accepted.count)
    }
    accepted.append(Accepted(start: start, places: places, team: Int32(team)))
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
  /// the nearest miss. With `isNaming`, slots say who can take them.
  mutating func answer(of teams: [Team], seconds: Int64, isNaming: Bool) -> SlotAnswer {
    mergeRuns()
    var answer = SlotAnswer()
    answer.slots = slots(of: teams, seconds: seconds, isNaming: isNaming)
    guard !refused.isEmpty else { return answer }
    refused.sort { left, right in
      guard left.candidate == right.candidate else {
        return Self.isBefore(left.candidate, right.candidate)
      }
      return left.refusal.rank > right.refusal.rank
    }
    let taken = acceptedCandidates
    var passed = 0
    var previous: Candidate?
    for entry in refused where entry.candidate != previous {
      let candidate = entry.candidate
      previous = candidate
      while passed < taken.count, Self.isBefore(taken[passed], candidate) { passed += 1 }
      if passed < taken.count, taken[passed] == candidate { continue }
      answer.refused.append(
        RefusedCandidate(
          start: candidate.start, place: candidate.place,
          adviser: teams[candidate.team].people[entry.member], refusal: entry.refusal))
    }
    return answer
  }

  /// Merges neighbouring runs, two and two, until one is left: every team's is sorted already.
  private mutating func mergeRuns() {
    var target: [Accepted] = []
    while runs.count > 1 {
      target.removeAll(keepingCapacity: true)
      target.reserveCapacity(accepted.count)
      var merged: [Int] = []
      for first in stride(from: 0, to: runs.count, by: 2) {
        let middle = first + 1 < runs.count ? runs[first + 1] : accepted.count
        let end = first + 2 < runs.count ? runs[first + 2] : accepted.count
        merged.append(target.count)
        Self.merge(accepted[runs[first]..<middle], accepted[middle..<end], into: &target)
      }
      swap(&accepted, &target)
      runs = merged
    }
  }

  private static func merge(
    _ left: ArraySlice<Accepted>, _ right: ArraySlice<Accepted>, into target: inout [Accepted]
  ) {
    var (next, other) = (left.startIndex, right.startIndex)
    while next < left.endIndex, other < right.endIndex {
      if left[next].isBefore(right[other]) {
        target.append(left[next])
        next += 1
      } else if right[other].isBefore(left[next]) {
        target.append(right[other])
        other += 1
      } else {
        // The same start of the same team, from two openings that overlap.
        var both = left[next]
        both.places.formUnion(right[other].places)
        target.append(both)
        (next, other) = (next + 1, other + 1)
      }
    }
    target.append(contentsOf: left[next...])
    target.append(contentsOf: right[other...])
  }

  /// By start, place and team.
  private var acceptedCandidates: [Candidate] {
    var candidates = accepted.flatMap { entry in
      Place.inOrder.filter { entry.places.contains($0) }.map {
        Candidate(start: entry.start, place: $0, team: Int(entry.team))
      }
    }
    candidates.sort(by: Self.isBefore)
    return candidates
  }

  private func slots(of teams: [Team], seconds: Int64, isNaming: Bool) -> [Slot] {
    var slots: [Slot] = []
    slots.reserveCapacity(accepted.count)
    var first = 0
    while first < accepted.count {
      let start = accepted[first].start
      var (end, all) = (first, PlaceSet())
      while end < accepted.count, accepted[end].start == start {
        all.formUnion(accepted[end].places)
        end += 1
      }
      if let span = TimeSpan(from: start, until: start.advanced(bySeconds: seconds)) {
        // Where all teams accept it at the same places, the rows share one list.
        let isCommon = accepted[first..<end].allSatisfy { $0.places == all }
        var people: [ID<Person>]?
        for place in Place.inOrder where all.contains(place) {
          if isNaming, people == nil || !isCommon {
            people = self.people(of: teams, in: first..<end, at: place)
          }
          slots.append(Slot(span: span, place: place, advisers: people ?? []))
        }
      }
      first = end
    }
    return slots
  }

  /// The people of the teams that accept one start at the place.
  private func people(of teams: [Team], in row: Range<Int>, at place: Place) -> [ID<Person>] {
    if row.count == 1 { return teams[Int(accepted[row.lowerBound].team)].people }
    var people: [ID<Person>] = []
    people.reserveCapacity(row.count)
    for entry in accepted[row] where entry.places.contains(place) {
      people += teams[Int(entry.team)].people
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
