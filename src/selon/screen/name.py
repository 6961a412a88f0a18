"""A name made ready for comparison: its words by kind, without what only stands beside a name."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selon.screen.folds import (
    is_abjad,
    korean,
    korean_family_names,
    latin,
    read,
    skeleton,
    sound,
    syllables,
    words,
)

PARTS = {"person": "person", "organization": "body", "vessel": "craft", "aircraft": "craft"}
COMMON, CONCEPT, INITIAL, RARE = 0.5, 0.45, 0.25, 1.0  # how much agreeing on a word says


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready for comparison.

    `words` are Latin, lower case, in order; "@bank" stands for a concept that languages share. `places` are the
    places a body's name mentions ("kp"), which are context. `acronym`: one word in capitals. `korean`: keys of its
    syllables where the whole name can be read as a Korean (or other syllabic) one, else empty. `abjad`: written
    without short vowels. `telling`: an alias of ours that names one body even if its words are all shared ones.
    """

    text: str
    part: str
    words: tuple[str, ...]
    places: tuple[str, ...] = ()
    acronym: bool = False
    korean: tuple[str, ...] = ()
    abjad: bool = False
    telling: bool = False

    @property
    def joined(self) -> str:
        """The sounds of all words as one, doubled letters at the seams closed."""
        return run_together(self.words)


@functools.lru_cache(16_384)
def run_together(words: tuple[str, ...]) -> str:
    """The sounds of words as one, doubled letters at the seams closed."""
    return re.sub(r"(.)\1+", r"\1", "".join(map(sound, words)))


@functools.cache
def _word_set(file: str, key: str) -> frozenset[str]:
    return frozenset(latin(str(w)) for w in read(file)[key])


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(sound(str(w)) for w in read("people")["common"])


@functools.lru_cache(16_384)
def weight(word: str) -> float:
    """How much it says when two names share this word: little for an initial or a concept, less for Mohammed."""
    if word[0] == "@":
        return CONCEPT
    if len(word) == 1 and word.isalpha():
        return INITIAL
    return COMMON if sound(word) in _common() else RARE


@functools.lru_cache(16_384)
def weights(words: tuple[str, ...]) -> tuple[tuple[float, ...], float]:
    """The weight of each word, and their sum (1 for no word)."""
    each = tuple(map(weight, words))
    return each, sum(each) or 1.0


@functools.lru_cache(16_384)
def prepare(text: str, part: str) -> Name:
    """The name `text` as one of "person", "body" or "craft"."""
    return _MAKERS[part](text, words(text))


def _person(text: str, found: list[str]) -> Name:
    titles, particles = _word_set("people", "titles"), _word_set("people", "particles")
    borne = [w for w in found if w not in particles] or found
    kept = [w for w in borne if w not in titles]
    if len(kept) < 2:
        kept = borne  # "Hafiz Saeed": what is left alone would be no name
    keys = _korean_keys([w for w in found if w not in titles]) or _korean_keys(kept)
    return Name(text, "person", tuple(kept), korean=keys, abjad=is_abjad(text), acronym=_capitals(text, kept))


def _korean_keys(found: list[str]) -> tuple[str, ...]:
    """Keys of two to four syllables with a Korean family name at either end; empty for any other name."""
    for candidate in _respelt(found):
        keys = tuple(k for w in candidate if (k := korean(w)))
        if len(keys) == len(candidate) and 2 <= len(keys) <= 4 and (keys[0] in korean_family_names()):
            return keys
        if len(keys) == len(candidate) and len(keys) == 3 and keys[-1] in korean_family_names():
            return (keys[-1], *keys[:-1])
    return ()


def _respelt(found: list[str]) -> Iterator[list[str]]:
    yield found
    if len(found) == 2:
        for cut in syllables(found[1]):
            yield [found[0], *cut]
        for cut in syllables(found[0]):
            yield [*cut, found[1]]


def _capitals(text: str, kept: list[str]) -> bool:
    """Whether a name is one word in capitals: all of it, or beside a legal form in small letters ("BMW AG, société")."""
    if len(kept) != 1 or len(kept[0]) > 8 or not text.isascii():
        return False
    if text.strip().upper() == text.strip():
        return len(text.split()) == 1
    return len(kept[0]) <= 5 and bool(re.search(rf"\b{re.escape(kept[0].upper())}\b", text))


@functools.cache
def _numbers() -> dict[str, int]:
    return {latin(str(w)): int(n) for n, ws in read("bodies")["numbers"].items() for w in ws}


def _counted(found: list[str]) -> list[str]:
    """Words with number words and Roman numerals as digits ("Forty-Four" and "44" are the same)."""
    out: list[str] = []
    for at, word in enumerate(found):
        number = _numbers().get(word)
        if number is None or (number < 5 and len(word) < 3 and at == 0):
            out.append(word)
        elif out and out[-1].isdigit() and int(out[-1]) >= 20 and int(out[-1]) % 10 == 0 and number < 10:
            out[-1] = str(int(out[-1]) + number)
        else:
            out.append(str(number))
    return out


def _body(text: str, found: list[str]) -> Name:
    places, rest = _placed(_counted(found))
    stop, forms = _word_set("bodies", "stop"), _word_set("bodies", "legal_forms")
    content = [w for w in rest if w not in stop] or rest
    kept = [w for w in content if w not in forms] or content or [f"@{p}" for p in places]
    concepts = _concepts()
    acronym = _capitals(text, kept)
    return Name(
        text,
        "body",
        tuple(kept) if acronym else tuple(concepts.get(w, w) for w in kept),
        places,
        acronym,
        abjad=is_abjad(text),
    )


@functools.cache
def _concepts() -> dict[str, str]:
    return {latin(str(w)): f"@{c}" for c, ws in read("bodies")["concepts"].items() for w in ws}


@functools.cache
def _places() -> dict[tuple[str, ...], str]:
    return {tuple(words(str(w))): str(c) for c, ws in read("bodies")["places"].items() for w in ws}


def _placed(found: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Places named in a body's name (longest wording first), and the other words."""
    table, places, rest, at = _places(), [], [], 0
    while at < len(found):
        for length in range(min(6, len(found) - at), 0, -1):
            code = table.get(tuple(found[at : at + length]))
            if code:
                places.append(code)
                at += length
                break
        else:
            rest.append(found[at])
            at += 1
    return tuple(dict.fromkeys(places)), rest


def _craft(text: str, found: list[str]) -> Name:
    drop = _word_set("vessels", "words")
    kept = [w for w in found if w not in drop] or found
    return Name(text, "craft", tuple(w.lstrip("0") or "0" if w.isdigit() else w for w in kept))


_MAKERS = {"person": _person, "body": _body, "craft": _craft}


def concept_only(name: Name) -> bool:
    """Whether a body's name is made of shared concepts alone ("ministry of defence"), so that it names none by itself."""
    return all(w[0] == "@" or w.isdigit() for w in name.words)


def consonants(word: str) -> str:
    """The consonants of how a word sounds; a concept stays itself."""
    return word if word[0] == "@" else skeleton(sound(word))
