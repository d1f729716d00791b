"""Nobody and nothing is ever claimed twice, however many ask at once. Through HTTP, on the real binary."""
import datetime
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

ADVISERS = 64


def wide_catalogue():
    """One partner with 64 advisers, each with a type of their own and one that all share."""
    advisers, types = [], []
    for n in range(ADVISERS):
        advisers.append(f"""
      - key: adviser-{n}
        name: Adviser {n}
        email: adviser-{n}@race.example
        languages: [nl]
        availability: [ {{ days: [mo, tu, we, th, fr], from: "09:00", until: "17:00" }} ]""")
        types.append(f"""
      - {{ key: with-{n}, name: With {n}, contact: slots, minutes: [30], places: [online],
          assignment: chosen, approval: none, advisers: [adviser-{n}] }}""")
    return f"""
version: 1
organisation: {{ key: race, name: Race, zone: Europe/Brussels, languages: [nl] }}
partners:
  - key: wide
    name: Wide
    kind: test
    partnership: {{ type: supporting, since: 2026-01-01 }}
    languages: [nl]
    advisers:{"".join(advisers)}
    appointmentTypes:
      - {{ key: anyone, name: Anyone, contact: slots, minutes: [30], places: [online],
          assignment: leastLoaded, approval: none }}{"".join(types)}
"""


@pytest.fixture(scope="module")
def race(start_server):
    with start_server() as server:
        yield server


def monday(server):
    """A Monday at least a week ahead of the server's clock."""
    today = server.today()
    return today + datetime.timedelta(days=14 - today.weekday())


def test_one_of_64_starters_gets_the_slot_and_the_others_learn_what_is_free(race):
    tokens = [race.starter(f"slot-{n}") for n in range(64)]
    start = f"{monday(race)}T10:00:00+01:00"

    def book(token):
        return race.call("POST", "/api/v1/bookings",
                         {"appointmentType": "demo-race", "start": start}, token)

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(book, tokens))
    assert sorted(a.status for a in answers) == [201] + [409] * 63
    for lost in (a.json for a in answers if a.status == 409):
        assert lost["code"] == "adviser-busy"
        assert 1 <= len(lost["alternatives"]) <= 3
    race.audit()


def test_one_starter_is_never_with_two_of_64_advisers_at_once(start_server, tmp_path):
    catalogue = tmp_path / "wide.yaml"
    catalogue.write_text(wide_catalogue())
    with start_server(demo=False) as server:
        server.cli("import", "catalogue", catalogue)
        token = server.starter("everywhere")
        start = f"{monday(server)}T10:00:00+01:00"

        def book(n):
            return server.call("POST", "/api/v1/bookings",
                               {"appointmentType": f"with-{n}", "start": start}, token)

        with ThreadPoolExecutor(64) as pool:
            answers = list(pool.map(book, range(64)))
        assert sorted(a.status for a in answers) == [201] + [409] * 63
        assert {a.json["code"] for a in answers if a.status == 409} == {"starter-busy"}
        server.audit()


def test_200_clients_booking_moving_and_cancelling_leave_the_ledger_whole(start_server, tmp_path):
    catalogue = tmp_path / "wide.yaml"
    catalogue.write_text(wide_catalogue())
    with start_server(demo=False) as server:
        server.cli("import", "catalogue", catalogue)
        tokens = [server.starter(f"client-{n}") for n in range(200)]
        day = monday(server)
        starts = [f"{day + datetime.timedelta(days=d)}T{hour:02d}:{minute:02d}:00+01:00"
                  for d in range(2) for hour in range(9, 17) for minute in (0, 30)]
        until, seen, lock = time.monotonic() + 20, {}, threading.Lock()

        def client(n):
            rng, mine = random.Random(n), {}
            while time.monotonic() < until:
                act = rng.random()
                if act < 0.5 or not mine:
                    kind = "anyone" if rng.random() < 0.5 else f"with-{rng.randrange(8)}"
                    answer = server.call("POST", "/api/v1/bookings",
                                         {"appointmentType": kind, "start": rng.choice(starts)},
                                         tokens[n])
                    if answer.status == 201:
                        mine[answer.json["id"]] = answer.json["revision"]
                elif act < 0.8:
                    booking = rng.choice(sorted(mine))
                    answer = server.call("PUT", f"/api/v1/bookings/{booking}/time",
                                         {"start": rng.choice(starts)}, tokens[n],
                                         {"If-Match": f'"{mine[booking]}"'})
                    if answer.status == 200:
                        mine[booking] = answer.json["revision"]
                else:
                    booking = rng.choice(sorted(mine))
                    answer = server.call("POST", f"/api/v1/bookings/{booking}/cancellation", {},
                                         tokens[n])
                    if answer.status == 200:
                        del mine[booking]
                with lock:
                    seen[answer.status] = seen.get(answer.status, 0) + 1
            return mine

        with ThreadPoolExecutor(200) as pool:
            kept = list(pool.map(client, range(200)))
        assert set(seen) <= {200, 201, 409}, seen
        assert seen[201] > 0 and seen[200] > 0 and seen[409] > 0
        server.audit()
        for n in range(0, 200, 20):
            live = {b["id"] for b in server.items("/api/v1/bookings?state=confirmed", tokens[n])}
            assert live == set(kept[n])
