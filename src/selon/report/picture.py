"""Pictures of a paper: the SVG of the drawing room given a style for paper, and its PNG for DOCX."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from selon.errors import InputError

# One ink, one accent, greys that print: the same roles as on the screen.
STYLE = """<style>
text{font-family:"Libertinus Serif",Georgia,"Noto Serif",serif;font-size:13px;fill:#1d1c1a}
.tick-label,.cell-number{font-size:11.5px;fill:#5c584f}
.tick,.row-line{stroke:#d8d3c7;stroke-width:1}
.gap{stroke:#a8a294;stroke-width:1}
.happened{fill:#1f5a8a}.stop{stop-color:#1f5a8a}
.happened.soft{fill:#1f5a8a;fill-opacity:.35}
.said{fill:#fff;stroke:#9a3b26;stroke-width:1.8}
.edge{stroke:#a8a294;stroke-opacity:.8}
.node{fill:#1f5a8a}.node-label{font-size:12px}
.map-grid{stroke:#e3ded2;stroke-width:.7;fill:none}
.map-frame{fill:none;stroke:#c9c3b4}.map-spot{fill:#9a3b26;fill-opacity:.75}.map-label{font-size:12px}
</style>"""
LINK = re.compile(r"<a href=\"[^\"]*\"[^>]*>|</a>")
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def for_paper(svg: str) -> str:
    """The picture with the style of paper in it, without links into a desk, with its name space."""
    plain = TITLE.sub("", LINK.sub("", svg))
    head, _, rest = plain.partition(">")
    if "xmlns=" not in head:
        head = head.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return f"{head}>{STYLE}{rest}"


def size(svg: str) -> tuple[float, float]:
    """Width and height in the picture's own units."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    return (float(found[1]), float(found[2])) if found else (960.0, 540.0)


def typesetter():
    """The module that sets type; raises InputError that names the extra where it is not installed."""
    try:
        import typst
    except ImportError:
        raise InputError(
            "the typesetter for PDF, and for pictures in DOCX, is not installed",
            where="selon[report]",
            next='pip install "selon[report]", or write HTML or Markdown instead',
            code="extra",
        ) from None
    return typst


def png(svg: str, width_inches: float = 6.3, dots: int = 200) -> bytes:
    """The picture as PNG, `width_inches` wide at `dots` per inch, with the typesetter's own fonts."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "picture.svg").write_text(for_paper(svg), "utf-8")
        source = Path(folder) / "picture.typ"
        source.write_text(
            f'#set page(width: auto, height: auto, margin: 2pt)\n#image("picture.svg", width: {width_inches}in)',
            "utf-8",
        )
        return typesetter().compile(str(source), format="png", ppi=dots, ignore_system_fonts=True)
