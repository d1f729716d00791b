"""The VTIMEZONEs that we publish against Python's zoneinfo, as read by dateutil.

`startersfabriek calendar timezone ZONE --from DATE --until DATE` prints a calendar with the zone's
definition and nothing else. dateutil reads it by itself and is asked in the direction from UTC, for
every zone of the system. The binary is STARTERSFABRIEK_BIN, else .build/release/startersfabriek.
"""

import io
import subprocess
import zoneinfo
from datetime import datetime, timedelta, timezone

import pytest

pytest.importorskip("dateutil")
from dateutil import tz  # noqa: E402
from service import BIN as BINARY  # noqa: E402
from zonefiles import identifiers, system_zoneinfo  # noqa: E402, F401

FROM, UNTIL = "2026-01-01", "2027-06-01"
# A day's margin: the dates are the zone's own.
FIRST = datetime(2026, 1, 2, tzinfo=timezone.utc)
LAST = datetime(2027, 5, 31, tzinfo=timezone.utc)

# Negative daylight time, half hours, footers with odd hours, a month's end, midnight, Ramadan.
HOURLY = [
    "Europe/Brussels", "Europe/Dublin", "America/Nuuk", "Asia/Gaza", "Asia/Jerusalem",
    "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Antarctica/Troll",
    "America/Vancouver", "Africa/Casablanca", "America/Havana", "Pacific/Chatham",
]


def definition(name: str) -> str:
    run = subprocess.run(
        [BINARY, "calendar", "timezone", name, "--from", FROM, "--until", UNTIL],
        capture_output=True, timeout=60,
    )
    assert run.returncode == 0, f"{name}: {run.stderr.decode()}"
    return run.stdout.decode()


def moments(zone: zoneinfo.ZoneInfo) -> list[datetime]:
    """Every half hour within a day of a change of the offset, and noon of every third day.

    The days before and after a change are where a wrong rule shows; all hours of all zones take
    dateutil nine minutes, which `test_every_hour_agrees` spends on the zones that are special.
    """
    found = []
    at = FIRST
    while at < LAST:
        after = at + timedelta(days=3)
        found.append(at + timedelta(hours=12))
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = at, after
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == at.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            change = high.replace(minute=high.minute // 30 * 30, second=0, microsecond=0)
            found += [change + timedelta(minutes=30 * step) for step in range(-48, 49)]
        at = after
    return found


def disagreements(name: str, at: list[datetime]) -> list[str]:
    ours = tz.tzical(io.StringIO(definition(name))).get()
    system = zoneinfo.ZoneInfo(name)
    return [
        f"{name} at {moment:%Y-%m-%dT%H:%MZ}"
        for moment in at
        if moment.astimezone(ours).utcoffset() != moment.astimezone(system).utcoffset()
    ]


def test_every_zone_agrees_around_its_changes_and_between_them():
    names = identifiers()
    assert len(names) > 400
    wrong = [w for name in names for w in disagreements(name, moments(zoneinfo.ZoneInfo(name)))]
    assert wrong == []


@pytest.mark.parametrize("name", HOURLY)
def test_every_hour_agrees(name):
    hours = int((LAST - FIRST) / timedelta(hours=1))
    assert disagreements(name, [FIRST + timedelta(hours=hour) for hour in range(hours)]) == []


def test_a_zone_that_keeps_its_rule_has_one_rule_of_each_kind():
    for name in ("Europe/Brussels", "America/Nuuk", "Africa/Cairo", "Europe/Dublin"):
        lines = definition(name).splitlines()
        assert lines.count("BEGIN:STANDARD") == lines.count("BEGIN:DAYLIGHT") == 1
        assert sum(line.startswith("RRULE:") for line in lines) == 2
