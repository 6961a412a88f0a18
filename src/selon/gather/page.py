"""The article of a web page: title, standfirst and blocks, without what stands around them.

trafilatura in precision mode finds the body (French pages: F1 .969 against .945 in its default mode); it loses the
standfirst of every third page, which usually states the claim, so that is put back from the page's own description.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from selon.errors import InputError
from selon.gather.metadata import Field, fields, first

_KINDS = {"head": "heading", "quote": "quote", "item": "list_item", "row": "table", "p": "paragraph"}
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:chap[oô]|chapeau|standfirst|stand-first|dek|deck|sub-?headline|subtitle|sous-?titre|lead|lede|"
    r"introtext|intro|excerpt|abstract|article__desc|article-desc|sapo|kicker-text|summary)(?:$|[\s_-])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A passage of a page: its kind (`selon.model.document.PASSAGE_KINDS`) and its text, white space collapsed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """An extracted page: the blocks of the article in order, and the fields with their provenance."""

    blocks: tuple[Block, ...]
    fields: tuple[Field, ...]


def extract(html: str, url: str | None = None) -> Page:
    """The article of an HTML page; raises InputError ("no-article") where the page holds no running text."""
    tree = _parsed(html)
    found = fields(tree, url)
    result = _trafilatura(html, url)
    blocks = tuple(_blocks(result.body)) if result is not None and result.body is not None else ()
    if result is not None:
        found = (*found, *_of_extractor(result))
    blocks = _with_standfirst(_titled(blocks, _title(found)), found, tree)
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


def _trafilatura(html: str, url: str | None):  # type: ignore[no-untyped-def]
    from trafilatura import bare_extraction

    return bare_extraction(
        html, url=url, favor_precision=True, include_comments=False, include_tables=True, with_metadata=True
    )


def _of_extractor(result) -> Iterator[Field]:  # type: ignore[no-untyped-def]
    """What trafilatura found in the page's text where the page itself does not say."""
    for name, value in (("title", result.title), ("author", result.author), ("published", result.date)):
        if value:
            yield Field(name, value, "page text")


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
    for line in "".join(parts).replace("\xad", "").split("\n"):
        text = re.sub(r"[ \t\r\f\v]+", " ", line).strip()
        if text:
            yield text


def key(text: str) -> str:
    """`text` reduced to its words in lower case, to compare two renderings of one passage."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def _title(found: tuple[Field, ...]) -> str | None:
    title = first(found, "title")
    return title.value if title else None


def _titled(blocks: Sequence[Block], title: str | None) -> tuple[Block, ...]:
    """The blocks with the page's title first, once."""
    if not title:
        return tuple(blocks)
    rest = [b for b in blocks if not (b.kind == "heading" and _same(b.text, title))]
    early = next((b.text for b in blocks if b.kind == "heading" and _same(b.text, title)), title)
    return (Block("title", early), *rest)


def _same(a: str, b: str) -> bool:
    """Whether two titles are one, a site's name at the end of either left aside."""
    short, long = sorted((key(a), key(b)), key=len)
    return bool(short) and (short == long or (len(short) > 15 and long.startswith(short)))


def _with_standfirst(
    blocks: tuple[Block, ...], found: tuple[Field, ...], tree: HtmlElement
) -> tuple[Block, ...]:
    """The blocks with the page's standfirst after the title, where it was lost."""
    body = " ".join(key(b.text) for b in blocks if b.kind != "title")
    title = key(blocks[0].text) if blocks and blocks[0].kind == "title" else ""
    standfirst = next((s for s in _standfirsts(found, tree) if _is_missing(s, body, title)), None)
    if standfirst is None:
        return blocks
    at = 1 if title else 0
    return (*blocks[:at], Block("standfirst", standfirst), *blocks[at:])


def _standfirsts(found: tuple[Field, ...], tree: HtmlElement) -> Iterator[str]:
    """Candidates: the page's descriptions, each in the fuller form that stands on the page where it was cut."""
    for field in found:
        if field.name == "description":
            yield _full_form(field.value, tree)


def _full_form(description: str, tree: HtmlElement) -> str:
    cut = re.sub(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$", "", description)
    start = key(cut)[:60]
    if len(start) < 30:
        return description
    for node in tree.iter("p", "h2", "h3", "div", "span", "strong"):
        text = re.sub(r"\s+", " ", node.text_content()).strip() if len(node) < 12 else ""
        if len(text) <= 3 * len(description) + 200 and key(text).startswith(start):
            return text
    return description


def _is_missing(standfirst: str, body: str, title: str) -> bool:
    words = key(standfirst)
    if len(words.split()) < 6 or words[:60] in body or words == title:
        return False
    return not re.search(r"(?:\.\.\.|…)\s*\]?$", standfirst)
