"""Review: one claim after another, decided by a person.

A claim is undecided while nobody's accept, correct, reject, unsure or later is in force. Every decision carries the
last event its maker had seen, so that two people who decide at once are both kept and the clash is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from selon.desk.corrections import checked, values_of
from selon.desk.desk import Desk
from selon.desk.lines import CLAIM, Line, lines_by_id, lines_of
from selon.errors import InputError
from selon.keep.schema import claims, documents, engagements, judgements
from selon.model.claim import Claim
from selon.model.judgement import VERDICTS, Judgement, Standing
from selon.model.reading import Reading
from selon.model.revival import revived
from selon.model.text import Span

LATEST = 10
BULK = 60  # claims that one press may decide: what one screen shows


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are reviewed. `state`: undecided, later, unsure, clash or decided; empty fields ask nothing."""

    state: str = "undecided"
    act: str = ""
    provision: str = ""
    document: str = ""
    language: str = ""
    engaged: bool = False

    def to_query(self) -> dict[str, str]:
        """As URL parameters, without those that say nothing."""
        given = {k: v for k, v in asdict(self).items() if v and not (k == "state" and v == "undecided")}
        return {k: "1" if v is True else str(v) for k, v in given.items()}


STATES = ("undecided", "later", "unsure", "clash", "decided")


@dataclass(frozen=True, slots=True)
class Review:
    """What the Review screen shows: the claim (None: nothing left), its neighbours, and the last decisions."""

    filter: Filter
    claim: Opened | None
    before: str | None
    after: str | None
    left: int
    ahead: tuple[Line, ...]
    latest: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """One claim with all that is needed to judge it."""

    line: Line
    claim: Claim
    reading: Reading
    standing: Standing
    values: Mapping[str, str]
    before: str
    after: str

    @property
    def seen(self) -> str:
        """Id of the last event on the claim, to be handed back with the decision."""
        return self.standing.history[-1].id if self.standing.history else ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One event of the history with the claim it is about. `undone`: taken back since."""

    event: Judgement
    line: Line | None
    undone: bool


def review(desk: Desk, which: Filter = Filter(), claim: str | None = None) -> Review:
    """The claim to judge now: the one named, else the first that `which` lets through."""
    ahead = lines_of(desk, desk.rows(_queue(desk, which).limit(12)))
    at = claim or (ahead[0].id if ahead else None)
    opened = open_claim(desk, at) if at else None
    before, after = _neighbours(desk, which, opened.line.n) if opened else (None, None)
    return Review(which, opened, before, after, left(desk, which), ahead, latest(desk))


def _queue(desk: Desk, which: Filter) -> Any:
    return CLAIM.where(*_conditions(desk, which)).order_by(claims.c.n.desc())


def _conditions(desk: Desk, which: Filter) -> list[Any]:
    conditions = [_in_state(desk, which.state)]
    if which.act:
        conditions.append(claims.c.act_type == which.act)
    if which.document:
        conditions.append(documents.c.id == which.document)
    if which.language:
        conditions.append(documents.c.language == which.language)
    if which.provision:
        conditions.append(_engages(engagements.c.provision == which.provision))
    elif which.engaged:
        conditions.append(_engages())
    return conditions


def _engages(*more: Any) -> Any:
    return exists().where(engagements.c.claim == claims.c.id, *more)


def _in_state(desk: Desk, state: str) -> Any:
    judged = exists().where(judgements.c.subject == "claim:" + claims.c.id, judgements.c.kind.in_(VERDICTS))
    if state == "undecided":
        reopened = [s for s, x in _touched(desk).items() if x.verdict is None]
        return or_(~judged, claims.c.id.in_(_ids(reopened))) if reopened else ~judged
    if state == "decided":
        return judged
    wanted = {
        s: x for s, x in _touched(desk).items() if (x.clash if state == "clash" else x.verdict == state)
    }
    return claims.c.id.in_(_ids(wanted))


def _ids(subjects: Any) -> list[str]:
    return [s.partition(":")[2] for s in subjects][:900]


def _touched(desk: Desk) -> Mapping[str, Standing]:
    """Standings of the claims whose state is not plain: put off, unsure, judged by two, or with something undone.

    Kept on the desk and brought up to date by the judgements made since: a decision must not cost a look at all.
    """
    table = judgements
    with desk.touched_lock:
        last, known = desk.touched
        news = select(table.c.subject, func.max(table.c.seq)).where(
            table.c.seq > last, table.c.subject.like("claim:%")
        )
        with desk.record.database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(news.group_by(table.c.subject))}
        if not found:
            return known
        subjects = sorted(found)
        fresh = dict(known)
        for at in range(0, len(subjects), 500):
            for subject, standing in desk.standings(subjects[at : at + 500]).items():
                fresh.pop(subject, None)
                if _is_odd(standing):
                    fresh[subject] = standing
        desk.touched = (max(found.values()), fresh)
        return fresh


def _is_odd(standing: Standing) -> bool:
    verdicts = [e for e in standing.history if e.kind in VERDICTS]
    undone = any(e.kind == "undo" for e in standing.history)
    return undone or standing.verdict in ("later", "unsure") or len({e.user for e in verdicts}) > 1


def left(desk: Desk, which: Filter) -> int:
    """How many claims `which` lets through; counted up to 1,000 when narrowed, exactly otherwise."""
    if which == Filter():
        return desk.once("undecided", lambda c: _undecided(desk, c))
    query = (
        select(claims.c.n)
        .join(documents, claims.c.document == documents.c.n)
        .where(*_conditions(desk, which))
        .limit(1000)
        .subquery()
    )
    return desk.once(("left", which), lambda c: c.scalar(select(func.count()).select_from(query)) or 0)


def _undecided(desk: Desk, connection: Any) -> int:
    total = connection.scalar(select(func.coalesce(func.sum(documents.c.claims), 0))) or 0
    judged = (
        select(judgements.c.subject)
        .where(judgements.c.kind.in_(VERDICTS), judgements.c.subject.like("claim:%"))
        .distinct()
        .subquery()
    )
    living = (
        select(func.count())
        .where(exists().where(claims.c.id == func.substr(judged.c.subject, 7)))
        .select_from(judged)
    )
    reopened = sum(1 for x in _touched(desk).values() if x.verdict is None)
    return total - (connection.scalar(living) or 0) + reopened


def _neighbours(desk: Desk, which: Filter, n: int) -> tuple[str | None, str | None]:
    columns = select(claims.c.id).join(documents, claims.c.document == documents.c.n)
    base = columns.where(*_conditions(desk, which))
    newer = desk.rows(base.where(claims.c.n > n).order_by(claims.c.n).limit(1))
    older = desk.rows(base.where(claims.c.n < n).order_by(claims.c.n.desc()).limit(1))
    return (newer[0]["id"] if newer else None), (older[0]["id"] if older else None)


def open_claim(desk: Desk, id: str) -> Opened:
    """One claim, ready to be judged; raises InputError when no current reading has it."""
    found = lines_by_id(desk, [id])
    if not found:
        raise InputError(
            "no current reading has this claim", where=id, next="see Log: orphans", code="no-claim"
        )
    line = found[0]
    data = desk.record.reading(line.document)
    reading = revived(data)
    claim = next((c for c in reading.claims if c.id == id), None)
    said = next((c for c in data["claims"] if c["id"] == id), None)
    if claim is None or said is None:
        raise InputError(
            "the reading does not have this claim", where=id, next="run `selon verify`", code="no-claim"
        )
    standing = desk.standing(line.subject)
    names = {s["id"]: s["name"] or "" for s in data["sources"]} | {a["id"]: a["name"] for a in data["actors"]}
    kinds = {s["id"]: s["kind"] for s in data["sources"]}
    values = values_of(said, names, kinds, [e.provision for e in reading.engagements if e.claim == id])
    before, after = _context(reading, Span(line.start, line.end))
    return Opened(line, claim, reading, standing, {**values, **standing.corrections}, before, after)


def _context(reading: Reading, clause: Span) -> tuple[str, str]:
    """The passages before and after the one that holds the clause."""
    passages = sorted(p.span for p in reading.document.passages)
    at = next((i for i, s in enumerate(passages) if s.start <= clause.start < s.end), None)
    if at is None:
        return "", ""
    text = reading.document.text
    before = passages[at - 1].of(text) if at else ""
    after = passages[at + 1].of(text) if at + 1 < len(passages) else ""
    return _end_of(before), after[:400]


def _end_of(text: str) -> str:
    return text if len(text) <= 400 else "… " + text[-400:].partition(" ")[2]


def decide(
    desk: Desk,
    id: str,
    verdict: str,
    user: str,
    *,
    why: str = "",
    seen: str = "",
    fields: Mapping[str, str] | None = None,
) -> Judgement:
    """One decision on one claim; a correction says which fields, and that it stands. Raises InputError."""
    if verdict not in VERDICTS:
        raise InputError(
            f"not a decision: {verdict!r}", where="verdict", next=f"one of {', '.join(VERDICTS)}"
        )
    value = {}
    if verdict == "correct":
        value = {"fields": _changed(desk, id, fields or {})}
    return desk.record.judge(verdict, f"claim:{id}", why=why, value=value, seen=seen or None, user=user)


def _changed(desk: Desk, id: str, fields: Mapping[str, str]) -> dict[str, str]:
    opened = open_claim(desk, id)
    changed = checked(fields, opened.values, len(opened.reading.document.text), tuple(desk.provisions))
    if not changed:
        raise InputError(
            "nothing was changed",
            where="fields",
            next="change a field, or accept the claim",
            code="unchanged",
        )
    return changed


def decide_all(desk: Desk, ids: Sequence[str], verdict: str, user: str, *, why: str = "") -> int:
    """The same decision on several claims that were on the screen; gives how many. Never a correction."""
    if verdict not in ("accept", "reject", "unsure", "later") or not 0 < len(ids) <= BULK:
        raise InputError(
            f"{len(ids)} claims cannot be decided at once as {verdict!r}",
            where="claims",
            next="tick some that are shown",
        )
    for id in ids:
        decide(desk, id, verdict, user, why=why)
    return len(ids)


def undo(desk: Desk, event: str, user: str, why: str = "") -> Judgement:
    """Takes back one event by a new one; raises InputError when there is no such event or it was undone."""
    row = desk.rows(select(judgements.c.subject).where(judgements.c.id == event))
    if not row:
        raise InputError("no such event", where=event, next="see the log", code="no-event")
    subject = row[0]["subject"]
    if event in _undone(desk.record.judgements(subject)):
        raise InputError("it was taken back already", where=event, next="see the log", code="undone")
    return desk.record.judge("undo", subject, undoes=event, why=why, user=user)


def undo_last(desk: Desk, user: str) -> Judgement | None:
    """Takes back the person's own last decision in force on a claim; None when there is none among the last fifty."""
    table = judgements
    query = (
        select(table.c.id, table.c.subject)
        .where(table.c.who == user, table.c.kind.in_(VERDICTS))
        .order_by(table.c.seq.desc())
        .limit(50)
    )
    for row in desk.rows(query):
        if row["id"] not in _undone(desk.record.judgements(row["subject"])):
            return desk.record.judge("undo", row["subject"], undoes=row["id"], user=user)
    return None


def _undone(events: Sequence[Judgement]) -> set[str]:
    """Ids of events taken back (an undo that was itself taken back takes nothing back)."""
    gone: set[str] = set()
    for event in reversed(events):
        if event.undoes and event.id not in gone:
            gone.add(event.undoes)
    return gone


def latest(desk: Desk, limit: int = LATEST) -> tuple[Decision, ...]:
    """The last decisions by anybody, newest first."""
    table = judgements
    query = (
        select(table.c.json, table.c.subject)
        .where(and_(table.c.kind.in_(VERDICTS), table.c.subject.like("claim:%")))
        .order_by(table.c.seq.desc())
        .limit(limit)
    )
    events = [Judgement.from_dict(json.loads(row["json"])) for row in desk.rows(query)]
    lines = {x.subject: x for x in lines_by_id(desk, [e.subject.partition(":")[2] for e in events])}
    histories = {s: x.history for s, x in desk.standings([e.subject for e in events]).items()}
    return tuple(
        Decision(e, lines.get(e.subject), e.id in _undone(histories.get(e.subject, ()))) for e in events
    )


__all__ = [
    "BULK", "STATES", "Decision", "Filter", "Opened", "Review", "decide", "decide_all", "latest", "left",
    "open_claim", "review", "undo", "undo_last",
]  # fmt: skip
