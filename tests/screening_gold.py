"""Screening held against the name sets of the shared folder: what tests pin and the benchmark prints.

`python tests/screening_gold.py` prints every figure and every miss.
"""

from __future__ import annotations

import csv
import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from selon.lists import load
from selon.lists.un import FORMAT as UN
from selon.lists.vessels import FORMAT as VESSELS
from selon.screen import Index, Query, screen_many
from selon.screen.grade import judge
from selon.screen.name import prepare

SHARED = Path(os.environ.get("SELON_SHARED", Path(__file__).resolve().parents[2] / "shared"))
GOLD = SHARED / "gold" / "screening"
PRESS = ("fr_press_names.csv", "fr_press_names_dprk.csv")
FILES = (*PRESS, "name_bench_pairs.csv", "un_positives_treated.csv", "negatives_global.csv")
KINDS = {"Person": "person", "Organization": "organization", "Vessel": "vessel", "Airplane": "aircraft"}
PARTS = {"Person": "person", "Vessel": "craft"}


def rows(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest() -> str:
    """One hash over the name sets and the lists they are held against."""
    whole = hashlib.sha256()
    for path in (*(GOLD / f for f in FILES), *un_files()):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def un_files() -> tuple[Path, Path]:
    un = SHARED / "lists" / "un"
    return un / "consolidated.xml", un / "1718-designated-vessels-derived.csv"


def un_index() -> Index:
    """The United Nations list and the vessels of the 1718 Committee, in memory."""
    people, ships = un_files()
    read = [load(people, UN), load(ships, VESSELS)]
    return Index.build((e for r in read for e in r.entries), {r.list: r.version for r in read})


def press(index: Index) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Counts by (kind, "listed" | "found" | "near" | "false") over both press sets, and what went wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong = []
    asked = [r for name in PRESS for r in rows(name)]
    answers = screen_many([Query(r["surface"], KINDS[r["schema"]]) for r in asked], index)
    for row, found in zip(asked, answers, strict=True):
        wanted = set(row["expected_ref"].split("|")) - {""}
        references = {c.reference for c in found}
        kind = KINDS[row["schema"]]
        counts[kind, "listed" if wanted else "near"] += 1
        if wanted and references & wanted:
            counts[kind, "found"] += 1
        elif wanted:
            wrong.append(f"missed: {row['surface']} ({row['expected_ref']})")
        elif references:
            counts[kind, "false"] += 1
            wrong.append(f"false: {row['surface']} -> {', '.join(sorted(references))}")
    return counts, wrong


def treated(index: Index) -> tuple[int, int, list[str]]:
    """(found, all, missed) of listed people with a slip; the names that the list no longer has are missed too."""
    asked = rows("un_positives_treated.csv")
    listed: dict[tuple[str, ...], set[str]] = {}
    for entry in index.entries():
        if entry.kind == "person":
            for name in entry.names:
                listed.setdefault(_key(name.text), set()).add(entry.reference)
    missed = []
    answers = screen_many([Query(r["query_name"], "person") for r in asked], index)
    for row, found in zip(asked, answers, strict=True):
        if not listed.get(_key(row["list_name"]), set()) & {c.reference for c in found}:
            missed.append(row["query_name"])
    return len(asked) - len(missed), len(asked), missed


def _key(name: str) -> tuple[str, ...]:
    return tuple(sorted(prepare(name, "person").words))


def negatives(index: Index) -> tuple[int, int]:
    """(names with a candidate, all) of invented people."""
    asked = rows("negatives_global.csv")
    answers = screen_many([Query(r["full_name"], "person") for r in asked], index)
    return sum(bool(found) for found in answers), len(asked)


def pairs() -> tuple[float, float, float]:
    """(precision, recall, F1) of "at least possible" on pairs of names, without any other field."""
    counts = Counter(_pairs())
    found, right, real = (
        counts[True, True] + counts[True, False],
        counts[True, True],
        counts[True, True] + counts[False, True],
    )
    precision, recall = right / found, right / real
    return precision, recall, 2 * precision * recall / (precision + recall)


def _pairs() -> Iterator[tuple[bool, bool]]:
    """(said, true) of each pair; a match that needs a second identifier is none here, since there is none."""
    for row in rows("name_bench_pairs.csv"):
        part = PARTS.get(row["schema"], "body")
        match = judge(prepare(row["name1"], part), prepare(row["name2"], part))
        yield bool(match and not match.second), row["is_match"] == "true"


def figures(index: Index) -> dict[str, float]:
    """Every figure that is pinned, by name."""
    counts, _ = press(index)
    found, whole, _ = treated(index)
    false, invented = negatives(index)
    recall = {
        f"{k} recall": counts[k, "found"] / counts[k, "listed"] for k in ("person", "organization", "vessel")
    }
    hits = {f"{k} false hits": counts[k, "false"] for k in ("person", "organization", "vessel")}
    return {
        **recall,
        **hits,
        "treated recall": found / whole,
        "invented hits": false / invented,
        "pairs F1": pairs()[2],
    }


def main() -> None:
    index = un_index()
    for name, value in figures(index).items():
        print(f"{name:24} {value:.3f}" if isinstance(value, float) else f"{name:24} {value}")
    counts, wrong = press(index)
    print(dict(sorted(counts.items())))
    print(*wrong, sep="\n")
    print("missed with a slip:", treated(index)[2])


if __name__ == "__main__":
    main()
