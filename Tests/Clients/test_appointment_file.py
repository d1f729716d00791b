"""“Zet in je agenda”: one appointment as a file that a calendar opens."""
import datetime
import zoneinfo

import feedlint
import icalendar
import pytest

BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")
# After the clock went back: the file brings the offsets of its own day.
START = "2026-10-27T11:00:00+01:00"


@pytest.fixture(scope="module")
def autumn(start_server):
    with start_server(now="2026-10-19T08:00:00Z") as server:
        yield server


@pytest.fixture(scope="module")
def booking(autumn):
    answer = autumn.call("POST", "/api/v1/bookings",
                         {"appointmentType": "demo-race", "start": START}, autumn.starter("bestand"))
    assert answer.status == 201, answer
    return answer.json


def path(booking, slug="nl/afspraken", name="afspraak.ics"):
    return f"/{slug}/{booking['id']}/{name}"


def event(data):
    calendar = icalendar.Calendar.from_ical(data)
    assert [c.errors for c in calendar.walk() if c.errors] == []
    assert calendar.get_missing_tzids() == set()
    (found,) = calendar.walk("VEVENT")
    return calendar, found


def test_the_file_holds_the_appointment_of_the_feed(autumn, booking):
    token = autumn.token("bestand@starters.example")
    answer = autumn.call("GET", path(booking), token=token)
    assert answer.status == 200, answer
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="afspraak.ics"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    # C2 asks for the names of a feed; a file has none.
    assert [f for f in feedlint.lint(answer.body) if f.rule != "C2"] == []
    calendar, found = event(answer.body)
    # A named calendar opens in Outlook as a calendar of its own.
    assert "X-WR-CALNAME" not in calendar and "NAME" not in calendar
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert found.decoded("DTSTART") == datetime.datetime(2026, 10, 27, 11, tzinfo=BRUSSELS)

    feed = autumn.call("POST", "/api/v1/feeds", {"scope": "starter"}, token).json
    listed = icalendar.Calendar.from_ical(
        autumn.call("GET", "/feeds/" + feed["token"] + ".ics").body).walk("VEVENT")
    (same,) = [e for e in listed if e["UID"] == booking["uid"]]
    assert found.to_ical() == same.to_ical()


@pytest.mark.parametrize("slug, name", [
    ("en/appointments", "appointment.ics"), ("fr/rendez-vous", "rendez-vous.ics")])
def test_every_language_has_its_file(autumn, booking, slug, name):
    answer = autumn.call("GET", path(booking, slug, name),
                         token=autumn.token("bestand@starters.example"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert str(event(answer.body)[1]["UID"]) == booking["uid"]


def test_nobody_else_has_the_file(autumn, booking):
    assert autumn.call("GET", path(booking), token=autumn.starter("ander")).status == 404
    visitor = autumn.call("GET", path(booking))
    assert (visitor.status, visitor.headers["Location"].split("?")[0]) == (303, "/nl/aanmelden")
    unknown = {"id": "00000000-0000-4000-8000-000000000000"}
    assert autumn.call("GET", path(unknown),
                       token=autumn.token("bestand@starters.example")).status == 404


def test_a_cancelled_appointment_says_so(autumn, booking):
    token = autumn.token("bestand@starters.example")
    before = event(autumn.call("GET", path(booking), token=token).body)[1]
    assert autumn.call("POST", f"/api/v1/bookings/{booking['id']}/cancellation", {},
                       token).status == 200
    after = event(autumn.call("GET", path(booking), token=token).body)[1]
    assert (after["UID"], str(after["STATUS"])) == (before["UID"], "CANCELLED")
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
