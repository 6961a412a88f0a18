"""A screen: one view function on an address, as a page and as its JSON twin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from selon.web import render
from selon.web.safety import local

View = Callable[..., Any]


class Screens:
    """The addresses of one file of views."""

    def __init__(self) -> None:
        self.router = APIRouter()

    def screen(self, path: str, template: str, **more: Any) -> Callable[[View], View]:
        """Puts a view (a dependency that gives the screen's content) on `path` and on `path`.json."""

        def put(view: View) -> View:
            def html(request: Request, content: Any = Depends(view)) -> HTMLResponse:
                return render.page(request, template, content, **more)

            def json(content: Any = Depends(view)) -> JSONResponse:
                return render.twin(content)

            about = {"summary": (view.__doc__ or "").strip().splitlines()[0], "operation_id": view.__name__}
            twin = "/inbox.json" if path == "/" else f"{path}.json"
            self.router.add_api_route(twin, json, methods=["GET"], response_class=JSONResponse, **about)
            self.router.add_api_route(
                path, html, methods=["GET"], include_in_schema=False, name=view.__name__
            )
            return view

        return put

    def action(self, path: str) -> Callable[[View], View]:
        """Puts a write on `path` (POST). What it gives back is where to go next, a response, or JSON for scripts."""

        def put(act: View) -> View:
            def post(request: Request, result: Any = Depends(act)) -> Response:
                if isinstance(result, Response):
                    return result
                if "authorization" in request.headers:
                    return JSONResponse({"done": True, "see": result})
                return RedirectResponse(local(result), 303)

            summary = (act.__doc__ or "").strip().splitlines()[0]
            self.router.add_api_route(
                path, post, methods=["POST"], summary=summary, operation_id=act.__name__
            )
            return act

        return put
