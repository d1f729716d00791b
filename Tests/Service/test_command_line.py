"""The command line by its contract: exit status, standard error, previews and round trips."""
import pathlib
import re
import sqlite3

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
DEMO = sorted((ROOT / "Calendars/demo").glob("*.yaml"))


@pytest.fixture
def empty(start_server):
    """A migrated database without a catalogue; the server is not needed and stopped."""
    with start_server(demo=False) as server:
        server.stop()
        yield server


def rows(server):
    """Every row of every table, so that nothing changes unseen."""
    with sqlite3.connect(server.database) as connection:
        tables = [r[0] for r in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {t: sorted(map(repr, connection.execute(f"SELECT * FROM {t}"))) for t in tables}


def test_a_catalogue_is_previewed_imported_once_and_exported_to_the_same(empty, tmp_path):
    before = rows(empty)
    preview = empty.cli("import", "catalogue", *DEMO, "--dry-run").stdout
    assert re.search(r"^added partner voorbeeldbank$", preview, re.M)
    assert rows(empty) == before
    assert empty.cli("import", "catalogue", *DEMO).stdout == preview
    after = rows(empty)
    assert empty.cli("import", "catalogue", *DEMO).stdout == "nothing changes\n"
    assert rows(empty) == after
    exported = tmp_path / "exported.yaml"
    exported.write_text(empty.cli("export", "catalogue").stdout)
    done = empty.cli("import", "catalogue", exported, "--calendars", ROOT / "Calendars")
    assert done.stdout == "nothing changes\n"
    assert rows(empty) == after


def test_one_mistake_anywhere_and_nothing_is_imported(empty, tmp_path):
    before = rows(empty)
    broken = tmp_path / "broken.yaml"
    partners = next(file for file in DEMO if file.name == "partners-1.yaml")
    broken.write_text(partners.read_text().replace("contact: slots", "contact: slotz", 1)
                      .replace("postcode:", "postcod:", 1))
    files = [file for file in DEMO if file != partners] + [broken]
    done = empty.cli("import", "catalogue", *files, "--calendars", ROOT / "Calendars", check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "did you mean 'postcode'?" in done.stderr
    assert re.search(r"broken\.yaml:\d+: .*contact", done.stderr)
    assert rows(empty) == before


def test_an_unmigrated_or_missing_database_is_told_and_exits_2(empty, tmp_path):
    empty.database = f"{tmp_path}/none.sqlite"
    done = empty.cli("audit", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "migrate" in done.stderr
    sqlite3.connect(empty.database).execute("CREATE TABLE other (x)").connection.close()
    done = empty.cli("audit", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    empty.cli("migrate")
    empty.cli("audit")


def test_a_database_from_the_future_is_refused_in_words(empty):
    with sqlite3.connect(empty.database) as connection:
        connection.execute("INSERT INTO schema_migration VALUES (999, 0)")
    for command in (["audit"], ["migrate"]):
        done = empty.cli(*command, check=False)
        assert done.returncode == 2
        assert "newer" in done.stderr


def test_audit_finds_what_raw_sql_broke(start_server):
    with start_server(now="2026-11-20T08:00:00Z") as server:
        assert server.cli("audit").returncode == 0
        with sqlite3.connect(server.database) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("DELETE FROM claim")
        done = server.cli("audit", check=False)
        assert done.returncode == 1
        assert re.search(r"^[1-9]\d* live-bookings-without-claims", done.stdout, re.M)


def test_the_ledger_refuses_an_overlap_by_raw_sql(start_server):
    with start_server(now="2026-11-20T08:00:00Z") as server:
        server.stop()
        with sqlite3.connect(server.database) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            columns = [r[1] for r in connection.execute("PRAGMA table_info(claim)")]
            row = dict(zip(columns, connection.execute("SELECT * FROM claim").fetchone()))
            row["start_at"] += 60
            marks = ", ".join("?" * len(columns))
            with pytest.raises(sqlite3.IntegrityError, match="overlap"):
                connection.execute(f"INSERT INTO claim VALUES ({marks})",
                                   [row[c] for c in columns])


def test_slots_explain_every_refused_candidate(start_server):
    with start_server(now="2026-11-20T08:00:00Z") as server:
        arguments = ["slots", "--type", "demo-race", "--from", "2026-11-20", "--until",
                     "2026-11-21", "--now", "2026-11-20T11:10:00Z"]
        plain = server.cli(*arguments).stdout.split("\n")
        assert plain[0].startswith("2026-11-20T12:30:00+01:00 online")
        explained = server.cli(*arguments, "--explain").stdout
        assert explained.count("refused too-soon") == 7
        answer = server.cli(*arguments, "--format", "json", "--explain").stdout
        assert '"refused":[{"start":"2026-11-20T09:00:00+01:00"' in answer


@pytest.mark.parametrize("arguments", [
    ["slots", "--type", "nothing", "--from", "2026-11-20", "--until", "2026-11-21"],
    ["slots", "--type", "demo-race", "--from", "2026-02-30", "--until", "2026-11-21"],
    ["slots", "--type", "demo-race", "--from", "2026-11-21", "--until", "2026-11-20"],
    ["slots", "--type", "demo-race", "--from", "2026-11-20", "--until", "2027-11-20"],
    ["account", "add", "no-address", "--role", "starter"],
    ["account", "add", "a@b.example", "--role", "king"],
    ["account", "add", "a@b.example", "--role", "adviser"],
    ["account", "add", "a@b.example", "--role", "manager", "--partner", "nobody"],
    ["token", "create", "nobody@nowhere.example"],
    ["import", "catalogue", "/nonexistent.yaml"],
    ["audit", "--now", "yesterday"],
    ["nonsense"],
    ["serve", "--port", "99999"],
])
def test_unusable_input_exits_2_with_a_message_and_no_output(demo_database, arguments):
    done = demo_database.cli(*arguments, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr.strip()
    assert done.stdout == ""


@pytest.fixture(scope="module")
def demo_database(start_server):
    with start_server(now="2026-11-20T08:00:00Z") as server:
        server.stop()
        yield server


def test_a_setting_that_is_no_port_is_told(demo_database):
    demo_database.environment["STARTERSFABRIEK_PORT"] = "abc"
    done = demo_database.cli("serve", check=False)
    del demo_database.environment["STARTERSFABRIEK_PORT"]
    assert (done.returncode, done.stdout) == (2, "")
    assert "port" in done.stderr


def test_serve_with_a_clock_of_its_own_stays_on_loopback(demo_database):
    done = demo_database.cli("serve", "--host", "0.0.0.0", "--now", "2026-11-20T08:00:00Z",
                             check=False)
    assert done.returncode == 2
    assert "loopback" in done.stderr
