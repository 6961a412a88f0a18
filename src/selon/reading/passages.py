"""Paragraphs, titles and noise of a text taken as it stands.

A line break ends a passage, unless the text was wrapped by hand or by a mail program at 60 to 80 characters: then the
lines of a paragraph are joined and the passage holds its breaks. Spans never include the white space around.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selon.model.document import Noise, Passage
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.noise import NoiseRules, noise_rules
from selon.reading.normal import view

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"(?:[•·▪◦‣●*]|\(?\d{1,2}[.)]|[a-z]\))\s+\S")
_CLOSING = re.compile(r"[»”\"']+[.,]?")
_SPEECH = re.compile(r"[-–—―]\s*\S")
_TERMINAL = re.compile(r"[.!?…:;,][\s»”\"')\]]*$")
WIDEST = 132  # characters; nobody wraps by hand beyond it
NARROWEST = 40
TITLE_WORDS = 30
HEADING_WORDS = 14
_PROMPTS = frozenset({"newsletter", "subscription", "app"})


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str  # normalised view, trimmed
    after_blank: bool


def passages(text: str, pack: LanguagePack | None = None) -> tuple[tuple[Passage, ...], tuple[Noise, ...]]:
    """The passages of `text` in order, none overlapping, and those of them that are not the article.

    Every visible character lies in exactly one passage; a noise span is always that of a passage. Without a pack only
    the shapes that hold in every language (tracker ids, bare links) are marked.
    """
    normal = view(text)
    spans = [_span(block) for block in _blocks(tuple(_lines(text, normal)))]
    reasons = _reasons([_flat(s, normal) for s in spans], noise_rules(pack) if pack else NoiseRules((), ()))
    first = next((i for i, r in enumerate(reasons) if r is None), None)
    kinds = [
        _kind(_flat(s, normal), i == first, len(spans), r)
        for i, (s, r) in enumerate(zip(spans, reasons, strict=True))
    ]
    found = tuple(Passage(s, k) for s, k in zip(spans, kinds, strict=True))
    noise = tuple(Noise(s, r) for s, r in zip(spans, reasons, strict=True) if r)
    return found, noise


def _lines(text: str, normal: str) -> Iterator[_Line]:
    """The visible lines, trimmed by the normalised view."""
    blank, start = True, 0
    ends = [(m.start(), m.end()) for m in _BREAK.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        left, right = start, end
        while left < right and normal[left].isspace():
            left += 1
        while right > left and normal[right - 1].isspace():
            right -= 1
        if left < right:
            yield _Line(left, right, normal[left:right], blank)
        blank, start = left == right, following


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines grouped into paragraphs: one by one, or joined where the text is hard-wrapped."""
    width = wrapped_at(lines)
    block: list[_Line] = []
    for line in lines:
        if block and not _CLOSING.fullmatch(line.text) and not (width and _goes_on(block[-1], line, width)):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def wrapped_at(lines: Sequence[_Line]) -> int | None:
    """The width a text was hard-wrapped at; None where its lines are paragraphs.

    Greedy wrapping leaves a mark: no line but the last of a paragraph has room for the next line's first word. A text is
    wrapped when four of five neighbouring lines bear that mark and most of them stop in the middle of a sentence.
    """
    wordy = sorted(len(line.text) for line in lines if " " in line.text)
    if len(wordy) < 2 or wordy[-1 - len(wordy) // 20] > WIDEST:
        return None
    width = max(n for n in wordy if n <= WIDEST)
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if not b.after_blank]
    full = [(a, b) for a, b in pairs if _full(a, b, width)]
    open_ended = [a for a, _ in full if not _TERMINAL.search(a.text) or a.text.endswith(",")]
    if width < NARROWEST or not full or len(full) < 0.6 * len(pairs) or len(open_ended) < 0.6 * len(full):
        return None
    return width


def _full(line: _Line, following: _Line, width: int) -> bool:
    """Whether `line` had no room for the first word of `following` (two characters of slack for ragged wrapping)."""
    return len(line.text) + 1 + len(following.text.split(" ", 1)[0]) > width - 2


def _goes_on(line: _Line, following: _Line, width: int) -> bool:
    """Whether `following` continues the paragraph of `line` in a text wrapped at `width`."""
    if following.after_blank or _ITEM.match(following.text) or _SPEECH.match(following.text):
        return False
    return _full(line, following, width)


def _span(block: Sequence[_Line]) -> Span:
    return Span(block[0].start, block[-1].end)


def _flat(span: Span, normal: str) -> str:
    return re.sub(r"\s*\n\s*", " ", span.of(normal))


def _reasons(flat: Sequence[str], rules: NoiseRules) -> list[str | None]:
    """The reason of each passage that is noise, read from the end so that trailing codes are known as trailing."""
    reasons: list[str | None] = []
    last = len(flat) > 1
    for line in reversed(flat):
        reason = rules.reason(line, last=last)
        reasons.append(reason)
        last = last and reason is not None
    return _with_lists(flat, reasons[::-1], rules)


def _with_lists(flat: Sequence[str], reasons: list[str | None], rules: NoiseRules) -> list[str | None]:
    """Also the list that a prompt announces ("Sign up free" and what it brings): two or more short open lines after it."""
    for at, reason in enumerate(reasons):
        if reason not in _PROMPTS:
            continue
        run = list(
            itertools.takewhile(
                lambda i: reasons[i] is None and rules.is_open(flat[i]), range(at + 1, len(flat))
            )
        )
        if len(run) > 1:
            reasons[at + 1 : at + 1 + len(run)] = [reason] * len(run)
    return reasons


def _kind(line: str, first: bool, count: int, reason: str | None) -> str:
    words = len(line.split())
    if reason in {"credit", "caption"}:
        return "caption"
    if _ITEM.match(line):
        return "list_item"
    closed = bool(_TERMINAL.search(line)) and not line.endswith(("?", "!", "»", "”", '"'))
    if first and reason is None and count > 1 and words <= TITLE_WORDS and not closed:
        return "title"
    if reason is None and words <= HEADING_WORDS and not _TERMINAL.search(line) and not _SPEECH.match(line):
        return "heading"
    return "paragraph"
