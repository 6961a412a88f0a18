"""The inbox: what came in, grouped by event. An event: claims that relations tie together (same act, repeats,
corroborates, copies), else claims of one kind of act with the same parties in the same month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select

from selon.desk.desk import Desk
from selon.desk.lines import CLAIM, Line, lines_of, titled
from selon.keep.schema import claims, documents, failures, judgements, relations
from selon.keep.words import key
from selon.model.judgement import MARKS, Judgement

PAGE = 40  # claims looked at for one page of events
SAME_EVENT = (
    "same_act",
    "repeats",
    "corroborates",
    "partly_corroborates",
    "refines",
    "denied_by",
    "same_origin",
)
SAME_ORIGIN = ("same_origin", "copy", "translation", "passage", "rewrite")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that is reported: `lines` by when they were kept, newest first; `origins`: independent first accounts
    as far as copies are known."""

    lines: tuple[Line, ...]
    articles: int
    origins: int

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def marks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(x.mark for x in self.lines))


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the inbox. `after`: number to go on after, None at the end; `read` and `failed`: the foot."""

    mark: str
    events: tuple[Event, ...]
    after: int | None
    documents: int
    claims: int
    read: tuple[dict[str, Any], ...]
    failed: tuple[dict[str, Any], ...]


def inbox(desk: Desk, mark: str = "new", after: int | None = None) -> Inbox:
    """Claims with `mark` (see MARKS, or "all"), newest kept first, grouped into events."""
    rows = _rows(desk, mark, after)
    shown = rows[:PAGE]
    lines = lines_of(desk, shown)
    if mark in MARKS:
        lines = tuple(x for x in lines if x.mark == mark)
    total_documents, total_claims = totals(desk)
    return Inbox(
        mark,
        events_of(desk, lines),
        shown[-1]["n"] if len(rows) > PAGE else None,
        total_documents,
        total_claims,
        titled(desk, desk.record.documents(limit=8)),
        failed(desk),
    )


def totals(desk: Desk) -> tuple[int, int]:
    """How many documents and claims the record holds."""
    return desk.once(
        "totals",
        lambda c: (
            c.scalar(select(func.count()).select_from(documents)) or 0,
            c.scalar(select(func.coalesce(func.sum(documents.c.claims), 0))) or 0,
        ),
    )


def _rows(desk: Desk, mark: str, after: int | None) -> list[dict[str, Any]]:
    query = CLAIM.order_by(claims.c.n.desc()).limit(PAGE + 1)
    if after is not None:
        query = query.where(claims.c.n < after)
    subject = "claim:" + claims.c.id
    if mark == "new":
        unmarked = ~exists().where(judgements.c.subject == subject, judgements.c.kind == "mark")
        again = _unmarked_again(desk)
        query = query.where(or_(unmarked, claims.c.id.in_(again)) if again else unmarked)
    elif mark in MARKS:
        query = query.where(
            claims.c.id.in_(select(func.substr(judgements.c.subject, 7)).where(judgements.c.kind == "mark"))
        )
    return desk.rows(query)


def _unmarked_again(desk: Desk) -> list[str]:
    """Claims whose mark was taken back or set to new again."""
    query = (
        select(judgements.c.subject)
        .where(judgements.c.kind.in_(("undo", "mark")), judgements.c.subject.like("claim:%"))
        .where(or_(judgements.c.kind == "undo", judgements.c.json.like('%"mark":"new"%')))
        .distinct()
    )
    subjects = [row["subject"] for row in desk.rows(query)]
    return [s.partition(":")[2] for s, x in desk.standings(subjects).items() if x.mark == "new"]


def events_of(desk: Desk, lines: Sequence[Line]) -> tuple[Event, ...]:
    """`lines` put together by event, in the order of their first line."""
    ties = _ties(desk, [x.subject for x in lines], SAME_EVENT)
    groups = _Groups(x.subject for x in lines)
    for a, b in ties:
        groups.join(a, b)
    seen: dict[Any, str] = {}
    for x in lines:
        if x.parties:
            groups.join(x.subject, seen.setdefault(_likeness(x), x.subject))
    same = _Groups(x.document for x in lines)
    for a, b in _ties(desk, [f"document:{x.document}" for x in lines], SAME_ORIGIN) + _ties(
        desk, [x.document for x in lines], SAME_ORIGIN
    ):
        same.join(a.removeprefix("document:"), b.removeprefix("document:"))
    return tuple(_event([x for x in lines if x.subject in own], same) for own in groups.all())


def _likeness(x: Line) -> tuple[Any, ...]:
    month = (x.happened or x.published)[:7]
    return (x.act, x.polarity == "affirmed", month, tuple(sorted({key(n) for n in x.parties})))


def _event(own: Sequence[Line], same: _Groups) -> Event:
    articles = {x.document for x in own}
    return Event(tuple(own), len(articles), len({same.root(d) for d in articles}))


def _ties(desk: Desk, subjects: Sequence[str], kinds: Sequence[str]) -> list[tuple[str, str]]:
    wanted = list(dict.fromkeys(subjects))
    query = select(relations.c.a, relations.c.b).where(
        relations.c.relation.in_(kinds), or_(relations.c.a.in_(wanted), relations.c.b.in_(wanted))
    )
    return [(row["a"], row["b"]) for row in desk.rows(query)] if wanted else []


class _Groups:
    """Disjoint sets, in order of appearance."""

    def __init__(self, members: Iterable[str]) -> None:
        self._up: dict[str, str] = {m: m for m in members}

    def root(self, member: str) -> str:
        self._up.setdefault(member, member)
        while self._up[member] != member:
            self._up[member] = self._up[self._up[member]]
            member = self._up[member]
        return member

    def join(self, a: str, b: str) -> None:
        self._up[self.root(b)] = self.root(a)

    def all(self) -> list[set[str]]:
        out: dict[str, set[str]] = {}
        for member in self._up:
            out.setdefault(self.root(member), set()).add(member)
        return list(out.values())


def failed(desk: Desk, limit: int = 20) -> tuple[dict[str, Any], ...]:
    """What could not be read and nobody has settled, newest first."""
    query = select(failures).where(failures.c.settled.is_(None)).order_by(failures.c.n.desc()).limit(limit)
    return tuple(desk.rows(query))


def mark(desk: Desk, ids: Sequence[str], value: str, user: str) -> tuple[Judgement, ...]:
    """Marks claims; those that have the mark already stay as they are."""
    stands = desk.standings([f"claim:{id}" for id in ids])
    return tuple(
        desk.record.judge("mark", subject, value={"mark": value}, user=user)
        for subject, now in stands.items()
        if now.mark != value
    )


__all__ = ["Event", "Inbox", "events_of", "failed", "inbox", "mark", "totals"]
