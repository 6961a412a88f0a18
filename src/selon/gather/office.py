"""DOCX: paragraphs, headings, lists and tables in order; the file's own properties as metadata."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from selon.errors import InputError
from selon.gather.blocks import Block
from selon.gather.metadata import Field

UNPACKED = 200_000_000  # bytes; a document that unpacks to more is an attack or no article


def extract(data: bytes) -> tuple[tuple[Block, ...], tuple[Field, ...]]:
    """The blocks and fields of a DOCX file; raises InputError: "damaged", "too-long" (a zip bomb), "empty"."""
    _check(data)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        blocks = tuple(_blocks(document))
        fields = tuple(_fields(document.core_properties))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, SyntaxError, AttributeError) as error:
        raise _damaged() from error
    if not blocks:
        raise InputError("the document has no text", code="empty", next="give a document with a text in it")
    return blocks, fields


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise _damaged() from error
    if size > UNPACKED:
        raise InputError(f"unpacks to {size:,} bytes", code="too-long", next="give its text by itself")
    if "word/document.xml" not in names:
        raise InputError(
            "not a DOCX document", code="binary", next="give the text, HTML, PDF, DOCX or mail file itself"
        )


def _damaged() -> InputError:
    return InputError(
        "the document is damaged", code="damaged", next="open it in a word processor and save it again"
    )


def _blocks(document) -> Iterator[Block]:  # type: ignore[no-untyped-def]
    for item in document.iter_inner_content():
        if hasattr(item, "rows"):
            for row in item.rows:
                cells = dict.fromkeys(
                    re.sub(r"\s+", " ", cell.text).strip() for cell in row.cells
                )  # merged cells repeat
                yield Block("table", " | ".join(c for c in cells if c) or "-")
            continue
        for line in item.text.replace("\xad", "").split("\n"):
            text = line.replace("\t", " ").strip()
            if text:
                yield Block(_kind((item.style.name if item.style else "") or ""), text)


def _kind(style: str) -> str:
    style = style.lower()
    if style.startswith("title"):
        return "title"
    table = {
        "heading": "heading",
        "list": "list_item",
        "quote": "quote",
        "intense quote": "quote",
        "caption": "caption",
        "subtitle": "standfirst",
    }
    return next((kind for start, kind in table.items() if style.startswith(start)), "paragraph")


def _fields(properties) -> Iterator[Field]:  # type: ignore[no-untyped-def]
    created = properties.created
    values = {
        "title": properties.title,
        "author": properties.author if properties.author != "python-docx" else None,
        "language": properties.language,
        "published": created.date().isoformat() if created else None,
    }
    for name, value in values.items():
        if value:
            yield Field(name, str(value), "document properties")
