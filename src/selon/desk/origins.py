"""Where a story comes from: documents that copy, translate or rewrite one another, oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from selon.desk.desk import Desk
from selon.desk.lines import titled
from selon.errors import InputError
from selon.keep.schema import documents, relations
from selon.relate.origins import Account, ties

MOST = 200  # documents of one family
NEWEST = 600  # documents compared at once while somebody waits


@dataclass(frozen=True, slots=True)
class Origins:
    """One document's family. `ties`: (a, b, relation, what else the run said); `roots`: documents that copy none."""

    document: Mapping[str, Any]
    family: tuple[Mapping[str, Any], ...]
    ties: tuple[Mapping[str, Any], ...]
    roots: tuple[str, ...]
    computed: bool


def origins(desk: Desk, id: str) -> Origins:
    """The family of a document as the current runs know it; raises InputError when there is no such document."""
    import json

    own = titled(desk, [desk.record.document(id)])[0]
    ids, ties, ahead = {id}, {}, [id]
    while ahead and len(ids) < MOST:
        named = [f"document:{i}" for i in ahead] + ahead
        query = select(relations).where(or_(relations.c.a.in_(named), relations.c.b.in_(named)))
        ahead = []
        for row in desk.rows(query):
            a, b = (row[x].removeprefix("document:") for x in ("a", "b"))
            if not (a.startswith("sha256:") and b.startswith("sha256:")):
                continue
            ties[row["n"]] = {"a": a, "b": b, "relation": row["relation"], **json.loads(row["json"])} | {
                "a": a,
                "b": b,
            }
            ahead += [x for x in (a, b) if x not in ids]
            ids |= {a, b}
    rows = desk.rows(select(documents).where(documents.c.id.in_(sorted(ids)[:MOST])))
    family = sorted(titled(desk, rows), key=lambda r: (r["published"] or "9999", r["n"]))
    return Origins(own, tuple(family), tuple(ties.values()), _roots(family, list(ties.values())), _ran(desk))


def _roots(family: list[dict[str, Any]], ties: list[dict[str, Any]]) -> tuple[str, ...]:
    """Documents that no earlier one of the family is tied to."""
    place = {row["id"]: i for i, row in enumerate(family)}
    later = {max(t["a"], t["b"], key=lambda x: place.get(x, 0)) for t in ties}
    return tuple(row["id"] for row in family if row["id"] not in later)


def _ran(desk: Desk) -> bool:
    from selon.keep.schema import runs

    return bool(desk.rows(select(runs.c.id).where(runs.c.current == 1).limit(1)))


def look_for_copies(desk: Desk, most: int = NEWEST) -> int:
    """Compares the newest `most` documents with one another and keeps which copy, translate or share passages with
    which; gives how many ties. It takes the place of the look before it, which stays in the log."""
    rows = desk.record.documents(limit=most)
    accounts = [
        Account(
            row["id"], desk.record.reading(row["id"])["document"]["text"], row["language"], row["published"]
        )
        for row in reversed(rows)
    ]
    found = [{**tie.to_dict(), "relation": tie.kind} for tie in ties(accounts)]
    desk.record.keep_relations("origins", found)
    return len(found)


def stories(desk: Desk, limit: int = 40) -> list[dict[str, Any]]:
    """The newest documents, to choose one whose origins are asked for."""
    return list(titled(desk, desk.record.documents(limit=limit)))


__all__ = ["InputError", "Origins", "origins", "stories"]
