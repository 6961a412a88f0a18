"""The complements of a trigger: what stands behind which preposition, and the actors in it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from selon.model.actor import Mention
from selon.reading.acts.scene import Scene

PREPOSITIONS = ("to", "from", "by", "of", "with", "between", "in", "against", "for")
# kinds of mention that can take part in an act, those that name the actor best first
_TIERS = (
    ("person",),
    (
        "un_body",
        "organisation",
        "company",
        "group",
        "government",
        "media",
        "vessel",
        "officials",
        "unspecified",
    ),
    ("state",),
    ("place",),
)
_SPLIT = ("ADP", "PART", "SCONJ", "ADV", "VERB")  # parts of speech a preposition is tagged as


@dataclass(frozen=True, slots=True)
class Slot:
    """A complement: kind (to, by, of, ... or object) and its words first..last."""

    kind: str
    first: int
    last: int


def slots(scene: Scene, first: int, last: int) -> tuple[Slot, ...]:
    """The complements in words first..last, split at prepositions."""
    out: list[Slot] = []
    kind, start = "object", first
    for j in range(first, last + 1):
        found = preposition(scene, j) if j >= start else None
        if found is None:
            continue
        if j > start or out:
            out.append(Slot(kind, start, j - 1))
        end = _time_end(scene, j, last)
        if end is not None:
            out.append(Slot("time", j, end))
        kind, start = ("object", end + 1) if end is not None else (found, j)
    if last >= start:
        out.append(Slot(kind, start, last))
    return tuple(s for s in out if s.last >= s.first)


def _time_end(scene: Scene, j: int, last: int) -> int | None:
    """Last word of the time adjunct that the preposition at `j` opens ("en janvier 2023"); None when it opens none."""
    end = next((k for k in range(j + 1, min(j + 4, last + 1)) if scene.has("time_noun", k)), None)
    if end is None or any(
        scene.words[k].pos == "PROPN" and not scene.has("time_noun", k) for k in range(j + 1, end)
    ):
        return None
    while end < last and (scene.words[end + 1].pos == "NUM" or scene.has("time_adjective", end + 1)):
        end += 1
    return end


def preposition(scene: Scene, j: int) -> str | None:
    """The kind of preposition at word `j`; None where there is none."""
    word = scene.words[j]
    if word.pos not in _SPLIT and not (word.pos == "DET" and scene.has("of", j)):
        return None
    if scene.has("by", j) and any(scene.has("via", k) for k in range(j + 1, min(j + 3, len(scene.words)))):
        return "via"
    if j + 1 < len(scene.words) and scene.has("offshore", j + 1) and scene.has("to", j):
        return "in"  # "au large de": where it happens, no direction
    if scene.has("of", j) and j and scene.has("out", j - 1):
        return "from"
    return next((k for k in PREPOSITIONS if scene.has(k, j)), "other" if word.pos == "ADP" else None)


def acting(scene: Scene, first: int, last: int) -> list[Mention]:
    """Actors in words first..last: the person of "le président russe Vladimir Poutine", both of "A et B"."""
    parts = [p for part in _coordinated(scene, first, last) if (p := _best(scene, *part))]
    persons = any(m.kind == "person" for part in parts for m in part)
    return [m for part in parts for m in part if not persons or m.form != "demonym"]


def _best(scene: Scene, first: int, last: int) -> list[Mention]:
    """The mentions of one noun phrase that name its actor best."""
    inside = [m for m in scene.mentions_in(first, last) if m.actor and (m.kind != "place" or m.country)]
    for tier in _TIERS:
        chosen = [m for m in inside if m.kind in tier]
        named = [m for m in chosen if m.form != "demonym"]
        if chosen:
            return named or chosen
    return []


def _coordinated(scene: Scene, first: int, last: int) -> list[tuple[int, int]]:
    """Words first..last cut at coordinators."""
    cuts = [j for j in range(first, last + 1) if scene.has("and", j)]
    edges = [first - 1, *cuts, last + 1]
    return [(a + 1, b - 1) for a, b in itertools.pairwise(edges) if b - 1 >= a + 1]
