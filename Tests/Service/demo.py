"""The demo server as the tests of the contract use it: accounts, problems, the practice type."""

from service import Answer, Service

# A Monday morning in winter: `serve --now` starts a clock here that ticks.
NOW = "2027-01-04T07:00:00Z"


class ContractAnswer(Answer):
    @property
    def code(self):
        """The code of a problem, which must be one."""
        assert self.headers["Content-Type"] == "application/problem+json", self
        problem = self.json
        assert {"type", "title", "status", "detail", "code"} <= problem.keys()
        assert problem["status"] == self.status
        return problem["code"]

    @property
    def pointer(self):
        return self.json.get("pointer")


class DemoService(Service):
    def __init__(self):
        super().__init__(now=NOW)
        self.tokens = {}

    def account(self, name, role="starter"):
        """Adds an account `NAME@test.example`; its person's id."""
        return self.cli("account", "add", f"{name}@test.example", "--role", role).stdout.strip()

    def token(self, email):
        if email not in self.tokens:
            self.tokens[email] = super().token(email)
        return self.tokens[email]

    def role(self, role):
        """The token of the demo's account for a role."""
        return self.token(f"{role}@demo.example")

    def starter(self, name):
        """The token of a starter of that name, who is made where new."""
        email = f"{name}@test.example"
        if email not in self.tokens:
            self.account(name)
        return self.token(email)

    def call(self, method, path, body=None, token=None, headers=None, raw=None):
        fields = dict(headers or {})
        if raw is not None:
            fields.setdefault("Content-Type", "application/json")
        answer = super().call(method, path, body, token, fields, raw)
        return ContractAnswer(answer.status, answer.headers, answer.body)

    def race_slots(self, first="2027-01-11", last="2027-01-16"):
        """The free moments of the demo's practice type."""
        answer = self.call(
            "GET", f"/api/v1/appointment-types/demo-race/slots?from={first}&until={last}"
        )
        assert answer.status == 200, answer
        return answer.json["slots"]

    def book(self, token, start=None, **fields):
        """A booking of the practice type, at the first free moment where not said."""
        start = start or self.race_slots()[0]["start"]
        wish = {"appointmentType": "demo-race", "start": start, **fields}
        answer = self.call("POST", "/api/v1/bookings", wish, token)
        assert answer.status == 201, answer
        return answer.json
