"""The law on the sample article's hand-annotated claims: provisions found, none invented."""

from __future__ import annotations

import pytest

import annotated_claims
from selon.regimes import pack
from selon.relate.provisions import engage

if not annotated_claims.gold_path().is_file():
    pytest.skip("the shared gold is not beside this repository (SELON_SHARED)", allow_module_level=True)

GOLD = annotated_claims.load()
ACTORS = annotated_claims.actors(GOLD)
FLOOR_PRECISION, FLOOR_RECALL = 0.97, 0.90


def engaged(row):
    found = engage([annotated_claims.claim(row)], ACTORS, pack("1718"), published=annotated_claims.PUBLISHED)
    return {e.provision: e.engagement for e in found}


def wanted(row):
    return {p["id"]: p["engagement"] for p in row.get("provisions", ())}


def test_provisions_reach_the_floors():
    pairs = [(engaged(row), wanted(row)) for row in GOLD["claims"]]
    right = sum(len(got.keys() & want.keys()) for got, want in pairs)
    assert right / sum(len(got) for got, _ in pairs) >= FLOOR_PRECISION
    assert right / sum(len(want) for _, want in pairs) >= FLOOR_RECALL


@pytest.mark.parametrize("row", GOLD["claims"], ids=lambda row: row["id"])
def test_value_of_each_engagement(row):
    """As annotated, save that an open direction never gives more than "may"."""
    open_direction = bool((row.get("direction") or {}).get("reciprocal"))
    for provision, value in engaged(row).items():
        expected = wanted(row).get(provision, value)
        if open_direction and expected.startswith("would"):
            expected = "may_engage"
        assert (provision, value) == (provision, expected)


@pytest.mark.parametrize("row", GOLD["claims"], ids=lambda row: row["id"])
def test_nothing_offered_feared_or_hypothetical_reads_as_confirmed(row):
    if row["stage"] not in ("done", "ongoing", "habitual") or row["modality"] in ("feared", "offered"):
        assert "would_engage_if_confirmed" not in engaged(row).values()


def test_every_reason_stands_in_the_text_or_says_why_not():
    claims = [annotated_claims.claim(row) for row in GOLD["claims"]]
    for e in engage(claims, ACTORS, pack("1718"), published=annotated_claims.PUBLISHED):
        assert e.why and e.binds
        assert all(x.why for x in e.elements)
        assert "violat" not in (e.why + " ".join(x.why for x in e.elements)).casefold()
