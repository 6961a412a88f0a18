"""Reporting tags: ", a déclaré X", ", X said", "said X" - a cue with its source and no complement of its own."""

from __future__ import annotations

from dataclasses import dataclass

from selon.read.attribution.hits import Hit
from selon.read.attribution.scene import Scene
from selon.read.attribution.subject import Found, before, inverted, subject
from selon.read.attribution.tree import is_mark

_SKIP = frozenset({"ADV", "PART"})
_OPENERS = frozenset({",", "-", "—", "–", "!", "?", "...", "…", "(", ";", "."})
_THAT = frozenset({"que", "qu'", "that"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag over tokens [left, right): its words only, without the comma or mark before it."""

    hit: Hit
    source: Found | None
    left: int
    right: int
    inverted: bool


def tags(scene: Scene) -> tuple[Tag, ...]:
    """Every hit of the passage that can stand as a tag after or inside what it reports."""
    made = (_tag(scene, hit) for hit in scene.hits if hit.taking("quote", "clause"))
    return tuple(t for t in made if t)


def _tag(scene: Scene, hit: Hit) -> Tag | None:
    if hit.right < len(scene.doc) and scene.doc[hit.right].lower_ in _THAT:
        return None
    return _inverted(scene, hit) or _straight(scene, hit)


def _inverted(scene: Scene, hit: Hit) -> Tag | None:
    """The subject stands after the cue ("a déclaré X", "said X", "a-t-il dit")."""
    if not _opened(scene, hit.left):
        return None
    left, end = scene.sentence(hit.token.i)
    clitic = next(
        (
            c
            for c in hit.token.children
            if c.text.startswith("-") and c.i < hit.right + 2 and c.text.lstrip("-").lower() not in {"t"}
        ),
        None,
    )
    if clitic is not None:
        own = subject(scene, hit)
        right = max(hit.right, clitic.i + 1)
        return Tag(hit, own, hit.left, right, True) if own else None
    stop = next((i for i in range(hit.right, end) if i in scene.masked), end)
    source = inverted(scene, hit.right, stop)
    if source is None:
        return None
    return Tag(hit, source, hit.left, scene.index(source.span.end - 1) + 1, True)


def _straight(scene: Scene, hit: Hit) -> Tag | None:
    """The subject stands before the cue (", X said", "» X told the paper")."""
    floor, _ = scene.sentence(hit.token.i)
    source = subject(scene, hit) or before(scene, hit, floor)
    if source is None or source.head >= hit.left or source.head < floor:
        return None
    left = scene.index(source.span.start)
    if not _opened(scene, left):
        return None
    return Tag(hit, source, left, hit.right, False)


def _opened(scene: Scene, left: int) -> bool:
    """Whether what stands right before token `left` lets a tag start there: a comma, dash, closing mark or end mark."""
    i = left - 1
    while i >= 0 and (scene.doc[i].is_space or (scene.doc[i].pos_ in _SKIP and i not in scene.masked)):
        i -= 1
    if i < 0:
        return True
    return scene.doc[i].text in _OPENERS or is_mark(scene.doc[i]) or i in scene.masked


def opener(scene: Scene, left: int) -> int:
    """Index of the first token of the punctuation (and adverbs) that separates a tag from what stands before it."""
    i = left
    while i - 1 >= 0 and (
        scene.doc[i - 1].is_space
        or scene.doc[i - 1].text in _OPENERS
        or (scene.doc[i - 1].pos_ in _SKIP and i - 1 not in scene.masked)
    ):
        i -= 1
    return i
