"""Overlapping marks over a text, cut flat so that they become valid HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from selon.model.reading import Reading
from selon.model.text import Span, cut

ORDER = ("noise", "content", "cue", "source", "trigger", "item", "time", "candidate")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to be marked: its kind (one of `ORDER`) and the id of the claim, attribution or candidate it is of."""

    span: Span
    kind: str
    id: str


def marks_of(reading: Reading) -> tuple[Mark, ...]:
    """Every mark of a reading: noise, contents, cues, sources, triggers, items, dates and candidates."""
    out = [Mark(n.span, "noise", "noise") for n in reading.document.noise]
    for a in reading.attributions:
        out += [Mark(s, "content", a.id) for s in a.content]
        out += [Mark(s, "cue", a.id) for s in a.cue]
        if a.source.span:
            out.append(Mark(a.source.span, "source", a.id))
    for c in reading.claims:
        out.append(Mark(c.trigger, "trigger", c.id))
        out += [Mark(i.span, "item", c.id) for i in c.items if i.span]
        if c.time and c.time.span:
            out.append(Mark(c.time.span, "time", c.id))
    out += [Mark(c.mention, "candidate", c.reference) for c in reading.candidates if c.mention]
    return tuple(out)


def marked(text: str, window: Span, marks: Sequence[Mark]) -> Markup:
    """The characters of `window` with the marks that touch it as flat <span> elements, everything escaped."""
    inside = [m for m in marks if m.span.overlaps(window)]
    shifted = [
        Span(max(m.span.start, window.start) - window.start, min(m.span.end, window.end) - window.start)
        for m in inside
    ]
    pieces = []
    for segment in cut(len(window), shifted):
        words = escape(text[window.start + segment.start : window.start + segment.end])
        pieces.append(_piece(words, [inside[i] for i in segment.marks], window.start + segment.start))
    return Markup("").join(pieces)


def _piece(words: Markup, marks: list[Mark], start: int) -> Markup:
    if not marks:
        return words
    kinds = " ".join(k for k in ORDER if any(m.kind == k for m in marks))
    ids = " ".join(dict.fromkeys(m.id for m in marks))
    return Markup('<span class="m {}" data-of="{}" id="c{}">{}</span>').format(kinds, ids, start, words)


def by_window(items: Iterable[tuple[Span, object]], windows: Sequence[Span]) -> list[list[object]]:
    """`items` dealt to the window that holds the start of their span; the last window takes what none holds."""
    out: list[list[object]] = [[] for _ in windows]
    for span, item in items:
        place = next((i for i, w in enumerate(windows) if w.start <= span.start < w.end), len(windows) - 1)
        out[place].append(item)
    return out
