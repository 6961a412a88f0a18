"""Settings: lists with date and hash, packs, error rates as measured, accounts, tokens; language, look and keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from selon.desk import Desk
from selon.desk.accounts import ROLES, Account, Token
from selon.desk.equipment import Equipment, equipment
from selon.web import render
from selon.web.keys import GROUPS, KEYS
from selon.web.safety import local
from selon.web.screens import Screens
from selon.web.seats import KEYS as KEYS_COOKIE
from selon.web.seats import LANGUAGE, LOOK, LOOKS, YEAR, Form, Looking, Seat, desk_of
from selon.web.words import LANGUAGES

screens = Screens()


@dataclass(frozen=True, slots=True)
class Screen:
    """What the desk works with, and who may sit at it (admins see accounts and tokens)."""

    equipment: Equipment
    accounts: tuple[Account, ...]
    tokens: tuple[Token, ...]
    roles: tuple[str, ...] = ROLES
    looks: tuple[str, ...] = LOOKS
    languages: tuple[str, ...] = LANGUAGES


@screens.screen("/settings", "settings.html.j2")
def settings(request: Request, desk: Desk = Depends(desk_of), seat: Seat = Looking) -> Screen:
    """Lists, packs, measured error rates, accounts."""
    accounts = request.app.state.accounts
    admin = seat.may("admin")
    return Screen(
        equipment(desk, seat.language), accounts.all() if admin else (), accounts.tokens() if admin else ()
    )


@screens.router.post("/settings/mine", include_in_schema=False)
def mine(request: Request, form: FormData = Form) -> Response:
    """Keeps language, look and keys of this browser in cookies."""
    response = RedirectResponse(local(str(form.get("next") or "/settings")), 303)
    options: dict[str, Any] = {"max_age": YEAR, "samesite": "strict", "secure": request.app.state.secure}
    for name, cookie, allowed in (
        ("language", LANGUAGE, LANGUAGES),
        ("look", LOOK, LOOKS),
        ("keys", KEYS_COOKIE, ("on", "off")),
    ):
        if form.get(name) in allowed:
            response.set_cookie(cookie, str(form.get(name)), **options)
    return response


@screens.router.get("/keys", include_in_schema=False)
def keys_page(request: Request, _: Seat = Looking) -> HTMLResponse:
    """All keys."""
    return render.page(request, "keys.html.j2", KEYS, groups=GROUPS)
