"""The API with the session cookie of a browser: signed in by link, protected against other sites."""

from urllib.parse import urlsplit

import pytest


@pytest.fixture(scope="module")
def cookie(server):
    """Signs the demo's starter in with the link that `serve --demo` printed."""
    link = urlsplit(server.sign_in_link("starter")).path
    # Mail scanners open links: that must not use them up.
    for _ in range(2):
        assert server.call("GET", link).status == 200
    answer = server.call("POST", link, raw=b"", headers={
        "Content-Type": "application/x-www-form-urlencoded", "Origin": server.base,
    })
    assert answer.status == 303, answer
    set_cookie = answer.headers["Set-Cookie"]
    assert set_cookie.startswith("sf_session=")
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"]:
        assert attribute in set_cookie
    assert "Secure" not in set_cookie
    return set_cookie.split(";")[0]


def test_the_cookie_says_who_it_is(server, cookie):
    me = server.call("GET", "/api/v1/me", headers={"Cookie": cookie})
    assert me.status == 200
    assert me.json["person"]["email"] == "starter@demo.example"
    assert me.json["csrfToken"]


def test_a_change_with_the_cookie_needs_the_token_that_goes_with_it(server, cookie):
    token = server.call("GET", "/api/v1/me", headers={"Cookie": cookie}).json["csrfToken"]

    def ask(**headers):
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        return server.call(
            "POST", "/api/v1/feeds", {"scope": "starter"}, headers={"Cookie": cookie, **fields}
        )

    for answer in [
        ask(), ask(X_CSRF_Token="wrong"), ask(X_CSRF_Token=token[:-1] + "_"),
        ask(X_CSRF_Token=token, Origin="https://evil.example"),
        ask(X_CSRF_Token=token, Origin="null"),
    ]:
        assert (answer.status, answer.code) == (403, "csrf")
    assert ask(X_CSRF_Token=token).status == 201
    assert ask(X_CSRF_Token=token, Origin=server.base).status == 201


def test_a_cookie_of_nobody_is_a_visitor(server):
    fields = {"Cookie": "sf_session=wrong"}
    assert server.call("GET", "/api/v1/me", headers=fields).status == 401
    assert server.call("GET", "/api/v1/appointment-types", headers=fields).status == 200
