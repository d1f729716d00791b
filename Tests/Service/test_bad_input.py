"""Bad input gets a clear error that names the field, changes nothing and leaves no secret."""

import datetime
import json
import socket
import sqlite3

import pytest

BOOKING = {"appointmentType": "demo-race", "start": "2027-01-11T09:00:00+01:00"}


@pytest.fixture(scope="module")
def me(server):
    return server.starter("careless")


@pytest.fixture(scope="module")
def booking(server, me):
    return server.book(me, "2027-01-12T09:00:00+01:00")


@pytest.fixture(scope="module")
def other(server):
    return server.starter("other")


@pytest.fixture(autouse=True)
def nothing_changed(server, me, other, booking):
    """Every table but those of sign-ins and kept answers is as it was before the test."""
    before = rows(server)
    yield
    assert rows(server) == before


def rows(server):
    connection = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
    try:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
            if name in ("booking", "claim", "hold", "to_do", "feed", "activity", "outbox")
        ]
        assert len(tables) >= 5, tables
        return {
            name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}")))
            for name in tables
        }
    finally:
        connection.close()


@pytest.mark.parametrize(
    "raw, code, pointer",
    [
        (b"{", "malformed-json", None),
        (b"{\"start\": 1,}", "malformed-json", None),
        (b"{} {}", "malformed-json", None),
        (b"{'start': 1}", "malformed-json", None),
        (b"{\"appointmentType\": NaN}", "malformed-json", None),
        (b"[" * 5000, "malformed-json", None),
        (b"{\"a\":" * 5000, "malformed-json", None),
        (b"{\"note\": \"\xff\"}", "malformed-utf8", None),
        (b"\xef\xbb\xbf{\"start\": 1", "malformed-json", None),
        ("{\"start\": \"x\"}".encode("utf-16"), "malformed-utf8", None),
        ("{\"start\": \"x\"}".encode("utf-16-le"), "malformed-json", None),
        (b"[]", "wrong-type", ""),
        (b"null", "wrong-type", ""),
        (b"\"text\"", "wrong-type", ""),
        (b"5", "wrong-type", ""),
        (b"{\"start\": 01}", "malformed-json", None),
        (b"{\"start\": .5}", "malformed-json", None),
        (b"{\"start\": +5}", "malformed-json", None),
        (b"{\"start\": \"\\ud800\"}", "malformed-json", None),
        (b"{\"start\": \"\\x\"}", "malformed-json", None),
        (b"{\"start\": \"\n\"}", "malformed-json", None),
        (b"{\"start\": \"a\", \"start\": \"b\"}", "malformed-json", None),
    ],
)
@pytest.mark.parametrize("path", ["bookings", "holds", "feeds"])
def test_a_body_that_is_no_json_object_is_400(server, me, path, raw, code, pointer):
    answer = server.call("POST", f"/api/v1/{path}", token=me, raw=raw)
    assert (answer.status, answer.code, answer.pointer) == (400, code, pointer)


@pytest.mark.parametrize(
    "field, value",
    [
        ("start", 5), ("start", True), ("start", []), ("start", {}),
        ("appointmentType", 1), ("minutes", "30"), ("minutes", 30.5), ("minutes", True),
        ("minutes", 10**30), ("place", 3), ("adviser", ["an"]), ("hold", 7), ("toDo", {}),
        ("starter", 1), ("answers", []), ("answers", "x"), ("note", 9),
    ],
)
def test_a_wrong_type_is_400_and_named(server, me, field, value):
    answer = server.call("POST", "/api/v1/bookings", {**BOOKING, field: value}, me)
    assert (answer.status, answer.code, answer.pointer) == (400, "wrong-type", f"/{field}")


@pytest.mark.parametrize(
    "field, value, code",
    [
        ("start", None, "missing"),
        ("appointmentType", None, "missing"),
        ("start", "2026-02-30T10:00:00Z", "malformed"),
        ("start", "2027-02-29T10:00:00+01:00", "malformed"),
        ("start", "2027-13-01T10:00:00Z", "malformed"),
        ("start", "2027-01-11T24:00:00Z", "malformed"),
        ("start", "2027-01-11T10:60:00Z", "malformed"),
        ("start", "2027-01-11T09:00:00", "malformed"),
        ("start", "2027-01-11T09:00:00+25:00", "malformed"),
        ("start", "2027-01-11T09:00:00.5Z", "malformed"),
        ("start", "2027-01-11", "malformed"),
        ("start", "", "malformed"),
        ("start", "maandag", "malformed"),
        ("appointmentType", "no-such-type", "unknown"),
        ("appointmentType", "00000000-0000-4000-8000-000000000000", "unknown"),
        ("appointmentType", "", "unknown"),
        ("minutes", 31, "not-offered"),
        ("minutes", 0, "not-offered"),
        ("minutes", -30, "not-offered"),
        ("place", "moon", "not-offered"),
        ("place", "venue", "not-offered"),
        ("adviser", "nobody", "unknown"),
        ("adviser", "an", "not-offered"),
        ("hold", "x", "unknown"),
        ("toDo", "x", "unknown"),
        ("toDo", "00000000-0000-4000-8000-000000000000", "unknown"),
        ("starter", "somebody@else.example", "not-allowed"),
        ("note", "x" * 2001, "too-long"),
    ],
)
def test_a_wrong_value_is_422_and_named(server, me, field, value, code):
    answer = server.call("POST", "/api/v1/bookings", {**BOOKING, field: value}, me)
    assert (answer.status, answer.code, answer.pointer) == (422, code, f"/{field}"), answer.body


@pytest.mark.parametrize("name", ["strat", "Start", "", "a/b"])
def test_an_unknown_field_is_named(server, me, name):
    answer = server.call("POST", "/api/v1/bookings", {**BOOKING, name: 1}, me)
    assert (answer.status, answer.code) == (422, "unknown-field")
    assert answer.pointer == "/" + name.replace("/", "~1")


def test_answers_are_checked_by_question(server, me):
    slots = "/api/v1/appointment-types/krediet/slots?from=2027-01-11&until=2027-01-16&minutes=30"
    start = server.call("GET", slots).json["slots"][0]["start"]
    wish = {"appointmentType": "krediet", "start": start, "minutes": 30}
    missing = server.call("POST", "/api/v1/bookings", wish, me)
    assert missing.status == 422 and missing.pointer.startswith("/answers/")
    strange = server.call("POST", "/api/v1/bookings", {**wish, "answers": {"nothing": "x"}}, me)
    assert (strange.status, strange.pointer) == (422, "/answers/nothing")
    nested = server.call("POST", "/api/v1/bookings", {**wish, "answers": {"nothing": []}}, me)
    assert (nested.status, nested.pointer) == (400, "/answers/nothing")


def test_a_duration_is_needed_where_there_are_several(server, me):
    wish = {"appointmentType": "krediet", "start": "2027-01-11T10:00:00+01:00"}
    answer = server.call("POST", "/api/v1/bookings", wish, me)
    assert (answer.status, answer.code, answer.pointer) == (422, "missing", "/minutes")


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1900-01-01T00:00:00+01:00",
              "2027-01-11T09:07:00+01:00", "2027-01-10T09:00:00+01:00"],
)
def test_a_moment_that_is_not_offered_is_409(server, me, start):
    for path in ["bookings", "holds"]:
        answer = server.call("POST", f"/api/v1/{path}", {**BOOKING, "start": start}, me)
        assert answer.status == 409, answer.body
        assert answer.code in ("not-offered", "too-soon")


@pytest.mark.parametrize("fraction", [".0", ".000"])
def test_a_fraction_of_zero_is_read(server, me, booking, fraction):
    start = f"2027-01-12T08:00:00{fraction}Z"
    answer = server.call("POST", "/api/v1/bookings", {**BOOKING, "start": start}, me)
    assert answer.status == 409


@pytest.mark.parametrize(
    "query, pointer, code",
    [
        ("", "/from", "missing"),
        ("from=2027-01-04", "/until", "missing"),
        ("from=2027-02-30&until=2027-03-02", "/from", "malformed"),
        ("from=vandaag&until=2027-03-02", "/from", "malformed"),
        ("from=2027-01-04T00:00:00Z&until=2027-03-02", "/from", "malformed"),
        ("from=2027-01-05&until=2027-01-04", "/until", "not-allowed"),
        ("from=2027-01-05&until=2027-01-05", "/until", "not-allowed"),
        ("from=2027-01-04&until=2027-04-15", "/until", "too-long"),
        ("from=2027-01-04&until=2027-01-05&zone=Mars/Base", "/zone", "unknown"),
        ("from=2027-01-04&until=2027-01-05&zone=../../etc/passwd", "/zone", "unknown"),
        ("from=2027-01-04&until=2027-01-05&adviser=nobody", "/adviser", "unknown"),
        ("from=2027-01-04&until=2027-01-05&adviser=bart", "/adviser", "not-offered"),
        ("from=2027-01-04&until=2027-01-05&minutes=x", "/minutes", "not-a-number"),
        ("from=2027-01-04&until=2027-01-05&minutes=31", "/minutes", "not-offered"),
        ("from=2027-01-04&until=2027-01-05&place=moon", "/place", "not-offered"),
        ("from=2027-01-04&until=2027-01-05&explain=maybe", "/explain", "not-offered"),
        ("from=2027-01-04&until=2027-01-05&fields=all", "/fields", "not-offered"),
    ],
)
def test_a_bad_question_for_slots_is_422_and_named(server, query, pointer, code):
    answer = server.call("GET", f"/api/v1/appointment-types/demo-race/slots?{query}")
    assert (answer.status, answer.pointer, answer.code) == (422, pointer, code), answer.body


@pytest.mark.parametrize("key", ["nothing", "00000000-0000-4000-8000-000000000000", "%00", "a%2Fb"])
def test_slots_of_an_unknown_type_are_404(server, key):
    path = f"/api/v1/appointment-types/{key}/slots?from=2027-01-04&until=2027-01-05"
    assert server.call("GET", path).status == 404


@pytest.mark.parametrize("path", ["bookings", "to-dos", "feeds", "appointment-types"])
@pytest.mark.parametrize(
    "query, pointer",
    [("limit=0", "/limit"), ("limit=101", "/limit"), ("limit=x", "/limit"), ("limit=-1", "/limit"),
     ("cursor=!!", "/cursor"), ("cursor=YQ", "/cursor")],
)
def test_a_bad_page_is_422_and_named(server, me, path, query, pointer):
    answer = server.call("GET", f"/api/v1/{path}?{query}", token=me)
    assert (answer.status, answer.pointer) == (422, pointer)


@pytest.mark.parametrize(
    "query, pointer",
    [("from=x", "/from"), ("until=2027-02-30", "/until"), ("state=lost", "/state"),
     ("from=2027-01-05&until=2027-01-04", "/until")],
)
def test_a_bad_question_for_bookings_is_422_and_named(server, me, query, pointer):
    answer = server.call("GET", f"/api/v1/bookings?{query}", token=me)
    assert (answer.status, answer.pointer) == (422, pointer)


@pytest.mark.parametrize("id", ["x", "00000000-0000-4000-8000-000000000000", "%F0", "..", "'--"])
def test_unknown_ids_are_404(server, me, id):
    for method, path, body in [
        ("GET", f"bookings/{id}", None),
        ("PUT", f"bookings/{id}/time", {"start": BOOKING["start"]}),
        ("POST", f"bookings/{id}/cancellation", {}),
        ("POST", f"bookings/{id}/attendance", {"attended": True}),
        ("PUT", f"to-dos/{id}/state", {"state": "done"}),
        ("DELETE", f"holds/{id}", None),
        ("DELETE", f"feeds/{id}", None),
        ("POST", f"feeds/{id}/renewal", {}),
    ]:
        assert server.call(method, f"/api/v1/{path}", body, me).status == 404, path


def test_what_is_somebody_elses_is_404(server, other, booking):
    path = f"/api/v1/bookings/{booking['id']}"
    for method, suffix, body in [
        ("GET", "", None),
        ("PUT", "/time", {"start": BOOKING["start"]}),
        ("POST", "/cancellation", {}),
        ("POST", "/confirmation", {}),
        ("POST", "/decline", {}),
        ("POST", "/attendance", {"attended": True}),
    ]:
        answer = server.call(method, path + suffix, body, other, {"If-Match": '"1"'})
        assert (answer.status, answer.code) == (404, "not-found")


def test_a_move_with_a_bad_body_is_named_after_its_condition(server, me, booking):
    path = f"/api/v1/bookings/{booking['id']}/time"
    for body, status, pointer in [
        ({}, 422, "/start"),
        ({"start": 1}, 400, "/start"),
        ({"start": "2027-02-30T09:00:00Z"}, 422, "/start"),
        ({"start": BOOKING["start"], "end": BOOKING["start"]}, 422, "/end"),
    ]:
        answer = server.call("PUT", path, body, me, {"If-Match": '"1"'})
        assert (answer.status, answer.pointer) == (status, pointer)


def test_attendance_needs_its_flag(server, booking):
    path = f"/api/v1/bookings/{booking['id']}/attendance"
    staff = server.role("staff")
    assert server.call("POST", path, {}, staff).pointer == "/attended"
    answer = server.call("POST", path, {"attended": "yes"}, staff)
    assert (answer.status, answer.pointer) == (400, "/attended")


@pytest.mark.parametrize("state", [None, "finished", 5])
def test_a_to_do_has_four_states(server, me, state):
    item = server.call("GET", "/api/v1/to-dos", token=me).json["items"][0]
    answer = server.call("PUT", f"/api/v1/to-dos/{item['id']}/state", {"state": state}, me)
    assert (answer.status, answer.pointer) == (400 if state == 5 else 422, "/state")


@pytest.mark.parametrize("type", ["text/plain", "application/x-www-form-urlencoded", "x", ""])
def test_a_body_that_is_not_said_to_be_json_is_415(server, me, type):
    answer = server.call("POST", "/api/v1/bookings", BOOKING, me, {"Content-Type": type})
    assert (answer.status, answer.code) == (415, "unsupported-media-type")


def test_no_body_is_as_bad_as_a_strange_one(server, me):
    answer = server.call("POST", "/api/v1/bookings", token=me)
    assert answer.status in (400, 415)


@pytest.mark.parametrize("path", ["/api/v1/bookings", "/api/v1/me", "/nl/aanmelden"])
@pytest.mark.parametrize("size", [300_000, 10_000_000])
def test_a_body_over_the_limit_is_413(server, me, path, size):
    answer = server.call("POST", path, token=me, raw=b"x" * size)
    assert answer.status == 413


def test_a_body_of_unknown_length_is_limited_too(server, me):
    def parts():
        for _ in range(100):
            yield b"x" * 100_000

    answer = server.call("POST", "/api/v1/bookings", token=me, raw=parts())
    assert answer.status == 413


def test_bytes_that_are_no_http_end_the_connection_and_nothing_else(server):
    head = b"POST /api/v1/bookings HTTP/1.1\r\nHost: x\r\n"
    for junk in [
        b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"A" * 200_000, b"\x00" * 100,
        head + b"Transfer-Encoding: chunked\r\n\r\nzzz", head + b"Content-Length: 900\r\n\r\nabc",
    ]:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall(junk + b"\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            try:
                while connection.recv(65_536):
                    pass
            except ConnectionError:
                pass
    assert server.call("GET", "/healthz").status == 200


def test_a_page_of_another_site_changes_nothing(server, me):
    for origin in ["https://evil.example", "null", f"http://127.0.0.1:{server.port + 1}"]:
        answer = server.call("POST", "/api/v1/feeds", {"scope": "starter"},
                             headers={"Origin": origin})
        assert (answer.status, answer.code) == (403, "csrf")


def test_the_log_holds_nothing_secret(server, me, booking):
    secret = "geheimpje-van-careless"
    server.call("POST", "/api/v1/bookings", {**BOOKING, "note": secret, "minutes": 31}, me)
    server.call("POST", "/api/v1/bookings", token=me, raw=secret.encode())
    server.call("GET", f"/api/v1/{secret}")
    server.call("GET", f"/feeds/{secret}.ics")
    server.call("GET", f"/nl/in/{secret}")
    server.call("GET", "/api/v1/me", token=secret)
    log = server.log()
    # The demo prints its sign-in links once, at the start.
    lines = [line for line in log.splitlines() if "/nl/in/" not in line]
    for text in [secret, me, "careless@test.example", "Careless", json.dumps(BOOKING["start"])]:
        assert text not in "\n".join(lines)


@pytest.mark.parametrize("minutes", [-(2**63), -1, 0, 7, 2**63 - 1, 2**63, "x"])
def test_a_duration_that_is_not_offered_is_no_page_and_no_crash(server, minutes):
    start = server.slots("demo-race", datetime.date(2027, 1, 11), 5)[0]["start"]
    query = f"start={start.replace('+', '%2B')}&minutes={minutes}"
    answer = server.call("GET", f"/nl/afspraak-maken/demo-race/bevestigen?{query}")
    assert answer.status in (200, 404)
    assert (answer.status == 200) == (minutes in (2**63, "x"))
    assert server.call("GET", "/healthz").status == 200
