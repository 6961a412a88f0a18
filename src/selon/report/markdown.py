"""A paper as Markdown with footnotes (the `[^1]` form of Pandoc, GitHub and most readers)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

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
from selon.report.picture import for_paper

SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")


def markdown(paper: Paper) -> str:
    """The text of the file. Pictures are data addresses, so that the file needs nothing beside it."""
    parts = [
        f"# {safe(paper.title)}",
        *(f"*{safe(k)}:* {safe(v)}  " for k, v in paper.facts),
        f"> {safe(paper.notice)}",
    ]
    parts += [text for block in paper.blocks for text in _block(block, paper)]
    parts += [_footnote(note, paper) for note in paper.footnotes]
    return "\n\n".join(parts) + "\n"


def safe(text: str) -> str:
    """`text` on one line, with every sign that Markdown or HTML would take for its own made harmless."""
    line = SIGNS.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-=]|\d+(?=\.))", r"\\\1" if line[:1] in "-=" else r"\1\\", line)


def _block(block: Block, paper: Paper) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {safe(block.text)}"
    elif isinstance(block, Paragraph):
        yield _paragraph(block, paper)
    elif isinstance(block, Table):
        if block.caption:
            yield f"**{safe(block.caption)}**"
        yield "\n".join(_rows(block))
    elif isinstance(block, Picture):
        data = base64.b64encode(for_paper(block.svg).encode()).decode()
        yield f"![{safe(block.alt)}](data:image/svg+xml;base64,{data})"
        yield f"*{safe(block.caption)}*"


def _paragraph(block: Paragraph, paper: Paper) -> str:
    number = f"**{block.number}\\.** " if block.number is not None else ""
    label = f"**{safe(block.label)}** " if block.label else ""
    by = f" *({safe(paper.words['written_by'].format(who=block.by))})*" if block.by else ""
    return number + label + " ".join(_sentence(s) for s in block.sentences) + by


def _sentence(sentence: Sentence) -> str:
    return safe(sentence.text) + "".join(f"[^{n}]" for n in sentence.notes)


def _rows(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(safe(c) for c in table.head) + " |"
    yield "|" + " --- |" * len(table.head)
    for row in table.rows:
        yield "| " + " | ".join(safe(c) for c in row) + " |"


def _footnote(note: Footnote, paper: Paper) -> str:
    quote = paper.words["quote"].format(text=safe(note.quote))
    translation = translated(note, paper.words)
    line = f"[^{note.number}]: {quote} " + (f"{safe(translation)} " if translation else "")
    return line + "— " + "; ".join(safe(p) for p in cited(note, paper.words)) + "."
