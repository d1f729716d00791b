import CivilTime
import Testing

@testable import Scheduling

@Suite struct TeamTests {
  private var scene = SlotScene()
  private let nine = Instant.at("2026-06-01T09:00:00+02:00")

  // MARK: Rows

  @Test mutating func `a row names all advisers who can take it, in key order`() {
    scene.advisers = [
      .adviser("an"), .adviser("bo", rules: [.weekly("mo", "10:00", "12:00")]), .adviser("cy"),
    ]
    scene.advisers[2].commitments = [Commitment(.june1("11:00", "12:00"))]
    #expect(
      scene.answer(on: .on("2026-06-01"))
        == SlotAnswer(
          slots: [
            Slot(span: .june1("09:00", "10:00"), place: .partner, advisers: people("an", "cy")),
            Slot(
              span: .june1("10:00", "11:00"), place: .partner, advisers: people("an", "bo", "cy")),
            Slot(span: .june1("11:00", "12:00"), place: .partner, advisers: people("an", "bo")),
          ],
          refused: [
            RefusedCandidate(
              start: .at("2026-06-01T11:00:00+02:00"), place: .partner, adviser: .person("cy"),
              refusal: .adviserBusy)
          ]))
  }

  @Test mutating func `rows of one start come in the order venue, partner, online`() {
    scene.type.places = [.online, .partner, .venue]
    scene.advisers = [.adviser("an", rules: [.weekly("mo", "09:00", "10:00")])]
    scene.venues = [.venue(rooms: [.room("a")])]
    let rows = scene.answer(on: .on("2026-06-01")).slots
    #expect(rows.map(\.place) == [.venue, .partner, .online])
  }

  @Test mutating func `a named adviser is the only one asked`() {
    scene.advisers = [.adviser("an"), .adviser("bo")]
    let rows = scene.search.slots(
      minutes: 60, from: nine, until: nine.advanced(byMinutes: 60), adviser: .person("bo"))
    #expect(rows.slots.map(\.advisers) == [people("bo")])
  }

  // MARK: Collective

  @Test mutating func `a collective type is open where all its advisers are`() {
    scene.type.assignment = .collective
    scene.advisers = [
      .adviser("an"),
      .adviser("bo", rules: [.weekly("mo", "09:30", "10:45"), .weekly("mo", "10:45", "13:00")]),
    ]
    let rows = scene.answer(on: .on("2026-06-01")).slots
    #expect(
      rows == [
        Slot(span: .june1("09:30", "10:30"), place: .partner, advisers: people("an", "bo")),
        Slot(span: .june1("10:45", "11:45"), place: .partner, advisers: people("an", "bo")),
      ])
  }

  @Test mutating func `a collective opening counts for the places its openings share`() {
    scene.type.assignment = .collective
    scene.type.places = [.partner, .online]
    var (online, anywhere) = (
      AvailabilityRule.weekly("mo", "09:00", "10:00"),
      AvailabilityRule.weekly("mo", "10:00", "11:00")
    )
    (online.places, anywhere.places) = ([.online], nil)
    scene.advisers = [.adviser("an", rules: [online, anywhere]), .adviser("bo")]
    #expect(scene.starts(on: "2026-06-01", place: .partner) == ["10:00"])
    #expect(scene.starts(on: "2026-06-01", place: .online) == ["09:00", "10:00"])
  }

  @Test mutating func `every rule holds for every adviser, and the first who cannot is named`() {
    scene.type.assignment = .collective
    scene.advisers = [.adviser("an"), .adviser("bo"), .adviser("cy")]
    scene.advisers[0].commitments = [Commitment(.june1("09:00", "11:00"))]
    scene.advisers[1].exceptions = [.closed("2026-06-01", from: "09:00", until: "10:00")]
    scene.advisers[2].commitments = [Commitment(.june1("09:00", "12:00"))]
    let refused = scene.answer(on: .on("2026-06-01")).refused
    // To be away is asked before to be busy.
    #expect(refused.map(\.adviser) == people("bo", "an", "cy"))
    #expect(refused.map(\.refusal) == [.away(reason: nil), .adviserBusy, .adviserBusy])
  }

  @Test mutating func `one adviser's short day does not reopen the closed date of another`() {
    scene.type.assignment = .collective
    let shortDay: [AvailabilityException] = [
      .closed("2026-06-01"), .open("2026-06-01", "09:00", "10:00"),
    ]
    scene.advisers = [.adviser("an", exceptions: shortDay), .adviser("bo", exceptions: shortDay)]
    #expect(scene.starts(on: "2026-06-01") == ["09:00"])
    scene.advisers[1].exceptions = [.closed("2026-06-01")]
    #expect(scene.starts(on: "2026-06-01") == [])
  }

  @Test mutating func `advisers of a collective type each have their own dates`() {
    scene.type.assignment = .collective
    scene.type.caps = AppointmentType.Caps(day: 1)
    scene.advisers = [
      .adviser("an", rules: [.weekly("mo", "01:00", "02:00")]),
      .adviser(
        "bo", zone: "America/New_York", rules: [.weekly("su", "19:00", "20:00")]),
    ]
    #expect(scene.starts(on: "2026-06-01") == ["01:00"])
    scene.advisers[1].countedStarts = [.at("2026-05-31T12:00:00-04:00")]
    #expect(scene.refused(on: "2026-06-01") == ["01:00 day-cap-reached"])
  }

  @Test mutating func `an offer of a collective type takes all`() throws {
    scene.type.assignment = .collective
    scene.advisers = [.adviser("an"), .adviser("bo")]
    let offer = try scene.search.offer(at: nine, minutes: 60)
    #expect(
      offer
        == SlotOffer(
          span: .june1("09:00", "10:00"), place: .partner, advisers: people("an", "bo"), room: nil,
          zone: .named("Europe/Brussels")))
  }

  // MARK: Who gets it

  @Test mutating func `the least loaded has the fewest appointments in that ISO week`() throws {
    scene.advisers = [.adviser("an"), .adviser("bo")]
    scene.advisers[0].loadStarts = [.at("2026-06-07T20:00:00+02:00")]
    scene.advisers[1].loadStarts = [
      .at("2026-05-31T20:00:00+02:00"), .at("2026-06-08T09:00:00+02:00"),
    ]
    #expect(try assigned() == people("bo"))
  }

  @Test mutating func `of equal load the one booked least recently, never first`() throws {
    scene.advisers = [.adviser("an"), .adviser("bo"), .adviser("cy")]
    scene.advisers[0].lastBookedAt = .at("2026-04-02T00:00:00Z")
    scene.advisers[1].lastBookedAt = .at("2026-04-01T00:00:00Z")
    #expect(try assigned() == people("cy"))
    scene.advisers[2].lastBookedAt = .at("2026-04-03T00:00:00Z")
    #expect(try assigned() == people("bo"))
  }

  @Test mutating func `of equals the first by key`() throws {
    scene.advisers = [.adviser("an"), .adviser("bo")]
    #expect(try assigned() == people("an"))
  }

  @Test mutating func `only those who are free are compared`() throws {
    scene.advisers = [.adviser("an"), .adviser("bo")]
    scene.advisers[0].commitments = [Commitment(.june1("09:00", "10:00"))]
    scene.advisers[1].loadStarts = [.at("2026-06-02T09:00:00+02:00")]
    #expect(try assigned() == people("bo"))
  }

  @Test mutating func `an adviser who is named is taken, whatever the load`() throws {
    scene.advisers = [.adviser("an"), .adviser("bo")]
    scene.advisers[1].loadStarts = [.at("2026-06-02T09:00:00+02:00")]
    let offer = try scene.search.offer(at: nine, minutes: 60, adviser: .person("bo"))
    #expect(offer.advisers == people("bo"))
  }

  private func assigned() throws -> [ID<Person>] {
    try scene.search.offer(at: nine, minutes: 60).advisers
  }

  private func people(_ keys: String...) -> [ID<Person>] { keys.map { .person($0) } }
}
