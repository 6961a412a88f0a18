"""What a page says about itself, each field with where it was found.

Order of trust: JSON-LD of an article, then meta elements, then the address. A page's own text is the last resort and
left to the extractor, whose finds are marked as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"article|posting|report|webpage|review|liveblog", re.I)
_DATE_IN_URL = re.compile(r"[/_-](20\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=\D|$)")
_ISO_DAY = re.compile(r"\s*((?:19|20)\d\d-\d\d-\d\d)")

# field -> (attribute, value) of meta elements, best first
_META: dict[str, tuple[tuple[str, str], ...]] = {
    "title": (("property", "og:title"), ("name", "twitter:title"), ("name", "dc.title")),
    "description": (
        ("property", "og:description"), ("name", "description"), ("name", "twitter:description"),
        ("name", "dc.description"), ("itemprop", "description"),
    ),
    "published": (
        ("property", "article:published_time"), ("property", "og:article:published_time"), ("itemprop", "datePublished"),
        ("name", "date"), ("name", "dc.date"), ("name", "dc.date.issued"), ("name", "dcterms.date"), ("name", "pubdate"),
        ("name", "publishdate"), ("name", "parsely-pub-date"), ("name", "sailthru.date"), ("name", "cXenseParse:recs:publishtime"),
    ),
    "author": (("name", "author"), ("name", "dc.creator"), ("name", "parsely-author"), ("property", "article:author")),
    "publisher": (("property", "og:site_name"), ("name", "application-name"), ("name", "dc.publisher"), ("name", "publisher")),
    "language": (("http-equiv", "content-language"), ("property", "og:locale"), ("name", "dc.language")),
    "url": (("property", "og:url"),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One metadata value of a page and where it was found ("JSON-LD", "meta", "link", "html", "URL")."""

    name: str
    value: str
    provenance: str


def fields(tree: HtmlElement, url: str | None = None) -> tuple[Field, ...]:
    """Every value the page gives for title, description, published, author, publisher, language and url, best first.

    Dates are cut to YYYY-MM-DD; values that are not dates are left out. Addresses are made absolute against `url`.
    """
    found = [*_json_ld(tree), *_links(tree), *_metas(tree), *_html(tree), *_address(url)]
    return tuple(f for f in (_clean(f, url) for f in found) if f is not None)


def first(found: tuple[Field, ...], name: str) -> Field | None:
    """The most trusted field of this name."""
    return next((f for f in found if f.name == name), None)


def _clean(field: Field, url: str | None) -> Field | None:
    value = re.sub(r"\s+", " ", field.value.replace("\xad", "")).strip()
    if field.name == "published":
        day = _ISO_DAY.match(value)
        value = day.group(1) if day else ""
    if field.name == "url":
        value = urljoin(url or "", value)
        value = value if value.startswith(("http://", "https://")) else ""
    if field.name == "author" and value.startswith(("http://", "https://")):
        value = ""
    return Field(field.name, value, field.provenance) if value else None


def _json_ld(tree: HtmlElement) -> Iterator[Field]:
    articles = [
        node
        for script in tree.xpath("//script[contains(@type, 'ld+json')]")
        for node in _nodes(script.text or "")
    ]
    for node in sorted(articles, key=lambda n: "article" not in _type(n).lower()):
        if _ARTICLE_TYPES.search(_type(node)):
            yield from _of_article(node)


def _of_article(node: Mapping[str, Any]) -> Iterator[Field]:
    plain = {
        "title": "headline",
        "description": "description",
        "published": "datePublished",
        "language": "inLanguage",
    }
    for name, key in plain.items():
        if isinstance(node.get(key), str):
            yield Field(name, _unescaped(node[key]), "JSON-LD")
    author, publisher = _names(node.get("author")), _names(node.get("publisher"))
    if author:
        yield Field("author", ", ".join(author), "JSON-LD")
    if publisher:
        yield Field("publisher", publisher[0], "JSON-LD")
    if isinstance(node.get("articleBody"), str):
        yield Field("body", _unescaped(node["articleBody"]), "JSON-LD")


def _nodes(source: str) -> Iterator[Mapping[str, Any]]:
    """Every object in a JSON-LD script, those in lists and `@graph` included; nothing where it is not valid JSON."""
    try:
        queue: list[Any] = [json.loads(source.strip().removeprefix("<!--").removesuffix("-->"), strict=False)]
    except (ValueError, RecursionError):
        return
    while queue:
        node = queue.pop(0)
        if isinstance(node, list):
            queue[:0] = node
        elif isinstance(node, dict):
            yield node
            queue += [
                node[k]
                for k in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(node.get(k), dict | list)
            ]


def _type(node: Mapping[str, Any]) -> str:
    value = node.get("@type")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [_unescaped(value)]
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    if isinstance(value, dict) and isinstance(value.get("name"), str | list):
        return _names(value["name"])
    return []


def _unescaped(value: str) -> str:
    """JSON-LD values are often HTML-escaped once or twice too often; tags in them are dropped."""
    import html

    return re.sub(r"<[^>]{1,200}>", " ", html.unescape(html.unescape(value)))


def _metas(tree: HtmlElement) -> Iterator[Field]:
    values: dict[tuple[str, str], str] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = meta.get(attribute)
            if key and content:
                values.setdefault((attribute, key.strip().lower()), content)
                if attribute in {"property", "name"}:  # pages mix the two up
                    values.setdefault(
                        ("name" if attribute == "property" else "property", key.strip().lower()), content
                    )
    for name, keys in _META.items():
        for attribute, key in keys:
            if (attribute, key.lower()) in values:
                yield Field(name, _unescaped(values[attribute, key.lower()]), "meta")


def _links(tree: HtmlElement) -> Iterator[Field]:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            yield Field("url", link.get("href"), "link")


def _html(tree: HtmlElement) -> Iterator[Field]:
    root = tree if tree.tag == "html" else tree.getroottree().getroot()
    lang = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if lang:
        yield Field("language", lang, "html")
    for time in tree.xpath("//time[@datetime][@pubdate or @itemprop='datePublished']"):
        yield Field("published", time.get("datetime"), "time")
    title = tree.find(".//title")
    if title is not None and title.text:
        yield Field("title", title.text, "html")


def _address(url: str | None) -> Iterator[Field]:
    parts = urlsplit(url or "")
    date = _DATE_IN_URL.search(parts.path)
    if date:
        yield Field("published", "-".join(date.groups()), "URL")
