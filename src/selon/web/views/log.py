"""Log: everything that was done to the record, newest first, and judged claims that are gone."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends

from selon.desk import Desk
from selon.desk.history import Log, history
from selon.web.screens import Screens
from selon.web.seats import Looking, Seat, desk_of

screens = Screens()
ACTIONS = (
    "judgement", "reading.kept", "original.received", "relations.kept", "account.added", "account.changed",
    "account.closed", "token.made", "token.ended",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """The log and what it was narrowed to."""

    log: Log
    action: str
    who: str
    subject: str


@screens.screen("/log", "log.html.j2", actions=ACTIONS)
def log(
    before: int | None = None,
    action: str = "",
    who: str = "",
    subject: str = "",
    desk: Desk = Depends(desk_of),
    _: Seat = Looking,
) -> Screen:
    """Entries of the log, newest first."""
    return Screen(
        history(desk, before=before, action=action, who=who.strip(), subject=subject.strip()),
        action,
        who.strip(),
        subject.strip(),
    )
