"""Finding: passages and claims that a query lets through, with the words that were looked for marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selon.desk.desk import Desk
from selon.desk.lines import CLAIM, Line, Piece, lines_of
from selon.keep.schema import claims
from selon.keep.search import PIECE, Query
from selon.keep.words import WORD, fold
from selon.model.text import Span, cut

PAGE = 40
AROUND = 220


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage found. `pieces`: its words around the first hit; `start`, `end`: the hit, or the passage."""

    document: str
    title: str
    publisher: str
    published: str
    language: str
    kind: str
    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results. `total` None: more than are counted."""

    passages: tuple[Passage, ...]
    lines: tuple[Line, ...]
    after: int | None
    total: int | None


def look_for(desk: Desk, query: Query, what: str, after: int | None) -> Found:
    """Passages, or claims as lines; raises InputError for a query that cannot be asked."""
    if what == "claims":
        page = desk.record.search_claims(query, after=after, limit=PAGE)
        numbers = [row["n"] for row in page.items]
        rows = {row["n"]: row for row in desk.rows(CLAIM.where(claims.c.n.in_(numbers)))} if numbers else {}
        return Found((), lines_of(desk, [rows[n] for n in numbers if n in rows]), page.after, page.total)
    page = desk.record.search_passages(query, after=after, limit=PAGE)
    wanted = wanted_words(query.words)
    return Found(tuple(_passage(row, wanted) for row in page.items), (), page.after, page.total)


def wanted_words(given: str) -> list[list[str]]:
    """The folded phrases of a query that must occur."""
    out = []
    for minus, phrase, word in PIECE.findall(given):
        if minus or (not phrase and word.startswith("-")):
            continue
        if tokens := [fold(w) for w in WORD.findall(phrase or word)]:
            out.append(tokens)
    return out


def _passage(row: Mapping[str, Any], wanted: Sequence[Sequence[str]]) -> Passage:
    text = row["text"]
    hits = found_in(text, wanted)
    first = hits[0] if hits else Span(0, max(1, len(text)))
    window = _window(text, first)
    inside = [
        Span(max(0, h.start - window.start), min(len(window), h.end - window.start))
        for h in hits
        if h.overlaps(window)
    ]
    shown = window.of(text)
    pieces = tuple(
        Piece(shown[s.start : s.end], ("hit",) if s.marks else ()) for s in cut(len(shown), inside)
    )
    return Passage(
        row["document_id"],
        row["title"] or "",
        row["publisher"] or "",
        row["published"] or "",
        row["language"] or "",
        row["kind"],
        row["start"] + first.start,
        row["start"] + first.end,
        pieces,
    )


def found_in(text: str, wanted: Sequence[Sequence[str]]) -> list[Span]:
    """Where the phrases occur in `text`, case and accents aside, in code points of `text`."""
    words = [(m.start(), m.end(), fold(m.group())) for m in WORD.finditer(text)]
    out = []
    for phrase in wanted:
        for i in range(len(words) - len(phrase) + 1):
            part = words[i : i + len(phrase)]
            if all(w[2] == p for w, p in zip(part, phrase, strict=True)):
                out.append(Span(part[0][0], part[-1][1]))
    return sorted(set(out))


def _window(text: str, hit: Span) -> Span:
    left, right = max(0, hit.start - AROUND), min(len(text), max(hit.start + 1, hit.end) + AROUND)
    if len(text) <= 2 * AROUND + 120:
        left, right = 0, len(text)
    return Span(left, max(right, left + 1))


__all__ = ["Found", "Passage", "found_in", "look_for", "wanted_words"]
