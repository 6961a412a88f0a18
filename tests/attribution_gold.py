"""The annotated sets of the shared folder, read and scored: figures for floors and for the quality page.

`python tests/attribution_gold.py SET...` prints the table of each set, and of its two halves (documents split by the
parity of the SHA-256 of their id).
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from selon.evaluate import Report, evaluate, read_gold, table
from selon.model.attribution import Attribution
from selon.pipeline import Reader

ROOT = Path(__file__).resolve().parents[1]
GOLD = Path(os.environ.get("SELON_SHARED", ROOT.parent / "shared")) / "gold"
SETS = (
    "sample-article",
    "fr-news-dev",
    "en-ggt-dev",
    "en-polnear-dev",
    "fr-fiction-dev",
    "fr-annodis-partial-dev",
)


def path(name: str) -> Path:
    return GOLD / f"{name}.jsonl"


def digest(name: str) -> str:
    """SHA-256 of the annotated file, its first 16 digits: floors hold for these texts only."""
    return hashlib.sha256(path(name).read_bytes()).hexdigest()[:16]


def half(document: str) -> int:
    """0 or 1: which half of its set a document is in."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 2


@functools.cache
def reader() -> Reader:
    return Reader(regimes=())


def read(text: str, language: str | None) -> Sequence[Attribution]:
    """The attributions of the whole corridor, as a user gets them."""
    return reader().read(text, language=language).attributions


@functools.cache
def report(name: str, part: int | None = None, rounds: int = 0) -> Report:
    """The report of one set, or of one of its halves."""
    gold = {k: d for k, d in read_gold([path(name)]).items() if part is None or half(k) == part}
    return evaluate(gold, read, rounds=rounds)


def figures(name: str) -> dict[str, float]:
    """The figures that floors are set on: F1 by slot, and recall for a set that is annotated in part."""
    tally = report(name).tally
    found = {slot: tally.prf(slot)[2] for slot in ("soft", "strict", "source", "name", "e2e")}
    found["recall"] = tally.prf("soft")[1]
    found["matched"] = tally.matched
    found["false_unattributed"] = tally.false_unattributed
    return found


if __name__ == "__main__":
    for wanted in sys.argv[1:] or SETS:
        print(f"\n== {wanted} (digest {digest(wanted)})\n{table(report(wanted, None, 500))}")
        for number in (0, 1):
            tally = report(wanted, number).tally
            shown = "  ".join(
                f"{s} {tally.prf(s)[2]:.3f}" for s in ("soft", "strict", "source", "name", "e2e")
            )
            print(f"half {number}: {shown}")
