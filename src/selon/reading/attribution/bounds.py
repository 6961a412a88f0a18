"""Where a reported content starts and ends: leading conjunctions, trailing incises, marks and punctuation."""

from __future__ import annotations

from selon.model.text import Span
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.tree import is_mark

_LEADS = frozenset(
    {
        "que",
        "qu'",
        "that",
        "de",
        "d'",
        "à",
        "to",
        "du",
        "of",
        "as",
        "comme",
        "for",
        "pour",
        "about",
        "against",
    }
)
_FINAL = ".,;:!?…"
_OPEN_CLOSE = {"«": "»", "“": "”", '"': '"', "(": ")", "[": "]"}


def content(scene: Scene, left: int, right: int, leads: frozenset[str] = _LEADS) -> Span | None:
    """The span of tokens left..right without leading conjunction, outer marks and final punctuation."""
    doc = scene.doc
    while left < right and (doc[left].is_space or doc[left].text in ",:;" or doc[left].lower_ in leads):
        left += 1
    span = scene.span(left, right)
    return tidy(scene.text, span) if span else None


def tidy(text: str, span: Span) -> Span | None:
    """`span` without final punctuation, outer quotation marks and outer spaces; None where nothing is left.

    A closing mark stays when its partner is inside ("des « armes »" keeps both).
    """
    left, right = span.start, span.end
    changed = True
    while changed and left < right:
        changed = False
        while left < right and text[left].isspace():
            left, changed = left + 1, True
        while left < right and (text[right - 1].isspace() or text[right - 1] in ".,;:—–"):
            right, changed = right - 1, True
        for opening, closing in _OPEN_CLOSE.items():
            body = text[left:right]
            if body.startswith(opening) and (
                (opening not in '"' and body.count(opening) > body.count(closing))
                or (body.count(opening) % 2 and opening == closing)
            ):
                left, changed = left + 1, True
            elif body.endswith(closing) and (
                (opening != closing and body.count(closing) > body.count(opening))
                or (body.count(opening) % 2 and opening == closing)
            ):
                right, changed = right - 1, True
            elif (
                len(body) > 1
                and body[0] == opening
                and body[-1] == closing
                and body.count(opening) == (2 if opening == closing else 1)
                and opening not in "(["
            ):
                left, right, changed = left + 1, right - 1, True
    return Span(left, right) if left < right else None


def sentence_end(scene: Scene, i: int) -> int:
    """Token index after the last word of the sentence of token `i` (final punctuation and marks left out)."""
    _, end = scene.sentence(i)
    while end > i + 1 and (
        scene.doc[end - 1].is_space or (scene.doc[end - 1].is_punct and not is_mark(scene.doc[end - 1]))
    ):
        end -= 1
    return end
