"""Handing over: a case or the whole record in another tool's form, and what other tools made taken in."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selon.desk import cases
from selon.desk.desk import Desk
from selon.errors import InputError
from selon.exchange import annotation, ftm, geojson, plover, schema_org, tables
from selon.exchange.stock import Item, LeftOut, Made
from selon.model.judgement import VERDICTS
from selon.version import __version__

FORMATS = ("ftm", "w3c", "plover", "schema", "csv", "parquet", "geojson")


@dataclass(frozen=True, slots=True)
class Handed:
    """What was written, and what the form could not hold (also in `left-out.csv` beside it)."""

    files: tuple[Path, ...]
    rows: int
    left_out: tuple[LeftOut, ...]


def stock(desk: Desk, case: str | None = None) -> tuple[Item, ...]:
    """The documents of a case with its claims only, or the whole record; people who were redacted are blacked out."""
    if case is None:
        rows, wanted = _all_documents(desk), None
    else:
        wanted = {s.partition(":")[2] for s in desk.record.case(case).items if s.startswith("claim:")}
        lines = cases.look(desk, case).lines
        rows = [desk.record.document(d) for d in dict.fromkeys(x.document for x in lines)]
    return tuple(_item(desk, row, wanted) for row in rows)


def _all_documents(desk: Desk) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    after = None
    while page := desk.record.documents(after=after, limit=500):
        out += page
        after = page[-1]["n"]
    return out[::-1]


def _item(desk: Desk, row: Mapping[str, Any], wanted: set[str] | None) -> Item:
    reading = dict(desk.record.for_export(desk.record.reading(row["id"])))
    if wanted is not None:
        reading["claims"] = [c for c in reading["claims"] if c["id"] in wanted]
        reading["engagements"] = [e for e in reading["engagements"] if e["claim"] in wanted]
    ids = [c["id"] for c in reading["claims"]]
    stands: dict[str, tuple[str, str, str, str]] = {}
    for at in range(0, len(ids), 400):
        found = desk.record.standings([f"claim:{i}" for i in ids[at : at + 400]])
        stands |= {
            s.partition(":")[2]: (x.verdict, x.by or "", x.at or "", desk.record.masked(x.why))
            for s, x in found.items()
            if x.verdict
        }
    return Item(reading, stands, row["kept"])


def export(desk: Desk, kind: str, folder: Path, case: str | None = None) -> Handed:
    """Writes `kind` (one of `FORMATS`) into `folder`; raises InputError for another kind, or an extra that is missing."""
    if kind not in FORMATS:
        raise InputError(f"no such format: {kind!r}", where="--format", next=f"one of {', '.join(FORMATS)}")
    items = stock(desk, case)
    folder.mkdir(parents=True, exist_ok=True)
    if kind in ("csv", "parquet"):
        made = tables.tables(items)
        files = (tables.write_csv if kind == "csv" else tables.write_parquet)(made, folder)
        return _handed(folder, files, sum(len(rows) for rows in made.values()), ())
    if kind == "ftm":
        found = ftm.entities(items)
        files = ftm.write(found, folder, f"{desk.record.head()[0]:09}")
        return _handed(folder, files, len(found.rows), found.left_out)
    name, found, text = _one_file(kind, items)
    (folder / name).write_text(text, "utf-8")
    return _handed(folder, (folder / name,), len(found.rows), found.left_out)


def _one_file(kind: str, items: tuple[Item, ...]) -> tuple[str, Made, str]:
    if kind == "w3c":
        made = annotation.annotations(items, f"selon {__version__}")
        return "annotations.jsonl", made, _lines(made.rows)
    if kind == "plover":
        made = plover.events(items)
        return "events.plover.jsonl", made, _lines(made.rows)
    if kind == "schema":
        made = schema_org.graph(items)
        return "claims.jsonld", made, json.dumps(schema_org.document(made), ensure_ascii=False, indent=1)
    made = geojson.features(items)
    return "places.geojson", made, json.dumps(geojson.collection(made), ensure_ascii=False, indent=1)


def _lines(rows: Sequence[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _handed(folder: Path, files: Sequence[Path], rows: int, left: Sequence[LeftOut]) -> Handed:
    path = folder / "left-out.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["kind", "id", "document", "why"])
        writer.writerows([x.kind, x.id, x.document, x.why] for x in left)
    return Handed((*files, path), rows, tuple(left))


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: decisions on claims, notes of a case; and what could not be placed."""

    decisions: int
    notes: int
    left_out: tuple[LeftOut, ...]


def take_annotations(desk: Desk, path: Path, case: str | None, user: str) -> Taken:
    """Annotations of another tool: assessments of our claims become decisions of their makers, others become notes of
    `case` at the place they stand. Nothing is guessed: what cannot be placed is left out and named."""
    found, left = annotation.read(path)
    out, done = list(left), {"decisions": 0, "notes": 0}
    for a in found:
        if problem := _take(desk, a, case, user, done):
            out.append(LeftOut("annotation", a.id, a.document, problem))
    return Taken(done["decisions"], done["notes"], tuple(out))


def _take(desk: Desk, a: annotation.Found, case: str | None, user: str, done: dict[str, int]) -> str:
    verdict, _, why = (x.strip() for x in a.text.partition(":"))
    if a.claim and a.motivation == "assessing":
        if verdict not in VERDICTS or verdict == "correct":
            return f"not a decision that can be taken over: {verdict!r}"
        subject, who = f"claim:{a.claim}", a.by or user
        if any((e.kind, e.user, e.why) == (verdict, who, why) for e in desk.record.judgements(subject)):
            return "known already"
        desk.record.judge(verdict, subject, why=why, user=who)
        done["decisions"] += 1
        return ""
    if a.motivation == "describing" and a.id.startswith("urn:selon:claim:"):
        return "a reading of selon's own; documents come in by bundle, not by annotation"
    return _note(desk, a, case, user, done)


def _note(desk: Desk, a: annotation.Found, case: str | None, user: str, done: dict[str, int]) -> str:
    if case is None:
        return "notes need --case"
    document = next((d for d in (a.document, a.scope) if d and _known(desk, d)), None)
    if document is None:
        return "the record does not have this document"
    id = _known(desk, document) or ""
    text = desk.record.reading(id)["document"]["text"]
    span = annotation.placed(a, text)
    if span is None:
        return "its words are not found in the document, or more than once"
    value = {
        "text": a.text or span.of(text),
        "document": id,
        "span": span.to_list(),
        "exact": span.of(text),
        "annotation": a.id,
    }
    desk.record.judge("note", f"case:{case}", value=value, user=a.by or user)
    done["notes"] += 1
    return ""


def _known(desk: Desk, name: str) -> str | None:
    """The id of the document that `name` (a hash or an address) is of; None where the record has none."""
    from sqlalchemy import select

    from selon.keep.schema import documents

    column = documents.c.id if name.startswith("sha256:") else documents.c.url
    rows = desk.rows(select(documents.c.id).where(column == name).order_by(documents.c.n.desc()).limit(1))
    return rows[0]["id"] if rows else None
