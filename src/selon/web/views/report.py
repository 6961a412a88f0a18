"""Report: outline left, live page right; a sentence without an accepted claim is refused."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.datastructures import FormData

from selon.desk import Desk, cases
from selon.desk.report import Drafted, draft, saved, write
from selon.errors import InputError
from selon.report import FORMATS, MEDIA, written
from selon.web import render
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of
from selon.web.words import LANGUAGES

screens = Screens()


@dataclass(frozen=True, slots=True)
class Reports:
    """The cases that a report can be made of."""

    cases: tuple[dict, ...]


@screens.screen("/report", "reports.html.j2")
def reports(desk: Desk = Depends(desk_of), _: Seat = Looking) -> Reports:
    """Cases to report on."""
    return Reports(tuple(cases.every(desk)))


def drafted(id: str, language: str = "", desk: Desk = Depends(desk_of), seat: Seat = Looking) -> Drafted:
    """The report of a case, in the language asked for or the desk's."""
    return draft(desk, id, language if language in LANGUAGES else seat.language)


@screens.router.get("/report/{id}.json", summary="A case's report")
def report_json(made: Drafted = Depends(drafted)) -> JSONResponse:
    """The report as data."""
    return render.twin(made)


@screens.router.get("/report/{id}.{kind}", include_in_schema=False)
def report_file(request: Request, id: str, kind: str, made: Drafted = Depends(drafted)) -> Response:
    """The report as one file to keep: DOCX, PDF, a page that needs nothing else, or Markdown."""
    if kind not in FORMATS:
        wrong = InputError(f"no such format: {kind}", where="format", next=f"one of {', '.join(FORMATS)}")
        return render.page(request, "error.html.j2", wrong, 404)
    body = written(saved(made).paper, kind)
    name = f'attachment; filename="report-{render.segments(id)}.{kind}"'
    return Response(body, media_type=MEDIA[kind], headers={"content-disposition": name})


@screens.action("/report/{id}/paragraph")
def write_paragraph(
    id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst
) -> str:
    """A paragraph of the writer's own, resting on the accepted claims named in `claim`; or a recommendation."""
    claims = [i for value in form.getlist("claim") for i in str(value).split()]
    recommends = str(form.get("kind") or "") == "recommendation"
    write(desk, id, str(form.get("text") or ""), claims, seat.user, recommends=recommends)
    return f"/report/{id}"


@screens.router.get("/report/{id}", include_in_schema=False)
def report_page(request: Request, made: Drafted = Depends(drafted)) -> HTMLResponse:
    return render.page(request, "report.html.j2", made, formats=FORMATS)
