"""Inbox: what is new since somebody last looked, grouped by event."""

from __future__ import annotations

from fastapi import Depends
from starlette.datastructures import FormData

from selon.desk import Desk, adding
from selon.desk import inbox as desk_inbox
from selon.desk.inbox import Inbox
from selon.errors import InputError
from selon.model.judgement import MARKS
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of

screens = Screens()
TABS = (*MARKS, "all")


@screens.screen("/", "inbox.html.j2", tabs=TABS)
def inbox(
    mark: str = "new", after: int | None = None, desk: Desk = Depends(desk_of), _: Seat = Looking
) -> Inbox:
    """What came in, newest first, grouped by event."""
    if mark not in TABS:
        raise InputError(f"no such state: {mark!r}", where="mark", next=f"one of {', '.join(TABS)}")
    return desk_inbox.inbox(desk, mark, after)


@screens.action("/inbox/mark")
def mark_claims(form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Marks claims as new, seen, kept or set aside."""
    ids = [i for value in form.getlist("claim") for i in str(value).split()]
    desk_inbox.mark(desk, ids[:500], str(form.get("mark", "seen")), seat.user)
    return str(form.get("next") or "/")


@screens.screen("/progress", "progress.html.j2")
def progress(desk: Desk = Depends(desk_of), _: Seat = Looking) -> adding.Progress:
    """What waits, is being read, was read and could not be read."""
    return adding.progress(desk)
