"""From a need to an appointment in two calendars: visitor, rival, mail scanner, adviser.

Once at a desk with a code, once on a phone with the link in another browser; without script, and
once with script on, as most people have it.
"""

import re

import pytest
from playwright.sync_api import expect
from steps import open_details, outbox_code, pick_first_moment

TYPE = "Je kredietdossier samen nakijken"


def find_by_need(page, service):
    """Home, the partners, a need as filter, a partner, a type, an adviser, a moment."""
    page.goto(f"{service.base}/")
    page.get_by_role("navigation").get_by_role("link", name="Partners").click()
    summary = page.locator("form.finder summary")
    if not page.get_by_label("Wat je wilt regelen").is_visible():
        summary.click()
    need = page.get_by_label("Wat je wilt regelen")
    need.select_option(value="startkapitaal")
    page.get_by_role("button", name="Toon partners").click()
    page.get_by_role("main").get_by_role("link", name="Voorbeeldbank", exact=True).click()
    page.get_by_role("link", name=re.compile(f"Afspraak maken.*{TYPE}")).click()
    page.get_by_label("Met wie").select_option(label="An Voorbeeld")
    page.get_by_role("button", name="Toon momenten").click()
    return pick_first_moment(page)


def hold(page, address):
    page.get_by_label("Je e-mailadres").fill(address)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.get_by_role("button", name="Houd dit moment vast").click()
    return answer.value.status


def feed_of(page, service, button):
    """The bytes that a calendar gets at an address made on the page."""
    page.goto(f"{service.base}/nl/agenda-abonnementen")
    page.get_by_role("button", name=button, exact=True).click()
    address = page.get_by_label("Adres voor Google, Outlook en Thunderbird").input_value()
    answer = page.request.get(address)
    assert answer.status == 200
    return answer.text().replace("\r\n ", "")


@pytest.mark.parametrize("way, width, script", [
    ("code", 1280, False), ("link", 390, False), ("link", 1280, True)])
def test_from_a_need_to_two_calendars(service, open_browser, sign_in, way, width, script):
    address = f"{way}{width}{'script' if script else ''}@starter.example"
    visitor = open_browser(width=width, script=script)
    moment = find_by_need(visitor, service)
    rival = open_browser(width=width, script=script)
    rival.goto(visitor.url)
    assert hold(visitor, address) == 303

    assert hold(rival, f"rivaal-{address}") == 409
    alert = rival.get_by_role("alert")
    expect(alert).to_contain_text("Wel vrij")
    expect(alert.get_by_role("link")).not_to_have_count(0)

    code, link = outbox_code(sign_in("admin"), service, address)
    for _ in range(3):
        assert open_browser().goto(link).status == 200
    if way == "code":
        visitor.get_by_label("Code van 6 cijfers").fill(code)
        visitor.get_by_role("button", name="Verder").click()
    else:
        visitor = open_browser(width=width, script=script)
        visitor.goto(link)
        visitor.get_by_role("main").get_by_role("button", name="Aanmelden").click()
    expect(visitor.get_by_text("We houden dit moment voor je vast")).to_be_visible()
    visitor.get_by_label("Je naam").fill("Vera Vinder")
    visitor.locator("textarea[name=answer-plan-samenvatting]").fill("Een bakkerij zonder gluten.")
    visitor.locator("input[name=answer-ander-krediet][value=no]").check()
    visitor.get_by_role("button", name=re.compile("Bevestig|Vraag")).first.click()
    expect(visitor.get_by_role("status")).to_be_visible()
    expect(visitor.locator(".tag").first).to_have_text("Aangevraagd")
    appointment = visitor.url.split("?")[0]

    adviser = sign_in("adviser", width=width)
    adviser.goto(appointment)
    expect(adviser.get_by_role("main")).to_contain_text("Vera Vinder")
    adviser.get_by_role("button", name="Bevestig", exact=True).click()
    expect(adviser.get_by_role("status")).to_contain_text("bevestigd")
    adviser.goto(f"{service.base}/nl/begeleiding")
    open_details(adviser)
    expect(adviser.get_by_role("main")).to_contain_text("Vera Vinder")

    visitor.goto(appointment)
    expect(visitor.get_by_role("main")).to_contain_text(moment.split(" om ")[0])
    identifier = appointment.rsplit("/", 1)[1]
    own = feed_of(visitor, service, "Mijn afspraken")
    theirs = feed_of(adviser, service, "Mijn gesprekken")
    for feed in (own, theirs):
        event = next(part for part in feed.split("BEGIN:VEVENT") if identifier in part)
        assert "STATUS:CONFIRMED" in event
    assert "Vera" in theirs and "Vinder" not in theirs
