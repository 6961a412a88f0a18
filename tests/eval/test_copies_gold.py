"""Copies and translations stay above their floors on the shared collections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import copies_gold

PINNED = json.loads(Path(__file__).with_name("floors-copies.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "files", "measure"),
    [
        ("wire-fr", ("docs.jsonl.gz", "pairs.jsonl"), copies_gold.wire),
        ("translations-enfr", ("docs.jsonl",), copies_gold.twins),
    ],
)
def test_floors(shared, name, files, measure):
    folder = shared / "gold" / name
    if not folder.is_dir():
        pytest.skip(f"no collection at {folder}")
    assert copies_gold.digest(*(folder / f for f in files)) == PINNED[name]["digest"]
    figures = measure(folder)
    for what, floor in PINNED[name]["floors"].items():
        assert figures[what] >= floor, what
