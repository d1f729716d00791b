import CivilTime
import Foundation
import Recurrence
import Testing

@Suite struct `Reading a rule` {
  @Test(arguments: [
    ("FREQ=DAILY", "FREQ=DAILY"),
    ("freq=weekly;byday=we,mo;wkst=su", "FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU"),
    ("BYDAY=-1FR;INTERVAL=1;FREQ=MONTHLY;", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("FREQ=DAILY;COUNT=005", "FREQ=DAILY;COUNT=5"),
    ("FREQ=MONTHLY;BYMONTHDAY=+1,-01,1", "FREQ=MONTHLY;BYMONTHDAY=-1,1"),
    ("FREQ=YEARLY;BYDAY=+1SU,53MO,TU", "FREQ=YEARLY;BYDAY=53MO,TU,1SU"),
    ("FREQ=DAILY;UNTIL=19971224", "FREQ=DAILY;UNTIL=19971224"),
    ("FREQ=DAILY;UNTIL=19971224t080000z", "FREQ=DAILY;UNTIL=19971224T080000Z"),
    ("FREQ=MINUTELY;BYSECOND=60,0", "FREQ=MINUTELY;BYSECOND=0,60"),
    ("RSCALE=GREGORIAN;SKIP=OMIT;FREQ=YEARLY", "FREQ=YEARLY"),
  ])
  func `takes any case and order and writes one form`(text: String, canonical: String) throws {
    let rule = try RecurrenceRule(parsing: text)
    #expect(rule.text == canonical)
    #expect(try RecurrenceRule(parsing: canonical) == rule)
    let json = try JSONEncoder().encode([rule])
    #expect(try JSONDecoder().decode([RecurrenceRule].self, from: json) == [rule])
  }

  @Test(
    arguments: [
      ("", .malformedPart("")),
      ("DAILY", .malformedPart("DAILY")),
      ("COUNT=3", .frequencyMissing),
      ("FREQ=OFTEN", .invalidValue(part: "FREQ", value: "OFTEN")),
      ("FREQ=DAILY;;COUNT=3", .malformedPart("")),
      ("FREQ=DAILY; COUNT=3", .unknownPart(" COUNT")),
      ("FREQ=DAILY;FREQ=DAILY", .repeatedPart("FREQ")),
      ("FREQ=DAILY;BYEASTER=1", .unknownPart("BYEASTER")),
      ("FREQ=DAILY;COUNT=3;UNTIL=19971224", .countAndUntil),
      ("FREQ=DAILY;COUNT=0", .invalidValue(part: "COUNT", value: "0")),
      ("FREQ=DAILY;INTERVAL=-1", .invalidValue(part: "INTERVAL", value: "-1")),
      ("FREQ=DAILY;UNTIL=19970230", .invalidValue(part: "UNTIL", value: "19970230")),
      ("FREQ=DAILY;UNTIL=19970201T250000", .invalidValue(part: "UNTIL", value: "19970201T250000")),
      ("FREQ=DAILY;BYSETPOS=1", .positionsAlone),
      ("FREQ=DAILY;BYMONTH=13", .invalidValue(part: "BYMONTH", value: "13")),
      ("FREQ=DAILY;BYMONTH=-1", .invalidValue(part: "BYMONTH", value: "-1")),
      ("FREQ=DAILY;BYMONTH=", .invalidValue(part: "BYMONTH", value: "")),
      ("FREQ=DAILY;BYHOUR=1,,2", .invalidValue(part: "BYHOUR", value: "")),
      ("FREQ=MONTHLY;BYMONTHDAY=0", .invalidValue(part: "BYMONTHDAY", value: "0")),
      ("FREQ=DAILY;BYSECOND=61", .invalidValue(part: "BYSECOND", value: "61")),
      ("FREQ=DAILY;BYDAY=MO TU", .invalidValue(part: "BYDAY", value: "MO TU")),
      ("FREQ=MONTHLY;BYDAY=0MO", .invalidValue(part: "BYDAY", value: "0MO")),
      ("FREQ=MONTHLY;BYDAY=+MO", .invalidValue(part: "BYDAY", value: "+MO")),
      ("FREQ=WEEKLY;BYDAY=1MO", .ordinalNotAllowed("1MO")),
      ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", .ordinalNotAllowed("1MO")),
      ("FREQ=MONTHLY;BYWEEKNO=1", .partNotAllowed(part: "BYWEEKNO", frequency: .monthly)),
      ("FREQ=DAILY;BYYEARDAY=1", .partNotAllowed(part: "BYYEARDAY", frequency: .daily)),
      ("FREQ=WEEKLY;BYMONTHDAY=1", .partNotAllowed(part: "BYMONTHDAY", frequency: .weekly)),
      ("RSCALE=HEBREW;FREQ=YEARLY", .calendarNotSupported("HEBREW")),
      ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD", .skipNotSupported("FORWARD")),
      ("FREQ=YEARLY;SKIP=OMIT", .skipWithoutCalendar),
    ] as [(String, RecurrenceRuleProblem)])
  func `refuses what RFC 5545 forbids and says what it is`(
    text: String, problem: RecurrenceRuleProblem
  ) {
    #expect(throws: problem) { try RecurrenceRule(parsing: text) }
    #expect(!problem.description.isEmpty)
  }

  @Test func `an UNTIL in UTC is put on the clock of a zone`() throws {
    let brussels = try #require(ZoneDatabase.system.zone("Europe/Brussels"))
    let rule = try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20260603T073000Z")
    let resolved = rule.resolvingUntil(in: brussels)
    #expect(resolved.text == "FREQ=DAILY;UNTIL=20260603T093000")
    let starts = try resolved.starts(from: local("2026-06-01T09:30")).map(\.iso8601)
    #expect(starts.last == "2026-06-03T09:30:00")
  }

  @Test func `a rule for dates loses its times and the time of UNTIL`() throws {
    let rule = try RecurrenceRule(
      parsing: "FREQ=DAILY;UNTIL=19970904T080000Z;BYHOUR=9;BYMINUTE=1;BYSECOND=2")
    #expect(rule.forDates?.text == "FREQ=DAILY;UNTIL=19970904")
    #expect(try RecurrenceRule(parsing: "FREQ=HOURLY").forDates == nil)
  }
}
