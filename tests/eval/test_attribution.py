"""Attribution stays above its floors on every annotated set; the floors hold for the texts they were measured on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import attribution_gold

PINNED = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))
QUICK = [s for s in PINNED["sets"] if s not in PINNED["long"]]
FLOORS = [(s, f) for s in QUICK for f in PINNED["sets"][s]["floors"]]
LONG_FLOORS = [(s, f) for s in PINNED["long"] for f in PINNED["sets"][s]["floors"]]


@pytest.fixture(scope="module")
def gold(shared):
    if not attribution_gold.GOLD.is_dir():
        pytest.skip(f"no annotated sets at {attribution_gold.GOLD}")


@pytest.mark.parametrize("name", PINNED["sets"])
def test_the_texts_are_those_the_floors_were_measured_on(gold, name):
    assert attribution_gold.digest(name) == PINNED["sets"][name]["digest"]


@pytest.mark.parametrize(("name", "figure"), FLOORS)
def test_not_below(gold, name, figure):
    assert attribution_gold.figures(name)[figure] >= PINNED["sets"][name]["floors"][figure]


@pytest.mark.long
@pytest.mark.parametrize(("name", "figure"), LONG_FLOORS)
def test_not_below_on_the_long_sets(gold, name, figure):
    assert attribution_gold.figures(name)[figure] >= PINNED["sets"][name]["floors"][figure]


def test_nothing_is_attributed_on_the_unattributed_and_noise_spans_of_the_sample(gold):
    assert attribution_gold.figures("sample-article")["false_unattributed"] == 0
