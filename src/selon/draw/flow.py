"""A document as the desk shows it: passages cut flat, every stretch knowing where it starts in the text.

Each stretch is a <span data-s="code point">, so that a selection in the browser leads back to exact characters;
marked ones say their kinds and what they belong to. Characters that would turn the text around, or that nobody
sees, are shown as a sign with their number and are never handed to the browser as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from selon.draw.marks import ORDER, Mark, marks_of
from selon.model.reading import Reading
from selon.model.text import Span, cut

HIDDEN = re.compile(
    "[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]"
)
KINDS = (*ORDER, "focus")


@dataclass(frozen=True, slots=True)
class Flow:
    """One passage. `cards`: indexes of the claims (in text order) whose act stands in it; `noise`: not the article."""

    kind: str
    span: Span
    html: Markup
    cards: tuple[int, ...]
    noise: bool


def flow(reading: Reading, triggers: Sequence[Span], focus: Span | None = None) -> tuple[Flow, ...]:
    """The passages of a document; `triggers`: the acts' places in text order; `focus`: a stretch to point at."""
    text = reading.document.text
    windows = _windows(reading)
    marks = [*marks_of(reading), *([Mark(focus, "focus", "at")] if focus else [])]
    dealt = _dealt(marks, [w for w, _, _ in windows])
    cards = _cards(triggers, [w for w, _, _ in windows])
    return tuple(
        Flow(kind, window, Markup(passage(text, window, own)), tuple(cards[i]), noise)
        for i, ((window, kind, noise), own) in enumerate(zip(windows, dealt, strict=True))
    )


def _windows(reading: Reading) -> list[tuple[Span, str, bool]]:
    """Passages, and the stretches of noise between them, in text order."""
    document = reading.document
    noise = sorted(n.span for n in document.noise)
    passages = sorted((p.span, p.kind) for p in document.passages)
    found = [(span, kind, _is_noise(document.text, span, noise)) for span, kind in passages]
    starts = [span.start for span, _ in passages]
    for span in noise:
        at = bisect_right(starts, span.start) - 1
        near = [passages[i][0] for i in (at, at + 1) if 0 <= i < len(passages)]
        if not any(span.overlaps(p) for p in near):
            found.append((span, "noise", True))
    return sorted(found) or [(Span(0, max(1, len(document.text))), "paragraph", False)]


def _is_noise(text: str, span: Span, noise: Sequence[Span]) -> bool:
    """Whether the visible part of a passage lies within one stretch of noise."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    at = bisect_right([n.start for n in noise], start) - 1 if noise else -1
    return at >= 0 and start < end and noise[at].end >= end


def _dealt(marks: Iterable[Mark], windows: Sequence[Span]) -> list[list[Mark]]:
    """Marks by the windows they touch; a quotation over several passages is in each of them."""
    starts = [w.start for w in windows]
    out: list[list[Mark]] = [[] for _ in windows]
    for mark in marks:
        first = max(0, bisect_right(starts, mark.span.start) - 1)
        for i in range(first, bisect_left(starts, mark.span.end)):
            if windows[i].overlaps(mark.span):
                out[i].append(mark)
    return out


def _cards(triggers: Sequence[Span], windows: Sequence[Span]) -> list[list[int]]:
    starts = [w.start for w in windows]
    out: list[list[int]] = [[] for _ in windows]
    for index, trigger in enumerate(triggers):
        out[max(0, bisect_right(starts, trigger.start) - 1)].append(index)
    return out


def passage(text: str, window: Span, marks: Sequence[Mark]) -> str:
    """One window of the text as flat <span> elements, everything escaped."""
    shifted = [
        Span(max(m.span.start, window.start) - window.start, min(m.span.end, window.end) - window.start)
        for m in marks
    ]
    return "".join(
        _stretch(
            text[window.start + s.start : window.start + s.end],
            window.start + s.start,
            [marks[i] for i in s.marks],
        )
        for s in cut(min(len(window), len(text) - window.start), shifted)
    )


def _stretch(words: str, start: int, marks: Sequence[Mark]) -> str:
    inner = shown(words, start)
    if not marks:
        return f'<span data-s="{start}">{inner}</span>'
    kinds = " ".join(k for k in KINDS if any(m.kind == k for m in marks))
    ids = escape(" ".join(dict.fromkeys(m.id for m in marks)))
    place = "at" if any(m.kind == "focus" and m.span.start == start for m in marks) else f"c{start}"
    return f'<span class="m {kinds}" id="{place}" data-s="{start}" data-of="{ids}">{inner}</span>'


def shown(words: str, start: int) -> str:
    """Escaped text in which hidden characters are elements that say their number."""
    if not HIDDEN.search(words):
        return escape(words)
    pieces, at = [], 0
    for found in HIDDEN.finditer(words):
        pieces.append(f'<span data-s="{start + at}">{escape(words[at : found.start()])}</span>')
        number = f"U+{ord(found.group()):04X}"
        pieces.append(
            f'<span class="hidden-character" data-s="{start + found.start()}" data-n="1">{number}</span>'
        )
        at = found.end()
    pieces.append(f'<span data-s="{start + at}">{escape(words[at:])}</span>')
    return "".join(pieces)
