"""Unquoted content before the cue: "Le port est fermé, a déclaré X." - the clause from the sentence's start."""

from __future__ import annotations

from collections.abc import Iterator

from selon.model.text import Span
from selon.reading.attribution import bounds
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.tag import Tag, opener
from selon.reading.attribution.tree import is_finite, is_gerund


def find(scene: Scene) -> Iterator[Candidate]:
    """Tags whose content is the unquoted clause before them, and after them where the tag cuts it."""
    for tag in scene.tags:
        floor, end = scene.sentence(tag.hit.token.i)
        stop = opener(scene, tag.left)
        if (
            stop <= floor
            or (scene.doc[stop].text != "," and scene.doc[stop].text not in "—–-")
            or stop - 1 in scene.masked
        ):
            continue
        enclosed = _enclosed(scene, tag, end)
        if not tag.inverted and not enclosed and not _governs(scene, tag, floor, stop):
            continue
        made = _candidate(scene, tag, floor, stop, end, enclosed)
        if made:
            yield made


def _enclosed(scene: Scene, tag: Tag, end: int) -> bool:
    """Whether a tag in plain order stands between two commas in the middle of its content (", X said, the ...")."""
    after = tag.right
    if tag.inverted or after + 2 >= end or scene.doc[after].text != ",":
        return False
    return not is_gerund(scene.doc[after + 1]) and after + 1 not in scene.masked


def _governs(scene: Scene, tag: Tag, floor: int, stop: int) -> bool:
    """Whether what stands before a tag in plain order is its content, not a subordinate ("When asked, X said ...").

    The tree hangs the content on the cue, or the cue on the content; a strong cue that ends its sentence needs no tree.
    """
    verb = tag.hit.token
    linked = any(c.dep_ in {"ccomp", "parataxis", "dep"} and floor <= c.i < stop for c in verb.children)
    linked = linked or (verb.dep_ in {"parataxis", "ccomp", "dep"} and floor <= verb.head.i < stop)
    linked = linked or (verb.dep_ == "conj" and floor <= verb.head.i < stop and tag.left - stop <= 1)
    if linked:
        return True
    opens = scene.doc[floor]
    subordinate = opens.pos_ in {"SCONJ", "ADP"} or opens.lower_ in {
        "when",
        "while",
        "as",
        "if",
        "once",
        "but",
        "in",
    }
    entry = tag.hit.taking("quote")
    ends = verb.i + 3 >= bounds.sentence_end(scene, verb.i)
    return not subordinate and ends and entry is not None and entry.strong and entry.attitude == "said"


def _candidate(scene: Scene, tag: Tag, floor: int, stop: int, end: int, enclosed: bool) -> Candidate | None:
    start = floor
    first = bounds.content(scene, start, stop, frozenset())
    if first is None or stop - start < 2:
        return None
    spans: tuple[Span, ...] = (first,)
    if enclosed or not any(is_finite(scene.doc[i]) for i in range(start, stop)):
        second = _rest(scene, tag, end)
        if second is None:
            return None
        spans = (first, second)
    cue = scene.span(tag.hit.left, tag.hit.right)
    entry = tag.hit.taking("quote")
    if cue is None or entry is None:
        return None
    source = tag.source
    return Candidate(
        spans, (cue,), entry, source.span if source else None, "incise", scene.at, 64 if tag.inverted else 55,
        tag.hit.token.i, source.head if source else None,
    )  # fmt: skip


def _rest(scene: Scene, tag: Tag, end: int) -> Span | None:
    """What goes on after a tag in the middle of a clause: from the comma that closes the tag."""
    comma = next((i for i in range(tag.right, end) if scene.doc[i].text in {",", "—", "–"}), None)
    if comma is None or comma + 1 >= end:
        return None
    return bounds.content(scene, comma + 1, bounds.sentence_end(scene, comma), frozenset())
