"""Feeds and sitemaps: RSS, Atom, RDF, JSON Feed, OPML lists of feeds, news sitemaps. Bytes in, entries out; no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selon.errors import InputError
from selon.gather.language import from_tag

_START = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?xml-stylesheet[^>]*\?>\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b",
    re.I | re.S,
)
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_ENOUGH = 60  # words from which an entry's text is an article rather than a teaser


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed or sitemap. `content` is HTML, and None where the feed only points to the article."""

    url: str | None
    title: str | None = None
    published: str | None = None  # YYYY-MM-DD, UTC
    language: str | None = None
    summary: str | None = None
    content: str | None = None
    kind: str = "article"  # article | feed | sitemap


def looks_like_feed(data: bytes) -> bool:
    """Whether some bytes are a feed, an OPML list or a sitemap."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf")
    return bool(_START.match(start)) or b"jsonfeed.org/version" in start


def entries(data: bytes, where: str | None = None) -> Iterator[Entry]:
    """The entries of a feed, in order; broken XML gives what can still be read of it.

    Raises InputError ("feed") where nothing can be read. OPML gives entries of kind "feed", a sitemap index those of
    kind "sitemap".
    """
    start = _START.match(data[:2048].lstrip(b"\xef\xbb\xbf"))
    root = start.group(1).lower() if start else b""
    if root in {b"urlset", b"sitemapindex"}:
        found = list(_sitemap(data))
    elif root == b"opml":
        found = list(_opml(data))
    elif not root and b"jsonfeed.org/version" in data[:2048]:
        found = list(_json_feed(data, where))
    else:
        found = list(_feed(data))
    if not found:
        raise InputError(
            "no entry can be read in this feed",
            code="feed",
            where=where,
            next="check that the address is a feed",
        )
    yield from found


def _feed(data: bytes) -> Iterator[Entry]:
    import feedparser

    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    language = from_tag(feed.feed.get("language"))
    for item in feed.entries:
        bodies = [c.get("value") or "" for c in item.get("content", ())] + [item.get("summary") or ""]
        content = max(bodies, key=lambda b: len(_words(b)))
        yield Entry(
            item.get("link"),
            item.get("title"),
            _day(item.get("published_parsed") or item.get("updated_parsed")),
            language,
            item.get("summary"),
            content if len(_words(content)) >= _ENOUGH else None,
        )


def _words(html: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", html).split()


def _day(parsed: Any) -> str | None:
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if parsed else None


def _json_feed(data: bytes, where: str | None) -> Iterator[Entry]:
    try:
        feed = json.loads(data)
        items = feed["items"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "not a valid JSON feed", code="feed", where=where, next="check that the address is a feed"
        ) from error
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            content = item.get("content_html") or item.get("content_text") or ""
            yield Entry(
                item.get("url") or item.get("external_url"),
                item.get("title"),
                (item.get("date_published") or "")[:10] or None,
                from_tag(item.get("language") or feed.get("language")),
                item.get("summary"),
                content if len(_words(content)) >= _ENOUGH else None,
            )


def _tree(data: bytes) -> Any:
    from lxml import etree

    # no entities, no network: a sitemap is somebody else's file
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def _opml(data: bytes) -> Iterator[Entry]:
    tree = _tree(data)
    for outline in tree.iter("outline") if tree is not None else ():
        url = outline.get("xmlUrl") or outline.get("xmlurl")
        if url:
            yield Entry(
                url,
                outline.get("title") or outline.get("text"),
                language=from_tag(outline.get("language")),
                kind="feed",
            )


def _sitemap(data: bytes) -> Iterator[Entry]:
    tree = _tree(data)
    for node in tree.iter("{*}url", "{*}sitemap") if tree is not None else ():
        url = node.findtext("{*}loc")
        if url and url.strip():
            news = node.find(f"{_NEWS}news")
            texts = {
                n: (news.findtext(f".//{_NEWS}{n}") if news is not None else None)
                for n in ("title", "publication_date", "language")
            }
            date = texts["publication_date"] or node.findtext("{*}lastmod") or ""
            kind = "sitemap" if node.tag.endswith("}sitemap") or node.tag == "sitemap" else "article"
            yield Entry(
                url.strip(), texts["title"], date.strip()[:10] or None, from_tag(texts["language"]), kind=kind
            )
