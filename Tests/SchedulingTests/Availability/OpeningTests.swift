import CivilTime
import Testing

@testable import Scheduling

@Suite struct OpeningTests {
  @Test func `a weekly rule opens on its days`() {
    var scene = SlotScene()
    scene.advisers = [.adviser("an", rules: [.weekly("mo we", "09:00", "11:00")])]
    let week = (1...7).map { scene.starts(on: "2026-06-0\($0)") }
    #expect(week == [["09:00", "10:00"], [], ["09:00", "10:00"], [], [], [], []])
  }

  @Test func `a rule holds from its first day up to and including its last`() {
    var rule = AvailabilityRule.weekly("mo tu we th fr", "09:00", "10:00")
    (rule.validFrom, rule.validUntil) = (.on("2026-06-02"), .on("2026-06-04"))
    var scene = SlotScene()
    scene.advisers = [.adviser("an", rules: [rule])]
    #expect((1...5).map { scene.starts(on: "2026-06-0\($0)").count } == [0, 1, 1, 1, 0])
  }

  @Test func `a recurrence rule opens on the dates it yields`() {
    var scene = SlotScene()
    scene.advisers = [
      .adviser("an", rules: [.recurring("FREQ=MONTHLY;BYDAY=1TU", "13:00", "15:00")])
    ]
    #expect((1...3).map { scene.starts(on: "2026-06-0\($0)") } == [[], ["13:00", "14:00"], []])
  }

  @Test func `every other week is counted from the first day the rule is valid`() {
    var scene = SlotScene()
    let rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    scene.advisers = [
      .adviser("an", rules: [.recurring(rule, "09:00", "10:00", validFrom: "2026-05-25")])
    ]
    let mondays = ["2026-05-25", "2026-06-01", "2026-06-08", "2026-06-15"]
    #expect(mondays.map { scene.starts(on: $0).count } == [1, 0, 1, 0])
  }

  @Test func `a recurrence rule without a first day counts from 1 January 2024`() {
    var scene = SlotScene()
    scene.advisers = [
      .adviser("an", rules: [.recurring("FREQ=DAILY;INTERVAL=7", "09:00", "10:00")])
    ]
    // 1 January 2024 was a Monday.
    #expect((1...7).map { scene.starts(on: "2026-06-0\($0)").count } == [1, 0, 0, 0, 0, 0, 0])
  }

  @Test func `an end in UTC is read on the adviser's clock`() {
    var scene = SlotScene()
    // 07:00 in UTC is 09:00 in Brussels, which is still a start.
    let rule = "FREQ=DAILY;UNTIL=20260602T070000Z"
    scene.advisers = [
      .adviser("an", rules: [.recurring(rule, "09:00", "10:00", validFrom: "2026-05-01")])
    ]
    #expect((1...3).map { scene.starts(on: "2026-06-0\($0)").count } == [1, 1, 0])
  }

  @Test func `a rule of every year opens on 29 February in leap years only`() {
    var scene = SlotScene()
    let rule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    scene.advisers = [.adviser("an", rules: [.recurring(rule, "09:00", "10:00")])]
    #expect(scene.starts(on: "2028-02-29") == ["09:00"])
    #expect(scene.starts(on: "2027-02-28") == [])
    #expect(scene.starts(on: "2027-03-01") == [])
  }

  @Test func `an exception with times opens beside the rules`() {
    var scene = SlotScene()
    scene.advisers[0].exceptions = [
      .open("2026-06-06", "10:00", "12:00"), .open("2026-06-01", "14:00", "15:00"),
    ]
    #expect(scene.starts(on: "2026-06-06") == ["10:00", "11:00"])
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "10:00", "11:00", "14:00"])
  }

  @Test func `an opening counts for the types it names, all where it names none`() {
    var (advice, other) = (
      AvailabilityRule.weekly("mo", "09:00", "10:00"),
      AvailabilityRule.weekly("mo", "10:00", "11:00")
    )
    (advice.types, other.types) = (["advice"], ["something-else"])
    var scene = SlotScene()
    scene.advisers = [
      .adviser("an", rules: [advice, other, .weekly("mo", "11:00", "12:00")])
    ]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "11:00"])
  }

  @Test func `an opening counts for the places it names, of those of the type`() {
    var (online, venue) = (
      AvailabilityRule.weekly("mo", "09:00", "10:00"),
      AvailabilityRule.weekly("mo", "10:00", "11:00")
    )
    (online.places, venue.places) = ([.online, .venue], [.venue])
    var scene = SlotScene()
    scene.type.places = [.partner, .online]
    scene.advisers = [.adviser("an", rules: [online, venue, .weekly("mo", "11:00", "12:00")])]
    #expect(scene.starts(on: "2026-06-01", place: .online) == ["09:00", "11:00"])
    #expect(scene.starts(on: "2026-06-01", place: .partner) == ["11:00"])
    #expect(scene.starts(on: "2026-06-01", place: .venue) == [])
  }

  @Test func `an appointment across the border of two openings lies in neither`() {
    var scene = SlotScene()
    scene.type.step = 30
    scene.advisers = [
      .adviser("an", rules: [.weekly("mo", "09:00", "10:00"), .weekly("mo", "10:00", "11:00")])
    ]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "10:00"])
  }

  @Test func `the same start from two openings is one row`() {
    var scene = SlotScene()
    scene.advisers = [
      .adviser("an", rules: [.weekly("mo", "09:00", "11:00"), .weekly("mo", "10:00", "12:00")])
    ]
    #expect(scene.starts(on: "2026-06-01") == ["09:00", "10:00", "11:00"])
  }

  @Test func `an opening may last until midnight`() {
    var scene = SlotScene()
    scene.advisers = [.adviser("an", rules: [.weekly("mo", "22:00", "24:00")])]
    #expect(scene.starts(on: "2026-06-01") == ["22:00", "23:00"])
  }

  @Test func `candidates are whole steps from the start, whatever is booked`() {
    var scene = SlotScene()
    (scene.type.minutes, scene.type.step) = ([60, 90], 45)
    scene.advisers[0].commitments = [Commitment(.june1("09:00", "09:10"))]
    #expect(scene.starts(on: "2026-06-01", minutes: 60) == ["09:45", "10:30"])
    #expect(scene.starts(on: "2026-06-01", minutes: 90) == ["09:45", "10:30"])
  }

  @Test func `the step is the shortest duration where the type has none`() {
    var scene = SlotScene()
    scene.type.minutes = [30, 90]
    #expect(scene.starts(on: "2026-06-01", minutes: 90) == ["09:00", "09:30", "10:00", "10:30"])
  }

  @Test func `a window of starts is half-open`() {
    let scene = SlotScene()
    let answer = scene.search.slots(
      minutes: 60, from: .at("2026-06-01T10:00:00+02:00"), until: .at("2026-06-01T11:00:00+02:00"))
    let ten = Slot(span: .june1("10:00", "11:00"), place: .partner, advisers: [.person("an")])
    #expect(answer == SlotAnswer(slots: [ten]))
  }

  @Test func `a window that begins between two candidates begins with the next`() {
    let starts = SlotScene().search.slots(
      minutes: 60, from: .at("2026-06-01T09:00:01+02:00"), until: .at("2026-06-02T00:00:00+02:00")
    ).slots.map(\.span.start)
    #expect(starts == [.at("2026-06-01T10:00:00+02:00"), .at("2026-06-01T11:00:00+02:00")])
  }

  @Test func `a duration that no opening can hold has no slots`() {
    #expect(SlotScene().answer(on: .on("2026-06-01"), minutes: 0) == SlotAnswer())
    #expect(SlotScene().answer(on: .on("2026-06-01"), minutes: -60) == SlotAnswer())
    #expect(SlotScene().answer(on: .on("2026-06-01"), minutes: .max) == SlotAnswer())
  }
}
