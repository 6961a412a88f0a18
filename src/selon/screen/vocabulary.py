"""The words of listed names, and which of them answer a word that was never listed: misspelt, or spelt otherwise.

Words are looked up many at a time: keys by hash in sorted arrays, distances in one call for all pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from selon.screen.align import CLOSE, SAME_SOUND, near_likenesses
from selon.screen.folds import know_sounds, skeleton, sound

KOREAN, PLACE, CONCEPT = "^", "#", "@"
KEYS = ("key_hash", "key_word")
Likes = dict[str, float]
Arrays = dict[str, np.ndarray]


def hashed(key: str) -> int:
    """A key as 32 bits; what collides is told apart by comparing the words."""
    return crc32(key.encode())


def word_keys(heard: str) -> set[str]:
    """Keys under which a word is found, from its sound: the sound, the sound less one letter, the consonants."""
    keys = {heard}
    if len(heard) >= 4:
        keys.update(heard[:i] + heard[i + 1 :] for i in range(len(heard)))
    bones = skeleton(heard)
    if len(bones) >= 3:
        keys.add("=" + bones)
    return keys


def plain(word: str) -> bool:
    """Whether a word is spelt, so that spellings of it can be near: not a concept, number, initial or marked token."""
    return word[0] not in KOREAN + PLACE + CONCEPT and len(word) > 1 and not word.isdigit()


def keyed(pairs: Iterable[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Sorted hashes and the numbers they lead to."""
    cells = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)
    return cells[:, 0].astype(np.uint32), cells[:, 1].astype(np.int32)


def built(words: Sequence[str]) -> Arrays:
    """The key arrays of a vocabulary."""
    pairs = ((hashed(k), n) for n, w in enumerate(words) if plain(w) for k in word_keys(sound(w)))
    return dict(zip(KEYS, keyed(pairs), strict=True)) | shapes([sound(w) for w in words])


SHAPES = ("length", "bones", "first")


def shapes(heard: Sequence[str]) -> Arrays:
    """Of each sound: its length, the hash of its consonants, its first letter."""
    return {
        "length": np.fromiter(map(len, heard), np.int32, len(heard)),
        "bones": np.fromiter((hashed(skeleton(h)) for h in heard), np.uint32, len(heard)),
        "first": np.fromiter((ord(h[0]) for h in heard), np.int32, len(heard)),
    }


def table(keys: np.ndarray, values: np.ndarray) -> dict[int, tuple[int, ...]]:
    """Hash -> what it leads to, for keys that are asked one at a time."""
    if not len(keys):
        return {}
    starts = [0, *(np.flatnonzero(np.diff(keys)) + 1).tolist()]
    ends = [*starts[1:], len(keys)]
    listed = values.tolist()
    return {k: tuple(listed[s:e]) for k, s, e in zip(keys[starts].tolist(), starts, ends, strict=True)}


def runs(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each wanted hash, the positions that hold it: (index into `wanted`, position in `keys`), flattened."""
    starts, ends = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
    counts = ends - starts
    who = np.repeat(np.arange(len(wanted)), counts)
    within = np.arange(len(who)) - np.repeat(np.cumsum(counts) - counts, counts)
    return who, starts[who] + within


class Vocabulary:
    """The distinct words of one kind of names, by number."""

    def __init__(self, words: list[str], heard: list[str], arrays: Arrays) -> None:
        self.words = words
        self.heard = heard
        self.numbers = {w: n for n, w in enumerate(words)}
        self._keys, self._targets = (arrays[k] for k in KEYS)
        self._shapes = {k: arrays[k] for k in SHAPES}
        know_sounds(words, heard)

    def __len__(self) -> int:
        return len(self.words)

    def likes(self, words: Sequence[str]) -> dict[str, Likes]:
        """For each word, the words of the vocabulary that answer it, with their likeness (never below `CLOSE`)."""
        found: dict[str, Likes] = {w: {w: 1.0} if w in self.numbers else {} for w in words}
        spelt = [w for w in found if plain(w)]
        if spelt:
            self._near(spelt, found)
        return found

    def _near(self, spelt: list[str], found: dict[str, Likes]) -> None:
        heard = [sound(w) for w in spelt]
        keys = [[hashed(k) for k in word_keys(h)] for h in heard]
        owner = np.repeat(np.arange(len(spelt)), [len(k) for k in keys])
        who, where = runs(self._keys, np.fromiter((k for ks in keys for k in ks), np.uint32, len(owner)))
        pairs = np.unique(owner[who].astype(np.int64) * len(self) + self._targets[where])
        ours, theirs = (pairs // len(self)).tolist(), (pairs % len(self)).tolist()
        at = np.array(theirs, np.int64)
        who = np.array(ours, np.int64)
        far = cpdist(
            [heard[i] for i in ours], [self.heard[j] for j in theirs], scorer=OSA.distance, score_cutoff=2
        )
        spelling = cpdist(
            [spelt[i] for i in ours], [self.words[j] for j in theirs], scorer=OSA.distance, score_cutoff=2
        )
        mine = shapes(heard)
        alike = near_likenesses(
            np.minimum(far, spelling).astype(np.int32),
            np.minimum(mine["length"][who], self._shapes["length"][at]),
            mine["bones"][who] == self._shapes["bones"][at],
            mine["first"][who] == self._shapes["first"][at],
        )
        alike[far == 0] = SAME_SOUND
        for k in np.flatnonzero(alike >= CLOSE).tolist():
            word, other = spelt[ours[k]], self.words[theirs[k]]
            if word != other:
                found[word][other] = float(alike[k])

    def bones_like(self, word: str) -> Likes:
        """Words with the same consonants, for a name written without short vowels."""
        wanted = np.array([hashed("=" + skeleton(sound(word))), hashed(sound(word))], np.uint32)
        _, where = runs(self._keys, wanted)
        bones = skeleton(sound(word))
        near = (self.words[n] for n in dict.fromkeys(self._targets[where].tolist()))
        return {w: 0.95 if w != word else 1.0 for w in near if skeleton(sound(w)) == bones}
