"""The pages "Regimes" name every field that a pack may hold, in both languages."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from selon import regimes
from selon.model.regime import Provision
from selon.relate.rules import Party, Rule

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {language: (DOCS / language / "regimes.md").read_text("utf-8") for language in ("en", "fr")}
DERIVED = {"cap_period", "source"}  # made from `cap` and `sources`


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_every_field_of_a_pack_is_explained(page):
    names = {f.name for kind in (Rule, Party, Provision) for f in fields(kind)} - DERIVED
    heads = {key for p in regimes.HERE.glob("*/regime.yaml") for key in regimes.pack(p.parent.name).names()}
    assert not [
        name
        for name in sorted(names | heads)
        if f"`{name}`" not in page and f"  {name}:" not in page and f"- {name}:" not in page
    ]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_page_counts_the_paragraphs_that_there_are(page):
    for name in ("1718", "libya"):
        assert f"{len(regimes.pack(name).regime.provisions)} paragraph" in page
