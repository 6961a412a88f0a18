"""Copies of a text: whole, shortened, rewritten here and there, or one agency passage inside another article.

Sets of five-word shingles, compared by containment |A n B| / min(|A|, |B|): a brief cut from a long dispatch has a
Jaccard similarity below .5 (233 of 737 real pairs) and a containment near 1. Candidates come from an index of one
shingle in eight, chosen by its hash; only they are compared in full. MinHash at .8 finds 47 % of the same pairs.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from selon.model.text import Span

WORDS = 5  # of a shingle
EVERY = 8  # one shingle in eight is indexed
SHORT = 100  # shingles; all of a shorter text's are indexed, for it has few
POSTINGS = 200  # documents a shingle is followed to; a formula of a site stands in more
COPY = 0.5  # containment from which 24 of 24 checked pairs were copies or cuts
RUN = 25  # words in a row that two writers do not find independently
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Prints:
    """The shingles of one text: hashes in order of the words, where each word stands, and the sorted set."""

    hashes: np.ndarray  # uint32, one a shingle, in order
    words: np.ndarray  # (start, end) of each word, code points
    unique: np.ndarray  # sorted


@dataclass(frozen=True, slots=True)
class Copy:
    """Two texts (positions in the input, the earlier first) that share wording.

    `containment` is the share of the shorter one's shingles that stand in the other; `run` is the longest shared
    stretch in words, `ours` and `theirs` its spans.
    """

    a: int
    b: int
    kind: str  # copy | passage
    containment: float
    run: int
    ours: Span
    theirs: Span


def prints(text: str, skip: frozenset[str] = frozenset()) -> Prints:
    """The shingles of `text`, case folded; lines in `skip` (trimmed) are passed over."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip() not in skip:
            for match in _WORD.finditer(line):
                words.append(match.group().casefold())
                places.append((at + match.start(), at + match.end()))
        at += len(line)
    hashes = _shingles(np.fromiter(map(_word_hash, words), dtype=np.uint32, count=len(words)))
    return Prints(hashes, np.array(places, dtype=np.int64).reshape(-1, 2), np.unique(hashes))


@functools.lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def _shingles(words: np.ndarray) -> np.ndarray:
    """A polynomial hash (modulo 2**32, mixed) of every `WORDS` neighbouring words; the same on every machine."""
    count = len(words) - WORDS + 1
    if count < 1:
        return np.empty(0, dtype=np.uint32)
    total = np.zeros(count, dtype=np.uint32)
    for k in range(WORDS):
        total = total * np.uint32(0x01000193) + words[k : k + count]
    total ^= total >> np.uint32(15)
    return total * np.uint32(0x2C1B3C6D)


def copies(texts: Sequence[str]) -> Iterator[Copy]:
    """Every pair of `texts` that are copies or share a passage, in input order."""
    skip = formulas(texts)
    made = [prints(text, skip) for text in texts]
    for a, b in sorted(_candidates(made)):
        found = compare(made[a], made[b])
        if found is not None:
            yield Copy(a, b, *found)


def formulas(texts: Iterable[str], most: int = 12, least: int = 3) -> frozenset[str]:
    """Short lines without a sentence's end that stand in three texts and more: signatures and prompts of sites.

    Nothing is removed from any text by this: they only do not count as shared wording.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({line.strip() for line in text.splitlines() if line.strip()})
    return frozenset(
        line
        for line, n in counts.items()
        if n >= least and len(line.split()) <= most and line[-1] not in '.!?…»”"'
    )


def _indexed(made: Prints) -> np.ndarray:
    return made.unique if len(made.unique) < SHORT else made.unique[(made.unique >> 8) % EVERY == 0]


def _candidates(made: Sequence[Prints]) -> set[tuple[int, int]]:
    """Pairs that share indexed shingles: two of them, or one where a text has hardly any."""
    index: defaultdict[int, list[int]] = defaultdict(list)
    for i, one in enumerate(made):
        for h in _indexed(one).tolist():
            if len(index[h]) < POSTINGS:
                index[h].append(i)
    found: set[tuple[int, int]] = set()
    for i, one in enumerate(made):
        hits: defaultdict[int, int] = defaultdict(int)
        for h in one.unique.tolist():
            for j in index.get(h, ()):
                hits[j] += 1
        few = len(one.unique) < SHORT
        found |= {
            (min(i, j), max(i, j))
            for j, n in hits.items()
            if j != i and (n > 1 or few or len(made[j].unique) < SHORT)
        }
    return found


def compare(a: Prints, b: Prints) -> tuple[str, float, int, Span, Span] | None:
    """Kind, containment, longest run in words and its spans; None where the two share too little."""
    smaller = min(len(a.unique), len(b.unique))
    if not smaller:
        return None
    shared = np.intersect1d(a.unique, b.unique, assume_unique=True)
    containment = len(shared) / smaller
    if containment < COPY and len(shared) <= RUN - WORDS:
        return None
    run, at_a, at_b = _longest_run(a, b, shared)
    if containment >= COPY:
        kind = "copy"
    elif run >= RUN:
        kind = "passage"
    else:
        return None
    return kind, round(containment, 3), run, _place(a, at_a, run), _place(b, at_b, run)


def _longest_run(a: Prints, b: Prints, shared: np.ndarray) -> tuple[int, int, int]:
    """Words of the longest stretch that both have in the same order, and the words it starts at."""
    where: dict[int, list[int]] = defaultdict(list)
    for j in np.flatnonzero(np.isin(b.hashes, shared)).tolist():
        where[int(b.hashes[j])].append(j)
    best, best_a, best_b = 0, 0, 0
    before: dict[int, int] = {}
    last = -2
    for i in np.flatnonzero(np.isin(a.hashes, shared)).tolist():
        now = {}
        for j in where[int(a.hashes[i])]:
            now[j] = (before.get(j - 1, 0) if last == i - 1 else 0) + 1
            if now[j] > best:
                best, best_a, best_b = now[j], i - now[j] + 1, j - now[j] + 1
        before, last = now, i
    return best + WORDS - 1, best_a, best_b


def _place(made: Prints, word: int, run: int) -> Span:
    return Span(int(made.words[word][0]), int(made.words[word + run - 1][1]))
