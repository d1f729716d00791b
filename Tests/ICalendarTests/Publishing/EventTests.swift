import CivilTime
import ICalendar
import Testing

@Suite struct EventTests {
  @Test func `two events with one UID are refused`() throws {
    #expect(throws: FeedProblem(.repeatedUID, uid: "a@x")) {
      try bytes([event(uid: "a@x"), event(uid: "b@x"), event(uid: "a@x", summary: "x")])
    }
  }

  @Test(arguments: ["", "a b", "é@x", "a\r\nX:y", String(repeating: "x", count: 256)])
  func `a UID that is empty, long or not plain ASCII is refused`(_ uid: String) throws {
    #expect(throws: FeedProblem(.unusableUID)) { try bytes([event(uid: uid)]) }
  }

  @Test func `the stamps are UTC and come from the event alone`() throws {
    let read = try published(event())
    #expect(read.value("DTSTAMP") == "20261120T093000Z")
    #expect(read.value("LAST-MODIFIED") == "20261120T093000Z")
    #expect(read.value("CREATED") == "20261101T080000Z")
  }

  @Test func `a change of one event changes one VEVENT`() throws {
    let events = try ["a@x", "b@x", "c@x"].map { try event(uid: $0) }
    var changed = events
    changed[1].sequence = 4
    let (before, after) = (try read(bytes(events)), try read(bytes(changed)))
    let different = zip(before.components, after.components).filter {
      $0.properties.map(\.value) != $1.properties.map(\.value)
    }
    #expect(different.map { $1.value("UID") } == ["b@x"])
    #expect(different.map { $1.value("SEQUENCE") } == ["4"])
  }

  @Test func `status decides what counts as busy`() throws {
    func said(_ status: PublishedEvent.Status, information: Bool = false) throws -> [String?] {
      var event = try event()
      (event.status, event.isInformation) = (status, information)
      let read = try published(event)
      return [
        read.value("STATUS"), read.value("TRANSP"), read.value("X-MICROSOFT-CDO-BUSYSTATUS"),
      ]
    }
    #expect(try said(.tentative) == ["TENTATIVE", "OPAQUE", "TENTATIVE"])
    #expect(try said(.confirmed) == ["CONFIRMED", "OPAQUE", "BUSY"])
    #expect(try said(.confirmed, information: true) == ["CONFIRMED", "TRANSPARENT", "FREE"])
    #expect(try said(.cancelled) == ["CANCELLED", "TRANSPARENT", "FREE"])
  }

  @Test func `a timed event is wall time of its zone`() throws {
    let read = try published(event())
    #expect(read.value("DTSTART") == "20261123T100000")
    #expect(read.value("DTEND") == "20261123T110000")
    #expect(read.property("DTSTART")?.parameter("TZID") == "Europe/Brussels")
    #expect(read.property("DTEND")?.parameter("TZID") == "Europe/Brussels")
  }

  @Test func `days are dates and the end is exclusive`() throws {
    var event = try event()
    event.when = .days(from: try day("2026-12-24"), until: try day("2026-12-26"))
    let read = try published(event)
    for (name, date) in [("DTSTART", "20261224"), ("DTEND", "20261226")] {
      #expect(read.value(name) == date)
      #expect(read.property(name)?.parameter("VALUE") == "DATE")
    }
  }

  @Test func `an event that ends before it begins is refused`() throws {
    var event = try event()
    event.when = .days(from: try day("2026-12-24"), until: try day("2026-12-24"))
    #expect(throws: FeedProblem(.outOfRange(property: "DTEND"), uid: event.uid)) {
      try bytes([event])
    }
  }

  @Test(arguments: [
    ("2026-10-25T00:30:00Z", "DTSTART;TZID=Europe/Brussels:20261025T023000"),
    ("2026-10-25T01:30:00Z", "DTSTART:20261025T013000Z"),
    ("2026-03-29T01:00:00Z", "DTSTART;TZID=Europe/Brussels:20260329T030000"),
  ])
  func `an hour that the clocks show twice goes out in UTC the second time`(
    _ start: String, _ line: String
  ) throws {
    let until = try instant(start).advanced(byMinutes: 20).utcText
    let text = String(decoding: try bytes([event(from: start, until: until)]), as: UTF8.self)
    #expect(text.contains("\r\n\(line)\r\n"))
  }

  @Test func `coordinates give GEO and Apple's location`() throws {
    var event = try event()
    event.location = .init(
      text: "Zaal 1, Pand, Straat 2", title: "Zaal 1, Pand", address: "Straat 2, Gent",
      latitude: 50.85, longitude: -0.0000004)
    let read = try published(event)
    #expect(read.value("GEO") == "50.850000;0.000000")
    let apple = try #require(read.property("X-APPLE-STRUCTURED-LOCATION"))
    #expect(apple.value == "geo:50.850000,0.000000")
    #expect(apple.parameter("VALUE") == "URI")
    #expect(apple.parameter("X-TITLE") == "Zaal 1, Pand")
    #expect(apple.parameter("X-APPLE-RADIUS") == "70")
  }

  @Test(arguments: [(nil, 4.0), (91.0, 4.0), (50.0, 181.0), (Double.nan, 4.0)])
  func `a place without usable coordinates has no map`(
    _ latitude: Double?, _ longitude: Double
  ) throws {
    var event = try event()
    event.location = .init(
      text: "Zaal", title: "Zaal", address: "Straat", latitude: latitude, longitude: longitude)
    let names = try published(event).properties.map(\.name)
    #expect(names.contains("LOCATION"))
    #expect(!names.contains("GEO"))
    #expect(!names.contains("X-APPLE-STRUCTURED-LOCATION"))
  }

  @Test func `the link to join stands in CONFERENCE and in the text`() throws {
    var event = try event()
    event.description = "Tot dan."
    event.conference = .init(url: "https://meet.example/1", label: "Deelnemen")
    let read = try published(event)
    let conference = try #require(read.property("CONFERENCE"))
    #expect(conference.value == "https://meet.example/1")
    #expect(conference.parameters.first { $0.name == "FEATURE" }?.values == ["AUDIO", "VIDEO"])
    #expect(
      read.property("DESCRIPTION")?.text == "Tot dan.\n\nDeelnemen: https://meet.example/1")
    event.description = "Kom naar https://meet.example/1."
    #expect(try published(event).property("DESCRIPTION")?.text == event.description)
  }

  @Test func `a URI that would end the line is encoded`() throws {
    var event = try event()
    event.url = "https://x.example/a b\r\nATTENDEE:mailto:x@y"
    #expect(
      try published(event).value("URL") == "https://x.example/a%20b%0D%0AATTENDEE:mailto:x@y")
  }

  @Test func `nobody is invited and nothing rings`() throws {
    let event = try event(summary: "x\r\nATTENDEE:mailto:a@b\nBEGIN:VALARM")
    let read = try published(event)
    let names = read.properties.map(\.name) + read.components.map(\.name)
    for absent in ["ORGANIZER", "ATTENDEE", "VALARM"] { #expect(!names.contains(absent)) }
  }

  @Test func `events stand in the order of their starts`() throws {
    var days = try event(uid: "d@x")
    days.when = .days(from: try day("2026-11-23"), until: try day("2026-11-24"))
    let later = try event(
      uid: "a@x", from: "2026-11-24T10:00:00Z", until: "2026-11-24T11:00:00Z")
    let read = try read(bytes([later, event(uid: "c@x"), event(uid: "b@x"), days]))
    #expect(read.all("VEVENT").map { $0.value("UID") } == ["d@x", "b@x", "c@x", "a@x"])
  }
}
