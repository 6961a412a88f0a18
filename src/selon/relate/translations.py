"""Translations of a text, found without a neural model: names, numbers and cognates, and the order they stand in.

Two steps. The cosine of weighted anchors finds candidates between languages; articles on one event share many of
them. A translation also has them in the same order and has about the same length, which articles on one event do not.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NAME = 7  # letters of a capitalised word that survive inflection and transliteration
COGNATE = 5  # first letters of a long word that French and English have in common
LONG = 7  # letters from which a word may be a cognate
ALIKE = 0.2  # cosine from which two texts are compared in order
ORDERED = 0.35  # share of the anchors that stand in the same order
FIRM = 0.4  # the same share, of all names and numbers that do not begin a sentence
LEAST = 4  # anchors in common; fewer are chance
LENGTHS = (0.55, 1.8)  # a translation's length over its original's, in words
COMMON = 0.2  # share of the documents a feature may stand in; commoner ones tell nothing
_OPENS = re.compile(r"(?:[.!?…:«“\"\n—–-]\s*|\A\s*)\Z")
_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Anchors:
    """What of a text survives translation: features with their counts, names and numbers in order, words in all.

    `firm` counts the names and numbers that do not begin a sentence, where every word has a capital.
    """

    features: Counter[str]
    order: tuple[str, ...]
    words: int
    firm: int


@dataclass(frozen=True, slots=True)
class Translation:
    """Two texts in different languages (positions in the input) that are one text.

    `containment` is the share of the poorer one's anchors that stand in the other in the same order; `anchors` are those.
    """

    a: int
    b: int
    containment: float
    anchors: tuple[str, ...]


def anchors(text: str) -> Anchors:
    """The anchors of a text. Accents are folded; a name is a capitalised word cut to its first letters."""
    features: Counter[str] = Counter()
    order: list[str] = []
    words = firm = 0
    for match in _TOKEN.finditer(text):
        made = _features(match.group())
        names = [f for f in made if f[0] in "#@"]
        words += 1
        features.update(made)
        order += names
        firm += bool(names) and not _OPENS.search(text, max(0, match.start() - 4), match.start())
    return Anchors(features, tuple(order), words, firm)


@functools.lru_cache(maxsize=1 << 17)
def _features(token: str) -> tuple[str, ...]:
    if token[0].isdigit():
        digits = re.sub(r"\D", "", token)
        return ("#" + digits,) if len(digits) > 1 else ()
    plain = _folded(token)
    found = []
    if token[0].isupper() and len(plain) > 2:
        found.append("@" + plain[:NAME])
    if len(plain) >= LONG:
        found.append(plain[:COGNATE])
    return tuple(found)


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def translations(texts: Sequence[str], languages: Sequence[str | None]) -> Iterator[Translation]:
    """Every pair of `texts` in different languages (both known) of which one translates the other, in input order."""
    made = [anchors(text) for text in texts]
    weights = _weights(made)
    vectors = [_vector(one.features, weights) for one in made]
    for (a, b), cosine in sorted(_alike(vectors, languages).items()):
        if cosine >= ALIKE and _length_fits(made[a], made[b]):
            common = ordered(made[a], made[b], weights)
            if common is not None:
                yield Translation(a, b, *common)


def _weights(made: Sequence[Anchors]) -> dict[str, float]:
    """Inverse document frequencies; those of one document, or of more than a fifth of many, tell nothing."""
    counts: Counter[str] = Counter()
    for one in made:
        counts.update(one.features.keys())
    most = max(3.0, COMMON * len(made))
    return {f: math.log((1 + len(made)) / n) for f, n in counts.items() if 1 < n <= most}


def _vector(features: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    vector = {f: (1 + math.log(n)) * weights[f] for f, n in features.items() if f in weights}
    norm = math.sqrt(sum(w * w for w in vector.values())) or 1.0
    return {f: w / norm for f, w in vector.items()}


def _alike(
    vectors: Sequence[dict[str, float]], languages: Sequence[str | None]
) -> dict[tuple[int, int], float]:
    """Cosines of the pairs in different languages that share a feature."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for feature in vector:
            index[feature].append(i)
    cosines: defaultdict[tuple[int, int], float] = defaultdict(float)
    for feature, holders in index.items():
        for place, i in enumerate(holders):
            for j in holders[place + 1 :]:
                if languages[i] and languages[j] and languages[i] != languages[j]:
                    cosines[i, j] += vectors[i][feature] * vectors[j][feature]
    return cosines


def _length_fits(a: Anchors, b: Anchors) -> bool:
    return bool(a.words and b.words) and LENGTHS[0] <= b.words / a.words <= LENGTHS[1]


def ordered(a: Anchors, b: Anchors, weights: dict[str, float]) -> tuple[float, tuple[str, ...]] | None:
    """The share of weighted anchors in common order and those anchors; None where the two are no translation.

    Anchors without weight (articles, sentence starts of one language) do not count. In a small collection that leaves
    only what the two share, so the share among all firm anchors must be high as well.
    """
    ours, theirs = [f for f in a.order if f in weights], [f for f in b.order if f in weights]
    if not ours or not theirs:
        return None
    common = _common(ours, theirs)
    share, firm = len(common) / min(len(ours), len(theirs)), len(common) / max(1, min(a.firm, b.firm))
    if share < ORDERED or firm < FIRM or len(common) < LEAST:
        return None
    return round(share, 3), tuple(common)


def _common(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """A longest common subsequence."""
    rows = [[0] * (len(b) + 1)]
    for x in a:
        above, row = rows[-1], [0]
        for j, y in enumerate(b):
            row.append(above[j] + 1 if x == y else max(above[j + 1], row[j]))
        rows.append(row)
    out: list[str] = []
    i, j = len(a), len(b)
    while i and j:
        if a[i - 1] == b[j - 1]:
            out.append(a[i - 1])
            i, j = i - 1, j - 1
        elif rows[i - 1][j] >= rows[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return out[::-1]
