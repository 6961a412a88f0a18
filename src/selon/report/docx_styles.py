"""The styles, page and head and foot lines of a report in DOCX: one serif, one size, room to read and to note."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from selon.report.paper import Paper

NOT_XML = {c: None for c in range(32) if c not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}
FONT = "Cambria"  # replaced by Caladea where it is missing, same widths
INK, SOFT = RGBColor(0x1D, 0x1C, 0x1A), RGBColor(0x5C, 0x58, 0x4F)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BORDER = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9C3B4"/>'
# name, parent, size, space before, space after (points)
STYLES = (
    ("Numbered", "Normal", 11, 0, 7),
    ("Body Text", "Normal", 11, 0, 7),
    ("Fact", "Normal", 10, 0, 1),
    ("Notice", "Normal", 10, 8, 10),
    ("Contents Title", "Normal", 13, 14, 6),
    ("Cell", "Normal", 8, 1, 1),
    ("Figure", "Normal", 11, 6, 3),
    ("Caption", "Normal", 9, 3, 6),
    ("footnote text", "Normal", 8.5, 0, 2),
    ("TOC 1", "Normal", 11, 6, 2),
    ("TOC 2", "Normal", 10.5, 0, 1),
    ("TOC 3", "Normal", 10, 0, 1),
)
HEADINGS = ((1, 16, 22, 8), (2, 13, 16, 6), (3, 11.5, 12, 4), (4, 11, 8, 3))


def held(text: str) -> str:
    """`text` without what XML 1.0 cannot hold: controls, lone surrogates."""
    return text.translate(NOT_XML).encode("utf-8", "ignore").decode()


def dressed(document: Any, paper: Paper) -> None:
    """Gives an empty document its page, properties and styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    _properties(document, paper)
    _normal(document, paper.language)
    for name, parent, size, before, after in STYLES:
        _style(document, name, parent, size, before, after)
    for level, size, before, after in HEADINGS:
        _heading(document, level, size, before, after)
    _special(document)
    _ruled(document)
    _foot(section, paper)


def _properties(document: Any, paper: Paper) -> None:
    own = document.core_properties
    own.title, own.language, own.author, own.comments = held(paper.title)[:255], paper.language, "selon", ""


def _normal(document: Any, language: str) -> None:
    style = document.styles["Normal"]
    _font(style, 11)
    style.font.color.rgb = INK
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    code = {"fr": "fr-FR", "en": "en-GB"}[language]
    properties.append(parse_xml(f'<w:lang xmlns:w="{W}" w:val="{code}"/>'))
    style.paragraph_format.line_spacing = 1.12


def _font(style: Any, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for side in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(side), FONT)


def _get(document: Any, name: str, kind: Any = WD_STYLE_TYPE.PARAGRAPH) -> Any:
    found = next((s for s in document.styles if s.name == name and s.type == kind), None)
    return found if found is not None else document.styles.add_style(name, kind)


def _style(document: Any, name: str, parent: str, size: float, before: float, after: float) -> None:
    style = _get(document, name)
    style.base_style = document.styles[parent]
    _font(style, size)
    style.font.bold = name in ("Contents Title", "TOC 1")
    style.font.italic = False
    style.font.color.rgb = SOFT if name in ("Caption", "Notice", "Fact") else INK
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _heading(document: Any, level: int, size: float, before: float, after: float) -> None:
    style = document.styles[f"Heading {level}"]
    _font(style, size)
    style.font.bold, style.font.italic, style.font.color.rgb = level < 4, level == 4, INK
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(before), Pt(after), True


def _special(document: Any) -> None:
    title = document.styles["Title"]
    _font(title, 22)
    title.font.color.rgb = INK
    for border in title.element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    numbered = document.styles["Numbered"].paragraph_format
    numbered.left_indent, numbered.first_line_indent = Cm(1.1), Cm(-1.1)
    numbered.tab_stops.add_tab_stop(Cm(1.1))
    note = document.styles["footnote text"].paragraph_format
    note.line_spacing = 1.0
    for level in (1, 2, 3):
        shape = document.styles[f"TOC {level}"].paragraph_format
        shape.left_indent, shape.right_indent = Cm(0.6 * (level - 1)), Cm(1)
        shape.tab_stops.add_tab_stop(Cm(16), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    reference = _get(document, "footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    document.styles["Caption"].font.bold = False


def _ruled(document: Any) -> None:
    """Tables with thin rules between rows and nothing else."""
    sides = "".join(BORDER.format(side=side) for side in ("top", "bottom", "insideH"))
    document.styles.element.append(
        parse_xml(
            f'<w:style xmlns:w="{W}" w:type="table" w:customStyle="1" w:styleId="Ruled"><w:name w:val="Ruled"/>'
            f'<w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
            '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        )
    )


def _foot(section: Any, paper: Paper) -> None:
    """The title above, page numbers below."""
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = held(paper.title)[:110]
    _small(head)
    foot.alignment = 1
    foot.add_run(f"{paper.words['page']} ")
    for instruction in ("PAGE", "NUMPAGES"):
        foot._p.append(
            parse_xml(
                f'<w:fldSimple xmlns:w="{W}" w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            )
        )
        if instruction == "PAGE":
            foot.add_run(f" {paper.words['of']} ")
    _small(foot)


def _small(paragraph: Any) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(8.5), SOFT
