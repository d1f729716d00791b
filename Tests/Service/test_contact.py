"""The ways of contact beside moments to book, through the real binary: API, pages and mails."""

import html
import re
import sqlite3
import urllib.parse

import pytest
from service import Service

JANUARY = ["2027-01-11T10:00:00+01:00", "2027-01-12T14:00:00+01:00"]
ACCEPTED = "2027-01-12T13:00:00Z"


def form(server, path, token=None, **fields):
    """A form as a browser without a session sends it."""
    return server.call(
        "POST", path, token=token, raw=urllib.parse.urlencode(fields).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"})


def mails(server, kind, recipient=None):
    """Newest first, with their facts as text."""
    with sqlite3.connect(server.database) as database:
        rows = database.execute(
            "SELECT recipient, language, facts FROM outbox WHERE kind = ? ORDER BY rowid DESC",
            [kind]).fetchall()
    return [row for row in rows if recipient in (None, row[0])]


def link(server, kind):
    """The path of the newest link that a mail of the kind gave to whoever answers."""
    facts = next(row[2] for row in mails(server, kind) if '"for":"adviser"' in row[2])
    return re.search(r'"link":"[^"]*?(/nl/aanvraag/[\w-]{32})"', facts).group(1)


def to_do(server, token, key):
    items = server.items("/api/v1/to-dos", token)
    return next(item for item in items if item["key"] == key)


def step_for(server, token, type_key):
    """A step of the list that the type helps with, and its key."""
    items = server.items("/api/v1/to-dos", token)
    step = next(item for item in items
                if type_key in [known["key"] for known in item["appointmentTypes"]])
    return step, step["key"]


def types_by(server, contact):
    """The types of that way of contact."""
    items = server.call("GET", "/api/v1/appointment-types").json["items"]
    return [item for item in items if item["contact"] == contact]


def ask(server, token, moments=JANUARY, **fields):
    return server.call(
        "POST", "/api/v1/contact-requests",
        {"appointmentType": "horeca-gesprek", "moments": moments,
         "answers": {"horeca-idee": "Een koffiebar"}, **fields}, token)


def test_a_request_is_answered_by_link(server):
    me = server.starter("vraagt")
    step, key = step_for(server, me, "horeca-gesprek")
    asked = ask(server, me, toDo=step["id"], note="Graag in de namiddag")
    assert asked.status == 201, asked
    assert asked.json["state"] == "waiting" and len(asked.json["moments"]) == 2
    assert to_do(server, me, key)["state"] == "booked"
    path = link(server, "contact-requested")
    before = server.call("GET", f"/api/v1/contact-requests/{asked.json['id']}", token=me).json

    # A scanner opens the link; it works afterwards.
    for _ in range(3):
        page = server.call("GET", path)
        assert page.status == 200 and server.call("HEAD", path).status == 200
    text = html.unescape(page.text)
    assert "Een koffiebar" in text and "Graag in de namiddag" in text
    assert "dinsdag 12 januari 2027 om 14.00 uur" in text
    assert server.call(
        "GET", f"/api/v1/contact-requests/{asked.json['id']}", token=me).json == before

    answer = form(server, path, action="accept", moment=ACCEPTED)
    assert answer.status == 303, answer
    after = server.call("GET", f"/api/v1/contact-requests/{asked.json['id']}", token=me).json
    assert after["state"] == "accepted"
    booking = server.call("GET", f"/api/v1/bookings/{after['booking']}", token=me).json
    assert (booking["state"], booking["start"]) == ("confirmed", JANUARY[1])
    assert booking["toDo"] == step["id"]
    assert to_do(server, me, key)["state"] == "booked"
    assert "De afspraak staat vast" in html.unescape(server.call("GET", path).text)
    again = form(server, path, action="accept", moment="2027-01-11T09:00:00Z")
    assert again.status == 409
    assert "al beantwoord" in html.unescape(again.text)


def test_a_request_is_declined_with_a_message_and_the_step_opens(server):
    me = server.starter("geen-past")
    step, key = step_for(server, me, "horeca-gesprek")
    asked = ask(server, me, ["2027-01-13T10:00:00+01:00"], toDo=step["id"])
    assert asked.status == 201, asked
    answer = form(server, link(server, "contact-requested"), action="decline",
                  message="Liever in februari")
    assert answer.status == 303, answer
    assert to_do(server, me, key)["state"] == "open"
    mail = mails(server, "contact-declined", "geen-past@test.example")
    assert len(mail) == 1 and "Liever in februari" in mail[0][2]
    page = server.call("GET", f"/nl/aanvraag/{asked.json['id']}", token=me)
    assert "Liever in februari" in page.text and "Stel andere momenten voor" in page.text


def test_staff_answer_by_the_api_and_others_see_nothing(server):
    me = server.starter("via-api")
    asked = ask(server, me, ["2027-01-14T10:00:00+01:00"])
    path = f"/api/v1/contact-requests/{asked.json['id']}"
    stranger = server.starter("vreemde")
    assert server.call("GET", path, token=stranger).status == 404
    assert server.call("POST", f"{path}/decline", {}, me).status == 403
    team = server.role("team")
    listed = [item["id"] for item in server.items("/api/v1/contact-requests", team)]
    assert asked.json["id"] in listed
    assert "Horeca" in server.call("GET", "/nl/begeleiding", token=team).text.title()
    wrong = server.call("POST", f"{path}/acceptance", {"moment": "2027-01-15T10:00:00Z"}, team)
    assert (wrong.status, wrong.pointer) == (422, "/moment")
    done = server.call("POST", f"{path}/acceptance",
                       {"moment": "2027-01-14T09:00:00.000Z", "adviser": "karel"}, team)
    assert (done.status, done.json["state"]) == (200, "accepted"), done
    repeated = server.call("POST", f"{path}/acceptance",
                           {"moment": "2027-01-14T09:00:00Z", "adviser": "karel"}, team)
    assert (repeated.status, repeated.json["revision"]) == (200, done.json["revision"])


def test_withdrawing_and_saying_that_the_partner_makes_contact(server):
    me = server.starter("neemt-terug")
    asked = ask(server, me, ["2027-01-15T10:00:00+01:00"]).json
    path = f"/api/v1/contact-requests/{asked['id']}"
    answered = server.call("POST", f"{path}/answer", {"message": "We bellen"}, server.role("team"))
    assert (answered.status, answered.json["state"]) == (200, "answered")
    for _ in range(2):
        gone = server.call("POST", f"{path}/withdrawal", {}, me)
        assert (gone.status, gone.json["state"]) == (200, "withdrawn")


@pytest.mark.parametrize(
    "change, pointer",
    [
        ({"moments": []}, "/moments"),
        ({"moments": JANUARY + JANUARY}, "/moments"),
        ({"moments": [JANUARY[0], JANUARY[0]]}, "/moments/1"),
        ({"moments": [JANUARY[0], "gisteren"]}, "/moments/1"),
        ({"appointmentType": "bestaat-niet"}, "/appointmentType"),
        ({"answers": {}}, "/answers/horeca-idee"),
        ({"toDo": "00000000-0000-4000-8000-000000000000"}, "/toDo"),
        ({"place": "venue"}, "/place"),
        ({"note": "x" * 2001}, "/note"),
        ({"momenten": []}, "/momenten"),
    ],
)
def test_bad_input_names_the_field(server, change, pointer):
    me = server.starter("fout")
    answer = ask(server, me, **change)
    assert (answer.status, answer.pointer) == (422, pointer), answer


def test_a_moment_that_cannot_be_says_why(server):
    me = server.starter("te-laat")
    answer = ask(server, me, [JANUARY[0], "2027-01-01T10:00:00+01:00"])
    assert (answer.status, answer.code, answer.pointer) == (409, "too-soon", "/moments/1")


def test_the_same_key_asks_once(server):
    me = server.starter("sleutel")
    headers = {"Idempotency-Key": "een-aanvraag"}
    body = {"appointmentType": "horeca-gesprek", "moments": ["2027-01-18T10:00:00+01:00"],
            "answers": {"horeca-idee": "Een bar"}}
    first = server.call("POST", "/api/v1/contact-requests", body, me, headers)
    again = server.call("POST", "/api/v1/contact-requests", body, me, headers)
    assert (first.status, again.status, first.body) == (201, 201, again.body)
    other = server.call("POST", "/api/v1/contact-requests", body, me)
    assert (other.status, other.code) == (409, "already-asked")


@pytest.mark.parametrize("contact, kind", [("ownPage", "appointment"), ("phoneOrMail", "contact")])
def test_what_was_arranged_elsewhere_moves_the_step(server, contact, kind):
    me = server.starter(f"regelt-{contact.lower()}")
    types = {item["key"] for item in types_by(server, contact)}
    step, key = next(
        (item, known["key"]) for item in server.items("/api/v1/to-dos", me)
        for known in item["appointmentTypes"] if known["key"] in types)
    wish = {"appointmentType": key, "toDo": step["id"], "kind": kind, "date": "2027-01-20"}
    made = server.call("POST", "/api/v1/arrangements", wish, me)
    assert (made.status, made.json["state"]) == (201, "standing"), made
    assert to_do(server, me, step["key"])["state"] == "booked"
    page = html.unescape(server.call("GET", "/nl/mijn-traject", token=me).text)
    assert "woensdag 20 januari 2027" in page
    assert server.call("DELETE", f"/api/v1/arrangements/{made.json['id']}", token=me).status == 204
    assert to_do(server, me, step["key"])["state"] == "open"

    # The same through the forms of the pages, which no script runs.
    sent = form(server, f"/nl/afspraak-maken/{key}/afgesproken", me, toDo=step["id"], day="",
                kind=kind)
    assert sent.status == 303 and sent.headers["Location"].endswith(f"#{step['id']}"), sent
    page = server.call("GET", "/nl/mijn-traject", token=me).text
    ending = re.search(r'action="(/nl/mijn-traject/afgesproken/[0-9a-f-]{36})"', page).group(1)
    assert form(server, ending, me, action="done").status == 303
    assert to_do(server, me, step["key"])["state"] == "done"
    wrong = form(server, f"/nl/afspraak-maken/{key}/afgesproken", me, day="2099-01-01")
    assert wrong.status == 422


def test_a_visitor_keeps_the_moments_while_signing_in(server):
    path = "/nl/afspraak-maken/horeca-gesprek/aanvragen"
    assert "Stel momenten voor" in server.call("GET", path).text
    fields = {"day1": "2027-01-19", "time1": "10:00", "day2": "", "time2": "",
              "email": "bezoeker@test.example"}
    sent = form(server, path, **fields)
    assert sent.status == 303 and "/nl/aanmelden/code" in sent.headers["Location"], sent
    with sqlite3.connect(server.database) as database:
        back, = database.execute("SELECT return_path FROM sign_in_request WHERE email = ?",
                                 ["bezoeker@test.example"]).fetchone()
    server.account("bezoeker")
    me = server.token("bezoeker@test.example")
    page = server.call("GET", back, token=me).text
    assert 'value="2027-01-19"' in page and 'value="10:00"' in page
    done = form(server, path, me, name="Bo Bezoeker", day1="2027-01-19", time1="10:00",
                **{"answer-horeca-idee": "Een theehuis"})
    assert done.status == 303 and "/nl/aanvraag/" in done.headers["Location"], done
    shown = server.call("GET", done.headers["Location"], token=me).text
    assert "Je aanvraag is verstuurd" in shown


def test_moments_that_are_wrong_come_back_with_the_reason(server):
    path = "/nl/afspraak-maken/horeca-gesprek/aanvragen"
    me = server.starter("typt-fout")
    half = form(server, path, me, day1="2027-01-19", time1="")
    assert half.status == 422 and "Vul de dag en het uur in" in html.unescape(half.text)
    gap = form(server, path, me, day1="2027-03-28", time1="02:30")
    assert gap.status == 422 and "Dit uur bestaat die dag niet" in html.unescape(gap.text)
    nothing = form(server, path, me)
    assert nothing.status == 422 and "minstens" in html.unescape(nothing.text)


def test_no_public_output_names_the_starter_or_what_they_wrote(server):
    log = server.log()
    for secret in ["koffiebar", "namiddag", "Bo Bezoeker", "Liever in februari"]:
        assert secret not in log
    assert not re.search(r"/aanvraag/[\w-]{32}", log)


BARE = """
version: 1
organisation:
  { key: huis, name: Huis, zone: Europe/Brussels, phone: "09 000 00 99", email: team@huis.example }
partners:
  - key: bank
    name: Bank
    kind: bank
    partnership: { type: founding, since: 2026-01-01 }
    advisers: [ { key: dirk, name: Dirk, email: dirk@bank.example } ]
    appointmentTypes:
      - { key: vol, name: Altijd vol, contact: slots, minutes: [30], places: [online] }
"""


def test_a_type_without_a_free_moment_shows_the_team_and_the_question_box(tmp_path):
    file = tmp_path / "bare.yaml"
    file.write_text(BARE)
    with Service(demo=False, now="2027-01-04T07:00:00Z") as service:
        service.cli("import", "catalogue", file)
        page = service.call("GET", "/nl/afspraak-maken?partner=bank").text.split("<footer")[0]
        assert "geen vrij moment" in page and 'href="#vraag"' in page
        assert "09 000 00 99" in page and "team@huis.example" in page
