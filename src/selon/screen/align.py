"""Which words of two names answer one another, and how closely."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA

from selon.screen.folds import skeleton, sound
from selon.screen.name import Name, weights

CLOSE = 0.72  # below this two words do not answer one another
JOINED = 0.95
SAME_SOUND = 0.97
Likeness = Callable[[str, str], float]


@functools.lru_cache(65_536)
def likeness(a: str, b: str) -> float:
    """How alike two words are, 0 to 1: spelt the same 1, sounding the same .97, near by edit distance below that.

    Distances are optimal string alignment (Damerau-Levenshtein on adjacent letters), the smaller of spelling and
    sound.
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
    """Likeness of two different sounds that are `distance` apart."""
    one = (np.array([x]) for x in (distance, min(len(a), len(b)), skeleton(a) == skeleton(b), a[0] == b[0]))
    return float(near_likenesses(*one)[0])


# likeness by distance and length of the shorter sound (up to 8): same consonants, then other consonants
_SAME_BONES = {
    1: (0, 0, 0, 0.92, 0.92, 0.92, 0.92, 0.92, 0.92),
    2: (0, 0, 0, 0.75, 0.75, 0.87, 0.87, 0.87, 0.87),
}
_OTHER_BONES = {1: (0, 0, 0, 0.6, 0.8, 0.86, 0.86, 0.9, 0.9), 2: (0, 0, 0, 0, 0, 0, 0, 0.74, 0.8)}
_OTHER_FIRST = 0.05  # taken off where the first letters differ: slips seldom touch the first letter


def near_likenesses(
    distance: np.ndarray, length: np.ndarray, bones: np.ndarray, first: np.ndarray
) -> np.ndarray:
    """Likenesses of many pairs of sounds: by distance, length of the shorter, same consonants, same first letter.

    Words with the same consonants get more credit, since vowels are what romanisations change.
    """
    short = np.minimum(length, 8)
    out = np.zeros(len(distance))
    for apart in (1, 2):
        found = np.where(bones, np.array(_SAME_BONES[apart])[short], np.array(_OTHER_BONES[apart])[short])
        out = np.where(distance == apart, found, out)
    return np.where((out > 0) & ~first, out - _OTHER_FIRST, out)


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
    if a == b:
        return _same(a)
    if ours.abjad or theirs.abjad:
        compare = _by_letters if ours.abjad and theirs.abjad else _by_consonants
    found = [
        (alike, -abs(i - j), i, j)
        for i, x in enumerate(a)
        for j, y in enumerate(b)
        if (alike := compare(x, y)) >= CLOSE
    ]
    chosen = _chosen(found)
    if len(chosen) < min(len(a), len(b)):
        taken = {j for js, _ in chosen.values() for j in js}
        free_a, free_b = (
            [i for i in range(len(a)) if i not in chosen],
            [j for j in range(len(b)) if j not in taken],
        )
        _join(a, b, free_a, free_b, chosen)
    return _summed(a, b, chosen)


@functools.lru_cache(1_024)
def _same(words: tuple[str, ...]) -> Alignment:
    pairs = tuple((i, i, 1.0) for i in range(len(words)))
    return Alignment(pairs, 1.0, 1.0, (), (), weights(words)[1], 1.0, True)


def _by_consonants(a: str, b: str) -> float:
    """Likeness where one side is written without short vowels."""
    if a == b:
        return 1.0
    x, y = skeleton(sound(a)), skeleton(sound(b))
    if x == y:
        return 0.95 if len(x) > 2 else 0.8
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
    worth_a, total_a = weights(a)
    worth_b, total_b = weights(b)
    answered: dict[int, float] = {}
    ours = theirs = 0.0
    worst, last, ordered = 1.0, -1, True
    pairs = []
    for i in sorted(chosen):
        js, alike = chosen[i]
        pairs.append((i, js[0], alike))
        ours += worth_a[i] * alike
        worst, ordered, last = min(worst, alike), ordered and last <= js[0], js[0]
        for j in js:
            if j not in answered:
                theirs += worth_b[j] * alike
                answered[j] = alike
    left_a = tuple(w for i, w in enumerate(a) if i not in chosen) if len(chosen) < len(a) else ()
    left_b = tuple(w for j, w in enumerate(b) if j not in answered) if len(answered) < len(b) else ()
    worst = worst if pairs else 0.0
    return Alignment(
        tuple(pairs), ours / total_a, theirs / total_b, left_a, left_b, min(ours, theirs), worst, ordered
    )
