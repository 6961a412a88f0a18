"""Quotation marks: which stretches of a text stand between them.

Set before the parser and kept from it: what is quoted is known from the marks, never from the tree. Unpaired marks
are reported, never refused (an odd number of marks makes a peer's tool raise on 1 document in 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from selon.model.document import Notice, Passage
from selon.model.text import Span

# opening mark -> marks that may close it, in order of preference
_PAIRS = {
    "«": "»\"”",
    "“": "”\"“»",
    "„": "“”\"",
    "‹": "›",
    "‘": "’",
}  # fmt: skip
_STRAIGHT = '"'
_CLOSERS = "»”›"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks. `inner` is what is quoted, without marks and the spaces inside them.

    `outer` includes the marks. `closed` is False where the passage ends before the mark does (a quotation that
    runs over paragraphs opens each of them and closes only the last).
    """

    inner: Span
    outer: Span
    closed: bool = True
    depth: int = 0


def quotations(text: str, passages: tuple[Passage, ...]) -> tuple[tuple[Quotation, ...], tuple[Notice, ...]]:
    """The quotations of `text`, passage by passage, and a notice for every mark without a partner.

    A quotation never crosses a passage. Nested quotations come out too, with `depth` 1 and more; an inner
    straight mark inside «...» is nested, not closing.
    """
    found: list[Quotation] = []
    notices: list[Notice] = []
    for passage in passages:
        pairs, unpaired = _pair(text, passage.span)
        for start, end, depth in pairs:
            quotation = _quotation(text, start, end, passage.span, depth)
            if quotation:
                found.append(quotation)
        notices += [_notice(text, at) for at in unpaired]
    return tuple(sorted(found, key=lambda q: (q.outer.start, -q.outer.end))), tuple(notices)


def _pair(text: str, span: Span) -> tuple[list[tuple[int, int | None, int]], list[int]]:
    """Positions (opening, closing or None, depth) of paired marks, and positions of marks that have no partner."""
    stack: list[int] = []
    pairs: list[tuple[int, int | None, int]] = []
    unpaired: list[int] = []
    for at in range(span.start, span.end):
        mark = text[at]
        if mark == _STRAIGHT:
            opener = _straight_partner(text, stack)
            if (opener is not None and not _opens(text, at, span)) or (
                opener is not None and text[opener] == _STRAIGHT
            ):
                stack = stack[: stack.index(opener)]
                pairs.append((opener, at, len(stack)))
            else:
                stack.append(at)
        elif mark in "‘":
            continue  # single marks are apostrophes far more often than quotations in our languages
        elif mark in _PAIRS and not (mark == "“" and stack and text[stack[-1]] in "„"):
            if stack and text[stack[-1]] == mark == "«" and at == _line_start(text, at, span):
                continue
            stack.append(at)
        elif mark in _CLOSERS or mark == "“":
            opener = next((o for o in reversed(stack) if mark in _PAIRS.get(text[o], "")), None)
            if opener is None and stack and text[stack[-1]] == _STRAIGHT:
                opener = stack[-1]  # a straight mark closed by » or ” occurs in real pages
            if opener is None:
                unpaired.append(at)
                continue
            dropped = stack[stack.index(opener) + 1 :]
            unpaired += dropped
            stack = stack[: stack.index(opener)]
            pairs.append((opener, at, len(stack)))
    for depth, at in enumerate(stack):
        unpaired.append(at)
        if depth == 0 and at == _first_visible(text, span):
            pairs.append((at, None, 0))  # opens the paragraph and is not closed in it: a running quotation
    return pairs, unpaired


def _straight_partner(text: str, stack: list[int]) -> int | None:
    """The open mark that a straight mark would close: the innermost straight one, or a “ or « on top."""
    for opener in reversed(stack):
        if text[opener] == _STRAIGHT:
            return opener
    if stack and _STRAIGHT in _PAIRS.get(text[stack[-1]], ""):
        return stack[-1]
    return None


def _opens(text: str, at: int, span: Span) -> bool:
    """Whether a straight mark looks like an opening one: space or bracket before, a letter right after."""
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    return (before.isspace() or before in "([—–-:'’") and not after.isspace()


def _first_visible(text: str, span: Span) -> int:
    return next((i for i in range(span.start, span.end) if not text[i].isspace()), span.start)


def _line_start(text: str, at: int, span: Span) -> int:
    """The first visible position of the line that holds `at`."""
    line = text.rfind("\n", span.start, at) + 1 or span.start
    return next((i for i in range(line, at + 1) if not text[i].isspace()), at)


def _quotation(text: str, start: int, end: int | None, span: Span, depth: int) -> Quotation | None:
    close = end if end is not None else span.end
    left, right = start + 1, close
    while left < right and text[left].isspace():
        left += 1
    while right > left and text[right - 1].isspace():
        right -= 1
    if left >= right:
        return None
    outer_end = close + 1 if end is not None else close
    return Quotation(Span(left, right), Span(start, outer_end), end is not None, depth)


def _notice(text: str, at: int) -> Notice:
    return Notice(
        "unpaired-mark", f"quotation mark {text[at]} at character {at} has no partner", Span(at, at + 1)
    )
