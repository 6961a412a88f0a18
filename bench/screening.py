"""Screening beside nomenklatura (its DuckDB index and logic-v2) on the same lists and names, in the same run.

Set SELON_PEER_PYTHON to an interpreter that has nomenklatura (`python3 -m venv V && V/bin/pip install nomenklatura`);
without it the peer's lines are left out. Speed is names a CPU second of one process, because machines are shared.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import screening_gold as gold  # noqa: E402
from selon.lists import load, ofac, table, uk, un, vessels  # noqa: E402
from selon.model.actor import ListEntry  # noqa: E402
from selon.screen import Index, Query, screen, screen_many  # noqa: E402

LISTS = (
    ("un/consolidated.xml", un.FORMAT),
    ("un/1718-designated-vessels-derived.csv", vessels.FORMAT),
    ("ofac/sdn-2023-01.csv", ofac.FORMAT),
    ("ofac/cons_prim-2025-12.csv", ofac.CONSOLIDATED),
    ("eu/32017R1509-dprk.csv", table.FORMAT),
    ("uk/UK_Sanctions_List_index_2025-08-11.csv", uk.INDEX),
)
SCHEMAS = {"person": "Person", "organization": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
KINDS = {v: k for k, v in SCHEMAS.items()} | {"Company": "organization", "LegalEntity": "organization"}
PEER = os.environ.get("SELON_PEER_PYTHON")
PEER_SCRIPT = Path(__file__).with_name("_peer_nomenklatura.py")


def entries(paths: Iterable[tuple[str, Any]] = LISTS) -> Iterator[ListEntry]:
    for path, form in paths:
        yield from load(gold.SHARED / "lists" / path, form).entries


def mix() -> list[tuple[str, str]]:
    """(name, kind): OFAC names changed by 18 rules and others beside, invented people, listed people with a slip."""
    changed = json.loads((gold.GOLD / "ofac_queries.json").read_text("utf-8"))
    names = [(q["q"], KINDS.get(q["schema"], "organization")) for q in changed]
    names += [(r["full_name"], "person") for r in gold.rows("negatives_global.csv")[:300]]
    return names + [(r["query_name"], "person") for r in gold.rows("un_positives_treated.csv")]


def invented() -> list[tuple[str, str]]:
    return [(r["full_name"], "person") for r in gold.rows("negatives_global.csv")[300:700]]


def measure(path: Path, names: list[tuple[str, str]]) -> dict[str, float]:
    """Open the index, screen `names`: seconds until the first answer, names a CPU second, peak memory so far."""
    clock = time.perf_counter()
    index = Index.open(path)
    for kind in SCHEMAS:
        screen(Query("Some name limited", kind), index)
    ready = time.perf_counter() - clock
    queries = [Query(name, kind) for name, kind in names]
    cpu = time.process_time()
    hits = sum(map(bool, screen_many(queries, index)))
    cpu = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"warm": ready, "rate": len(names) / cpu, "peak_mb": peak, "hits": hits}


def alone(path: Path, which: str) -> dict[str, float]:
    """`measure` in a process of its own, so that nothing else counts."""
    code = f"import json, bench.screening as b; from pathlib import Path; print(json.dumps(b.measure(Path({str(path)!r}), b.{which}())))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def peer(*arguments: str | Path) -> dict[str, Any]:
    done = subprocess.run(
        [PEER, PEER_SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def write(path: Path, rows: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def as_entities(found: Iterable[ListEntry]) -> Iterator[dict[str, Any]]:
    for number, e in enumerate(found):
        names = [n.text for n in e.names]
        yield {"id": f"{number}:{e.reference}", "schema": SCHEMAS[e.kind], "properties": {"name": names}}


def as_queries(names: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    for number, (name, kind) in enumerate(names):
        yield {"id": f"q{number}", "schema": SCHEMAS[kind], "properties": {"name": [name]}}


def peer_press(folder: Path) -> Counter[tuple[str, str]]:
    """Counts of the peer on the press names at .7, comparing every entity of the UN lists with every name."""
    asked = [r for name in gold.PRESS for r in gold.rows(name)]
    listed = write(folder / "un.jsonl", as_entities(entries(LISTS[:2])))
    queries = write(
        folder / "press.jsonl", as_queries([(r["surface"], gold.KINDS[r["schema"]]) for r in asked])
    )
    hits = peer("compare", listed, queries)["hits"]
    counts: Counter[tuple[str, str]] = Counter()
    for number, row in enumerate(asked):
        found = {i.partition(":")[2] for i, s in hits[f"q{number}"] if s >= 0.7}
        wanted = set(row["expected_ref"].split("|")) - {""}
        kind = gold.KINDS[row["schema"]]
        counts[kind, "found"] += bool(wanted & found)
        counts[kind, "false"] += bool(found) and not wanted
    return counts


def peer_pairs(folder: Path) -> float:
    rows = gold.rows("name_bench_pairs.csv")
    scores = peer(
        "pairs", write(folder / "pairs.jsonl", ([r["schema"], r["name1"], r["name2"]] for r in rows))
    )["scores"]
    said = [(s >= 0.7, r["is_match"] == "true") for s, r in zip(scores, rows, strict=True)]
    right = said.count((True, True))
    return 2 * right / (2 * right + said.count((True, False)) + said.count((False, True)))


def main() -> None:
    if not gold.GOLD.is_dir():
        print(f"no name sets at {gold.GOLD}: set SELON_SHARED")
        return
    index = gold.un_index()
    for name, value in gold.figures(index).items():
        print(f"{name:28} {value:.3f}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock = time.perf_counter()
        Index.build(entries(), {}, folder / "index.db")
        size = (folder / "index.db").stat().st_size / 1e6
        print(
            f"index of UN, OFAC, EU (DPRK), UK: built in {time.perf_counter() - clock:.0f} s, {size:.0f} MB on disk"
        )
        ours = {which: alone(folder / "index.db", which) for which in ("mix", "invented")}
        for which, found in ours.items():
            print(
                f"{which}: {found['rate']:.0f} names/CPU s, first answer after {found['warm']:.2f} s, peak {found['peak_mb']:.0f} MB"
            )
        if not PEER:
            print("peer absent: SELON_PEER_PYTHON names no interpreter with nomenklatura")
            return
        counts, _ = gold.press(index)
        theirs = peer_press(folder)
        for kind in ("person", "organization", "vessel"):
            print(
                f"{kind}: found {counts[kind, 'found']} (peer {theirs[kind, 'found']}) of {counts[kind, 'listed']},"
                f" false {counts[kind, 'false']} (peer {theirs[kind, 'false']}) of {counts[kind, 'near']}"
            )
        print(f"pairs F1: {gold.pairs()[2]:.3f} (peer {peer_pairs(folder):.3f})")
        listed = write(folder / "all.jsonl", as_entities(entries()))
        for which, names in (("mix", mix()), ("invented", invented())):
            queries = write(folder / f"{which}.jsonl", as_queries(names))
            for candidates in ("75", "20"):
                found = peer("screen", listed, queries, candidates)
                rate = len(names) / found["cpu"]
                print(
                    f"{which}, peer with {candidates} candidates: {rate:.0f} names/CPU s ({ours[which]['rate'] / rate:.1f} times),"
                    f" ready after {found['warm']:.0f} s, peak {found['peak_mb']:.0f} MB"
                )


if __name__ == "__main__":
    main()
