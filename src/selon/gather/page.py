"""The article of a web page: title, standfirst and blocks, without what stands around them.

trafilatura in precision mode finds the body (French pages: F1 .969 against .945 in its default mode); it loses the
standfirst of every third page, which usually states the claim, so that is put back from the page's own description.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from selon.errors import InputError
from selon.gather.blocks import Block, key, squeezed
from selon.gather.metadata import Field, fields, first
from selon.gather.standfirst import with_standfirst

_KINDS = {"head": "heading", "quote": "quote", "item": "list_item", "row": "table", "p": "paragraph"}


@dataclass(frozen=True, slots=True)
class Page:
    """An extracted page: the blocks of the article in order, and the fields with their provenance."""

    blocks: tuple[Block, ...]
    fields: tuple[Field, ...]


def extract(html: str, url: str | None = None) -> Page:
    """The article of an HTML page; raises InputError ("no-article") where the page holds no running text."""
    tree = _parsed(html)
    found = fields(tree, url)
    title = _headline(found, tree)
    if title:
        found = (title, *found)
    found = (*found, *_dated(found, tree, url))
    blocks = with_standfirst(_titled(_body(html, url), title), found, tree)
    if not any(b.kind != "title" for b in blocks):
        raise InputError(
            "no article was found on this page",
            code="no-article",
            next="save its text as a .txt file and read that",
        )
    return Page(blocks, found)


def _parsed(html: str) -> HtmlElement:
    try:
        # an encoding declaration in a str makes lxml refuse it
        return lxml.html.document_fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", html, count=1), ensure_head_body=True
        )
    except (lxml.etree.ParserError, ValueError) as error:
        raise InputError(
            "no article was found on this page", code="no-article", next="give a page with a text in it"
        ) from error


def _body(html: str, url: str | None) -> tuple[Block, ...]:
    from trafilatura import bare_extraction

    # its own metadata search is left out: it costs as much as the body, and `fields` has found what the page states
    result = bare_extraction(html, url=url, favor_precision=True, include_comments=False, include_tables=True)
    return tuple(_blocks(result.body)) if result is not None and result.body is not None else ()


def _dated(found: tuple[Field, ...], tree: HtmlElement, url: str | None) -> Iterator[Field]:
    """The date that the page's text or address shows, where the page does not state one."""
    if first(found, "published") is None:
        from htmldate import find_date

        day = find_date(copy.deepcopy(tree), extensive_search=False, original_date=True, url=url)
        if day:
            yield Field("published", day, "page text")


def _blocks(body) -> Iterator[Block]:  # type: ignore[no-untyped-def]
    """The leaves of trafilatura's tree in reading order: paragraphs, headings, list items, quotes, table rows."""
    for node in body.iter():
        kind = _KINDS.get(node.tag)
        if kind is None or any(a.tag in _KINDS for a in node.iterancestors()):
            continue
        for text in _texts(node):
            yield Block(kind, text)


def _texts(node) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The text of a block; line breaks in it part passages, as they do on the screen."""
    parts = [node.text or ""]
    for child in node.iterdescendants():
        if child.tag == "lb" or child.tag in _KINDS:
            parts.append("\n")
        elif child.tag == "cell":
            parts.append(" ")
        parts += [child.text or ""]
        if child.tag in _KINDS:
            parts.append("\n")
        parts.append(child.tail or "")
    for line in "".join(parts).split("\n"):
        text = squeezed(line)
        if text:
            yield text


def _titled(blocks: Sequence[Block], title: Field | None) -> tuple[Block, ...]:
    """The blocks with the page's title first, once."""
    if title is None:
        return tuple(blocks)
    rest = (b for b in blocks if not (b.kind == "heading" and _same(b.text, title.value)))
    return (Block("title", title.value), *rest)


def _headline(found: tuple[Field, ...], tree: HtmlElement) -> Field | None:
    """The title as the page prints it: its first heading where the stated title begins with it, else without the
    site's name at the end."""
    title = first(found, "title")
    if title is None:
        return None
    headings = [squeezed(h.text_content()) for h in tree.iter("h1")]
    printed = next((h for h in headings if _same(h, title.value)), None)
    value = printed or _without_site(title.value, first(found, "publisher"))
    return Field("title", value, title.provenance)


def _without_site(title: str, publisher: Field | None) -> str:
    head, _, tail = title.rpartition(next(iter(re.findall(r" [|–—-] ", title)[-1:]), "\0"))
    return head if head and publisher and key(tail) == key(publisher.value) else title


def _same(a: str, b: str) -> bool:
    """Whether two titles are one, a site's name at the end of either left aside."""
    short, long = sorted((key(a), key(b)), key=len)
    return bool(short) and (short == long or (len(short) > 15 and long.startswith(short)))
