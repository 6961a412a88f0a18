"""Who sits at the desk: the person, what they may do, and how they like it (language, look, keys).

One person on the machine itself needs no account. As soon as there are accounts, or the desk listens elsewhere,
everybody signs in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from selon.desk import Desk
from selon.desk.accounts import ROLES, Accounts
from selon.errors import SelonError
from selon.web.safety import fresh_seat, from_here, token_of
from selon.web.words import LANGUAGES, preferred

SEAT, SESSION, LANGUAGE, LOOK, KEYS = "selon_seat", "selon_session", "selon_lang", "selon_look", "selon_keys"
LOOKS = ("auto", "light", "dark")
YEAR = 365 * 24 * 3600


class Refused(SelonError):
    """The person may not do this. `status`: 401 sign in first, 403 not allowed."""

    code = "refused"

    def __init__(self, message: str, *, status: int = 403, next: str | None = None, code: str | None = None):
        super().__init__(message, next=next, code=code)
        self.status = status


@dataclass(frozen=True, slots=True)
class Seat:
    """The person in front of the page."""

    user: str
    role: str
    token: str
    language: str
    look: str
    keys: bool
    signed_in: bool
    alone: bool

    def may(self, role: str) -> bool:
        """Whether this person's role includes `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


def desk_of(request: Request) -> Desk:
    """The desk that the request is about."""
    return request.app.state.desk


def sit(request: Request) -> Seat:
    """The seat of a request; raises Refused (401) when nobody is signed in and somebody must be."""
    return request.state.seat if hasattr(request.state, "seat") else seated(request)


def seated(request: Request) -> Seat:
    """Works out who asks, and remembers it on the request."""
    cookies = request.cookies
    seat_cookie = cookies.get(SESSION) or cookies.get(SEAT) or fresh_seat()
    request.state.fresh_seat = None if SEAT in cookies or SESSION in cookies else seat_cookie
    user, role, signed = _person(request)
    asked = request.query_params.get("lang") or cookies.get(LANGUAGE) or ""
    language = asked if asked in LANGUAGES else preferred(request.headers.get("accept-language", ""))
    look = cookies.get(LOOK, "auto")
    seat = Seat(
        user=user or "",
        role=role,
        token=token_of(seat_cookie),
        language=language,
        look=look if look in LOOKS else "auto",
        keys=cookies.get(KEYS) != "off",
        signed_in=signed,
        alone=not request.app.state.accounts_needed,
    )
    request.state.seat = seat
    return seat


def _person(request: Request) -> tuple[str | None, str, bool]:
    """Name, role, and whether they signed in; (None, "reader", False) for a stranger."""
    accounts: Accounts = request.app.state.accounts
    if bearer := _bearer(request):
        found = accounts.by_token(bearer)
        return (found.name, found.role, True) if found else (None, "reader", False)
    if not request.app.state.accounts_needed and not accounts.any():
        return request.app.state.desk.user, "admin", False
    session = request.cookies.get(SESSION)
    found = accounts.by_session(session) if session else None
    return (found.name, found.role, True) if found else (None, "reader", False)


def _bearer(request: Request) -> str | None:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value.strip() else None


def reading(request: Request) -> Seat:
    """A seat that may look."""
    seat = sit(request)
    if not seat.user:
        raise Refused("sign in first", status=401, next="use your name and password", code="sign-in")
    return seat


def needs(role: str) -> Any:
    """A dependency: a seat with at least this role."""

    def check(seat: Seat = Depends(reading)) -> Seat:
        if not seat.may(role):
            raise Refused(
                f"this needs the role {role}, yours is {seat.role}", next="ask an admin", code="role"
            )
        return seat

    return Depends(check)


async def form(request: Request) -> FormData:
    """The form of a write, after its token and its origin were checked; raises Refused."""
    given = await request.form(max_files=200, max_fields=2000, max_part_size=9_000_000)
    sit(request)
    if _bearer(request):
        return given
    if not from_here(request) or given.get("csrf") != request.state.seat.token:
        raise Refused(
            "the form does not come from this desk, or its page is out of date",
            next="open the page again and repeat",
            code="form-token",
        )
    return given


Looking = Depends(reading)
Analyst = needs("analyst")
Reviewer = needs("reviewer")
Admin = needs("admin")
Form = Depends(form)
