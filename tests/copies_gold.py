"""Copies and translations measured on the shared collections: recall, precision, cost."""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from pathlib import Path

from selon.relate.copies import COPY, copies
from selon.relate.translations import translations


def digest(*paths: Path) -> str:
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return "sha256:" + whole.hexdigest()


def wire(folder: Path) -> dict[str, float]:
    """Cross-source copies (containment of at least .5 in the exact computation), and the CPU milliseconds a document."""
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    source = {d["id"]: d["source"] for d in documents}
    pairs = [json.loads(line) for line in (folder / "pairs.jsonl").open(encoding="utf-8")]
    wanted = {frozenset((p["a"], p["b"])) for p in pairs if p["containment"] >= COPY and p["cross_source"]}
    passages = {frozenset((p["a"], p["b"])) for p in pairs}
    start = time.process_time()
    found = list(copies(["\n".join(d["lines"]) for d in documents]))
    spent = time.process_time() - start
    tied = {frozenset((documents[c.a]["id"], documents[c.b]["id"])): c.kind for c in found}
    ours = {pair for pair, kind in tied.items() if kind == "copy" and len({source[i] for i in pair}) == 2}
    return {
        "recall": len(ours & wanted) / len(wanted),
        "precision": len(ours & wanted) / len(ours),
        "passages": len(passages & tied.keys()) / len(passages),
        "milliseconds": 1000 * spent / len(documents),
    }


def twins(folder: Path) -> dict[str, float]:
    """English documents and their French translations, all of them in one collection."""
    documents = [json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8")]
    rows = [(d["id"], code, "\n".join(d[code])) for d in documents for code in ("en", "fr")]
    start = time.process_time()
    found = list(translations([r[2] for r in rows], [r[1] for r in rows]))
    spent = time.process_time() - start
    right = sum(rows[t.a][0] == rows[t.b][0] for t in found)
    return {
        "recall": right / len(documents),
        "precision": right / len(found),
        "milliseconds": 1000 * spent / len(rows),
    }
