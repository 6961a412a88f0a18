"""A file's bytes become a document: text, metadata with provenance, a description of the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from selon.errors import InputError
from selon.gather.blocks import Block
from selon.gather.decode import decode
from selon.gather.language import contradicted, from_tag
from selon.gather.metadata import Field
from selon.model.document import Document, Notice, Original, Passage, digest
from selon.model.text import Span

MAX_CHARACTERS = 1_000_000  # of text; a book has half of that, an article two thousandths
MAX_PAGE = 16_000_000  # bytes of HTML
MAX_FILE = 64_000_000  # bytes of a PDF or mail, pictures and attachments included
Found = TypeVar("Found")

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXTENSIONS = {
    "html": "text/html", "htm": "text/html", "xhtml": "text/html", "txt": "text/plain", "text": "text/plain",
    "md": "text/markdown", "markdown": "text/markdown", "pdf": "application/pdf", "eml": "message/rfc822",
    "docx": DOCX,
}  # fmt: skip
# files that hold documents: media type -> what to call it, and how it begins
_CONTAINERS = {"application/warc": "a web archive", "application/xml": "a feed or sitemap"}
_SIGNS = (
    ("application/warc", re.compile(rb"WARC/\d")),
    (
        "application/xml",
        re.compile(
            rb"\W*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|opml)\b",
            re.S,
        ),
    ),
)
_HTML = re.compile(
    rb"\s*<(?:!|\?|[a-z])(?:.{0,4000}?<)?(?:!doctype\s+html|html|head|body|meta|div|p|article)\b|\s*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


def document(
    data: bytes,
    *,
    name: str,
    media_type: str | None = None,
    url: str | None = None,
    published: str | None = None,
    language: str | None = None,
) -> Document:
    """The document in `data`. `name` is a file name or address, said in errors and used to tell the type.

    What the caller states (`url`, `published` as YYYY-MM-DD, `language`) wins over what the file says; `provenance`
    says which it was. HTML comes with passages and without language-specific noise; plain text comes as it stands,
    without passages. Raises InputError: "empty", "binary", "too-long", "no-article", "time-limit".
    """
    kind = media_type_of(data, name, media_type)
    make = _MAKERS.get(kind)
    if make is None and kind in _CONTAINERS:
        raise InputError(
            f"this is {_CONTAINERS[kind]}, which holds documents and is none",
            code="container",
            where=name,
            next="gather it: selon.gather.arrivals opens it document by document",
        )
    if make is None:
        raise InputError(
            f"files of type {kind} are not read",
            code="type",
            where=name,
            next="give it as text, HTML, PDF, DOCX or mail",
        )
    found = make(data, name, media_type, url)
    if not language:
        found = _in_its_language(found)
    original = Original(
        digest(data), len(data), kind, found.original.encoding if found.original else None, name, url
    )
    return _stated(found, original, url=url, published=published, language=language)


def media_type_of(data: bytes, name: str, stated: str | None = None) -> str:
    """The media type, from the first bytes where they tell it, then from what was stated, then from the name."""
    container = next((kind for kind, sign in _SIGNS if sign.match(data[:1024])), None)
    if container:
        return container
    if _HTML.match(data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        return "text/html"
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return DOCX
    base = (stated or "").split(";")[0].strip().lower()
    if base and base not in {"application/octet-stream", "text/plain"}:
        return "text/html" if base == "application/xhtml+xml" else base
    extension = re.sub(r"[?#].*$", "", name).rsplit(".", 1)[-1].lower()
    return _EXTENSIONS.get(extension, "text/plain")


def _in_its_language(found: Document) -> Document:
    """`found` with the language of its words where it states another one, and a notice that says so."""
    told = contradicted(found.text, found.language) if found.language else None
    if told is None:
        return found
    note = Notice("language", f"the file says its language is {found.language}, its words are in {told}")
    provenance = tuple((k, "text" if k == "language" else v) for k, v in found.provenance)
    return replace(found, language=told, notices=(*found.notices, note), provenance=provenance)


def _stated(found: Document, original: Original, **stated: str | None) -> Document:
    """`found` with the fields the caller stated, and where every field came from."""
    given = {k: v for k, v in stated.items() if v}
    provenance = {**dict(found.provenance), **dict.fromkeys(given, "argument")}
    values = {
        k: given.get(k) or getattr(found, k)
        for k in ("language", "title", "url", "publisher", "author", "published")
    }
    return Document(
        original.id,
        found.text,
        **values,
        passages=found.passages,
        noise=found.noise,
        notices=found.notices,
        provenance=tuple((k, v) for k, v in provenance.items() if values.get(k)),
        original=original,
    )


def _plain(data: bytes, name: str, media_type: str | None, url: str | None) -> Document:
    """A text as it stands."""
    if len(data) > 4 * MAX_CHARACTERS:  # no encoding spends more than four bytes on a character
        raise too_long(f"{len(data):,} bytes", name)
    text, encoding, notices = decode(data, _charset(media_type), where=name)
    if len(text) > MAX_CHARACTERS:
        raise too_long(f"{len(text):,} characters", name)
    return Document("", text, notices=notices, original=_described(encoding))


def _html(data: bytes, name: str, media_type: str | None, url: str | None) -> Document:
    if len(data) > MAX_PAGE:
        raise too_long(f"{len(data):,} bytes of HTML", name)
    meta = _META_CHARSET.search(data[:8192])
    declared = _charset(media_type) or (meta.group(1).decode("ascii") if meta else None)
    html, encoding, notices = decode(data, declared, where=name)
    from selon.gather.worker import shared

    page = _named(name, shared().extract, html, url)
    return of_blocks(page.blocks, page.fields, encoding, notices, name)


def _markdown(data: bytes, name: str, media_type: str | None, url: str | None) -> Document:
    text, encoding, notices = decode(data, _charset(media_type), where=name)
    if len(text) > MAX_CHARACTERS:
        raise too_long(f"{len(text):,} characters", name)
    from selon.gather.markdown import extract

    blocks, fields = extract(text)
    return of_blocks(blocks, fields, encoding, notices, name)


def _pdf(data: bytes, name: str, media_type: str | None, url: str | None) -> Document:
    if len(data) > MAX_FILE:
        raise too_long(f"{len(data):,} bytes", name)
    from selon.gather.worker import shared

    page = _named(name, shared().extract_pdf, data)
    return of_blocks(page.blocks, page.fields, None, (), name)


def _docx(data: bytes, name: str, media_type: str | None, url: str | None) -> Document:
    from selon.gather.office import extract

    blocks, fields = _named(name, extract, data)
    return of_blocks(blocks, fields, None, (), name)


def _mail(data: bytes, name: str, media_type: str | None, url: str | None) -> Document:
    """A mail's own words; HTML mail goes the way of pages, and its text stands whole where no article is found in it."""
    if len(data) > MAX_FILE:
        raise too_long(f"{len(data):,} bytes", name)
    from selon.gather.mail import parse

    message = _named(name, parse, data)
    if message.html is not None:
        found = _html(message.html.encode("utf-8"), name, "text/html; charset=utf-8", url)
        fields = (*message.fields, *(Field(k, getattr(found, k), where) for k, where in found.provenance))
        blocks = tuple(Block(p.kind, p.span.of(found.text)) for p in found.passages)
        return of_blocks(blocks, fields, "utf-8", message.notices, name)
    if len(message.text or "") > MAX_CHARACTERS:
        raise too_long(f"{len(message.text or ''):,} characters", name)
    plain = of_blocks((), message.fields, None, message.notices, name)
    return replace(plain, text=message.text or "")


def _named(name: str, function: Callable[..., Found], *arguments: object) -> Found:
    """What `function` returns; an InputError without a place gets the file's name."""
    try:
        return function(*arguments)
    except InputError as error:
        raise InputError(
            error.message, code=error.code, where=error.where or name, next=error.next
        ) from error


def of_blocks(
    blocks: Iterable[Block],
    fields: Iterable[Field],
    encoding: str | None,
    notices: tuple[Notice, ...],
    name: str,
) -> Document:
    """A document whose text is its blocks with a blank line between; each block is a passage of its kind."""
    text, passages = joined(blocks)
    if len(text) > MAX_CHARACTERS:
        raise too_long(f"{len(text):,} characters", name)
    found: dict[str, tuple[str, str]] = {}
    for field in fields:
        found.setdefault(field.name, (field.value, field.provenance))
    values = {
        k: found[k][0] for k in ("title", "url", "publisher", "author", "published", "language") if k in found
    }
    values["language"] = from_tag(values.get("language"))
    values["published"] = _day(values.get("published"))
    return Document(
        "",
        text,
        **values,
        passages=passages,
        notices=notices,
        provenance=tuple((k, found[k][1]) for k in values if values[k]),
        original=_described(encoding),
    )


def joined(blocks: Iterable[Block]) -> tuple[str, tuple[Passage, ...]]:
    """The text of some blocks, a blank line between two, and their passages."""
    parts: list[str] = []
    passages: list[Passage] = []
    at = 0
    for block in blocks:
        if parts:
            at += 2
        parts.append(block.text)
        passages.append(Passage(Span(at, at + len(block.text)), block.kind))
        at += len(block.text)
    return "\n\n".join(parts), tuple(passages)


def too_long(size: str, where: str) -> InputError:
    """The refusal of a text that is no article."""
    return InputError(
        f"too long to be read at once ({size}; the limit is {MAX_CHARACTERS:,} characters)",
        code="too-long",
        where=where,
        next="split it into its articles, one file or one JSON line each",
    )


def _described(encoding: str | None) -> Original:
    return Original("", 0, "", encoding)


def _charset(media_type: str | None) -> str | None:
    match = _CHARSET.search(media_type or "")
    return match.group(1) if match else None


def _day(value: str | None) -> str | None:
    """`value` when it is a calendar day; a page that gives 2024-02-31 gives no date."""
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        return None


_MAKERS: dict[str, Callable[[bytes, str, str | None, str | None], Document]] = {
    "text/plain": _plain,
    "text/html": _html,
    "text/markdown": _markdown,
    "text/x-markdown": _markdown,
    "application/pdf": _pdf,
    "message/rfc822": _mail,
    DOCX: _docx,
}
