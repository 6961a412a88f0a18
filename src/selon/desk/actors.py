"""An actor across documents: everybody whose name folds to the same words, as printed, on lists, in claims."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from selon.desk.desk import Desk
from selon.desk.lines import CLAIM, Line, lines_of
from selon.errors import InputError
from selon.keep.schema import actors, attributions, candidates, claims, documents, participants, passages
from selon.keep.words import key, short
from selon.model.judgement import Judgement, Standing

WINDOW = 400  # documents looked at: the newest ones that name the actor
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Listed:
    """A candidate with where it stands. `data`: its JSON (fields and reasons)."""

    id: str
    document: str
    title: str
    data: dict[str, Any]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody who takes part in the same claims."""

    key: str
    name: str
    kind: str
    claims: int


@dataclass(frozen=True, slots=True)
class Actor:
    """What the Actor screen shows. `documents`: how many were looked at; `more`: there are older ones."""

    key: str
    name: str
    kind: str
    country: str
    names: tuple[tuple[str, int], ...]
    printed: tuple[tuple[str, int], ...]
    offices: tuple[str, ...]
    documents: int
    more: bool
    listed: tuple[Listed, ...]
    about: tuple[Line, ...]
    by: tuple[Line, ...]
    neighbours: tuple[Neighbour, ...]
    reliability: str


def actor(desk: Desk, id: str) -> Actor:
    """The actor whose folded name is `id` ("orval_shipping"); raises InputError when nobody has it."""
    own = desk.rows(select(actors).where(actors.c.key == id).order_by(actors.c.n.desc()).limit(WINDOW + 1))
    if not own:
        raise InputError("nobody in the record has this name", where=id, next="use Search", code="no-actor")
    seen = own[:WINDOW]
    names = Counter(row["name"] for row in seen)
    kinds = Counter(row["kind"] for row in seen)
    countries = Counter(row["country"] for row in seen if row["country"])
    return Actor(
        key=id,
        name=names.most_common(1)[0][0],
        kind=kinds.most_common(1)[0][0] or "unspecified",
        country=countries.most_common(1)[0][0] if countries else "",
        names=tuple(names.most_common()),
        printed=printed(desk, seen[:100]),
        offices=tuple(dict.fromkeys(row["office"] for row in seen if row["office"])),
        documents=len(seen),
        more=len(own) > WINDOW,
        listed=_listed(desk, seen),
        about=_about(desk, id),
        by=_by(desk, id),
        neighbours=_neighbours(desk, id),
        reliability=desk.standing(f"source:{id}").reliability,
    )


def printed(desk: Desk, own: Sequence[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """The words that refer to the actor with how often, out of the passages they stand in."""
    spans: dict[int, list[list[int]]] = {}
    for row in own:
        spans.setdefault(row["document"], []).extend(json.loads(row["mentions"])[:50])
    query = select(passages.c.document, passages.c.start, passages.c.stop, passages.c.text).where(
        passages.c.document.in_(sorted(spans))
    )
    found: Counter[str] = Counter()
    for row in desk.rows(query):
        for start, end in spans[row["document"]]:
            if row["start"] <= start and end <= row["stop"]:
                found[" ".join(row["text"][start - row["start"] : end - row["start"]].split())] += 1
    return tuple(found.most_common(SHOWN))


def _listed(desk: Desk, own: Sequence[dict[str, Any]]) -> tuple[Listed, ...]:
    """Candidates of the actor's mentions, one a list entry, the newest."""
    of = {(row["document"], row["id"]) for row in own}
    query = (
        select(candidates, documents.c.id.label("document_id"), documents.c.title)
        .join(documents, candidates.c.document == documents.c.n)
        .where(candidates.c.document.in_(sorted({d for d, _ in of})))
        .order_by(candidates.c.n.desc())
    )
    spans = {row["document"]: json.loads(row["mentions"]) for row in own}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in desk.rows(query):
        ours = (row["document"], row["actor"]) in of or [row["start"], row["stop"]] in spans.get(
            row["document"], ()
        )
        if ours:
            found.setdefault((row["list"], row["reference"]), row)
    stands = desk.standings([f"candidate:{row['id']}" for row in found.values()])
    return tuple(
        Listed(
            r["id"], r["document_id"], r["title"] or "", json.loads(r["json"]), stands[f"candidate:{r['id']}"]
        )
        for r in found.values()
    )


def _about(desk: Desk, id: str) -> tuple[Line, ...]:
    numbers = (
        select(participants.c.claim)
        .where(participants.c.key == id)
        .order_by(participants.c.n.desc())
        .limit(SHOWN)
    )
    ids = [row["claim"] for row in desk.rows(numbers)]
    return lines_of(desk, desk.rows(CLAIM.where(claims.c.id.in_(ids)).order_by(claims.c.n.desc())))


def _by(desk: Desk, id: str) -> tuple[Line, ...]:
    """Claims whose innermost source has this name, by way of its attributions (which have an index)."""
    said = (
        select(attributions.c.document)
        .where(attributions.c.source_key == short(id))
        .order_by(attributions.c.n.desc())
        .limit(SHOWN)
    )
    numbers = sorted({row["document"] for row in desk.rows(said)})
    query = (
        CLAIM.where(claims.c.document.in_(numbers), claims.c.source_key == short(id))
        .order_by(claims.c.n.desc())
        .limit(SHOWN)
    )
    return lines_of(desk, desk.rows(query))


def _neighbours(desk: Desk, id: str) -> tuple[Neighbour, ...]:
    """Who takes part in the newest claims that this actor takes part in."""
    own = (
        select(participants.c.claim)
        .where(participants.c.key == id)
        .order_by(participants.c.n.desc())
        .limit(WINDOW)
        .subquery()
    )
    query = (
        select(participants.c.key, func.min(participants.c.name).label("name"), func.count().label("claims"))
        .where(participants.c.claim.in_(select(own.c.claim)), participants.c.key != id)
        .group_by(participants.c.key)
        .order_by(func.count().desc())
        .limit(14)
    )
    found = [r for r in desk.rows(query) if r["key"]]
    return tuple(Neighbour(r["key"], r["name"], _kind(desk, r["key"]), r["claims"]) for r in found)


def _kind(desk: Desk, id: str) -> str:
    row = desk.rows(select(actors.c.kind).where(actors.c.key == id).limit(1))
    return row[0]["kind"] if row else "unspecified"


def not_same(desk: Desk, candidate: str, why: str, user: str) -> Judgement:
    """Remembers that a mention is not the list entry; a reason is needed. Raises InputError."""
    if not why.strip():
        raise InputError(
            "say why it is not the same", where="why", next="one line is enough", code="no-reason"
        )
    return desk.record.judge("not_same", f"candidate:{candidate}", why=why.strip(), user=user)


def grade(desk: Desk, subject: str, kind: str, value: str, user: str, why: str = "") -> Judgement:
    """Grades a source (reliability A-F) or a claim's information (credibility 1-6); raises InputError."""
    return desk.record.judge(kind, subject, value={"grade": value}, why=why, user=user)


def key_of(name: str) -> str:
    """The id of the actor with this name."""
    return short(key(name))
