"""The pages of advisers and partners through the real binary: hours, the editor, a stale save."""

import html
import re
from urllib.parse import urlencode, urlsplit

import pytest

DAY = "2027-01-12"  # A Tuesday on which the demo's adviser has hours.


@pytest.fixture(scope="module")
def cookies(server):
    """Signed-in cookies, one per role."""
    signed_in = {}

    def cookie(role):
        if role not in signed_in:
            link = urlsplit(server.sign_in_link(role)).path
            answer = server.call("POST", link, raw=b"", headers={
                "Content-Type": "application/x-www-form-urlencoded", "Origin": server.base})
            assert answer.status == 303, answer
            signed_in[role] = answer.headers["Set-Cookie"].split(";")[0]
        return signed_in[role]

    return cookie


@pytest.fixture
def browse(server, cookies):
    """Opens a page, or sends a form with the hidden fields of the page it stands on."""
    def browse(role, path, form=None, hidden=None):
        headers = {"Cookie": cookies(role), "Accept": "text/html"}
        if form is None:
            return server.call("GET", path, headers=headers)
        fields = {**(hidden if hidden is not None else hidden_fields(browse(role, path))), **form}
        return server.call("POST", path, raw=urlencode(fields).encode(), headers={
            **headers, "Origin": server.base, "Content-Type": "application/x-www-form-urlencoded"})

    return browse


def hidden_fields(page):
    assert page.status == 200, page
    return {name: html.unescape(value) for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)}


def moments(server, adviser="an"):
    answer = server.call(
        "GET", f"/api/v1/appointment-types/rekening-openen/slots?from={DAY}&until=2027-01-13&adviser={adviser}")
    assert answer.status == 200, answer
    return answer.json["slots"]


def test_an_adviser_closes_a_day_and_opens_it_again(server, browse):
    assert moments(server)
    path = f"/nl/week/uren?adviser=an&day={DAY}"
    # Looking changes nothing, however often.
    for _ in range(3):
        assert browse("adviser", path).status == 200
    assert moments(server)
    answer = browse("adviser", path, {"kind": "close-day", "date": DAY, "reason": "opleiding"})
    assert answer.status == 303, answer
    assert moments(server) == []
    page = browse("adviser", answer.headers["Location"])
    assert "Bewaard" in page.text and "opleiding" in page.text
    mark = re.search(r'name="remove" value="(\w+)"', page.text).group(1)
    assert browse("adviser", path, {"remove": mark}).status == 303
    assert moments(server)


def test_hours_that_make_no_sense_come_back_as_typed(browse):
    path = f"/nl/week/uren?adviser=an&day={DAY}"
    answer = browse("manager", path, {
        "kind": "open-hours", "date": DAY, "from": "12:00", "until": "11:00", "reason": "markt"})
    assert answer.status == 422
    assert "Het einde moet na het begin komen." in answer.text and 'value="markt"' in answer.text
    answer = browse("manager", path, {"kind": "close-day", "date": "2026-12-31"})
    assert answer.status == 422 and "vanaf vandaag" in answer.text


def test_nobody_else_changes_an_advisers_hours(browse):
    path = f"/nl/week/uren?adviser=an&day={DAY}"
    assert browse("starter", path).status == 404
    assert browse("staff", path).status == 403
    assert browse("staff", f"/nl/week?whose=adviser:an&day={DAY}").status == 200
    assert browse("starter", f"/nl/week?whose=adviser:an&day={DAY}").status == 404


def test_the_week_leads_to_booking_for_somebody(browse):
    week = browse("adviser", f"/nl/week?day={DAY}")
    assert week.status == 200
    plan = html.unescape(re.search(rf'href="(/nl/week/inplannen\?[^"]*{DAY})"', week.text).group(1))
    moment = html.unescape(
        re.search(r'class="time" href="([^"]+)"', browse("adviser", plan).text).group(1))
    confirm = browse("adviser", moment)
    assert confirm.status == 200 and 'name="starter"' in confirm.text


def test_a_manager_changes_the_page_of_their_own_partner_only(server, browse):
    path = "/nl/partners/voorbeeldbank/bewerken"
    assert browse("starter", path).status == 403
    assert browse("staff", path).status == 403
    assert browse("manager", "/nl/partners/bestaat-niet/bewerken").status == 404
    listed = server.call("GET", "/api/v1/appointment-types").json["items"]
    other = next(t["partner"]["key"] for t in listed if t["partner"]["key"] != "voorbeeldbank")
    for method in (None, {"about.nl": "Van een ander"}):
        answer = browse("manager", f"/nl/partners/{other}/bewerken", method,
                        hidden=hidden_fields(browse("manager", path)))
        assert answer.status == 403, answer


def partner_form(page):
    """The form as a browser would send it back unchanged."""
    fields = hidden_fields(page)
    for name, value in re.findall(r'<input id="[^"]+" name="([^"]+)"[^>]* value="([^"]*)"', page.text):
        fields[name] = html.unescape(value)
    for name, value in re.findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)<', page.text):
        fields[name] = html.unescape(value)
    for name in re.findall(r'<input type="checkbox" name="([^"]+)" value="yes" checked>', page.text):
        fields[name] = "yes"
    return fields


def test_a_second_editor_is_told_and_nothing_is_overwritten(server, browse):
    path = "/nl/partners/voorbeeldbank/bewerken"
    first = partner_form(browse("manager", path))
    second = partner_form(browse("team", path))
    # Saving what stands there changes nothing.
    before = server.cli("export", "catalogue").stdout
    assert browse("manager", path, {}, hidden=first).status == 303
    assert server.cli("export", "catalogue").stdout == before

    answer = browse("manager", path, {"about.nl": "Wij helpen je met geld."}, hidden=first)
    assert answer.status == 303, answer
    answer = browse("team", path, {"about.nl": "Het team schreef dit."}, hidden=second)
    assert answer.status == 412
    assert "intussen gewijzigd" in answer.text and "Het team schreef dit." in answer.text
    assert "Wij helpen je met geld." in server.cli("export", "catalogue").stdout
    # Who saves again has seen it.
    again = partner_form(answer_as_page(answer))
    assert browse("team", path, {}, hidden=again).status == 303
    assert "Het team schreef dit." in server.cli("export", "catalogue").stdout


def answer_as_page(answer):
    answer.status = 200
    return answer


def test_a_field_that_cannot_stay_says_so_beside_it(server, browse):
    path = "/nl/partners/voorbeeldbank/bewerken"
    form = partner_form(browse("manager", path))
    answer = browse("manager", path, {"website": "geen adres", "about.nl": ""}, hidden=form)
    assert answer.status == 422
    assert 'id="website-fout"' in answer.text and 'id="about-nl-fout"' in answer.text
    assert 'value="geen adres"' in answer.text
    assert "geen adres" not in server.cli("export", "catalogue").stdout


def test_a_renamed_type_shows_everywhere_at_once(server, browse):
    path = "/nl/partners/voorbeeldbank/bewerken?type=krediet"
    form = partner_form(browse("manager", path))
    answer = browse("manager", path, {"name.nl": "Praten over geld"}, hidden=form)
    assert answer.status == 303, answer
    assert "Praten over geld" in server.call("GET", "/nl/afspraak-maken/krediet").text
    assert "Praten over geld" in browse("adviser", "/nl/begeleiding").text
    browse("manager", path, {"name.nl": form["name.nl"], "seen": partner_form(
        browse("manager", path))["seen"]}, hidden=form)


def test_a_feed_list_says_what_it_holds_and_who_came(server):
    token = server.role("adviser")
    made = server.call("POST", "/api/v1/feeds", {"scope": "adviser", "busyOnly": True}, token).json
    server.call("GET", urlsplit(made["url"]).path, headers={"User-Agent": "vdirsyncer/0.19.2"})
    body = server.call("GET", urlsplit(made["url"]).path).text
    listed = next(f for f in server.items("/api/v1/feeds", token) if f["id"] == made["id"])
    assert listed["busyOnly"] is True
    assert listed["events"] == body.count("BEGIN:VEVENT") > 0
