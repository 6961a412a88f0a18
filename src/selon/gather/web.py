"""An address and what it leads to: a page, or the pages that a feed, a sitemap or an OPML list names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from selon.errors import InputError
from selon.gather.arrivals import Arrival, Failure
from selon.gather.feeds import Entry, entries, looks_like_feed
from selon.gather.fetch import Fetched, Fetcher

MOST = 500  # pages one address may lead to
DEEP = 3  # an OPML list of feeds of articles; a sitemap of sitemaps
Keep = Callable[[Fetched], None]


def is_address(source: str) -> bool:
    """Whether a source is an address on the web rather than a file."""
    return source.lower().startswith(("http://", "https://"))


def pages(
    fetcher: Fetcher, url: str, keep: Keep | None = None, most: int = MOST
) -> Iterator[Arrival | Failure]:
    """The pages at `url` and behind it, in order, each given to `keep` when it has come; never raises for one of them.

    An address is asked for once. A page that cannot be had but whose feed carries its article comes from the feed.
    """
    seen: set[str] = set()
    left = most

    def follow(entry: Entry, depth: int) -> Iterator[Arrival | Failure]:
        nonlocal left
        at = entry.url or ""
        if at in seen or left <= 0:
            return
        seen.add(at)
        try:
            found = fetcher.get(at)
            assert found is not None  # nothing conditional was asked
            if keep is not None:
                keep(found)
            if looks_like_feed(found.data):
                if depth >= DEEP:
                    raise InputError(
                        "too many lists inside lists", code="deep", where=at, next="give its pages"
                    )
                for inner in entries(found.data, at):
                    yield from follow(inner, depth + 1)
                return
        except InputError as error:
            left -= 1
            yield of_feed(entry, at) or Failure(at, error)
            return
        left -= 1
        yield of_page(found, entry)

    yield from follow(Entry(url), 0)


def of_page(page: Fetched, entry: Entry) -> Arrival:
    """A page as something to read, with what its feed said of it where the page itself may not say it."""
    arrival = page.arrival()
    return replace(arrival, published=entry.published, language=entry.language)


def of_feed(entry: Entry, name: str) -> Arrival | None:
    """The article that a feed carries itself; None where it only points to it."""
    if entry.content is None:
        return None
    html = entry.content.encode("utf-8", "replace")
    return Arrival(
        html, name, "text/html; charset=utf-8", entry.url, entry.published, entry.language, entry.title
    )
