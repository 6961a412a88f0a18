"""Short texts as parsed documents."""

from __future__ import annotations

from selon.languages.en import PACK as ENGLISH
from selon.languages.fr import PACK as FRENCH
from selon.model.document import Document, Passage, digest
from selon.model.text import Span
from selon.reading.parse import ParsedDocument, parse

PACKS = {"fr": FRENCH, "en": ENGLISH}


def parsed(text: str, language: str = "fr", published: str | None = None) -> ParsedDocument:
    """`text` as a document of one paragraph a line, parsed without the recogniser of names."""
    passages, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            passages.append(Passage(Span(at, at + len(line))))
        at += len(line)
    document = Document(
        digest(text.encode("utf-8", "surrogatepass")),
        text,
        language,
        published=published,
        passages=tuple(passages),
    )
    return parse(document, PACKS[language], ner=False)
