"""Signing in and out; accounts and tokens, for admins."""

from __future__ import annotations

import time
from dataclasses import dataclass

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from selon.desk.accounts import Accounts
from selon.errors import InputError
from selon.web import render
from selon.web.safety import local
from selon.web.screens import Screens
from selon.web.seats import SESSION, Admin, Form, Looking, Refused, Seat, seated

screens = Screens()
PATIENCE = 8  # wrong passwords for one name before it must wait
PAUSE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in page. `wrong`: name and password did not fit."""

    next: str
    name: str = ""
    wrong: bool = False
    nobody: bool = False


def accounts_of(request: Request) -> Accounts:
    return request.app.state.accounts


@screens.router.get("/sign-in", include_in_schema=False)
def sign_in_page(
    request: Request, next: str = "/", accounts: Accounts = Depends(accounts_of)
) -> HTMLResponse:
    seated(request)
    return render.page(request, "sign_in.html.j2", SignIn(local(next), nobody=not accounts.any()))


@screens.router.post("/sign-in", include_in_schema=False)
def sign_in(request: Request, form: FormData = Form, accounts: Accounts = Depends(accounts_of)) -> Response:
    name, there = str(form.get("name") or "")[:80], local(str(form.get("next") or "/"))
    tries = _tries(request)
    wrong, last = tries.get(name, (0, 0.0))
    if wrong >= PATIENCE and time.monotonic() - last < PAUSE:
        raise Refused("too many wrong passwords for this name", status=429, next="wait a minute")
    secret = accounts.sign_in(name, str(form.get("password") or ""))
    if secret is None:
        tries[name] = (wrong + 1, time.monotonic())
        return render.page(request, "sign_in.html.j2", SignIn(there, name, True), 401)
    tries.pop(name, None)
    response = RedirectResponse(there, 303)
    response.set_cookie(
        SESSION,
        secret,
        httponly=True,
        samesite="strict",
        secure=request.app.state.secure,
        max_age=14 * 24 * 3600,
    )
    return response


def _tries(request: Request) -> dict[str, tuple[int, float]]:
    """How many wrong passwords in a row, and when the last one was, by name."""
    if not hasattr(request.app.state, "tries"):
        request.app.state.tries = {}
    return request.app.state.tries


@screens.router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request, _form: FormData = Form, accounts: Accounts = Depends(accounts_of)) -> Response:
    if secret := request.cookies.get(SESSION):
        accounts.sign_out(secret)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(SESSION)
    return response


@screens.action("/accounts")
def add_account(form: FormData = Form, accounts: Accounts = Depends(accounts_of), seat: Seat = Admin) -> str:
    """Adds an account; the first one is an admin."""
    role = str(form.get("role") or "") if accounts.any() else "admin"
    accounts.add(str(form.get("name") or ""), role, str(form.get("password") or ""), seat.user)
    return "/settings#accounts"


@screens.action("/accounts/{name}")
def change_account(
    name: str,
    request: Request,
    form: FormData = Form,
    accounts: Accounts = Depends(accounts_of),
    seat: Seat = Looking,
) -> str:
    """Changes a role or a password, or closes an account; everybody may change their own password."""
    kind = str(form.get("kind") or "")
    if not (seat.may("admin") or (kind == "password" and name == seat.user)):
        raise Refused("only an admin may do this", next="ask an admin", code="role")
    if kind == "role":
        accounts.set_role(name, str(form.get("role") or ""), seat.user)
    elif kind == "password":
        accounts.set_password(name, str(form.get("password") or ""), seat.user)
        _tries(request).pop(name, None)
    elif kind == "close":
        accounts.close(name, seat.user)
    else:
        raise InputError(
            f"not something to do with an account: {kind!r}", where="kind", next="use the buttons"
        )
    return "/settings#accounts"


@screens.router.post("/tokens", summary="Makes a token for scripts; its secret is shown once")
def make_token(
    request: Request,
    form: FormData = Form,
    accounts: Accounts = Depends(accounts_of),
    seat: Seat = Admin,
) -> Response:
    """Makes a token for scripts; its secret is shown once."""
    account, role = str(form.get("account") or seat.user), str(form.get("role") or "reader")
    secret = accounts.make_token(account, str(form.get("label") or ""), role, seat.user)
    return render.page(request, "token.html.j2", secret)


@screens.action("/tokens/{id}/end")
def end_token(
    id: str, _form: FormData = Form, accounts: Accounts = Depends(accounts_of), seat: Seat = Admin
) -> str:
    """Ends a token."""
    accounts.drop_token(id, seat.user)
    return "/settings#tokens"
