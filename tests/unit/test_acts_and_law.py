"""Fifty more acts held against the 1718 regime, as in the packs' examples: everything each engages, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from selon.regimes import pack
from selon.relate.examples import mini_claim
from selon.relate.provisions import engage

ROWS = yaml.safe_load(Path(__file__).with_name("acts_and_law.yaml").read_text("utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_what_an_act_engages(row):
    claim, actors = mini_claim(row["claim"])
    found = engage([claim], actors, pack("1718"), published=row.get("published"))
    assert {e.provision: e.engagement for e in found} == row["engages"]
