import CivilTime
import ICalendar
import Testing

/// Builders for the tests: a small feed of Brussels in the autumn of 2026.
func zone(_ id: String) throws -> Zone { try #require(ZoneDatabase.system.zone(id)) }

func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

func day(_ text: String) throws -> LocalDate { try #require(LocalDate(iso8601: text)) }

func span(_ from: String, _ until: String) throws -> TimeSpan {
  try #require(TimeSpan(from: instant(from), until: instant(until)))
}

func event(
  uid: String = "5f0c7d8e-1@startersfabriek.example", from: String = "2026-11-23T10:00:00+01:00",
  until: String = "2026-11-23T11:00:00+01:00", in id: String = "Europe/Brussels",
  summary: String = "Eerste gesprek"
) throws -> PublishedEvent {
  PublishedEvent(
    uid: uid, created: try instant("2026-11-01T08:00:00Z"),
    revised: try instant("2026-11-20T09:30:00Z"),
    when: .timed(try span(from, until), try zone(id)), summary: summary)
}

func calendar(
  _ events: [PublishedEvent], zone id: String = "Europe/Brussels",
  window: TimeSpan? = nil
) throws -> PublishedCalendar {
  PublishedCalendar(
    name: "Agenda van Sofie; Gent, Brussel", about: "Afspraken", zone: try zone(id),
    color: "teal", source: "https://startersfabriek.example/feeds/abc.ics",
    page: "https://startersfabriek.example/nl/agenda",
    window: try window ?? span("2026-10-01T00:00:00Z", "2027-12-01T00:00:00Z"), events: events)
}

func bytes(_ events: [PublishedEvent]) throws -> [UInt8] {
  try FeedWriter().bytes(of: try calendar(events))
}

/// The feed as our own reader sees it; anything it complains about fails the test.
func read(_ bytes: [UInt8]) throws -> CalendarComponent {
  let file = try CalendarFile(reading: bytes)
  #expect(file.problems == [])
  #expect(file.calendars.count == 1)
  return try #require(file.calendars.first)
}

/// The only VEVENT of a feed with this one event.
func published(_ event: PublishedEvent) throws -> CalendarComponent {
  let events = try read(bytes([event])).components.filter { $0.name == "VEVENT" }
  #expect(events.count == 1)
  return try #require(events.first)
}

extension CalendarComponent {
  func value(_ name: String) -> String? { property(name)?.value }
  func all(_ name: String) -> [CalendarComponent] { components.filter { $0.name == name } }
}

/// The physical lines without their CRLF.
func lines(_ bytes: [UInt8]) -> [[UInt8]] {
  bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().map {
    Array($0.dropLast())
  }
}
