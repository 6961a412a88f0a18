"""The parse that every reading stage stands on: one spaCy Doc per passage, sentence boundaries set beforehand.

Raw parser boundaries are right for 10 of 30 segments of a real article; boundaries preset from paragraph breaks and
quotation-aware punctuation for 22 of 22 (research note, 2026-11). So the parser never decides where a sentence ends.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.errors import PackError
from selon.model.document import Document, Notice, Passage
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.normal import view
from selon.reading.quotes import Quotation, quotations

if TYPE_CHECKING:
    import spacy
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

_END = re.compile(r"[.!?…]+[\"'»”’)\]]*|[.!?…]+\s+[»”\"]")
_TERMINAL = ".!?…"
_AFTER = re.compile(r"[\"'»”’)\]]*\s*[»”]?[\"'»”’)\]]*\s+(?P<next>(?:[«“\"„(\[—–-]+\s*)*[A-ZÀ-ÖØ-Þ0-9А-ЯŒ])")


@functools.cache
def model(name: str) -> spacy.language.Language:
    """The spaCy pipeline of package `name`, loaded once per process; raises PackError when it is not installed."""
    try:
        nlp = importlib.import_module(name).load()
    except ImportError as error:
        raise PackError(
            f"the language model {name} is not installed", next=f"pip install {name.replace('_', '-')}"
        ) from error
    nlp.max_length = 10_000_000
    return nlp


@dataclass(frozen=True, slots=True)
class ParsedPassage:
    """A parsed passage. Token offsets (`token.idx`) are local; `base` makes them global."""

    passage: Passage
    doc: Doc
    base: int
    index: int

    def span(self, tokens: TokenSpan | Token) -> Span:
        """The span in the document's text of a token or a run of tokens."""
        if hasattr(tokens, "start_char"):
            return Span(self.base + tokens.start_char, self.base + tokens.end_char)
        return Span(self.base + tokens.idx, self.base + tokens.idx + len(tokens))

    def start(self, token: Token) -> int:
        return self.base + token.idx

    def end(self, token: Token) -> int:
        return self.base + token.idx + len(token)

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that lie at least partly inside `span` (global offsets), white space left out."""
        left, right = span.start - self.base, span.end - self.base
        return [t for t in self.doc if t.idx < right and t.idx + len(t) > left and not t.is_space]

    def sentences(self) -> Iterator[TokenSpan]:
        return iter(self.doc.sents)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with its quotations and parsed passages. `view` is the same-length normalised text."""

    document: Document
    pack: LanguagePack
    view: str
    quotations: tuple[Quotation, ...]
    passages: tuple[ParsedPassage, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def text(self) -> str:
        return self.document.text

    def passage_at(self, span: Span) -> ParsedPassage | None:
        """The parsed passage that holds the start of `span`."""
        return next(
            (p for p in self.passages if p.passage.span.start <= span.start < p.passage.span.end), None
        )


def sentence_starts(
    text: str, span: Span, quotes: Sequence[Quotation], abbreviations: frozenset[str]
) -> list[int]:
    """Global offsets where sentences start inside `span`; the first is the first visible character.

    A sentence ends at terminal punctuation (and the closing marks after it) followed by an upper-case letter, digit
    or opening mark; never inside a quotation that goes on, never after an abbreviation or a single initial. Line
    breaks end a sentence where the line before ends with terminal punctuation or is blank.
    """
    closed = [q for q in quotes if q.depth == 0 and q.outer.overlaps(span)]
    starts = [span.start]
    for match in re.finditer(r"[.!?…]+|\n+", text[span.start : span.end]):
        at, end = span.start + match.start(), span.start + match.end()
        if match.group()[0] == "\n":
            if len(match.group()) > 1 and not _inside(at, closed):
                starts.append(end)
            continue
        following = _AFTER.match(text, end, span.end)
        if not following:
            continue
        start = following.start("next")
        if match.group() == "." and _abbreviated(text, at, span.start, abbreviations):
            continue
        if _inside(start, closed) and not _opens_at(start, closed):
            continue
        starts.append(start)
    return sorted(set(starts))


def _inside(at: int, quotes: Sequence[Quotation]) -> bool:
    return any(q.outer.start < at < q.outer.end for q in quotes)


def _opens_at(at: int, quotes: Sequence[Quotation]) -> bool:
    return any(q.outer.start == at for q in quotes)


def _abbreviated(text: str, at: int, floor: int, abbreviations: frozenset[str]) -> bool:
    """Whether the full stop at `at` ends an abbreviation or an initial rather than a sentence."""
    left = at
    while left > floor and (text[left - 1].isalpha() or text[left - 1] in ".-"):
        left -= 1
    word = text[left:at]
    return word.lower() in abbreviations or bool(
        re.fullmatch(r"(?:[A-ZÀ-Þ]\.?-?)*[A-ZÀ-Þ]", word)
        and len(word) < 6
        and (len(word) == 1 or "." in word)
    )


def parse(document: Document, pack: LanguagePack, *, ner: bool = True) -> ParsedDocument:
    """`document` parsed with the model of `pack`; noise is not parsed."""
    normal = view(document.text)
    quotes, notices = quotations(normal, document.passages)
    nlp = model(pack.model)
    abbreviations = frozenset(pack.words("abbreviations"))
    kept = [(i, p) for i, p in enumerate(document.passages) if not document.is_noise(p.span)]
    docs = [_make(nlp, normal, p.span, quotes, abbreviations) for _, p in kept]
    disable = [] if ner else ["ner"]
    with nlp.select_pipes(disable=disable):
        parsed = list(nlp.pipe(docs))
    passages = tuple(ParsedPassage(p, doc, p.span.start, i) for (i, p), doc in zip(kept, parsed, strict=True))
    return ParsedDocument(document, pack, normal, quotes, passages, notices)


def _make(
    nlp: spacy.language.Language,
    text: str,
    span: Span,
    quotes: Sequence[Quotation],
    abbreviations: frozenset[str],
) -> Doc:
    """The passage tokenised, with every sentence start set so that the parser keeps it."""
    doc = nlp.make_doc(text[span.start : span.end])
    starts = iter(sentence_starts(text, span, quotes, abbreviations))
    due = next(starts, None)
    for token in doc:
        begins = False
        while due is not None and span.start + token.idx + len(token) > due:
            begins = True
            due = next(starts, None)
        token.is_sent_start = begins or token.i == 0
    return doc
