"""“Stel je vraag”, from the box in the foot of a page to the answer, through pages and API."""

import html
import re
from urllib.parse import quote, urlencode, urlsplit

import pytest

QUESTION = "Puis-je vendre des gaufres <b>chez moi</b> ?\nhttps://kwaad.example/x"


def post(server, path, fields, cookie=None):
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": server.base}
    if cookie:
        headers["Cookie"] = cookie
    return server.call("POST", path, raw=urlencode(fields).encode(), headers=headers)


def see(server, path, cookie=None):
    return server.call("GET", path, headers={"Cookie": cookie} if cookie else {})


class Browser:
    """Somebody who is signed in, and sends forms as the pages make them."""

    def __init__(self, server, role):
        self.server = server
        link = urlsplit(server.sign_in_link(role)).path
        self.cookie = post(server, link, {}).headers["Set-Cookie"].split(";")[0]

    def get(self, path):
        return see(self.server, path, self.cookie)

    def post(self, path, page, **fields):
        token = re.search(r'name="csrf" value="([^"]+)"', self.get(page).text).group(1)
        return post(self.server, path, {"csrf": token, **fields}, self.cookie)


@pytest.fixture(scope="module")
def team(server):
    return Browser(server, "team")


@pytest.fixture(scope="module")
def admin(server):
    return Browser(server, "admin")


def mail(admin, address, words):
    """The mail to an address with these words, as the outbox shows it: language, text, markup."""
    found = [one for one in mails(admin, address) if words in one[1]]
    assert len(found) == 1, (words, found)
    return found[0]


def mails(admin, address):
    """All mails to an address; those of one second stand in no order."""
    items = re.findall(r'<li class="card mail">.*?</li>', admin.get("/nl/outbox").text, re.S)
    found = []
    for item in items:
        text = html.unescape(re.sub(r"<[^>]+>", "", item))
        if address in text.split("\n")[2]:
            found.append((re.search(r'lang="(\w\w)"', item).group(1), text, item))
    return found


def ask(server, email, text=QUESTION, **fields):
    answer = post(server, "/fr/question", {"text": text, "email": email, "website": "", **fields})
    assert (answer.status, answer.headers["Location"]) == (303, "/fr/question?done=asked"), answer
    return answer


def question_of(server, email):
    token = server.role("team")
    return next(one for one in server.items("/api/v1/inquiries", token) if one.get("email") == email)


@pytest.mark.parametrize("path", ["/nl/", "/en/book", "/fr/connexion", "/nl/bestaat-niet", "/nl/in/x"])
def test_the_box_stands_on_every_page(server, path):
    page = see(server, path).text
    form = re.search(r'<section id="vraag".*?</section>', page, re.S).group()
    kept = re.search(r'name="page" value="([^"]*)"', form)
    assert 'name="text"' in form and 'name="email"' in form
    assert (kept.group(1) if kept else None) == (path if "bestaat" not in path and "/in/" not in path else None)


def test_the_account_s_address_stands_in_for_the_field(server, team):
    form = re.search(r'<section id="vraag".*?</section>', team.get("/nl/").text, re.S).group()
    assert 'name="email"' not in form and "team@demo.example" in form


def test_a_visitor_asks_in_french_and_gets_a_link_to_book(server, team, admin):
    email = "vera@vragen.example"
    ask(server, email, page="/fr/prendre-rendez-vous/krediet")
    thanks = see(server, "/fr/question?done=asked").text
    assert "jours ouvrables" in thanks and "09 000 00 00" in thanks
    language, text, item = mail(admin, email, "Vous nous avez")
    assert language == "fr" and "«\u00a0Puis-je vendre des gaufres <b>chez moi</b> ?" in text
    assert "<b>" not in item and 'href="https://kwaad' not in item
    question = question_of(server, email)
    assert question["page"] == "/fr/prendre-rendez-vous/krediet"
    path = f"/nl/vragen/{question['id']}"
    listed = team.get("/nl/vragen").text
    assert path in listed and "Vandaag gesteld" in listed and "&lt;b&gt;chez moi" in listed
    page = team.get(path).text
    assert "<b>chez" not in page and 'href="https://kwaad' not in page
    done = team.post(path, path, action="type", other="vergunning-check", words="Bonne chance !")
    assert done.headers["Location"] == f"{path}?done=routed", done
    language, text, _ = mail(admin, email, "Bonne chance !")
    assert language == "fr"
    assert f"{server.base}/fr/prendre-rendez-vous/vergunning-check" in text
    assert question_of(server, email)["state"] == "guided"
    assert "Doorgestuurd." in team.get(f"{path}?done=routed").text


def test_a_partner_s_link_opened_thrice_answers_once(server, team, admin):
    email = "paul@vragen.example"
    ask(server, email)
    path = f"/nl/vragen/{question_of(server, email)['id']}"
    assert team.post(path, path, action="partner", other="voorbeeldbank").status == 303
    _, text, _ = mail(admin, "starters@voorbeeldbank.example", email)
    link = re.search(r"http://\S+/nl/vraag/[\w-]{32}", text).group()
    for method in ["GET", "GET", "HEAD"]:
        opened = server.call(method, link)
        assert opened.status == 200
    assert email in see(server, link).text
    assert question_of(server, email)["state"] == "withPartner"
    empty = post(server, link, {"action": "answer", "text": " "})
    assert empty.status == 422 and "Vul dit in" in empty.text
    answer = {"action": "answer", "text": "Oui, mais pas <i>partout</i>."}
    assert post(server, link, answer).status == 303
    assert post(server, link, answer).status == 409
    language, _, item = mail(admin, email, "Oui, mais pas <i>partout</i>.")
    assert language == "fr" and "<i>" not in item
    late = see(server, link).text
    assert "is beantwoord" in late and email not in late and "gaufres" not in late
    assert "partout" in team.get(path).text
    assert question_of(server, email)["partner"] == "voorbeeldbank"


def test_a_partner_gives_a_question_back(server, team, admin):
    email = "rik@vragen.example"
    ask(server, email)
    path = f"/nl/vragen/{question_of(server, email)['id']}"
    adviser = Browser(server, "adviser")
    assert adviser.get(path).status == 404
    team.post(path, path, action="partner", other="voorbeeldbank")
    assert path in adviser.get("/nl/vragen").text
    assert adviser.get("/nl/zonder-aanbod").status == 403
    done = adviser.post(path, path, action="return", words="Vraag het loket.")
    assert done.headers["Location"] == "/nl/vragen?done=returned"
    assert adviser.get(path).status == 404
    assert question_of(server, email)["state"] == "open"
    assert "Vraag het loket." in team.get(path).text
    assert mail(admin, "hallo@startersfabriek.example", "Vraag het loket.")


def test_what_nobody_can_answer_is_counted_where_it_belongs(server, team):
    email = "gap@vragen.example"
    ask(server, email, text="Een boekhouder in het Turks?")
    path = f"/nl/vragen/{question_of(server, email)['id']}"
    assert team.post(path, path, action="gap", gap="set").status == 303
    gaps = team.get("/nl/zonder-aanbod").text
    assert "in het Turks" in gaps and "boekhouding" in gaps
    assert path in team.get("/nl/vragen?gap=1").text
    closed = team.post(path, path, action="close", words="")
    assert closed.status == 303
    assert path in team.get("/nl/vragen?part=closed").text


def test_mistakes_come_back_with_what_was_typed(server, team):
    wrong = post(server, "/nl/vraag", {"text": "Mag <dit>?", "email": "vera", "page": "/nl/week"})
    assert wrong.status == 422
    assert "Mag &lt;dit&gt;?" in wrong.text and 'value="vera"' in wrong.text
    assert wrong.text.count('id="vraag"') == 1 and 'value="/nl/week"' in wrong.text
    path = "/nl/vragen"
    question = server.items("/api/v1/inquiries", server.role("team"))[0]["id"]
    again = team.post(f"{path}/{question}", f"{path}/{question}", action="toDo", other="weg")
    assert again.status in (409, 422)


def test_a_robot_is_thanked_and_forgotten(server):
    before = len(server.items("/api/v1/inquiries", server.role("team")))
    ask(server, "robot@vragen.example", website="https://koop.example")
    assert len(server.items("/api/v1/inquiries", server.role("team"))) == before


def test_a_form_of_another_site_is_refused(server, team):
    answer = post(server, "/nl/vraag", {"text": "Mag dit?", "csrf": "x"}, team.cookie)
    assert answer.status == 403


def test_the_sixth_question_of_an_address_is_refused_in_words(server):
    for number in range(5):
        ask(server, "veel@vragen.example", f"Vraag {number}")
        ask(server, "veel@vragen.example", f"Vraag {number}")
    sixth = post(server, "/nl/vraag", {"text": "Nog een", "email": "veel@vragen.example"})
    assert sixth.status == 409 and "Bel of mail het team" in sixth.text and "Nog een" in sixth.text
    over = server.call("POST", "/api/v1/inquiries", {"text": "Nog", "email": "veel@vragen.example"})
    assert (over.status, over.code) == (409, "too-many-open-inquiries")


def test_the_api_does_the_same(server):
    token = server.role("staff")
    asked = server.call("POST", "/api/v1/inquiries", {"text": "May I?", "email": "api@vragen.example"},
                        headers={"Accept-Language": "en"})
    assert asked.status == 201 and asked.json["state"] == "open"
    address = f"/api/v1/inquiries/{asked.json['id']}"
    one = server.call("GET", address, token=token).json
    assert (one["text"], one["email"], one["language"]) == ("May I?", "api@vragen.example", "en")
    gap = server.call("PUT", address + "/gap", {"gap": True}, token)
    assert gap.json["gap"] is True
    only = server.call("GET", "/api/v1/inquiries?gap=1&state=open", token=token).json["items"]
    assert asked.json["id"] in [item["id"] for item in only]
    routed = server.call("POST", address + "/routing", {"toDo": "boekhouding", "text": "Here."}, token)
    assert (routed.json["state"], routed.json["toDo"]) == ("guided", "boekhouding")
    answered = server.call("POST", address + "/answer", {"text": "Yes."}, token)
    assert answered.json["state"] == "answered"
    twice = server.call("POST", address + "/answer", {"text": "Yes."}, token)
    assert (twice.status, twice.code) == (409, "already-answered")


def test_the_api_names_what_is_wrong(server):
    token = server.role("team")
    asked = server.call("POST", "/api/v1/inquiries", {"text": "Mag?", "email": "fout@vragen.example"})
    address = f"/api/v1/inquiries/{asked.json['id']}"
    for path, body, pointer in [
        ("/api/v1/inquiries", {"text": "Mag?"}, "/email"),
        ("/api/v1/inquiries", {"email": "a@b.example"}, "/text"),
        ("/api/v1/inquiries", {"text": "x" * 2001, "email": "a@b.example"}, "/text"),
        ("/api/v1/inquiries", {"text": "x", "email": "a@b.example", "page": "/nl"}, "/page"),
        (address + "/routing", {}, "/partner"),
        (address + "/routing", {"partner": "voorbeeldbank", "toDo": "boekhouding"}, "/toDo"),
        (address + "/routing", {"appointmentType": "weg"}, "/appointmentType"),
        (address + "/answer", {"text": ""}, "/text"),
    ]:
        answer = server.call("POST", path, body, token if path != "/api/v1/inquiries" else None)
        assert (answer.status, answer.pointer) == (422, pointer), (path, body, answer)


def test_a_key_repeats_for_an_account_and_only_staff_read(server):
    starter = server.starter("vrager")
    sent = {"Idempotency-Key": "vraag-1"}
    first = server.call("POST", "/api/v1/inquiries", {"text": "Mag dit?"}, starter, sent)
    again = server.call("POST", "/api/v1/inquiries", {"text": "Mag dit?"}, starter, sent)
    assert first.status == again.status == 201 and first.json == again.json
    address = f"/api/v1/inquiries/{first.json['id']}"
    for method, path, body in [
        ("GET", address, None), ("POST", address + "/answer", {"text": "Ja"}),
        ("POST", address + "/routing", {"toDo": "boekhouding"}), ("PUT", address + "/gap", {"gap": True}),
    ]:
        assert server.call(method, path, body, starter).status == 404, path
        assert server.call(method, path, body).status == 401, path
        assert server.call(method, path, body, server.role("manager")).status == 404, path
    assert server.call("GET", "/api/v1/inquiries", token=starter).status == 403
    assert server.call("GET", "/api/v1/inquiries?state=weg", token=server.role("team")).status == 422


def test_questions_and_links_are_not_in_the_log(server):
    log = server.log()
    assert "gaufres" not in log and "vragen.example" not in log
    assert not re.search(r"/nl/vraag/[\w-]{32}", log) and quote("é") not in log
