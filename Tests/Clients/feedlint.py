"""A lint of published feeds on raw bytes, written apart from our Swift code.

`lint(data)` gives the findings of rows B, C, E and T of ICALENDAR.md section 5 as far as one feed
shows them; an empty list is a good feed. No reader replaces it: each of them is silent about some of
these defects. Standard library only.

    python3 feedlint.py FILE...    prints findings, exits 1 if there are any
"""

import re
import sys
import zoneinfo
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple


class Finding(NamedTuple):
    """`rule` is the row of the checklist, `line` counts from 1 (0: the file as a whole)."""

    rule: str
    line: int
    text: str


class Property(NamedTuple):
    name: str
    parameters: dict[str, str]
    value: str
    line: int


@dataclass
class Component:
    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    children: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [p for p in self.properties if p.name == name]

    def one(self, name: str) -> Property | None:
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str | None:
        found = self.one(name)
        return found.value if found else None


UTC = re.compile(r"\d{8}T\d{6}Z")
LOCAL = re.compile(r"\d{8}T\d{6}")
DATE = re.compile(r"\d{8}")
LINE = re.compile(
    r'(?P<name>[A-Z0-9-]+)(?P<parameters>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)'
    r'(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)',
    re.DOTALL,
)
PARAMETER = re.compile(r';([A-Z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
# CSS Color Module Level 3, section 4.3.
COLORS = set(
    """aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet
    brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue
    darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange
    darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise
    darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen
    fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred
    indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
    lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta
    maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
    mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin
    navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen
    paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple red rosybrown
    royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray
    slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
    whitesmoke yellow yellowgreen""".split()
)
# MS-OXCICAL 2.1.3.2.2: what Outlook maps, without COUNT, UNTIL, INTERVAL and WKST.
OUTLOOK_RULES = [
    r"FREQ=DAILY",
    r"FREQ=WEEKLY(;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU))*)?",
    r"FREQ=MONTHLY;BYMONTHDAY=(-1|[12]?\d|3[01])",
    r"FREQ=MONTHLY;BYDAY=[A-Z,]+;BYSETPOS=(-1|[1-4])",
    r"FREQ=YEARLY;BYMONTH=\d+;BYMONTHDAY=(-1|[12]?\d|3[01])",
    r"FREQ=YEARLY;BYMONTH=\d+;BYDAY=[A-Z,]+;BYSETPOS=(-1|[1-4])",
]
STATES = {
    ("TENTATIVE", "OPAQUE", "TENTATIVE"),
    ("CONFIRMED", "OPAQUE", "BUSY"),
    ("CONFIRMED", "OPAQUE", "OOF"),
    ("CONFIRMED", "TRANSPARENT", "FREE"),
    ("CANCELLED", "TRANSPARENT", "FREE"),
}


def lint(data: bytes) -> list[Finding]:
    """All findings, those of the bytes first. Nothing more is looked at in what is not UTF-8."""
    findings = bytes_findings(data)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return [*findings, Finding("B4", data[: error.start].count(b"\n") + 1, "not UTF-8")]
    calendars = tree(text, findings)
    if len(calendars) != 1:
        return [*findings, Finding("B9", 0, f"{len(calendars)} VCALENDARs instead of one")]
    calendar = calendars[0]
    findings += calendar_findings(calendar)
    for event in (c for c in calendar.children if c.name == "VEVENT"):
        findings += event_findings(event)
    findings += uid_findings(calendar) + zone_findings(calendar)
    return findings


# Bytes


def bytes_findings(data: bytes) -> list[Finding]:
    findings = []
    if not data.startswith(b"BEGIN:VCALENDAR\r\n"):
        findings.append(Finding("B9", 1, "the file does not begin with BEGIN:VCALENDAR"))
    lines = data.split(b"\n")
    if lines[-1]:
        findings.append(Finding("B1", len(lines), "the last line does not end with CRLF"))
    for number, line in enumerate(lines[:-1], start=1):
        content = line.removesuffix(b"\r")
        if content == line or b"\r" in content:
            findings.append(Finding("B1", number, "the line does not end with CRLF"))
        if len(content) > 75:
            findings.append(Finding("B2", number, f"{len(content)} octets"))
        if re.match(rb"[ \t][\x80-\xBF]", content):
            findings.append(Finding("B3", number, "fold inside a UTF-8 sequence"))
        if re.search(rb"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]|\xEF\xBB\xBF", content):
            findings.append(Finding("B4", number, "a control or a byte order mark"))
        if not content.strip():
            findings.append(Finding("B9", number, "blank line"))
    return findings


# Structure


def tree(text: str, findings: list[Finding]) -> list[Component]:
    calendars: list[Component] = []
    stack: list[Component] = []
    for number, line in unfolded(text):
        match = LINE.fullmatch(line)
        if not match:
            findings.append(Finding("B9", number, "not a content line"))
            continue
        parameters = dict(PARAMETER.findall(match["parameters"]))
        found = Property(match["name"], parameters, match["value"], number)
        if not found.value:
            findings.append(Finding("B9", number, f"{found.name} is empty"))
        if found.name.startswith("X-LIC"):
            findings.append(Finding("B9", number, found.name))
        if found.name == "BEGIN":
            component = Component(found.value, number)
            (stack[-1].children if stack else calendars).append(component)
            stack.append(component)
        elif found.name == "END":
            if not stack or stack.pop().name != found.value:
                findings.append(Finding("B9", number, f"END:{found.value} does not match"))
        elif stack:
            stack[-1].properties.append(found)
        else:
            findings.append(Finding("B9", number, f"{found.name} outside VCALENDAR"))
    findings += [Finding("B9", c.line, f"{c.name} has no END") for c in stack]
    return [c for c in calendars if c.name == "VCALENDAR"]


def unfolded(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        elif line:
            lines.append((number, line))
    return lines


# Calendar


def calendar_findings(calendar: Component) -> list[Finding]:
    findings = []

    def expect(holds: bool, rule: str, line: int, text: str) -> None:
        if not holds:
            findings.append(Finding(rule, line, text))

    for name, value in [("VERSION", "2.0"), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")]:
        values = [p.value for p in calendar.all(name)]
        expect(values == [value], "C1", calendar.line, f"{name} is {values}")
    expect(len(calendar.all("PRODID")) == 1, "C1", calendar.line, "PRODID not once")
    first = {p.name for p in calendar.properties[:2]}
    expect(first == {"VERSION", "PRODID"}, "C1", calendar.line, "VERSION and PRODID not first")
    name = calendar.value("NAME")
    expect(bool(name), "C2", calendar.line, "NAME is missing")
    expect(name == calendar.value("X-WR-CALNAME"), "C2", calendar.line, "NAME ≠ X-WR-CALNAME")
    refresh = calendar.one("REFRESH-INTERVAL")
    expect(
        refresh is not None
        and refresh.parameters.get("VALUE") == "DURATION"
        and bool(re.fullmatch(r"P(\d+W|(?=.)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?)", refresh.value))
        and refresh.value == calendar.value("X-PUBLISHED-TTL"),
        "C2", refresh.line if refresh else calendar.line, "REFRESH-INTERVAL or its twin",
    )
    color = calendar.one("COLOR")
    expect(color is None or color.value in COLORS, "C2", color.line if color else 0, "COLOR")
    apple = calendar.value("X-APPLE-CALENDAR-COLOR")
    expect(apple is None or bool(re.fullmatch("#[0-9A-F]{6}", apple)), "C2", 0, "Apple's colour")
    zone = calendar.value("X-WR-TIMEZONE")
    expect(zone in zoneinfo.available_timezones(), "C2", calendar.line, f"X-WR-TIMEZONE {zone}")
    source = calendar.one("SOURCE")
    expect(
        source is None or source.parameters.get("VALUE") == "URI", "C2",
        source.line if source else 0, "SOURCE without VALUE=URI",
    )
    expect(bool(calendar.children), "C3", calendar.line, "no component")
    return findings


# Events


def kind(time: Property | None) -> str:
    """`date`, `utc`, the zone's name, `floating`, or `bad`."""
    if time is None:
        return "missing"
    if time.parameters.get("VALUE") == "DATE":
        return "date" if DATE.fullmatch(time.value) else "bad"
    if UTC.fullmatch(time.value):
        return "utc" if "TZID" not in time.parameters else "bad"
    if LOCAL.fullmatch(time.value):
        return time.parameters.get("TZID", "floating")
    return "bad"


def moment(value: str) -> datetime | None:
    try:
        return datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in value else "%Y%m%d")
    except ValueError:
        return None


def event_findings(event: Component) -> list[Finding]:
    findings = []

    def expect(holds: bool, rule: str, text: str, at: Property | None = None) -> None:
        if not holds:
            findings.append(Finding(rule, at.line if at else event.line, text))

    for name in ("UID", "DTSTAMP", "DTSTART"):
        expect(len(event.all(name)) == 1, "E1" if name == "UID" else "E2", f"{name} not once")
    single = "DTEND SEQUENCE STATUS TRANSP SUMMARY DESCRIPTION LOCATION GEO URL CREATED".split()
    for name in (*single, "LAST-MODIFIED", "RECURRENCE-ID", "DURATION", "CLASS"):
        expect(len(event.all(name)) <= 1, "E5", f"{name} more than once")
    for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED"):
        for stamp in event.all(name):
            expect(bool(UTC.fullmatch(stamp.value)), "E2", f"{name} is not UTC", stamp)
    sequence = event.one("SEQUENCE")
    expect(
        sequence is not None and bool(re.fullmatch(r"\d{1,9}", sequence.value)), "E3", "SEQUENCE"
    )
    names = ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")
    state = tuple(event.value(name) for name in names)
    expect(state in STATES, "E4", f"STATUS, TRANSP, BUSYSTATUS are {state}")
    findings += time_findings(event) + place_findings(event) + recurrence_findings(event)
    for name in ("ORGANIZER", "ATTENDEE"):
        for found in event.all(name):
            expect(False, "E10", name, found)
    for child in event.children:
        findings.append(Finding("E10" if child.name == "VALARM" else "B9", child.line, child.name))
    return findings


def time_findings(event: Component) -> list[Finding]:
    start, end = event.one("DTSTART"), event.one("DTEND")
    kinds = (kind(start), kind(end))
    if "bad" in kinds or "missing" in kinds:
        return [Finding("E5", event.line, f"DTSTART is {kinds[0]}, DTEND {kinds[1]}")]
    if kinds[0] != kinds[1]:
        return [Finding("E5", end.line, f"DTSTART is {kinds[0]}, DTEND {kinds[1]}")]
    if kinds[0] == "floating":
        return [Finding("E6", start.line, "floating time")]
    first, last = moment(start.value), moment(end.value)
    if first is None or last is None:
        return [Finding("E5", start.line, "a date that does not exist")]
    zones = zoneinfo.available_timezones()
    if kinds[0] in zones:
        zone = zoneinfo.ZoneInfo(kinds[0])
        utc = zoneinfo.ZoneInfo("UTC")
        first, last = (at.replace(tzinfo=zone).astimezone(utc) for at in (first, last))
    return [] if first < last else [Finding("E5", end.line, "DTEND is not after DTSTART")]


def place_findings(event: Component) -> list[Finding]:
    findings = []
    number = r"-?\d{1,3}(\.\d+)?"
    for geo in event.all("GEO"):
        if not re.fullmatch(f"{number};{number}", geo.value):
            findings.append(Finding("E7", geo.line, "GEO"))
        elif any(abs(float(v)) > limit for v, limit in zip(geo.value.split(";"), (90, 180))):
            findings.append(Finding("E7", geo.line, "GEO out of range"))
    for url in event.all("URL"):
        if not re.fullmatch(r"https?://[!-~]+", url.value):
            findings.append(Finding("E7", url.line, "URL is not an address"))
    for apple in event.all("X-APPLE-STRUCTURED-LOCATION"):
        quoted = apple.parameters.get("X-TITLE", "").startswith('"')
        is_uri = apple.parameters.get("VALUE") == "URI"
        if not (quoted and is_uri and re.fullmatch(f"geo:{number},{number}", apple.value)):
            findings.append(Finding("E8", apple.line, "Apple's location"))
    description = unescaped(event.value("DESCRIPTION") or "")
    for conference in event.all("CONFERENCE"):
        if conference.parameters.get("VALUE") != "URI":
            findings.append(Finding("E9", conference.line, "CONFERENCE without VALUE=URI"))
        if '"' in conference.parameters.get("FEATURE", '"'):
            findings.append(Finding("E9", conference.line, "FEATURE missing or quoted"))
        if conference.value not in description:
            findings.append(Finding("E9", conference.line, "link not in DESCRIPTION"))
    return findings


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], text)


def recurrence_findings(event: Component) -> list[Finding]:
    start = event.one("DTSTART")
    findings = [Finding("E12", found.line, "RDATE") for found in event.all("RDATE")]
    for rule in event.all("RRULE"):
        parts = rule.value.split(";")
        bare = ";".join(p for p in parts if not re.match("(COUNT|UNTIL|INTERVAL|WKST)=", p))
        if not any(re.fullmatch(pattern, bare) for pattern in OUTLOOK_RULES):
            findings.append(Finding("E12", rule.line, f"RRULE {rule.value}"))
        ends = [p for p in parts if p.startswith(("COUNT=", "UNTIL="))]
        if len(ends) > 1:
            findings.append(Finding("E13", rule.line, "COUNT and UNTIL"))
        for end in ends:
            wanted = DATE if kind(start) == "date" else UTC
            if end.startswith("UNTIL=") and not wanted.fullmatch(end[6:]):
                findings.append(Finding("E13", rule.line, end))
    for found in (*event.all("RECURRENCE-ID"), *event.all("EXDATE")):
        for value in found.value.split(","):
            if kind(found._replace(value=value)) != kind(start):
                findings.append(Finding("E14", found.line, f"{found.name} unlike DTSTART"))
    return findings


def uid_findings(calendar: Component) -> list[Finding]:
    findings, seen = [], set()
    for event in (c for c in calendar.children if c.name == "VEVENT"):
        uid = event.value("UID") or ""
        if not re.fullmatch("[!-~]{1,255}", uid):
            findings.append(Finding("E1", event.line, "UID is not 1 to 255 plain characters"))
        key = (uid, event.value("RECURRENCE-ID"))
        if key in seen:
            findings.append(Finding("E1", event.line, "UID twice"))
        seen.add(key)
    return findings


# Zones


def zone_findings(calendar: Component) -> list[Finding]:
    findings = []
    used = {
        p.parameters["TZID"].strip('"'): p.line
        for event in calendar.children if event.name == "VEVENT"
        for p in event.properties if "TZID" in p.parameters
    }
    zones = [c for c in calendar.children if c.name == "VTIMEZONE"]
    defined = [zone.value("TZID") or "" for zone in zones]
    for name, line in used.items():
        if name not in defined:
            findings.append(Finding("T1", line, f"no VTIMEZONE {name}"))
    for zone, name in zip(zones, defined):
        # A calendar without zoned events still says where it is.
        if name not in used and (used or name != calendar.value("X-WR-TIMEZONE")):
            findings.append(Finding("T1", zone.line, f"{name} is not used"))
        if defined.count(name) > 1:
            findings.append(Finding("T1", zone.line, f"{name} is defined twice"))
        if name not in zoneinfo.available_timezones():
            findings.append(Finding("T2", zone.line, f"TZID {name} is no IANA name"))
        findings += observance_findings(zone)
    return findings


def observance_findings(zone: Component) -> list[Finding]:
    findings = []
    if not zone.children:
        findings.append(Finding("T4", zone.line, "no observance"))
    for found in (p for c in [zone, *zone.children] for p in c.properties):
        if found.name.startswith("X-"):
            findings.append(Finding("T4", found.line, found.name))
    for part in zone.children:
        start = part.value("DTSTART") or ""
        offsets = [part.value("TZOFFSETFROM") or "", part.value("TZOFFSETTO") or ""]
        listed = [value for p in part.all("RDATE") for value in p.value.split(",")]
        if part.name not in ("STANDARD", "DAYLIGHT") or not LOCAL.fullmatch(start):
            findings.append(Finding("T4", part.line, "observance without local DTSTART"))
        elif start < "1970":
            findings.append(Finding("T4", part.line, "observance of before 1970"))
        if not all(re.fullmatch(r"[+-]\d{4}", offset) for offset in offsets):
            findings.append(Finding("T4", part.line, f"offsets {offsets}"))
        if (part.all("RRULE") and listed) or not all(LOCAL.fullmatch(at) for at in listed):
            findings.append(Finding("T4", part.line, "RRULE with RDATE, or RDATE not local"))
    for name in ("STANDARD", "DAYLIGHT"):
        if len([c for c in zone.children if c.name == name and c.all("RRULE")]) > 1:
            findings.append(Finding("T5", zone.line, f"several {name} rules"))
    return findings


def main(paths: list[str]) -> int:
    count = 0
    for path in paths:
        for finding in lint(Path(path).read_bytes()):
            print(f"{path}:{finding.line}: {finding.rule} {finding.text}")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
