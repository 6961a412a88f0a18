"""One passage made ready for the constructions: its cues, quotations and sentence bounds, looked up once."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.attribution.hits import Hit, hits
from selon.reading.attribution.tree import is_mark
from selon.reading.parse import ParsedPassage
from selon.reading.quotes import Quotation

if TYPE_CHECKING:
    from spacy.tokens import Token

    from selon.reading.attribution.subject import Found
    from selon.reading.attribution.tag import Tag

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SCARE_WORDS = 4  # a quotation of fewer words inside a sentence is a quoted word, not a statement


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed passage, its reporting cues outside quotations, and its outermost quotations.

    `statements`: quotations long or closed enough to be statements; `fragments`: quoted words inside a sentence.
    """

    at: int
    parsed: ParsedPassage
    pack: LanguagePack
    text: str
    statements: tuple[Quotation, ...]
    fragments: tuple[Quotation, ...]
    hits: tuple[Hit, ...]
    doc: tuple[Token, ...]  # not the parse itself: indexing a tuple costs a fifth of that
    masked: frozenset[int] = field(default=frozenset())
    starts: tuple[int, ...] = ()
    sentences: tuple[int, ...] = ()
    tags: tuple[Tag, ...] = ()
    subjects: dict[int, Found | None] = field(default_factory=dict, compare=False)  # by verb, found once

    @property
    def base(self) -> int:
        return self.parsed.base

    def span(self, left: int, right: int) -> Span | None:
        """The document span of tokens left..right (exclusive) without outer spaces; None where nothing is left."""
        doc = self.doc
        while left < right and doc[left].is_space:
            left += 1
        while right > left and doc[right - 1].is_space:
            right -= 1
        if left >= right:
            return None
        return Span(self.base + doc[left].idx, self.base + doc[right - 1].idx + len(doc[right - 1]))

    def index(self, offset: int) -> int:
        """Index of the first token that ends after the document offset."""
        return first_after(self.parsed, self.starts, offset)

    def sentence(self, i: int) -> tuple[int, int]:
        """Token bounds of the sentence of token `i`."""
        at = max(0, bisect.bisect_right(self.sentences, min(i, len(self.doc) - 1)) - 1)
        end = self.sentences[at + 1] if at + 1 < len(self.sentences) else len(self.doc)
        return self.sentences[at], end


def scene(
    at: int, parsed: ParsedPassage, pack: LanguagePack, text: str, quotes: Iterable[Quotation]
) -> Scene:
    """The passage `parsed` (number `at`) with its cues and quotations."""
    here = [q for q in quotes if q.depth == 0 and parsed.passage.span.contains(q.outer)]
    statements = tuple(q for q in here if is_statement(parsed, text, q))
    starts = tuple(parsed.doc.to_array("IDX").tolist())
    masked = frozenset(
        i
        for q in statements
        for i in range(
            first_after(parsed, starts, q.outer.start), first_after(parsed, starts, q.outer.end - 1) + 1
        )
    )
    return Scene(
        at,
        parsed,
        pack,
        text,
        statements,
        tuple(q for q in here if q not in statements),
        hits(parsed, pack, masked),
        tuple(parsed.doc),
        masked,
        starts,
        tuple(s.start for s in parsed.doc.sents),
    )


def first_after(parsed: ParsedPassage, starts: Sequence[int], offset: int) -> int:
    """Index of the first token that ends after the document offset; `starts` holds every token's place."""
    local = offset - parsed.base
    i = max(0, bisect.bisect_right(starts, local) - 1)
    while i < len(starts) and starts[i] + len(parsed.doc[i]) <= local:
        i += 1
    return i


def is_statement(parsed: ParsedPassage, text: str, quotation: Quotation) -> bool:
    """Whether a quotation is a statement rather than quoted words inside somebody else's sentence."""
    inner = quotation.inner.of(text)
    words = len(_WORD.findall(inner))
    if words == 0:
        return False
    if inner[-1] in ".!?…," or not quotation.closed:
        return words >= 2 or _alone(text, parsed, quotation)
    if words >= SCARE_WORDS:
        return True
    return _alone(text, parsed, quotation) or (
        text[quotation.outer.end : quotation.outer.end + 2].lstrip().startswith(",") and inner[:1].isupper()
    )


def _alone(text: str, parsed: ParsedPassage, quotation: Quotation) -> bool:
    """Whether the quotation is a whole sentence by itself."""
    span = parsed.passage.span
    before = text[span.start : quotation.outer.start].rstrip()
    after = text[quotation.outer.end : span.end].strip()
    return (not before or before[-1] in '.!?…:»”"') and (not after or after[0] in '.!?…,«“"')


def first_word(scene: Scene, left: int, right: int) -> Token | None:
    """The first token of left..right that is neither space nor punctuation."""
    return next(
        (
            scene.doc[i]
            for i in range(left, right)
            if not scene.doc[i].is_space and not scene.doc[i].is_punct and not is_mark(scene.doc[i])
        ),
        None,
    )
