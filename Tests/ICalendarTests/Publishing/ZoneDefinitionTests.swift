import CivilTime
import ICalendar
import Recurrence
import Testing

@Suite struct ZoneDefinitionTests {
  @Test func `zones used and zones defined are the same`() throws {
    let read = try read(
      bytes([
        event(uid: "1@x"), event(uid: "2@x", in: "America/New_York"),
        event(uid: "3@x", in: "UTC"),
      ]))
    let used = Set(read.all("VEVENT").compactMap { $0.property("DTSTART")?.parameter("TZID") })
    #expect(read.all("VTIMEZONE").compactMap { $0.value("TZID") } == used.sorted())
    #expect(used == ["Europe/Brussels", "America/New_York"])
  }

  @Test func `Brussels is one STANDARD and one DAYLIGHT`() throws {
    let text = String(decoding: try bytes([event()]), as: UTF8.self)
    #expect(
      text.contains(
        """
        BEGIN:VTIMEZONE
        TZID:Europe/Brussels
        BEGIN:STANDARD
        DTSTART:19701025T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:19700329T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        END:VTIMEZONE

        """.replacing("\n", with: "\r\n")))
  }

  @Test(arguments: [
    ("America/Nuuk", "BYMONTH=3;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30"),
    ("Asia/Gaza", "BYMONTH=3;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30"),
    ("Asia/Jerusalem", "BYMONTH=3;BYDAY=FR;BYMONTHDAY=23,24,25,26,27,28,29"),
    ("America/Santiago", "BYMONTH=4;BYDAY=SU;BYMONTHDAY=2,3,4,5,6,7,8"),
    ("Africa/Cairo", "BYYEARDAY=-67,-66,-65,-64,-63,-62,-61;BYDAY=FR"),
  ])
  func `an hour outside the footer's day moves the weekday`(
    _ id: String, _ rule: String
  ) throws {
    let rules = try definition(of: id).components.compactMap { $0.value("RRULE") }
    #expect(rules.contains("FREQ=YEARLY;" + rule))
  }

  @Test func `a zone without clock changes has one STANDARD`() throws {
    let tokyo = try definition(of: "Asia/Tokyo")
    #expect(tokyo.components.map(\.name) == ["STANDARD"])
    #expect(tokyo.components.first?.value("DTSTART") == "19700101T000000")
    #expect(tokyo.components.first?.value("TZOFFSETTO") == "+0900")
  }

  @Test func `a zone whose rules change in the window sends its events in UTC`() throws {
    let event = try event(
      from: "2026-03-10T10:00:00Z", until: "2026-03-10T11:00:00Z", in: "Africa/Casablanca")
    let read = try read(
      try FeedWriter().bytes(
        of: try calendar(
          [event], zone: "Africa/Casablanca",
          window: try span("2026-01-01T00:00:00Z", "2027-03-01T00:00:00Z"))))
    #expect(read.all("VEVENT").first?.value("DTSTART") == "20260310T100000Z")
    #expect(read.all("VTIMEZONE").first?.all("DAYLIGHT").first?.value("RDATE") != nil)
  }

  @Test(arguments: ZoneDatabase.system.identifiers)
  func `every observance is as clients need it`(_ id: String) throws {
    let zone = try definition(of: id)
    #expect(zone.value("TZID") == id)
    #expect(!zone.components.isEmpty)
    let allowed: Set = ["DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE"]
    for observance in zone.components {
      let names = observance.properties.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(allowed.isSuperset(of: names))
      #expect(!(names.contains("RRULE") && names.contains("RDATE")))
      #expect(observance.value("DTSTART")?.utf8.count == 15)
      #expect(observance.value("TZOFFSETFROM")?.utf8.count == 5)
      #expect(observance.value("TZOFFSETTO")?.utf8.count == 5)
    }
    let rules = zone.components.filter { $0.property("RRULE") != nil }.map(\.name)
    #expect(Set(rules).count == rules.count)
  }

  @Test(arguments: [
    "America/Nuuk", "Asia/Gaza", "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe",
    "Europe/Dublin", "Antarctica/Troll", "America/Vancouver", "Africa/Casablanca",
    "Europe/Brussels", "America/Havana", "Asia/Kolkata",
  ])
  func `the offset is right at every hour of the window`(_ id: String) throws {
    let zone = try zone(id)
    let window = try span("2025-10-01T00:00:00Z", "2028-01-01T00:00:00Z")
    let onsets = try onsets(in: try definition(of: id, during: window), until: window.end)
    var differences: [String] = []
    var next = 0
    var offset: Int?
    var at = onsets[0].at
    while at < window.end {
      while next < onsets.count, onsets[next].at <= at {
        (offset, next) = (onsets[next].offset, next + 1)
      }
      if window.contains(at), offset != zone.offset(at: at) { differences.append(at.utcText) }
      at = at.advanced(bySeconds: 1800)
    }
    #expect(differences == [])
  }

  private func definition(
    of id: String, during window: TimeSpan? = nil
  ) throws -> CalendarComponent {
    let window = try window ?? span("2026-10-01T00:00:00Z", "2027-12-01T00:00:00Z")
    let read = try read(try FeedWriter().bytes(of: try zone(id), during: window))
    return try #require(read.components.first)
  }

  /// What RFC 5545 section 3.6.5 makes of the definition: the onsets in order, on whole half hours
  /// from the first one that matters.
  private func onsets(
    in definition: CalendarComponent, until end: Instant
  ) throws -> [(at: Instant, offset: Int)] {
    let first = try #require(LocalDateTime(iso8601: "2024-01-01T00:00"))
    let last = LocalDateTime(end, offset: 86_400)
    var onsets: [(at: Instant, offset: Int)] = []
    for observance in definition.components {
      let start = try #require(LocalDateTime(basicText: observance.value("DTSTART") ?? ""))
      let before = try offset(observance.value("TZOFFSETFROM"))
      let after = try offset(observance.value("TZOFFSETTO"))
      var locals = [start]
      if let rule = observance.value("RRULE") {
        locals += try RecurrenceRule(parsing: rule).starts(from: start, within: first..<last)
      }
      locals += try (observance.value("RDATE") ?? "").split(separator: ",").map {
        try #require(LocalDateTime(basicText: $0))
      }
      onsets += locals.map { ($0.instant(atOffset: before), after) }
    }
    let window = first.instant(atOffset: 0)
    let sorted = onsets.sorted { $0.at < $1.at }
    let earlier = sorted.last { $0.at < window }
    return (earlier.map { [(window, $0.offset)] } ?? []) + sorted.filter { $0.at >= window }
  }

  private func offset(_ text: String?) throws -> Int {
    let value = try #require(text.flatMap(Int.init))
    return value / 100 * 3600 + value % 100 * 60
  }
}
