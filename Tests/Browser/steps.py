"""What several of the tests do on a page."""

import re


def open_details(scope):
    """Opens what is folded, as somebody does who reads on."""
    scope.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")


def pick_first_moment(page):
    moment = page.locator("a.time").first
    name = moment.get_attribute("aria-label")
    assert re.match(r"\w+dag \d+ \w+ \d{4} om \d+\.\d\d uur", name), name
    moment.click()
    return name


def outbox_code(admin, service, address):
    admin.goto(f"{service.base}/outbox")
    mail = admin.locator("li.mail", has_text=address).first
    return re.search(r"\b(\d{6})\b", mail.inner_text()).group(1), mail.locator("a").first.get_attribute("href")


def request_link(admin, service):
    """The newest link to answer a request, which needs no account."""
    admin.goto(f"{service.base}/outbox")
    mail = admin.locator("li.mail", has_text="Je hebt er geen account voor nodig").first
    return mail.locator("a").first.get_attribute("href")


def ask_for_moment(page, service, address, path="/nl/afspraak-maken/demo-race"):
    """A visitor picks a moment and leaves an address; ends on the page for the code."""
    page.goto(service.base + path)
    name = pick_first_moment(page)
    page.get_by_label("Je e-mailadres").fill(address)
    page.get_by_role("button", name="Houd dit moment vast").click()
    return name
