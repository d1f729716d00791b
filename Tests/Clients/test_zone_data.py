"""The clock follows the system's zone data, not the toolchain's (ICALENDAR.md T7 and T10)."""
import pathlib
import shutil
import subprocess

import pytest
from service import BIN

SYSTEM = pathlib.Path("/usr/share/zoneinfo")


@pytest.fixture
def zone_data(tmp_path):
    """Another release, in which Brussels keeps London's clock and Vancouver Edmonton's."""
    folder = tmp_path / "zoneinfo"
    for zone, other in (("Europe/Brussels", "Europe/London"), ("Europe/Lisbon", "Europe/Lisbon"),
                        ("America/Vancouver", "America/Edmonton")):
        (folder / zone).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SYSTEM / other, folder / zone)
    (folder / "tzdata.zi").write_text("# version 2099z\n")
    return folder


def offset(zone, seconds, environment):
    done = subprocess.run([BIN, "calendar", "offsets", "--zone", zone], input=f"{seconds}\n",
                          capture_output=True, text=True, timeout=30, env=environment)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[0])


def test_offsets_come_from_the_zone_data_in_use(zone_data):
    december = 1796083200
    assert offset("America/Vancouver", december, {}) == -8 * 3600
    assert offset("America/Vancouver", december, {"TZDIR": str(zone_data)}) == -7 * 3600


def test_new_zone_data_keep_the_promised_hour_and_say_what_moved(start_server, zone_data):
    with start_server(now="2026-11-20T08:00:00Z") as server:
        token = server.starter("klok")
        start = "2026-11-24T10:00:00+01:00"
        booked = server.call("POST", "/api/v1/bookings",
                             {"appointmentType": "demo-race", "start": start}, token).json
        server.environment["TZDIR"] = str(zone_data)
        server.restart()
        assert server.call("GET", "/healthz").json["tzdata"] == "2099z"
        moved = server.call("GET", f"/api/v1/bookings/{booked['id']}", token=token).json
        assert moved["start"] == "2026-11-24T10:00:00+00:00"
        assert moved["uid"] == booked["uid"]
        assert moved["sequence"] == booked["sequence"] + 1
        assert "became 2099z: moved" in server.log()
        server.audit()
