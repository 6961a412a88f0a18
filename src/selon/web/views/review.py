"""Review: one claim, its words, what it says in plain words, and a decision."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.datastructures import FormData

from selon.desk import Desk, cases
from selon.desk import review as desk_review
from selon.desk.corrections import FIELDS, parse_span
from selon.desk.review import STATES, Filter, Opened, Review
from selon.draw.flow import passage
from selon.draw.label import labels
from selon.draw.marks import Mark, marks_of
from selon.draw.sentence import sentence
from selon.draw.view import Card, View
from selon.errors import InputError
from selon.model.text import Span
from selon.web import render
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of

screens = Screens()


@dataclass(frozen=True, slots=True)
class Shown:
    """One claim as the screen shows it: its passage marked, the sentence that says it, its card."""

    opened: Opened
    html: str
    plain: str
    card: Card


@dataclass(frozen=True, slots=True)
class Screen:
    """The Review screen. `filter`: as URL parameters; `cases`: where the claim may be put."""

    review: Review
    shown: Shown | None
    filter: dict[str, str]
    cases: tuple[dict, ...]
    states: tuple[str, ...] = STATES


@dataclass(frozen=True, slots=True)
class Correcting:
    """The correction form. `given`: what stands in the fields; `problem`: why the last try was refused."""

    shown: Shown
    given: dict[str, str]
    problem: dict | None
    filter: dict[str, str]
    window: Span
    words: str


def filtered(
    state: str = "undecided",
    act: str = "",
    provision: str = "",
    document: str = "",
    language: str = "",
    engaged: bool = False,
) -> Filter:
    """The filter that the address asks for."""
    if state not in STATES:
        raise InputError(f"no such state: {state!r}", where="state", next=f"one of {', '.join(STATES)}")
    return Filter(state, act, provision, document, language, engaged)


def shown_claim(desk: Desk, opened: Opened, language: str, focus: Span | None = None) -> Shown:
    """A claim with its passage marked and its sentence, in one language of labels."""
    view = View(desk.reader.said(opened.reading, language), labels(language), desk.provisions)
    card = view.card(opened.claim)
    values = {**opened.values, "source": opened.values["source"] or _unnamed(opened, view)}
    window = passage_of(opened)
    own = [m for m in marks_of(opened.reading) if m.id in (opened.claim.id, opened.claim.attributed, "noise")]
    marks = [*own, *([Mark(focus, "focus", "at")] if focus else [])]
    html = passage(opened.reading.document.text, window, [m for m in marks if m.span.overlaps(window)])
    return Shown(opened, html, sentence(values, labels(language)), card)


def _unnamed(opened: Opened, view: View) -> str:
    originator = opened.claim.originator
    return "" if originator == "author" else view.actor_name(originator)


def passage_of(opened: Opened) -> Span:
    """The passage that the claim's clause stands in; the clause itself where there is none."""
    clause = Span(opened.line.start, opened.line.end)
    found = (p.span for p in opened.reading.document.passages if p.span.overlaps(clause))
    return next(found, clause)


def review_screen(
    which: Filter = Depends(filtered),
    claim: str | None = None,
    desk: Desk = Depends(desk_of),
    seat: Seat = Looking,
) -> Screen:
    """The claim to judge now, what comes after it, and the last decisions."""
    found = desk_review.review(desk, which, claim)
    shown = shown_claim(desk, found.claim, seat.language) if found.claim else None
    return Screen(found, shown, which.to_query(), tuple(cases.every(desk)[:30]))


@screens.router.get("/review.json", summary="The claim to judge now")
def review_json(content: Screen = Depends(review_screen)) -> JSONResponse:
    """The queue as data: the claim to judge, what comes next, the last decisions."""
    opened = content.review.claim
    claim = None
    if opened and content.shown:
        claim = {
            "line": opened.line,
            "values": dict(opened.values),
            "sentence": content.shown.plain,
            "standing": opened.standing,
            "seen": opened.seen,
        }
    data = {
        "filter": content.filter,
        "left": content.review.left,
        "claim": claim,
        "ahead": content.review.ahead,
    }
    return JSONResponse(render.to_json(data | {"latest": content.review.latest}))


@screens.router.get("/review", include_in_schema=False, name="review")
def review(request: Request, content: Screen = Depends(review_screen)) -> HTMLResponse:
    return render.page(request, "review.html.j2", content)


@screens.action("/review/decide")
def decide(form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Decides one claim ("decision": "accept ID") and goes on to `next`."""
    verdict, _, id = str(form.get("decision") or "").partition(" ")
    id = id or str(form.get("claim") or "")
    desk_review.decide(
        desk, id, verdict, seat.user, why=str(form.get("why") or ""), seen=str(form.get("seen") or "")
    )
    return str(form.get("next") or "/review")


@screens.action("/review/bulk")
def decide_all(form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Decides every ticked claim of the page in the same way."""
    ids = [str(i) for i in form.getlist("claim")]
    desk_review.decide_all(
        desk, ids, str(form.get("verdict") or ""), seat.user, why=str(form.get("why") or "")
    )
    return str(form.get("next") or "/review")


@screens.action("/review/undo")
def undo(form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Takes back one decision, or one's own last one."""
    event = str(form.get("event") or "")
    if event:
        desk_review.undo(desk, event, seat.user)
    else:
        desk_review.undo_last(desk, seat.user)
    return str(form.get("next") or "/review")


# correcting


def _moved(value: str, move: str, text: str) -> str:
    """A span with one end moved by a word ("start-", "start+", "end-", "end+"): how the keyboard selects."""
    start, end = parse_span(value)
    edges = [0, *(i for i in range(1, len(text)) if text[i - 1].isspace() != text[i].isspace()), len(text)]
    starts = [i for i in edges if i < len(text) and not text[i].isspace()]
    ends = [i for i in edges if i and not text[i - 1].isspace()]
    if move == "start-":
        start = max((i for i in starts if i < start), default=start)
    elif move == "start+":
        start = min((i for i in starts if start < i < end), default=start)
    elif move == "end-":
        end = max((i for i in ends if start < i < end), default=end)
    elif move == "end+":
        end = min((i for i in ends if i > end), default=end)
    return f"{start}-{end}"


def correcting(
    desk: Desk, seat: Seat, id: str, given: dict[str, str], problem: dict | None = None
) -> Correcting:
    """The form for one claim, its fields as `given` so far."""
    opened = desk_review.open_claim(desk, id)
    values = {**opened.values, **{k: v for k, v in given.items() if k in opened.values}}
    text = opened.reading.document.text
    for field in ("trigger", "clause"):
        if move := given.get(f"move_{field}"):
            values[field] = _moved(values[field] or opened.line.place, move, text)
    try:
        span = Span(*parse_span(values["trigger"]))
        clause = Span(*parse_span(values["clause"] or values["trigger"]))
    except InputError:
        span, clause = opened.claim.trigger, opened.claim.clause
    shown = shown_claim(desk, opened, seat.language, span)
    which = {k[2:]: v for k, v in given.items() if k.startswith("q_")}
    return Correcting(shown, values, problem, which, passage_of(opened), clause.of(text))


@screens.router.get("/claims/{id}/correct", include_in_schema=False, name="correct")
def correct_page(
    request: Request, id: str, desk: Desk = Depends(desk_of), seat: Seat = Analyst
) -> HTMLResponse:
    content = correcting(desk, seat, id, dict(request.query_params))
    return render.page(request, "correct.html.j2", content, fields=FIELDS)


@screens.action("/claims/{id}/correct")
def correct(
    request: Request, id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst
) -> str | Response:
    """Corrects fields of a claim; the claim then stands as corrected."""
    given = {k: str(v) for k, v in form.items() if isinstance(v, str)}
    try:
        desk_review.decide(
            desk, id, "correct", seat.user, why=given.get("why", ""), seen=given.get("seen", ""), fields=given
        )
    except InputError as problem:
        content = correcting(desk, seat, id, given, problem.to_dict())
        return render.page(request, "correct.html.j2", content, 400, fields=FIELDS)
    return given.get("next") or f"/review?{urlencode({'claim': id})}"


@screens.router.get("/claims/{id}.json", summary="One claim with its history")
def claim_json(id: str, desk: Desk = Depends(desk_of), seat: Seat = Looking) -> JSONResponse:
    """One claim: its line, its fields as they stand, the plain sentence, every event on it."""
    opened = desk_review.open_claim(desk, id)
    shown = shown_claim(desk, opened, seat.language)
    data = {
        "line": opened.line,
        "values": dict(opened.values),
        "sentence": shown.plain,
        "standing": opened.standing,
    }
    return JSONResponse(render.to_json(data))


@screens.router.get("/claims/{id}", include_in_schema=False)
def claim_page(
    request: Request, id: str, desk: Desk = Depends(desk_of), seat: Seat = Looking
) -> HTMLResponse:
    """A stable address for one claim: the Review screen open on it."""
    found = desk_review.review(desk, Filter(), id)
    assert found.claim is not None
    content = Screen(found, shown_claim(desk, found.claim, seat.language), {}, tuple(cases.every(desk)[:30]))
    return render.page(request, "review.html.j2", content)
