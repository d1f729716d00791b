"""What calendar programs see of a feed: the HTTP rows H1 to H11 of ICALENDAR.md."""

import gzip
import re
import socket
import zlib
from email.utils import parsedate_to_datetime

import pytest


@pytest.fixture(scope="module")
def me(server):
    return server.starter("feeds")


@pytest.fixture(scope="module")
def feed(server, me):
    answer = server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me)
    assert answer.status == 201
    return answer.json


@pytest.fixture(scope="module")
def path(feed):
    return f"/feeds/{feed['token']}.ics"


def test_h1_the_type_and_the_name(server, path):
    answer = server.call("GET", path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert re.fullmatch(r'inline; filename="[\w-]+\.ics"', answer.headers["Content-Disposition"])
    assert answer.body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer.headers["Cache-Control"] == "private, max-age=300"


def test_h2_the_tag_changes_exactly_when_the_bytes_do(server, me, path):
    first, second = server.call("GET", path), server.call("GET", path)
    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["ETag"])
    assert (first.headers["ETag"], first.body) == (second.headers["ETag"], second.body)
    booking = server.book(me)
    third = server.call("GET", path)
    assert third.headers["ETag"] != first.headers["ETag"]
    assert booking["uid"].encode() in third.body


@pytest.mark.parametrize(
    "condition", ["{0}", 'W/{0}', '"other", {0}', "*", ' {0} , "other"', "{1}"]
)
def test_h3_a_tag_that_matches_gives_304_without_a_body(server, path, condition):
    plain = server.call("GET", path)
    zipped = server.call("GET", path, headers={"Accept-Encoding": "gzip"})
    field = condition.format(plain.headers["ETag"], zipped.headers["ETag"])
    answer = server.call("GET", path, headers={"If-None-Match": field})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["Content-Type"] is None
    assert answer.headers["Content-Length"] in (None, str(len(plain.body)))


@pytest.mark.parametrize("condition", ['"other"', "", "nonsense", '"unfinished'])
def test_h3_another_tag_gives_the_calendar(server, path, condition):
    answer = server.call("GET", path, headers={"If-None-Match": condition})
    assert answer.status == 200 and answer.body


def test_h4_if_modified_since_counts_unless_there_is_a_tag(server, path):
    modified = server.call("GET", path).headers["Last-Modified"]
    assert parsedate_to_datetime(modified).strftime("%a, %d %b %Y %H:%M:%S GMT") == modified
    unchanged = server.call("GET", path, headers={"If-Modified-Since": modified})
    assert (unchanged.status, unchanged.body) == (304, b"")
    earlier = {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}
    assert server.call("GET", path, headers=earlier).status == 200
    unreadable = {"If-Modified-Since": "yesterday"}
    assert server.call("GET", path, headers=unreadable).status == 200
    both = {"If-Modified-Since": modified, "If-None-Match": '"other"'}
    assert server.call("GET", path, headers=both).status == 200


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_h5_head_has_the_headers_of_get_and_no_body(server, path, encoding):
    fields = {"Accept-Encoding": encoding}
    got, head = server.call("GET", path, headers=fields), server.call("HEAD", path, headers=fields)
    assert (head.status, head.body) == (200, b"")
    varying = {"Date", "X-Request-Id"}
    listed = [(name, value) for name, value in got.headers.items() if name not in varying]
    assert sorted(listed) == sorted(
        (name, value) for name, value in head.headers.items() if name not in varying
    )
    assert head.headers["Content-Length"] == str(len(got.body))


@pytest.mark.parametrize("accept", ["", "text/html", "application/json;q=0.1"])
def test_h5_any_accept_will_do(server, path, accept):
    assert server.call("GET", path, headers={"Accept": accept}).status == 200


def test_h6_gzip_is_the_same_calendar_under_its_own_tag(server, path):
    plain = server.call("GET", path)
    zipped = server.call("GET", path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(zipped.body) == plain.body
    assert zlib.decompressobj(31).decompress(zipped.body) == plain.body
    assert zipped.headers["ETag"] == plain.headers["ETag"][:-1] + '-gz"'
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"
    again = {"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]}
    unchanged = server.call("GET", path, headers=again)
    assert unchanged.status == 304
    assert unchanged.headers["ETag"] == zipped.headers["ETag"]


@pytest.mark.parametrize(
    "field, is_zipped",
    [("gzip", True), ("*", True), ("gzip;q=0", False), ("gzip;q=0, *", False), ("deflate", False)],
)
def test_h6_accept_encoding_is_obeyed(server, path, field, is_zipped):
    answer = server.call("GET", path, headers={"Accept-Encoding": field})
    assert (answer.headers["Content-Encoding"] == "gzip") == is_zipped


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "PROPFIND", "REPORT"])
def test_h7_other_methods_are_405_with_allow(server, path, method):
    answer = server.call(method, path, raw=b"x")
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_h7_options_says_what_is_allowed(server, path):
    answer = server.call("OPTIONS", path)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_h8_unknown_is_404_and_revoked_410_and_neither_says_more(server, me):
    made = server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me).json
    revoked = f"/feeds/{made['token']}.ics"
    assert server.call("GET", revoked).status == 200
    assert server.call("DELETE", f"/api/v1/feeds/{made['id']}", token=me).status == 204
    gone = server.call("GET", revoked)
    assert gone.status == 410
    unknown = [
        server.call("GET", f"/feeds/{token}.ics")
        for token in ["A" * 32, "short", "x" * 2000, "..%2f..%2fetc", "é".encode().hex() * 8]
    ]
    assert {answer.status for answer in unknown} == {404}
    assert len({answer.body for answer in unknown}) == 1
    for answer in [gone, *unknown]:
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert len(answer.body) < 100


def test_h8_a_renewed_feed_has_a_new_address_and_the_old_one_is_gone(server, me):
    made = server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me).json
    renewed = server.call("POST", f"/api/v1/feeds/{made['id']}/renewal", {}, me)
    assert renewed.status == 201 and renewed.json["id"] == made["id"]
    assert server.call("GET", f"/feeds/{made['token']}.ics").status == 410
    assert server.call("GET", f"/feeds/{renewed.json['token']}.ics").status == 200


def test_h10_polling_is_never_refused(server, path):
    assert {server.call("GET", path).status for _ in range(90)} == {200}


def test_h11_the_address_is_short_secret_and_not_logged(server, feed, path):
    assert len(feed["url"]) <= 116 and feed["url"].endswith(path)
    assert feed["webcal"] == "webcal://" + feed["url"].split("://", 1)[1]
    # 32 characters of base64url are 192 bits.
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", feed["token"])
    answer = server.call("GET", path)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    robots = server.call("GET", "/robots.txt")
    assert robots.status == 200 and b"Allow: /feeds/" in robots.body
    assert feed["token"] not in server.log()
    assert "/feeds/{token}.ics" in server.log()


def test_who_fetched_is_listed(server, me, feed, path):
    agent = "Service-Test/1.0"
    etag = server.call("GET", path, headers={"User-Agent": agent}).headers["ETag"]
    server.call("GET", path, headers={"User-Agent": agent, "If-None-Match": etag})
    listed = server.call("GET", "/api/v1/feeds", token=me).json["items"]
    mine = next(item for item in listed if item["id"] == feed["id"])
    assert mine["scope"] == "starter"
    # Fetches are written in batches, so this one may not be there yet.
    assert feed["token"] not in str(mine)


def test_answers_leave_in_the_order_of_the_questions(server, path):
    tag = server.call("GET", path).headers["ETag"]
    unchanged = f"GET {path} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {tag}\r\n\r\n"
    changed = f"GET {path} HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"old\"\r\n\r\n"
    health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = unchanged.replace("Host: x", "Host: x\r\nConnection: close")
    questions = [unchanged, health, unchanged, changed, health, unchanged, unchanged, last]
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall("".join(questions).encode())
        text = b""
        while part := connection.recv(65_536):
            text += part
    statuses = re.findall(rb"HTTP/1\.1 (\d{3})", text)
    assert statuses == [b"304", b"200", b"304", b"200", b"200", b"304", b"304", b"304"]
