"""Flat tables, as CSV and Parquet: documents, claims, statements, engagements, candidates. Each has the ids to join by."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from selon.errors import InputError
from selon.exchange.stock import JSON, Item, according_to, date, quote

Row = dict[str, Any]
COLUMNS = {
    "documents": "document title publisher published language url kept characters",
    "claims": "claim document act_type stage polarity stance modality according_to from to items quantity happened place "
    "start end words verdict by",
    "statements": "statement document kind attitude source source_kind cue start end words",
    "engagements": "claim document provision engagement verification rule",
    "candidates": "document name list reference version grade listed entry agrees differs not_stated start end",
}


def tables(items: tuple[Item, ...]) -> Mapping[str, list[Row]]:
    """Rows by table; every row has exactly the columns of `COLUMNS`, texts or whole numbers."""
    makers = {
        "documents": _documents, "claims": _claims, "statements": _statements, "engagements": _engagements,
        "candidates": _candidates,
    }  # fmt: skip
    out: dict[str, list[Row]] = {}
    for name, make in makers.items():
        columns = COLUMNS[name].split()
        out[name] = [dict(zip(columns, row, strict=True)) for item in items for row in make(item)]
    return out


def write_csv(made: Mapping[str, list[Row]], folder: Path) -> tuple[Path, ...]:
    """One UTF-8 file a table, RFC 4180."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in made.items():
        paths.append(folder / f"{name}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[name].split())
            writer.writeheader()
            writer.writerows(rows)
    return tuple(paths)


def write_parquet(made: Mapping[str, list[Row]], folder: Path) -> tuple[Path, ...]:
    """One file a table; raises InputError that names the extra where pyarrow is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError(
            "Parquet needs pyarrow, which is not installed", where="selon[exchange]",
            next='pip install "selon[exchange]", or --format csv', code="extra",
        ) from None  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, rows in made.items():
        kinds = [
            (c, pa.int64() if c in ("start", "end", "characters") else pa.string())
            for c in COLUMNS[name].split()
        ]
        paths.append(folder / f"{name}.parquet")
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(kinds)), paths[-1])
    return tuple(paths)


def _documents(item: Item) -> Iterator[tuple]:
    d = item.document
    yield (
        d["id"],
        *(d[k] or "" for k in ("title", "publisher", "published", "language", "url")),
        item.kept,
        len(d["text"]),
    )


def _claims(item: Item) -> Iterator[tuple]:
    for c in item.reading["claims"]:
        start, end, words = quote(c, item.document["text"])
        direction, quantity = c.get("direction") or {}, c.get("quantity") or {}
        verdict, by, *_ = item.stands.get(c["id"], ("", ""))
        yield (
            c["id"], item.document["id"], *(c[k] for k in ("act_type", "stage", "polarity", "stance", "modality")),
            according_to(item, c), item.name(direction.get("from")), item.name(direction.get("to")),
            "; ".join(i["text"] for i in c.get("items", ())), str(quantity.get("text") or quantity.get("value") or ""),
            date(c), "; ".join(p["name"] for p in c.get("places", ())), start, end, words, verdict, by,
        )  # fmt: skip


def _statements(item: Item) -> Iterator[tuple]:
    text = item.document["text"]
    for a in item.reading["attributions"]:
        start, end = a["content"][0][0], a["content"][-1][1]
        cue = " … ".join(text[s:e] for s, e in a["cue"])
        words = " … ".join(text[s:e] for s, e in a["content"])
        yield (
            a["id"],
            item.document["id"],
            a["kind"],
            a["attitude"],
            a["source"]["name"] or "",
            a["source"]["kind"],
            cue,
            start,
            end,
            words,
        )


def _engagements(item: Item) -> Iterator[tuple]:
    for e in item.reading["engagements"]:
        yield e["claim"], item.document["id"], e["provision"], e["engagement"], e["verification"], e["rule"]


def _candidates(item: Item) -> Iterator[tuple]:
    for c in item.reading["candidates"]:
        start, end = c["mention"] or (None, None)
        fields = [
            ", ".join(f["name"] for f in c["fields"] if f["result"] == r)
            for r in ("agrees", "differs", "not stated")
        ]
        name = item.document["text"][start:end] if c["mention"] else ""
        yield (
            item.document["id"],
            name,
            c["list"],
            c["reference"],
            c["version"] or "",
            c["grade"],
            c["listed"],
            c.get("name") or "",
            *fields,
            start,
            end,
        )


__all__ = ["COLUMNS", "JSON", "tables", "write_csv", "write_parquet"]
