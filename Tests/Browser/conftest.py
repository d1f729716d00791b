"""The demo service with a database of its own, and browsers to use it with."""

import os

import pytest
from playwright.sync_api import sync_playwright

# A Tuesday morning, so that the demo's hours lie ahead whatever the day of the test.
NOW = "2026-12-01T07:00:00Z"


@pytest.fixture(scope="module")
def service(start_server):
    with start_server(now=NOW) as server:
        yield server


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-background-networking"])
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium):
    """Opens browsers of different people; scripts are off unless a test asks for them."""
    contexts = []

    def open_browser(script=False, width=1280, **options):
        context = chromium.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 900}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def sessions():
    """The signed-in cookies per role: a printed link works once."""
    return {}


@pytest.fixture
def sign_in(service, open_browser, sessions):
    def sign_in(role, **options):
        if role in sessions:
            return open_browser(storage_state=sessions[role], **options)
        page = open_browser(**options)
        page.goto(service.sign_in_link(role))
        page.get_by_role("main").get_by_role("button").click()
        sessions[role] = page.context.storage_state()
        return page

    return sign_in


@pytest.fixture(scope="module")
def booked(service):
    """The address of an appointment of the demo's starter, with an answer and a note."""
    token = service.token("starter@demo.example")
    slot = service.slots("krediet", service.today(), 30, token)[0]
    answer = service.call("POST", "/api/v1/bookings", {
        "appointmentType": "krediet", "start": slot["start"], "minutes": 30, "place": "online",
        "answers": {"bedrag": "15000", "krediet-doel": "materiaal"},
        "note": "Een lang woord: " + "aansprakelijkheidsverzekering" * 4}, token)
    assert answer.status == 201, answer
    return f"/nl/afspraken/{answer.json['id']}"


@pytest.fixture(scope="module")
def asked(service):
    """The address of a request of the demo's starter, with an answer and a note."""
    token = service.token("starter@demo.example")
    answer = service.call("POST", "/api/v1/contact-requests", {
        "appointmentType": "horeca-gesprek",
        "moments": ["2026-12-14T10:00:00+01:00", "2026-12-15T14:00:00+01:00"],
        "answers": {"horeca-idee": "Een koffiebar met eigen branderij."},
        "note": "Een lang woord: " + "aansprakelijkheidsverzekering" * 4}, token)
    assert answer.status == 201, answer
    return f"/nl/aanvraag/{answer.json['id']}"
