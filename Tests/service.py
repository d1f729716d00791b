"""The real binary, as the suites that drive it see it: started on loopback, asked over HTTP."""
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = os.environ.get("STARTERSFABRIEK_BIN", str(ROOT / ".build/release/startersfabriek"))


class Answer:
    """Status, headers and body of one response."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:300]!r}>"


class Service:
    """`serve` on a free port with a database of its own."""

    def __init__(self, demo=True, now=None, database=None, arguments=(), environment=None):
        self.folder = tempfile.mkdtemp(prefix="startersfabriek-")
        self.database = database or f"{self.folder}/test.sqlite"
        self.demo, self.now, self.arguments = demo, now, list(arguments)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = environment or {}
        self.process = None
        self._local = threading.local()

    def start(self):
        command = [BIN, "serve", "--host", "127.0.0.1", "--port", str(self.port),
                   "--database", self.database, *self.arguments]
        command += ["--demo"] if self.demo else []
        command += ["--now", self.now] if self.now else []
        self.output = open(f"{self.folder}/output", "ab")
        self.process = subprocess.Popen(command, stdout=self.output, stderr=self.output, cwd=ROOT,
                                        env={**os.environ, **self.environment})
        for _ in range(300):
            assert self.process.poll() is None, self.log()
            with contextlib.suppress(OSError):
                if self.call("GET", "/healthz").status == 200:
                    return self
            time.sleep(0.1)
        raise AssertionError("not ready in 30 s: " + self.log())

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()

    def restart(self):
        self.stop()
        return self.start()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self):
        """All that the server wrote."""
        with open(f"{self.folder}/output", encoding="utf-8", errors="replace") as lines:
            return lines.read()

    def sign_in_link(self, role):
        """The link that `serve --demo` printed for a role, waiting until it is there."""
        for _ in range(50):
            for line in self.log().split("\n"):
                words = line.split()
                if len(words) == 2 and words[0] == role:
                    return words[1]
            time.sleep(0.1)
        raise AssertionError("no link for " + role)

    def cli(self, *arguments, check=True, **keywords):
        done = subprocess.run([BIN, *map(str, arguments), "--database", self.database],
                              capture_output=True, text=True, timeout=60, cwd=ROOT,
                              env={**os.environ, **self.environment}, **keywords)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def today(self):
        if self.now:
            return datetime.datetime.fromisoformat(self.now.replace("Z", "+00:00")).date()
        return datetime.date.today()

    def token(self, email):
        return self.cli("token", "create", email).stdout.strip()

    def starter(self, name):
        """The token of a starter made for the occasion."""
        email = f"{name}@starters.example"
        self.cli("account", "add", email, "--role", "starter")
        return self.token(email)

    def call(self, method, path, body=None, token=None, headers=None, raw=None):
        """One request over a connection that this thread keeps open."""
        sent = {"Accept": "application/json", **(headers or {})}
        if token:
            sent["Authorization"] = "Bearer " + token
        if body is not None:
            raw = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        if path.startswith("http"):
            path = urllib.parse.urlsplit(path)._replace(scheme="", netloc="").geturl()
        for attempt in (1, 2):
            connection = getattr(self._local, "connection", None)
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                self._local.connection = connection
            try:
                connection.request(method, path, body=raw, headers=sent)
                response = connection.getresponse()
                return Answer(response.status, response.headers, response.read())
            except (http.client.HTTPException, OSError):
                connection.close()
                self._local.connection = None
                # A kept connection may have ended meanwhile; a new one gets a second try.
                if attempt == 2:
                    raise

    def items(self, path, token):
        """Every item of a paged list."""
        found, cursor = [], ""
        while True:
            page = self.call("GET", path + ("&" if "?" in path else "?") + "limit=100" + cursor,
                             token=token)
            assert page.status == 200, page
            found += page.json["items"]
            if not page.json["next"]:
                return found
            cursor = "&cursor=" + urllib.parse.quote(page.json["next"])

    def slots(self, type, first, days, token=None, query=""):
        until = first + datetime.timedelta(days=days)
        answer = self.call("GET", f"/api/v1/appointment-types/{type}/slots"
                                  f"?from={first}&until={until}{query}", token=token)
        assert answer.status == 200, answer
        return answer.json["slots"]

    def audit(self):
        self.cli("audit")
