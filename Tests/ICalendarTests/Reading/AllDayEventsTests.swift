import CivilTime
import Foundation
import ICalendar
import Testing

@Suite struct AllDayEventsTests {
  private func read(
    _ lines: String, from: String = "2026-01-01", until: String = "2027-01-01"
  ) throws -> (days: [String], problems: [String]) {
    let text = "BEGIN:VCALENDAR\n" + lines + "\nEND:VCALENDAR\n"
    let read = try AllDayEvents(
      reading: Array(text.utf8), from: try day(from), until: try day(until))
    return (
      read.events.map { "\($0.from.iso8601) \($0.until.iso8601) \($0.name)" },
      read.problems.map { "\($0.line) \($0.code.rawValue)" }
    )
  }

  private func event(_ lines: String...) -> String {
    (["BEGIN:VEVENT"] + lines + ["END:VEVENT"]).joined(separator: "\n")
  }

  @Test func `the length comes from DTEND, from DURATION or is one day`() throws {
    let read = try read(
      event("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260107", "SUMMARY:a\\, b")
        + "\n" + event("DTSTART;VALUE=DATE:20260201", "DURATION:P1W", "SUMMARY:week")
        + "\n" + event("DTSTART;VALUE=DATE:20260301")
        + "\n" + event("DTSTART;VALUE=DATE:20260401", "DTEND;VALUE=DATE:20260401"))
    #expect(
      read.days == [
        "2026-01-05 2026-01-07 a, b", "2026-02-01 2026-02-08 week", "2026-03-01 2026-03-02 ",
        "2026-04-01 2026-04-02 ",
      ])
    #expect(read.problems == [])
  }

  @Test func `a rule repeats, EXDATE takes out, RDATE adds`() throws {
    let read = try read(
      event(
        "DTSTART;VALUE=DATE:20251225", "RRULE:FREQ=YEARLY;UNTIL=20271225",
        "EXDATE;VALUE=DATE:20261225", "RDATE;VALUE=DATE:20260721,20260815", "SUMMARY:x"),
      until: "2029-01-01")
    #expect(
      read.days == [
        "2026-07-21 2026-07-22 x", "2026-08-15 2026-08-16 x", "2027-12-25 2027-12-26 x",
      ])
  }

  @Test func `what touches the window counts and what only meets it does not`() throws {
    let read = try read(
      event("DTSTART;VALUE=DATE:20251224", "DTEND;VALUE=DATE:20260101")
        + "\n" + event("DTSTART;VALUE=DATE:20251224", "DTEND;VALUE=DATE:20260102")
        + "\n" + event("DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270103")
        + "\n" + event("DTSTART;VALUE=DATE:20270101"))
    #expect(read.days == ["2025-12-24 2026-01-02 ", "2026-12-31 2027-01-03 "])
  }

  @Test func `a changed instance stands for the one that the rule gives`() throws {
    let read = try read(
      event("UID:1", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=MONTHLY;COUNT=3", "SUMMARY:x")
        + "\n"
        + event(
          "UID:1", "RECURRENCE-ID;VALUE=DATE:20260201", "DTSTART;VALUE=DATE:20260203",
          "SUMMARY:verplaatst")
        + "\n"
        + event(
          "UID:1", "RECURRENCE-ID;VALUE=DATE:20260301", "DTSTART;VALUE=DATE:20260301",
          "STATUS:CANCELLED"))
    #expect(read.days == ["2026-01-01 2026-01-02 x", "2026-02-03 2026-02-04 verplaatst"])
  }

  @Test func `cancelled days close nothing`() throws {
    #expect(
      try read(event("DTSTART;VALUE=DATE:20260101", "STATUS:cancelled")).days == [])
  }

  @Test func `what cannot be read is reported and the rest kept`() throws {
    let read = try read(
      event("SUMMARY:geen begin")
        + "\n" + event("DTSTART:20260102T100000Z")
        + "\n" + event("DTSTART;VALUE=DATE:20260230")
        + "\n" + event("DTSTART;VALUE=DATE:20260103", "DTEND;VALUE=DATE:20260101")
        + "\n" + event("DTSTART;VALUE=DATE:20260104", "RRULE:FREQ=NEVER")
        + "\n" + event("DTSTART;VALUE=DATE:20260105", "DURATION:PT2H"))
    #expect(
      read.days == [
        "2026-01-03 2026-01-04 ", "2026-01-04 2026-01-05 ", "2026-01-05 2026-01-06 ",
      ])
    #expect(
      read.problems == [
        "2 missing-start", "6 not-all-day", "9 invalid-date", "13 invalid-date",
        "17 invalid-rule", "21 invalid-date",
      ])
  }

  @Test func `Belgium's closure set holds its ten days of every year`() throws {
    let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "../../../Calendars/closures/belgium-statutory.ics").standardized
    let file = try CalendarFile(reading: [UInt8](try Data(contentsOf: path)))
    #expect(file.problems == [])
    let all = AllDayEvents(in: file, from: try day("2026-01-01"), until: try day("2033-01-01"))
    #expect(all.events.count == 70)
    #expect(all.problems == [])
    let year = AllDayEvents(in: file, from: try day("2027-01-01"), until: try day("2028-01-01"))
    #expect(
      year.events.map { "\($0.from.iso8601) \($0.name)" } == [
        "2027-01-01 Nieuwjaar", "2027-03-29 Paasmaandag", "2027-05-01 Dag van de Arbeid",
        "2027-05-06 Onze-Lieve-Heer-Hemelvaart", "2027-05-17 Pinkstermaandag",
        "2027-07-21 Nationale feestdag", "2027-08-15 Onze-Lieve-Vrouw-Hemelvaart",
        "2027-11-01 Allerheiligen", "2027-11-11 Wapenstilstand", "2027-12-25 Kerstmis",
      ])
  }
}
