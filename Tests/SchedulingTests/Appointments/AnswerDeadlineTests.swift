import CivilTime
import Scheduling
import Testing

@Suite struct `The deadline of a request` {
  private static let zone = Zone.named("Europe/Brussels")

  private static func deadline(
    _ now: String, _ days: Int, closed: [(String, String)] = []
  ) -> AnswerDeadline {
    AnswerDeadline(
      after: .at(now), days: days,
      closures: closed.map { ClosedDays(from: .on($0.0), until: .on($0.1), name: "dicht") },
      zone: zone)
  }

  @Test(
    arguments: [
      // Friday evening, and any hour of the weekend: Monday is the first working day.
      ("2026-11-20T18:00:00+01:00", 1, "2026-11-24T00:00:00+01:00"),
      ("2026-11-21T10:00:00+01:00", 1, "2026-11-24T00:00:00+01:00"),
      ("2026-11-22T23:59:59+01:00", 1, "2026-11-24T00:00:00+01:00"),
      // Monday morning: the day of asking does not count.
      ("2026-11-23T00:00:00+01:00", 1, "2026-11-25T00:00:00+01:00"),
      ("2026-11-20T09:00:00+01:00", 3, "2026-11-26T00:00:00+01:00"),
      // The nights on which the clocks change.
      ("2026-03-27T12:00:00+01:00", 1, "2026-03-31T00:00:00+02:00"),
      ("2026-10-23T12:00:00+02:00", 1, "2026-10-27T00:00:00+01:00"),
    ])
  func `is the end of the last working day after asking`(now: String, days: Int, end: String) {
    #expect(Self.deadline(now, days).end == .at(end))
  }

  @Test func `skips the partner's closed days, over the year's end too`() {
    let closed = [("2026-12-24", "2027-01-01"), ("2027-01-01", "2027-01-02")]
    let deadline = Self.deadline("2026-12-23T10:00:00+01:00", 2, closed: closed)
    #expect(deadline.end == .at("2027-01-06T00:00:00+01:00"))
    #expect(deadline.reminder == .at("2027-01-05T08:00:00+01:00"))
  }

  @Test func `is looked for no longer than a year`() {
    let deadline = Self.deadline(
      "2026-01-01T10:00:00+01:00", 1, closed: [("2026-01-01", "2040-01-01")])
    #expect(deadline.end == .at("2027-01-03T00:00:00+01:00"))
  }

  @Test func `counts at least one day`() {
    let now = "2026-11-23T10:00:00+01:00"
    #expect(Self.deadline(now, 0) == Self.deadline(now, 1))
  }
}
