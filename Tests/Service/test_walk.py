"""Every page that can be reached by links, for every role, in every language.

What a page must be stands in `check`. New pages are walked by being linked.
"""

import collections
import json
import re
import time
import urllib.parse

import pytest
from demo import DemoService
from htmlpage import Page
from service import ROOT

LANGUAGES = ["nl", "en", "fr"]
ROLES = [None, "starter", "adviser", "manager", "staff", "organizer", "team", "admin"]
MAXIMUM_PAGES = 400
MAXIMUM_BYTES = 100_000
# The whole list with all who help at each step, folded: as long as the catalogue's list is.
MAXIMUM_LIST_BYTES = 400_000
LISTS = ("/nl/mijn-traject", "/en/my-path", "/fr/mon-parcours")
# So many pages of one kind: a type's page, a day of it, a moment of that day.
OF_A_KIND = {None: 12, "starter": 4}
PHRASES = {
    language: json.loads((ROOT / f"Sources/Operations/Phrases/{language}.json").read_text())
    for language in LANGUAGES
}
# Two of these in one text make it Dutch.
DUTCH = {"aan", "als", "bij", "dat", "deze", "een", "geen", "het", "ik", "jouw", "kan", "kunt",
         "met", "moet", "naar", "niet", "ons", "onze", "ook", "uit", "van", "voor", "wij", "wordt",
         "zijn"}
KEY = re.compile(r"(?<![\w.@/-])([a-z][\w-]*)(?:\.[\w-]+)+(?![\w@/])")


@pytest.fixture(scope="module")
def service():
    """The demo with something on every list: an appointment with answers and a feed."""
    with DemoService() as service:
        token = service.role("starter")
        slots = "/api/v1/appointment-types/krediet/slots?from=2027-01-11&until=2027-01-30"
        slot = service.call("GET", slots).json["slots"][0]
        wish = {"appointmentType": "krediet", "start": slot["start"], "minutes": 30,
                "place": slot["place"], "answers": {"bedrag": "15000", "krediet-doel": "materiaal"},
                "note": "Ik wil een koffiebar openen met een vriend."}
        assert service.call("POST", "/api/v1/bookings", wish, token).status == 201
        service.book(token, service.race_slots()[-1]["start"])
        for role, scope in [("starter", "starter"), ("adviser", "adviser")]:
            answer = service.call("POST", "/api/v1/feeds", {"scope": scope}, service.role(role))
            assert answer.status == 201, answer
        yield service
        assert " error " not in service.log(), service.log()


def fragments(language):
    """What Dutch phrases say that the language does not: pieces of some words."""
    own = "\n".join(PHRASES[language].values())
    pieces = {piece.strip() for text in PHRASES["nl"].values()
              for piece in re.split(r"\{\w+\}|\n", text)}
    return {piece for piece in pieces if len(piece) > 11 and " " in piece and piece not in own}


FOREIGN = {language: fragments(language) for language in ["en", "fr"]}
PREFIXES = {key.split(".")[0] for key in PHRASES["nl"]}


def check(page, language, service):
    """What is wrong with a page, in words."""
    yield from page.faults
    if page.language != language:
        yield f"lang is {page.language}"
    if page.headings != 1:
        yield f"{page.headings} main headings"
    if not page.title:
        yield "no title"
    whole = "\n".join(text for _, text in page.texts)
    for fact in re.findall(r"\{\w+\}", whole):
        yield f"a fact left: {fact}"
    for match in KEY.finditer(whole):
        if match.group(1) in PREFIXES and match.group(0) in PHRASES["nl"]:
            yield f"a raw key: {match.group(0)}"
    if page.unlabelled():
        yield f"no label: {page.unlabelled()}"
    twice = [id for id, count in collections.Counter(page.ids).items() if count > 1]
    if twice:
        yield f"ids twice: {twice}"
    if set(page.references) - set(page.ids):
        yield f"refers to what is not there: {set(page.references) - set(page.ids)}"
    for link in page.links:
        if link.startswith("#") and link[1:] not in page.ids:
            yield f"leads nowhere: {link}"
    yield from check_words(page, language)
    yield from check_fetches(page)
    if set(page.alternates) != set(LANGUAGES):
        yield f"languages: {page.alternates}"
    if "tel:090000000" not in page.links or "mailto:hallo@startersfabriek.example" not in page.links:
        yield "the team's phone or mail is missing"


def check_words(page, language):
    """A translation says that it is one, and is in its language but where it is marked."""
    if language == "nl":
        return
    own = page.text(language)
    if PHRASES[language]["frame.translation"] not in own:
        yield "does not say that it is a translation"
    for text in own.split("\n"):
        found = DUTCH & set(re.findall(r"[\w’]+", text.lower()))
        if len(found) > 1:
            yield f"Dutch: {text}"
    for piece in FOREIGN[language]:
        if piece in own:
            yield f"a Dutch phrase: {piece}"
    says = PHRASES[language]["frame.untranslated"] in own
    if page.is_partly_dutch != says:
        yield f"{'does not say' if page.is_partly_dutch else 'says'} that some of it is in Dutch"


def check_fetches(page):
    """One answer, the stylesheet and the mark, and at most scripts of ours."""
    assets = page.fetches["stylesheet"] + page.fetches["icon"] + page.fetches["script"]
    if len(page.fetches["stylesheet"]) != 1 or len(page.fetches["icon"]) != 1:
        yield f"fetches {page.fetches}"
    others = set(page.fetches["image"]) - set(page.fetches["icon"])
    if others or not all(path.startswith("/assets/") for path in assets):
        yield f"fetches {page.fetches}"


def kind(path):
    """Pages that differ in an object or a value only are of one kind."""
    parts = urllib.parse.urlsplit(path)
    steps = parts.path.strip("/").split("/")
    steps = [step if number < 2 or number == 3 else "*" for number, step in enumerate(steps)]
    names = sorted({name for name, _ in urllib.parse.parse_qsl(parts.query)})
    return "/".join(steps) + "?" + "&".join(names)


class Walk:
    """One role in one language, from the home page on."""

    def __init__(self, service, role, language):
        self.service, self.role, self.language = service, role, language
        self.token = service.role(role) if role else None
        self.findings, self.seen, self.sizes, self.alternates = [], set(), {}, {}
        self.kinds = collections.Counter()
        self.queue = collections.deque()
        self.add(f"/{language}/")
        while self.queue and len(self.sizes) < MAXIMUM_PAGES:
            self.visit(self.queue.popleft())

    def add(self, path):
        path = path.split("#")[0]
        if not path.startswith("/") or path.startswith("/feeds/") or path in self.seen:
            return
        if self.kinds[kind(path)] < OF_A_KIND.get(self.role, 2):
            self.kinds[kind(path)] += 1
            self.seen.add(path)
            self.queue.append(path)

    def visit(self, path):
        answer = self.service.call("GET", path, token=self.token)
        if answer.status in (302, 303):
            return self.add(answer.headers["Location"])
        self.sizes[path] = len(answer.body)
        if answer.status != 200:
            return self.find(path, [f"answers {answer.status}"])
        if not answer.headers["Content-Type"].startswith("text/html"):
            return
        page = Page(answer.text)
        self.find(path, check(page, self.language, self.service))
        self.find(path, check_headers(answer, self.language))
        if len(answer.body) > (MAXIMUM_LIST_BYTES if path in LISTS else MAXIMUM_BYTES):
            self.find(path, [f"{len(answer.body)} bytes"])
        for link in page.links:
            # A question names the page where it was asked, in the language of its asker.
            if re.match(r"/(?!%s)(nl|en|fr)/" % self.language, link):
                self.alternates[link] = path
            else:
                self.add(link)
        for link in page.alternates.values():
            parts = urllib.parse.urlsplit(link)
            self.alternates[parts._replace(scheme="", netloc="").geturl()] = path

    def find(self, path, faults):
        self.findings += [f"{self.role} {path}: {fault}" for fault in faults]


def check_headers(answer, language):
    policy = answer.headers["Content-Security-Policy"]
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"policy: {policy}"
    if answer.headers["Content-Language"] != language:
        yield f"Content-Language: {answer.headers['Content-Language']}"
    if "no-store" not in answer.headers["Cache-Control"]:
        yield "may be kept by caches"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_sound_in_every_language(service, role):
    begin = time.monotonic()
    walks = [Walk(service, role, language) for language in LANGUAGES]
    seen = set().union(*(walk.seen for walk in walks))
    findings = [finding for walk in walks for finding in walk.findings]
    # The same page in another language is there, also where no page of that language led to it.
    kinds = collections.Counter()
    for walk in walks:
        for path, source in walk.alternates.items():
            kinds[kind(path)] += 1
            if path not in seen and kinds[kind(path)] <= 2:
                status = service.call("GET", path, token=walk.token).status
                if status not in (200, 302, 303):
                    findings.append(f"{role} {source}: in another language {status}: {path}")
    pages = sum(len(walk.sizes) for walk in walks)
    print(f"{role}: {pages} pages in {time.monotonic() - begin:.1f} s,"
          f" largest {max(max(walk.sizes.values()) for walk in walks)} bytes")
    assert findings == [], "\n".join(findings[:40])
    # Each language leads to the same kinds of page.
    assert len({len(walk.sizes) for walk in walks}) == 1


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WRONG = {
    404: ("GET", {"nl": "bestaat-niet", "en": "not-there", "fr": "inexistant"}, None, None),
    410: ("GET", {language: "in/onbekend" for language in LANGUAGES}, None, None),
    422: ("POST", {"nl": "aanmelden", "en": "sign-in", "fr": "connexion"}, None, b"email=x"),
    403: ("GET", {language: "outbox" for language in LANGUAGES}, "starter", None),
    415: ("POST", {"nl": "aanmelden", "en": "sign-in", "fr": "connexion"}, None, b"{}"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", WRONG)
def test_the_pages_of_what_went_wrong_are_sound(service, language, status):
    method, paths, role, body = WRONG[status]
    fields = {} if body is None else {"Origin": service.base, **FORM}
    if status == 415:
        fields["Content-Type"] = "application/json"
    answer = service.call(method, f"/{language}/{paths[language]}", headers=fields, raw=body,
                          token=service.role(role) if role else None)
    assert answer.status == status
    page = Page(answer.text)
    assert list(check(page, language, service)) == []
    assert list(check_headers(answer, language)) == []


def test_addresses_that_only_take_forms_lead_back_to_their_page(service):
    for path, page in [("/nl/mijn-traject/x", "/nl/mijn-traject"), ("/fr/deconnexion", "/fr/"),
                       ("/en/calendar-subscriptions/x", "/en/calendar-subscriptions")]:
        answer = service.call("GET", path, token=service.role("starter"))
        assert (answer.status, answer.headers["Location"]) == (303, page)


def test_the_walk_sees_what_is_wrong(service):
    """The checks above find what they look for."""
    sound = service.call("GET", "/en/sign-in").text
    assert list(check(Page(sound), "en", service)) == []
    for before, after, finding in [
        ("</h1>", "</h1><h1>Again</h1>", "2 main headings"), ("</h1>", "", "closes"),
        ('lang="en"', 'lang="nl"', "lang is nl"), ("</h1>", " feeds.title</h1>", "a raw key"),
        ("</h1>", " {count}</h1>", "a fact left"), ("</h1>", "</h1><input id=x>", "no label"),
        ("</h1>", '</h1><p style="color:red">Hi</p>', "inline style"),
        ("</h1>", "</h1><p>Dit is niet het enige</p>", "Dutch"),
        ("</h1>", "</h1><p>Kies een moment</p>", "a Dutch phrase"),
        (PHRASES["en"]["frame.translation"], "", "that it is a translation"),
        ("</h1>", '</h1><p><span lang="nl">Oud</span></p>', "that some of it is in Dutch"),
        ("</h1>", '</h1><img src="https://elsewhere.example/x.png" alt="">', "fetches"),
        ("</h1>", '</h1><a href="#nowhere">x</a>', "leads nowhere"),
        ("</h1>", '</h1><p id="inhoud"></p>', "ids twice"),
        ('href="tel:', 'href="phone:', "phone or mail"),
    ]:
        found = list(check(Page(sound.replace(before, after, 1)), "en", service))
        assert any(finding in fault for fault in found), (finding, found)


def test_what_every_page_fetches_is_small(service):
    page = Page(service.call("GET", "/nl/").text)
    sizes = {}
    for path in page.fetches["stylesheet"] + page.fetches["icon"] + page.fetches["script"]:
        answer = service.call("GET", path)
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
        sizes[path] = len(answer.body)
    files = [file for suffix in ("css", "js")
             for file in (ROOT / "Sources/Web/Assets").rglob(f"*.{suffix}")]
    assert sum(file.stat().st_size for file in files) < 60_000, sizes
    assert sum(sizes.values()) < 60_000, sizes
