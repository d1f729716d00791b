"""Real calendar programs subscribe to the running demo: vdirsyncer fetches, khal shows, two parsers agree."""
import datetime
import os
import pathlib
import shutil
import subprocess
import sys
import zoneinfo

import feedlint
import icalendar
import pytest
import recurring_ical_events

BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")
TOOLS = pathlib.Path(sys.executable).parent

# The clock goes back on 25 October 2026: one appointment before, one after, the same hour on the wall.
BEFORE, AFTER = "2026-10-23T10:00:00+02:00", "2026-10-26T10:00:00+01:00"


@pytest.fixture(scope="module")
def autumn(start_server):
    with start_server(now="2026-10-19T08:00:00Z") as server:
        yield server


def tool(name):
    path = TOOLS / name
    return str(path) if path.exists() else shutil.which(name) or pytest.skip(f"{name} is not there")


class Subscriber:
    """vdirsyncer with storage `http` into a folder, and khal on that folder."""

    def __init__(self, folder, url):
        self.folder = folder
        (folder / "config").write_text(f"""
[general]
status_path = "{folder}/status/"
[pair feed]
a = "local"
b = "remote"
collections = null
[storage local]
type = "filesystem"
path = "{folder}/items"
fileext = ".ics"
[storage remote]
type = "http"
url = "{url}"
""")
        (folder / "items").mkdir()
        (folder / "khal.conf").write_text(f"""
[calendars]
[[feed]]
path = {folder}/items
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Brussels
default_timezone = Europe/Brussels
[sqlite]
path = {folder}/khal.db
""")
        self.run("vdirsyncer", "-c", folder / "config", "discover", input="y\n" * 5)

    def run(self, name, *arguments, **keywords):
        environment = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run([tool(name), *map(str, arguments)], capture_output=True, text=True,
                              timeout=60, env=environment, **keywords)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self):
        said = self.run("vdirsyncer", "-c", self.folder / "config", "sync")
        return said.count("Copying") - said.count("Copying (updating)"), said.count("Deleting")

    def shown(self, day):
        return self.run("khal", "-c", self.folder / "khal.conf", "list", "--notstarted",
                        "--format", "{start-time} {end-time} {title}", day, "1d")


def events(server, path):
    """Read by two parsers without an error; expanded to local starts by UID."""
    body = server.call("GET", path).body
    assert [str(f) for f in feedlint.lint(body)] == []
    calendar = icalendar.Calendar.from_ical(body)
    for component in calendar.walk():
        assert component.errors == []
    assert calendar.get_missing_tzids() == set()
    occurrences = recurring_ical_events.of(calendar).between(
        datetime.date(2026, 9, 1), datetime.date(2027, 6, 1))
    listed = {str(e["UID"]): e for e in calendar.walk("VEVENT")}
    assert {str(o["UID"]) for o in occurrences} == set(listed)
    return listed


def test_an_appointment_keeps_its_hour_across_the_clock_change_in_a_real_client(autumn, tmp_path):
    token = autumn.starter("abonnee")
    feed = autumn.call("POST", "/api/v1/feeds", {"scope": "starter"}, token).json
    path = "/feeds/" + feed["token"] + ".ics"
    assert feed["url"] == autumn.base + path
    assert feed["webcal"] == "webcal://" + feed["url"].removeprefix("http://")
    booked = []
    for start in (BEFORE, AFTER):
        answer = autumn.call("POST", "/api/v1/bookings",
                             {"appointmentType": "demo-race", "start": start}, token)
        assert answer.status == 201, answer
        booked.append(answer.json)

    subscriber = Subscriber(tmp_path, feed["url"])
    assert subscriber.sync() == (2, 0)
    assert subscriber.sync() == (0, 0)
    assert "10:00 10:30" in subscriber.shown("2026-10-23")
    assert "10:00 10:30" in subscriber.shown("2026-10-26")

    first = events(autumn, path)
    assert set(first) == {b["uid"] for b in booked}
    for booking, start in zip(booked, (BEFORE, AFTER)):
        local = datetime.datetime.fromisoformat(start).astimezone(BRUSSELS)
        assert first[booking["uid"]].decoded("DTSTART") == local

    moved = autumn.call("PUT", f"/api/v1/bookings/{booked[0]['id']}/time",
                        {"start": "2026-10-23T14:30:00+02:00"}, token,
                        {"If-Match": f'"{booked[0]["revision"]}"'})
    assert moved.status == 200, moved
    after = events(autumn, path)
    assert set(after) == set(first)
    assert (int(after[booked[0]["uid"]]["SEQUENCE"])
            == int(first[booked[0]["uid"]]["SEQUENCE"]) + 1)
    # One item is another now: vdirsyncer names items by their content.
    assert subscriber.sync() == (1, 1)
    assert "14:30 15:00" in subscriber.shown("2026-10-23")

    assert autumn.call("POST", f"/api/v1/bookings/{booked[1]['id']}/cancellation", {},
                       token).status == 200
    tombstone = events(autumn, path)[booked[1]["uid"]]
    assert (str(tombstone["STATUS"]), str(tombstone["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert int(tombstone["SEQUENCE"]) == int(first[booked[1]["uid"]]["SEQUENCE"]) + 1


def test_every_scope_reads_without_error_and_shows_no_more_than_it_may(autumn):
    starter = autumn.call("GET", "/api/v1/me", token=autumn.token("starter@demo.example")).json
    token = autumn.token("starter@demo.example")
    slot = autumn.slots("startkapitaal-spreekuur", datetime.date(2026, 10, 20), 30, token)[0]
    booking = autumn.call("POST", "/api/v1/bookings", {
        "appointmentType": "startkapitaal-spreekuur", "start": slot["start"],
        "place": "venue", "minutes": minutes(slot), "note": "geheime notitie"}, token)
    assert booking.status == 201, booking
    room = booking.json["room"]["key"]
    wishes = [("adviser@demo.example", {"scope": "adviser"}),
              ("starter@demo.example", {"scope": "starter"}),
              ("manager@demo.example", {"scope": "partner", "id": "voorbeeldbank"}),
              ("staff@demo.example", {"scope": "room", "id": room})]
    venue = next(iter(autumn.cli("export", "catalogue").stdout.split("venues:")[1]
                      .split("key: ")[1].split()))
    wishes.append(("staff@demo.example", {"scope": "venue", "id": venue}))
    last = starter["person"]["name"].split()[-1]
    for email, wish in wishes:
        made = autumn.call("POST", "/api/v1/feeds", wish, autumn.token(email))
        assert made.status == 201, made
        path = "/feeds/" + made.json["token"] + ".ics"
        found = events(autumn, path)
        assert booking.json["uid"] in found, wish
        text = autumn.call("GET", path).text.replace("\r\n ", "")
        assert "geheime notitie" not in text
        assert "@demo.example" not in text
        if wish["scope"] != "starter":
            assert last not in text, wish
        if wish["scope"] in ("room", "venue"):
            assert "Sam" not in text
        if wish["scope"] == "adviser":
            assert "Sam" in text


def minutes(slot):
    start, end = (datetime.datetime.fromisoformat(slot[k]) for k in ("start", "end"))
    return int((end - start).total_seconds() // 60)
