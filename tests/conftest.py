"""What every test may ask for: the shared folder (outside the project), and readers that load once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SELON_SHARED", ROOT.parent / "shared"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long: runs with ./dev test --long")
    kept = []
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)
        kept.append(item)
    items[:] = [i for i in kept if not i.get_closest_marker("long")]
    config.hook.pytest_deselected(items=[i for i in kept if i.get_closest_marker("long")])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated texts and list files that is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip(f"no shared folder at {SHARED}: set SELON_SHARED to measure against it")
    return SHARED


@pytest.fixture(scope="session")
def examples() -> Path:
    return ROOT / "examples"
