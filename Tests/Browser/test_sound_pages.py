"""Every page for axe, at the widths of a desk and of a phone, light and dark."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from steps import ask_for_moment, open_details, outbox_code, request_link

PAGES = {
    None: ["/nl/", "/en/", "/fr/", "/nl/wat-heb-je-nodig", "/nl/wat-heb-je-nodig?phase=starter",
           "/nl/wat-heb-je-nodig/oprichting-notaris", "/fr/vos-besoins/transitiepremie", "/nl/partners",
           "/nl/partners?q=krediet&place=online", "/en/partners?q=voorbeeldbank&kind=notary",
           "/nl/partners/voorbeeldbank", "/nl/nieuws", "/fr/actualites/factureren-met-peppol", "/nl/info",
           "/nl/info/privacy", "/nl/afspraak-maken", "/nl/afspraak-maken?toDo=startkapitaal",
           "/nl/afspraak-maken/kbo-hulp", "/nl/afspraak-maken/pitch-oefenen?day=2026-12-24",
           "/nl/afspraak-maken/loket-vraag", "/nl/afspraak-maken/offerte-aanvragen",
           "/nl/afspraak-maken/horeca-gesprek", "/nl/afspraak-maken/horeca-gesprek/aanvragen",
           "/nl/afspraak-maken/idee-gesprek?day=2026-12-22",
           "/en/book/krediet", "/fr/prendre-rendez-vous",
           "/nl/afspraak-maken/krediet/bevestigen?start=2026-12-04T12:30:00Z&minutes=30&place=online",
           "/nl/vraag", "/fr/question?done=asked", "/nl/aanmelden", "/nl/in/onbekend", "/nl/bestaat-niet"],
    "starter": ["/nl/", "/nl/wat-heb-je-nodig/startkapitaal", "/nl/mijn-traject", "/en/my-path",
                "/fr/mon-parcours", "/nl/afspraken",
                "/nl/agenda-abonnementen", "/nl/je-naam",
                "/nl/afspraak-maken/horeca-gesprek/aanvragen", "/nl/afspraak-maken/loket-vraag",
                "/nl/afspraak-maken/kredietdossier/bevestigen?start=2026-12-08T12:30:00Z"
                "&minutes=60&place=online&adviser=an"],
    "adviser": ["/nl/week", "/nl/begeleiding", "/fr/semaine", "/nl/week?day=2026-12-08",
                "/en/week?day=2026-12-25", "/nl/week/uren?adviser=an&day=2026-12-29",
                "/fr/semaine/planifier?adviser=an&day=2026-12-08", "/nl/agenda-abonnementen"],
    "manager": ["/nl/begeleiding", "/nl/week", "/nl/partners/voorbeeldbank/bewerken",
                "/fr/partenaires/voorbeeldbank/modifier?type=krediet"],
    "staff": ["/nl/vragen", "/nl/zonder-aanbod", "/nl/agenda-abonnementen", "/nl/week?day=2026-12-04", "/nl/sluitingsdagen",
              "/fr/jours-de-fermeture",
              "/nl/afspraak-maken/demo-race/bevestigen?start=2026-12-04T12:30:00Z"],
    "team": ["/nl/paginas", "/nl/paginas/nieuw?kind=page", "/en/pages-editor/new"],
    "admin": ["/nl/outbox"],
}


def expect_sound(page, path):
    """Nothing for axe, nothing wider than the window, none of our own words."""
    open_details(page)
    findings = Axe().run(page).response["violations"]
    assert findings == [], f"{path}: {[(f['id'], f['nodes'][0]['html']) for f in findings]}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert not re.search(r"\b(middel|bezetting|slot|intake)\b", page.inner_text("main"), re.I), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(service, open_browser, sign_in, role, width, scheme):
    options = {"script": True, "width": width, "color_scheme": scheme}
    page = sign_in(role, **options) if role else open_browser(**options)
    for path in PAGES[role]:
        page.goto(service.base + path)
        expect_sound(page, path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_one_appointment_are_sound(
        service, open_browser, sign_in, booked, width, scheme):
    options = {"script": True, "width": width, "color_scheme": scheme}
    page = sign_in("starter", **options)
    english = booked.replace("/nl/afspraken", "/en/appointments")
    for path in [booked, f"{booked}?done=booked", f"{booked}/verplaatsen", f"{booked}/annuleren",
                 english, f"{english}/move", f"{english}/cancel"]:
        assert page.goto(service.base + path).status == 200, path
        expect_sound(page, path)
    page.goto(service.base + f"{booked}/verplaatsen")
    page.locator("a.time").first.click()
    expect_sound(page, "the move to confirm")
    other = sign_in("staff", **options)
    assert other.goto(service.base + booked).status == 200
    expect_sound(other, f"{booked} as staff")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_one_question_are_sound(service, open_browser, sign_in, width, scheme):
    options = {"script": True, "width": width, "color_scheme": scheme}
    page = open_browser(**options)
    page.goto(f"{service.base}/nl/afspraak-maken/kbo-hulp")
    page.get_by_role("textbox", name="Je vraag").fill("Waar vind ik een boekhouder? " + "aansprakelijkheid" * 6)
    page.get_by_label("Op welk e-mailadres").fill("niet-af")
    page.evaluate("document.querySelector('form.ask').noValidate = true")
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect_sound(page, "a question with a mistake")
    address = f"vraag{width}{scheme}@vragen.example"
    page.get_by_label("Op welk e-mailadres").fill(address)
    page.get_by_role("button", name="Verstuur je vraag").click()
    expect(page.get_by_role("status")).to_contain_text("werkdagen")

    team = sign_in("team", **options)
    team.goto(f"{service.base}/nl/vragen")
    team.locator("li.inquiry", has_text=address).get_by_role("link").click()
    expect_sound(team, "a question")
    team.get_by_label("Of kies zelf").last.select_option("voorbeeldbank")
    team.get_by_role("button", name="Vraag het aan deze partner").click()
    expect(team.get_by_role("status")).to_contain_text("Doorgestuurd")
    expect_sound(team, "a question with a partner")
    admin = sign_in("admin")
    admin.goto(f"{service.base}/outbox")
    mail = admin.locator("li.mail", has_text="starters@voorbeeldbank.example").first
    other = open_browser(**options)
    other.goto(mail.locator("a").first.get_attribute("href"))
    expect_sound(other, "the partner's link")
    other.get_by_label("Je antwoord").fill("Bij ons.")
    other.get_by_role("button", name="Verstuur het antwoord").click()
    expect_sound(other, "the partner's link, answered")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_one_request_are_sound(service, open_browser, sign_in, asked, width):
    for role in ("starter", "team", "adviser"):
        page = sign_in(role, script=True, width=width)
        page.goto(service.base + f"/nl/{'afspraken' if role == 'starter' else 'begeleiding'}")
        expect_sound(page, f"the list with a request as {role}")
        if role != "adviser":
            assert page.goto(service.base + asked).status == 200
            expect_sound(page, f"{asked} as {role}")
    page = open_browser(script=True, width=width)
    page.goto(request_link(sign_in("admin"), service))
    expect_sound(page, "a request by link")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_before_somebody_is_signed_in_are_sound(service, open_browser, sign_in, width):
    page = open_browser(script=True, width=width)
    ask_for_moment(page, service, f"breed{width}@starter.example")
    expect(page.get_by_label("Code van 6 cijfers")).to_be_visible()
    expect_sound(page, "the code")
    code, link = outbox_code(sign_in("admin"), service, f"breed{width}@starter.example")
    page.get_by_label("Code van 6 cijfers").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Verder").click()
    expect_sound(page, "a wrong code")
    other = open_browser(script=True, width=width)
    other.goto(link)
    expect_sound(other, "the link")
    other.get_by_role("button", name="Aanmelden").click()
    expect(other.get_by_label("Je naam")).to_be_visible()
    expect_sound(other, "the confirmation that asks a name")
    other.goto(f"{service.base}/nl/je-naam")
    expect_sound(other, "the name")
