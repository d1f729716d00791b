import CivilTime
import Testing

@Suite struct `Resolving wall time` {
  @Test(arguments: [
    ("2026-03-29T01:59:59", "once 2026-03-29T00:59:59Z"),
    ("2026-03-29T02:00", "skipped 2026-03-29T01:00:00Z"),
    ("2026-03-29T02:30", "skipped 2026-03-29T01:30:00Z"),
    ("2026-03-29T02:59:59", "skipped 2026-03-29T01:59:59Z"),
    ("2026-03-29T03:00", "once 2026-03-29T01:00:00Z"),
    ("2026-10-25T01:59:59", "once 2026-10-24T23:59:59Z"),
    ("2026-10-25T02:00", "twice 2026-10-25T00:00:00Z and 2026-10-25T01:00:00Z"),
    ("2026-10-25T02:59:59", "twice 2026-10-25T00:59:59Z and 2026-10-25T01:59:59Z"),
    ("2026-10-25T03:00", "once 2026-10-25T02:00:00Z"),
    // Beyond the years that a file may record.
    ("2100-03-28T02:30", "skipped 2100-03-28T01:30:00Z"),
    ("2100-10-31T02:30", "twice 2100-10-31T00:30:00Z and 2100-10-31T01:30:00Z"),
    ("9999-07-01T12:00", "once 9999-07-01T10:00:00Z"),
  ])
  func `both clock changes in Brussels`(wall: String, expected: String) throws {
    #expect(text(try zone("Europe/Brussels").resolve(local(wall))) == expected)
  }

  @Test(arguments: [
    // Midnight is skipped, and an hour later in the year shown twice.
    ("America/Havana", "2026-03-08T00:30", "skipped 2026-03-08T05:30:00Z"),
    ("America/Havana", "2026-11-01T00:30", "twice 2026-11-01T04:30:00Z and 2026-11-01T05:30:00Z"),
    // Half an hour.
    ("Australia/Lord_Howe", "2026-10-04T02:15", "skipped 2026-10-03T15:45:00Z"),
    (
      "Australia/Lord_Howe", "2026-04-05T01:45",
      "twice 2026-04-04T14:45:00Z and 2026-04-04T15:15:00Z"
    ),
    // A change at the end of Thursday shows Thursday's last hour twice.
    ("Africa/Cairo", "2026-04-24T00:00", "skipped 2026-04-23T22:00:00Z"),
    ("Africa/Cairo", "2026-10-29T23:30", "twice 2026-10-29T20:30:00Z and 2026-10-29T21:30:00Z"),
    ("Africa/Cairo", "2026-10-30T00:00", "once 2026-10-29T22:00:00Z"),
    // Daylight time an hour behind standard time.
    ("Europe/Dublin", "2026-03-29T01:30", "skipped 2026-03-29T01:30:00Z"),
    ("Europe/Dublin", "2026-10-25T01:30", "twice 2026-10-25T00:30:00Z and 2026-10-25T01:30:00Z"),
    // A rule at -1 h: the evening before the last Sunday of March.
    ("America/Nuuk", "2026-03-28T23:30", "skipped 2026-03-29T01:30:00Z"),
    // A rule at 50 h: two days after the fourth Thursday, long after the recorded years.
    ("Asia/Gaza", "2090-03-25T02:30", "skipped 2090-03-25T00:30:00Z"),
    ("Asia/Gaza", "2090-10-28T01:30", "twice 2090-10-27T22:30:00Z and 2090-10-27T23:30:00Z"),
    // Ramadan.
    (
      "Africa/Casablanca", "2026-02-15T02:30",
      "twice 2026-02-15T01:30:00Z and 2026-02-15T02:30:00Z"
    ),
    ("Africa/Casablanca", "2026-03-22T02:30", "skipped 2026-03-22T02:30:00Z"),
    // Two hours.
    ("Antarctica/Troll", "2026-03-29T02:30", "skipped 2026-03-29T02:30:00Z"),
    // A whole day.
    ("Pacific/Apia", "2011-12-30T12:00", "skipped 2011-12-30T22:00:00Z"),
  ])
  func `the clock changes that programs get wrong`(
    id: String, wall: String, expected: String
  ) throws {
    #expect(text(try zone(id).resolve(local(wall))) == expected)
  }

  @Test func `the choice of RFC 5545 is the offset before a gap and the first of two`() throws {
    let paris = try zone("Europe/Paris")
    #expect(paris.instant(try local("2026-03-29T02:30")) == (try instant("2026-03-29T01:30Z")))
    #expect(paris.instant(try local("2026-10-25T02:30")) == (try instant("2026-10-25T00:30Z")))
  }

  @Test func `every instant of a year resolves back from its wall time`() throws {
    for id in ["Europe/Brussels", "Australia/Lord_Howe", "America/Nuuk", "Europe/Dublin"] {
      let zone = try zone(id)
      let first = try instant("2090-01-01T00:00Z")
      for quarter in 0..<(366 * 96) {
        let instant = first.advanced(byMinutes: 15 * quarter)
        switch zone.resolve(zone.local(instant)) {
        case .unique(let found): try #require(found == instant)
        case .repeated(let one, let two): try #require(one == instant || two == instant)
        case .skipped: Issue.record("\(id) shows \(zone.local(instant).iso8601)")
        }
      }
    }
  }

  @Test(arguments: [
    ("Europe/Brussels", "2026-03-29", "2026-03-28T23:00Z"),
    ("America/Havana", "2026-03-08", "2026-03-08T05:00Z"),
    ("America/Havana", "2026-11-01", "2026-11-01T04:00Z"),
    ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00Z"),
    ("Africa/Cairo", "2026-10-30", "2026-10-29T22:00Z"),
    // From 00:01 back to 23:01 of the day before: midnight comes twice.
    ("America/St_Johns", "2010-11-07", "2010-11-07T02:30Z"),
    // The day that was left out starts with the next one.
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z"),
    ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00Z"),
  ])
  func `a day starts at the first instant that shows its date`(
    id: String, date: String, expected: String
  ) throws {
    let start = try zone(id).startOfDay(#require(LocalDate(iso8601: date)))
    #expect(start == (try instant(expected)))
  }

  @Test func `the days of the clock changes are 23 and 25 hours long`() throws {
    let brussels = try zone("Europe/Brussels")
    func hours(_ text: String) throws -> Int64 {
      let date = try #require(LocalDate(iso8601: text))
      let next = brussels.startOfDay(date.advanced(byDays: 1))
      return next.seconds(since: brussels.startOfDay(date)) / 3600
    }
    #expect(try ["2026-03-28", "2026-03-29", "2026-10-25"].map(hours) == [24, 23, 25])
  }
}
