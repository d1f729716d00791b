"""The OpenAPI document is valid, and says of every route what the server does."""

import json
import re

import pytest
from service import ROOT

METHODS = ["get", "head", "post", "put", "patch", "delete", "options"]


@pytest.fixture(scope="module")
def document(server):
    return server.call("GET", "/api/v1/openapi.json").json


def operations(document):
    return {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in item
        if method in METHODS
    }


def test_the_document_is_valid(document):
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(document)
    assert document["openapi"].startswith("3.1")


def test_the_document_and_the_registered_routes_are_equal(document):
    """Every route of the contract is a `Route(.method, "path")` in the sources."""
    sources = "".join(
        path.read_text()
        for folder in ["API", "Feeds", "Server"]
        for path in sorted((ROOT / "Sources/Web" / folder).glob("*.swift"))
    )
    constants = dict(re.findall(r'static let (path) = "([^"]+)"', sources))
    registered = {
        (method.upper(), literal or constants[name])
        for method, literal, name in re.findall(
            r'Route\(\.(\w+), (?:"([^"]+)"|Self\.(\w+))\)', sources
        )
    }
    assert registered == operations(document)


def test_every_path_answers_a_strange_method_with_the_documented_ones(server, document):
    for path, item in document["paths"].items():
        concrete = path.replace("{id}", "x").replace("{token}", "A" * 32)
        answer = server.call("PROPFIND", concrete)
        allowed = set(answer.headers["Allow"].split(", "))
        documented = {method.upper() for method in item if method in METHODS}
        assert answer.status == 405
        # Every GET answers HEAD, which the document does not repeat for each.
        assert allowed - {"HEAD"} == documented - {"HEAD"}, path


def test_every_body_and_answer_has_a_schema(document):
    text = json.dumps(document)
    names = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert names == set(document["components"]["schemas"])


def matches(schema, value, document):
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    return [error.message for error in validator(whole).iter_errors(value)]


def test_answers_fit_their_schemas(server, document):
    me = server.starter("schemas")
    booking = server.book(me)
    server.call("POST", "/api/v1/feeds", {"scope": "starter"}, me)
    slots = "/api/v1/appointment-types/krediet/slots?from=2027-01-04&until=2027-01-08&explain=1"
    found = {
        "Me": server.call("GET", "/api/v1/me", token=me),
        "AppointmentTypePage": server.call("GET", "/api/v1/appointment-types"),
        "SlotListing": server.call("GET", slots),
        "Booking": server.call("GET", f"/api/v1/bookings/{booking['id']}", token=me),
        "BookingPage": server.call("GET", "/api/v1/bookings", token=me),
        "ToDoPage": server.call("GET", "/api/v1/to-dos", token=me),
        "FeedPage": server.call("GET", "/api/v1/feeds", token=me),
        "Health": server.call("GET", "/healthz"),
        "Problem": server.call("GET", "/api/v1/bookings/none", token=me),
    }
    for schema, answer in found.items():
        assert matches(schema, answer.json, document) == [], schema
