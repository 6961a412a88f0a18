"""Cases: claims put together under one title, notes, replies, findings; what is known, disputed and unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from selon.desk.desk import Desk
from selon.desk.lines import Line, lines_by_id
from selon.errors import InputError
from selon.keep.judgements import fresh_id
from selon.keep.schema import cases, findings, relations
from selon.model.judgement import Case, Finding, Judgement, case, finding

DISPUTING = ("denied_by", "contradicts", "conflicts_on")
LARGEST = 2_000  # claims of one case


@dataclass(frozen=True, slots=True)
class Opened:
    """A case on the screen. `known`: accepted or corrected by a person and not disputed; `disputed`: denied,
    contradicted, clashing or dissented from; `unknown`: not decided yet; `rejected`: in the case all the same."""

    case: Case
    known: tuple[Line, ...]
    disputed: tuple[Line, ...]
    unknown: tuple[Line, ...]
    rejected: tuple[Line, ...]
    findings: tuple[Finding, ...]
    gone: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.known, *self.disputed, *self.unknown, *self.rejected)


def every(desk: Desk) -> list[dict[str, Any]]:
    """All cases, newest first."""
    return desk.rows(select(cases).order_by(cases.c.opened_at.desc()))


def open_case(desk: Desk, title: str, user: str) -> str:
    """Makes a case; gives its id. Raises InputError without a title."""
    title = " ".join(title.split())[:200]
    id = fresh_id(desk.record.pen, "case", title)
    desk.record.judge("open_case", f"case:{id}", value={"title": title}, user=user)
    return id


def look(desk: Desk, id: str) -> Opened:
    """A case with its claims sorted; raises InputError when there is none."""
    found = _case(desk, id)
    ids = [s.partition(":")[2] for s in found.items if s.startswith("claim:")][:LARGEST]
    lines = lines_by_id(desk, ids)
    disputed = _disputed(desk, [x.subject for x in lines])
    sorted_: dict[str, list[Line]] = {"known": [], "disputed": [], "unknown": [], "rejected": []}
    for line in lines:
        sorted_[_column(line, disputed)].append(line)
    living = {x.id for x in lines}
    return Opened(
        found,
        *(tuple(sorted_[name]) for name in ("known", "disputed", "unknown", "rejected")),
        findings_of(desk, id),
        tuple(i for i in ids if i not in living),
    )


def _case(desk: Desk, id: str) -> Case:
    found = case(f"case:{id}", desk.record.judgements(f"case:{id}"))
    if found is None:
        raise InputError("there is no such case", where=id, next="see Cases", code="no-case")
    return found


def _column(line: Line, disputed: set[str]) -> str:
    if line.verdict == "reject":
        return "rejected"
    if line.subject in disputed or line.clash or line.dissent or line.polarity == "denied":
        return "disputed"
    return "known" if line.verdict in ("accept", "correct") else "unknown"


def _disputed(desk: Desk, subjects: Sequence[str]) -> set[str]:
    out: set[str] = set()
    for at in range(0, len(subjects), 400):
        part = subjects[at : at + 400]
        query = select(relations.c.a, relations.c.b).where(
            relations.c.relation.in_(DISPUTING), relations.c.a.in_(part) | relations.c.b.in_(part)
        )
        for row in desk.rows(query):
            out |= {row["a"], row["b"]}
    return out


def findings_of(desk: Desk, id: str) -> tuple[Finding, ...]:
    """The findings of a case, oldest first."""
    rows = desk.rows(select(findings.c.id).where(findings.c.case == id).order_by(findings.c.at))
    made = (finding(f"finding:{r['id']}", desk.record.judgements(f"finding:{r['id']}")) for r in rows)
    return tuple(f for f in made if f is not None)


def change(desk: Desk, id: str, kind: str, value: Mapping[str, Any], user: str, why: str = "") -> Judgement:
    """Adds to a case, takes out, notes, asks, replies or closes it. Raises InputError."""
    return desk.record.judge(kind, f"case:{id}", value=value, why=why, user=user)


def put(desk: Desk, id: str, claims: Sequence[str], user: str) -> int:
    """Puts claims into a case; gives how many were not in it."""
    inside = set(_case(desk, id).items)
    fresh = [c for c in dict.fromkeys(claims) if f"claim:{c}" not in inside]
    for claim in fresh:
        change(desk, id, "add", {"subject": f"claim:{claim}"}, user)
    return len(fresh)


def conclude(desk: Desk, id: str, text: str, evidence: Sequence[str], user: str) -> str:
    """A finding by `user`, resting on claims of the case; gives its id. Raises InputError."""
    _case(desk, id)
    made = fresh_id(desk.record.pen, "finding", id)
    value = {"case": id, "text": text.strip(), "evidence": [f"claim:{e}" for e in evidence]}
    desk.record.judge("finding", f"finding:{made}", value=value, user=user)
    return made


def read_again(desk: Desk, finding_id: str, kind: str, user: str, why: str = "") -> Judgement:
    """A second reader agrees ("second") or not ("dissent"), or the author withdraws; raises InputError."""
    if kind not in ("second", "dissent", "withdraw"):
        raise InputError(
            f"not something to do with a finding: {kind!r}", where="kind", next="second or dissent"
        )
    return desk.record.judge(kind, f"finding:{finding_id}", why=why, user=user)
