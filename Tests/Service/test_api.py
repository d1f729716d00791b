"""The JSON API keeps the contract of DESIGN.md section 4."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest


# Who


def test_me_is_the_person_with_roles_and_language(server):
    answer = server.call("GET", "/api/v1/me", token=server.role("adviser"))
    assert answer.status == 200
    me = answer.json
    assert me["person"]["email"] == "adviser@demo.example"
    assert {"role": "adviser", "partner": "voorbeeldbank"} in me["roles"]
    assert me["language"] == "nl"
    assert "csrfToken" not in me


@pytest.mark.parametrize(
    "path",
    ["me", "bookings", "to-dos", "feeds", "bookings/00000000-0000-4000-8000-000000000000"],
)
def test_without_credentials_the_own_things_are_401(server, path):
    answer = server.call("GET", f"/api/v1/{path}")
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("field", ["Bearer wrong", "Bearer", "Basic YTpi", "Bearer a b", "x"])
def test_bad_credentials_are_401_even_where_none_are_needed(server, field):
    answer = server.call(
        "GET", "/api/v1/appointment-types", headers={"Authorization": field}
    )
    assert (answer.status, answer.code) == (401, "unauthorized")


# Types and slots


def test_appointment_types_say_what_can_be_asked(server):
    items = server.call("GET", "/api/v1/appointment-types").json["items"]
    race = next(item for item in items if item["key"] == "demo-race")
    assert race["contact"] == "slots"
    assert (race["durations"], race["places"]) == ([30], ["online"])
    assert race["earliestSlot"]["start"] == "2027-01-04T09:00:00+01:00"
    # The meeting's link is for whoever booked it.
    assert "url" not in race
    phone = next(item for item in items if item["contact"] == "phoneOrMail")
    assert phone["earliestSlot"] is None and phone["durations"] == []


def test_types_are_found_by_to_do_and_partner(server):
    me = server.starter("filter")
    to_do = next(
        item for item in server.call("GET", "/api/v1/to-dos", token=me).json["items"]
        if item["appointmentTypes"]
    )
    by_key, by_id = (
        server.call("GET", f"/api/v1/appointment-types?toDo={name}", token=me).json["items"]
        for name in (to_do["key"], to_do["id"])
    )
    expected = [kind["key"] for kind in to_do["appointmentTypes"]]
    assert [kind["key"] for kind in by_key] == [kind["key"] for kind in by_id] == expected
    bank = server.call("GET", "/api/v1/appointment-types?partner=voorbeeldbank").json["items"]
    assert bank and {kind["partner"]["key"] for kind in bank} == {"voorbeeldbank"}
    assert server.call("GET", "/api/v1/appointment-types?partner=none").json["items"] == []


def test_lists_come_in_pages(server):
    whole = server.items("/api/v1/appointment-types", token=None)
    assert len(whole) > 100
    keys, query = [], ""
    while query is not None:
        page = server.call("GET", f"/api/v1/appointment-types?limit=7{query}").json
        assert 1 <= len(page["items"]) <= 7
        keys += [item["key"] for item in page["items"]]
        query = f"&cursor={page['next']}" if page["next"] else None
    assert keys == [item["key"] for item in whole]


def test_slots_have_a_row_per_start_and_place(server):
    path = "/api/v1/appointment-types/demo-race/slots?from=2027-01-05&until=2027-01-06"
    listing = server.call("GET", path).json
    assert listing.keys() == {"zone", "slots", "refused"}
    assert (listing["zone"], listing["refused"]) == ("Europe/Brussels", [])
    assert len(listing["slots"]) == 16
    first = listing["slots"][0]
    assert first.keys() == {"start", "end", "place", "advisers"}
    assert first["start"] == "2027-01-05T09:00:00+01:00"
    assert first["end"] == "2027-01-05T09:30:00+01:00"
    assert first["place"] == "online" and len(first["advisers"]) == 1
    times = server.call("GET", path + "&fields=times").json["slots"]
    assert times == [
        {name: row[name] for name in ("start", "end", "place")} for row in listing["slots"]
    ]


def test_slots_are_told_in_the_zone_asked(server):
    path = "/api/v1/appointment-types/demo-race/slots?from=2027-07-05&until=2027-07-06"
    listing = server.call("GET", path + "&zone=America/New_York").json
    assert listing["zone"] == "America/New_York"
    assert listing["slots"][0]["start"] == "2027-07-05T03:00:00-04:00"


def test_explain_gives_the_rule_and_its_words(server):
    path = "/api/v1/appointment-types/krediet/slots?from=2027-01-04&until=2027-01-06&explain=1"
    refused = server.call("GET", path).json["refused"]
    assert refused
    for row in refused:
        assert {"start", "code", "text"} <= row.keys() and row["text"]
    english = server.call("GET", path, headers={"Accept-Language": "en"}).json["refused"]
    assert [row["code"] for row in english] == [row["code"] for row in refused]
    assert [row["text"] for row in english] != [row["text"] for row in refused]


def test_signed_in_slots_leave_out_what_the_caller_already_has(server):
    me = server.starter("personal")
    start = server.race_slots("2027-02-01", "2027-02-06")[0]["start"]
    server.book(me, start)
    other = "/api/v1/appointment-types/krediet/slots?from=2027-02-01&until=2027-02-02&minutes=30"
    public = {row["start"] for row in server.call("GET", other).json["slots"]}
    own = {row["start"] for row in server.call("GET", other, token=me).json["slots"]}
    assert own <= public
    assert start not in own


# Holds


def test_a_hold_keeps_the_moment_for_its_owner(server):
    me, other = server.starter("holder"), server.starter("rival")
    start = server.race_slots("2027-01-18", "2027-01-23")[0]["start"]
    wish = {"appointmentType": "demo-race", "start": start}
    held = server.call("POST", "/api/v1/holds", wish, me)
    assert held.status == 201 and held.json.keys() == {"id", "until"}
    assert datetime.fromisoformat(held.json["until"]).tzinfo is not None
    lost = server.call("POST", "/api/v1/bookings", wish, other)
    assert lost.status == 409 and lost.json["alternatives"]
    hold = f"/api/v1/holds/{held.json['id']}"
    assert server.call("DELETE", hold, token=other).status == 404
    booked = server.call("POST", "/api/v1/bookings", {**wish, "hold": held.json["id"]}, me)
    assert booked.status == 201


def test_a_released_hold_frees_the_moment(server):
    me = server.starter("releaser")
    start = server.race_slots("2027-01-18", "2027-01-23")[0]["start"]
    wish = {"appointmentType": "demo-race", "start": start}
    hold = server.call("POST", "/api/v1/holds", wish, me).json["id"]
    assert start not in [row["start"] for row in server.race_slots("2027-01-18", "2027-01-23")]
    gone = server.call("DELETE", f"/api/v1/holds/{hold}", token=me)
    assert (gone.status, gone.body) == (204, b"")
    assert server.race_slots("2027-01-18", "2027-01-23")[0]["start"] == start


def test_holds_are_limited(server):
    me = server.starter("hoarder")
    starts = [row["start"] for row in server.race_slots("2027-03-01", "2027-03-06")]
    answers = [
        server.call(
            "POST", "/api/v1/holds", {"appointmentType": "demo-race", "start": start}, me
        )
        for start in starts[:4]
    ]
    assert [answer.status for answer in answers] == [201, 201, 201, 409]
    assert answers[3].code == "too-many-holds"
    assert answers[3].json["facts"] == {"limit": "3"}


# Bookings


def test_a_booking_has_the_contracted_fields(server):
    me = server.starter("booker")
    slot = server.race_slots()[0]
    answer = server.call(
        "POST", "/api/v1/bookings", {"appointmentType": "demo-race", "start": slot["start"]}, me
    )
    assert answer.status == 201
    booking = answer.json
    assert booking["uid"] == f"{booking['id']}@startersfabriek"
    assert (booking["state"], booking["revision"], booking["sequence"]) == ("confirmed", 1, 0)
    assert (booking["start"], booking["end"]) == (slot["start"], slot["end"])
    assert (booking["zone"], booking["place"]) == ("Europe/Brussels", "online")
    assert [adviser["id"] for adviser in booking["advisers"]] == slot["advisers"]
    mine = server.call("GET", "/api/v1/me", token=me).json["person"]["id"]
    assert [(who["id"], who["state"]) for who in booking["participants"]] == [(mine, "going")]
    assert answer.headers["ETag"] == '"1"'
    read = server.call("GET", f"/api/v1/bookings/{booking['id']}", token=me)
    assert (read.json, read.headers["ETag"]) == (booking, '"1"')


def test_a_taken_moment_is_409_with_alternatives_near_it(server):
    start = server.race_slots()[0]["start"]
    server.book(server.starter("first"), start)
    wish = {"appointmentType": "demo-race", "start": start}
    lost = server.call("POST", "/api/v1/bookings", wish, server.starter("second"))
    assert (lost.status, lost.code) == (409, "adviser-busy")
    alternatives = lost.json["alternatives"]
    assert 1 <= len(alternatives) <= 3
    assert alternatives[0].keys() == {"start", "end", "place"}
    free = [row["start"] for row in server.race_slots()]
    assert {row["start"] for row in alternatives} <= set(free)


def test_staff_and_the_own_adviser_book_for_a_starter_and_nobody_else_does(server):
    person = server.account("somebody")
    start = server.race_slots("2027-02-08", "2027-02-13")[0]["start"]
    wish = {"appointmentType": "demo-race", "start": start, "starter": "somebody@test.example"}
    refused = server.call("POST", "/api/v1/bookings", wish, server.starter("anybody"))
    assert (refused.status, refused.pointer) == (422, "/starter")
    booked = server.call("POST", "/api/v1/bookings", wish, server.role("staff"))
    assert booked.status == 201
    assert [who["id"] for who in booked.json["participants"]] == [person]


def test_lists_show_what_one_may_see(server):
    me, other = server.starter("lister"), server.starter("stranger")
    booking = server.book(me, server.race_slots("2027-02-15", "2027-02-20")[0]["start"])

    def listed(token, query=""):
        items = server.call("GET", f"/api/v1/bookings?limit=100{query}", token=token).json["items"]
        return [item["id"] for item in items]

    assert listed(me) == [booking["id"]]
    assert listed(other) == []
    assert booking["id"] in listed(server.role("staff"), "&from=2027-02-15&until=2027-02-16")
    assert booking["id"] not in listed(server.role("staff"), "&from=2027-02-16")
    assert listed(me, "&state=confirmed,requested") == [booking["id"]]
    assert listed(me, "&state=cancelled") == []
    assert server.call("GET", f"/api/v1/bookings/{booking['id']}", token=other).status == 404


def test_bookings_come_in_pages_by_start(server):
    me = server.starter("paging")
    starts = [row["start"] for row in server.race_slots("2027-04-05", "2027-04-10")][:5]
    booked = [server.book(me, start)["id"] for start in reversed(starts)]
    found, query = [], ""
    while query is not None:
        page = server.call("GET", f"/api/v1/bookings?limit=2{query}", token=me).json
        found += [item["id"] for item in page["items"]]
        query = f"&cursor={page['next']}" if page["next"] else None
    assert found == booked[::-1]


def test_moving_needs_the_revision_seen(server):
    me = server.starter("mover")
    slots = server.race_slots("2027-03-08", "2027-03-13")
    booking = server.book(me, slots[0]["start"])
    path = f"/api/v1/bookings/{booking['id']}/time"
    body = {"start": slots[3]["start"]}

    def move(match=None, body=body, token=me):
        return server.call("PUT", path, body, token, {"If-Match": match} if match else {})

    assert move(token=server.starter("stranger")).status == 404
    bare = move()
    assert (bare.status, bare.code) == (428, "precondition-required")
    for stale in ['"2"', 'W/"1"', '"x", "y"', "1"]:
        answer = move(stale)
        assert (answer.status, answer.code) == (412, "stale")
        assert answer.headers["ETag"] == '"1"'
    # A precondition comes before the body.
    assert move('"2"', {"start": 5}).status == 412
    done = move('"9", "1"')
    assert done.status == 200 and done.headers["ETag"] == '"2"'
    assert (done.json["revision"], done.json["sequence"]) == (2, 1)
    assert (done.json["uid"], done.json["start"]) == (booking["uid"], slots[3]["start"])
    assert move('"1"').status == 412
    again = move("*")
    assert (again.status, again.json["revision"]) == (200, 2)


def test_moving_to_a_taken_moment_is_409_and_changes_nothing(server):
    me = server.starter("crowded")
    slots = server.race_slots("2027-03-15", "2027-03-20")
    booking = server.book(me, slots[0]["start"])
    server.book(server.starter("occupier"), slots[1]["start"])
    path = f"/api/v1/bookings/{booking['id']}"
    answer = server.call(
        "PUT", path + "/time", {"start": slots[1]["start"]}, me, {"If-Match": '"1"'}
    )
    assert answer.status == 409 and answer.json["alternatives"]
    assert server.call("GET", path, token=me).json == booking


def test_cancelling_twice_is_harmless(server):
    me = server.starter("canceller")
    booking = server.book(me, server.race_slots("2027-03-22", "2027-03-27")[0]["start"])
    path = f"/api/v1/bookings/{booking['id']}/cancellation"
    assert server.call("POST", path, {}, me, {"If-Match": '"7"'}).status == 412
    first = server.call("POST", path, token=me)
    assert (first.status, first.json["state"]) == (200, "cancelled")
    assert first.json["participants"][0]["state"] == "cancelled"
    again = server.call("POST", path, {}, me)
    assert (again.status, again.json) == (200, first.json)


def request_of(server, name, day):
    """A booking that waits for the partner, and the token of who may answer."""
    path = f"/api/v1/appointment-types/kredietdossier/slots?from={day}&until=2027-02-12&adviser=an"
    slot = server.call("GET", path).json["slots"][0]
    kind = next(
        item
        for item in server.call("GET", "/api/v1/appointment-types").json["items"]
        if item["key"] == "kredietdossier"
    )
    answers = {
        question["key"]: {"number": "5", "yesNo": "yes"}.get(
            question["kind"], (question.get("options") or ["iets"])[0]
        )
        for question in kind["questions"]
    }
    wish = {
        "appointmentType": "kredietdossier", "start": slot["start"], "place": slot["place"],
        "adviser": "an", "answers": answers,
    }
    made = server.call("POST", "/api/v1/bookings", wish, server.starter(name))
    assert made.status == 201, made.body
    assert made.json["state"] == "requested"
    return made.json, server.role("adviser")


def test_the_partner_confirms_or_declines_a_request(server):
    booking, adviser = request_of(server, "asker", "2027-01-18")
    path = f"/api/v1/bookings/{booking['id']}"
    forbidden = server.call("POST", path + "/confirmation", {}, server.starter("asker"))
    assert (forbidden.status, forbidden.code) == (403, "forbidden")
    assert server.call("POST", path + "/confirmation", {}, server.starter("stranger")).status == 404
    done = server.call("POST", path + "/confirmation", {}, adviser)
    assert (done.status, done.json["state"]) == (200, "confirmed")
    again = server.call("POST", path + "/confirmation", {}, adviser)
    assert (again.status, again.json) == (200, done.json)
    late = server.call("POST", path + "/decline", {}, adviser)
    assert (late.status, late.code) == (409, "not-requested")

    other, adviser = request_of(server, "asker2", "2027-01-25")
    declined = server.call("POST", f"/api/v1/bookings/{other['id']}/decline", {}, adviser)
    assert (declined.status, declined.json["state"]) == (200, "declined")


def test_attendance_is_for_the_partner_and_not_before_the_start(server):
    me = server.starter("attender")
    booking = server.book(me, server.race_slots("2027-03-29", "2027-04-03")[0]["start"])
    path = f"/api/v1/bookings/{booking['id']}/attendance"
    assert server.call("POST", path, {"attended": True}, me).status == 403
    early = server.call("POST", path, {"attended": False}, server.role("staff"))
    assert (early.status, early.code) == (409, "not-started")
    came = server.call("POST", path, {"attended": True}, server.role("staff"))
    assert (came.status, came.json["state"]) == (200, "attended")
    assert came.json["participants"][0]["state"] == "attended"


# Repeating


def test_an_idempotency_key_replays_status_body_and_tag(server):
    me = server.starter("repeater")
    slots = server.race_slots("2027-04-12", "2027-04-17")
    body = {"appointmentType": "demo-race", "start": slots[0]["start"]}
    key = {"Idempotency-Key": "one"}
    first = server.call("POST", "/api/v1/bookings", body, me, key)
    again = server.call("POST", "/api/v1/bookings", body, me, key)
    assert (again.status, again.body) == (first.status, first.body) == (201, first.body)
    assert again.headers["ETag"] == first.headers["ETag"] == '"1"'
    other = server.call(
        "POST", "/api/v1/bookings", {**body, "start": slots[1]["start"]}, me, key
    )
    assert (other.status, other.code) == (422, "idempotency-key-reused")
    # The scope is account and route.
    rival = server.call("POST", "/api/v1/bookings", body, server.starter("rival"), key)
    assert rival.status == 409
    replayed = server.call("POST", "/api/v1/bookings", body, server.starter("rival"), key)
    assert (replayed.status, replayed.body) == (409, rival.body)
    hold = {"appointmentType": "demo-race", "start": slots[4]["start"]}
    assert server.call("POST", "/api/v1/holds", hold, me, key).status == 201


def test_one_key_used_at_the_same_time_books_once(server):
    me = server.starter("impatient")
    start = server.race_slots("2027-04-19", "2027-04-24")[0]["start"]
    body = {"appointmentType": "demo-race", "start": start}

    def ask(_):
        return server.call("POST", "/api/v1/bookings", body, me, {"Idempotency-Key": "same"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1


def test_a_replayed_feed_gives_its_secret_which_the_database_does_not_hold(server):
    me = server.starter("feeder")
    key = {"Idempotency-Key": "my-feed"}
    first = server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me, key)
    again = server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me, key)
    assert first.status == again.status == 201
    assert first.json == again.json
    secret = first.json["token"].encode()
    for file in Path(server.folder).glob("test.sqlite*"):
        assert secret not in file.read_bytes()


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 201])
def test_a_malformed_key_is_400(server, key):
    answer = server.call(
        "POST", "/api/v1/feeds", {"scope": "starter"}, server.starter("feeder"),
        {"Idempotency-Key": key},
    )
    assert answer.status == 400
    assert answer.code == "malformed-idempotency-key"


# To-dos


def test_a_booked_to_do_follows_its_appointment(server):
    me = server.starter("traveller")

    def to_do(key):
        items = server.call("GET", "/api/v1/to-dos", token=me).json["items"]
        return next(item for item in items if item["key"] == key)

    item = next(
        item for item in server.call("GET", "/api/v1/to-dos", token=me).json["items"]
        if any(kind["key"] == "statuut-uitleg" for kind in item["appointmentTypes"])
    )
    assert item["state"] == "open" and item["reasons"] == [] and item["title"]
    path = "/api/v1/appointment-types/statuut-uitleg/slots?from=2027-01-11&until=2027-01-23"
    slot = server.call("GET", path).json["slots"][0]
    wish = {
        "appointmentType": "statuut-uitleg", "start": slot["start"], "place": slot["place"],
        "toDo": item["id"],
    }
    booked = server.call("POST", "/api/v1/bookings", wish, me)
    assert booked.status == 201, booked.body
    assert booked.json["toDo"] == item["id"]
    assert to_do(item["key"])["state"] == "booked"
    stands = server.call("PUT", f"/api/v1/to-dos/{item['id']}/state", {"state": "skipped"}, me)
    assert (stands.status, stands.code) == (409, "appointment-stands")
    server.call("POST", f"/api/v1/bookings/{booked.json['id']}/cancellation", {}, me)
    assert to_do(item["key"])["state"] == "open"


def test_a_starter_ticks_off_their_own_items_only(server):
    me = server.starter("ticker")
    item = server.call("GET", "/api/v1/to-dos", token=me).json["items"][0]
    path = f"/api/v1/to-dos/{item['id']}/state"
    done = server.call("PUT", path, {"state": "done"}, me)
    assert (done.status, done.json["state"]) == (200, "done")
    assert done.json["id"] == item["id"]
    again = server.call("PUT", path, {"state": "done"}, me)
    assert (again.status, again.json) == (200, done.json)
    assert server.call("PUT", path, {"state": "open"}, server.starter("stranger")).status == 404
    booked = server.call("PUT", path, {"state": "booked"}, me)
    assert (booked.status, booked.code) == (409, "booked-by-appointment-only")


# Feeds


@pytest.mark.parametrize(
    "role, body, status",
    [
        ("starter", {"scope": "starter"}, 201),
        ("adviser", {"scope": "adviser"}, 201),
        ("adviser", {"scope": "adviser", "id": "an"}, 201),
        ("manager", {"scope": "partner"}, 201),
        ("manager", {"scope": "partner", "id": "voorbeeldbank"}, 201),
        ("staff", {"scope": "room", "id": "zaal-a"}, 201),
        ("staff", {"scope": "venue", "id": "startershuis"}, 201),
        ("starter", {"scope": "adviser"}, 403),
        ("starter", {"scope": "room", "id": "zaal-a"}, 403),
        ("manager", {"scope": "partner", "id": "loket-vooruit"}, 403),
        ("staff", {"scope": "room"}, 422),
        ("staff", {"scope": "room", "id": "no-room"}, 422),
        ("adviser", {"scope": "adviser", "id": "bart"}, 422),
        ("starter", {"scope": "everything"}, 422),
    ],
)
def test_feeds_are_made_by_those_who_may(server, role, body, status):
    answer = server.call("POST", "/api/v1/feeds", body, server.role(role))
    assert answer.status == status, answer.body
    if status == 201:
        assert answer.json.keys() == {"id", "url", "webcal", "token"}
        fetched = server.call("GET", f"/feeds/{answer.json['token']}.ics")
        assert fetched.status == 200


def test_a_feed_keeps_the_language_it_was_made_in(server):
    me = server.starter("linguist")
    made = server.call(
        "POST", "/api/v1/feeds", {"scope": "starter"}, me, {"Accept-Language": "fr-BE, nl;q=0.5"}
    )
    listed = server.call("GET", "/api/v1/feeds", token=me).json["items"]
    assert [item["language"] for item in listed if item["id"] == made.json["id"]] == ["fr"]


def test_only_the_owner_revokes_and_renews(server):
    me, other = server.starter("owner"), server.starter("stranger")
    made = server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me).json
    path = f"/api/v1/feeds/{made['id']}"
    assert server.call("DELETE", path, token=other).status == 404
    assert server.call("POST", path + "/renewal", {}, other).status == 404
    assert server.call("DELETE", path, token=me).status == 204
    assert server.call("DELETE", path, token=me).status == 204
    listed = server.call("GET", "/api/v1/feeds", token=me).json["items"]
    assert made["id"] not in [item["id"] for item in listed]


# Words and headers


@pytest.mark.parametrize(
    "accepted, language",
    [
        (None, "nl"), ("en", "en"), ("fr-BE,fr;q=0.9", "fr"), ("de", "nl"), ("*", "nl"),
        ("en;q=0.2, fr;q=0.8", "fr"), ("en;q=0", "nl"), ("EN-gb", "en"),
    ],
)
def test_problems_speak_the_language_accepted_and_keep_their_code(server, accepted, language):
    headers = {"Accept-Language": accepted} if accepted else {}
    answer = server.call("GET", "/api/v1/me", headers=headers)
    assert answer.code == "unauthorized"
    assert answer.headers["Content-Language"] == language
    # A phrase that is missing would show as its key.
    assert not answer.json["detail"].startswith("problem.")
    assert not answer.json["title"].startswith("problem.")


def test_unknown_paths_and_methods(server):
    unknown = server.call("GET", "/api/v1/nothing")
    assert (unknown.status, unknown.code) == (404, "not-found")
    method = server.call("DELETE", "/api/v1/bookings", token=server.starter("ticker"))
    assert (method.status, method.code) == (405, "method-not-allowed")
    assert method.headers["Allow"] == "POST, GET, HEAD"


def test_every_answer_carries_the_security_headers(server):
    for path in ["/api/v1/me", "/api/v1/appointment-types", "/healthz", "/robots.txt", "/none"]:
        headers = server.call("GET", path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert headers["X-Request-Id"]
        assert headers["Strict-Transport-Security"] is None


def test_health_names_the_program_and_its_zone_data(server):
    health = server.call("GET", "/healthz").json
    assert health["status"] == "ok" and health["version"] and health["tzdata"]
