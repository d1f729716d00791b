import CivilTime
import ICalendar
import Testing

@Suite struct ReadBackTests {
  @Test func `an event of more than 64 kB is refused before libical sees it`() throws {
    var event = try event()
    event.description = String(repeating: "x", count: 70_000)
    let problem = #expect(throws: FeedProblem.self) { try bytes([event]) }
    guard case .tooLarge(let octets, 65_536) = problem?.reason else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(octets > 70_000)
    #expect(problem?.uid == event.uid)
  }

  @Test func `a problem names the event and quotes nothing of it`() {
    let problem = FeedProblem(.disagreement(property: "SUMMARY"), uid: "a@x", line: 12)
    #expect(
      problem.description == "event a@x, line 12: libical reads another SUMMARY than was written")
  }

  @Test func `a title that libical cannot read back stops the feed`() throws {
    // libical 3.0 keeps at most 500 values of a list.
    var event = try event()
    event.categories = (0..<600).map { "c\($0)" }
    let problem = #expect(throws: FeedProblem.self) { try bytes([event]) }
    #expect(problem?.reason == .disagreement(property: "CATEGORIES"))
    #expect(problem?.uid == event.uid)
  }

  @Test func `a bad event does not stay behind in what the writer remembers`() throws {
    let writer = FeedWriter()
    var bad = try event(uid: "bad@x")
    bad.sequence = -1
    let good = try event(uid: "good@x")
    #expect(throws: FeedProblem.self) { try writer.bytes(of: try calendar([good, bad])) }
    #expect(try writer.bytes(of: try calendar([good])) == bytes([good]))
  }

  @Test func `writers on several threads agree`() async throws {
    let writer = FeedWriter()
    let events = try (0..<300).map { try event(uid: "\($0)@x", summary: "Gesprek \($0)") }
    let calendar = try calendar(events)
    let expected = try FeedWriter().bytes(of: calendar)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { (try? writer.bytes(of: calendar)) == expected } }
      for await same in group { #expect(same) }
    }
  }

  @Test func `what is remembered depends on whether the zone is written in UTC`() throws {
    let writer = FeedWriter()
    let event = try event(
      from: "2026-01-10T10:00:00Z", until: "2026-01-10T11:00:00Z", in: "Africa/Casablanca")
    let quiet = try span("2026-01-01T00:00:00Z", "2026-01-20T00:00:00Z")
    let ramadan = try span("2026-01-01T00:00:00Z", "2026-04-20T00:00:00Z")
    for _ in 0..<2 {
      let zoned = try writer.bytes(of: try calendar([event], window: quiet))
      let inUTC = try writer.bytes(of: try calendar([event], window: ramadan))
      #expect(try read(zoned).all("VEVENT").first?.value("DTSTART") == "20260110T110000")
      #expect(try read(inUTC).all("VEVENT").first?.value("DTSTART") == "20260110T100000Z")
    }
  }
}
