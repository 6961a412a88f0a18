"""Who is in the record: actors by name, those of the newest documents first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from selon.desk.desk import Desk
from selon.keep.schema import actors
from selon.keep.words import key

NEWEST = 4_000  # rows of actors looked at
SHOWN = 80


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An actor of the list. `documents`: how many of those looked at name it."""

    key: str
    name: str
    kind: str
    country: str
    documents: int


def directory(desk: Desk, name: str = "") -> tuple[Mentioned, ...]:
    """Actors whose name begins with `name`, or those that the newest documents name most."""
    own = select(actors.c.n, actors.c.key, actors.c.name, actors.c.kind, actors.c.country, actors.c.document)
    start = key(name)
    if start:
        near = own.where(actors.c.key >= start, actors.c.key < start + "\uffff").limit(NEWEST).subquery()
    else:
        near = own.order_by(actors.c.n.desc()).limit(NEWEST).subquery()
    query = (
        select(
            near.c.key,
            func.min(near.c.name).label("name"),
            func.min(near.c.kind).label("kind"),
            func.min(near.c.country).label("country"),
            func.count(near.c.document.distinct()).label("documents"),
        )
        .group_by(near.c.key)
        .order_by(func.count(near.c.document.distinct()).desc(), near.c.key)
        .limit(SHOWN)
    )
    return tuple(
        Mentioned(r["key"], r["name"], r["kind"] or "unspecified", r["country"] or "", r["documents"])
        for r in desk.rows(query)
        if r["key"]
    )
