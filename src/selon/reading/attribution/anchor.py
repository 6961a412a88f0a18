"""Floating quotations that the sentence before introduces: "La porte-parole a nuancé les chiffres. « On a constaté ... »"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.clause import blocked
from selon.reading.attribution.hits import Hit
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import is_passive, subject


def anchored(candidates: Iterable[Candidate], scenes: Mapping[int, Scene]) -> tuple[Candidate, ...]:
    """Each floating quotation whose sentence before has a cue that reports nothing else, with that cue and source."""
    every = tuple(candidates)
    used = {(c.passage, c.verb) for c in every if c.verb is not None}
    return tuple(_anchored(c, scenes[c.passage], used) if c.floating else c for c in every)


def _anchored(candidate: Candidate, scene: Scene, used: set[tuple[int, int | None]]) -> Candidate:
    hit = _introducing(candidate, scene)
    if hit is None or (scene.at, hit.token.i) in used or blocked(hit) or is_passive(hit.token):
        return candidate
    source, cue = subject(scene, hit), scene.span(hit.left, hit.right)
    if source is None or cue is None:
        return candidate
    return candidate.but(
        cue=(cue,),
        entry=hit.entries[0],
        source=source.span,
        head=source.head,
        verb=hit.token.i,
        floating=False,
        rule="quotation, cue in the sentence before",
    )


def _introducing(candidate: Candidate, scene: Scene) -> Hit | None:
    """The main cue of the sentence right before the quotation, in the same passage and not quoted itself."""
    first = scene.index(candidate.start)
    floor, _ = scene.sentence(first)
    if floor == 0:
        return None
    left, right = scene.sentence(floor - 1)
    if any(i in scene.masked for i in range(left, right)):
        return None
    inside = [h for h in scene.hits if left <= h.token.i < right]
    return next((h for h in inside if h.token.dep_ == "ROOT"), None)
