"""A page is one answer, the stylesheet and the mark; nothing comes from elsewhere or is refused."""

import urllib.parse

import pytest
from test_sound_pages import PAGES

MAXIMUM_BYTES = 160_000
# Every step with everybody who helps: one list until it is matched to the starter's answers.
LONG_LISTS = {"/nl/mijn-traject": 450_000, "/en/my-path": 450_000, "/fr/mon-parcours": 450_000}


@pytest.mark.parametrize("role", PAGES)
def test_a_browser_fetches_little_and_only_here(service, open_browser, sign_in, role):
    page = sign_in(role, script=True) if role else open_browser(script=True)
    answers, complaints = [], []
    page.on("response", lambda answer: answers.append(answer))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PAGES[role]:
        answers.clear()
        page.goto(service.base + path, wait_until="networkidle")
        paths = [urllib.parse.urlsplit(answer.url).path for answer in answers]
        documents = [path for path in paths if not path.startswith("/assets/")]
        assert len(documents) == 1, f"{path}: {paths}"
        assert all(answer.url.startswith(service.base) for answer in answers), paths
        size = sum(int(answer.headers["content-length"]) for answer in answers)
        assert 0 < size < LONG_LISTS.get(path, MAXIMUM_BYTES), f"{path}: {size}"
        # The browser itself reports a page that was not found.
        refused = [text for text in complaints if "Failed to load resource" not in text]
        assert refused == [], f"{path}: {refused}"
