"""The 1718 pack against the shared facts: every paragraph, the same levels; and words of our own."""

from __future__ import annotations

import os
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml

from selon.regimes import pack

SHARED = Path(os.environ.get("SELON_SHARED", Path(__file__).parents[2] / ".." / "shared"))
FACTS = SHARED / "regimes" / "1718.yaml"
if not FACTS.is_file():
    pytest.skip("the shared facts are not beside this repository (SELON_SHARED)", allow_module_level=True)

MEASURES = {m["id"]: m for m in yaml.load(FACTS.read_text("utf-8"), yaml.CSafeLoader)["measures"]}
PROVISIONS = {p.id: p for p in pack("1718").regime.provisions}


def test_every_paragraph_is_listed():
    assert list(PROVISIONS) == list(MEASURES)


@pytest.mark.parametrize("id", MEASURES)
def test_levels_and_facts_agree(id):
    p, m = PROVISIONS[id], MEASURES[id]
    assert p.verification == m["verification"]
    assert (p.category, p.legal_force) == (m["category"], m["legal_force"])
    assert (list(p.binds), list(p.items)) == (m["bound"], m["item_classes"])
    assert p.in_force.startswith(str(m["adopted"]))
    assert p.in_force.endswith("/..") == (m["status"] == "in_force" or id == "1874-12")


@pytest.mark.parametrize("id", MEASURES)
def test_titles_are_our_own(id):
    for language, title in PROVISIONS[id].title:
        theirs = MEASURES[id]["title"][language].replace("'", "’")
        assert SequenceMatcher(None, title, theirs).ratio() < 0.9
