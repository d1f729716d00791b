"""The system's zone files, and Python made to read the same."""
import os
import zoneinfo
from pathlib import Path

import pytest

DIRECTORY = os.environ.get("TZDIR") or "/usr/share/zoneinfo"


@pytest.fixture(autouse=True, scope="module")
def system_zoneinfo():
    """Python must read the same files, not the PyPI package tzdata."""
    zoneinfo.reset_tzpath(to=[DIRECTORY])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()


def identifiers() -> list[str]:
    """The zones of the directory; `right/` counts leap seconds and `posix/` repeats the rest."""
    left_out = {"posix", "right", "posixrules", "localtime"}
    names = []
    for path in Path(DIRECTORY).rglob("*"):
        name = path.relative_to(DIRECTORY)
        if name.parts[0] in left_out or not path.is_file():
            continue
        with path.open("rb") as file:
            if file.read(4) == b"TZif":
                names.append(str(name))
    return sorted(names)
