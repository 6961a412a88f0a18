"""Judgements in the database: each event is a log entry and a row; cases and findings are worked out from them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from selon.keep import log, schema
from selon.keep.canonical import canonical, sha256, unsqueeze
from selon.model.judgement import Case, Finding, Judgement, Standing, case, finding, refusal, replay

LONGEST = 500  # characters of a subject
OF_DOCUMENT = ("document", "claim", "candidate", "attribution")  # what a reading must have brought in


def add(
    connection: Connection,
    pen: log.Pen,
    kind: str,
    subject: str,
    *,
    why: str,
    value: Mapping[str, Any],
    undoes: str | None,
    seen: str | None,
    user: str | None,
) -> Judgement:
    """Makes and keeps one event; ValueError where it may not be. The connection holds the write lock."""
    if len(subject) > LONGEST:
        raise ValueError(f"a subject has at most {LONGEST} characters")
    document, reading = _judged(connection, subject)
    if document is None and subject.partition(":")[0] in OF_DOCUMENT:
        raise ValueError(f"the record has no such {subject.partition(':')[0]}")
    event = Judgement(
        kind,
        subject,
        user or pen.who,
        log.stamp_of(pen.clock()),
        why,
        dict(value),
        undoes,
        seen,
        document,
        reading,
    )
    if reason := refusal(event, events(connection, subject)):
        raise ValueError(reason)
    return keep(connection, pen, event)


def keep(
    connection: Connection, pen: log.Pen, event: Judgement, origin: Mapping[str, Any] | None = None
) -> Judgement:
    """Keeps an event as it is, once; `origin` says which bundle it came from."""
    table = schema.judgements
    if connection.execute(select(table.c.seq).where(table.c.id == event.id)).first():
        return event
    body = {"judgement": event.to_dict(), **({"origin": dict(origin)} if origin else {})}
    entry = log.append(connection, pen, "judgement", body, subject=event.subject)
    connection.execute(insert(table).values(row(event, entry.seq)))
    project(connection, event.subject)
    return event


def row(event: Judgement, seq: int) -> dict[str, Any]:
    """The row of `judgements` for an event."""
    return {
        "seq": seq,
        "id": event.id,
        "kind": event.kind,
        "subject": event.subject,
        "who": event.user,
        "at": event.at,
        "why": event.why.replace("\0", "\ufffd"),
        "document": event.document,
        "reading": event.reading,
        "json": canonical(event.to_dict()).decode(),
    }


def events(connection: Connection, subject: str | None = None) -> tuple[Judgement, ...]:
    """Events of one subject, or all, oldest first."""
    table = schema.judgements
    query = select(table.c.json).order_by(table.c.seq)
    if subject is not None:
        query = query.where(table.c.subject == subject)
    return tuple(Judgement.from_dict(json.loads(text)) for text in connection.scalars(query))


def standings(connection: Connection, subjects: Sequence[str]) -> dict[str, Standing]:
    """Where each of `subjects` stands; those never judged are left out."""
    table = schema.judgements
    query = select(table.c.json).where(table.c.subject.in_(subjects)).order_by(table.c.seq)
    return replay(Judgement.from_dict(json.loads(text)) for text in connection.scalars(query))


def _judged(connection: Connection, subject: str) -> tuple[str | None, str | None]:
    """Document and reading that a subject belongs to at this moment, as far as it belongs to one."""
    kind, _, id = subject.partition(":")
    documents = schema.documents
    found = select(documents.c.id, documents.c.reading)
    if kind == "document":
        found = found.where(documents.c.id == id)
    elif kind in OF_DOCUMENT:
        table = {"claim": schema.claims, "candidate": schema.candidates, "attribution": schema.attributions}[
            kind
        ]
        found = found.join(table, table.c.document == documents.c.n).where(table.c.id == id)
    else:
        return None, None
    first = connection.execute(found.limit(1)).first()
    if first is None:
        return _of_earlier_judgement(connection, subject)
    return (first.id, first.reading) if first else (None, None)


def _of_earlier_judgement(connection: Connection, subject: str) -> tuple[str | None, str | None]:
    """An orphan can still be judged: it keeps the reading it was last seen in."""
    table = schema.judgements
    query = select(table.c.document, table.c.reading).where(
        table.c.subject == subject, table.c.reading.is_not(None)
    )
    first = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).first()
    return (first.document, first.reading) if first else (None, None)


def project(connection: Connection, subject: str) -> None:
    """Writes anew the rows of a case or a finding after an event on it."""
    kind, _, id = subject.partition(":")
    own = events(connection, subject) if kind in ("case", "finding") else ()
    if kind == "case":
        connection.execute(delete(schema.case_items).where(schema.case_items.c.case == id))
        connection.execute(delete(schema.cases).where(schema.cases.c.id == id))
        if made := case(subject, own):
            connection.execute(insert(schema.cases).values(case_row(made)))
            if made.items:
                connection.execute(insert(schema.case_items), item_rows(made))
    elif kind == "finding":
        connection.execute(delete(schema.findings).where(schema.findings.c.id == id))
        if concluded := finding(subject, own):
            connection.execute(insert(schema.findings).values(finding_row(concluded)))


def case_row(made: Case) -> dict[str, Any]:
    """The row of `cases` for the replay of one."""
    return {
        "id": made.id,
        "title": made.title.replace("\0", "\ufffd"),
        "state": made.state,
        "opened_by": made.opened_by,
        "opened_at": made.opened_at,
        "items": len(made.items),
    }


def item_rows(made: Case) -> list[dict[str, Any]]:
    """The rows of `case_items` for the replay of a case."""
    return [{"case": made.id, "ordinal": i, "subject": subject} for i, subject in enumerate(made.items)]


def finding_row(made: Finding) -> dict[str, Any]:
    """The row of `findings` for the replay of one."""
    return {
        "id": made.id,
        "case": made.case,
        "text": made.text.replace("\0", "\ufffd"),
        "author": made.author,
        "at": made.at,
        "state": made.state,
        "evidence": canonical(list(made.evidence)).decode(),
        "seconds": canonical([e.user for e in made.seconds]).decode(),
        "dissents": canonical([{"user": e.user, "why": e.why} for e in made.dissents]).decode(),
    }


@dataclass(frozen=True, slots=True)
class Orphan:
    """A judged claim that the current reading no longer has.

    `claim` is its JSON from the reading it was judged in; `heirs` are ids of claims of the current reading whose
    words overlap its own, of which a person may make one the claim's heir by judging it too.
    """

    subject: str
    standing: Standing
    document: str | None
    claim: Mapping[str, Any] | None
    heirs: tuple[str, ...]


def orphans(connection: Connection) -> tuple[Orphan, ...]:
    """Every orphan, oldest judgement first."""
    table, claims = schema.judgements, schema.claims
    id = func.substr(table.c.subject, len("claim:") + 1)
    living = select(claims.c.n).where(claims.c.id == id).exists()
    query = select(table.c.subject).where(table.c.subject.like("claim:%"), ~living).distinct()
    subjects = sorted(connection.scalars(query))
    stands = standings(connection, subjects) if subjects else {}
    return tuple(_orphan(connection, subject, stands[subject]) for subject in subjects)


def _orphan(connection: Connection, subject: str, stands: Standing) -> Orphan:
    judged = next((e for e in reversed(stands.history) if e.reading), None)
    if judged is None:
        return Orphan(subject, stands, None, None, ())
    squeezed = connection.scalar(select(schema.readings.c.json).where(schema.readings.c.id == judged.reading))
    reading = json.loads(unsqueeze(squeezed)) if squeezed else {"claims": []}
    claim = next((c for c in reading["claims"] if c["id"] == subject.partition(":")[2]), None)
    return Orphan(subject, stands, judged.document, claim, _heirs(connection, judged.document, claim))


def _heirs(connection: Connection, document: str | None, claim: Mapping[str, Any] | None) -> tuple[str, ...]:
    if claim is None:
        return ()
    claims, documents = schema.claims, schema.documents
    start = min(e["start"] for e in claim["evidence"])
    stop = max(e["end"] for e in claim["evidence"])
    query = (
        select(claims.c.id)
        .join(documents, claims.c.document == documents.c.n)
        .where(documents.c.id == document, claims.c.start < stop, claims.c.stop > start)
        .where(claims.c.act_type == claim["act_type"])
        .order_by(claims.c.n)
    )
    return tuple(connection.scalars(query))


def fresh_id(pen: log.Pen, *parts: str) -> str:
    """A new id for a case or a finding."""
    return sha256(canonical([*parts, log.stamp_of(pen.clock()), pen.nonce()]))[:12]
