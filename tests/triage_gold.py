"""Triage measured: speed on real pages, recall on what engages a provision, share of general news set aside."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

from extraction_gold import Gold
from selon import packs
from selon.gather.triage import Triage


def triage(lists: Path | None = None, regime: str | None = "DPRK") -> Triage:
    """The triage of the installed packs, and of the UN list's entries of one regime (None: of all)."""
    languages = [packs.load("language", code) for code in packs.names("language")]
    entries = () if lists is None else packs.load("list", "un").entries(lists)
    kept = [e for e in entries if regime is None or e.regime == regime]
    return Triage.of(languages, [packs.load("regime", "1718")], kept)


def engaging_sentences() -> list[str]:
    """Both languages of every positive example of the regime's rules: what a reading would hold against a paragraph."""
    rows = packs.load("regime", "1718").examples().rows
    return [row["positive"][code] for _, row in rows for code in ("fr", "en") if row["positive"]["engages"]]


def measure(shared: Path, finder: Triage) -> dict[str, float]:
    pages = [data for _, data in Gold(shared / "gold" / "extraction").pages()]
    with gzip.open(shared / "gold" / "wire-fr" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        wire = ["\n".join(json.loads(line)["lines"]).encode() for line in lines]
    start = time.process_time()
    kept = sum(finder(page).matters for page in pages)
    spent = time.process_time() - start
    engaging = engaging_sentences()
    return {
        "megabytes a second": sum(map(len, pages)) / 1e6 / spent,
        "pages set aside": 1 - kept / len(pages),
        "wire set aside": 1 - sum(finder(text).matters for text in wire) / len(wire),
        "recall": sum(finder(s.encode()).matters for s in engaging) / len(engaging),
    }
