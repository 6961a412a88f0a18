"""Spans and quotes: exact places in a text.

Offsets are Unicode code points into `Document.text`, 0-based and half-open, as Python slices are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CONTEXT = 32  # characters kept either side of a quote (W3C TextQuoteSelector practice)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters start..end of a text. Empty, reversed and negative spans cannot be built."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The exact characters of this span in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def to_list(self) -> list[int]:
        return [self.start, self.end]


@dataclass(frozen=True, slots=True)
class Quote:
    """A span with its exact text and the text around it, so that it is found again in a re-fetched page."""

    span: Span
    exact: str
    prefix: str
    suffix: str

    @classmethod
    def at(cls, text: str, span: Span) -> Quote:
        """The quote at `span` of `text`; raises ValueError when the span runs over the end of the text."""
        if span.end > len(text):
            raise ValueError(f"span {span.to_list()} runs over the end of a text of {len(text)} characters")
        return cls(
            span,
            span.of(text),
            text[max(0, span.start - CONTEXT) : span.start],
            text[span.end : span.end + CONTEXT],
        )


def hull(spans: Iterable[Span]) -> Span | None:
    """The smallest span that holds all of `spans`; None where there are none."""
    spans = tuple(spans)
    if not spans:
        return None
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` sorted, overlapping or touching ones joined."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the same set of marks holds; `marks` are indexes into the input of `cut`."""

    start: int
    end: int
    marks: tuple[int, ...]


def cut(length: int, spans: Sequence[Span]) -> tuple[Segment, ...]:
    """Flat segments that cover 0..length, cut wherever one of the (possibly overlapping) spans starts or ends.

    This is how overlapping marks become valid nested-free HTML. Spans beyond `length` are clipped.
    """
    edges = {0, length}
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for index, span in enumerate(spans):
        start, end = min(span.start, length), min(span.end, length)
        if start == end:
            continue
        edges |= {start, end}
        starts.setdefault(start, []).append(index)
        ends.setdefault(end, []).append(index)
    ordered = sorted(edges)
    segments: list[Segment] = []
    active: set[int] = set()
    for left, right in itertools.pairwise(ordered):
        active.difference_update(ends.get(left, ()))
        active.update(starts.get(left, ()))
        segments.append(Segment(left, right, tuple(sorted(active))))
    return tuple(segments)
