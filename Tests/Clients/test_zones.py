"""Our TZif reader against Python's zoneinfo, both on the system's zone data.

Two programs that were written apart must agree at every clock change of every zone. The binary is
STARTERSFABRIEK_BIN, else .build/release/startersfabriek; it answers `ZONE SECONDS` lines.
"""

import struct
import subprocess
import zoneinfo
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from service import BIN as BINARY
from zonefiles import DIRECTORY, identifiers, system_zoneinfo  # noqa: F401

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
AROUND = (-3600, -1, 0, 1, 3600)
# Python's datetime ends at these years; a day's margin for the offset.
EARLIEST = int((datetime(1, 1, 2, tzinfo=timezone.utc) - EPOCH).total_seconds())
LATEST = int((datetime(9999, 12, 30, tzinfo=timezone.utc) - EPOCH).total_seconds())

# Negative daylight time, half-hour changes, footers with odd hours, changes at midnight, Ramadan.
HOURLY = [
    "Europe/Brussels", "Europe/Dublin", "America/Havana", "Australia/Lord_Howe", "Africa/Cairo",
    "America/Nuuk", "Asia/Gaza", "Africa/Casablanca", "America/Santiago", "Antarctica/Troll",
    "America/St_Johns", "Pacific/Apia",
]


def recorded_transitions(name: str) -> list[int]:
    """The transition times of a TZif file's last block (RFC 9636 section 3.1)."""
    data = (Path(DIRECTORY) / name).read_bytes()
    counts = struct.unpack(">6l", data[20:44])
    if data[4:5] == b"\0":
        return list(struct.unpack(f">{counts[3]}l", data[44 : 44 + 4 * counts[3]]))
    utc, standard, leaps, times, kinds, letters = counts
    second = 44 + times * 5 + kinds * 6 + letters + leaps * 8 + standard + utc
    times = struct.unpack(">6l", data[second + 20 : second + 44])[3]
    return list(struct.unpack(f">{times}q", data[second + 44 : second + 44 + 8 * times]))


def footer_transitions(name: str, years: range) -> list[int]:
    """The changes that Python sees in `years`, found by bisection between noons."""
    zone = zoneinfo.ZoneInfo(name)
    found = []
    day = 86_400
    at = int((datetime(years.start, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds())
    end = int((datetime(years.stop, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds())
    before = expected(zone, at)
    while at < end:
        after = expected(zone, at + 7 * day)
        if before != after:
            low, high = at, at + 7 * day
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if expected(zone, middle) == before else (low, middle)
            found.append(high)
        at, before = at + 7 * day, after
    return found


def expected(zone: zoneinfo.ZoneInfo, seconds: int) -> str:
    local = (EPOCH + timedelta(seconds=seconds)).astimezone(zone)
    return f"{int(local.utcoffset().total_seconds())} {local.tzname()}"


def disagreements(questions: list[tuple[str, int]]) -> list[str]:
    asked = "".join(f"{name} {seconds}\n" for name, seconds in questions)
    run = subprocess.run(
        [BINARY, "calendar", "offsets"], input=asked, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr
    answers = run.stdout.splitlines()
    assert len(answers) == len(questions)
    zones = {name: zoneinfo.ZoneInfo(name) for name, _ in questions}
    return [
        f"{name} at {seconds}: ours {answer}, Python's {wanted}"
        for (name, seconds), answer in zip(questions, answers)
        if answer != (wanted := expected(zones[name], seconds))
    ]


def test_every_recorded_transition_of_every_zone_agrees():
    questions = [
        (name, at + around)
        for name in identifiers()
        for at in recorded_transitions(name)
        for around in AROUND
        if EARLIEST <= at + around <= LATEST
    ]
    assert len(questions) > 10_000
    assert disagreements(questions) == []


def test_every_zone_agrees_before_its_records_and_far_after_them():
    years = [1, 1800, 1900, 1969, 1970, 2037, 2038, 2039, 2099, 2100, 2400, 2437, 2438, 2500, 9999]
    starts = [int((datetime(y, 1, 2, tzinfo=timezone.utc) - EPOCH).total_seconds()) for y in years]
    questions = [
        (name, start + month * 2_600_000 + 7_777)
        for name in identifiers()
        for start in starts
        for month in range(12)
        if start + month * 2_600_000 + 7_777 <= LATEST
    ]
    assert disagreements(questions) == []


@pytest.mark.parametrize("name", HOURLY)
def test_the_changes_that_a_footer_makes_agree(name):
    questions = [
        (name, at + around)
        for years in (range(2036, 2046), range(2430, 2445), range(2800, 2804))
        for at in footer_transitions(name, years)
        for around in AROUND
    ]
    assert disagreements(questions) == [] if questions else True


@pytest.mark.parametrize("name", HOURLY)
def test_every_hour_from_2000_to_2050_agrees(name):
    first = int((datetime(2000, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds())
    last = int((datetime(2050, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds())
    assert disagreements([(name, at) for at in range(first, last, 3600)]) == []
