"""The blocking index over the names of one kind: which listed names are worth comparing with a name.

Arrays only, so that loading is reading bytes and memory stays small: a vocabulary of words, for each word the
names that hold it (rows of offsets), and hashed keys that lead from a misspelt or differently romanised word to
words of the vocabulary (its sound, its sound with one letter left out, its consonants).
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from zlib import crc32

import numpy as np

from selon.screen.align import CLOSE, likeness
from selon.screen.folds import skeleton, sound
from selon.screen.name import Name, weight

TOP = 48  # names compared in full for one query, best first
CACHE_WORDS, CACHE_CELLS = 4_096, 1_000_000
KOREAN, PLACE = "^", "#"

Cells = tuple[np.ndarray, np.ndarray]  # name numbers, likeness of the word that leads there


def word_keys(word: str) -> set[str]:
    """Keys under which a word is found: its sound, the sound less one letter, its consonants."""
    heard = sound(word)
    keys = {heard}
    if len(heard) >= 4:
        keys.update(heard[:i] + heard[i + 1 :] for i in range(len(heard)))
    bones = skeleton(heard)
    if len(bones) >= 3:
        keys.add("=" + bones)
    return keys


def _hash(key: str) -> int:
    return crc32(key.encode())


def _rows(lists: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Offsets and values of ragged rows."""
    offsets = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(x) for x in lists], out=offsets[1:])
    return offsets, np.fromiter((v for x in lists for v in x), np.int32, int(offsets[-1]))


def _keyed(pairs: Iterable[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Sorted hashes and the numbers they lead to."""
    cells = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)
    return cells[:, 0].astype(np.uint32), cells[:, 1].astype(np.int32)


def tokens(name: Name) -> tuple[str, ...]:
    """A name as the vocabulary holds it: words, then "#" places and "^" Korean syllables."""
    return (*name.words, *(PLACE + p for p in name.places), *(KOREAN + k for k in name.korean))


def _joins(words: tuple[str, ...]) -> Iterator[str]:
    """What a reader may write as one word: two adjacent words, or the whole name; and the whole name's consonants."""
    if bones := whole_bones(words):
        yield bones
    for pair in itertools.pairwise(words):
        yield sound("".join(pair))
    if len(words) > 2:
        yield sound("".join(words))


def whole_bones(words: tuple[str, ...]) -> str:
    """The consonants of a whole name run together, where there are five or more; else empty."""
    bones = "".join(skeleton(sound(w)) for w in words if w[0] != "@")
    return "=" + re.sub(r"(.)\1+", r"\1", bones) if len(bones) >= 5 else ""


ARRAYS = (
    "entry",
    "flags",
    "cover",
    "row_offsets",
    "row_words",
    "post_offsets",
    "post_names",
    "key_hash",
    "key_word",
    "join_hash",
    "join_name",
)
ACRONYM, ABJAD, TELLING = 1, 2, 4


def built(names: Sequence[tuple[int, Name]]) -> tuple[list[str], dict[str, np.ndarray]]:
    """Vocabulary and arrays for (entry number, name) pairs."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(t, len(numbers)) for t in tokens(name)] for _, name in names]
    vocabulary = list(numbers)
    postings: list[list[int]] = [[] for _ in vocabulary]
    for name, row in enumerate(rows):
        for word in dict.fromkeys(row):
            postings[word].append(name)
    row_offsets, row_words = _rows(rows)
    post_offsets, post_names = _rows(postings)
    plain = [(n, w) for n, w in enumerate(vocabulary) if w[0] not in KOREAN + PLACE]
    key_hash, key_word = _keyed(
        (_hash(k), n) for n, w in plain for k in ([w] if w[0] == "@" else word_keys(w))
    )
    join_hash, join_name = _keyed(
        (_hash(j), n) for n, (_, name) in enumerate(names) for j in _joins(name.words)
    )
    flags = [ACRONYM * name.acronym + ABJAD * name.abjad + TELLING * name.telling for _, name in names]
    cover = [sum(map(weight, name.words)) for _, name in names]
    made = (
        np.array([e for e, _ in names], np.int32), np.array(flags, np.uint8), np.array(cover, np.float32), row_offsets,
        row_words, post_offsets, post_names, key_hash, key_word, join_hash, join_name,
    )  # fmt: skip
    return vocabulary, dict(zip(ARRAYS, made, strict=True))


class Part:
    """The names of one kind ("person", "body", "craft"), ready to be asked."""

    def __init__(self, part: str, vocabulary: list[str], arrays: dict[str, np.ndarray]) -> None:
        self.part = part
        self.vocabulary = vocabulary
        self.arrays = arrays
        self.numbers = {w: n for n, w in enumerate(vocabulary)}
        self._cache: dict[tuple[str, bool], Cells] = {}
        self._cells = 0
        self._local = threading.local()

    def __len__(self) -> int:
        return len(self.arrays["entry"])

    def name(self, number: int) -> Name:
        """The listed name of this number, without its text."""
        found = self._row(number)
        flags = int(self.arrays["flags"][number])
        return Name(
            "",
            self.part,
            tuple(w for w in found if w[0] not in KOREAN + PLACE),
            tuple(w[1:] for w in found if w[0] == PLACE),
            bool(flags & ACRONYM),
            tuple(w[1:] for w in found if w[0] == KOREAN),
            bool(flags & ABJAD),
            bool(flags & TELLING),
        )

    def _row(self, number: int) -> list[str]:
        offsets, words = self.arrays["row_offsets"], self.arrays["row_words"]
        return [self.vocabulary[w] for w in words[offsets[number] : offsets[number + 1]].tolist()]

    def entry(self, number: int) -> int:
        """The entry a listed name belongs to."""
        return int(self.arrays["entry"][number])

    def near(self, name: Name) -> list[int]:
        """Numbers of listed names worth comparing with `name`, most promising first, at most `TOP`."""
        total = sum(map(weight, name.words))
        cells = [(self._word(w, name.abjad), weight(w)) for w in name.words]
        cells += [(self._joined(_hash(j)), 1.0) for j in self._query_joins(name)]
        if bones := whole_bones(name.words):
            cells.append((self._joined(_hash(bones)), total))
        cells += [(self._exact(KOREAN + k), 1.0) for k in name.korean]
        cells = [c for c in cells if len(c[0][0])]
        if not cells:
            return []
        return self._best(cells, total, len(name.korean))

    def _query_joins(self, name: Name) -> list[str]:
        return [sound(w) for w in name.words if len(w) > 3] + [
            sound("".join(p)) for p in zip(name.words, name.words[1:], strict=False)
        ]

    def _best(self, cells: list[tuple[Cells, float]], total: float, syllables: int) -> list[int]:
        sums = self._sums()
        for (names, alike), worth in cells:
            sums[names] += alike * worth
        touched = np.concatenate([names for (names, _), _ in cells])
        got = sums[touched]
        cover = self.arrays["cover"][touched]
        small = np.minimum(cover, total if not syllables else total + syllables)
        keep = got >= np.maximum(0.64 * small, 0.3)
        promise = got / np.maximum(cover, total)
        chosen = touched[keep]
        order = np.argsort(-promise[keep], kind="stable")
        sums[touched] = 0
        return list(dict.fromkeys(chosen[order].tolist()))[:TOP]

    def _sums(self) -> np.ndarray:
        if not hasattr(self._local, "sums"):
            self._local.sums = np.zeros(len(self), np.float32)
        return self._local.sums

    def _word(self, word: str, abjad: bool) -> Cells:
        """The names that hold a word like `word`, each once with its best likeness; kept for the next time."""
        found = self._cache.get((word, abjad))
        if found is None:
            found = self._gathered(self._likes(word, abjad))
            if len(self._cache) >= CACHE_WORDS or self._cells > CACHE_CELLS:
                self._cache.clear()
                self._cells = 0
            self._cache[word, abjad] = found
            self._cells += len(found[0])
        return found

    def _likes(self, word: str, abjad: bool) -> dict[int, float]:
        """Words of the vocabulary that answer `word`, with their likeness."""
        if word[0] == "@" or word.isdigit() or len(word) == 1:
            return {self.numbers[word]: 1.0} if word in self.numbers else {}
        hashes = np.fromiter((_hash(k) for k in word_keys(word)), np.uint32)
        near = self._lookup("key_hash", "key_word", hashes)
        bones = skeleton(sound(word))
        found = {}
        for number in dict.fromkeys(near.tolist()):
            other = self.vocabulary[number]
            alike = likeness(word, other)
            if alike < CLOSE and skeleton(sound(other)) == bones:
                alike = 0.9 if abjad else 0.0
            if alike >= CLOSE:
                found[number] = alike
        return found

    def _lookup(self, hashes_of: str, values_of: str, hashes: np.ndarray) -> np.ndarray:
        keys, values = self.arrays[hashes_of], self.arrays[values_of]
        starts, ends = np.searchsorted(keys, hashes, "left"), np.searchsorted(keys, hashes, "right")
        runs = [values[s:e] for s, e in zip(starts.tolist(), ends.tolist(), strict=True) if e > s]
        return np.concatenate(runs) if runs else values[:0]

    def _gathered(self, likes: dict[int, float]) -> Cells:
        """Names under any of the words; a name under several keeps its best likeness."""
        if not likes:
            return _NOTHING
        offsets, names = self.arrays["post_offsets"], self.arrays["post_names"]
        ordered = sorted(likes.items(), key=lambda pair: -pair[1])
        runs = [names[offsets[w] : offsets[w + 1]] for w, _ in ordered]
        alike = np.repeat(np.array([a for _, a in ordered], np.float32), [len(r) for r in runs])
        found, first = np.unique(np.concatenate(runs), return_index=True)
        return found, alike[first]

    def _exact(self, token: str) -> Cells:
        number = self.numbers.get(token)
        return _NOTHING if number is None else self._gathered({number: 1.0})

    def _joined(self, key: int) -> Cells:
        names = np.unique(self._lookup("join_hash", "join_name", np.array([key], np.uint32)))
        return names, np.ones(len(names), np.float32)


_NOTHING: Cells = (np.zeros(0, np.int32), np.zeros(0, np.float32))
