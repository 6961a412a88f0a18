"""Which words of two names answer one another, and how closely."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from selon.screen.folds import skeleton, sound
from selon.screen.name import Name, weight

CLOSE = 0.72  # below this two words do not answer one another
JOINED = 0.95
SAME_SOUND = 0.97
Likeness = Callable[[str, str], float]


@functools.lru_cache(65_536)
def likeness(a: str, b: str) -> float:
    """How alike two words are, 0 to 1: spelt the same 1, sounding the same .97, near by edit distance below that.

    Distances are optimal string alignment (Damerau-Levenshtein on adjacent letters), the smaller of spelling and
    sound. Words with the same consonants get more credit, since vowels are what romanisations change.
    """
    if a == b:
        return 1.0
    if a[0] == "@" or b[0] == "@" or a.isdigit() or b.isdigit():
        return 0.0
    if len(a) == 1 or len(b) == 1:
        return 0.75 if a[0] == b[0] else 0.0
    heard_a, heard_b = sound(a), sound(b)
    if heard_a == heard_b:
        return SAME_SOUND
    distance = min(OSA.distance(heard_a, heard_b, score_cutoff=2), OSA.distance(a, b, score_cutoff=2))
    return near_likeness(heard_a, heard_b, distance)


def near_likeness(a: str, b: str, distance: int) -> float:
    """Likeness of two sounds that are `distance` apart; the same consonants or the same first letter count for it."""
    length = min(len(a), len(b))
    if distance > 2 or length < 3:
        return 0.0
    if skeleton(a) == skeleton(b):
        found = 0.92 if distance == 1 else (0.87 if length >= 5 else 0.75)
    elif distance == 1:
        found = 0.9 if length >= 7 else (0.86 if length >= 5 else (0.8 if length == 4 else 0.6))
    else:
        found = 0.8 if length >= 8 else (0.74 if length >= 7 else 0.0)
    return found if a[0] == b[0] else found - 0.05


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the words of `ours` answer those of `theirs`.

    `ours_cover`, `theirs_cover`: the share (0 to 1, by weight and likeness) of each name that the other answers.
    `ours_left`, `theirs_left`: words that nothing answers. `said`: summed weight of what agrees. `worst`: the
    least alike pair. `ordered`: the pairs follow one another in both.
    """

    pairs: tuple[tuple[int, int, float], ...]
    ours_cover: float
    theirs_cover: float
    ours_left: tuple[str, ...]
    theirs_left: tuple[str, ...]
    said: float
    worst: float
    ordered: bool


def align(ours: Name, theirs: Name, compare: Likeness = likeness) -> Alignment:
    """The best pairing of words, closest pairs first; two adjacent words may answer one ("Good Will", "Goodwill").

    `compare` may be a table of likenesses worked out before.
    """
    a, b = ours.words, theirs.words
    if ours.abjad or theirs.abjad:
        compare = _by_letters if ours.abjad and theirs.abjad else _by_consonants
    found = [
        (alike, -abs(i - j), i, j) for i, x in enumerate(a) for j, y in enumerate(b) if (alike := compare(x, y)) >= CLOSE
    ]
    chosen = _chosen(found)
    free_a = [i for i in range(len(a)) if i not in chosen]
    free_b = [j for j in range(len(b)) if j not in {j for js, _ in chosen.values() for j in js}]
    _join(a, b, free_a, free_b, chosen)
    return _summed(a, b, chosen)


def _by_consonants(a: str, b: str) -> float:
    """Likeness where one side is written without short vowels."""
    if a == b:
        return 1.0
    x, y = skeleton(sound(a)), skeleton(sound(b))
    if x == y:
        return 0.95 if len(x) > 1 else 0.8
    if min(len(x), len(y)) >= 4 and OSA.distance(x, y, score_cutoff=1) <= 1:
        return 0.8
    return 0.0


def _by_letters(a: str, b: str) -> float:
    """Likeness of two words that both leave their short vowels out: every letter left is a consonant that counts."""
    if a == b:
        return 1.0
    return 0.85 if min(len(a), len(b)) >= 4 and OSA.distance(a, b, score_cutoff=1) <= 1 else 0.0


Chosen = dict[
    int, tuple[tuple[int, ...], float]
]  # our word -> their words (several where they were written apart)


def _chosen(found: list[tuple[float, int, int, int]]) -> Chosen:
    chosen: Chosen = {}
    taken: set[int] = set()
    for alike, _, i, j in sorted(found, reverse=True):
        if i not in chosen and j not in taken:
            chosen[i] = ((j,), alike)
            taken.add(j)
    return chosen


def _join(
    a: tuple[str, ...], b: tuple[str, ...], free_a: list[int], free_b: list[int], chosen: Chosen
) -> None:
    """Add pairs in which two or three adjacent free words of one side, written together, are one free word of the other."""
    for i in list(free_a):
        for run in _runs(free_b):
            if sound("".join(b[j] for j in run)) == sound(a[i]) and i in free_a:
                chosen[i] = (run, JOINED)
                free_a.remove(i)
                for j in run:
                    free_b.remove(j)
                break
    for j in list(free_b):
        for run in _runs(free_a):
            if sound("".join(a[i] for i in run)) == sound(b[j]):
                for i in run:
                    chosen[i] = ((j,), JOINED)
                    free_a.remove(i)
                free_b.remove(j)
                break


def _runs(free: list[int]) -> list[tuple[int, ...]]:
    runs = [tuple(free[k : k + n]) for n in (3, 2) for k in range(len(free) - n + 1)]
    return [r for r in runs if r[-1] - r[0] == len(r) - 1]


def _summed(a: tuple[str, ...], b: tuple[str, ...], chosen: Chosen) -> Alignment:
    answered: dict[int, float] = {}
    for js, alike in chosen.values():
        for j in js:
            answered[j] = max(alike, answered.get(j, 0.0))
    total_a, total_b = sum(map(weight, a)) or 1.0, sum(map(weight, b)) or 1.0
    ours = sum(weight(a[i]) * alike for i, (_, alike) in chosen.items())
    theirs = sum(weight(b[j]) * alike for j, alike in answered.items())
    path = [js[0] for _, (js, _) in sorted(chosen.items())]
    return Alignment(
        tuple((i, js[0], alike) for i, (js, alike) in sorted(chosen.items())),
        ours / total_a,
        theirs / total_b,
        tuple(w for i, w in enumerate(a) if i not in chosen),
        tuple(w for j, w in enumerate(b) if j not in answered),
        min(ours, theirs),
        min((alike for _, alike in chosen.values()), default=0.0),
        all(x <= y for x, y in itertools.pairwise(path)),
    )
