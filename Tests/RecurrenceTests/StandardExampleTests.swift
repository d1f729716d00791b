import CivilTime
import Recurrence
import Testing

/// The examples of RFC 5545 section 3.8.5.3, in its order. Those without an end are prefixes.
@Suite struct `The examples of RFC 5545` {
  @Test(arguments: [
    (
      "FREQ=DAILY;COUNT=10", "1997-09-02T09:00",
      "1997-09: 02 03 04 05 06 07 08 09 10 11"
    ),
    (
      "FREQ=DAILY;INTERVAL=2", "1997-09-02T09:00",
      "1997-09: 02 04 06 08 10 12 14 16 18 20 22 24 26 28 30; 1997-10: 02 04"
    ),
    (
      "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02T09:00",
      "1997-09: 02 12 22; 1997-10: 02 12"
    ),
    (
      "FREQ=WEEKLY;COUNT=10", "1997-09-02T09:00",
      "1997-09: 02 09 16 23 30; 1997-10: 07 14 21 28; 1997-11: 04"
    ),
    (
      "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997-09-02T09:00",
      """
      1997-09: 02 09 16 23 30; 1997-10: 07 14 21 28; 1997-11: 04 11 18 25; 1997-12: 02 09 16 23
      """
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02T09:00",
      "1997-09: 02 16 30; 1997-10: 14 28; 1997-11: 11 25; 1997-12: 09 23; 1998-01: 06 20"
    ),
    (
      "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997-09-02T09:00",
      "1997-09: 02 04 09 11 16 18 23 25 30; 1997-10: 02"
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
      "1997-09-01T09:00",
      """
      1997-09: 01 03 05 15 17 19 29; 1997-10: 01 03 13 15 17 27 29 31; \
      1997-11: 10 12 14 24 26 28; 1997-12: 08 10 12 22
      """
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997-09-02T09:00",
      "1997-09: 02 04 16 18 30; 1997-10: 02 14 16"
    ),
    (
      "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05T09:00",
      """
      1997-09: 05; 1997-10: 03; 1997-11: 07; 1997-12: 05; 1998-01: 02; 1998-02: 06; \
      1998-03: 06; 1998-04: 03; 1998-05: 01; 1998-06: 05
      """
    ),
    (
      "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05T09:00",
      "1997-09: 05; 1997-10: 03; 1997-11: 07; 1997-12: 05"
    ),
    (
      "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07T09:00",
      """
      1997-09: 07 28; 1997-11: 02 30; 1998-01: 04 25; 1998-03: 01 29; 1998-05: 03 31
      """
    ),
    (
      "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22T09:00",
      "1997-09: 22; 1997-10: 20; 1997-11: 17; 1997-12: 22; 1998-01: 19; 1998-02: 16"
    ),
    (
      "FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T09:00",
      "1997-09: 28; 1997-10: 29; 1997-11: 28; 1997-12: 29; 1998-01: 29; 1998-02: 26"
    ),
    (
      "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997-09-02T09:00",
      "1997-09: 02 15; 1997-10: 02 15; 1997-11: 02 15; 1997-12: 02 15; 1998-01: 02 15"
    ),
    (
      "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30T09:00",
      """
      1997-09: 30; 1997-10: 01 31; 1997-11: 01 30; 1997-12: 01 31; 1998-01: 01 31; 1998-02: 01
      """
    ),
    (
      "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997-09-10T09:00",
      "1997-09: 10 11 12 13 14 15; 1999-03: 10 11 12 13"
    ),
    (
      "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1997-09-02T09:00",
      "1997-09: 02 09 16 23 30; 1997-11: 04 11 18 25; 1998-01: 06 13 20 27"
    ),
    (
      "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10T09:00",
      """
      1997-06: 10; 1997-07: 10; 1998-06: 10; 1998-07: 10; 1999-06: 10; 1999-07: 10; \
      2000-06: 10; 2000-07: 10; 2001-06: 10; 2001-07: 10
      """
    ),
    (
      "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "1997-03-10T09:00",
      """
      1997-03: 10; 1999-01: 10; 1999-02: 10; 1999-03: 10; 2001-01: 10; 2001-02: 10; \
      2001-03: 10; 2003-01: 10; 2003-02: 10; 2003-03: 10
      """
    ),
    (
      "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01T09:00",
      """
      1997-01: 01; 1997-04: 10; 1997-07: 19; 2000-01: 01; 2000-04: 09; 2000-07: 18; \
      2003-01: 01; 2003-04: 10; 2003-07: 19; 2006-01: 01
      """
    ),
    (
      "FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00",
      "1997-05: 19; 1998-05: 18; 1999-05: 17"
    ),
    (
      "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12T09:00",
      "1997-05: 12; 1998-05: 11; 1999-05: 17"
    ),
    (
      "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13T09:00",
      "1997-03: 13 20 27; 1998-03: 05 12 19 26; 1999-03: 04 11 18 25"
    ),
    (
      "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05T09:00",
      "1997-06: 05 12 19 26; 1997-07: 03 10 17 24 31; 1997-08: 07 14 21 28; 1998-06: 04 11"
    ),
    (
      "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02T09:00",
      "1998-02: 13; 1998-03: 13; 1998-11: 13; 1999-08: 13; 2000-10: 13"
    ),
    (
      "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13T09:00",
      """
      1997-09: 13; 1997-10: 11; 1997-11: 08; 1997-12: 13; 1998-01: 10; 1998-02: 07; \
      1998-03: 07; 1998-04: 11; 1998-05: 09; 1998-06: 13
      """
    ),
    (
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
      "1996-11-05T09:00",
      "1996-11: 05; 2000-11: 07; 2004-11: 02"
    ),
    (
      "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04T09:00",
      "1997-09: 04; 1997-10: 07; 1997-11: 06"
    ),
    (
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29T09:00",
      """
      1997-09: 29; 1997-10: 30; 1997-11: 27; 1997-12: 30; 1998-01: 29; 1998-02: 26; 1998-03: 30
      """
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05T09:00",
      "1997-08: 05 10 19 24"
    ),
    (
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00",
      "1997-08: 05 17 19 31"
    ),
    (
      "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15T09:00",
      "2007-01: 15 30; 2007-02: 15; 2007-03: 15 30"
    ),
  ])
  func `of days`(rule: String, start: String, expected: String) throws {
    let expected = dates(expected)
    #expect(try dates(rule, from: start, limit: expected.count) == expected)
    let all = try starts(rule, from: start, limit: expected.count)
    #expect(all.allSatisfy { $0.hasSuffix("T09:00:00") })
    if rule.contains("COUNT") || rule.contains("UNTIL") {
      #expect(try dates(rule, from: start).count == expected.count)
    }
  }

  @Test func `of every day in January, said in two ways`() throws {
    let yearly = "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA"
    let daily = "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1"
    let days = try dates(yearly, from: "1998-01-01T09:00", limit: 100)
    #expect(days.count == 93)
    #expect(days.first == "1998-01-01")
    #expect(days.last == "2000-01-31")
    #expect(try dates(daily, from: "1998-01-01T09:00", limit: 100) == days)
  }

  @Test(arguments: [
    ("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", ["09:00", "12:00", "15:00"]),
    ("FREQ=MINUTELY;INTERVAL=15;COUNT=6", ["09:00", "09:15", "09:30", "09:45", "10:00", "10:15"]),
    ("FREQ=MINUTELY;INTERVAL=90;COUNT=4", ["09:00", "10:30", "12:00", "13:30"]),
  ])
  func `of times`(rule: String, times: [String]) throws {
    #expect(
      try starts(rule, from: "1997-09-02T09:00") == times.map { "1997-09-02T\($0):00" })
  }

  @Test func `of every twenty minutes from nine to five, said in two ways`() throws {
    let daily = try starts(
      "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", from: "1997-09-02T09:00")
    let minutely = try starts(
      "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", from: "1997-09-02T09:00")
    #expect(daily == minutely)
    #expect(daily[23] == "1997-09-02T16:40:00")
    #expect(daily[24] == "1997-09-03T09:00:00")
  }
}
