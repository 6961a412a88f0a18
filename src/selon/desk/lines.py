"""A claim as one line of a list: its sentence with source, cue and act marked, who says it, dates, law, state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, tuple_

from selon.desk.desk import Desk
from selon.keep.schema import (
    attributions,
    candidates,
    claims,
    documents,
    engagements,
    participants,
    passages,
)
from selon.model.text import Span, cut

AROUND = 180  # characters of the passage kept either side of the clause

DOCUMENT = (
    documents.c.id.label("document_id"),
    *(
        documents.c[name]
        for name in ("title", "publisher", "published", "url", "language", "version", "kept")
    ),
)
CLAIM = select(claims, *DOCUMENT).join(documents, claims.c.document == documents.c.n)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence with the kinds of marks on them ("trigger", "cue", "source", "clause")."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A provision on a line."""

    provision: str
    engagement: str
    verification: str


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate on a line."""

    id: str
    name: str
    grade: str
    listed: str
    reference: str
    list: str


@dataclass(frozen=True, slots=True)
class Line:
    """One claim. Values are as they stand after corrections; `corrected` names the fields that a person changed."""

    id: str
    n: int
    document: str
    number: int
    title: str
    publisher: str
    published: str
    language: str
    url: str
    kept: str
    start: int
    end: int
    pieces: tuple[Piece, ...]
    act: str
    stage: str
    modality: str
    polarity: str
    stance: str
    source: str
    source_kind: str
    origin: str
    recipient: str
    parties: tuple[str, ...]
    happened: str
    said: str
    laws: tuple[Law, ...]
    names: tuple[Name, ...]
    verdict: str
    by: str
    mark: str
    clash: bool
    dissent: bool
    corrected: tuple[str, ...]
    credibility: str

    @property
    def subject(self) -> str:
        return f"claim:{self.id}"

    @property
    def place(self) -> str:
        """Where it stands in its document: "start-end"."""
        return f"{self.start}-{self.end}"

    @property
    def words(self) -> str:
        return "".join(p.text for p in self.pieces)


def lines_of(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Lines for rows of `CLAIM`, same order; five questions to the database however many rows."""
    if not rows:
        return ()
    context = _Context(desk, rows)
    return tuple(_line(row, context) for row in rows)


def lines_by_id(desk: Desk, ids: Iterable[str]) -> tuple[Line, ...]:
    """Lines of the claims with these ids that current readings still have, in the order asked."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Mapping[str, Any]] = {}
    for at in range(0, len(wanted), 400):
        for row in desk.rows(CLAIM.where(claims.c.id.in_(wanted[at : at + 400]))):
            found.setdefault(row["id"], row)
    return lines_of(desk, [found[id] for id in wanted if id in found])


class _Context:
    """What lines need from other tables, fetched together."""

    def __init__(self, desk: Desk, rows: Sequence[Mapping[str, Any]]) -> None:
        ids = [row["id"] for row in rows]
        self.passages = self._passages(desk, rows)
        self.laws = _grouped(desk.rows(select(engagements).where(engagements.c.claim.in_(ids))), "claim")
        self.parties = _grouped(desk.rows(select(participants).where(participants.c.claim.in_(ids))), "claim")
        numbers = sorted({row["document"] for row in rows})
        self.candidates = _grouped(
            desk.rows(select(candidates).where(candidates.c.document.in_(numbers))), "document"
        )
        self.attributions = _grouped(_holding(desk, rows), "document")
        for own in self.attributions.values():
            for row in own:
                row["said"] = json.loads(row["json"])
        self.standings = desk.standings([f"claim:{id}" for id in ids])
        self.titles = first_words(desk, [row["document"] for row in rows if not row["title"]])

    @staticmethod
    def _passages(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], Mapping[str, Any]]:
        places = sorted({(row["document"], row["passage"]) for row in rows if row["passage"] is not None})
        found: dict[tuple[int, int], Mapping[str, Any]] = {}
        for at in range(0, len(places), 200):
            part = places[at : at + 200]
            near = select(passages).where(
                passages.c.document.in_(sorted({d for d, _ in part})),
                tuple_(passages.c.document, passages.c.ordinal).in_(part),
            )
            found |= {(p["document"], p["ordinal"]): p for p in desk.rows(near)}
        return found


def first_words(desk: Desk, numbers: Sequence[int]) -> dict[int, str]:
    """What documents without a title are called: the first words of each, by number."""
    if not numbers:
        return {}
    query = select(passages.c.document, passages.c.text).where(
        passages.c.document.in_(sorted(set(numbers))), passages.c.ordinal == 0
    )
    return {row["document"]: _cut(row["text"]) for row in desk.rows(query)}


def _cut(text: str, most: int = 70) -> str:
    words = " ".join(text[: most * 2].split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def titled(desk: Desk, rows: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Rows of documents, those without a title called by their first words."""
    words = first_words(desk, [row["n"] for row in rows if not row["title"]])
    return tuple({**row, "title": row["title"] or words.get(row["n"])} for row in rows)


def _holding(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The attributions whose content holds the clause of one of `rows`."""
    found: dict[int, dict[str, Any]] = {}
    for at in range(0, len(rows), 100):
        places = {(r["document"], r["start"], r["stop"]) for r in rows[at : at + 100]}
        inside = [
            and_(attributions.c.document == d, attributions.c.start <= stop, attributions.c.stop >= start)
            for d, start, stop in sorted(places)
        ]
        query = select(attributions.c.n, attributions.c.document, attributions.c.json).where(
            attributions.c.document.in_(sorted({d for d, _, _ in places})), or_(*inside)
        )
        found |= {row["n"]: row for row in desk.rows(query)}
    return list(found.values())


def _grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[Any, list[dict[str, Any]]]:
    out: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        out.setdefault(row[key], []).append(row)
    return out


def _line(row: Mapping[str, Any], context: _Context) -> Line:
    standing = context.standings[f"claim:{row['id']}"]
    fixed = standing.corrections
    passage = context.passages.get((row["document"], row["passage"]))
    start, end = _place(fixed.get("clause"), row)
    origin, recipient, parties = _parties(context.parties.get(row["id"], ()), fixed)
    return Line(
        id=row["id"],
        n=row["n"],
        document=row["document_id"],
        number=row["document"],
        title=row["title"] or context.titles.get(row["document"], ""),
        publisher=row["publisher"] or "",
        published=row["published"] or "",
        language=row["language"] or "",
        url=row["url"] or "",
        kept=row["kept"],
        start=start,
        end=end,
        pieces=_pieces(row, passage, Span(start, end), context.attributions.get(row["document"], ())),
        act=fixed.get("act_type", row["act_type"]),
        stage=fixed.get("stage", row["stage"]),
        modality=fixed.get("modality", row["modality"] or ""),
        polarity=fixed.get("polarity", row["polarity"] or ""),
        stance=fixed.get("stance", row["stance"] or ""),
        source=fixed.get("source", row["source"] or ""),
        source_kind=fixed.get("source_kind", row["source_kind"] or "author"),
        origin=origin,
        recipient=recipient,
        parties=parties,
        happened=fixed.get("happened", row["happened"] or ""),
        said=fixed.get("said", row["said"] or ""),
        laws=_laws(context.laws.get(row["id"], ()), fixed),
        names=_names(context.candidates.get(row["document"], ()), passage),
        verdict=standing.verdict or "",
        by=standing.by or "",
        mark=standing.mark,
        clash=standing.clash,
        dissent=bool(standing.dissent),
        corrected=tuple(fixed),
        credibility=standing.credibility,
    )


def _place(corrected: str | None, row: Mapping[str, Any]) -> tuple[int, int]:
    if corrected:
        left, _, right = corrected.partition("-")
        return int(left), int(right)
    return row["start"], max(row["stop"], row["start"] + 1)


def _parties(rows: Iterable[Mapping[str, Any]], fixed: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    named = [(r["role"], r["name"] or "") for r in rows if r["name"]]
    origin = fixed.get("supplier", next((n for role, n in named if role == "supplier"), ""))
    recipient = fixed.get("recipient", next((n for role, n in named if role == "recipient"), ""))
    everyone = dict.fromkeys([origin, recipient, *(n for _, n in named)])
    return origin, recipient, tuple(n for n in everyone if n)


def _laws(rows: Iterable[Mapping[str, Any]], fixed: Mapping[str, Any]) -> tuple[Law, ...]:
    found = {r["provision"]: Law(r["provision"], r["engagement"], r["verification"] or "") for r in rows}
    if "provisions" in fixed:
        wanted = fixed["provisions"].split()
        return tuple(found.get(p) or Law(p, "may_engage", "") for p in wanted)
    return tuple(found.values())


def _names(rows: Iterable[Mapping[str, Any]], passage: Mapping[str, Any] | None) -> tuple[Name, ...]:
    if passage is None:
        return ()
    inside = [r for r in rows if r["start"] is not None and passage["start"] <= r["start"] < passage["stop"]]
    return tuple(
        Name(r["id"], r["name"] or r["reference"], r["grade"], r["listed"] or "", r["reference"], r["list"])
        for r in inside[:3]
    )


def _pieces(
    row: Mapping[str, Any], passage: Mapping[str, Any] | None, clause: Span, near: Iterable[Mapping[str, Any]]
) -> tuple[Piece, ...]:
    """The sentence around the clause, cut flat where marks start and end."""
    text, offset = (passage["text"], passage["start"]) if passage else (row["text"], row["start"])
    window = _window(text, clause.start - offset, clause.end - offset)
    marks = [("clause", clause), *_marks(json.loads(row["json"]), clause, near)]
    inside = [
        (kind, shifted)
        for kind, span in marks
        if (shifted := _shifted(span, offset + window.start, len(window)))
    ]
    shown = text[window.start : window.end]
    return tuple(
        Piece(shown[s.start : s.end], tuple(dict.fromkeys(inside[i][0] for i in s.marks)))
        for s in cut(len(shown), [span for _, span in inside])
    )


def _marks(
    claim: Mapping[str, Any], clause: Span, near: Iterable[Mapping[str, Any]]
) -> Iterable[tuple[str, Span]]:
    for e in claim["evidence"]:
        if e["role"] == "trigger":
            yield "trigger", Span(e["start"], e["end"])
    for row in near:
        said = row["said"]
        if not any(start < clause.end and clause.start < end for start, end in said["content"]):
            continue
        for start, end in said["cue"]:
            yield "cue", Span(start, end)
        if said["source"]["span"]:
            yield "source", Span(*said["source"]["span"])


def _shifted(span: Span, offset: int, length: int) -> Span | None:
    start, end = max(0, span.start - offset), min(length, span.end - offset)
    return Span(start, end) if start < end else None


def _window(text: str, start: int, end: int) -> Span:
    """The stretch of `text` shown: the clause and some words either side, cut at spaces; at most 600 characters."""
    if not text:
        return Span(0, 1)
    start, end = max(0, min(start, len(text) - 1)), max(1, min(end, len(text)))
    end = min(end, start + 420)
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    if left and (space := text.find(" ", left, start)) > 0:
        left = space + 1
    if right < len(text) and (space := text.rfind(" ", end, right)) > 0:
        right = space
    return Span(left, max(right, left + 1))
