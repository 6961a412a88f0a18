"""Extraction of annotated pages stays above its floors, and in no language below the peer in the same run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extraction_gold import Gold, ours, trafilatura

PINNED = json.loads(Path(__file__).with_name("floors-extraction.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def gold(shared):
    folder = shared / "gold" / "extraction"
    if not folder.is_dir():
        pytest.skip(f"no annotated pages at {folder}")
    return Gold(folder)


@pytest.fixture(scope="module")
def measured(gold):
    return gold.measure(ours)


def test_the_pages_are_those_the_floors_were_measured_on(gold):
    assert gold.digest == PINNED["digest"]


@pytest.mark.parametrize(
    ("part", "measure"), [(p, m) for p, floors in PINNED["floors"].items() for m in floors]
)
def test_floors(measured, part, measure):
    assert measured[part][measure] >= PINNED["floors"][part][measure]


def test_prompt_lines_leaked(measured):
    assert measured["fr"]["leak"] <= PINNED["ceilings"]["fr"]["leak"]


@pytest.mark.long
def test_no_language_below_the_peer(gold, measured):
    peers = [gold.measure(trafilatura(precision)) for precision in (False, True)]
    for part in ("fr", "other"):
        assert measured[part]["f"] >= max(peer[part]["f"] for peer in peers)
