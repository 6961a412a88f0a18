"""A sentence as plain words: what the act rules read, free of the parser's types.

Offsets are global code points; `head` and indexes are positions in the sentence's own tuple of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.model.text import Span
from selon.reading.parse import ParsedPassage

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `low` is the lower-cased form, `feats` the parser's morphology ("VerbForm=Inf")."""

    i: int
    start: int
    end: int
    low: str
    lemma: str
    pos: str
    dep: str
    head: int
    feats: frozenset[str]

    @property
    def nominal(self) -> bool:
        return self.pos in ("NOUN", "PROPN", "PRON", "X", "NUM")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence (white space left out) and the span they cover."""

    words: tuple[Word, ...]
    span: Span
    passage: int

    def at(self, offset: int) -> int | None:
        """Index of the word that holds character `offset`."""
        return next((w.i for w in self.words if w.start <= offset < w.end), None)

    def range(self, span: Span) -> tuple[int, int] | None:
        """Indexes (first, last) of the words that touch `span`; None where there are none."""
        inside = [w.i for w in self.words if w.start < span.end and span.start < w.end]
        return (inside[0], inside[-1]) if inside else None

    def cover(self, first: int, last: int) -> Span:
        """The span from word `first` to word `last`, both included."""
        return Span(self.words[first].start, self.words[last].end)


def sentences(parsed: ParsedPassage) -> Iterator[Sentence]:
    """The sentences of a passage that hold at least one word."""
    for sent in parsed.sentences():
        words = _words(sent, parsed.base)
        if words:
            yield Sentence(words, Span(words[0].start, words[-1].end), parsed.index)


def _words(sent: TokenSpan, base: int) -> tuple[Word, ...]:
    kept = [t for t in sent if not t.is_space]
    index = {t.i: n for n, t in enumerate(kept)}
    return tuple(_word(t, n, index, base) for n, t in enumerate(kept))


def _word(token: Token, n: int, index: dict[int, int], base: int) -> Word:
    start = base + token.idx
    low = token.text.lower()
    return Word(
        n, start, start + len(token), low, (token.lemma_ or low).lower(), token.pos_, token.dep_,
        index.get(token.head.i, n), frozenset(str(token.morph).split("|")),
    )  # fmt: skip
