"""The application: screens put on addresses, safety around them, errors said in the person's language."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from selon.desk import Desk
from selon.desk.accounts import Accounts
from selon.desk.adding import Worker
from selon.errors import InputError, RecordError, SelonError
from selon.version import __version__
from selon.web import health, render
from selon.web.safety import LOOPBACK, Gate
from selon.web.seats import LANGUAGE, SEAT, YEAR, Refused, seated
from selon.web.views import SCREENS
from selon.web.words import LANGUAGES


def create_app(
    desk: Desk, *, hosts: Sequence[str] = LOOPBACK, accounts_needed: bool = False, secure: bool = False
) -> FastAPI:
    """The desk as an ASGI application.

    `hosts`: names that a browser may call it by; `accounts_needed`: nobody sits down without signing in (True
    wherever it listens beyond loopback); `secure`: it is reached by HTTPS, so cookies say so.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.worker.start()
        yield
        app.state.worker.stop()

    app = FastAPI(
        title="selon",
        version=__version__,
        description="Every screen's content as JSON. Sign in with a token: Authorization: Bearer …",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.state.accounts = Accounts(desk.record)
    app.state.worker = Worker(desk)
    app.state.accounts_needed = accounts_needed
    app.state.secure = secure
    for screens in SCREENS:
        app.include_router(screens.router)
    app.include_router(health.router)
    static = Static(directory=str(files("selon.web").joinpath("static")))
    app.mount("/static", static, name="static")
    for error in (SelonError, HTTPException, RequestValidationError):
        app.add_exception_handler(error, refuse)
    app.middleware("http")(take_seat)
    app.add_middleware(Gate, hosts=hosts)
    return app


class Static(StaticFiles):
    """Files of the desk. Those asked for by the mark of their content are kept for good, the others asked again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        marked = b"v=" in scope.get("query_string", b"")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if marked else "no-cache"
        return response


async def take_seat(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    """Gives new visitors a cookie to tie their forms to, and keeps the language they asked for."""
    response = await call(request)
    safe = {"httponly": True, "samesite": "strict", "secure": request.app.state.secure}
    if getattr(request.state, "fresh_seat", None):
        response.set_cookie(SEAT, request.state.fresh_seat, **safe)
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        response.set_cookie(LANGUAGE, asked, max_age=YEAR, samesite="strict", secure=safe["secure"])
    return response


def refuse(request: Request, error: Exception) -> Response:
    """What went wrong, as a page or (on a twin) as the error object."""
    status, problem = told(error)
    if wants_json(request):
        return JSONResponse({"error": problem.to_dict()}, status)
    if status == 401:
        there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        back = "/" if request.method != "GET" else there
        return RedirectResponse(render.with_query("/sign-in", next=back), 303)
    if not hasattr(request.state, "seat"):
        seated(request)
    return render.page(request, "error.html.j2", problem, status)


def wants_json(request: Request) -> bool:
    return request.url.path.endswith(".json") or "authorization" in request.headers


def told(error: Exception) -> tuple[int, SelonError]:
    """Status and SelonError for whatever was raised."""
    if isinstance(error, Refused):
        return error.status, error
    if isinstance(error, RecordError):
        return 503, error
    if isinstance(error, SelonError):
        missing = error.code.startswith("no-") or "has no such" in error.message
        return (404 if missing else 400), error
    if isinstance(error, RequestValidationError):
        first = error.errors()[0]
        return 400, InputError(first["msg"], where=str(first["loc"][-1]), next="check the address")
    if isinstance(error, HTTPException) and error.status_code == 404:
        return 404, InputError("there is no such page", next="use the list of screens", code="no-page")
    status = error.status_code if isinstance(error, HTTPException) else 500
    return status, SelonError(str(getattr(error, "detail", error)))
