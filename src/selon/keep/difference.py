"""What changed between two versions of an article: passages first, then words inside those that changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from selon.model.text import Span

LINES = re.compile(r"[^\n]*\n|[^\n]+")
WORDS = re.compile(
    r"\s*\w+|\s+|[^\w\s]"
)  # a word with the space before it: changed words next to one another are one change
MOST = 4000  # words of one changed stretch that are compared one by one; longer ones count as replaced


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that is the same in both, was removed, or was added. Spans point into the two texts."""

    kind: str  # same | removed | added
    text: str
    before: Span | None = None
    after: Span | None = None


def difference(before: str, after: str) -> tuple[Change, ...]:
    """The stretches that lead from one text to the other, in order.

    Those "same" or "removed", joined, are `before`; those "same" or "added", joined, are `after`.
    """
    found: list[Change] = []
    old, new = LINES.findall(before), LINES.findall(after)
    at_old, at_new = 0, 0
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = "".join(old[i:j]), "".join(new[k:m])
        if kind == "replace":
            found += _words(left, right, at_old, at_new)
        else:
            found += _changes(left, right, at_old, at_new, kind == "equal")
        at_old, at_new = at_old + len(left), at_new + len(right)
    return tuple(found)


def _words(left: str, right: str, at_old: int, at_new: int) -> list[Change]:
    old, new = WORDS.findall(left), WORDS.findall(right)
    if len(old) > MOST or len(new) > MOST:
        return _changes(left, right, at_old, at_new, False)
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        found += _changes(gone, come, at_old, at_new, kind == "equal")
        at_old, at_new = at_old + len(gone), at_new + len(come)
    return found


def _changes(left: str, right: str, at_old: int, at_new: int, same: bool) -> list[Change]:
    before = Span(at_old, at_old + len(left)) if left else None
    after = Span(at_new, at_new + len(right)) if right else None
    if same:
        return [Change("same", left, before, after)]
    removed = [Change("removed", left, before=before)] if left else []
    return removed + ([Change("added", right, after=after)] if right else [])
