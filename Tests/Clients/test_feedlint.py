"""The lint itself: a good feed gives nothing, and each defect is found under its rule."""

import pytest

from feedlint import lint

GOOD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Startersfabriek//Agenda 1//NL
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Agenda
X-WR-CALNAME:Agenda
X-WR-TIMEZONE:Europe/Brussels
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
SOURCE;VALUE=URI:https://startersfabriek.example/feeds/a.ics
COLOR:teal
X-APPLE-CALENDAR-COLOR:#008080
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
BEGIN:VEVENT
UID:1@startersfabriek.example
DTSTAMP:20261120T093000Z
SEQUENCE:0
DTSTART;TZID=Europe/Brussels:20261123T100000
DTEND;TZID=Europe/Brussels:20261123T110000
RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3
EXDATE;TZID=Europe/Brussels:20261130T100000
STATUS:CONFIRMED
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
SUMMARY:Gesprek\\, één 😀
DESCRIPTION:Kom naar https://m.example/1?a\\,b
GEO:50.846600;4.352800
X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="A, B":geo:50.8466,4.3528
CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL="x":https://m.example/1?a,b
URL:https://startersfabriek.example/1
END:VEVENT
BEGIN:VEVENT
UID:2@startersfabriek.example
DTSTAMP:20261120T093000Z
SEQUENCE:1
DTSTART;VALUE=DATE:20261224
DTEND;VALUE=DATE:20261226
STATUS:CANCELLED
TRANSP:TRANSPARENT
X-MICROSOFT-CDO-BUSYSTATUS:FREE
SUMMARY:Dicht
END:VEVENT
END:VCALENDAR
"""


def crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def test_a_good_feed_gives_nothing():
    assert lint(crlf(GOOD)) == []


def test_an_empty_feed_with_its_zone_is_good():
    head, rest = GOOD.split("BEGIN:VEVENT", 1)
    assert lint(crlf(head + "END:VCALENDAR\n")) == []


DEFECTS = [
    ("C1", "METHOD:PUBLISH\n", ""),
    ("C1", "CALSCALE:GREGORIAN", "CALSCALE:JULIAN"),
    ("C1", "VERSION:2.0\n", "VERSION:2.0\nVERSION:2.0\n"),
    ("C2", "X-WR-CALNAME:Agenda", "X-WR-CALNAME:Anders"),
    ("C2", "X-PUBLISHED-TTL:PT1H", "X-PUBLISHED-TTL:PT2H"),
    ("C2", "REFRESH-INTERVAL;VALUE=DURATION:", "REFRESH-INTERVAL:"),
    ("C2", "COLOR:teal", "COLOR:#008080"),
    ("C2", "X-WR-TIMEZONE:Europe/Brussels", "X-WR-TIMEZONE:Romance Standard Time"),
    ("B9", "SUMMARY:Dicht", "SUMMARY:"),
    ("B9", "SUMMARY:Dicht", "X-LIC-ERROR:x"),
    ("B9", "SUMMARY:Dicht", "rommel"),
    ("B9", "END:VEVENT\nEND:VCALENDAR", "END:VCALENDAR"),
    ("B9", "BEGIN:VCALENDAR", "\nBEGIN:VCALENDAR"),
    ("B4", "SUMMARY:Dicht", "SUMMARY:Di\x07cht"),
    ("B4", "BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR"),
    ("B2", "SUMMARY:Dicht", "SUMMARY:" + "x" * 68),
    ("E1", "UID:2@", "UID:1@"),
    ("E1", "UID:2@startersfabriek.example\n", ""),
    ("E2", "DTSTAMP:20261120T093000Z\nSEQUENCE:1", "DTSTAMP:20261120T093000\nSEQUENCE:1"),
    ("E3", "SEQUENCE:1\n", ""),
    ("E4", "STATUS:CANCELLED\nTRANSP:TRANSPARENT", "STATUS:CANCELLED\nTRANSP:OPAQUE"),
    ("E5", "DTEND;VALUE=DATE:20261226", "DTEND;VALUE=DATE:20261224"),
    ("E5", "DTEND;VALUE=DATE:20261226", "DTEND:20261226T000000Z"),
    ("E5", "DTEND;VALUE=DATE:20261226\n", ""),
    ("E5", "DTEND;TZID=Europe/Brussels:20261123T110000", "DTEND:20261123T110000Z"),
    ("E5", "SUMMARY:Dicht", "SUMMARY:Dicht\nSUMMARY:Toe"),
    ("E6", ";VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261226", ":20261224T090000\nDTEND:20261224T100000"),
    ("E7", "GEO:50.846600;4.352800", "GEO:50.846600\\;4.352800"),
    ("E7", "GEO:50.846600;4.352800", "GEO:91.0;4.352800"),
    ("E7", "URL:https://startersfabriek.example/1", "URL:/1"),
    ("E8", 'X-TITLE="A, B"', "X-TITLE=AB"),
    ("E9", "FEATURE=AUDIO,VIDEO", 'FEATURE="AUDIO,VIDEO"'),
    ("E9", "DESCRIPTION:Kom naar https://m.example/1?a\\,b\n", ""),
    ("E10", "SUMMARY:Dicht", "SUMMARY:Dicht\nATTENDEE:mailto:a@b"),
    ("E10", "SUMMARY:Dicht", "SUMMARY:Dicht\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM"),
    ("E12", "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "FREQ=MONTHLY;BYDAY=2MO"),
    ("E12", "SUMMARY:Dicht", "SUMMARY:Dicht\nRDATE;VALUE=DATE:20270101"),
    ("E13", "COUNT=3", "COUNT=3;UNTIL=20270101T000000Z"),
    ("E13", "COUNT=3", "UNTIL=20270101"),
    ("E14", "EXDATE;TZID=Europe/Brussels:20261130T100000", "EXDATE:20261130T090000Z"),
    ("T1", "DTSTART;TZID=Europe/Brussels:20261123T100000", "DTSTART;TZID=Europe/Paris:20261123T100000"),
    ("T1", "TZID=Europe/Brussels:20261123T110000", "TZID=Europe/Paris:20261123T110000"),
    ("T2", "TZID:Europe/Brussels", "TZID:/freeassociation.sourceforge.net/Europe/Brussels"),
    ("T4", "TZNAME:CET", "X-LIC-LOCATION:Europe/Brussels"),
    ("T4", "TZOFFSETTO:+0100\n", ""),
    ("T4", "DTSTART:19701025T030000", "DTSTART:19701025T030000Z"),
    ("T4", "TZNAME:CET", "RDATE:20261025T030000"),
    ("T5", "END:DAYLIGHT", "END:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:20261025T030000\n"
     "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY\nEND:STANDARD"),
]


@pytest.mark.parametrize(("rule", "before", "after"), DEFECTS)
def test_a_defect_is_found_under_its_rule(rule, before, after):
    assert GOOD.count(before) >= 1
    findings = lint(crlf(GOOD.replace(before, after, 1)))
    assert rule in {finding.rule for finding in findings}


def test_lines_must_end_with_crlf():
    assert {finding.rule for finding in lint(GOOD.encode())} >= {"B1"}
    assert [f.rule for f in lint(crlf(GOOD).removesuffix(b"\r\n"))] == ["B1"]


def test_a_fold_inside_a_character_is_found():
    data = crlf(GOOD).replace("é".encode(), b"\xc3\r\n \xa9", 1)
    assert "B3" in {finding.rule for finding in lint(data)}


def test_bytes_that_are_not_utf_8_are_found_on_their_line():
    findings = lint(crlf(GOOD).replace(b"Dicht", b"Dich\xe9"))
    assert findings[-1].rule == "B4"
    assert findings[-1].line == GOOD[: GOOD.index("SUMMARY:Dicht")].count("\n") + 1


def test_two_calendars_in_one_feed_are_found():
    assert "B9" in {finding.rule for finding in lint(crlf(GOOD + GOOD))}
