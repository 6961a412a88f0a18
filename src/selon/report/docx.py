"""A paper as DOCX: true footnotes, styles, a table of contents with page numbers, pictures with alternative text.

python-docx makes the package and keeps the styles; the body and the footnotes part, which it does not know, are
written as WordprocessingML (ECMA-376 part 1, 17.11 for footnotes).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from xml.sax.saxutils import escape as _escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml import etree

from selon.report.docx_styles import dressed, held
from selon.report.paper import (
    Block,
    Footnote,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Sentence,
    Table,
    cited,
    translated,
)
from selon.report.picture import png, size

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
WIDE = 9070  # twentieths of a point between the margins
EMU = 914_400  # to an inch
PICTURE_INCHES = 6.2


def docx(paper: Paper) -> bytes:
    """The bytes of the file; raises InputError where pictures cannot be drawn because the typesetter is missing."""
    document = Document()
    dressed(document, paper)
    _fill(document, "".join(_body(document, paper)))
    _add_footnotes(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def escape(text: str) -> str:
    """`text` for XML."""
    return _escape(held(text))


def _fill(document: Any, xml: str) -> None:
    """Puts the paragraphs of `xml` before the section properties of an empty document."""
    body = document.element.body
    made = parse_xml(f"<w:body {SPACES}>{xml}</w:body>")
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    for at, child in enumerate(list(made)):
        body.insert(at, child)


def _body(document: Any, paper: Paper) -> Iterator[str]:
    yield _line(paper.title, "Title")
    for label, value in paper.facts:
        yield f'<w:p><w:pPr><w:pStyle w:val="Fact"/></w:pPr>{_run(label + " ", "<w:b/>")}{_run(value)}</w:p>'
    yield _line(paper.notice, "Notice")
    yield from _contents(paper)
    ids = iter(range(1, 1_000_000))
    said: set[int] = set()
    for block in paper.blocks:
        yield from _block(block, paper, document, partial(next, ids), said)


def _line(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p>'


def _run(text: str, properties: str = "") -> str:
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _contents(paper: Paper) -> Iterator[str]:
    """Contents whose page numbers are fields of their own: LibreOffice leaves the entries of a TOC field as they were
    written, and works out these."""
    yield _line(paper.words["contents"], "ContentsTitle")
    for h in paper.headings:
        page = (
            _field_begin(f" PAGEREF {h.anchor} \\h ")
            + _run(" ")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        link = f'<w:hyperlink w:anchor="{h.anchor}" w:history="1">{_run(h.text)}<w:r><w:tab/></w:r>{page}</w:hyperlink>'
        yield f'<w:p><w:pPr><w:pStyle w:val="TOC{h.level}"/></w:pPr>{link}</w:p>'


def _field_begin(instruction: str, dirty: bool = True) -> str:
    late = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"{late}/></w:r><w:r><w:instrText xml:space="preserve">{instruction}'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _block(
    block: Block, paper: Paper, document: Any, fresh: Callable[[], int], said: set[int]
) -> Iterator[str]:
    if isinstance(block, Heading):
        n = fresh()
        mark = f'<w:bookmarkStart w:id="{n}" w:name="{block.anchor}"/>{_run(block.text)}<w:bookmarkEnd w:id="{n}"/>'
        yield f'<w:p><w:pPr><w:pStyle w:val="Heading{block.level}"/></w:pPr>{mark}</w:p>'
    elif isinstance(block, Paragraph):
        yield _paragraph(block, paper, said)
    elif isinstance(block, Table):
        if block.caption:
            yield _line(block.caption, "Caption")
        yield _table(block)
    elif isinstance(block, Picture):
        yield _picture(block, document, fresh())
        yield _line(block.caption, "Caption")


def _paragraph(block: Paragraph, paper: Paper, said: set[int]) -> str:
    style = "Numbered" if block.number is not None else "BodyText"
    number = f"{_run(f'{block.number}.')}<w:r><w:tab/></w:r>" if block.number is not None else ""
    label = _run(f"{block.label} ", "<w:b/>") if block.label else ""
    inner = _run(" ").join(_sentence(s, said) for s in block.sentences)
    by = (
        _run(f" ({paper.words['written_by'].format(who=block.by)})", '<w:i/><w:color w:val="5C584F"/>')
        if block.by
        else ""
    )
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{number}{label}{inner}{by}</w:p>'


def _sentence(sentence: Sentence, said: set[int]) -> str:
    between = _run(", ", '<w:vertAlign w:val="superscript"/>')
    return _run(sentence.text) + between.join(_mark(n, said) for n in sentence.notes)


def _mark(number: int, said: set[int]) -> str:
    """The footnote where it is first used; afterwards a field that repeats its number and leads to it."""
    if number in said:
        high = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        field = _field_begin(f" NOTEREF _note{number} \\h ", dirty=False)
        return f'{field}<w:r>{high}<w:t>{number}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    said.add(number)
    id = 1_000_000 + number
    return (
        f'<w:bookmarkStart w:id="{id}" w:name="_note{number}"/><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{id}"/>'
    )


def _table(table: Table) -> str:
    share = table.widths or (1,) * len(table.head)
    widths = [WIDE * w // sum(share) for w in share]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{_cells(table.head, widths, '<w:b/>')}</w:tr>"
    rows = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cells(r, widths)}</w:tr>" for r in table.rows)
    layout = f'<w:tblStyle w:val="Ruled"/><w:tblW w:w="{WIDE}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    return f"<w:tbl><w:tblPr>{layout}{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>{_line('', 'Caption')}"


def _cells(row: tuple[str, ...], widths: list[int], properties: str = "") -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>'
        f"{_run(text, properties)}</w:p></w:tc>"
        for text, w in zip(row, widths, strict=True)
    )


def _picture(block: Picture, document: Any, id: int) -> str:
    wide, high = size(block.svg)
    inches = min(PICTURE_INCHES, 8.6 * wide / high)
    relation, _ = document.part.get_or_add_image(io.BytesIO(png(block.svg, inches)))
    cx, cy = int(inches * EMU), int(inches * high / wide * EMU)
    alt = escape(block.alt).replace('"', "&quot;")
    return (
        '<w:p><w:pPr><w:pStyle w:val="Figure"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{id}" name="Picture {id}" descr="{alt}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{id}" name="Picture {id}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


# footnotes


def _add_footnotes(document: Any, paper: Paper) -> None:
    """The footnotes part with its two separators (ids -1 and 0) and one note a number, related to the main part."""
    package = document.part.package
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:{sign}/></w:r></w:p>'
        "</w:footnote>"
        for kind, id, sign in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    notes = "".join(_note(n, paper) for n in paper.footnotes)
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {SPACES}>{separators}{notes}</w:footnotes>'
    etree.fromstring(xml.encode())  # a part that is not XML would make the file unreadable
    part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = document.settings.element
    known = parse_xml(f'<w:footnotePr {SPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    after = next((c for c in settings if c.tag == f"{{{W}}}compat"), None)
    settings.insert(list(settings).index(after) if after is not None else len(settings), known)


def _note(note: Footnote, paper: Paper) -> str:
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    lang = f'<w:lang w:val="{escape(note.language)}"/>' if note.language else ""
    quote = _run(" " + paper.words["quote"].format(text=" ".join(note.quote.split())), lang)
    translation = translated(note, paper.words)
    rest = "; ".join(cited(note, paper.words))
    after = _run(f" {translation}") if translation else ""
    return (
        f'<w:footnote w:id="{note.number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}{quote}{after}'
        f"{_run(f' — {rest}.')}</w:p></w:footnote>"
    )
