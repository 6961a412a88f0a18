"""Own sentences on goods, labour, ships and money: act, stage, direction, the kind of thing and its words."""

from __future__ import annotations

import pytest

from claim_reading import cases, read, way
from selon.model.claim import Claim

SENTENCES = [c for name in ("trade_sentences_fr", "trade_sentences_en") for c in cases(name)]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda c: f"{c['language']}: {c['text'][:60]}")
def test_sentence(case: dict) -> None:
    found = read(case["text"], case["language"])
    assert len(found) == len(case["acts"]), [short(c) for c in found]
    for claim, wanted in zip(found, case["acts"], strict=True):
        assert fits(claim, wanted), (short(claim), wanted)


def short(claim: Claim) -> str:
    things = ", ".join(f"{i.category}: {i.text}" for i in claim.items)
    return f"{claim.act_type} {claim.stage} {way(claim)} {things}"


def fits(claim: Claim, wanted: str) -> bool:
    act, stages, sides, thing = wanted.split(" ", 3)
    named = thing == "*" or thing in [f"{i.category}: {i.text}" for i in claim.items]
    return claim.act_type == act and claim.stage in stages.split("|") and way(claim) == sides and named
