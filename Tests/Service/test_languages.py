"""Dutch first, the other languages where the organisation switches them on, each reader their own."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from demo import DemoService
from htmlpage import Page

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Browser:
    """Somebody with a session cookie who opens pages and sends their forms."""

    def __init__(self, service, link):
        self.service, self.cookie = service, ""
        answer = self.post(link, {})
        assert answer.status == 303, answer
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def get(self, path):
        return self.service.call("GET", path, headers={"Cookie": self.cookie})

    def post(self, path, fields):
        headers = {**FORM, "Cookie": self.cookie, "Origin": self.service.base}
        return self.service.call("POST", path, raw=urlencode(fields).encode(), headers=headers)

    def send(self, page, path=None, **fields):
        """Sends the form of a page, with the token that stands in it."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.get(page).text).group(1)
        return self.post(path or page, {"csrf": token, **fields})

    @property
    def language(self):
        return self.get("/api/v1/me").json["language"]


@pytest.fixture(scope="module")
def service():
    with DemoService() as service:
        yield service
        service.audit()


@pytest.fixture(scope="module")
def admin(service):
    return service.role("admin")


@pytest.fixture(scope="module")
def starter(service):
    return Browser(service, urlsplit(service.sign_in_link("starter")).path)


def mails(service, admin, address):
    """Language and first word of the subject of each mail to an address."""
    text = service.call("GET", "/nl/outbox", token=admin).text
    found = re.findall(r'<h2 lang="(\w+)">([^<]*)</h2>.*?<span>Aan ([^<]*)</span>', text, re.S)
    return [(language, subject.split(" ")[0]) for language, subject, to in found if to == address]


@pytest.mark.parametrize("wanted", ["en", "fr-BE, fr;q=0.9, en;q=0.8", "de", "nl", ""])
def test_the_first_page_is_dutch_whatever_the_browser_asks(service, wanted):
    answer = service.call("GET", "/", headers={"Accept-Language": wanted})
    assert (answer.status, answer.headers["Location"]) == (303, "/nl/")
    page = service.call("GET", "/nl/", headers={"Accept-Language": wanted})
    assert Page(page.text).language == page.headers["Content-Language"] == "nl"


def test_mail_follows_the_language_of_the_page_that_asked(service, admin, starter):
    assert starter.language == "nl"
    # Looking at a page and asking the API change nothing.
    assert starter.get("/en/my-path").status == 200
    service.call("GET", "/api/v1/me", token=service.role("starter"),
                 headers={"Accept-Language": "fr"})
    assert starter.language == "nl"

    start = service.race_slots()[5]["start"]
    query = urlencode({"start": start, "minutes": 30, "place": "online"})
    answer = starter.send(f"/en/book/demo-race/confirm?{query}")
    assert answer.status == 303, answer
    appointment = answer.headers["Location"].split("?")[0]
    assert appointment.startswith("/en/appointments/")
    assert starter.language == "en"
    assert ("en", "Confirmed:") in mails(service, admin, "starter@demo.example")

    # The partner's side acts in Dutch: each keeps their own.
    id = appointment.rsplit("/", 1)[1]
    answer = service.call("POST", f"/api/v1/bookings/{id}/cancellation", token=service.role("staff"),
                          headers={"Accept-Language": "nl"})
    assert answer.status == 200, answer
    assert ("en", "Cancelled:") in mails(service, admin, "starter@demo.example")
    assert starter.language == "en"

    answer = starter.send("/fr/votre-nom", name="Sam Nieuwland")
    assert (answer.status, starter.language) == (303, "fr")


def test_signing_in_takes_the_language_of_the_page(service, admin):
    address = "nouveau@test.example"
    for language, sign_in in [("fr", "/fr/connexion"), ("en", "/en/sign-in")]:
        answer = service.call("POST", sign_in, raw=urlencode({"email": address}).encode(),
                              headers={**FORM, "Origin": service.base})
        assert answer.status == 303, answer
        assert language in [language for language, _ in mails(service, admin, address)]
        text = service.call("GET", "/nl/outbox", token=admin).text
        link = re.search(r'href="[^"]*?(/%s/in/[^"]+)"' % language, text).group(1)
        assert Browser(service, link).language == language


def test_a_language_that_is_not_switched_on(tmp_path):
    with DemoService() as service:
        whole = service.cli("export", "catalogue").stdout

        def switch(languages):
            text, count = re.subn(r"(organisation:.*?languages:)\s*(\[.*?\]|(\n\s*- \w+)+)",
                                  rf"\1 [{languages}]", whole, count=1, flags=re.S)
            assert count == 1
            file = tmp_path / f"{languages.replace(', ', '-')}.yaml"
            file.write_text(text)
            service.cli("import", "catalogue", file, "--calendars", "Calendars")

        starter = Browser(service, urlsplit(service.sign_in_link("starter")).path)
        assert starter.send("/en/your-name", name="Sam Nieuwland").status == 303
        feed = starter.send("/en/calendar-subscriptions", scope="starter")
        address = re.search(r"/feeds/[\w-]+\.ics", feed.text).group(0)
        assert "my appointments" in service.call("GET", address).text

        switch("nl, fr")
        for asked, there in [("/en/", "/nl/"), ("/en/book?partner=voorbeeldbank",
                                                "/nl/afspraak-maken?partner=voorbeeldbank"),
                             ("/en/book/krediet/confirm?start=x", "/nl/afspraak-maken/krediet/bevestigen?start=x"),
                             ("/en/in/secret", "/nl/in/secret")]:
            answer = service.call("GET", asked)
            assert (answer.status, answer.headers["Location"]) == (302, there)
        page = Page(service.call("GET", "/nl/").text)
        assert set(page.alternates) == {"nl", "fr"}
        missing = service.call("GET", "/en/nothing-here")
        assert (missing.status, Page(missing.text).language) == (404, "nl")
        # A form that was open meanwhile still works, and goes on in Dutch.
        answer = starter.send("/nl/je-naam", "/en/your-name", name="Sam Nieuwland")
        assert (answer.status, answer.headers["Location"]) == (303, "/nl/je-naam?done=saved")

        def problem(wanted):
            return service.call("GET", "/api/v1/me", headers={"Accept-Language": wanted})

        assert problem("fr").headers["Content-Language"] == "fr"
        assert problem("en").headers["Content-Language"] == "nl"
        assert problem("en, fr;q=0.5").headers["Content-Language"] == "fr"
        assert problem("en").json["detail"].startswith("Meld je aan")
        assert "mijn afspraken" in service.call("GET", address).text

        switch("nl")
        text = service.call("GET", "/nl/").text
        assert 'class="languages"' not in text and Page(text).alternates == {}
        assert service.call("GET", "/fr/").headers["Location"] == "/nl/"
        assert problem("fr").headers["Content-Language"] == "nl"
