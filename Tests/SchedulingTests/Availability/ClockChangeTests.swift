import CivilTime
import Testing

@testable import Scheduling

@Suite struct ClockChangeTests {
  private func scene(_ zone: String, _ from: String, _ until: String) -> SlotScene {
    var scene = SlotScene()
    scene.type.minutes = [30]
    scene.now = .at("2010-01-01T00:00:00Z")
    scene.advisers = [
      .adviser(
        "an", zone: zone, rules: [.weekly("mo tu we th fr sa su", from, until)])
    ]
    return scene
  }

  @Test func `an opening over the spring change has one hour less`() {
    let moments = scene("Europe/Brussels", "01:00", "04:00").moments(on: "2026-03-29", minutes: 30)
    #expect(
      moments == [
        "2026-03-29T01:00:00+01:00", "2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00",
        "2026-03-29T03:30:00+02:00",
      ])
  }

  @Test func `an opening that starts in the gap starts where a clock that had not jumped would`() {
    let brussels = scene("Europe/Brussels", "02:30", "04:00")
    #expect(brussels.moments(on: "2026-03-29", minutes: 30) == ["2026-03-29T03:30:00+02:00"])
    #expect(scene("Europe/Brussels", "02:00", "04:00").starts(on: "2026-03-29") == ["03:00"])
  }

  @Test(arguments: [("02:00", "03:00"), ("02:15", "02:45"), ("02:30", "03:10")])
  func `an opening of which the gap leaves nothing does not exist`(from: String, until: String) {
    #expect(scene("Europe/Brussels", from, until).moments(on: "2026-03-29", minutes: 5) == [])
  }

  @Test func `an opening over the autumn change has one hour more`() {
    let moments = scene("Europe/Brussels", "02:00", "04:00").moments(on: "2026-10-25", minutes: 60)
    #expect(
      moments == [
        "2026-10-25T02:00:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:00:00+01:00",
        "2026-10-25T02:30:00+01:00", "2026-10-25T03:00:00+01:00",
      ])
  }

  @Test func `an end that is shown twice is the first of the two`() {
    let moments = scene("Europe/Brussels", "01:30", "02:30").moments(on: "2026-10-25", minutes: 30)
    #expect(moments == ["2026-10-25T01:30:00+02:00", "2026-10-25T02:00:00+02:00"])
  }

  @Test func `Lord Howe's clocks change by half an hour`() {
    // 4 October 2026: 02:00 becomes 02:30; 5 April: 02:00 becomes 01:30.
    let lordHowe = scene("Australia/Lord_Howe", "01:30", "03:00")
    #expect(
      lordHowe.moments(on: "2026-10-04", minutes: 30) == [
        "2026-10-04T01:30:00+10:30", "2026-10-04T02:30:00+11:00",
      ])
    #expect(
      lordHowe.moments(on: "2026-04-05", minutes: 30) == [
        "2026-04-05T01:30:00+11:00", "2026-04-05T01:30:00+10:30", "2026-04-05T02:00:00+10:30",
        "2026-04-05T02:30:00+10:30",
      ])
  }

  @Test func `where the clocks skip midnight, the day and its openings start after the gap`() {
    let havana = scene("America/Havana", "00:00", "02:00")
    #expect(
      havana.moments(on: "2026-03-08", minutes: 30) == [
        "2026-03-08T01:00:00-04:00", "2026-03-08T01:30:00-04:00",
      ])
    let cairo = scene("Africa/Cairo", "00:00", "01:30")
    #expect(cairo.moments(on: "2026-04-24", minutes: 30) == ["2026-04-24T01:00:00+03:00"])
  }

  @Test func `a closed date without a midnight is closed from its first moment`() {
    var scene = scene("Africa/Cairo", "01:00", "02:00")
    scene.advisers[0].exceptions = [.closed("2026-04-24")]
    #expect(scene.refused(on: "2026-04-24", minutes: 30) == ["01:00 away", "01:30 away"])
    #expect(scene.refused(on: "2026-04-23", minutes: 30) == [])
  }

  @Test func `an hour that the clocks show twice around midnight belongs to the date they show`() {
    // 30 October 2026 in Cairo: at midnight the clocks go back to 23:00 of the 29th.
    var scene = scene("Africa/Cairo", "22:00", "24:00")
    scene.type.caps = AppointmentType.Caps(day: 1)
    scene.advisers[0].countedStarts = [.at("2026-10-29T10:00:00+03:00")]
    #expect(
      scene.refused(on: "2026-10-29", minutes: 30) == [
        "22:00 day-cap-reached", "22:30 day-cap-reached", "23:00 day-cap-reached",
        "23:30 day-cap-reached", "23:00 day-cap-reached", "23:30 day-cap-reached",
      ])
  }

  @Test func `a date that a zone skipped has no openings`() {
    let apia = scene("Pacific/Apia", "09:00", "10:00")
    let starts = apia.search.slots(
      minutes: 60, from: .at("2011-12-29T00:00:00-10:00"), until: .at("2012-01-01T00:00:00+14:00")
    ).slots.map { apia.zone.rfc3339($0.span.start) }
    #expect(starts == ["2011-12-29T09:00:00-10:00", "2011-12-31T09:00:00+14:00"])
  }
}
