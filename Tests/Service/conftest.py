import pytest
from demo import DemoService


@pytest.fixture(scope="module")
def server():
    """One server for the tests of a file; whatever they did, its invariants hold at the end."""
    with DemoService() as service:
        yield service
        service.audit()
