"""The closure set of Belgium: reproducible, and the same days as an independent package names."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "Calendars" / "closures" / "belgium-statutory.ics"


def test_the_file_is_what_the_generator_writes():
    check = subprocess.run([sys.executable, ROOT / "Tools" / "closures", "--check", FILE])
    assert check.returncode == 0


def test_the_check_notices_a_changed_file(tmp_path):
    changed = tmp_path / "changed.ics"
    changed.write_bytes(FILE.read_bytes().replace(b"20260101", b"20260102"))
    run = subprocess.run(
        [sys.executable, ROOT / "Tools" / "closures", "--check", changed], capture_output=True
    )
    assert run.returncode == 1


def days() -> dict[date, str]:
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(FILE.read_bytes())
    assert [error for part in calendar.walk() for error in part.errors] == []
    events = calendar.walk("VEVENT")
    for event in events:
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(days=1)
    assert len({str(event["UID"]) for event in events}) == len(events)
    return {event["DTSTART"].dt: str(event["SUMMARY"]) for event in events}


def test_every_year_has_ten_days():
    ours = days()
    years = [day.year for day in ours]
    assert {year: years.count(year) for year in years} == dict.fromkeys(range(2026, 2033), 10)


def test_the_days_are_those_of_the_package_holidays():
    holidays = pytest.importorskip("holidays")
    theirs = holidays.country_holidays("BE", years=range(2026, 2033), language="nl")
    # The package also names the two Sundays, which the decree does not.
    wanted = {day for day, name in theirs.items() if name not in ("Pasen", "Pinksteren")}
    assert set(days()) == wanted


def test_the_bytes_are_those_of_a_calendar_file():
    data = FILE.read_bytes()
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
