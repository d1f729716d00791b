import CivilTime
import FoundationEssentials
import Scheduling
import Testing

/// Compares `SlotSearch` with the oracle.
///
/// `ORACLE_CASES=10000` asks that many questions, `ORACLE_SEED=123` only the one of that seed.
@Suite struct SlotOracleTests {
  private static let batches = 16

  @Test(arguments: 0..<batches)
  func `slots equal those of the minute by minute oracle on random catalogues`(batch: Int) {
    for seed in Self.seeds where Int(seed % UInt64(Self.batches)) == batch {
      let differences = Comparison(RandomQuestion(seed: seed)).differences()
      #expect(
        differences.isEmpty,
        "ORACLE_SEED=\(seed) replays this:\n\(differences.prefix(8).joined(separator: "\n"))")
    }
  }

  private static var seeds: ClosedRange<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    if let seed = environment["ORACLE_SEED"].flatMap({ UInt64($0) }) { return seed...seed }
    return 1...max(1, environment["ORACLE_CASES"].flatMap { UInt64($0) } ?? 2000)
  }
}

/// One question, answered twice.
private struct Comparison {
  private let question: RandomQuestion
  private let search: SlotSearch
  private let oracle: SlotOracle

  init(_ question: RandomQuestion) {
    self.question = question
    search = SlotSearch(question.facts)
    oracle = SlotOracle(question.facts)
  }

  /// In sentences; none where both agree on slots, refusals and every offer.
  func differences() -> [String] {
    let verdicts = oracle.verdicts(
      minutes: question.minutes, from: question.from, until: question.until,
      place: question.place, adviser: question.adviser)
    let explained = answer(explain: true)
    let bare = answer(explain: false)
    var differences = unequal(explained.slots, verdicts.compactMap(slot), "slots")
    differences += unequal(bare.slots, explained.slots, "slots without explanation")
    differences += unequal(bare.refused, [], "refusals without explanation")
    differences += refusalDifferences(explained.refused, verdicts.flatMap(\.refused))
    return differences + offerDifferences(verdicts)
  }

  private func answer(explain: Bool) -> SlotAnswer {
    search.slots(
      minutes: question.minutes, from: question.from, until: question.until,
      place: question.place, adviser: question.adviser, explain: explain)
  }

  private func slot(_ verdict: SlotOracle.Verdict) -> Slot? {
    guard !verdict.advisers.isEmpty,
      let span = TimeSpan(from: verdict.start, minutes: question.minutes)
    else { return nil }
    return Slot(span: span, place: verdict.place, advisers: verdict.advisers)
  }

  private func unequal<Value: Equatable>(
    _ found: [Value], _ expected: [Value], _ what: String
  ) -> [String] {
    guard found != expected else { return [] }
    let missing = expected.filter { !found.contains($0) }.prefix(2)
    let surplus = found.filter { !expected.contains($0) }.prefix(2)
    return [
      """
      \(what): \(found.count) found, \(expected.count) expected; \
      missing \(Array(missing)), surplus \(Array(surplus))
      """
    ]
  }

  /// Each of the expected sets must be met once.
  private func refusalDifferences(
    _ found: [RefusedCandidate], _ expected: [Set<RefusedCandidate>]
  ) -> [String] {
    var positions: [RefusedCandidate: Int] = [:]
    for (position, alternatives) in expected.enumerated() {
      for candidate in alternatives { positions[candidate] = position }
    }
    var unmet = Set(expected.indices)
    let surplus = found.filter { candidate in
      positions[candidate].flatMap { unmet.remove($0) } == nil
    }
    guard !unmet.isEmpty || !surplus.isEmpty else { return [] }
    let missing = unmet.sorted().prefix(2).map { expected[$0] }
    return ["refusals: missing \(missing), surplus \(surplus.prefix(2))"]
  }

  /// At every candidate, at some minutes that are mostly none, and without a place.
  private func offerDifferences(_ verdicts: [SlotOracle.Verdict]) -> [String] {
    var random = SplitMix64(seed: question.seed)
    let length = Int(question.until.seconds(since: question.from) / 60)
    var asked: [(start: Instant, place: Place?)] = verdicts.map { ($0.start, $0.place) }
    if !verdicts.isEmpty {
      asked += (0..<12).map { _ in (random.pick(verdicts).start, nil) }
    }
    asked += (0..<12).map { _ in
      let minute = random.number(0...length)
      return (question.from.advanced(byMinutes: minute), random.pick(Place.allCases))
    }
    let names = [nil] + question.facts.advisers.map(\.person)
    return asked.flatMap { start, place in
      names.compactMap { name in
        let expected = oracle.outcome(
          at: start, minutes: question.minutes, place: place, named: name)
        let found = outcome(at: start, place: place, named: name)
        guard !expected.allows(found) else { return nil }
        let site = place?.rawValue ?? "anywhere"
        return "offer at \(start.utcText), \(site): \(found), expected \(expected)"
      }
    }
  }

  private func outcome(
    at start: Instant, place: Place?, named: ID<Person>?
  ) -> SlotOracle.Outcome {
    do throws(SlotRefusal) {
      return .taken(
        try search.offer(at: start, minutes: question.minutes, place: place, adviser: named))
    } catch {
      return .refused([error])
    }
  }
}
