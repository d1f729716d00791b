import CivilTime
import Scheduling
import Testing

/// What the random questions reach, by the oracle's own verdicts: a comparison of two
/// implementations says nothing about a rule that no question comes to.
@Suite struct RandomQuestionTests {
  /// How often something was met, in number of questions.
  private struct Counts {
    var codes: [String: Int] = [:]
    var clockForward = 0
    var clockBack = 0
    var withSlots = 0
    var assignments: [AppointmentType.Assignment: Int] = [:]
  }

  @Test func `random questions reach every refusal, both clock changes and every assignment`() {
    var counts = Counts()
    for seed in 1...600 as ClosedRange<UInt64> { count(RandomQuestion(seed: seed), in: &counts) }
    for code in Self.codes {
      #expect(counts.codes[code, default: 0] >= 12, "\(code) in \(counts)")
    }
    #expect(counts.clockForward >= 24, "\(counts)")
    #expect(counts.clockBack >= 24, "\(counts)")
    #expect(counts.withSlots >= 120, "\(counts)")
    for assignment in AppointmentType.Assignment.allCases {
      #expect(counts.assignments[assignment, default: 0] >= 24, "\(counts)")
    }
  }

  @Test func `the same seed asks the same question`() {
    let (once, again) = (RandomQuestion(seed: 7), RandomQuestion(seed: 7))
    #expect(verdicts(once) == verdicts(again))
    #expect(!verdicts(once).isEmpty)
  }

  private static let codes = [
    "partnership-ended", "too-soon", "beyond-horizon", "closed", "away", "venue-closed",
    "adviser-busy", "buffer-taken", "day-cap-reached", "week-cap-reached", "no-room",
    "starter-busy",
  ]

  private func count(_ question: RandomQuestion, in counts: inout Counts) {
    let verdicts = verdicts(question)
    for code in Set(verdicts.flatMap(\.refused).joined().map(\.refusal.code)) {
      counts.codes[code, default: 0] += 1
    }
    guard verdicts.contains(where: { !$0.advisers.isEmpty }) else { return }
    counts.withSlots += 1
    counts.assignments[question.facts.type.assignment, default: 0] += 1
    let changes = Self.clockChanges(near: verdicts.map(\.start), question)
    if changes.contains(where: { $0.offsetBefore < $0.offsetAfter }) { counts.clockForward += 1 }
    if changes.contains(where: { $0.offsetBefore > $0.offsetAfter }) { counts.clockBack += 1 }
  }

  private func verdicts(_ question: RandomQuestion) -> [SlotOracle.Verdict] {
    SlotOracle(question.facts).verdicts(
      minutes: question.minutes, from: question.from, until: question.until,
      place: question.place, adviser: question.adviser)
  }

  /// The clock changes of the advisers within an hour of a candidate.
  private static func clockChanges(
    near starts: [Instant], _ question: RandomQuestion
  ) -> [Zone.Transition] {
    question.facts.advisers.flatMap {
      $0.zone.transitions(from: question.from, until: question.until)
    }.filter { change in starts.contains { abs($0.seconds(since: change.at)) <= 3600 } }
  }
}
