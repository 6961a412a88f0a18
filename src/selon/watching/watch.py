"""One look at the feeds: what is new is queued, then fetched, captured, triaged, read and kept, article by article.

The queue is the record's work table: a look that is stopped, or dies, goes on where it was; nothing is read twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from selon.errors import InputError, RecordError, SelonError
from selon.gather.arrivals import Arrival
from selon.gather.aside import NAME, Aside
from selon.gather.capture import Capture
from selon.gather.feeds import Entry, entries
from selon.gather.fetch import Fetched, Fetcher
from selon.gather.triage import SetAside, Triage, sift
from selon.gather.web import of_feed
from selon.keep import Record
from selon.keep.work import Job
from selon.pipeline import Options, Reader
from selon.watching.publishers import Publishers
from selon.watching.settings import Feed, Settings

QUEUE = "watch"
STATE = "feeds.json"
LISTS = 200  # feeds that one OPML list or sitemap index may lead to


@dataclass(frozen=True, slots=True)
class Look:
    """What one look gave. `new`: documents that are new or have changed; `failed`: (what, why) of this look."""

    new: tuple[str, ...]
    queued: int
    set_aside: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]


class Watch:
    """Looks at the feeds of `settings` for `record`. `fetcher` and `now` (seconds since 1970) are given by tests."""

    def __init__(
        self,
        settings: Settings,
        record: Record,
        reader: Reader,
        triage: Triage | None = None,
        fetcher: Fetcher | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.settings = settings
        self.record = record
        self.reader = reader
        self.triage = triage if settings.triage else None
        self.now = now
        self.folder = record.vault.folder.parent / "captures"
        self.state = _state(self.folder / STATE)
        self.fetcher = fetcher or Fetcher(settings.manners)
        self.fetcher.validators.update(self.state["validators"])
        self.aside = Aside(self.folder / NAME)
        self.work = record.work(QUEUE)
        self.publishers = Publishers(record)

    def due(self) -> float:
        """Seconds until the next feed is to be looked at."""
        looked = self.state["looked"]
        return max(0.0, min(looked.get(f.url, 0) + f.every for f in self.settings.feeds) - self.now())

    def look(self, everything: bool = False) -> Look:
        """Looks at the feeds that are due (or at all of them) and reads what is new; never raises for one of them."""
        failed: list[tuple[str, str]] = []
        queued = 0
        self.publishers = Publishers(self.record)
        for feed in self.settings.feeds:
            if everything or self.state["looked"].get(feed.url, 0) + feed.every <= self.now():
                queued += self._feed(feed, failed)
        new: list[str] = []
        counts = {"aside": 0, "same": 0}
        with Capture(self.folder) as capture:
            for _ in range(self.settings.pages):
                job = self.work.take()
                if job is None:
                    break
                self._job(job, capture, new, counts, failed)
        return Look(tuple(new), queued, counts["aside"], counts["same"], tuple(failed))

    # feeds

    def _feed(self, feed: Feed, failed: list[tuple[str, str]]) -> int:
        """Queues the entries of a feed that were never queued before; how many."""
        queued, lists, seen = 0, [feed.url], {feed.url}
        while lists:
            url = lists.pop()
            try:
                page = self.fetcher.get(url, conditional=url == feed.url)
                found = [] if page is None else list(entries(page.data, url))
            except SelonError as error:
                self.fetcher.validators.pop(url, None)
                failed.append((url, str(error)))
                self.record.keep_failure(url, QUEUE, error)
                continue
            inner = [e.url for e in found if e.kind != "article" and e.url and e.url not in seen]
            lists += inner[: LISTS - len(seen)]
            seen.update(inner)
            queued += self.work.add(_items(found, feed))
            self.work.settle(url)
        self.state["looked"][feed.url] = self.now()
        self.state["validators"] = {
            f.url: v for f in self.settings.feeds if (v := self.fetcher.validators.get(f.url))
        }
        _write(self.folder / STATE, self.state)  # after the queue: a crash between the two loses nothing
        return queued

    # articles

    def _job(
        self,
        job: Job,
        capture: Capture,
        new: list[str],
        counts: dict[str, int],
        failed: list[tuple[str, str]],
    ) -> None:
        try:
            status, id = self._article(job, capture)
        except RecordError:
            raise
        except SelonError as error:
            self.work.failed(job, error)
            failed.append((job.item, str(error)))
            return
        except Exception as error:  # one poisonous page must not stop the watch; it stays in sight
            broke = SelonError(
                f"selon broke on this article: {type(error).__name__}: {error}",
                where=job.item,
                next="keep the page and report it",
                code="broke",
            )
            self.work.failed(job, broke)
            failed.append((job.item, str(broke)))
            return
        if status == "aside":
            counts["aside"] += 1
        elif status in {"new", "new version"}:
            new.append(id)
        else:
            counts["same"] += 1

    def _article(self, job: Job, capture: Capture) -> tuple[str, str]:
        """What became of one article: ("aside" or what keeping it did, its id)."""
        arrival, page = self._had(job.value, capture)
        if self.triage is not None and page is not None:
            sifted = next(sift([arrival], self.triage))
            if isinstance(sifted, SetAside):
                self.aside.add(str(capture.path.resolve()), sifted)
                self.work.done(job)
                return "aside", sifted.id
        document = arrival.document()
        if not document.publisher and job.value.get("publisher"):
            stated = (*document.provenance, ("publisher", "settings"))
            document = replace(document, publisher=job.value["publisher"], provenance=stated)
        reading = self.reader.read_document(self.publishers.marked(document), Options())
        kept = self.record.keep_reading(
            arrival.data,
            reading,
            headers=dict(page.headers) if page else None,
            address=page.url if page else arrival.url,
            job=job.n,
        )
        return kept.status, reading.document.id

    def _had(self, value: Mapping[str, Any], capture: Capture) -> tuple[Arrival, Fetched | None]:
        """The page, captured; or the article that the feed itself carries, where the page cannot be had."""
        names = ("url", "title", "published", "language", "content")
        entry = Entry(**{k: value[k] for k in names if k in value})
        try:
            page = self.fetcher.get(value["url"])
            assert page is not None  # nothing conditional was asked
        except InputError:
            carried = of_feed(entry, value["url"])
            if carried is None:
                raise
            return carried, None
        capture.keep(page)
        return replace(page.arrival(), published=entry.published, language=entry.language), page


def _items(found: list[Entry], feed: Feed) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in found:
        if entry.kind == "article" and entry.url:
            told = {
                "url": entry.url,
                "title": entry.title,
                "published": entry.published,
                "language": entry.language or feed.language,
                "content": entry.content,
                "publisher": feed.publisher,
            }
            # a JSON feed can hold halves of characters, which nothing can keep
            kept = {k: v.encode("utf-8", "replace").decode() for k, v in told.items() if v}
            yield kept["url"], kept


def _state(path: Path) -> dict[str, Any]:
    """When each feed was looked at and what its server said of its version; empty where that is lost or damaged."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return {"looked": dict(data["looked"]), "validators": dict(data["validators"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"looked": {}, "validators": {}}


def _write(path: Path, state: Mapping[str, Any]) -> None:
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(state, indent=1), "utf-8")
        new.replace(path)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", code="state", where=str(path), next="free some space"
        ) from error
