import CivilTime
import Testing

@testable import Scheduling

@Suite struct OpenTimeTests {
  /// Clock times of what is open on a date: `["09:00-12:00 advice"]`.
  private func open(
    _ adviser: AdviserFacts, on date: String, types: [AppointmentType] = [.advice()]
  ) throws -> [String] {
    OpenTime.all(of: adviser, types: types, in: try day(date, adviser.zone)).map { open in
      let (from, until) = (adviser.zone.local(open.span.start), adviser.zone.local(open.span.end))
      let types = open.types.joined(separator: "+")
      return "\(from.time.iso8601)-\(until.time.iso8601) \(types)"
    }
  }

  private func day(_ date: String, _ zone: Zone) throws -> TimeSpan {
    let date = LocalDate.on(date)
    return try #require(zone.span(from: date, until: date.advanced(byDays: 1)))
  }

  @Test func `what the rules open is open whatever the notice`() throws {
    #expect(try open(.adviser("an"), on: "2026-06-01") == ["09:00-12:00 advice"])
  }

  @Test func `an absence of some hours cuts an opening in two`() throws {
    let adviser = AdviserFacts.adviser(
      "an", exceptions: [.closed("2026-06-01", from: "10:00", until: "10:30")])
    #expect(
      try open(adviser, on: "2026-06-01") == ["09:00-10:00 advice", "10:30-12:00 advice"])
  }

  @Test func `a closed date with an opening of its own is a short day`() throws {
    let adviser = AdviserFacts.adviser(
      "an", exceptions: [.closed("2026-06-01"), .open("2026-06-01", "10:00", "11:00")])
    #expect(try open(adviser, on: "2026-06-01") == ["10:00-11:00 advice"])
  }

  @Test func `a closed day of the partner closes openings by exception too`() throws {
    var adviser = AdviserFacts.adviser("an", exceptions: [.open("2026-06-01", "10:00", "11:00")])
    adviser.closures = [
      ClosedDays(from: .on("2026-06-01"), until: .on("2026-06-02"), name: "Brugdag")
    ]
    #expect(try open(adviser, on: "2026-06-01").isEmpty)
    let closed = ClosedTime.all(of: adviser, in: try day("2026-06-01", adviser.zone))
    #expect(closed.map(\.cause) == [.closure("Brugdag")])
  }

  @Test func `nothing is open after the last day of the partnership`() throws {
    var adviser = AdviserFacts.adviser("an")
    adviser.partnershipUntil = .on("2026-06-01")
    #expect(try open(adviser, on: "2026-06-01") == ["09:00-12:00 advice"])
    #expect(try open(adviser, on: "2026-06-02").isEmpty)
  }

  @Test func `hours for some types only stand apart`() throws {
    var rule = AvailabilityRule.weekly("mo", "11:00", "13:00")
    rule.types = ["loan"]
    let adviser = AdviserFacts.adviser("an", rules: [.weekly("mo", "09:00", "12:00"), rule])
    var loan = AppointmentType.advice()
    loan.key = "loan"
    #expect(
      try open(adviser, on: "2026-06-01", types: [.advice(), loan]) == [
        "09:00-12:00 advice+loan", "12:00-13:00 loan",
      ])
  }

  @Test func `the night the clocks go back an opening is an hour longer`() throws {
    let adviser = AdviserFacts.adviser("an", rules: [.weekly("su", "01:00", "04:00")])
    let open = OpenTime.all(
      of: adviser, types: [.advice()], in: try day("2026-10-25", adviser.zone))
    #expect(open.map(\.span.minutes) == [240])
  }

  @Test func `every free moment lies in what is open`() throws {
    var scene = SlotScene()
    scene.advisers = [
      .adviser(
        "an",
        exceptions: [
          .closed("2026-06-01"), .open("2026-06-01", "10:00", "12:00"),
          .closed("2026-06-02", from: "09:30", until: "10:00"),
        ])
    ]
    for date in ["2026-06-01", "2026-06-02", "2026-06-03"] {
      let open = OpenTime.all(
        of: scene.advisers[0], types: [scene.type], in: try day(date, scene.zone))
      let slots = scene.answer(on: .on(date)).slots
      #expect(!slots.isEmpty)
      #expect(slots.allSatisfy { slot in open.contains { $0.span.contains(slot.span) } })
    }
  }

  @Test(arguments: [
    ([], ["09:00-12:00"]), (["08:00-09:00"], ["09:00-12:00"]),
    (["08:00-09:30", "11:00-13:00"], ["09:30-11:00"]),
    (["10:00-11:00", "10:30-11:30"], ["09:00-10:00", "11:30-12:00"]), (["09:00-12:00"], []),
  ])
  func `a span without others is what is left`(taken: [String], left: [String]) throws {
    func span(_ text: String) throws -> TimeSpan {
      let times = text.split(separator: "-").map { Instant.at("2026-06-01T\($0):00Z") }
      return try #require(TimeSpan(from: times[0], until: times[1]))
    }
    #expect(
      try span("09:00-12:00").subtracting(taken.map(span)) == left.map(span))
  }
}
