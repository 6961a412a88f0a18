"""The extraction of annotated pages, measured with the gold's own scorer: `document.text` minus its noise."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from selon import packs
from selon.gather.documents import document
from selon.gather.language import language
from selon.reading.passages import passages

Record = dict[str, Any]


class Gold:
    """The pages of a folder with `index.jsonl`, `html/` and `score.py`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: list[Record] = [
            json.loads(line) for line in (folder / "index.jsonl").open(encoding="utf-8")
        ]
        spec = importlib.util.spec_from_file_location("extraction_score", folder / "score.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.evaluate: Callable[[Record, str], dict[str, float]] = module.evaluate

    @property
    def digest(self) -> str:
        """Of the index, which holds the digest of every page."""
        return "sha256:" + hashlib.sha256((self.folder / "index.jsonl").read_bytes()).hexdigest()

    def pages(self) -> Iterator[tuple[Record, bytes]]:
        for record in self.records:
            yield record, gzip.decompress((self.folder / record["html"]).read_bytes())

    def measure(self, extract: Callable[[Record, bytes], str]) -> dict[str, dict[str, float]]:
        """Mean f, p, r and share of standfirsts found, and share of prompt lines leaked; French pages and others."""
        rows = [
            (record["lang"] == "fr", self.evaluate(record, extract(record, data)))
            for record, data in self.pages()
        ]
        return {
            name: _means([e for french, e in rows if french is which])
            for name, which in (("fr", True), ("other", False))
        }


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    means = {m: statistics.mean(row[m] for row in rows) for m in ("f", "p", "r", "lead")}
    lines = sum(row["n_without"] for row in rows)
    return means | {"leak": sum(row["leak"] for row in rows) / lines if lines else 0.0, "pages": len(rows)}


def ours(record: Record, data: bytes) -> str:
    """The text that selon reads of a page."""
    found = document(data, name=record["id"], url=record["url"])
    code = found.language or language(found.text)
    pack = packs.load("language", code) if code in packs.names("language") else None
    _, noise = passages(found.text, pack)
    text = found.text
    for n in sorted(noise, key=lambda n: n.span, reverse=True):
        text = text[: n.span.start] + text[n.span.end :]
    return text


def trafilatura(precision: bool) -> Callable[[Record, bytes], str]:
    """The peer, in its default or its precision mode."""
    from trafilatura import extract

    return lambda record, data: extract(data, favor_precision=precision, include_comments=False) or ""
