"""What a construction finds: a possible attribution, before the arbiter has chosen and the source is resolved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from selon.model.lexicon import Cue
from selon.model.text import Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """One construction found in one passage.

    `content`, `cue`, `source`: spans in the document. `passage` is the position of the passage among the parsed ones;
    `verb` and `head` are token indexes of the cue and of the source's head in it. `rank` decides between overlapping
    candidates (higher wins). `quoted`: the content stands between quotation marks. `floating`: no cue of its own; the
    source is whoever spoke last. `hint`: "first person" where an interview's "I" is the source.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    entry: Cue | None
    source: Span | None
    rule: str
    passage: int
    rank: int
    verb: int | None = None
    head: int | None = None
    quoted: bool = False
    floating: bool = False
    distance: bool = False
    hint: str = ""

    @property
    def start(self) -> int:
        return min(s.start for s in self.content)

    @property
    def end(self) -> int:
        return max(s.end for s in self.content)

    def overlap(self, other: Candidate) -> int:
        """How many characters of content the two share."""
        return sum(
            max(0, min(a.end, b.end) - max(a.start, b.start)) for a in self.content for b in other.content
        )

    def size(self) -> int:
        return sum(len(s) for s in self.content)

    def but(self, **changes: object) -> Candidate:
        """This candidate with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
