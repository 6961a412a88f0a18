"""Reading: the article with its spans marked, claims beside it, both lit together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData

from selon.desk import Desk, actors, opened
from selon.desk.corrections import parse_span
from selon.draw.flow import Flow, flow
from selon.draw.label import labels
from selon.draw.view import Card, Statement, View
from selon.model.judgement import Standing
from selon.model.text import Quote, Span
from selon.web import render
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of

screens = Screens()
LAYERS = ("statements", "acts", "sources", "names", "dates")


@dataclass(frozen=True, slots=True)
class Beside:
    """A claim in the margin with where it stands."""

    card: Card
    standing: Standing


@dataclass(frozen=True, slots=True)
class Entry:
    """A candidate with its id and where it stands."""

    id: str
    candidate: Any
    mention: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reading:
    """What the Reading screen shows."""

    document: opened.Document
    title: str
    flows: tuple[Flow, ...]
    cards: tuple[Beside, ...]
    statements: tuple[Statement, ...]
    candidates: tuple[Entry, ...]
    focus: Quote | None
    hidden: tuple[str, ...]
    earlier: str | None


def look(
    desk: Desk, language: str, id: str, span: str = "", hide: str = "", reading: str | None = None
) -> Reading:
    """The screen of one document in one language of labels; raises InputError."""
    found = opened.document(desk, id, reading)
    reader = desk.reader
    shown = reader.said(found.reading, language)
    view = View(shown, labels(language), desk.provisions, reader.none_found(found.reading, language))
    claims = sorted(found.reading.claims, key=lambda c: c.trigger)
    focus = _focus(view.text, span)
    cards = tuple(Beside(view.card(c), found.standings[f"claim:{c.id}"]) for c in claims)
    entries = tuple(
        Entry(
            i, c, view.snippet(c.mention) if c.mention else c.query or "", found.standings[f"candidate:{i}"]
        )
        for i, c in zip(found.candidates, found.reading.candidates, strict=True)
    )
    return Reading(
        found,
        _title(found),
        flow(found.reading, [c.trigger for c in claims], focus.span if focus else None),
        cards,
        view.statements(),
        entries,
        focus,
        tuple(x for x in hide.split(",") if x in LAYERS),
        reading,
    )


def _focus(text: str, span: str) -> Quote | None:
    if not span:
        return None
    start, end = parse_span(span)
    end = min(end, len(text))
    return Quote.at(text, Span(start, end)) if start < end else None


def _title(found: opened.Document) -> str:
    document = found.reading.document
    first = min((p.span for p in document.passages), default=Span(0, max(1, len(document.text))))
    title = found.row["title"] or " ".join(first.of(document.text)[:300].split())
    return title if len(title) <= 150 else title[:149] + "…"


@screens.router.get("/documents/{id}.json", summary="A document's reading, as in the contract")
def document_json(id: str, reading: str | None = None, desk: Desk = Depends(desk_of), _: Seat = Looking):
    """The reading's own JSON with where its claims stand, and how the bytes came."""
    found = opened.document(desk, id, reading)
    more = {
        "standings": {s: x for s, x in found.standings.items() if x.history},
        "record": found.row,
        "receipts": found.receipts,
        "versions": found.versions,
    }
    return JSONResponse({**found.data, **render.to_json(more)})


@screens.router.get("/documents/{id}/original", include_in_schema=False)
def original(id: str, desk: Desk = Depends(desk_of), _: Seat = Looking) -> Response:
    """The bytes as received, to be kept as a file (never opened by the browser as a page of the desk)."""
    data = desk.record.original(id)
    name = f'attachment; filename="{render.short_hash(id)}.bin"'
    return Response(data, media_type="application/octet-stream", headers={"content-disposition": name})


@screens.router.get("/documents/{id}", include_in_schema=False, name="reading")
def document_page(
    request: Request,
    id: str,
    span: str = "",
    hide: str = "",
    reading: str | None = None,
    desk: Desk = Depends(desk_of),
    seat: Seat = Looking,
) -> Response:
    content = look(desk, seat.language, id, span, hide, reading)
    return render.page(request, "reading.html.j2", content, layers=LAYERS)


@screens.action("/candidates/{id}/not-same")
def candidate_not_same(
    id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst
) -> str:
    """Remembers, with its reason, that a mention is not the entry on the list."""
    actors.not_same(desk, id, str(form.get("why") or ""), seat.user)
    return str(form.get("next") or "/")
