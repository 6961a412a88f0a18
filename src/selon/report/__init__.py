"""Reports: a paper (numbered paragraphs, footnotes, annexes) and its four forms: DOCX, PDF, HTML, Markdown.

What stands in a paper is decided at the desk; this room only knows words, rules of wording and file forms.
"""

from __future__ import annotations

from selon.errors import InputError
from selon.report.paper import Paper

FORMATS = ("docx", "pdf", "html", "md")
MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


def written(paper: Paper, kind: str) -> bytes:
    """The bytes of a paper as "docx", "pdf", "html" or "md"; raises InputError for another kind, or where the
    typesetter that DOCX pictures and PDF need is not installed."""
    if kind == "docx":
        from selon.report.docx import docx

        return docx(paper)
    if kind == "pdf":
        from selon.report.pdf import pdf

        return pdf(paper)
    if kind == "html":
        from selon.report.html import html

        return html(paper).encode()
    if kind == "md":
        from selon.report.markdown import markdown

        return markdown(paper).encode()
    raise InputError(
        f"no such format: {kind!r}", where="--to", next=f"end the name in one of {', '.join(FORMATS)}"
    )


__all__ = ["FORMATS", "MEDIA", "Paper", "written"]
