"""Adding articles: what was pasted, uploaded or named by its address waits in the work table, and one worker reads it.

The bytes wait in the job itself (base64) until they are in the vault; an address waits as it is, and the worker fetches
and captures it. A failure stays in sight until it is settled.
"""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from selon.desk.desk import Desk
from selon.errors import InputError, SelonError
from selon.gather.web import is_address
from selon.keep.schema import jobs
from selon.keep.work import Job
from selon.model.document import digest
from selon.pipeline import Options, file_bytes

if TYPE_CHECKING:
    from selon.gather.fetch import Manners

QUEUE = "desk"
LARGEST = 8_000_000  # bytes of one article
SUFFIXES = (".txt", ".text", ".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Article:
    """What a person hands in."""

    data: bytes
    name: str
    published: str = ""
    language: str = ""
    title: str = ""
    url: str = ""


def pasted(text: str, **more: str) -> Article:
    """An article out of a text box (browsers send CR LF; the text is kept with LF); raises InputError."""
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise InputError("there is no text", where="text", next="paste the article's text", code="empty")
    return Article(text.encode("utf-8", "replace"), "pasted.txt", **more)


def add_address(desk: Desk, url: str, **told: str) -> int:
    """Queues the page at an address to be fetched, captured and read; as `add`. Raises InputError.

    An address that was read before is fetched again: pages change.
    """
    if not is_address(url) or len(url) > 2000:
        raise InputError(
            "not the address of a page",
            where="url",
            next="give one that begins with https://",
            code="address",
        )
    now = desk.record.pen.clock().strftime("%Y-%m-%d %H:%M")
    value = {k: v for k, v in told.items() if v} | {"name": url, "fetch": url}
    return desk.record.work(QUEUE).add([(f"{url} {now}", value)])


def add(desk: Desk, articles: Iterable[Article]) -> int:
    """Queues articles to be read; gives how many were not waiting or read before. Raises InputError."""
    items = []
    for a in articles:
        if not a.data.strip():
            raise InputError("the file is empty", where=a.name, next="choose another file", code="empty")
        if len(a.data) > LARGEST:
            raise InputError(
                f"{len(a.data):,} bytes, more than {LARGEST:,}",
                where=a.name,
                next="split it",
                code="too-long",
            )
        value = {k: getattr(a, k) for k in ("name", "published", "language", "title", "url") if getattr(a, k)}
        items.append(
            (f"{a.name} {digest(a.data)[7:19]}", {**value, "data": base64.b64encode(a.data).decode()})
        )
    return desk.record.work(QUEUE).add(items)


def examples(folder: Path) -> Iterator[Article]:
    """The sample corpus as articles."""
    for path in sorted((folder / "articles").iterdir()):
        if path.suffix in SUFFIXES:
            yield Article(file_bytes(path), path.name)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is. `ended`: what was done or failed last, newest first."""

    waiting: int
    taken: int
    done: int
    failed: int
    ended: tuple[dict[str, Any], ...]

    @property
    def running(self) -> bool:
        return bool(self.waiting or self.taken)


def progress(desk: Desk, limit: int = 12) -> Progress:
    """How far the desk's own queue is."""
    counts = desk.record.work(QUEUE).counts()
    query = (
        select(jobs.c.n, jobs.c.item, jobs.c.state, jobs.c.error, jobs.c.at)
        .where(jobs.c.queue == QUEUE, jobs.c.state.in_(("done", "failed", "taken")))
        .order_by(jobs.c.at.desc())
        .limit(limit)
    )
    return Progress(**counts, ended=tuple(desk.rows(query)))


class Worker:
    """One thread that reads what waits. `poke` wakes it; `stop` ends it after the article in hand."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._wake = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="selon-reading", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self.poke()

    def poke(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopped:
            self._wake.wait(timeout=30)
            self._wake.clear()
            while not self._stopped and work_one(self.desk):
                pass


def work_one(desk: Desk) -> bool:
    """Reads one waiting article into the record; whether there was one. What goes wrong with it is kept."""
    work = desk.record.work(QUEUE)
    job = work.take()
    if job is None:
        return False
    try:
        _read(desk, job)
    except SelonError as problem:
        work.failed(job, problem)
    except Exception as problem:  # the desk lives on; the person sees what broke and may report it
        what = SelonError(
            f"selon broke on this article: {type(problem).__name__}: {problem}",
            where=job.item,
            next="keep the file and report it",
            code="broke",
        )
        work.failed(job, what)
    return True


def _read(desk: Desk, job: Job) -> None:
    value = job.value
    if "fetch" in value:
        _fetch(desk, job)
        return
    data = base64.b64decode(value["data"])
    options = Options(*(value.get(k) or None for k in ("language", "published", "url", "title")))
    reading = desk.reader.read_bytes(data, value["name"], options)
    desk.record.keep_reading(data, reading, job=job.n)


def _fetch(desk: Desk, job: Job) -> None:
    """Fetches an address, captures what comes and reads it; an address that leads to many pages is refused."""
    from selon.gather.capture import Capture
    from selon.gather.feeds import looks_like_feed
    from selon.gather.fetch import Fetcher

    value = job.value
    with Fetcher(manners()) as fetcher, Capture(desk.record.vault.folder.parent / "captures") as capture:
        page = fetcher.get(value["fetch"])
        assert page is not None  # nothing conditional was asked
        capture.keep(page)
    if looks_like_feed(page.data):
        raise InputError(
            "this is a feed or a list of pages",
            where=page.url,
            next=f"selon gather --read {page.url}",
            code="feed",
        )
    said = {k: value[k] for k in ("published", "language", "title") if value.get(k)}
    document = replace(page.arrival(), **said).document()
    reading = desk.reader.read_document(document)
    desk.record.keep_reading(page.data, reading, headers=dict(page.headers), address=page.url, job=job.n)


def manners() -> Manners:
    """How this desk asks for pages: SELON_CONTACT says who, SELON_ALLOW_NETWORK which private networks are its own."""
    from selon.gather.address import networks
    from selon.gather.fetch import Manners

    own = os.environ.get("SELON_ALLOW_NETWORK", "").split()
    return Manners(contact=os.environ.get("SELON_CONTACT", ""), allowed=networks(own))


def retry(desk: Desk) -> int:
    """Queues the failed articles again."""
    return desk.record.work(QUEUE).retry()
