"""A paper as one HTML file that needs nothing else: no script, no address fetched. Each sentence is a link that opens
the passage that proves it, beside the text; on paper the passages follow as notes."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

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

STYLE = """
:root{--ink:#1d1c1a;--soft:#5c584f;--line:#ded9cd;--paper:#fbfaf6;--accent:#1f5a8a;--mark:#f6e3a6}
*{box-sizing:border-box}body{font:11.5pt/1.55 "Source Serif 4","Libertinus Serif",Georgia,"Noto Serif",serif;color:var(--ink);background:var(--paper);margin:0}
main{max-width:44rem;margin:3rem auto;padding:0 1.2rem}h1{font-size:1.9rem;line-height:1.2}h2{font-size:1.45rem;border-bottom:1px solid var(--line);margin-top:3rem}h3{font-size:1.15rem;margin-top:2rem}h4{font-size:1.02rem;margin-top:1.6rem}h5{font-size:.95rem;margin:1.2rem 0 .2rem;font-style:italic;font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;font-size:.92em}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.notice,.by,figcaption,caption{color:var(--soft);font-size:.92em}.notice{border-left:3px solid var(--line);padding-left:.9rem}
p.para{padding-left:2.6rem;position:relative}.n{position:absolute;left:0;color:var(--soft);font-variant-numeric:tabular-nums}
a{color:var(--accent)}a.s{color:inherit;text-decoration:underline;text-decoration-color:#c9c3b4;text-underline-offset:.2em}a.s:hover,a.s:focus{background:#efeadd;text-decoration-color:var(--accent)}
sup a{text-decoration:none;padding:0 .1em}nav ol{list-style:none;padding:0}nav .l2{padding-left:1.2rem}nav .l3{padding-left:2.4rem;font-size:.94em}
table{border-collapse:collapse;width:100%;font-size:.82em;margin:1rem 0}caption{text-align:left;padding:.3rem 0}th,td{text-align:left;vertical-align:top;padding:.25rem .5rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
.wide{overflow-x:auto}figure{margin:1.2rem 0}figure svg{max-width:100%;height:auto}
ol.notes{padding:0;list-style:none}ol.notes li{font-size:.86em;margin:.8em 0;padding-left:2.6rem;position:relative;overflow-wrap:anywhere}q{quotes:none}
.passage{margin:.5rem 0 0;white-space:pre-wrap}mark{background:var(--mark);color:inherit}.shut{display:none}
@media (min-width:72rem){main{margin-left:calc(50vw - 34rem)}ol.notes li:target{position:fixed;top:0;right:0;bottom:0;width:24rem;margin:0;padding:2rem 1.4rem;background:#fff;border-left:1px solid var(--line);overflow:auto;font-size:.95em}ol.notes li:target .n{position:static}li:target .shut{display:inline;float:right}}
ol.notes li:target{outline:2px solid var(--accent);outline-offset:.3rem}
@media print{body{background:#fff;font-size:10pt}main{max-width:none;margin:0}nav,.passage,.shut{display:none}a{color:inherit;text-decoration:none}}
"""


def html(paper: Paper) -> str:
    """The page. A strict policy in its head forbids everything but its own style."""
    title = escape(paper.title)
    facts = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in paper.facts)
    body = "".join(text for block in paper.blocks for text in _block(block, paper))
    backs: dict[int, int | None] = {}
    for p in paper.paragraphs():
        for n in (n for s in p.sentences for n in s.notes):
            backs.setdefault(n, p.number)
    notes = "".join(_note(n, paper, backs.get(n.number)) for n in paper.footnotes)
    contents = "".join(
        f'<li class="l{h.level}"><a href="#{escape(h.anchor)}">{escape(h.text)}</a></li>'
        for h in paper.headings
    )
    return (
        f'<!doctype html><html lang="{paper.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1><dl>{facts}</dl>"
        f'<p class="notice">{escape(paper.notice)}</p>'
        f'<nav aria-label="{escape(paper.words["contents"])}"><h2>{escape(paper.words["contents"])}</h2><ol>{contents}</ol></nav>'
        f'{body}<h2 id="footnotes">{escape(paper.words["footnotes"])}</h2><ol class="notes">{notes}</ol></main></body></html>\n'
    )


def _block(block: Block, paper: Paper) -> Iterator[str]:
    if isinstance(block, Heading):
        tag = f"h{block.level + 1}"
        yield f'<{tag} id="{escape(block.anchor)}">{escape(block.text)}</{tag}>'
    elif isinstance(block, Paragraph):
        yield _paragraph(block, paper)
    elif isinstance(block, Table):
        yield _table(block, paper)
    elif isinstance(block, Picture):
        yield f"<figure>{for_paper(block.svg)}<figcaption>{escape(block.caption)}</figcaption></figure>"


def _paragraph(block: Paragraph, paper: Paper) -> str:
    inner = " ".join(_sentence(s, paper) for s in block.sentences)
    label = f"<b>{escape(block.label)}</b> " if block.label else ""
    by = (
        f' <span class="by">({escape(paper.words["written_by"].format(who=block.by))})</span>'
        if block.by
        else ""
    )
    if block.number is None:
        return f"<p>{label}{inner}{by}</p>"
    return (
        f'<p class="para" id="p{block.number}"><span class="n">{block.number}.</span> {label}{inner}{by}</p>'
    )


def _sentence(sentence: Sentence, paper: Paper) -> str:
    if not sentence.notes:
        return escape(sentence.text)
    word = escape(paper.words["footnote"])
    marks = "<sup>, </sup>".join(
        f'<sup><a href="#n{n}" aria-label="{word} {n}">{n}</a></sup>' for n in sentence.notes
    )
    title = escape(paper.words["passage"])
    return f'<a class="s" href="#n{sentence.notes[0]}" title="{title}">{escape(sentence.text)}</a>{marks}'


def _table(table: Table, paper: Paper) -> str:
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in table.head)
    notes = table.notes or (None,) * len(table.rows)
    rows = "".join(_row(row, note) for row, note in zip(table.rows, notes, strict=True))
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return (
        f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(row: tuple[str, ...], note: int | None) -> str:
    first = f'<a href="#n{note}">{escape(row[0])}</a>' if note else escape(row[0])
    return f"<tr><td>{first}</td>{''.join(f'<td>{escape(c)}</td>' for c in row[1:])}</tr>"


def _note(note: Footnote, paper: Paper, back: int | None) -> str:
    lang = f' lang="{escape(note.language)}"' if note.language else ""
    quote = f"<q{lang}>{escape(paper.words['quote'].format(text=note.quote))}</q>"
    translation = escape(translated(note, paper.words))
    passage = "".join(f"<mark>{escape(t)}</mark>" if hit else escape(t) for t, hit in note.passage)
    shown = f'<blockquote class="passage"{lang}>{passage}</blockquote>' if passage else ""
    shut = f'<a class="shut" href="#{f"p{back}" if back else "footnotes"}">{escape(paper.words["close"])}</a>'
    rest = "; ".join(_part(p) for p in cited(note, paper.words))
    return f'<li id="n{note.number}"><span class="n">{note.number}</span>{shut} {quote} {translation} — {rest}.{shown}</li>'


def _part(text: str) -> str:
    """An address becomes a link where it is one of the web; nothing else does."""
    if text.startswith(("https://", "http://")):
        return f'<a href="{escape(text)}" rel="noreferrer">{escape(text)}</a>'
    return escape(text)
