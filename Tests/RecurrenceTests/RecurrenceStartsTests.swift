import CivilTime
import Recurrence
import Testing

@Suite struct `Expanding a rule` {
  @Test func `DTSTART is a start only if the rule yields it`() throws {
    #expect(
      try dates("FREQ=WEEKLY;BYDAY=WE;COUNT=2", from: "1997-09-02T09:00")
        == ["1997-09-03", "1997-09-10"])
    #expect(try dates("FREQ=DAILY;UNTIL=19970901T090000", from: "1997-09-02T09:00") == [])
  }

  @Test func `29 February comes every fourth year, and not in 2100`() throws {
    #expect(
      try dates("FREQ=YEARLY", from: "2088-02-29T09:00", limit: 4)
        == ["2088-02-29", "2092-02-29", "2096-02-29", "2104-02-29"])
    #expect(
      try dates("FREQ=MONTHLY", from: "2026-01-31T09:00", limit: 3)
        == ["2026-01-31", "2026-03-31", "2026-05-31"])
    #expect(
      try dates("FREQ=YEARLY;BYYEARDAY=-366,366", from: "2025-01-01T09:00", limit: 3)
        == ["2028-01-01", "2028-12-31", "2032-01-01"])
  }

  @Test func `week 53 comes in years that have one`() throws {
    #expect(
      try dates("FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", from: "2015-01-01T09:00", limit: 3)
        == ["2016-01-01", "2021-01-01", "2027-01-01"])
    // Weeks that begin on Sunday.
    #expect(
      try dates("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;WKST=SU", from: "2014-01-01T09:00", limit: 2)
        == ["2014-12-28", "2020-12-27"])
  }

  @Test func `a week across New Year belongs to one year`() throws {
    // Week 1 of 2026 begins on Monday 29 December 2025.
    #expect(
      try dates("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1", from: "2025-12-29T09:00", limit: 8)
        == dates("2025-12: 29 30 31; 2026-01: 01 02 03 04; 2028-01: 03"))
    #expect(
      try dates("FREQ=YEARLY;BYWEEKNO=1;BYSETPOS=1,-1", from: "2025-12-01T09:00", limit: 4)
        == ["2025-12-29", "2026-01-04", "2027-01-04", "2027-01-10"])
  }

  @Test func `BYSETPOS picks from the whole period, the part before DTSTART included`() throws {
    // Friday 5 September is the third of Wednesday, Thursday, Friday.
    #expect(
      try dates("FREQ=WEEKLY;BYDAY=WE,TH,FR;BYSETPOS=3", from: "1997-09-04T09:00", limit: 2)
        == ["1997-09-05", "1997-09-12"])
    #expect(
      try starts(
        "FREQ=MONTHLY;BYDAY=MO;BYHOUR=9,18;BYSETPOS=2,-1", from: "2026-06-01T18:00", limit: 3)
        == ["2026-06-01T18:00:00", "2026-06-29T18:00:00", "2026-07-06T18:00:00"])
    #expect(
      try starts("FREQ=HOURLY;BYMINUTE=0,20,40;BYSETPOS=-1", from: "2026-06-01T09:00", limit: 2)
        == ["2026-06-01T09:40:00", "2026-06-01T10:40:00"])
  }

  @Test func `second 60 is second 59`() throws {
    #expect(
      try starts("FREQ=MINUTELY;BYSECOND=59,60;COUNT=2", from: "2026-06-01T09:00")
        == ["2026-06-01T09:00:59", "2026-06-01T09:01:59"])
  }

  @Test func `a date as UNTIL is its midnight where starts have a time`() throws {
    #expect(try dates("FREQ=DAILY;UNTIL=20260603", from: "2026-06-01T09:00").count == 2)
    #expect(try dates("FREQ=DAILY;UNTIL=20260603", from: "2026-06-01T00:00").count == 3)
  }

  @Test(arguments: [
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31",
    "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=10",
    "FREQ=HOURLY;INTERVAL=168;BYDAY=MO", "FREQ=SECONDLY;BYSECOND=0;BYSETPOS=2",
    "FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1",
  ])
  func `a rule that never yields ends within its steps`(text: String) throws {
    var starts = try RecurrenceRule(parsing: text).starts(from: local("2026-01-02T00:00"))
    #expect(starts.next() == nil)
    #expect(starts.reached == nil)
  }

  @Test func `long gaps are leapt over`() throws {
    #expect(
      try starts("FREQ=SECONDLY;BYMONTH=1;COUNT=3", from: "2026-02-01T00:00")
        == ["2027-01-01T00:00:00", "2027-01-01T00:00:01", "2027-01-01T00:00:02"])
  }

  @Test func `bounds end an expansion and say so`() throws {
    let rule = try RecurrenceRule(parsing: "FREQ=SECONDLY;COUNT=1000000")
    let start = try local("2026-01-01T00:00")
    var starts = rule.starts(from: start, bounds: RecurrenceBounds(maximumOccurrences: 3))
    #expect(
      [starts.next(), starts.next(), starts.next(), starts.next()].compactMap { $0 }.count == 3)
    #expect(starts.reached == .occurrences)
    let window = start.advanced(bySeconds: 900_000)..<start.advanced(bySeconds: 900_001)
    var far = rule.starts(
      from: start, within: window, bounds: RecurrenceBounds(maximumSteps: 1000))
    #expect(far.next() == nil)
    #expect(far.reached == .steps)
    #expect(Array(rule.starts(from: start, within: window)) == [window.lowerBound])
  }

  @Test func `exactly as many starts as the bound allows are not cut short`() throws {
    let rule = try RecurrenceRule(parsing: "FREQ=DAILY;COUNT=3")
    var starts = rule.starts(
      from: try local("2026-01-01T00:00"), bounds: RecurrenceBounds(maximumOccurrences: 3))
    while starts.next() != nil {}
    #expect(starts.reached == nil)
  }

  @Test(arguments: Frequency.allCases)
  func `an interval longer than all time leaves one period`(frequency: Frequency) throws {
    let rule = "FREQ=\(frequency.rawValue);INTERVAL=999999999999999"
    #expect(try starts(rule, from: "2026-01-02T09:00") == ["2026-01-02T09:00:00"])
    #expect(try starts(rule + ";COUNT=9", from: "0001-01-01T00:00") == ["0001-01-01T00:00:00"])
  }

  @Test func `expansion ends with the year 9999`() throws {
    #expect(try dates("FREQ=DAILY", from: "9999-12-30T09:00") == ["9999-12-30", "9999-12-31"])
    #expect(
      try dates("FREQ=YEARLY;BYWEEKNO=52;BYDAY=FR", from: "9998-01-01T09:00")
        == ["9998-12-25", "9999-12-31"])
    #expect(
      try dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", from: "9999-12-20T09:00") == ["9999-12-25"])
  }

  @Test(arguments: [
    "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;BYMONTH=3,4;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO,WE,SU",
    "FREQ=WEEKLY;INTERVAL=5;BYDAY=SU,MO;WKST=SU", "FREQ=MONTHLY;BYDAY=-1FR,2MO",
    "FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=31,-1", "FREQ=YEARLY;INTERVAL=3;BYWEEKNO=1,53",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=2,-2", "FREQ=MONTHLY;BYDAY=MO,TU;BYHOUR=8,20;BYSETPOS=-1,3",
    "FREQ=HOURLY;INTERVAL=7;BYMINUTE=5,50", "FREQ=MINUTELY;INTERVAL=1441;BYDAY=TU",
    "FREQ=SECONDLY;INTERVAL=40000", "FREQ=DAILY;COUNT=300", "FREQ=WEEKLY;UNTIL=19990101T000000",
    "FREQ=YEARLY;BYYEARDAY=1,-1,60", "FREQ=HOURLY;BYHOUR=9;BYYEARDAY=200",
  ])
  func `a window gives what a walk from DTSTART gives there`(text: String) throws {
    let rule = try RecurrenceRule(parsing: text)
    let dtstart = try local("1995-11-29T08:15:30")
    let all = Array(rule.starts(from: dtstart))
    let last = try #require(all.last)
    for offset in stride(from: -40, to: 2600, by: 97) {
      let from = dtstart.advanced(bySeconds: Int64(offset) * 86_400 + 4321 * Int64(offset))
      let window = from..<from.advanced(bySeconds: 45 * 86_400)
      guard window.upperBound <= last || rule.end != .never else { break }
      #expect(Array(rule.starts(from: dtstart, within: window)) == all.filter(window.contains))
      for start in all.filter(window.contains).prefix(2) {
        let instant = start..<start.advanced(bySeconds: 1)
        #expect(Array(rule.starts(from: dtstart, within: instant)) == [start])
      }
    }
  }
}

@Suite struct `The recur command` {
  @Test func `writes starts as DTSTART is written`() throws {
    func lines(_ rule: String, _ start: String, limit: Int? = nil) throws -> [String] {
      try RecurCommand.output(rule: rule, start: start, limit: limit).lines
    }
    #expect(try lines("RRULE:FREQ=DAILY;COUNT=2", "19970902") == ["19970902", "19970903"])
    #expect(try lines("FREQ=DAILY;BYHOUR=5", "19970902", limit: 1) == ["19970902"])
    #expect(try lines("FREQ=HOURLY", "19970902T230000Z", limit: 2).last == "19970903T000000Z")
    #expect(try lines("FREQ=DAILY", "19970902T090000", limit: 0) == [])
  }

  @Test func `says that a rule goes on`() throws {
    let endless = try RecurCommand.output(
      rule: "FREQ=DAILY", start: "19970902T090000", limit: nil)
    #expect(endless.lines.count == 20_000)
    #expect(endless.note != nil)
    let limited = try RecurCommand.output(rule: "FREQ=DAILY", start: "19970902", limit: 3)
    #expect(limited.note == nil)
  }

  @Test(arguments: [
    ("FREQ=DAILY;COUNT=0", "19970902", "rule: COUNT cannot be “0”"),
    ("FREQ=HOURLY", "19970902", "rule: FREQ=HOURLY needs a start with a time of day"),
    ("FREQ=DAILY", "2 September", "start: “2 September” is not a date or a date with a time"),
  ])
  func `says what is wrong`(rule: String, start: String, problem: String) throws {
    let thrown = #expect(throws: RecurCommand.Problem.self) {
      try RecurCommand.output(rule: rule, start: start, limit: nil)
    }
    #expect(thrown?.description == problem)
  }
}
