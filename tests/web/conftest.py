"""A desk that listens on loopback, and a real Chromium that looks at it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import record_samples
from selon.desk import Desk
from selon.keep import Record

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
)  # fmt: skip
USER = "mk"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests, and no others, may talk to the machine itself."""
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.fspath).parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost"]))


@dataclass
class Served:
    """A running desk."""

    address: str
    record: Record
    desk: Desk
    app: object = None
    server: object = field(default=None, repr=False)

    def url(self, path: str) -> str:
        return self.address + path


def serve(record: Record, **options) -> Iterator[Served]:
    """Runs a desk over `record` on a free port of loopback until the caller is done."""
    import uvicorn

    from selon.web.app import create_app

    desk = Desk(record, user=USER, lists=options.pop("lists", ()))
    app = create_app(desk, **options)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Served(f"http://127.0.0.1:{port}", record, desk, app, server)
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Path:
    """A folder with a record of two dozen made-up articles, two cases, judgements, relations: every screen has content."""
    folder = tmp_path_factory.mktemp("filled") / "record"
    with Record.open(folder, user=USER) as record:
        made = [record_samples.reading(n) for n in range(1, 25)]
        for reading in made:
            record.keep_reading(record_samples.original(reading), reading)
        _judged(record, made)
    return folder


def _judged(record: Record, made) -> None:
    from selon.desk import cases, review

    desk = Desk(record, user=USER)
    claims = [c.id for r in made for c in r.claims]
    for n, id in enumerate(claims[:12]):
        review.decide(desk, id, ("accept", "reject", "unsure", "later")[n % 4], USER, why="seen in the text")
    review.decide(desk, claims[0], "reject", "ana")
    case = cases.open_case(desk, "Coal out of Sainte-Agathe", USER)
    cases.put(desk, case, claims[:14], USER)
    cases.change(desk, case, "ask", {"text": "Is the ship yours?", "of": "Orval Shipping"}, USER)
    finding = cases.conclude(desk, case, "Coal was shipped at least twice.", [claims[4]], USER)
    cases.read_again(desk, finding, "second", "ana")
    ids = [r.document.id for r in made]
    record.keep_relations(
        "copies",
        [
            {"a": ids[23], "b": ids[22], "relation": "copy", "containment": 0.93, "why": "same wording"},
            {"a": ids[21], "b": ids[23], "relation": "translation", "containment": 0.71, "why": "same order"},
        ],
    )


@pytest.fixture(scope="session")
def served(filled) -> Iterator[Served]:
    """The filled desk; tests only look at it."""
    with Record.open(filled, user=USER) as record:
        yield from serve(record)


@pytest.fixture
def own(filled, tmp_path) -> Iterator[Served]:
    """A copy of the filled desk that the test may change."""
    shutil.copytree(filled, tmp_path / "record")
    with Record.open(tmp_path / "record", user=USER) as record:
        yield from serve(record)


@pytest.fixture
def empty(tmp_path) -> Iterator[Served]:
    """A desk over an empty record."""
    with Record.open(tmp_path / "record", user=USER) as record:
        yield from serve(record)


@pytest.fixture(scope="session")
def chromium():
    """The browser; the tests are skipped where Debian's Chromium is not installed."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Watched:
    """A page whose errors and requests are kept."""

    def __init__(self, page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.away: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda e: self.errors.append(f"page error: {e}"))
        page.on("request", self._request)
        page.on("dialog", self._dialog)

    def _console(self, message) -> None:
        refused = (
            "status of 400" in message.text
        )  # a refused form is shown with its status; Chromium says so aloud
        if message.type in ("error", "warning") and not refused:
            self.errors.append(f"{message.type}: {message.text}")

    def _dialog(self, dialog) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request) -> None:
        if not request.url.startswith("http://127.0.0.1:"):
            self.away.append(request.url)

    def clean(self) -> None:
        assert self.errors == []
        assert self.away == []


@pytest.fixture
def page(chromium):
    """A fresh page with JavaScript; at the end no error was said and no request left the machine."""
    context = chromium.new_context(viewport={"width": 1360, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
    watched = Watched(context.new_page())
    yield watched.page
    context.close()
    watched.clean()


@pytest.fixture
def plain_page(chromium):
    """A fresh page with JavaScript off."""
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    context.set_default_timeout(10_000)
    watched = Watched(context.new_page())
    yield watched.page
    context.close()
    watched.clean()
