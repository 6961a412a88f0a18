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
_CUT = re.compile(r"\s*[\[(]?\s*(?:\.\.\.?|…)\s*[\])]?\s*$")
_TEXT_ELEMENTS = ("p", "h2", "h3", "h4", "div", "span", "strong", "em", "b", "section")
_ASIDE = frozenset(
    {"figure", "figcaption", "aside", "nav", "footer", "head", "script", "style", "noscript", "template"}
)
_CAPTION = re.compile(r"caption|l[eé]gende|credit|copyright|related|newsletter", re.I)
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4"})
_STANDFIRST = frozenset(
    [
        "chapo",
        "chapô",
        "chapeau",
        "standfirst",
        "dek",
        "deck",
        "lead",
        "lede",
        "excerpt",
        "subtitle",
        "subheadline",
        "subhead",
        "soustitre",
        "intro",
        "epigraph",
        "sapo",
        "teaser",
        "sub",
        "abstract",
    ]
)
_NOT_STANDFIRST = frozenset(
    [
        "image",
        "photo",
        "picture",
        "media",
        "figure",
        "caption",
        "video",
        "share",
        "social",
        "meta",
        "author",
        "byline",
        "gallery",
        "ticker",
        "title",
        "nav",
        "menu",
        "related",
        "link",
        "live",
        "date",
        "tag",
        "card",
        "promo",
    ]
)
SHORTEST, LONGEST = 6, 160  # words of a standfirst
LONGEST_TAIL = 1000  # characters that a paragraph of the page may show beyond its cut description


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
    title = _headline(found, tree)
    if title:
        source = first(found, "title")
        found = (Field("title", title, source.provenance if source else "page text"), *found)
    blocks = _with_standfirst(_titled(blocks, title), found, tree)
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
    for line in "".join(parts).split("\n"):
        text = squeezed(line)
        if text:
            yield text


def key(text: str) -> str:
    """`text` reduced to its words in lower case, to compare two renderings of one passage."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def _titled(blocks: Sequence[Block], title: str | None) -> tuple[Block, ...]:
    """The blocks with the page's title first, once."""
    if not title:
        return tuple(blocks)
    return (Block("title", title), *(b for b in blocks if not (b.kind == "heading" and _same(b.text, title))))


def _headline(found: tuple[Field, ...], tree: HtmlElement) -> str | None:
    """The title as the page prints it: its first heading where the stated title begins with it, else without the
    site's name at the end."""
    title = first(found, "title")
    if title is None:
        return None
    headings = [squeezed(h.text_content()) for h in tree.iter("h1")]
    printed = next((h for h in headings if _same(h, title.value)), None)
    return printed or _without_site(title.value, first(found, "publisher"))


def _without_site(title: str, publisher: Field | None) -> str:
    head, _, tail = title.rpartition(next(iter(re.findall(r" [|–—-] ", title)[-1:]), "\0"))
    return head if head and publisher and key(tail) == key(publisher.value) else title


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
    standfirst = next((s for s in _standfirsts(found, blocks, tree) if _is_missing(s, body, title)), None)
    if standfirst is None:
        return blocks
    at = 1 if title else 0
    return (*blocks[:at], Block("standfirst", standfirst), *blocks[at:])


def _standfirsts(found: tuple[Field, ...], blocks: tuple[Block, ...], tree: HtmlElement) -> Iterator[str]:
    """The page's descriptions as they stand on the page itself, then what its markup calls a standfirst.

    A description that nobody sees on the page is written for search engines: of 149 pages, the visible ones were the
    standfirst in 48 cases of 57, the hidden ones in 1 of 37.
    """
    for field in found:
        if field.name == "description":
            shown = _on_page(field.value, tree)
            if shown:
                yield shown
    yield from _marked_up(blocks, tree)


def _on_page(description: str, tree: HtmlElement) -> str | None:
    """The innermost visible element's text that begins as `description` does (which may have been cut).

    A dateline of up to three words may stand before it ("Berlin. ...").
    """
    start = key(_CUT.sub("", description))[:60]
    if len(start) < 24:
        return None
    begins = re.compile(rf"(?:\w+ ){{0,3}}{re.escape(start)}")
    best: str | None = None
    for node in tree.iter(*_TEXT_ELEMENTS):
        text = squeezed(node.text_content()) if len(node) < 12 else ""
        longest = len(description) + (LONGEST_TAIL if node.tag in _PARAGRAPHS else LONGEST_TAIL // 3)
        fits = len(text) <= longest and begins.match(key(text))
        if fits and not (best is not None and len(text) > len(best)) and not _aside(node):
            best = text
    return best


def _marked_up(blocks: tuple[Block, ...], tree: HtmlElement) -> Iterator[str]:
    """Texts between the first heading and the body whose class names say "standfirst" in one of its words."""
    body = next((key(b.text)[:60] for b in blocks if b.kind == "paragraph"), None)
    after_heading = False
    for node in tree.iter("h1", *_TEXT_ELEMENTS):
        after_heading = after_heading or node.tag == "h1"
        text = squeezed(node.text_content()) if after_heading and len(node) < 6 else ""
        if text and body and key(text).startswith(body):
            return
        if SHORTEST <= len(text.split()) <= LONGEST and _named_standfirst(node) and not _aside(node):
            yield text


def _named_standfirst(node: HtmlElement) -> bool:
    """Whether class names call an element a standfirst, and it is running text rather than links or a picture."""
    parent = node.getparent()
    names = f"{node.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}"
    words = {w.lower() for w in re.findall(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+", names)}
    if not words & _STANDFIRST or words & _NOT_STANDFIRST:
        return False
    linked = sum(len(a.text_content()) for a in node.iter("a"))
    return 3 * linked < len(node.text_content())


def _aside(node: HtmlElement) -> bool:
    """Whether an element is a caption or stands outside the article's column."""
    return any(
        n.tag in _ASIDE or _CAPTION.search(n.get("class") or "") for n in (node, *node.iterancestors())
    )


def _is_missing(standfirst: str, body: str, title: str) -> bool:
    words = key(standfirst)
    if len(words.split()) < SHORTEST or words[:60] in body or (title and title in words):
        return False
    return not _CUT.search(standfirst) and "©" not in standfirst


def squeezed(text: str) -> str:
    """`text` with runs of white space made one space and soft hyphens dropped, as a browser shows it."""
    return re.sub(r"\s+", " ", text.replace("\xad", "")).strip()
