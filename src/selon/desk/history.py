"""The log as a person reads it: newest first, filtered, page by page; and the judged claims that are gone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from selon.desk.desk import Desk
from selon.keep.judgements import Orphan
from selon.keep.schema import log

PAGE = 60


@dataclass(frozen=True, slots=True)
class Log:
    """One page. `before`: number to go on below, None at the end; `head`: number and hash of the last entry."""

    entries: tuple[dict[str, Any], ...]
    before: int | None
    head: tuple[int, str]
    orphans: tuple[Orphan, ...]


def history(
    desk: Desk, *, before: int | None = None, action: str = "", who: str = "", subject: str = ""
) -> Log:
    """Entries newest first; `action`, `who` and `subject` narrow down where given."""
    columns = [c for c in log.c if c.name != "content"]
    query = select(*columns, log.c.content).order_by(log.c.seq.desc()).limit(PAGE + 1)
    for column, value in ((log.c.action, action), (log.c.who, who), (log.c.subject, subject)):
        if value:
            query = query.where(column == value)
    if before is not None:
        query = query.where(log.c.seq < before)
    rows = desk.rows(query)
    shown = tuple(_read(row) for row in rows[:PAGE])
    orphans = desk.once("orphans", lambda c: desk.record.orphans())
    return Log(shown, rows[PAGE - 1]["seq"] if len(rows) > PAGE else None, desk.record.head(), orphans)


def _read(row: dict[str, Any]) -> dict[str, Any]:
    body = json.loads(row.pop("content"))["body"]
    return {**row, "body": body, "judgement": body.get("judgement")}
