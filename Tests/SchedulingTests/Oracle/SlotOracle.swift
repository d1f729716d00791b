import CivilTime
import Scheduling

/// A second, independent answer to what is free: simple, slow and written from "Finding a free
/// moment" alone.
///
/// It walks the window minute by minute and asks every rule afresh. It shares no code with
/// `SlotSearch`, nor with the way back from wall time to instants, nor with recurrence rules.
struct SlotOracle {
  private let facts: SlotFacts
  private let rules: NaiveRules
  private let rooms: NaiveRooms
  private let advisers: [NaiveAdviser]

  init(_ facts: SlotFacts) {
    self.facts = facts
    rooms = NaiveRooms(facts)
    rules = NaiveRules(facts: facts, rooms: rooms)
    advisers = facts.advisers.map { NaiveAdviser(facts: $0, clock: NaiveClock($0.zone)) }
  }

  /// What one minute gives at one place.
  struct Verdict: Hashable {
    var start: Instant
    var place: Place
    /// In key order; empty where nobody can.
    var advisers: [ID<Person>]
    /// One for each adviser who cannot, or for the collective. Where several openings yield the
    /// candidate and the rules of equal rank refuse it in each, any of the reasons may be told.
    var refused: [Set<RefusedCandidate>]
  }

  /// The verdicts on all minutes at which somebody's opening yields a candidate, sorted as slots
  /// are.
  func verdicts(
    minutes: Int, from: Instant, until: Instant, place: Place? = nil, adviser: ID<Person>? = nil
  ) -> [Verdict] {
    guard let window = TimeSpan(from: from, until: until) else { return [] }
    let openings = advisers.map { self.openings(of: $0, around: window) }
    let places: [Place] = [.venue, .partner, .online]
    return window.everyMinute.flatMap { start in
      places.filter { place == nil || $0 == place }.compactMap {
        verdict(at: start, minutes: minutes, place: $0, adviser: adviser, openings: openings)
      }
    }
  }

  /// The verdict on one minute; nil where no opening yields it.
  private func verdict(
    at start: Instant, minutes: Int, place: Place, adviser: ID<Person>?
  ) -> Verdict? {
    guard let span = TimeSpan(from: start, minutes: minutes) else { return nil }
    let openings = advisers.map { self.openings(of: $0, around: span) }
    return verdict(at: start, minutes: minutes, place: place, adviser: adviser, openings: openings)
  }

  private func openings(of adviser: NaiveAdviser, around window: TimeSpan) -> [NaiveOpening] {
    let naive = NaiveOpenings(adviser: adviser.facts, type: facts.type, clock: adviser.clock)
    let first = adviser.clock.date(at: window.start).dayNumber - 1
    let last = adviser.clock.date(at: window.end).dayNumber + 1
    return (first...last).flatMap { naive.on(LocalDate(dayNumber: $0)) }
  }

  private func verdict(
    at start: Instant, minutes: Int, place: Place, adviser: ID<Person>?,
    openings: [[NaiveOpening]]
  ) -> Verdict? {
    guard let span = TimeSpan(from: start, minutes: minutes) else { return nil }
    let around = openings.map { openings in
      openings.filter { $0.span.contains(span) && $0.places.contains(place) }
    }
    var candidates: [[NaiveCandidate]]
    if facts.type.assignment == .collective {
      let isAsked = adviser == nil || facts.advisers.contains { $0.person == adviser }
      candidates = isAsked ? [collectiveCandidates(span, place, openings: around)] : []
    } else {
      candidates = zip(advisers, around).map { one, openings in
        guard adviser == nil || one.facts.person == adviser else { return [] }
        return openings.filter { isStep(start, of: $0.span) }.map {
          NaiveCandidate(span: span, place: place, takers: [(one, $0)])
        }
      }
    }
    candidates.removeAll(where: \.isEmpty)
    guard !candidates.isEmpty else { return nil }
    var verdict = Verdict(start: start, place: place, advisers: [], refused: [])
    for sameTakers in candidates {
      let misses = nearestMisses(of: sameTakers)
      if misses.isEmpty {
        verdict.advisers += sameTakers[0].takers.map(\.adviser.facts.person)
      } else {
        verdict.refused.append(misses)
      }
    }
    return verdict
  }

  private func isStep(_ start: Instant, of opening: TimeSpan) -> Bool {
    let step = facts.type.step ?? facts.type.minutes.min() ?? 1
    return start.seconds(since: opening.start) % Int64(step * 60) == 0
  }

  private func collectiveCandidates(
    _ span: TimeSpan, _ place: Place, openings: [[NaiveOpening]]
  ) -> [NaiveCandidate] {
    guard !advisers.isEmpty else { return [] }
    var choices: [[NaiveOpening]] = [[]]
    for own in openings {
      choices = choices.flatMap { chosen in own.map { chosen + [$0] } }
    }
    return choices.compactMap { chosen in
      let latestStart = chosen.map(\.span.start).max()
      let earliestEnd = chosen.map(\.span.end).min()
      guard let latestStart, let earliestEnd,
        let common = TimeSpan(from: latestStart, until: earliestEnd), isStep(span.start, of: common)
      else { return nil }
      return NaiveCandidate(
        span: span, place: place, takers: zip(advisers, chosen).map { ($0, $1) })
    }
  }

  /// Why none of the openings that yield the same candidate helps: the rules asked last are the
  /// nearest miss. Empty where one of them does help.
  private func nearestMisses(of candidates: [NaiveCandidate]) -> Set<RefusedCandidate> {
    var misses: Set<RefusedCandidate> = []
    for candidate in candidates {
      guard let (adviser, refusal) = rules.refusal(of: candidate) else { return [] }
      misses.insert(
        RefusedCandidate(
          start: candidate.span.start, place: candidate.place, adviser: adviser, refusal: refusal))
    }
    let nearest = misses.map(\.refusal.rank).max()
    return misses.filter { $0.refusal.rank == nearest }
  }

  /// What comes of asking to book.
  enum Outcome: Hashable {
    case taken(SlotOffer)
    /// Where several advisers cannot for reasons of the same rank, either may be told.
    case refused(Set<SlotRefusal>)

    func allows(_ other: Self) -> Bool {
      switch (self, other) {
      case (.refused(let reasons), .refused(let told)): reasons.isSuperset(of: told)
      default: self == other
      }
    }
  }

  /// What a booking at this start takes; `named` is the adviser the starter names. Without a
  /// place, the first that works.
  func outcome(at start: Instant, minutes: Int, place: Place?, named: ID<Person>?) -> Outcome {
    let places: [Place] = place.map { [$0] } ?? [.venue, .partner, .online]
    let verdicts = places.compactMap {
      verdict(at: start, minutes: minutes, place: $0, adviser: named)
    }
    guard let span = TimeSpan(from: start, minutes: minutes), !verdicts.isEmpty else {
      return .refused([.notOffered])
    }
    guard let verdict = verdicts.first(where: { !$0.advisers.isEmpty }) else {
      let misses = Set(verdicts.flatMap { $0.refused.joined() }.map(\.refusal))
      let nearest = misses.map(\.rank).max()
      return .refused(misses.filter { $0.rank == nearest })
    }
    let free = advisers.filter { verdict.advisers.contains($0.facts.person) }
    let taken: [NaiveAdviser]
    switch facts.type.assignment {
    case .collective: taken = free
    case .chosen, .leastLoaded: taken = leastLoaded(of: free, at: start).map { [$0] } ?? []
    }
    let offer = SlotOffer(
      span: span, place: verdict.place, advisers: taken.map(\.facts.person),
      room: verdict.place == .venue ? rooms.choice(during: span) : nil,
      zone: taken.first?.facts.zone ?? .utc)
    return .taken(offer)
  }

  private func leastLoaded(of free: [NaiveAdviser], at start: Instant) -> NaiveAdviser? {
    free.min { left, right in
      let (leftLoad, rightLoad) = (load(left, at: start), load(right, at: start))
      if leftLoad != rightLoad { return leftLoad < rightLoad }
      let never = Instant(secondsSince1970: .min)
      let leftBooked = left.facts.lastBookedAt ?? never
      let rightBooked = right.facts.lastBookedAt ?? never
      if leftBooked != rightBooked { return leftBooked < rightBooked }
      return left.facts.key < right.facts.key
    }
  }

  private func load(_ adviser: NaiveAdviser, at start: Instant) -> Int {
    let monday = adviser.clock.monday(at: start)
    return adviser.facts.loadStarts.count { adviser.clock.monday(at: $0) == monday }
  }
}
