"""Report: outline left, live page right; a sentence without an accepted claim is refused."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from selon.desk import Desk, cases
from selon.desk.report import Draft, draft, saved
from selon.draw.label import labels
from selon.web import render
from selon.web.screens import Screens
from selon.web.seats import Looking, Seat, desk_of
from selon.web.words import LANGUAGES, words

screens = Screens()
FORMATS = ("html", "md")


@dataclass(frozen=True, slots=True)
class Reports:
    """The cases that a report can be made of."""

    cases: tuple[dict, ...]


@screens.screen("/report", "reports.html.j2")
def reports(desk: Desk = Depends(desk_of), _: Seat = Looking) -> Reports:
    """Cases to report on."""
    return Reports(tuple(cases.every(desk)))


def drafted(id: str, language: str = "", desk: Desk = Depends(desk_of), seat: Seat = Looking) -> Draft:
    """The report of a case, in the language asked for or the desk's."""
    return draft(desk, id, language if language in LANGUAGES else seat.language)


@screens.router.get("/report/{id}.json", summary="A case's report")
def report_json(made: Draft = Depends(drafted)) -> JSONResponse:
    """The report as data."""
    return render.twin(made)


@screens.router.get("/report/{id}.{kind}", include_in_schema=False)
def report_file(request: Request, id: str, kind: str, made: Draft = Depends(drafted)) -> Response:
    """The report as one file to keep: a page that needs nothing else, or Markdown."""
    if kind not in FORMATS:
        return render.page(request, "error.html.j2", words_error(kind), 404)
    template = render.environment().get_template(f"report_file.{kind}.j2")
    body = template.render(draft=saved(made), t=words(made.language), lab=labels(made.language))
    media = {"html": "text/html; charset=utf-8", "md": "text/markdown; charset=utf-8"}[kind]
    name = f'attachment; filename="report-{render.segments(id)}.{kind}"'
    return Response(body, media_type=media, headers={"content-disposition": name})


def words_error(kind: str):
    from selon.errors import InputError

    return InputError(f"no such format: {kind}", where="format", next=f"one of {', '.join(FORMATS)}")


@screens.router.get("/report/{id}", include_in_schema=False)
def report_page(request: Request, made: Draft = Depends(drafted)) -> HTMLResponse:
    return render.page(request, "report.html.j2", made, formats=FORMATS)
