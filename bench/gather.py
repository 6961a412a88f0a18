"""Gathering: extraction against trafilatura, copies, translations, triage, noise. `python -m bench gather`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
SHARED = Path(os.environ.get("SELON_SHARED", ROOT.parent / "shared"))


def main() -> None:
    if not (SHARED / "gold" / "extraction").is_dir():
        print(f"no shared folder at {SHARED}: set SELON_SHARED to measure against it")
        return
    import copies_gold
    import triage_gold
    from extraction_gold import Gold, ours, trafilatura

    gold = Gold(SHARED / "gold" / "extraction")
    for name, extract in (
        ("selon", ours),
        ("trafilatura", trafilatura(False)),
        ("trafilatura, precision", trafilatura(True)),
    ):
        start = time.perf_counter()
        for part, means in gold.measure(extract).items():
            row = "  ".join(f"{m} {means[m]:.3f}" for m in ("f", "p", "r", "lead", "leak"))
            print(f"extraction, {part}, {name}: {row}  ({means['pages']} pages)")
        print(f"extraction, {name}: {time.perf_counter() - start:.0f} s")
    for name, figures in (
        ("copies across sources (wire-fr)", copies_gold.wire(SHARED / "gold" / "wire-fr")),
        ("translations (translations-enfr)", copies_gold.twins(SHARED / "gold" / "translations-enfr")),
        (
            "triage, UN list of the regime",
            triage_gold.measure(SHARED, triage_gold.triage(SHARED / "lists" / "un" / "consolidated.xml")),
        ),
        (
            "triage, whole UN list",
            triage_gold.measure(
                SHARED, triage_gold.triage(SHARED / "lists" / "un" / "consolidated.xml", None)
            ),
        ),
    ):
        print(
            f"{name}: " + "  ".join(f"{k} {v:.3f}" if v < 10 else f"{k} {v:.0f}" for k, v in figures.items())
        )
