"""Staff close days on the page Sluitingsdagen: moments go, appointments stay, others may not."""

import html
import re
from datetime import date
from urllib.parse import urlencode, urlsplit

import pytest

FORM = "application/x-www-form-urlencoded"
# A Wednesday; the demo's clock starts on Monday 4 January 2027.
DAY = "2027-01-13"


class Visitor:
    """Somebody who is signed in and fills in the forms of a page."""

    def __init__(self, server, role):
        self.server = server
        link = urlsplit(server.sign_in_link(role)).path
        answer = server.call("POST", link, raw=b"",
                             headers={"Content-Type": FORM, "Origin": server.base})
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def get(self, path):
        return self.server.call("GET", path, headers={"Cookie": self.cookie, "Accept": "text/html"})

    def post(self, path, fields):
        return self.server.call(
            "POST", path, raw=urlencode(fields).encode(),
            headers={"Cookie": self.cookie, "Content-Type": FORM, "Origin": self.server.base,
                     "Accept": "text/html"})

    def form(self, path, holding):
        """The hidden fields of the form that holds a text."""
        page = self.get(path).text
        (found,) = [f for f in re.findall(r"<form.*?</form>", page, re.S) if holding in f]
        return hidden(found)


def hidden(form):
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields}


@pytest.fixture(scope="module")
def staff(server):
    return Visitor(server, "staff")


def free(server, key):
    return server.slots(key, date.fromisoformat(DAY), 1)


def test_a_day_that_staff_close_takes_its_moments_and_leaves_appointments(server, staff):
    """The city's services choose the set that staff keep."""
    path = "/nl/sluitingsdagen"
    token = server.starter("blijft")
    first = free(server, "pand-zoeken")[0]
    booked = server.call("POST", "/api/v1/bookings", {
        "appointmentType": "pand-zoeken", "start": first["start"], "minutes": 45,
        "place": first["place"],
        "answers": answers(server, "pand-zoeken")}, token)
    assert booked.status == 201, booked
    fields = staff.form(path, 'id="van-city-services"')
    wish = {**fields, "action": "add", "from": DAY, "until": "", "name": "Personeelsdag",
            "nameEN": "Staff day", "nameFR": ""}
    asked = staff.post(path, wish)
    assert (asked.status, "Er staan al afspraken" in asked.text) == (200, True)
    assert free(server, "pand-zoeken"), "asking changes nothing"
    (form,) = [f for f in re.findall(r"<form.*?</form>", asked.text, re.S) if "confirmed" in f]
    done = staff.post(path, hidden(form))
    assert done.status == 303, done
    assert done.headers["Location"] == f"{path}?done=added#city-services"
    assert free(server, "pand-zoeken") == []
    stands = server.call("GET", f"/api/v1/bookings/{booked.json['id']}", token=token).json
    assert stands["state"] == "confirmed"
    page = staff.get(path).text
    assert "Personeelsdag" in page and "1 afspraak blijft staan" in page
    refused = server.call(
        "GET", f"/api/v1/appointment-types/pand-zoeken/slots?from={DAY}&until=2027-01-14"
               "&explain=true").json["refused"]
    assert {"closed"} == {r["code"] for r in refused}

    # A stale form overwrites nothing.
    stale = staff.post(path, {**wish, "from": "2027-01-15"})
    assert stale.status == 412
    remove = staff.form(path, ": wo 13 jan, Personeelsdag")
    assert staff.post(path, {**remove, "action": "remove"}).status == 303
    assert free(server, "pand-zoeken")


def answers(server, key):
    """An answer to every question that must have one."""
    (found,) = [t for t in server.items("/api/v1/appointment-types", None) if t["key"] == key]
    return {q["key"]: q["options"][0] if q.get("options") else "yes" if q["kind"] == "yesNo" else "1"
            for q in found["questions"] if q["required"]}


def test_what_is_wrong_with_a_day_is_told_and_what_was_typed_stays(staff):
    path = "/nl/sluitingsdagen"
    fields = staff.form(path, 'id="van-city-services"')
    wish = {**fields, "action": "add", "from": DAY, "until": "2027-01-02", "name": "Langs achter"}
    answer = staff.post(path, wish)
    assert answer.status == 422
    assert "Laatste dag: " in answer.text and 'value="Langs achter"' in answer.text
    assert staff.post(path, {**wish, "until": "", "name": " "}).status == 422
    assert staff.post(path, {**wish, "until": "", "set": "statutory"}).status == 403
    assert staff.post(path, {**wish, "csrf": ""}).status == 403


def test_a_layer_is_a_note_in_the_picker_and_closes_nothing(server, staff):
    page = server.call("GET", "/nl/afspraak-maken/idee-gesprek?day=2027-02-09",
                       headers={"Accept": "text/html"}).text
    assert "ma 8 feb – zo 14 feb: Krokusvakantie" in page
    assert "Examens aan de UGent: voor 2027 zijn de dagen nog niet bekend." in page
    english = server.call("GET", "/en/book/idee-gesprek?day=2027-02-09",
                          headers={"Accept": "text/html"}).text
    assert "Spring half-term" in english and "Krokusvakantie" not in english
    assert server.slots("idee-gesprek", date(2027, 2, 8), 5)


@pytest.mark.parametrize("role", ["starter", "adviser", "manager"])
def test_only_staff_team_and_admins_see_the_page(server, role):
    assert Visitor(server, role).get("/nl/sluitingsdagen").status == 403


def test_a_visitor_signs_in_first(server):
    answer = server.call("GET", "/fr/jours-de-fermeture", headers={"Accept": "text/html"})
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/fr/connexion")


def test_the_page_stands_in_three_languages(staff):
    for path, heading in [("/nl/sluitingsdagen", "Sluitingsdagen"),
                          ("/en/closing-days", "Closing days"),
                          ("/fr/jours-de-fermeture", "Jours de fermeture")]:
        page = staff.get(path)
        assert page.status == 200
        assert f"<h1>{heading}</h1>" in page.text
        assert not re.search(r"closures\.[a-z]", page.text)
