"""Timeline: when things happened and when they were said, of a case, an actor, a provision or a search."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse
from markupsafe import Markup

from selon.desk import Desk, cases
from selon.desk.finding import look_for
from selon.desk.lines import Line
from selon.desk.times import Moment, moments
from selon.draw.label import labels
from selon.draw.timeline import Bar, timeline
from selon.keep.search import Query
from selon.web import render
from selon.web.screens import Screens
from selon.web.seats import Looking, Seat, desk_of
from selon.web.words import words

screens = Screens()
MOST = 60


@dataclass(frozen=True, slots=True)
class Screen:
    """The moments and what they are of."""

    moments: tuple[Moment, ...]
    picture: Markup
    case: str
    actor: str
    provision: str
    act: str
    cases: tuple[dict, ...]


def timeline_screen(
    case: str = "",
    actor: str = "",
    provision: str = "",
    act: str = "",
    desk: Desk = Depends(desk_of),
    seat: Seat = Looking,
) -> Screen:
    """Claims in time: happened-when beside said-when."""
    found = moments(_lines(desk, case, actor, provision, act))
    return Screen(
        found, picture_of(found, seat.language), case, actor, provision, act, tuple(cases.every(desk)[:50])
    )


def _lines(desk: Desk, case: str, actor: str, provision: str, act: str) -> tuple[Line, ...]:
    if case:
        return cases.look(desk, case).lines[:MOST]
    facets = {"actor": actor, "provision": provision, "act": act}
    query = Query(**{k: (v,) for k, v in facets.items() if v})
    return look_for(desk, query, "claims", None).lines[:MOST]


def picture_of(found: tuple[Moment, ...], language: str) -> Markup:
    """The picture of some moments with labels in a language."""
    lab, t = labels(language), words(language)
    bars = [
        Bar(
            f"{lab('act_type', m.line.act)} · {', '.join(m.line.parties[:2]) or m.line.source}",
            f"/claims/{m.line.id}",
            m.happened,
            m.said,
            t("moment", happened=m.line.happened or "?", said=m.line.said or m.line.published or "?"),
        )
        for m in found
    ]
    return timeline(bars, t("timeline"))


@screens.router.get("/timeline.json", summary="Claims in time")
def timeline_json(content: Screen = Depends(timeline_screen)) -> JSONResponse:
    """The moments as data."""
    return render.twin(content)


@screens.router.get("/timeline", include_in_schema=False)
def timeline_page(request: Request, content: Screen = Depends(timeline_screen)) -> HTMLResponse:
    return render.page(request, "timeline.html.j2", content)
