"""The computed sets of days: reproducible, and the days that others published."""

import importlib.machinery
import importlib.util
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "Calendars" / "closures"
FILE = FOLDER / "belgium-statutory.ics"


def generator():
    """Tools/closures as a module: a program without a suffix."""
    loader = importlib.machinery.SourceFileLoader("closures", str(ROOT / "Tools" / "closures"))
    spec = importlib.util.spec_from_loader("closures", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_the_files_are_what_the_generator_writes():
    files = sorted(FOLDER.glob("*.ics"))
    assert len(files) == 2
    check = subprocess.run([sys.executable, ROOT / "Tools" / "closures", "--check", *files])
    assert check.returncode == 0


def test_the_check_notices_a_changed_file(tmp_path):
    changed = tmp_path / "belgium-statutory.ics"
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
    for file in FOLDER.glob("*.ics"):
        check_bytes(file.read_bytes())


def check_bytes(data):
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


# As the city published them; those of 2020 and 2021 were cancelled.
FEESTEN = {
    2018: ("07-13", "07-22"), 2019: ("07-19", "07-28"), 2022: ("07-15", "07-24"),
    2023: ("07-14", "07-23"), 2024: ("07-19", "07-28"), 2025: ("07-18", "07-27"),
    2026: ("07-17", "07-26"),
}


@pytest.mark.parametrize("year", FEESTEN)
def test_the_rule_of_the_gentse_feesten_gives_the_published_days(year):
    (entry,) = generator().feesten(year)
    last = entry.day + timedelta(days=entry.days - 1)
    assert (entry.day, last) == tuple(
        date.fromisoformat(f"{year}-{day}") for day in FEESTEN[year])


def test_the_gentse_feesten_begin_on_a_friday_from_13_to_19_july():
    for year in range(2000, 2100):
        (entry,) = generator().feesten(year)
        assert entry.day.weekday() == 4 and (7, 13) <= (entry.day.month, entry.day.day) <= (7, 19)
        assert entry.days == 10


def school_holidays(year):
    """By the circular on the organisation of the school year (edulex 15795), from the day in
    `year` on which each begins: autumn, Christmas, half-term, Easter, Ascension, summer."""
    easter = generator().easter_sunday(year)

    def week_of(day):
        return day - timedelta(days=day.weekday())

    autumn = date(year, 11, 1)
    autumn = date(year, 11, 2) if autumn.weekday() == 6 else week_of(autumn)
    christmas = date(year, 12, 25)
    christmas = week_of(christmas) + timedelta(days=7 if christmas.weekday() > 4 else 0)
    half_term = easter + timedelta(days=1) - 7 * timedelta(days=7)
    if easter.month == 3:
        spring = easter + timedelta(days=1)
    elif easter > date(year, 4, 15):
        spring = easter + timedelta(days=1) - timedelta(days=14)
    else:
        spring = week_of(date(year, 4, 7))
    # Easter Monday is a holiday of its own where the two weeks end before it.
    spring_end = max(spring + timedelta(days=13), easter + timedelta(days=1))
    ascension = easter + timedelta(days=39)
    return {
        (autumn, autumn + timedelta(days=6)), (christmas, christmas + timedelta(days=13)),
        (half_term, half_term + timedelta(days=6)), (spring, spring_end),
        (ascension, ascension + timedelta(days=1)), (date(year, 7, 1), date(year, 8, 31)),
    }


def demo_days(key):
    organisation = yaml.safe_load((ROOT / "Calendars/demo/organisation.yaml").read_text())
    (found,) = [s for s in organisation["closureSets"] if s["key"] == key]
    return found


def test_the_school_holidays_are_those_of_the_rule_for_every_year_that_is_published():
    found = demo_days("school-holidays")
    ours = {(day["from"], day["until"]) for day in found["days"]}
    years = range(2026, found["publishedThrough"] + 1)
    wanted = set().union(*map(school_holidays, years))
    # The Christmas holidays that run into the first year.
    assert ours - wanted == {(date(2025, 12, 22), date(2026, 1, 4))}
    assert wanted <= ours


def test_the_school_holidays_are_those_that_schools_published():
    ours = {(day["from"], day["until"]) for day in demo_days("school-holidays")["days"]}
    # 2025-2026 and 2027-2028.
    for first, last in [
        ("2026-02-16", "2026-02-22"), ("2026-04-06", "2026-04-19"), ("2027-11-01", "2027-11-07"),
        ("2027-12-27", "2028-01-09"), ("2028-02-28", "2028-03-05"), ("2028-04-03", "2028-04-17"),
        ("2028-05-25", "2028-05-26"),
    ]:
        assert (date.fromisoformat(first), date.fromisoformat(last)) in ours
