"""PDF: the text of its text boxes, in reading order, line ends and hyphens at them undone.

pdfminer.six (MIT) rather than pypdf (BSD): it groups lines into boxes by their distance, so that paragraphs come out
as paragraphs; pypdf gives lines only. Runs in the killable worker: a hostile PDF can keep it busy for minutes.
"""

from __future__ import annotations

import io
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selon.errors import InputError
from selon.gather.blocks import Block
from selon.gather.metadata import Field

PAGES = 300
_DATE = re.compile(r"D:((?:19|20)\d\d)(\d\d)(\d\d)")
_HYPHEN = re.compile(r"(\w+)[-\u2010\xad]\n(\w+)")


@dataclass(frozen=True, slots=True)
class _Box:
    """A text box: its lines, the size of its type in points, its page, and where it begins (share of the page's height)."""

    text: str
    size: float
    page: int
    top: float


def extract(data: bytes) -> tuple[tuple[Block, ...], tuple[Field, ...]]:
    """The blocks and fields of a PDF; raises InputError: "no-text" (scanned pages), "locked", "damaged", "too-long"."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    try:
        boxes = list(_boxes(data))
        fields = tuple(_fields(data))
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise InputError(
            "the PDF is locked by a password", code="locked", next="save an unlocked copy and give that"
        ) from error
    except (
        PDFException,
        PSException,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        AssertionError,
        OverflowError,
    ) as error:
        raise InputError(
            "the PDF is damaged", code="damaged", next="open it in a PDF viewer and save it again"
        ) from error
    boxes = _without_running_heads(boxes)
    if not any(re.search(r"\w", box.text) for box in boxes):
        raise InputError(
            "the PDF holds no text, only pictures of it",
            code="no-text",
            next="run text recognition on it (for example ocrmypdf)",
        )
    return tuple(_blocks(boxes)), fields


def _boxes(data: bytes) -> Iterator[_Box]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTChar, LTTextBox, LTTextLine

    for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=LAParams())):
        if number >= PAGES:
            raise InputError(
                f"the PDF has more than {PAGES} pages", code="too-long", next="give the pages that matter"
            )
        for box in page:
            if isinstance(box, LTTextBox):
                sizes = [
                    c.size
                    for line in box
                    if isinstance(line, LTTextLine)
                    for c in line
                    if isinstance(c, LTChar)
                ]
                yield _Box(
                    box.get_text(),
                    statistics.median(sizes) if sizes else 0.0,
                    number,
                    1 - box.y1 / max(page.height, 1),
                )


def _without_running_heads(boxes: Sequence[_Box]) -> list[_Box]:
    """The boxes without page numbers and the lines that stand at the edge of several pages."""
    edge = [b for b in boxes if b.top < 0.1 or b.top > 0.9]
    repeats = Counter(_bare(b.text) for b in edge)
    return [
        b
        for b in boxes
        if b not in edge or not (re.fullmatch(r"\W*\d*\W*", b.text) or repeats[_bare(b.text)] > 2)
    ]


def _bare(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _blocks(boxes: Sequence[_Box]) -> Iterator[Block]:
    usual = statistics.median(b.size for b in boxes for _ in range(max(1, len(b.text) // 40)))
    words = Counter(re.findall(r"\w+(?:-\w+)*", " ".join(b.text for b in boxes).lower()))
    titled = False
    for box in boxes:
        text = _flowing(box.text, words)
        if not text:
            continue
        large = box.size > 1.15 * usual and len(text.split()) <= 30
        kind = ("heading" if titled or box.page else "title") if large else "paragraph"
        titled = titled or kind == "title"
        yield Block(kind, text)


def _flowing(text: str, words: Counter[str]) -> str:
    """The lines of a box as one; a word parted at a line's end is joined as it is written elsewhere in the document."""

    def joined(match: re.Match[str]) -> str:
        left, right = match.groups()
        hyphened = f"{left}-{right}"
        keep = words[hyphened.lower()] > words[(left + right).lower()] or right[0].isupper()
        return hyphened if keep else left + right

    text = _HYPHEN.sub(joined, text.replace("\u00ad\n", "-\n"))
    return re.sub(r"\s+", " ", text.replace("\xad", "")).strip()


def _fields(data: bytes) -> Iterator[Field]:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.utils import decode_text

    info = {}
    for entry in PDFDocument(PDFParser(io.BytesIO(data))).info:
        info.update(entry)
    text = {k: decode_text(v).strip() for k, v in info.items() if isinstance(v, bytes)}
    date = _DATE.match(text.get("CreationDate", ""))
    values = {
        "title": text.get("Title"),
        "author": text.get("Author"),
        "published": "-".join(date.groups()) if date else None,
    }
    for name, value in values.items():
        if value:
            yield Field(name, value, "PDF properties")
