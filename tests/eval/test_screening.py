"""Screening of the press names, the names with a slip and the invented ones stays within its floors and ceilings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import screening_gold

PINNED = json.loads(Path(__file__).with_name("floors-screening.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def measured(shared):
    if not screening_gold.GOLD.is_dir():
        pytest.skip(f"no name sets at {screening_gold.GOLD}")
    return screening_gold.figures(screening_gold.un_index())


def test_the_names_and_lists_are_those_the_floors_were_measured_on(measured):
    assert screening_gold.digest() == PINNED["digest"]


@pytest.mark.parametrize("name", PINNED["floors"])
def test_not_below(measured, name):
    assert measured[name] >= PINNED["floors"][name]


@pytest.mark.parametrize("name", PINNED["ceilings"])
def test_not_above(measured, name):
    assert measured[name] <= PINNED["ceilings"][name]
