"""Golden readings: what selon reads today, in a form that a person can compare line by line.

Our own examples are told in words; the shared sample article only in offsets, labels and hashes, because its text is not
ours to keep.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from selon.model.reading import Reading

HERE = Path(__file__).resolve().parent
SAMPLE_DATE = "2024-06-19"


def told(reading: Reading) -> dict[str, Any]:
    """A reading of a text of our own: one line an attribution, claim, engagement, candidate."""
    text = reading.document.text
    names = {s.id: s.name or (s.span.of(text) if s.span else None) for s in reading.sources}
    return {
        "noise": [n.span.of(text) for n in reading.document.noise],
        "attributions": [
            f"{names.get(a.source.id)} | {a.attitude} | {a.kind} | {' … '.join(s.of(text) for s in a.content)}"
            for a in reading.attributions
        ],
        "claims": [_claim(c, names, text) for c in reading.claims],
        "engagements": sorted({f"{e.provision} {e.engagement}" for e in reading.engagements}),
        "candidates": [
            f"{c.query or (c.mention and c.mention.of(text))} ? {c.reference} {c.grade}"
            for c in reading.candidates
        ],
    }


def _claim(c: Any, names: dict[str, str | None], text: str) -> str:
    d = c.direction
    way = f"{d.origin}>{d.recipient}" if d and not d.reciprocal else "=".join(d.reciprocal) if d else "-"
    who = names.get(c.originator, c.originator)
    return f"{c.act_type} | {c.stage} | {c.polarity} | {c.modality} | {way} | {who} | {c.trigger.of(text)}"


def hashed(reading: Reading) -> dict[str, Any]:
    """A reading of somebody else's text: offsets, labels and hashes only."""
    return {
        "document": reading.document.id,
        "noise": [n.span.to_list() for n in reading.document.noise],
        "attributions": [
            [
                a.kind,
                a.attitude,
                a.source.kind,
                _hash(a.source.name),
                *(s.to_list() for s in (*a.content, *a.cue)),
            ]
            for a in reading.attributions
        ],
        "claims": [
            [
                c.act_type,
                c.stage,
                c.polarity,
                c.stance,
                c.modality,
                c.trigger.to_list(),
                _hash(str(c.direction)),
            ]
            for c in reading.claims
        ],
        "engagements": sorted({f"{e.provision} {e.engagement}" for e in reading.engagements}),
    }


def _hash(text: str | None) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else None


def load(name: str) -> dict[str, Any]:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def save(name: str, golden: dict[str, Any]) -> None:
    (HERE / f"{name}.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", "utf-8")
