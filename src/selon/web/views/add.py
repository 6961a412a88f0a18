"""Adding: paste a text, upload files, name an address, or read the examples; watch it being read."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from fastapi import Depends, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from selon.desk import Desk, adding
from selon.desk.adding import Article, Progress
from selon.desk.inbox import failed
from selon.desk.samples import examples_folder
from selon.errors import InputError
from selon.web import render
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of

screens = Screens()


@dataclass(frozen=True, slots=True)
class Adding:
    """What the Add screen shows. `problem`: why the last try was refused; `given`: what was typed."""

    progress: Progress
    failed: tuple[dict, ...]
    problem: dict | None = None
    given: dict | None = None


@screens.screen("/add", "add.html.j2")
def add(desk: Desk = Depends(desk_of), _: Seat = Looking) -> Adding:
    """Where articles come in, and what became of them."""
    return Adding(adding.progress(desk), failed(desk, 100))


@screens.action("/add")
async def add_articles(
    request: Request, form: FormData = Form, desk: Desk = Depends(desk_of), _: Seat = Analyst
):
    """Queues a pasted text or uploaded files to be read; an address alone, to be fetched and read."""
    try:
        if address := _address_alone(form):
            told = {k: str(form.get(k) or "").strip() for k in ("published", "language", "title")}
            await run_in_threadpool(partial(adding.add_address, desk, address, **told))
        else:
            await run_in_threadpool(adding.add, desk, await _articles(form))
    except InputError as problem:
        given = {k: str(form.get(k) or "") for k in ("text", "title", "published", "language", "url")}
        content = Adding(await run_in_threadpool(adding.progress, desk), (), problem.to_dict(), given)
        return render.page(request, "add.html.j2", content, 400)
    request.app.state.worker.poke()
    return "/add"


def _address_alone(form: FormData) -> str:
    """The address to fetch; "" where a text or file came with it, or none was given."""
    files = any(isinstance(f, UploadFile) and f.filename for f in form.getlist("file"))
    return "" if files or str(form.get("text") or "").strip() else str(form.get("url") or "").strip()


async def _articles(form: FormData) -> list[Article]:
    told = {k: str(form.get(k) or "").strip() for k in ("published", "language", "title", "url")}
    found = []
    for given in form.getlist("file"):
        if isinstance(given, UploadFile) and given.filename:
            found.append(Article(await given.read(), given.filename.rpartition("/")[2][:200], **told))
    text = str(form.get("text") or "")
    if text.strip() or not found:
        found.append(adding.pasted(text, **told))
    return found


@screens.action("/add/examples")
def add_examples(
    request: Request, _form: FormData = Form, desk: Desk = Depends(desk_of), _: Seat = Analyst
) -> str:
    """Queues the sample corpus."""
    adding.add(desk, adding.examples(examples_folder()))
    request.app.state.worker.poke()
    return "/add"


@screens.action("/add/retry")
def add_retry(
    request: Request, _form: FormData = Form, desk: Desk = Depends(desk_of), _: Seat = Analyst
) -> str:
    """Tries what failed once more."""
    adding.retry(desk)
    request.app.state.worker.poke()
    return "/add"


@screens.router.get("/progress/events", include_in_schema=False)
async def progress_events(
    request: Request, desk: Desk = Depends(desk_of), _: Seat = Looking
) -> StreamingResponse:
    """Progress as server-sent events, one whenever the counts change, until nothing is left to do."""

    async def events() -> AsyncIterator[str]:
        last = None
        for _ in range(3600):
            if await request.is_disconnected():
                return
            now = await run_in_threadpool(adding.progress, desk, 1)
            said = {k: getattr(now, k) for k in ("waiting", "taken", "done", "failed")}
            if said != last:
                last = said
                yield f"data: {json.dumps({**said, 'running': now.running})}\n\n"
            if not now.running:
                return
            await asyncio.sleep(0.5)

    return StreamingResponse(events(), media_type="text/event-stream")
