"""A document opened: its reading revived, its versions and receipts, and where its claims and candidates stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from selon.desk.desk import Desk
from selon.keep.projection import candidate_id
from selon.keep.schema import documents
from selon.model.judgement import Standing
from selon.model.reading import Reading
from selon.model.revival import revived


@dataclass(frozen=True, slots=True)
class Document:
    """What the Reading screen shows. `row` is the document's row in the record."""

    row: Mapping[str, Any]
    reading: Reading
    data: Mapping[str, Any]
    standings: Mapping[str, Standing]
    candidates: tuple[str, ...]
    versions: tuple[Mapping[str, Any], ...]
    readings: tuple[Mapping[str, Any], ...]
    receipts: tuple[Mapping[str, Any], ...]
    before: str | None
    after: str | None

    @property
    def id(self) -> str:
        return self.row["id"]


def document(desk: Desk, id: str, reading: str | None = None) -> Document:
    """Opens a document, in its current reading or an earlier one; raises InputError, RecordError."""
    row = desk.record.document(id)
    data = desk.record.reading(id, reading)
    candidates = tuple(candidate_id(id, c) for c in data["candidates"])
    subjects = [f"claim:{c['id']}" for c in data["claims"]] + [f"candidate:{c}" for c in candidates]
    standings: dict[str, Standing] = {}
    for at in range(0, len(subjects), 500):
        standings |= desk.standings(subjects[at : at + 500])
    before, after = _neighbours(desk, row["n"])
    return Document(
        row,
        revived(data),
        data,
        standings,
        candidates,
        tuple(desk.record.versions(row["article"])),
        tuple(desk.record.readings(id)),
        desk.record.receipts(id),
        before,
        after,
    )


def _neighbours(desk: Desk, n: int) -> tuple[str | None, str | None]:
    """The documents kept just after and just before this one."""
    base = select(documents.c.id)
    newer = desk.rows(base.where(documents.c.n > n).order_by(documents.c.n).limit(1))
    older = desk.rows(base.where(documents.c.n < n).order_by(documents.c.n.desc()).limit(1))
    return (newer[0]["id"] if newer else None), (older[0]["id"] if older else None)
