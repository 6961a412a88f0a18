"""The blocking index over the names of one kind: which listed names are worth comparing with a name.

Arrays only, so that loading is reading bytes and memory stays small: for each word of the vocabulary the names that
hold it, and hashed keys for names that somebody may write as one word or cut elsewhere.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from selon.screen.align import likeness
from selon.screen.folds import skeleton, sound
from selon.screen.name import Name, weight
from selon.screen.vocabulary import KOREAN, PLACE, Arrays, Likes, Vocabulary, hashed, keyed, table
from selon.screen.vocabulary import built as built_vocabulary

TOP = 48  # names compared in full for one query, best first
# a name is compared where this share of both names is answered, or this share of the smaller one; slack for an initial
WHOLE, PART, SLACK = 0.7, 0.86, 0.25
KEPT_WORDS, KEPT_CELLS, KEPT_NAMES = 16_384, 2_000_000, 8_192

Cells = tuple[np.ndarray, np.ndarray]  # name numbers, likeness of the word that leads there

ARRAYS = (
    "entry", "flags", "cover", "row_offsets", "row_words", "post_offsets", "post_names", "key_hash", "key_word",
    "join_hash", "join_name", "length", "bones", "first",
)  # fmt: skip
ACRONYM, ABJAD, TELLING = 1, 2, 4


def tokens(name: Name) -> tuple[str, ...]:
    """A name as the vocabulary holds it: words, then "#" places and "^" Korean syllables."""
    return (*name.words, *(PLACE + p for p in name.places), *(KOREAN + k for k in name.korean))


def whole_bones(words: tuple[str, ...]) -> str:
    """The consonants of a whole name run together, where there are five or more; else empty."""
    bones = "".join(skeleton(sound(w)) for w in words if w[0] != "@")
    return "=" + re.sub(r"(.)\1+", r"\1", bones) if len(bones) >= 5 else ""


def _joins(words: tuple[str, ...]) -> Iterator[str]:
    """What a reader may write as one word (two adjacent words, the whole name), and the whole name's consonants."""
    heard = [sound(w) for w in words]
    yield from map("".join, itertools.pairwise(heard))
    if len(heard) > 2:
        yield "".join(heard)
    if bones := whole_bones(words):
        yield bones


def _rows(lists: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Offsets and values of ragged rows."""
    offsets = np.zeros(len(lists) + 1, np.int32)
    np.cumsum([len(x) for x in lists], out=offsets[1:])
    return offsets, np.fromiter((v for x in lists for v in x), np.int32, int(offsets[-1]))


def built(names: Sequence[tuple[int, Name]]) -> tuple[list[str], Arrays]:
    """Vocabulary and arrays for (entry number, name) pairs."""
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(t, len(numbers)) for t in tokens(name)] for _, name in names]
    vocabulary = list(numbers)
    postings: list[list[int]] = [[] for _ in vocabulary]
    for name, row in enumerate(rows):
        for word in dict.fromkeys(row):
            postings[word].append(name)
    flags = [ACRONYM * n.acronym + ABJAD * n.abjad + TELLING * n.telling for _, n in names]
    joins = ((hashed(j), n) for n, (_, name) in enumerate(names) for j in _joins(name.words))
    made = dict(zip(("row_offsets", "row_words"), _rows(rows), strict=True))
    made |= zip(("post_offsets", "post_names"), _rows(postings), strict=True)
    made |= zip(("join_hash", "join_name"), keyed(joins), strict=True)
    made["entry"] = np.array([e for e, _ in names], np.int32)
    made["flags"] = np.array(flags, np.uint8)
    made["cover"] = np.array([sum(map(weight, n.words)) for _, n in names], np.float32)
    return vocabulary, made | built_vocabulary(vocabulary)


class Part:
    """The names of one kind ("person", "body", "craft"), ready to be asked."""

    def __init__(self, part: str, vocabulary: list[str], heard: list[str], arrays: Arrays) -> None:
        self.part = part
        self.arrays = arrays
        self.vocabulary = Vocabulary(vocabulary, heard, arrays)
        self._likes: dict[str, Likes] = {}
        self._cells: dict[str, Cells] = {}
        self._cell_count = 0
        self._names: dict[int, Name] = {}
        self._joins = table(arrays["join_hash"], arrays["join_name"])
        self._row_offsets = (
            arrays["row_offsets"].tolist() if len(arrays["entry"]) < 100_000 else arrays["row_offsets"]
        )

    def __len__(self) -> int:
        return len(self.arrays["entry"])

    def name(self, number: int) -> Name:
        """The listed name of this number, without its text."""
        found = self._names.get(number)
        if found is None:
            if len(self._names) >= KEPT_NAMES:
                self._names.clear()
            found = self._names[number] = self._name(number)
        return found

    def _name(self, number: int) -> Name:
        offsets = self._row_offsets
        numbers = self.arrays["row_words"][offsets[number] : offsets[number + 1]].tolist()
        row = [self.vocabulary.words[w] for w in numbers]
        flags = int(self.arrays["flags"][number])
        words = tuple(w for w in row if w[0] not in KOREAN + PLACE)
        places = tuple(w[1:] for w in row if w[0] == PLACE)
        korean = tuple(w[1:] for w in row if w[0] == KOREAN)
        return Name(
            "",
            self.part,
            words,
            places,
            bool(flags & ACRONYM),
            korean,
            bool(flags & ABJAD),
            bool(flags & TELLING),
        )

    def entry(self, number: int) -> int:
        """The entry a listed name belongs to."""
        return int(self.arrays["entry"][number])

    def learn(self, words: Iterable[str]) -> None:
        """Look many words up at once, so that `near` finds them known."""
        unknown = [w for w in dict.fromkeys(words) if w not in self._likes]
        if not unknown:
            return
        if len(self._likes) + len(unknown) > KEPT_WORDS or self._cell_count > KEPT_CELLS:
            self._likes.clear()
            self._cells.clear()
            self._cell_count = 0
        self._likes.update(self.vocabulary.likes(unknown))

    def likeness(self, ours: str, theirs: str) -> float:
        """Likeness of a learnt word and a word of the vocabulary; 0 where they do not answer one another."""
        if len(ours) == 1 or len(theirs) == 1:
            return likeness(ours, theirs)
        return self._likes[ours].get(theirs, 0.0)

    def near(self, name: Name) -> list[int]:
        """Numbers of listed names worth comparing with `name`, most promising first, at most `TOP`."""
        self.learn(name.words)
        total = sum(map(weight, name.words))
        cells = [(self._abjad_cells(w) if name.abjad else self._word_cells(w), weight(w)) for w in name.words]
        cells += [(self._posted({KOREAN + k: 1.0}), 1.0) for k in name.korean]
        cells += self._joined(name, total)
        cells = [c for c in cells if len(c[0][0])]
        return self._best(cells, total + len(name.korean)) if cells else []

    def _joined(self, name: Name, total: float) -> list[tuple[Cells, float]]:
        """Names that hold together what this name holds apart, or the other way about."""
        heard = [sound(w) for w in name.words if w[0] != "@"]
        pairs = [a + b for a, b in itertools.pairwise(heard)]
        out = []
        for key in (*(h for h in heard if len(h) > 3), *pairs):
            if names := self._joins.get(hashed(key)):
                out.append((_whole(names), 1.0))
        if (bones := whole_bones(name.words)) and (names := self._joins.get(hashed(bones))):
            out.append((_whole(names), total))
        out += [(self._posted({p: 1.0}), 2.0) for p in pairs if p in self.vocabulary.numbers]
        return out

    def _best(self, cells: list[tuple[Cells, float]], total: float) -> list[int]:
        """Names whose answered weight is enough, most promising first."""
        least = min(0.6 * total, 1.3)
        touched = _touched(cells, least)
        got = np.zeros(len(touched), np.float32)
        for (names, alike), worth in cells:
            at = names.searchsorted(touched)
            same = names.take(at, mode="clip") == touched
            got += alike.take(at, mode="clip") * same * np.float32(worth)
        some = got >= least
        touched, got = touched[some], got[some]
        if not len(touched):
            return []
        cover = self.arrays["cover"][touched]
        most, fewest = np.maximum(cover, total), np.minimum(cover, total)
        keep = (got >= WHOLE * most - SLACK) | ((got >= PART * fewest - SLACK) & (got >= min(least, 0.9)))
        promise = got / most
        order = np.argsort(-promise[keep], kind="stable")[:TOP]
        return touched[keep][order].tolist()

    def _word_cells(self, word: str) -> Cells:
        """The names that hold a word that answers `word`."""
        found = self._cells.get(word)
        if found is None:
            found = self._cells[word] = self._posted(self._likes[word])
            self._cell_count += len(found[0])
        return found

    def _abjad_cells(self, word: str) -> Cells:
        return self._posted(self._likes[word] | self.vocabulary.bones_like(word))

    def _posted(self, likes: Likes) -> Cells:
        """Names under any of the words, each once with its best likeness, by number."""
        numbers = self.vocabulary.numbers
        known = [(numbers[w], a) for w, a in likes.items() if w in numbers]
        if not known:
            return _NOTHING
        offsets, names = self.arrays["post_offsets"], self.arrays["post_names"]
        if len(known) == 1:
            found = names[offsets[known[0][0]] : offsets[known[0][0] + 1]]
            return found, np.full(len(found), known[0][1], np.float32)
        known.sort(key=lambda pair: -pair[1])
        lists = [names[offsets[w] : offsets[w + 1]] for w, _ in known]
        alike = np.repeat(np.array([a for _, a in known], np.float32), [len(r) for r in lists])
        found = np.concatenate(lists)
        order = found.argsort(kind="stable")
        found = found[order]
        first = _firsts(found)
        return found[first], alike[order][first]


def _firsts(ordered: np.ndarray) -> np.ndarray:
    """Where each value of a sorted array stands first."""
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first


def _touched(cells: list[tuple[Cells, float]], least: float) -> np.ndarray:
    """Names that can reach `least`: those under any word, but for the words held by most names that together cannot."""
    ordered = sorted(cells, key=lambda cell: -len(cell[0][0]))
    spared = 0.0
    while len(ordered) > 1 and spared + ordered[0][1] < least:
        spared += ordered.pop(0)[1]
    lists = [names for (names, _), _ in ordered]
    if len(lists) == 1:
        return lists[0]
    found = np.concatenate(lists)
    found.sort()
    return found[_firsts(found)]


def _whole(names: tuple[int, ...]) -> Cells:
    """Names (already in order) that are answered in full."""
    return np.array(names, np.int32), np.ones(len(names), np.float32)


_NOTHING: Cells = (np.zeros(0, np.int32), np.zeros(0, np.float32))
