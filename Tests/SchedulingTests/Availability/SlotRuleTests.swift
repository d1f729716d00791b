import CivilTime
import Testing

@testable import Scheduling

@Suite struct SlotRuleTests {
  private var scene = SlotScene()

  // MARK: Dates and notice

  @Test mutating func `the last day of a partnership can be booked, the next cannot`() {
    scene.advisers[0].partnershipUntil = .on("2026-06-01")
    #expect(scene.refused(on: "2026-06-01") == [])
    #expect(scene.refusals(on: "2026-06-02") == [.partnershipEnded(on: .on("2026-06-01"))])
  }

  @Test mutating func `notice exactly kept is kept`() {
    scene.type.notice = ElapsedTime(hours: 24)
    scene.now = .at("2026-05-31T10:00:00+02:00")
    #expect(scene.starts(on: "2026-06-01") == ["10:00", "11:00"])
    #expect(
      scene.refusals(on: "2026-06-01") == [.tooSoon(earliest: .at("2026-06-01T10:00:00+02:00"))])
  }

  @Test mutating func `without notice, what starts now can be booked and what has started cannot`()
  {
    scene.now = .at("2026-06-01T10:00:00+02:00")
    #expect(scene.starts(on: "2026-06-01") == ["10:00", "11:00"])
    #expect(scene.refused(on: "2026-06-01") == ["09:00 too-soon"])
  }

  @Test mutating func `a horizon of days counts today`() {
    scene.type.horizon = AppointmentType.Horizon(days: 3)
    scene.now = .at("2026-06-01T08:00:00+02:00")
    #expect(scene.starts(on: "2026-06-03").count == 3)
    #expect(scene.refusals(on: "2026-06-04") == [.beyondHorizon(lastDay: .on("2026-06-03"))])
  }

  @Test mutating func `today is the adviser's`() {
    scene.type.horizon = AppointmentType.Horizon(days: 1)
    // In Brussels the second of June has begun.
    scene.now = .at("2026-06-01T22:30:00Z")
    #expect(scene.starts(on: "2026-06-02").count == 3)
  }

  // MARK: Closings

  @Test mutating func `closed days of the partner refuse, midnight to midnight`() {
    let days = ClosedDays(from: .on("2026-06-02"), until: .on("2026-06-04"), name: "Verhuis")
    scene.advisers[0].closures = [days]
    #expect((1...4).map { scene.starts(on: "2026-06-0\($0)").count } == [3, 0, 0, 3])
    #expect(scene.refusals(on: "2026-06-03") == [.closed(name: "Verhuis")])
  }

  @Test mutating func `closed days refuse an opening by exception too`() {
    scene.advisers[0].exceptions = [.open("2026-06-01", "14:00", "15:00")]
    scene.advisers[0].closures = [
      ClosedDays(from: .on("2026-06-01"), until: .on("2026-06-02"), name: "Verhuis")
    ]
    #expect(scene.refused(on: "2026-06-01").last == "14:00 closed")
  }

  @Test mutating func `a closed date refuses the whole of it, with its reason`() {
    scene.advisers[0].exceptions = [.closed("2026-06-01", reason: "verlof")]
    #expect(scene.starts(on: "2026-06-01") == [])
    #expect(scene.refusals(on: "2026-06-01") == [.away(reason: "verlof")])
    #expect(scene.starts(on: "2026-06-02").count == 3)
  }

  @Test mutating func `closed hours refuse what overlaps them`() {
    scene.advisers[0].exceptions = [.closed("2026-06-01", from: "10:00", until: "10:30")]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "11:00"])
    #expect(scene.refused(on: "2026-06-01") == ["10:00 away"])
  }

  @Test mutating func `a short day is a closed date with an opening`() {
    scene.advisers[0].exceptions = [
      .closed("2026-06-01", reason: "verlof"), .open("2026-06-01", "10:30", "11:30"),
    ]
    #expect(scene.starts(on: "2026-06-01") == ["10:30"])
    #expect(scene.refused(on: "2026-06-01") == ["09:00 away", "10:00 away", "11:00 away"])
  }

  @Test mutating func `closed hours refuse an opening of that same date`() {
    scene.advisers[0].exceptions = [
      .closed("2026-06-01"), .open("2026-06-01", "09:00", "11:00"),
      .closed("2026-06-01", from: "09:00", until: "09:30", reason: "tandarts"),
    ]
    #expect(scene.starts(on: "2026-06-01") == ["10:00"])
  }

  @Test mutating func `a start with an opening that accepts it is not refused by another`() {
    scene.advisers[0].exceptions = [.closed("2026-06-01"), .open("2026-06-01", "10:00", "11:00")]
    #expect(scene.starts(on: "2026-06-01") == ["10:00"])
    #expect(scene.refused(on: "2026-06-01") == ["09:00 away", "11:00 away"])
  }

  // MARK: The calendar

  @Test mutating func `what overlaps a commitment is refused, what touches it is not`() {
    scene.advisers[0].commitments = [Commitment(.june1("10:00", "11:00"))]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "11:00"])
    #expect(scene.refused(on: "2026-06-01") == ["10:00 adviser-busy"])
  }

  @Test mutating func `a long commitment hides behind no shorter one that starts later`() {
    scene.advisers[0].commitments = [
      Commitment(.june1("07:00", "11:00")), Commitment(.june1("07:30", "08:00")),
    ]
    #expect(scene.starts(on: "2026-06-01") == ["11:00"])
  }

  @Test mutating func `an appointment's own buffers stay free of commitments`() {
    scene.type.buffer = AppointmentType.Buffer(before: 15, after: 30)
    scene.type.step = 15
    scene.advisers[0].commitments = [Commitment(.june1("10:15", "10:30"))]
    #expect(scene.starts(on: "2026-06-01") == ["10:45", "11:00"])
    #expect(
      scene.refused(on: "2026-06-01") == [
        "09:00 buffer-taken", "09:15 buffer-taken", "09:30 adviser-busy", "09:45 adviser-busy",
        "10:00 adviser-busy", "10:15 adviser-busy", "10:30 buffer-taken",
      ])
  }

  @Test mutating func `the buffers of a commitment stay free of appointments`() {
    scene.type.step = 15
    scene.advisers[0].commitments = [
      Commitment(.june1("10:15", "10:30"), bufferBefore: 900, bufferAfter: 1800)
    ]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "11:00"])
  }

  @Test mutating func `the gap between two neighbours is the longer of their buffers`() {
    scene.type.buffer = AppointmentType.Buffer(before: 15, after: 15)
    scene.type.step = 15
    scene.advisers[0].commitments = [
      Commitment(.june1("08:00", "09:00"), bufferBefore: 1800, bufferAfter: 1800)
    ]
    #expect(scene.starts(on: "2026-06-01").first == "09:30")
  }

  @Test mutating func `buffers are the same whichever of two was there first`() {
    scene.type.buffer = AppointmentType.Buffer(before: 10, after: 20)
    scene.type.step = 5
    let first = TimeSpan.june1("10:00", "10:30")
    scene.advisers[0].commitments = [Commitment(first, bufferBefore: 600, bufferAfter: 1200)]
    let free = scene.answer(on: .on("2026-06-01"), minutes: 30).slots.map(\.span)
    var mirrored: [TimeSpan] = []
    for other in scene.withoutCommitments.answer(on: .on("2026-06-01"), minutes: 30).slots {
      scene.advisers[0].commitments = [Commitment(other.span, bufferBefore: 600, bufferAfter: 1200)]
      let answer = scene.search.slots(
        minutes: 30, from: first.start, until: first.start.advanced(bySeconds: 1))
      if !answer.slots.isEmpty { mirrored.append(other.span) }
    }
    #expect(free == mirrored)
  }

  @Test mutating func `buffers may lie outside opening time`() {
    scene.type.buffer = AppointmentType.Buffer(before: 60, after: 60)
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "10:00", "11:00"])
  }

  // MARK: Caps

  @Test mutating func `a date takes no more of a type than its cap`() {
    scene.type.caps = AppointmentType.Caps(day: 2)
    scene.advisers[0].countedStarts = [
      .at("2026-06-01T09:00:00+02:00"), .at("2026-06-01T23:30:00+02:00"),
      .at("2026-06-02T00:00:00+02:00"),
    ]
    #expect(scene.refusals(on: "2026-06-01") == [.dayCapReached(limit: 2)])
    #expect(scene.starts(on: "2026-06-02").count == 3)
  }

  @Test mutating func `an ISO week takes no more of a type than its cap`() {
    scene.type.caps = AppointmentType.Caps(week: 1)
    scene.advisers[0].countedStarts = [.at("2026-06-07T23:59:59+02:00")]
    #expect(scene.refusals(on: "2026-06-01") == [.weekCapReached(limit: 1)])
    #expect(scene.starts(on: "2026-05-29").count == 3)
    #expect(scene.starts(on: "2026-06-08").count == 3)
  }

  @Test mutating func `week 53 is one week across the turn of the year`() {
    scene.type.caps = AppointmentType.Caps(week: 1)
    scene.advisers[0].countedStarts = [.at("2026-12-28T09:00:00+01:00")]
    let days = ["2026-12-25", "2026-12-28", "2026-12-31", "2027-01-01", "2027-01-04"]
    #expect(days.map { scene.starts(on: $0).count } == [3, 0, 0, 0, 3])
  }

  // MARK: The starter, and the order of all

  @Test mutating func `what overlaps something the starter has is refused`() {
    scene.starterClaims = [.june1("10:30", "11:00")]
    #expect(scene.refused(on: "2026-06-01") == ["10:00 starter-busy"])
  }

  /// Every rule refuses 1 June at 9; they are taken away in the order in which they are asked.
  @Test mutating func `the first rule that fails is the reason`() {
    let june1 = ClosedDays(from: .on("2026-06-01"), until: .on("2026-06-02"), name: "Verhuis")
    let nine = TimeSpan.june1("09:00", "10:00")
    scene.type.places = [.venue]
    scene.type.buffer = AppointmentType.Buffer(before: 30, after: 0)
    scene.type.caps = AppointmentType.Caps(day: 1, week: 1)
    scene.type.horizon = AppointmentType.Horizon(days: 3)
    scene.type.notice = ElapsedTime(hours: 720)
    scene.now = .at("2026-05-20T09:00:00Z")
    scene.advisers[0].partnershipUntil = .on("2026-05-31")
    scene.advisers[0].closures = [june1]
    scene.advisers[0].exceptions = [.closed("2026-06-01")]
    scene.advisers[0].commitments = [Commitment(nine), Commitment(.june1("08:30", "09:00"))]
      .sorted { $0.span.start < $1.span.start }
    scene.advisers[0].countedStarts = [nine.start]
    scene.venues = [.venue(rooms: [.room("a", claims: [nine])], closures: [june1])]
    scene.starterClaims = [nine]
    let reliefs: [(inout SlotScene) -> Void] = [
      { $0.advisers[0].partnershipUntil = nil }, { $0.type.notice = nil },
      { $0.type.horizon = nil }, { $0.advisers[0].closures = [] },
      { $0.advisers[0].exceptions = [] }, { $0.venues[0].closures = [] },
      { $0.advisers[0].commitments.removeLast() }, { $0.advisers[0].commitments = [] },
      { $0.type.caps?.day = nil }, { $0.type.caps?.week = nil },
      { $0.venues[0].rooms[0].claims = [] }, { $0.starterClaims = [] },
    ]
    var codes = scene.refused(on: "2026-06-01").prefix(1)
    for relief in reliefs {
      relief(&scene)
      codes.append(scene.refused(on: "2026-06-01").first ?? "free")
    }
    #expect(
      codes == [
        "09:00 partnership-ended", "09:00 too-soon", "09:00 beyond-horizon", "09:00 closed",
        "09:00 away", "09:00 venue-closed", "09:00 adviser-busy", "09:00 buffer-taken",
        "09:00 day-cap-reached", "09:00 week-cap-reached", "09:00 no-room", "09:00 starter-busy",
        "free",
      ])
  }
}

extension SlotScene {
  fileprivate var withoutCommitments: SlotScene {
    var scene = self
    scene.advisers[0].commitments = []
    return scene
  }
}
