import CivilTime
import Testing

@testable import Scheduling

@Suite struct SlotSearchTests {
  private var scene = SlotScene()
  private let nine = Instant.at("2026-06-01T09:00:00+02:00")

  // MARK: Offer

  @Test mutating func `an offer says all that a booking takes`() throws {
    scene.type.places = [.venue, .online]
    scene.venues = [.venue(rooms: [.room("a")])]
    let room = SlotOffer.ChosenRoom(venue: "fabriek", key: "a", rooms: [.room("a")])
    #expect(
      try scene.search.offer(at: nine, minutes: 60)
        == SlotOffer(
          span: .june1("09:00", "10:00"), place: .venue, advisers: [.person("an")], room: room,
          zone: .named("Europe/Brussels")))
  }

  @Test mutating func `without a place, the first that works is offered`() throws {
    scene.type.places = [.online, .venue]
    scene.venues = [.venue(rooms: [])]
    let offer = try scene.search.offer(at: nine, minutes: 60)
    #expect(offer.place == .online)
    #expect(offer.room == nil)
  }

  @Test func `a start that no opening yields is not offered`() {
    let search = scene.search
    for start in ["2026-06-01T09:30:00+02:00", "2026-06-01T12:00:00+02:00", "2026-06-06T09:00:00Z"]
    {
      #expect(throws: SlotRefusal.notOffered) { try search.offer(at: .at(start), minutes: 60) }
    }
    #expect(throws: SlotRefusal.notOffered) {
      try search.offer(at: nine, minutes: 60, place: .online)
    }
    #expect(throws: SlotRefusal.notOffered) {
      try search.offer(at: nine, minutes: 60, adviser: .person("bo"))
    }
  }

  @Test mutating func `the refusal of several candidates is the nearest miss`() {
    scene.advisers = [.adviser("an"), .adviser("bo"), .adviser("cy")]
    scene.advisers[0].exceptions = [.closed("2026-06-01")]
    scene.advisers[1].commitments = [Commitment(.june1("08:00", "09:00"), bufferAfter: 60)]
    scene.advisers[2].commitments = [Commitment(.june1("08:00", "09:30"))]
    let search = scene.search
    #expect(throws: SlotRefusal.bufferTaken) { try search.offer(at: nine, minutes: 60) }
  }

  // MARK: Alternatives

  @Test mutating func `alternatives are the nearest starts, the earlier of two as near first`() {
    scene.advisers[0].commitments = [Commitment(.june1("10:00", "11:00"))]
    let ten = nine.advanced(byMinutes: 60)
    #expect(
      alternatives(to: ten) == [
        "2026-06-01T09:00:00+02:00", "2026-06-01T11:00:00+02:00", "2026-06-02T09:00:00+02:00",
      ])
    #expect(scene.search.alternatives(to: ten, minutes: 60, limit: 0) == [])
    #expect(scene.search.alternatives(to: ten, minutes: 60, days: 0) == [])
  }

  @Test mutating func `alternatives have different starts`() {
    scene.type.places = [.partner, .online]
    let found = scene.search.alternatives(to: nine, minutes: 60, limit: 2)
    #expect(found.map(\.span.start) == [nine, nine.advanced(byMinutes: 60)])
    #expect(found.map(\.place) == [.partner, .partner])
  }

  @Test mutating func `alternatives lie neither before now nor beyond the days`() {
    scene.now = nine.advanced(byMinutes: 1)
    scene.advisers[0].availability = [.weekly("mo", "09:00", "10:00")]
    #expect(
      alternatives(to: nine, days: 21) == [
        "2026-06-08T09:00:00+02:00", "2026-06-15T09:00:00+02:00",
      ])
    #expect(alternatives(to: nine, days: 7) == [])
  }

  private func alternatives(to start: Instant, days: Int = 14) -> [String] {
    scene.search.alternatives(to: start, minutes: 60, days: days).map {
      scene.zone.rfc3339($0.span.start)
    }
  }

  // MARK: First

  @Test mutating func `the first slot is the first of the list`() {
    scene.advisers = [
      .adviser("an", rules: [.weekly("we", "09:00", "12:00")]),
      .adviser("bo", rules: [.weekly("we", "08:00", "09:00")]),
    ]
    let (from, until) = (scene.now, scene.now.advanced(byMinutes: 60 * 24 * 60))
    let list = scene.search.slots(minutes: 60, from: from, until: until).slots
    #expect(scene.search.first(minutes: 60, from: from, until: until) == list.first)
    let onlyAn = scene.search.first(minutes: 60, from: from, until: until, adviser: .person("an"))
    #expect(onlyAn?.span.start == .at("2026-05-06T09:00:00+02:00"))
  }

  @Test mutating func `there is no first slot before the window or at its end`() {
    scene.advisers[0].availability = [
      .recurring("FREQ=YEARLY;BYMONTHDAY=1;BYMONTH=6", "09:00", "10:00")
    ]
    let search = scene.search
    #expect(search.first(minutes: 60, from: scene.now, until: nine) == nil)
    let second = nine.advanced(bySeconds: 1)
    #expect(search.first(minutes: 60, from: scene.now, until: second)?.span.start == nine)
    #expect(
      search.first(minutes: 60, from: second, until: .at("2030-01-01T00:00:00Z"))?.span.start
        == .at("2027-06-01T09:00:00+02:00"))
    #expect(search.first(minutes: 60, from: second, until: second) == nil)
  }

  // MARK: One truth

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `offer, first and the list agree at every start of a window`(seed: UInt64) {
    let scene = SlotScene.random(seed: seed)
    let search = scene.search
    let from = Instant.at("2026-06-01T00:00:00Z")
    let until = from.advanced(byMinutes: 3 * 24 * 60)
    let answer = search.slots(minutes: 30, from: from, until: until, explain: true)
    let brief = search.slots(minutes: 30, from: from, until: until)
    #expect(brief == SlotAnswer(slots: answer.slots))
    #expect(!answer.slots.isEmpty && !answer.refused.isEmpty)
    // Every candidate of these facts lies on five minutes.
    for minute in stride(from: 0, to: 3 * 24 * 60, by: 5) {
      let start = from.advanced(byMinutes: minute)
      for place in Place.allCases {
        let row = answer.slots.first { $0.span.start == start && $0.place == place }
        let misses = answer.refused.filter { $0.start == start && $0.place == place }.map(\.refusal)
        do throws(SlotRefusal) {
          let offer = try search.offer(at: start, minutes: 30, place: place)
          #expect(offer.span == row?.span)
          #expect(offer.advisers.allSatisfy { row?.advisers.contains($0) ?? false })
          #expect((offer.room != nil) == (place == .venue))
        } catch {
          #expect(row == nil)
          #expect(error.rank == misses.map(\.rank).max() ?? 0)
        }
      }
      let next = answer.slots.first { $0.span.start >= start }
      #expect(search.first(minutes: 30, from: start, until: until) == next)
    }
  }
}

extension SlotScene {
  /// Two or three advisers, a venue, and about everything that can stand in the way.
  fileprivate static func random(seed: UInt64) -> SlotScene {
    var random = Lehmer(seed: seed)
    var scene = SlotScene()
    scene.type = .advice(
      minutes: [30], step: random.pick([nil, 15, 20, 45]), places: Place.allCases,
      assignment: random.pick([.chosen, .leastLoaded, .collective]))
    scene.type.buffer = random.pick([nil, AppointmentType.Buffer(before: 10, after: 5)])
    scene.type.caps = random.pick([nil, AppointmentType.Caps(day: 3, week: 6)])
    scene.type.horizon = random.pick([nil, AppointmentType.Horizon(days: 3)])
    scene.type.notice = random.pick([nil, ElapsedTime(hours: 5)])
    scene.now = .at("2026-06-01T03:00:00Z")
    scene.advisers = ["an", "bo", "cy"].prefix(random.pick([2, 3])).map { key in
      var adviser = AdviserFacts.adviser(
        key, zone: random.pick(["Europe/Brussels", "Europe/London"]),
        rules: [.weekly("mo tu we", "09:00", "13:00"), .weekly("tu", "12:10", "17:00")])
      adviser.exceptions = random.pick([
        [], [.closed("2026-06-03"), .open("2026-06-03", "10:00", "12:00")],
      ])
      adviser.commitments = random.spans(4).map { Commitment($0, bufferAfter: 900) }
      adviser.countedStarts = random.spans(4).map(\.start)
      adviser.loadStarts = adviser.countedStarts
      return adviser
    }
    scene.venues = [
      .venue(rooms: [
        .room("a", claims: random.spans(6)), .room("b", ["boardroom": 8], claims: random.spans(6)),
      ])
    ]
    scene.starterClaims = random.spans(2)
    return scene
  }
}

/// The generator of Park and Miller: the same numbers on every machine.
private struct Lehmer {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 48_271 % 2_147_483_647 }

  mutating func below(_ bound: Int) -> Int {
    state = state * 48_271 % 2_147_483_647
    return Int(state % UInt64(bound))
  }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }

  /// Spans in the working hours of the first three days of June, sorted by start.
  mutating func spans(_ count: Int) -> [TimeSpan] {
    (0..<count).compactMap { _ in
      let minute = below(3) * 24 * 60 + 6 * 60 + below(9 * 60)
      return TimeSpan(
        from: Instant.at("2026-06-01T00:00:00Z").advanced(byMinutes: minute),
        minutes: 10 + below(120))
    }.sorted { $0.start < $1.start }
  }
}
