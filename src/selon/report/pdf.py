"""A paper as PDF, set by typst with the fonts it carries: true footnotes, outline, page numbers, tagged text.

Words never become markup: every one of them is handed over as a quoted string.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from selon.errors import InputError
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
from selon.report.picture import for_paper, typesetter

HEAD = """#set document(title: {title}, author: "selon", date: {date})
#set page(paper: "a4", margin: (x: 2.5cm, top: 2.5cm, bottom: 2.2cm), header: context [#set text(8.5pt, fill: luma(40%)); #{short}],
  footer: context align(center, text(8.5pt, fill: luma(40%))[#{page} #counter(page).display() #{of} #counter(page).final().first()]))
#set text(font: "Libertinus Serif", size: 11pt, lang: {language}, fill: rgb("#1d1c1a"), hyphenate: true)
#set par(leading: 0.62em, spacing: 0.95em)
#set footnote.entry(gap: 0.45em)
#show footnote.entry: set text(8.3pt)
#show heading: set block(above: 1.5em, below: 0.8em)
#show heading.where(level: 1): set text(15.5pt)
#show heading.where(level: 2): set text(12.8pt)
#show heading.where(level: 3): set text(11.4pt)
#show heading.where(level: 4): it => block(above: 1.1em, below: 0.6em, text(11pt, weight: "regular", style: "italic", it.body))
#show figure: set block(breakable: true)
#show figure.caption: set text(9pt, fill: luma(35%))
#show figure.caption: set block(sticky: true)
#set table(stroke: (x, y) => (bottom: 0.4pt + rgb("#c9c3b4")), inset: (x: 3pt, y: 3pt), align: left + top)
#show table: set text(8.2pt, hyphenate: true)
#show table: set par(leading: 0.5em)
#let numbered(n, body) = block(grid(columns: (1.1cm, 1fr), n, body), width: 100%)
#let note(quote, rest) = footnote[#quote — #rest]
"""


def pdf(paper: Paper, made: datetime | None = None) -> bytes:
    """The bytes of the file. `made`: its date, so that the same paper gives the same bytes; none where not given.
    Raises InputError where the typesetter is not installed or does not take the paper."""
    typst = typesetter()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.typ"
        source.write_text("".join(_source(paper, Path(folder), made)), "utf-8")
        try:
            return typst.compile(
                str(source),
                format="pdf",
                ignore_system_fonts=True,
                **({"timestamp": int(made.timestamp())} if made else {}),
            )
        except typst.TypstError as problem:
            raise InputError(
                f"the report could not be typeset: {problem}",
                where="PDF",
                next="write DOCX or HTML, and report this",
            ) from None


def string(text: str) -> str:
    """`text` as a typst string: no sign in it means anything."""
    out = (
        "".join(c for c in text if c >= " " or c in "\n\t")
        .replace("\\", "\\\\")
        .replace('"', '\\"')
        .replace("\n", " ")
    )
    return f'"{out}"'


def _source(paper: Paper, folder: Path, made: datetime | None) -> Iterator[str]:
    words = paper.words
    date = f"datetime(year: {made.year}, month: {made.month}, day: {made.day})" if made else "none"
    yield HEAD.format(
        title=string(paper.title), short=string(paper.title[:110]), language=string(paper.language), date=date,
        page=string(words["page"]), of=string(words["of"]),
    )  # fmt: skip
    yield f"#text(22pt, weight: 600, {string(paper.title)})\n\n#v(6pt)\n"
    pairs = ", ".join(f"text(fill: luma(35%), {string(k)}), {string(v)}" for k, v in paper.facts)
    yield f"#text(10pt, grid(columns: (auto, 1fr), gutter: 6pt, {pairs}))\n\n"
    yield f'#block(inset: (left: 9pt), stroke: (left: 1.5pt + rgb("#ded9cd")), text(10pt, {string(paper.notice)}))\n\n'
    yield f"#outline(title: {string(words['contents'])}, depth: 3)\n\n#pagebreak(weak: true)\n\n"
    said: set[int] = set()
    for i, block in enumerate(paper.blocks):
        yield from _block(block, paper, folder, i, said)


def _block(block: Block, paper: Paper, folder: Path, i: int, said: set[int]) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"#heading(level: {block.level}, {string(block.text)})\n\n"
    elif isinstance(block, Paragraph):
        yield _paragraph(block, paper, said)
    elif isinstance(block, Table):
        yield _table(block)
    elif isinstance(block, Picture):
        name = f"picture-{i}.svg"
        (folder / name).write_text(for_paper(block.svg), "utf-8")
        yield (
            f"#figure(image({string(name)}, width: 100%, alt: {string(block.alt)}), "
            f"caption: {string(block.caption)}, numbering: none)\n\n"
        )


def _paragraph(block: Paragraph, paper: Paper, said: set[int]) -> str:
    label = f"#strong({string(block.label)}) " if block.label else ""
    inner = " ".join(_sentence(s, paper, said) for s in block.sentences)
    by = f" #emph({string('(' + paper.words['written_by'].format(who=block.by) + ')')})" if block.by else ""
    if block.number is None:
        return f"{label}{inner}{by}\n\n"
    return f"#numbered([#{string(f'{block.number}.')}], [{label}{inner}{by}])\n\n"


def _sentence(sentence: Sentence, paper: Paper, said: set[int]) -> str:
    return f"#{string(sentence.text)}" + "#super[, ]".join(_mark(n, paper, said) for n in sentence.notes)


def _mark(number: int, paper: Paper, said: set[int]) -> str:
    """The footnote where it is first used; afterwards a mark that leads to it."""
    if number in said:
        return f"#footnote(<n{number}>)"
    said.add(number)
    return f"#note({_quote(paper.note(number), paper)}, {string('; '.join(cited(paper.note(number), paper.words)) + '.')}) <n{number}>"


def _quote(note: Footnote, paper: Paper) -> str:
    quote = string(paper.words["quote"].format(text=" ".join(note.quote.split())))
    known = note.language if len(note.language) in (2, 3) and note.language.isalpha() else ""
    own = f"text(lang: {string(known)}, {quote})" if known else f"text({quote})"
    translation = translated(note, paper.words)
    return f"[#{own}{' #' + string(translation) if translation else ''}]"


def _table(table: Table) -> str:
    share = table.widths or (1,) * len(table.head)
    columns = ", ".join(f"{w}fr" for w in share)
    head = ", ".join(f"strong({string(c)})" for c in table.head)
    cells = ", ".join(string(_breakable(c)) for row in table.rows for c in row)
    grid = f"table(columns: ({columns},), table.header({head}), {cells})"
    if not table.caption:
        return f"#{grid}\n\n"
    return f"#figure({grid}, caption: figure.caption(position: top, {string(table.caption)}), kind: table, numbering: none)\n\n"


def _breakable(text: str) -> str:
    """Long addresses and hashes may break between characters (a zero-width space every 12 of a word over 24)."""
    return " ".join(
        w if len(w) <= 24 else "\u200b".join(w[i : i + 12] for i in range(0, len(w), 12))
        for w in text.split(" ")
    )
