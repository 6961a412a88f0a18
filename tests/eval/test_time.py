"""Time, quantities, conditionals and contradiction against annotated text: floors pinned with the digest of the text.

A floor may be raised; a run that falls under it fails, and so does a floor whose text has changed. `python
tests/eval/test_time.py` prints the figures.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from selon.reading.conditional import conditionals  # noqa: E402
from selon.reading.dates import dates  # noqa: E402
from selon.reading.quantities import quantities  # noqa: E402
from selon.relate.contradiction import compare_pairs  # noqa: E402
from texts import PACKS, parsed  # noqa: E402

FLOORS = json.loads((HERE / "floors-time.json").read_text("utf-8"))


def pinned(name: str, path: Path) -> dict[str, Any]:
    """The floors of `name`; fails when the text at `path` is not the one they were measured on."""
    digest = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest == FLOORS[name]["digest"], f"{path.name} changed: measure anew"
    return FLOORS[name]["floors"]


def lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    yield from map(json.loads, text.splitlines())


def read_conditionals(text: str) -> dict[tuple[int, int], str]:
    passages = parsed(text).passages
    return {(c.span.start, c.span.end): c.reading for p in passages for c in conditionals(p, PACKS["fr"])}


def conditional_pairs(path: Path) -> Iterator[tuple[list[str], str | None]]:
    """(readings accepted, reading given or None) of every annotated form."""
    for row in lines(path):
        found = read_conditionals(row["text"])
        for gold in row["conditionals"]:
            yield [gold["reading"]], found.get((gold["start"], gold["end"]))


def wire_pairs(path: Path, sample: int | None = None) -> Iterator[tuple[list[str], str | None]]:
    """The same for the forms annotated in `conditional-readings.jsonl`; a form is read in its own line."""
    texts = {row["id"]: "\n".join(row["lines"]) for row in lines(path)}
    for gold in lines(HERE / "conditional-readings.jsonl"):
        if sample not in (None, gold["sample"]):
            continue
        text, start = texts[gold["document"]], gold["start"]
        left = text.rfind("\n", 0, start) + 1
        right = text.find("\n", start)
        found = read_conditionals(text[left : right if right > 0 else len(text)])
        yield gold["accept"], found.get((start - left, gold["end"] - left))


def figures(pairs: Iterator[tuple[list[str], str | None]]) -> dict[str, float]:
    """Accuracy, F1 of the reportative reading, and how often HYP or FIP was read as a report of something done."""
    pairs = list(pairs)
    right = sum(given in accepted for accepted, given in pairs)
    reports = Counter(
        ("RPT" in accepted and given == "RPT", accepted[0] == "RPT", given == "RPT")
        for accepted, given in pairs
    )
    hit = sum(n for (ok, _, _), n in reports.items() if ok)
    gold, said = (sum(n for key, n in reports.items() if key[i]) for i in (1, 2))
    wrongly = sum(
        given == "RPT" and not {"RPT"} & set(accepted) and bool({"HYP", "FIP"} & set(accepted))
        for accepted, given in pairs
    )
    return {
        "n": len(pairs),
        "forms": sum(given is not None for _, given in pairs) / len(pairs),
        "accuracy": right / len(pairs),
        "reportative": 2 * hit / (gold + said) if gold + said else 1.0,
        "actual_wrongly": wrongly,
    }


def contradiction_accuracy(path: Path) -> float:
    rows = [{**row, "a": row["premise"], "b": row["hypothesis"], "language": "fr"} for row in lines(path)]
    found = list(compare_pairs(rows))
    right = sum(
        (f["relation"] == "contradicts") == bool(r["label"]) for f, r in zip(found, rows, strict=True)
    )
    return right / len(rows)


def sample_time(shared: Path) -> tuple[int, set[str]]:
    """How many annotated time expressions of the sample are found with their value, and which are missed."""
    data = yaml.safe_load((shared / "gold" / "sample-article-acts.yaml").read_text("utf-8"))
    text = (shared / "gold" / "sample-article.txt").read_bytes().decode("utf-8")
    found = {(d.span.start, d.span.end): d.edtf for d in dates(parsed(text, "fr", "2024-06-19"))}
    gold = {
        (t["span"]["start"], t["span"]["end"]): t["edtf"]
        for claim in data["claims"]
        for t in (claim.get("time"), *(link.get("utterance_time") for link in claim["attribution"]))
        if t and "span" in t
    }
    missed = {text[a:b] for (a, b), edtf in gold.items() if found.get((a, b)) != edtf}
    return len(gold), missed


def test_conditional_readings(shared: Path) -> None:
    path = shared / "gold" / "events" / "conditional-fr.dev.jsonl"
    floors, found = pinned("conditional", path), figures(conditional_pairs(path))
    assert found["forms"] >= floors["forms"]
    assert found["accuracy"] >= floors["accuracy"]
    assert found["reportative"] >= floors["reportative"]
    assert found["actual_wrongly"] <= floors["actual_wrongly"]


def test_conditional_readings_of_wire_text(shared: Path) -> None:
    path = shared / "gold" / "wire-fr" / "docs.jsonl.gz"
    floors, found = pinned("conditional_wire", path), figures(wire_pairs(path))
    assert found["accuracy"] >= floors["accuracy"]
    assert found["actual_wrongly"] <= floors["actual_wrongly"]


def test_contradiction(shared: Path) -> None:
    path = shared / "gold" / "events" / "daccord-fr.dev.jsonl"
    assert contradiction_accuracy(path) >= pinned("contradiction", path)["accuracy"]


def test_time_of_the_sample(shared: Path) -> None:
    floors = pinned("sample_time", shared / "gold" / "sample-article-acts.yaml")
    total, missed = sample_time(shared)
    assert total - len(missed) >= floors["expressions"]


def test_quantity_of_the_sample(shared: Path) -> None:
    text = (shared / "gold" / "sample-article.txt").read_bytes().decode("utf-8")
    (found,) = quantities(parsed(text, "fr", "2024-06-19"))
    assert (found.comparator, found.value, found.unit) == ("nearly", 5e6, "item")


if __name__ == "__main__":
    folder = Path(os.environ.get("SELON_SHARED", HERE.parents[2] / "shared"))
    events = folder / "gold" / "events"
    print("conditional dev   ", figures(conditional_pairs(events / "conditional-fr.dev.jsonl")))
    for part in (1, 2):
        print(
            f"conditional wire {part}",
            figures(wire_pairs(folder / "gold" / "wire-fr" / "docs.jsonl.gz", part)),
        )
    print("contradiction dev ", contradiction_accuracy(events / "daccord-fr.dev.jsonl"))
    print("time of the sample", sample_time(folder))
