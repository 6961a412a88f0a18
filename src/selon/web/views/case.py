"""Cases: what is put together, what is known, disputed and unknown, notes, replies, findings."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends
from starlette.datastructures import FormData

from selon.desk import Desk
from selon.desk import cases as desk_cases
from selon.desk.cases import Opened
from selon.desk.times import Moment, moments
from selon.errors import InputError
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Reviewer, Seat, desk_of

screens = Screens()


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases."""

    cases: tuple[dict, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One case with its moments."""

    opened: Opened
    moments: tuple[Moment, ...]


@screens.screen("/cases", "cases.html.j2")
def cases(desk: Desk = Depends(desk_of), _: Seat = Looking) -> Cases:
    """All cases, newest first."""
    return Cases(tuple(desk_cases.every(desk)))


@screens.action("/cases")
def open_case(form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Opens a case, with the claims named in `claim` already in it."""
    id = desk_cases.open_case(desk, str(form.get("title") or ""), seat.user)
    if claims := _claims(form):
        desk_cases.put(desk, id, claims, seat.user)
    return str(form.get("next") or f"/cases/{id}")


@screens.screen("/cases/{id}", "case.html.j2")
def case(id: str, desk: Desk = Depends(desk_of), _: Seat = Looking) -> Screen:
    """One case: claims sorted into known, disputed and unknown, with notes, replies and findings."""
    opened = desk_cases.look(desk, id)
    return Screen(opened, moments(opened.lines))


@screens.action("/cases/put")
def put_anywhere(form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Puts claims into the case named in `case`, or into a new one with the title in `title`."""
    id = str(form.get("case") or "")
    if not id:
        title = str(form.get("title") or "")
        if not title.strip():
            raise InputError("no case chosen", where="case", next="choose a case, or give a new one a title")
        id = desk_cases.open_case(desk, title, seat.user)
    desk_cases.put(desk, id, _claims(form), seat.user)
    return str(form.get("next") or f"/cases/{id}")


@screens.action("/cases/{id}/change")
def change_case(id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Takes a claim out, adds a note, asks, keeps a reply, renames, closes or opens again."""
    kind = str(form.get("kind") or "")
    value = {
        "remove": {"subject": str(form.get("subject") or "")},
        "note": {"text": str(form.get("text") or "").strip()},
        "ask": {"text": str(form.get("text") or "").strip(), "of": str(form.get("of") or "").strip()},
        "reply": {"text": str(form.get("text") or "").strip(), "of": str(form.get("of") or "").strip()},
        "open_case": {"title": str(form.get("title") or "").strip()},
        "close_case": {},
    }.get(kind)
    if value is None:
        raise InputError(f"not something to do with a case: {kind!r}", where="kind", next="use the buttons")
    desk_cases.change(desk, id, kind, value, seat.user)
    return f"/cases/{id}"


@screens.action("/cases/{id}/finding")
def conclude(id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Reviewer) -> str:
    """A finding, by a named person, resting on claims of the case."""
    desk_cases.conclude(desk, id, str(form.get("text") or ""), _claims(form), seat.user)
    return f"/cases/{id}#findings"


@screens.action("/findings/{id}")
def second(id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Reviewer) -> str:
    """A second reader agrees or dissents; the author withdraws."""
    desk_cases.read_again(desk, id, str(form.get("kind") or ""), seat.user, str(form.get("why") or ""))
    return str(form.get("next") or "/cases")


def _claims(form: FormData) -> list[str]:
    return [i for value in form.getlist("claim") for i in str(value).split()]
