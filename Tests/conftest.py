"""What every suite that drives the real binary shares."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from service import Service  # noqa: E402


@pytest.fixture(scope="session")
def start_server():
    """Makes servers: `with start_server(now="2026-10-19T08:00:00Z") as server`."""
    return Service
