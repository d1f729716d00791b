"""People use the pages: a starter, a visitor, an adviser, somebody without a mouse.

Scripts are off except where the keyboard test needs them.
"""

import html
import re

from playwright.sync_api import expect
from steps import ask_for_moment, outbox_code, pick_first_moment, request_link

IDEA = "Vertel over je idee"


def item(page, title):
    return page.locator("li.item", has=page.get_by_role("heading", name=title, exact=True))


def test_a_starter_books_moves_and_cancels_from_a_step(service, sign_in):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/mijn-traject")
    step = item(page, "Maak een ondernemingsplan")
    expect(step).to_contain_text("Nog te doen")
    step.get_by_role("link", name=re.compile(f"Afspraak maken.*{IDEA}")).click()
    first = pick_first_moment(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bevestig je afspraak")
    page.get_by_label("Wil je nog iets zeggen?").fill("Ik wil een koffiebar openen.")
    page.get_by_role("button", name="Bevestig afspraak").click()
    expect(page.get_by_role("status")).to_contain_text("staat vast")
    expect(page.get_by_text("Ik wil een koffiebar openen.")).to_be_visible()
    appointment = page.url.split("?")[0]

    page.goto(f"{service.base}/nl/mijn-traject")
    expect(item(page, "Maak een ondernemingsplan")).to_contain_text("Afspraak gemaakt")

    page.goto(appointment)
    page.get_by_role("link", name="Verplaats").click()
    page.locator("table.month a.free").nth(1).click()
    second = pick_first_moment(page)
    assert second != first
    page.get_by_role("button", name="Verplaats de afspraak").click()
    expect(page.get_by_role("status")).to_contain_text("verplaatst")
    expect(page.get_by_role("main")).to_contain_text(second.split(" om ")[0])

    page.get_by_role("link", name="Annuleer").click()
    page.get_by_role("button", name="Annuleer de afspraak").click()
    expect(page.get_by_role("status")).to_contain_text("geannuleerd")
    page.goto(f"{service.base}/nl/mijn-traject")
    expect(item(page, "Maak een ondernemingsplan")).to_contain_text("Nog te doen")


def test_a_starter_ticks_off_skips_and_opens_again(service, sign_in):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/mijn-traject")
    title = "Regel je btw"
    for button, state in [("Dit is klaar", "Klaar"), ("Opnieuw openen", "Nog te doen"),
                          ("Niet nodig voor mij", "Niet nodig"), ("Opnieuw openen", "Nog te doen")]:
        item(page, title).get_by_role("button", name=button).click()
        expect(item(page, title).locator(".tag").first).to_have_text(state)


def test_a_visitor_books_with_an_address_and_a_code(service, open_browser, sign_in):
    page = open_browser()
    moment = ask_for_moment(page, service, "nieuw@starter.example")
    expect(page.get_by_text("We houden dit voor je vast")).to_contain_text(moment.split(" om ")[0])
    assert page.context.cookies() == [], "no cookie before somebody signs in"
    code, _ = outbox_code(sign_in("admin"), service, "nieuw@starter.example")

    page.get_by_label("Code van 6 cijfers").fill("000000" if code != "000000" else "111111")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_role("alert")).to_contain_text("nog 4 keer")
    page.get_by_label("Code van 6 cijfers").fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Verder").click()

    expect(page.get_by_text("We houden dit moment voor je vast")).to_be_visible()
    page.get_by_label("Je naam").fill("Nora Nieuw")
    page.get_by_role("button", name="Bevestig afspraak").click()
    expect(page.get_by_role("status")).to_contain_text("staat vast")
    expect(page.get_by_role("banner")).to_contain_text("Nora Nieuw")


def test_a_moment_somebody_holds_is_answered_with_what_is_free(service, open_browser):
    first, second = open_browser(), open_browser()
    for page in (first, second):
        page.goto(f"{service.base}/nl/afspraak-maken/demo-race")
        pick_first_moment(page)
    for page, address in ((first, "een@starter.example"), (second, "twee@starter.example")):
        page.get_by_label("Je e-mailadres").fill(address)
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            page.get_by_role("button", name="Houd dit moment vast").click()
    assert answer.value.status == 409
    alert = second.get_by_role("alert")
    expect(alert).to_contain_text("Wel vrij")
    alert.get_by_role("link").first.click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Bevestig je afspraak")


def test_a_link_opened_by_scanners_still_works_in_another_browser(service, open_browser, sign_in):
    page = open_browser()
    ask_for_moment(page, service, "scan@starter.example")
    _, link = outbox_code(sign_in("admin"), service, "scan@starter.example")
    for _ in range(3):
        assert open_browser().goto(link).status == 200
    other = open_browser()
    other.goto(link)
    other.get_by_role("button", name="Aanmelden").click()
    expect(other.get_by_text("We houden dit moment voor je vast")).to_be_visible()
    assert open_browser().goto(link).status == 410


def test_whoever_is_signed_in_can_open_the_link_of_another_account(
        service, sign_in, open_browser):
    page = open_browser()
    ask_for_moment(page, service, "wissel@starter.example")
    _, link = outbox_code(sign_in("admin"), service, "wissel@starter.example")
    starter = sign_in("starter")
    starter.goto(link)
    starter.get_by_role("main").get_by_role("button", name="Aanmelden").click()
    expect(starter.get_by_role("banner")).to_contain_text("wissel@starter.example")


def test_the_language_switch_keeps_the_page(service, open_browser):
    page = open_browser()
    page.goto(f"{service.base}/nl/afspraak-maken/kbo-hulp?minutes=45")
    page.get_by_role("link", name="Français").click()
    assert page.url == f"{service.base}/fr/prendre-rendez-vous/kbo-hulp?minutes=45"
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_text("Le texte néerlandais fait foi")).to_be_visible()


def test_a_form_with_mistakes_comes_back_with_what_was_typed(service, sign_in):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/afspraak-maken/btw-keuze")
    pick_first_moment(page)
    page.get_by_label("Welke omzet verwacht je in je eerste jaar?").fill("veel")
    page.get_by_label("Wil je nog iets zeggen?").fill("Blijf staan")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Bevestig afspraak").click()
    assert answer.value.status == 422
    field = page.get_by_label("Welke omzet verwacht je in je eerste jaar?")
    expect(field).to_have_value("veel")
    expect(field).to_have_accessible_description("Vul een getal in.")
    expect(page.get_by_label("Wil je nog iets zeggen?")).to_have_value("Blijf staan")


def test_an_adviser_confirms_a_request(service, sign_in):
    page = sign_in("adviser")
    page.goto(f"{service.base}/nl/begeleiding")
    waiting = page.locator("section", has=page.get_by_role("heading", name="Wacht op je antwoord"))
    waiting.get_by_role("button", name="Bevestig").first.click()
    expect(page.get_by_role("status")).to_contain_text("bevestigd")
    page.goto(f"{service.base}/nl/week")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week 49")


def test_a_stale_page_changes_nothing(service, sign_in):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/afspraak-maken/peppol-aanmelden")
    pick_first_moment(page)
    page.get_by_role("button", name="Bevestig afspraak").click()
    appointment = page.url.split("?")[0]
    stale = sign_in("starter")
    stale.goto(f"{appointment}/annuleren")
    page.goto(f"{appointment}/verplaatsen")
    page.locator("table.month a.free").nth(1).click()
    pick_first_moment(page)
    page.get_by_role("button", name="Verplaats de afspraak").click()
    with stale.expect_response(lambda response: response.request.method == "POST") as answer:
        stale.get_by_role("button", name="Annuleer de afspraak").click()
    assert answer.value.status == 412
    expect(stale.get_by_role("alert")).to_contain_text("intussen gewijzigd")
    expect(stale.locator(".tag").first).to_have_text("Bevestigd")


def test_a_feed_address_is_shown_once_and_can_be_stopped(service, sign_in, open_browser):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/agenda-abonnementen")
    page.get_by_role("button", name="Mijn afspraken", exact=True).click()
    address = page.get_by_label("Adres voor Google, Outlook en Thunderbird").input_value()
    answer = page.request.get(address, headers={"User-Agent": "Mozilla/5.0 Thunderbird/140.0"})
    assert answer.status == 200 and answer.text().startswith("BEGIN:VCALENDAR")
    page.goto(f"{service.base}/nl/agenda-abonnementen")
    assert address not in page.content()
    page.get_by_role("button", name="Zet stop").first.click()
    assert page.request.get(address).status == 410


def test_a_form_from_elsewhere_is_refused(service, sign_in):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/je-naam")
    name = page.get_by_label("Je naam").input_value()
    answer = page.request.post(
        f"{service.base}/nl/je-naam", form={"name": "Iemand anders"}, max_redirects=0)
    assert answer.status == 403
    page.goto(f"{service.base}/nl/je-naam")
    expect(page.get_by_label("Je naam")).to_have_value(name)


def test_what_is_not_yours_asks_to_sign_in_or_is_not_there(service, open_browser, sign_in):
    visitor = open_browser()
    visitor.goto(f"{service.base}/nl/mijn-traject")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Aanmelden")
    starter = sign_in("starter")
    assert starter.goto(f"{service.base}/outbox").status == 403
    unknown = "00000000-0000-4000-8000-000000000000"
    assert starter.goto(f"{service.base}/nl/afspraken/{unknown}").status == 404
    expect(starter.get_by_role("contentinfo")).to_contain_text("09 000 00 00")


def press_until(page, description, found):
    """Presses Tab until the element with the focus is the one looked for."""
    for _ in range(300):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const e = document.activeElement; return {"
            "name: (e.getAttribute('aria-label') || e.innerText || '').trim(),"
            "id: e.id, css: e.className,"
            "outline: getComputedStyle(e).outlineStyle}; }")
        if found(focused):
            assert focused["outline"] != "none", f"{description} does not show its focus"
            return
    raise AssertionError(f"Tab never reaches {description}")


def press_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_booking_by_keyboard_alone(service, sign_in):
    page = sign_in("starter", script=True)
    page.goto(f"{service.base}/nl/mijn-traject")
    press_until(page, "the partner", lambda e: IDEA in e["name"] and "Afspraak maken" in e["name"])
    press_enter(page)
    press_until(page, "a free day", lambda e: e["css"] == "free" and "vrij" in e["name"])
    press_enter(page)
    press_until(page, "a moment", lambda e: e["css"] == "time")
    press_enter(page)
    press_until(page, "the button", lambda e: e["name"] == "Bevestig afspraak")
    press_enter(page)
    expect(page.get_by_role("status")).to_contain_text("staat vast")
    press_until(page, "cancelling", lambda e: e["name"] == "Annuleer")
    press_enter(page)
    press_until(page, "the button", lambda e: e["name"] == "Annuleer de afspraak")
    press_enter(page)
    expect(page.get_by_role("status")).to_contain_text("geannuleerd")


def test_an_appointment_goes_into_a_calendar(service, sign_in, booked):
    page = sign_in("starter")
    page.goto(service.base + booked)
    with page.expect_download() as download:
        page.get_by_role("link", name="Zet in je agenda").click()
    assert download.value.suggested_filename == "afspraak.ics"
    text = open(download.value.path(), encoding="utf-8").read()
    assert text.startswith("BEGIN:VCALENDAR") and text.count("BEGIN:VEVENT") == 1


def test_a_feed_that_only_says_when(service, sign_in):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/agenda-abonnementen")
    page.get_by_label("Toon alleen wanneer ik bezet ben").check()
    page.get_by_role("button", name="Mijn afspraken", exact=True).click()
    address = page.get_by_label("Adres voor Google, Outlook en Thunderbird").input_value()
    text = page.request.get(address).text()
    assert set(re.findall(r"SUMMARY:(.*)\r", text)) == {"Bezet"}
    page.goto(f"{service.base}/nl/agenda-abonnementen")
    listed = page.locator("li.card", has_text="Toont alleen wanneer je bezet bent")
    expect(listed).to_have_count(1)
    expect(listed.locator(".tag")).to_be_visible()


def test_answers_to_choose_from_speak_the_language_of_the_page(service, sign_in, booked):
    page = sign_in("starter")
    page.goto(f"{service.base}/en/book/krediet/confirm?start=2026-12-04T12:30:00Z&minutes=30&place=online")
    choices = page.locator("label.choice", has=page.locator("input[name=answer-krediet-doel]"))
    expect(choices).to_have_text(
        ["Equipment", "Stock", "Premises", "The first months", "Something else"])
    expect(choices.locator("span[lang=nl]")).to_have_count(0)
    page.goto(service.base + booked.replace("/nl/afspraken", "/en/appointments"))
    expect(page.locator("dd", has_text="Equipment")).to_have_count(1)
    page.goto(service.base + booked)
    expect(page.locator("dd", has_text="Materiaal")).to_have_count(1)


def test_long_lists_go_on(service):
    token = service.starter("druk")
    slots = service.slots("demo-race", service.today(), 30, token)
    starts, last = [], ""
    for slot in slots:
        if slot["start"] >= last and len(starts) < 105:
            starts.append(slot["start"])
            last = slot["end"]
    assert len(starts) == 105
    for start in starts:
        answer = service.call("POST", "/api/v1/bookings",
                              {"appointmentType": "demo-race", "start": start}, token)
        assert answer.status == 201, answer

    def rows(path):
        text = service.call("GET", path, token=token).text
        more = re.search(r'href="([^"]*)">Toon meer', text)
        return (re.findall(r'class="rowname"><a href="([^"]*)"', text),
                more and html.unescape(more.group(1)), text)

    first, more, _ = rows("/nl/afspraken")
    rest, end, text = rows(more)
    assert (len(first), len(rest), end) == (100, 5, None)
    assert len(set(first + rest)) == 105
    assert "Terug naar het begin van de lijst" in text and "Straks" in text

    # Each group of the staff's list goes on by itself; the first link found is the longest group's.
    token = service.token("staff@demo.example")
    seen, path = [], "/nl/begeleiding"
    while path:
        found, path, text = rows(path)
        seen += found
    assert len(seen) == len(set(seen)) and set(first + rest) <= set(seen)


def test_the_outbox_is_found_without_a_language_by_an_admin_only(service, sign_in, open_browser):
    admin = sign_in("admin")
    assert admin.goto(f"{service.base}/outbox").status == 200
    assert admin.url == f"{service.base}/nl/outbox"
    for role in ("starter", "adviser", "manager", "staff"):
        assert sign_in(role).goto(f"{service.base}/outbox").status == 403, role
    visitor = open_browser()
    visitor.goto(f"{service.base}/outbox")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Aanmelden")


def test_a_starter_offers_moments_and_the_partner_answers_by_link(service, sign_in, open_browser):
    page = sign_in("starter")
    page.goto(f"{service.base}/nl/mijn-traject")
    offer = re.compile("Stel momenten voor.*Starten in de horeca")
    step = page.locator("li.item", has=page.locator("a", has_text=offer)).first
    title = step.get_by_role("heading", level=3).inner_text()
    help_ = step.locator("details.help")
    if help_.get_attribute("open") is None:
        help_.locator("summary").first.click()
    step.get_by_role("link", name=offer).click()
    page.get_by_label("Dag, Moment 1").fill("2026-12-10")
    page.get_by_label("Uur, Moment 1").fill("10:00")
    page.get_by_label("Dag, Moment 2").fill("2026-12-11")
    page.get_by_label("Uur, Moment 2").fill("14:00")
    page.get_by_label("Vertel kort over je horecazaak.").fill("Een soepbar")
    page.get_by_role("button", name="Verstuur je aanvraag").click()
    expect(page.get_by_role("status")).to_have_text("Je aanvraag is verstuurd.")
    page.goto(f"{service.base}/nl/mijn-traject")
    expect(item(page, title)).to_contain_text("Aangevraagd")

    link = request_link(sign_in("admin"), service)
    for _ in range(3):
        assert open_browser().goto(link).status == 200
    partner = open_browser()
    partner.goto(link)
    expect(partner.get_by_role("main")).to_contain_text("Een soepbar")
    partner.get_by_label("vrijdag 11 december 2026 om 14.00 uur").check()
    partner.get_by_role("button", name="Dit moment past").click()
    expect(partner.get_by_role("main")).to_contain_text("De afspraak staat vast")
    page.goto(f"{service.base}/nl/mijn-traject")
    expect(item(page, title)).to_contain_text("Afspraak gemaakt")
