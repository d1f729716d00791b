"""The demo service on a free port with a database of its own, and a browser to use it with."""

import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("STARTERSFABRIEK_BIN", ROOT / ".build/release/startersfabriek"))
# A Monday morning, so that the demo's hours lie ahead whatever the day of the test.
NOW = "2026-11-30T07:00:00Z"


class Service:
    def __init__(self, base, links):
        self.base = base
        self.links = links


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_healthy(base, process):
    for _ in range(150):
        assert process.poll() is None, "serve ended before it was healthy"
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("serve did not become healthy within 30 s")


def read_links(path):
    """The sign-in link per role that `serve --demo` prints."""
    for _ in range(50):
        links = dict(re.findall(r"^\s+(\w+)\s+(http\S+)$", path.read_text(), re.M))
        if "admin" in links:
            return links
        time.sleep(0.2)
    raise AssertionError("serve printed no sign-in links")


@pytest.fixture(scope="module")
def service():
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        output = Path(folder) / "output"
        with output.open("w") as stdout, (Path(folder) / "errors").open("w") as stderr:
            process = subprocess.Popen(
                [BINARY, "serve", "--demo", "--port", str(port), "--now", NOW,
                 "--calendars", ROOT / "Calendars", "--database", Path(folder) / "test.sqlite"],
                stdout=stdout, stderr=stderr)
            try:
                base = f"http://127.0.0.1:{port}"
                wait_until_healthy(base, process)
                yield Service(base, read_links(output))
            finally:
                process.terminate()
                process.wait(timeout=20)


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
        page.goto(service.links[role])
        page.get_by_role("main").get_by_role("button").click()
        sessions[role] = page.context.storage_state()
        return page

    return sign_in
