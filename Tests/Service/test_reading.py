"""What everybody reads: needs, partners found by words and filters, articles from draft to deleted."""

import re
import urllib.parse

import pytest

NOTE = "De tekst staat er <b>niet</b> als [gevaar](javascript:alert(1)) maar als **woorden**."


class Writer:
    """A browser of a role: keeps the cookie and the token of its forms."""

    def __init__(self, server, role):
        self.server = server
        link = urllib.parse.urlsplit(server.sign_in_link(role)).path
        answer = self.post(link, {}, cookie=None)
        assert answer.status == 303, answer
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        me = server.call("GET", "/api/v1/me", headers={"Cookie": self.cookie})
        self.csrf = me.json["csrfToken"]

    def get(self, path):
        return self.server.call("GET", path, headers={"Cookie": self.cookie})

    def post(self, path, fields, cookie=""):
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.server.base}
        if cookie is not None:
            headers["Cookie"] = self.cookie
            fields = {"csrf": self.csrf, **fields}
        return self.server.call("POST", path, raw=urllib.parse.urlencode(fields).encode(), headers=headers)


@pytest.fixture(scope="module")
def team(server):
    return Writer(server, "team")


@pytest.fixture(scope="module")
def starter(server):
    return Writer(server, "starter")


def cards(text):
    return re.findall(r'<h3><a href="/\w\w/(?:partners|partenaires)/([\w-]+)">', text)


def draft(**changes):
    return {"kind": "news", "title-nl": "Open dag voor starters", "body-nl": NOTE, "action": "save", **changes}


def revision(text):
    return re.search(r'name="revision" value="(\d*)"', text).group(1)


def test_an_article_goes_from_draft_to_published_to_deleted(server, team, starter):
    made = team.post("/nl/paginas/nieuw", draft())
    assert made.status == 303, made
    editor = made.headers["Location"].split("?")[0]
    assert ">concept<" in team.get(editor).text

    # A draft exists for those who write only.
    public = "/nl/nieuws/open-dag-voor-starters"
    assert server.call("GET", public).status == 404
    assert starter.get(public).status == 404
    seen = team.get(public)
    assert seen.status == 200 and "Toestand: concept" in seen.text
    assert starter.get("/nl/paginas").status == 403
    assert starter.get(editor).status == 403
    assert starter.post(editor, draft()).status == 403
    assert server.call("GET", "/nl/paginas").status == 303

    # A preview changes nothing.
    looked = team.post(editor, draft(action="preview", **{"title-nl": "Nog niet"}))
    assert looked.status == 200 and "Nog niet" in looked.text and "&lt;b&gt;niet&lt;/b&gt;" in looked.text
    assert "Nog niet" not in team.get(public).text

    saved = team.post(editor, draft(**{"revision": "1", "from": "2026-12-01", "until": "2027-01-04"}))
    assert saved.status == 303, saved
    page = server.call("GET", public)
    assert page.status == 200
    assert "<strong>woorden</strong>" in page.text and "&lt;b&gt;niet&lt;/b&gt;" in page.text
    assert "javascript" not in page.text and "Laatst bijgewerkt op 4 januari 2027" in page.text
    assert "Open dag voor starters" in server.call("GET", "/nl/nieuws").text
    # Without a translation the Dutch text stands on the page, and the page says so.
    french = server.call("GET", "/fr/actualites/open-dag-voor-starters").text
    assert "n’existe qu’en néerlandais" in french and '<article class="prose" lang="nl">' in french

    # Over, it is gone for everybody else.
    over = draft(**{"revision": "2", "from": "2026-12-01", "until": "2027-01-03"})
    assert team.post(editor, over).status == 303
    assert server.call("GET", public).status == 404
    assert ">verlopen<" in team.get("/nl/paginas").text

    unsure = team.post(editor, {"action": "delete", "revision": "3"})
    assert unsure.status == 422 and "Vink aan" in unsure.text
    assert team.post(editor, {"action": "delete", "revision": "3", "sure": "yes"}).status == 303
    assert team.get(public).status == 404 and team.get(editor).status == 404


def test_the_second_of_two_editors_is_told_and_keeps_the_text(server, team):
    made = team.post("/nl/paginas/nieuw", draft(**{"title-nl": "Twee handen"}))
    editor = made.headers["Location"].split("?")[0]
    both = revision(team.get(editor).text)
    first = {"revision": both, "title-nl": "Twee handen, eerst"}
    assert team.post(editor, draft(**first)).status == 303
    second = {"revision": both, "title-nl": "Twee handen, dan", "body-nl": "Wat ik <typte>"}
    told = team.post(editor, draft(**second))
    assert told.status == 412
    assert "intussen gewijzigd" in told.text and "Twee handen, dan" in told.text and "Wat ik &lt;typte&gt;" in told.text
    # Sending it again does not slip through.
    assert revision(told.text) == both
    assert team.post(editor, draft(**second)).status == 412
    assert "Twee handen, eerst" in team.get(editor).text


def test_what_is_wrong_with_an_article_is_said_at_the_field(server, team):
    wrong = team.post("/nl/paginas/nieuw", draft(**{
        "title-nl": "", "title-en": "Only this", "from": "2026-02-30", "key": "Niet Goed"}))
    assert wrong.status == 422
    for field in ["title-nl", "body-en", "from"]:
        assert f'id="{field}-fout"' in wrong.text, field
    assert "Only this" in wrong.text
    taken = team.post("/nl/paginas/nieuw", draft(kind="page", **{"title-nl": "Iets", "key": "privacy"}))
    assert taken.status == 422 and "al in gebruik" in taken.text
    forged = team.post("/nl/paginas/nieuw", {**draft(), "csrf": "x"})
    assert forged.status == 403


def test_information_pages_stand_in_every_footer(server):
    for language, title in [("nl", "Privacy in gewone woorden"), ("en", "Privacy in plain words"),
                            ("fr", "La vie privée en mots simples")]:
        for path in ["", "nothing-here"]:
            text = server.call("GET", f"/{language}/{path}").text
            assert f'<a href="/{language}/info/privacy">{title}</a>' in text, (language, path)
        page = server.call("GET", f"/{language}/info/privacy")
        assert page.status == 200 and f"<h1>{title}</h1>" in page.text


def test_partners_are_found_by_words_and_filters_together(server):
    every = cards(server.call("GET", "/nl/partners").text)
    assert len(every) == len(set(every)) == 36
    found = cards(server.call("GET", "/nl/partners?q=VOORBEELDB%C3%84NK").text)
    assert found == ["voorbeeldbank"]
    online = cards(server.call("GET", "/nl/partners?q=krediet&place=online").text)
    assert "voorbeeldbank" in online and len(online) < 36
    need = server.call("GET", "/nl/partners?need=startkapitaal&kind=bank&language=fr").text
    assert "voorbeeldbank" in cards(need)
    # What means nothing is forgotten.
    assert len(cards(server.call("GET", "/nl/partners?kind=geen&place=maan&need=niets").text)) == 36


def test_an_empty_result_offers_a_way_out_with_counts(server):
    text = server.call("GET", "/nl/partners?q=voorbeeldbank&kind=notary").text
    assert cards(text) == [] and "0 partners" in text and 'href="#vraag"' in text
    ways = re.findall(r'<li><a href="(/nl/partners\?[^"]+)">Zonder dit: [^<]+</a> <span class="count">(\d+) partner', text)
    assert len(ways) == 2
    for href, count in ways:
        there = server.call("GET", href.replace("&amp;", "&")).text
        assert len(cards(there)) == int(count) > 0


def test_a_partner_and_a_need_say_who_what_and_when(server):
    partner = server.call("GET", "/nl/partners/voorbeeldbank").text
    assert "Stichtende partner sinds 1 januari 2025" in partner
    assert "Eerste vrije moment" in partner and "/nl/wat-heb-je-nodig/startkapitaal" in partner
    need = server.call("GET", "/nl/wat-heb-je-nodig/oprichting-notaris").text
    for words in ["Wat is het?", "Wat als je het overslaat?", "Bron:", "Nagekeken op", "Wat eerst komt",
                  "Wie helpt je hiermee?", "/nl/partners/"]:
        assert words in need, words
    past = server.call("GET", "/nl/wat-heb-je-nodig/transitiepremie").text
    assert "Dit gold tot en met 31 december 2022." in past
    for path in ["/nl/partners/niemand", "/nl/wat-heb-je-nodig/niets", "/nl/info/niets", "/nl/nieuws/niets"]:
        assert server.call("GET", path).status == 404, path


def test_a_starter_finds_the_next_step_first(server, starter):
    home = starter.get("/nl/").text
    assert home.index("Je volgende stap") < home.index("Waar sta je?")
    assert re.search(r'href="/nl/mijn-traject#[0-9a-f-]{36}"', home)
    # Nothing of it for a visitor.
    assert "Je volgende stap" not in server.call("GET", "/nl/").text
