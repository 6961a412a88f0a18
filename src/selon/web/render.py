"""From a screen's dataclass to its HTML page and to its JSON twin."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse
from markupsafe import Markup

from selon.draw.label import labels
from selon.model.judgement import Judgement
from selon.model.text import Span
from selon.report.paper import cited
from selon.version import __version__
from selon.web.keys import key
from selon.web.words import words

# Characters that turn the direction of text around or are not seen at all: shown, never obeyed.
HIDDEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]"
)


def visible(text: object) -> str:
    """`text` with direction controls and invisible characters replaced by a sign that can be seen."""
    return HIDDEN.sub("\u2423", str(text or ""))


def segments(name: str) -> str:
    """A value as one segment of a path ("sha256:…" keeps its colon)."""
    return quote(name, safe=":~_-.")


def with_query(path: str, /, **values: object) -> str:
    """A path with those parameters that say something."""
    given = {k: "1" if v is True else str(v) for k, v in values.items() if v not in (None, "", False, (), [])}
    return f"{path}?{urlencode(given)}" if given else path


def day(stamp: str | None) -> str:
    """ "2026-11-25 02:38" out of a time stamp of the record (UTC)."""
    return f"{stamp[:10]} {stamp[11:16]}" if stamp else ""


def short_hash(id: str) -> str:
    """The first eight hexadecimal digits of an id that is a hash."""
    return id.removeprefix("sha256:")[:8]


@functools.cache
def asset(name: str) -> str:
    """The address of a static file with a mark of its content, so that browsers may keep it forever."""
    data = files("selon.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:10]}"


@functools.cache
def environment() -> jinja2.Environment:
    """The templates; everything is escaped, a missing value is an error."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("selon.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(visible=visible, segment=segments, day=day, short=short_hash)
    env.filters.update(svg=Markup, cited=lambda note, labels: "; ".join(cited(note, labels)))
    env.globals.update(url=with_query, key=key, asset=asset, version=__version__)
    env.finalize = _shown
    return env


def _shown(value: object) -> object:
    """Plain strings lose what cannot be seen on their way into a page; markup was built with care already."""
    return visible(value) if type(value) is str and HIDDEN.search(value) else value


def page(request: Request, template: str, screen: Any, status: int = 200, **more: Any) -> HTMLResponse:
    """The HTML of a screen for the person who asks (language, look and keys are theirs)."""
    seat = request.state.seat
    html = (
        environment()
        .get_template(template)
        .render(
            screen=screen,
            seat=seat,
            t=words(seat.language),
            lab=labels(seat.language),
            path=request.url.path,
            query=dict(request.query_params),
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            **more,
        )
    )
    return HTMLResponse(html, status)


def twin(screen: Any) -> JSONResponse:
    """The JSON of a screen."""
    return JSONResponse(to_json(screen))


def to_json(value: Any) -> Any:
    """Dataclasses as objects, spans as pairs, tuples as lists; keys that are pairs are joined by a blank."""
    if isinstance(value, Span):
        return value.to_list()
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, Judgement):
        return {"id": value.id, **value.to_dict()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {" ".join(k) if isinstance(k, tuple) else str(k): to_json(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(v) for v in value]
    return value
