"""The week of an adviser: drawn by the hour on a desk, a list on a phone, with the same facts."""

import re

import pytest
from playwright.sync_api import expect


def box(locator):
    return locator.bounding_box()


def clock(text):
    hour, minute = re.match(r"(\d+)\.(\d+)", text).groups()
    return int(hour) + int(minute) / 60


def test_what_is_drawn_stands_at_its_hour(service, sign_in):
    page = sign_in("adviser")
    page.goto(f"{service.base}/nl/week")
    scale = page.locator(".scale li")
    first = clock(scale.first.inner_text())
    top, hour = box(scale.first)["y"], box(scale.nth(1))["y"] - box(scale.first)["y"]
    offset = None
    entries = page.locator(".hours li").all()
    assert entries
    for entry in entries:
        start, end = re.findall(r"\d+\.\d+", entry.locator(".when").inner_text())
        drawn = box(entry)
        # Labels stand a little above their line; the same for all.
        above = drawn["y"] - top - (clock(start) - first) * hour
        offset = above if offset is None else offset
        assert abs(above - offset) < 3, entry.inner_text()
        assert abs(drawn["height"] - (clock(end) - clock(start)) * hour) < 6, entry.inner_text()
    expect(page.locator(".day.today .now")).to_be_visible()
    assert page.locator("[style]").count() == 0


def test_a_phone_reads_the_same_day_by_day(service, sign_in):
    facts = []
    for width in (1280, 390):
        page = sign_in("adviser", width=width)
        page.goto(f"{service.base}/nl/week?day=2026-12-08")
        facts.append([re.sub(r"\s+", " ", entry.text_content()).strip()
                      for entry in page.locator(".hours li").all()])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert facts[0] == facts[1] and any("opleiding" in fact for fact in facts[0])
    expect(page.locator(".scale")).to_be_hidden()


def test_a_closed_day_says_why(service, sign_in):
    page = sign_in("adviser")
    page.goto(f"{service.base}/nl/week?day=2026-12-25")
    day = page.locator("section.day", has=page.get_by_role("heading", name="vrijdag 25 december"))
    expect(day).to_contain_text("Gesloten: Kerstmis")
    expect(day.locator(".hours li")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_an_adviser_closes_hours_and_takes_that_back(service, sign_in, width):
    page = sign_in("adviser", width=width)
    page.goto(f"{service.base}/nl/week?day=2026-12-15")
    page.get_by_role("link", name=re.compile("Wijzig uren.*15 december")).click()
    page.get_by_label("Enkele uren gesloten").check()
    page.get_by_label(re.compile("^Van")).fill("10:00")
    page.get_by_label(re.compile("^Tot")).fill("11:00")
    page.get_by_label(re.compile("^Waarom")).fill("tandarts")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("status")).to_contain_text("Bewaard")
    page.get_by_role("link", name="Terug naar de week").click()
    expect(page.locator(".hours .shut")).to_contain_text("tandarts")
    page.get_by_role("link", name=re.compile("Wijzig uren.*15 december")).click()
    page.get_by_role("button", name=re.compile("^Haal weg")).click()
    expect(page.get_by_role("status")).to_contain_text("gewone uren")
    page.get_by_role("link", name="Terug naar de week").click()
    expect(page.locator(".hours .shut")).to_have_count(0)


def test_a_manager_chooses_whose_week(service, sign_in):
    page = sign_in("manager")
    page.goto(f"{service.base}/nl/week")
    expect(page.locator("section.day h2")).to_have_text(
        ["An Voorbeeld", "Bart Denkbeeld", "Chloé Fictief"])
    page.get_by_label("Wiens week wil je zien?").select_option("Bart Denkbeeld")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week 49: Bart Denkbeeld")
    page.get_by_role("link", name="Volgende week").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Week 50: Bart Denkbeeld")


def test_a_free_hour_leads_to_booking_for_somebody(service, sign_in):
    page = sign_in("manager")
    page.goto(f"{service.base}/nl/week?whose=adviser:an&day=2026-12-08")
    page.get_by_role("link", name=re.compile("^Plan een afspraak.*dinsdag 8 december")).first.click()
    page.locator("a.time").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bevestig je afspraak")
    expect(page.get_by_role("main")).to_contain_text("An Voorbeeld")
    assert page.locator("input[name=starter]").count() == 1
