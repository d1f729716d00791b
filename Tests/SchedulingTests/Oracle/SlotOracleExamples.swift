import CivilTime
import Testing

@testable import Scheduling

/// The oracle itself on cases that can be counted by hand.
@Suite struct SlotOracleExamples {
  @Test func `two hours on the wall are one, two or three on the clock`() throws {
    #expect(try starts("2026-03-29") == ["01:00", "01:30"])
    #expect(try starts("2026-03-30") == ["00:00", "00:30", "01:00", "01:30"])
    #expect(try starts("2026-10-25") == ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30"])
  }

  @Test func `the naive clock takes the offset before a gap and the first of two`() throws {
    let clock = NaiveClock(try zone("Europe/Brussels"))
    let skipped = try #require(LocalDateTime(iso8601: "2026-03-29T02:30"))
    let repeated = try #require(LocalDateTime(iso8601: "2026-10-25T02:30"))
    #expect(clock.instant(showing: skipped).utcText == "2026-03-29T01:30:00Z")
    #expect(clock.instant(showing: repeated).utcText == "2026-10-25T00:30:00Z")
  }

  @Test(arguments: [
    ("FREQ=DAILY;INTERVAL=10", ["2026-01-01", "2026-01-11", "2026-01-21", "2026-01-31"]),
    (
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA",
      ["2026-01-03", "2026-01-12", "2026-01-17", "2026-01-26", "2026-01-31"]
    ),
    ("FREQ=MONTHLY;INTERVAL=1;BYDAY=5FR", ["2026-01-30"]),
    ("FREQ=MONTHLY;INTERVAL=1;BYDAY=-2SU", ["2026-01-18"]),
    ("FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1", ["2026-01-31"]),
  ])
  func `the naive recurrence yields these dates of January`(rule: String, dates: [String]) throws {
    let start = try #require(LocalDate(iso8601: "2026-01-01"))
    let naive = NaiveRecurrence(rule, start: start)
    let january = (0..<31).map { start.advanced(byDays: $0) }
    #expect(january.filter(naive.yields).map(\.iso8601) == dates)
  }

  private func zone(_ id: String) throws -> Zone { try #require(ZoneDatabase.system.zone(id)) }

  /// The hours in UTC at which half an hour starts in an opening 02:00–04:00 in Brussels.
  private func starts(_ day: String) throws -> [String] {
    let (zone, date) = (try zone("Europe/Brussels"), try #require(LocalDate(iso8601: day)))
    let (from, until) = (LocalTime(hour: 2, minute: 0), LocalTime(hour: 4, minute: 0))
    let rule = AvailabilityRule(
      days: Weekday.allCases.map(CatalogueDay.init), from: try #require(from),
      until: try #require(until))
    let type = AppointmentType(
      key: "advice", name: LocalizedText("Advies"), contact: .slots, minutes: [30],
      places: [.online], assignment: .chosen, approval: .none)
    let adviser = AdviserFacts(
      person: ID(high: 0, low: 1), key: "an", name: "An", zone: zone, availability: [rule])
    let midnight = zone.startOfDay(date)
    let facts = SlotFacts(type: type, now: midnight, advisers: [adviser])
    return SlotOracle(facts).verdicts(
      minutes: 30, from: midnight, until: midnight.advanced(byMinutes: 720)
    ).map { String($0.start.utcText.dropFirst(11).prefix(5)) }
  }
}
