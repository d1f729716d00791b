"""The server does what the OpenAPI document says, with requests that nobody would think of.

schemathesis makes them from the document, valid and not: no answer is a fault, undocumented or of
another shape than documented, and what the document forbids is refused. The same requests at each
run; new routes are tried by being documented.
"""

import pathlib
import subprocess
import sys

import pytest
from demo import DemoService

CONFIGURATION = pathlib.Path(__file__).with_name("schemathesis.toml")
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance",
          "response_headers_conformance", "response_schema_conformance", "negative_data_rejection",
          "missing_required_header", "unsupported_method", "allow_header_conformance", "ignored_auth"]
# Requests per operation that chance makes, beside those that the document's limits make.
EXAMPLES = 15


# A database each: the staff may change what the starter sees.
@pytest.mark.parametrize("role", ["starter", "staff"])
def test_no_request_gets_an_answer_that_the_document_does_not_have(role, tmp_path):
    pytest.importorskip("schemathesis")
    with DemoService() as service:
        service.book(service.role("starter"))
        done = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "--config-file", CONFIGURATION, "run",
             f"{service.base}/api/v1/openapi.json", "--header",
             f"Authorization: Bearer {service.role(role)}", "--checks", ",".join(CHECKS),
             "--max-examples", str(EXAMPLES), "--generation-deterministic",
             "--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--warnings", "off",
             "--request-timeout", "20", "--no-color"],
            cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
        service.audit()
        assert " error " not in service.log()
