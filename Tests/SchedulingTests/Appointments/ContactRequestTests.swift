import CivilTime
import Scheduling
import Testing

@Suite struct `A contact request` {
  private static let zone = Zone.named("Europe/Brussels")
  /// Friday morning.
  private static let now = Instant.at("2026-11-20T09:00:00+01:00")
  private static let due = AnswerDeadline(after: now, days: 3, closures: [], zone: zone)
  private static let starter = ID<Person>.person("sam")
  private static let adviser = ID<Person>.person("an")

  private static func request(_ starts: String...) -> ContactRequest {
    ContactRequest(
      id: ID(high: 9, low: 1), type: "advice", partner: "bank", person: starter, toDo: nil,
      zone: zone, minutes: 60, place: .online, starts: starts.map { .at($0) }, answers: [:],
      note: nil, due: due, at: now)
  }

  private static let thursday = "2026-12-03T10:00:00+01:00"
  private static let tuesday = "2026-11-24T10:00:00+01:00"

  @Test func `waits until its deadline, and keeps the wall time of its moments`() {
    let request = Self.request(Self.thursday)
    #expect(request.state == .waiting(until: .at("2026-11-26T00:00:00+01:00")))
    #expect(request.remindAt == .at("2026-11-25T08:00:00+01:00"))
    #expect(request.moments.map(\.localStart.iso8601) == ["2026-12-03T10:00:00"])
    #expect(request.isOpen && request.stands)
  }

  @Test func `waits no longer than its last moment, without a reminder after that`() {
    let request = Self.request("2026-11-23T10:00:00+01:00", Self.tuesday)
    #expect(request.state == .waiting(until: .at(Self.tuesday)))
    #expect(request.remindAt == nil)
  }

  @Test func `is reminded of once, and not too late`() {
    var request = Self.request(Self.thursday)
    let times = [
      "2026-11-25T07:59:59+01:00", "2026-11-25T08:00:00+01:00", "2026-11-25T08:00:15+01:00",
    ]
    let reminded = times.map { request.remind(at: .at($0)) }
    #expect(reminded == [false, true, false])
    var late = Self.request(Self.thursday)
    let isLate = late.remind(at: .at("2026-11-26T00:00:00+01:00"))
    #expect(!isLate)
  }

  @Test func `passes to the team at its deadline, not before`() {
    var request = Self.request(Self.thursday)
    let times = [
      "2026-11-25T23:59:59+01:00", "2026-11-26T00:00:00+01:00", "2026-11-27T00:00:00+01:00",
    ]
    let passed = times.map { request.pass(at: .at($0)) }
    #expect(passed == [false, true, false])
    #expect(request.state == .passed(at: .at(times[1])))
    #expect(request.isOpen)
  }

  @Test func `that passed can still be accepted, a moment that began cannot`() throws {
    var request = Self.request(Self.tuesday, Self.thursday)
    let late = Instant.at("2026-11-26T00:00:00+01:00")
    _ = request.pass(at: late)
    #expect(throws: ContactRefusal.momentPassed) {
      try request.checkAcceptable(request.moments[0], at: late)
    }
    #expect(throws: ContactRefusal.momentPassed) {
      try request.checkAcceptable(request.moments[1], at: .at(Self.thursday))
    }
    try request.checkAcceptable(request.moments[1], at: late)
    try request.accept(as: ID(high: 9, low: 2), at: late)
    #expect(!request.isOpen && !request.stands)
    #expect(throws: ContactRefusal.alreadyAnswered) { try request.checkOpen() }
  }

  @Test func `is answered once; the same answer again changes nothing`() throws {
    var request = Self.request(Self.thursday)
    #expect(try request.decline(by: Self.adviser, message: "maandag?", at: Self.now))
    #expect(try !request.decline(by: nil, message: nil, at: Self.now.advanced(byMinutes: 1)))
    let declined = ContactRequest.State.declined(
      at: Self.now, by: Self.adviser, message: "maandag?")
    #expect(request.state == declined)
    #expect(throws: ContactRefusal.alreadyAnswered) {
      try request.answer(by: nil, message: nil, at: Self.now)
    }
    #expect(throws: ContactRefusal.alreadyAnswered) {
      try request.refer(to: "elders", by: nil, message: nil, at: Self.now)
    }
    #expect(throws: ContactRefusal.alreadyAnswered) { try request.withdraw(at: Self.now) }
    #expect(request.state == declined)
  }

  @Test func `stands while the partner said to make contact, until it is taken back`() throws {
    var request = Self.request(Self.thursday)
    #expect(try request.answer(by: Self.adviser, message: nil, at: Self.now))
    #expect(request.stands && !request.isOpen)
    #expect(try request.withdraw(at: Self.now))
    #expect(try !request.withdraw(at: Self.now))
    #expect(!request.stands)
    #expect(throws: ContactRefusal.alreadyWithdrawn) {
      try request.decline(by: nil, message: nil, at: Self.now)
    }
  }
}

@Suite struct `A moment that a starter offers` {
  private static let zone = Zone.named("Europe/Brussels")
  private static let now = Instant.at("2026-11-20T09:00:00+01:00")

  private static func refusal(
    _ start: String, notice: String? = nil, until: String? = nil, claims: [TimeSpan] = []
  ) throws -> SlotRefusal? {
    var type = AppointmentType.advice()
    type.notice = notice.flatMap { ElapsedTime(iso8601: $0) }
    let check = MomentCheck(
      type: type, zone: zone,
      closures: [
        ClosedDays(from: .on("2026-12-24"), until: .on("2026-12-26"), name: "Kerstmis")
      ],
      partnershipUntil: until.map { .on($0) }, claims: claims, now: now)
    return check.refusal(of: try #require(TimeSpan(from: .at(start), minutes: 60)))
  }

  @Test func `lies after the notice and within sixty days`() throws {
    #expect(try Self.refusal("2026-11-20T08:00:00+01:00") != nil)
    #expect(try Self.refusal("2026-11-20T09:30:00+01:00") == nil)
    let earliest = Self.now.advanced(byMinutes: 1440)
    #expect(
      try Self.refusal("2026-11-21T08:59:00+01:00", notice: "PT24H")
        == .tooSoon(earliest: earliest))
    #expect(try Self.refusal("2026-11-21T09:00:00+01:00", notice: "PT24H") == nil)
    #expect(try Self.refusal("2027-01-18T10:00:00+01:00") == nil)
    #expect(
      try Self.refusal("2027-01-19T10:00:00+01:00")
        == .beyondHorizon(lastDay: .on("2027-01-18")))
  }

  @Test func `lies on no closed day, and not after the partnership`() throws {
    #expect(try Self.refusal("2026-12-25T10:00:00+01:00") == .closed(name: "Kerstmis"))
    #expect(try Self.refusal("2026-12-26T10:00:00+01:00") == nil)
    #expect(
      try Self.refusal("2026-12-02T10:00:00+01:00", until: "2026-12-01")
        == .partnershipEnded(on: .on("2026-12-01")))
  }

  @Test func `is free for the starter`() throws {
    let claims = [TimeSpan.of("2026-11-24T10:30:00+01:00", "2026-11-24T11:00:00+01:00")]
    #expect(try Self.refusal("2026-11-24T10:00:00+01:00", claims: claims) == .starterBusy)
    #expect(try Self.refusal("2026-11-24T09:30:00+01:00", claims: claims) == nil)
  }
}

@Suite struct `What an adviser agreed to` {
  private static func facts(
    commitments: [TimeSpan] = [], starter: [TimeSpan] = [], room: [TimeSpan] = []
  ) -> SlotFacts {
    var an = AdviserFacts.adviser("an")
    an.commitments = commitments.map { Commitment($0) }
    return SlotFacts(
      type: .advice(places: [.venue, .online]), now: .at("2026-05-01T09:00:00+02:00"),
      advisers: [an], venues: [.venue(rooms: [.room("klein", claims: room)])],
      starterClaims: starter)
  }

  private static func offer(
    _ facts: SlotFacts, _ place: Place, _ span: TimeSpan = .june1("14:00", "15:00")
  ) throws(SlotRefusal) -> SlotOffer {
    try facts.agreed(
      on: span, place: place, advisers: [.person("an")], zone: .named("Europe/Brussels"))
  }

  @Test func `may lie outside the hours of the adviser`() throws {
    let offer = try Self.offer(Self.facts(), .online)
    #expect((offer.advisers, offer.room) == ([.person("an")], nil))
  }

  @Test func `takes a room at the venue, which must be open and have one`() throws {
    #expect(try Self.offer(Self.facts(), .venue).room?.key == "klein")
    #expect(throws: SlotRefusal.venueClosed(name: nil)) {
      try Self.offer(Self.facts(), .venue, .june1("18:00", "19:00"))
    }
    #expect(throws: SlotRefusal.noRoom(layout: nil, people: 2)) {
      try Self.offer(Self.facts(room: [.june1("14:30", "15:30")]), .venue)
    }
  }

  @Test func `still claims adviser and starter`() throws {
    #expect(throws: SlotRefusal.adviserBusy) {
      try Self.offer(Self.facts(commitments: [.june1("14:30", "15:30")]), .online)
    }
    #expect(throws: SlotRefusal.starterBusy) {
      try Self.offer(Self.facts(starter: [.june1("13:30", "14:30")]), .online)
    }
    _ = try Self.offer(Self.facts(commitments: [.june1("15:00", "16:00")]), .online)
  }
}
