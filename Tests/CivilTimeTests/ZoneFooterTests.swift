import CivilTime
import Testing

@Suite struct `A zone's footer` {
  @Test func `has two names, two offsets and two yearly rules`() throws {
    let footer = try #require(ZoneFooter(parsing: "CET-1CEST,M3.5.0,M10.5.0/3"))
    let daylight = try #require(footer.daylight)
    #expect(footer.standard.abbreviation == "CET")
    #expect(footer.standard.offset == 3600)
    #expect(daylight.observance.abbreviation == "CEST")
    #expect(daylight.observance.offset == 7200)
    #expect(daylight.starts.day == .weekday(.sunday, week: 5, month: 3))
    #expect(daylight.starts.secondsFromMidnight == 7200)
    #expect(daylight.ends.day == .weekday(.sunday, week: 5, month: 10))
    #expect(daylight.ends.secondsFromMidnight == 10_800)
  }

  @Test(arguments: [
    ("CET-1CEST,M3.5.0,M10.5.0/3", 2026, "2026-03-29T02:00:00", "2026-10-25T03:00:00"),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026, "2026-03-28T23:00:00", "2026-10-25T00:00:00"),
    ("EET-2EEST,M3.4.4/50,M10.4.4/50", 2090, "2090-03-25T02:00:00", "2090-10-28T02:00:00"),
    ("<-04>4<-03>,M9.1.6/24,M4.1.6/24", 2026, "2026-09-06T00:00:00", "2026-04-05T00:00:00"),
    ("AAA0BBB,J60/0,J365", 2024, "2024-03-01T00:00:00", "2024-12-31T02:00:00"),
    ("AAA0BBB,59/0,365", 2024, "2024-02-29T00:00:00", "2024-12-31T02:00:00"),
    ("AAA0BBB,J1/-167,J1/167:59:59", 2025, "2024-12-25T01:00:00", "2025-01-07T23:59:59"),
  ])
  func `says when the clocks change, on the clock that runs until then`(
    text: String, year: Int, starts: String, ends: String
  ) throws {
    let daylight = try #require(ZoneFooter(parsing: text)?.daylight)
    #expect(daylight.starts.moment(in: year).iso8601 == starts)
    #expect(daylight.ends.moment(in: year).iso8601 == ends)
  }

  @Test func `may have one time only`() throws {
    let footer = try #require(ZoneFooter(parsing: "<+0545>-5:45"))
    #expect(footer.standard.offset == 20_700)
    #expect(footer.daylight == nil)
  }

  @Test(arguments: [
    "", "CE-1", "CET", "CET-25", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365",
    "CET-1CEST,0/168,365", "CET-1CEST,366,1", "<CET-1", "CET-1CEST,M3.5.0,M10.5.0/3 ",
    "CET-1:60",
  ])
  func `is refused where RFC 9636 does not allow it`(text: String) {
    #expect(ZoneFooter(parsing: text) == nil)
  }
}

@Suite struct `The offsets command` {
  @Test func `answers with the zone of the command or of the line`() throws {
    let brussels = try OffsetsCommand(zone: "Europe/Brussels")
    #expect(try brussels.answer("0") == "3600 CET")
    let any = try OffsetsCommand(zone: nil)
    #expect(try any.answer("Asia/Tokyo 1780000000") == "32400 JST")
  }

  @Test(arguments: ["", "noon", "Europe/Brussels", "Mars/Olympus 0", "UTC 0 0"])
  func `says what is wrong with a line`(line: String) throws {
    let command = try OffsetsCommand(zone: nil)
    #expect(throws: OffsetsCommand.Problem.self) { try command.answer(line) }
  }

  @Test func `says that a zone is unknown`() {
    #expect(throws: OffsetsCommand.Problem.self) { try OffsetsCommand(zone: "Mars/Olympus") }
  }
}
