"""Claims against annotated text: floors pinned with the digest of the text they were measured on.

A floor may be raised; a run that falls under it fails, and so does a floor whose text has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from claim_reading import read
from selon.evaluate_claims import (
    PLOVER_NOW,
    Figures,
    gold_claims,
    measure,
    plover_family,
    plover_way,
    shown_as_actual,
)
from selon.model.text import Span

FLOORS = json.loads((Path(__file__).parent / "floors-claims.json").read_text("utf-8"))
PUBLISHED = "2024-06-19"
STATES = {"vladimir-poutine": "RU", "kim-jong-un": "KP", "antony-blinken": "US", "shin-won-sik": "KR"}
# stretches of the documents in which the annotators found an attempted or threatened event (characters)
NOT_DONE = {"TST4-MUC4-0029": [(215, 282)], "TST4-MUC4-0055": [(48, 220)], "TST4-MUC4-0099": [(149, 430)]}


def pinned(name: str, path: Path) -> dict:
    """The floors of `name`; the test fails when the text at `path` is not the one they were measured on."""
    floors = FLOORS[name]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == floors["sha256"], (
        f"{path.name} changed: measure anew"
    )
    return floors


@pytest.fixture(scope="module")
def sample(shared: Path) -> tuple[Figures, dict, tuple, dict]:
    path = shared / "gold" / "sample-article.txt"
    data = yaml.safe_load((shared / "gold" / "sample-article-acts.yaml").read_text("utf-8"))
    text = path.read_bytes().decode("utf-8")
    noise = tuple(
        (e["span"]["start"], e["span"]["end"]) for e in data["excluded"] if e["span"]["role"] == "boilerplate"
    )
    claims = read(text, "fr", PUBLISHED, noise)
    return measure(gold_claims(data), claims, STATES), data, claims, pinned("sample", path)


def test_sample_core_acts_and_precision(sample: tuple) -> None:
    figures, _, _, floors = sample
    assert figures.core_recall >= floors["core_recall"]
    assert figures.precision >= floors["precision"]


def test_sample_stage_and_polarity(sample: tuple) -> None:
    figures, _, _, _ = sample
    assert figures.wrong["stage"] == () and figures.wrong["polarity"] == ()


def test_sample_gates(sample: tuple) -> None:
    """Nothing offered, feared, hypothetical or denied as done; no direction turned round or invented; no noise."""
    figures, data, claims, _ = sample
    assert figures.false_actual == ()
    assert figures.reversed_ways == () and figures.invented_ways == ()
    excluded = [Span(e["span"]["start"], e["span"]["end"]) for e in data["excluded"]]
    assert [c.trigger for c in claims for s in excluded if c.trigger.overlaps(s)] == []


def test_sample_author_never_certain_of_attributed_content(sample: tuple) -> None:
    """Author CT+ beside another source only where the annotators have it (a promise reported as made, a factive)."""
    figures, _, claims, _ = sample
    allowed = {id(c) for g, c in figures.pairs if g.accepts("author", "CT+")}
    certain = [c for c in claims if len(c.factuality) > 1 and c.factuality[0][1] == "CT+"]
    assert [c.trigger for c in certain if id(c) not in allowed] == []
    assert figures.wrong["author"] == ()


def test_sample_direction(sample: tuple) -> None:
    figures, _, _, floors = sample
    assert figures.direction >= floors["direction"]


def test_sample_price_and_violation(sample: tuple) -> None:
    """The two readings people would make: shells delivered, a violation stated."""
    _figures, _, claims, _ = sample
    shells = next(c for c in claims if c.quantity is not None and c.quantity.value == 5_000_000)
    assert not shown_as_actual(shells) and shells.modality == "conditional"
    charged = [c for c in claims if c.legal is not None]
    assert charged and all(
        c.legal.value == "would_violate" and c.legal.asserted_by == c.originator for c in charged
    )


def test_attempted_and_threatened_acts_are_not_shown_as_done(shared: Path) -> None:
    path = shared / "gold" / "events" / "muc4-tst4-en.dev.jsonl"
    pinned("muc4", path)
    documents = {d["docid"]: d for d in map(json.loads, path.read_text("utf-8").splitlines())}
    for name, stretches in NOT_DONE.items():
        text = re.sub(r"(?<=\S)\n(?=\S)", " ", documents[name]["text"])
        shown = [c for c in read(text, "en") if shown_as_actual(c) and c.act_type == "armed_use"]
        assert [c.trigger for c in shown for a, b in stretches if c.trigger.overlaps(Span(a, b))] == []


def plover(path: Path) -> tuple[Counter, Counter, Counter]:
    """(family found or not, family confusions, directions) over the records at `path`."""
    families: Counter = Counter()
    confused: Counter = Counter()
    ways: Counter = Counter()
    for record in map(json.loads, path.read_text("utf-8").splitlines()):
        wanted = PLOVER_NOW.get(record["event"], record["event"])
        claims = read(record["text"], "en")
        hits = [c for c in claims if plover_family(c) == wanted]
        families["right" if hits else "other" if claims else "none"] += 1
        if claims and not hits:
            confused[wanted, plover_family(claims[0])] += 1
        words = [
            [a["actorText"] for a in record[k]] if isinstance(record.get(k), list) else []
            for k in ("source", "target")
        ]
        # agreements and meetings are coded both ways in the manual, so they say nothing of direction
        ways.update(plover_way(c, record["text"], *words) for c in hits if wanted not in ("AGREE", "CONSULT"))
    return families, confused, ways


def test_plover_families_and_direction(shared: Path) -> None:
    path = shared / "gold" / "events" / "plover-gsr-en.dev.jsonl"
    floors = pinned("plover", path)
    families, confused, ways = plover(path)
    assert families["right"] >= floors["family_right"], (families, confused)
    assert ways["reversed"] <= floors["reversed"], ways
    assert ways["right"] >= floors["direction_right"], ways
