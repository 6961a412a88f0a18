"""Triage keeps what can engage a provision and sets general news aside."""

from __future__ import annotations

import pytest

import triage_gold


@pytest.fixture(scope="module")
def measured(shared):
    lists = shared / "lists" / "un" / "consolidated.xml"
    if not lists.is_file() or not (shared / "gold" / "wire-fr").is_dir():
        pytest.skip(f"no lists or collections in {shared}")
    return triage_gold.measure(shared, triage_gold.triage(lists))


def test_nothing_that_engages_a_provision_is_set_aside(measured):
    assert measured["recall"] >= 0.99


@pytest.mark.parametrize("collection", ["pages", "wire"])
def test_general_news_is_set_aside(measured, collection):
    assert measured[f"{collection} set aside"] >= 0.9


@pytest.mark.long
def test_speed(measured):
    assert measured["megabytes a second"] >= 300
