"""Spellings brought together: any script to Latin letters, words to how they sound, Korean syllables to one key.

All tables are data (`data/folds.yaml`). Nothing here knows any name.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HANGUL = range(0xAC00, 0xD7A4)
_ABJADS = ("Arab", "Hebr")
# consonants that romanisations exchange: q/g/k, dj/ch/j, s/z, f/v; vowels and h fall
_CONSONANTS = str.maketrans("gzvj", "ksfx", "aeiouyhw")
_WORD = re.compile(r"[^\W_]+")
CACHED = 16_384  # words kept folded; a list screening meets the same words again and again

Gated = tuple[tuple[str, re.Pattern[str], str], ...]
Rules = tuple[tuple[re.Pattern[str], str], ...]


@functools.cache
def read(name: str) -> Mapping[str, Any]:
    """The data file `<name>.yaml` of this room."""
    return yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), _LOADER) or {}


@functools.cache
def _rules(name: str) -> Rules:
    return tuple((re.compile(pattern), value) for pattern, value in read("folds")[name])


@functools.cache
def _letters() -> dict[int, str]:
    """Every non-Latin letter that has a Latin value, and the Latin ones that do not decompose."""
    data = read("folds")
    found = {ord(k): v for k, v in data["latin"].items()}
    for script, table in data["scripts"].items():
        if script != "Hang":
            found |= {ord(k): v or "" for k, v in table.items()}
    return found


@functools.cache
def _abjad() -> re.Pattern[str]:
    letters = "".join(k for script in _ABJADS for k in read("folds")["scripts"][script] if k.isalpha())
    return re.compile(f"[{letters}]")


@functools.cache
def _lookalikes() -> dict[int, str]:
    return {ord(k): v for k, v in read("folds")["lookalikes"].items()}


def latin(text: str) -> str:
    """`text` in lower-case unaccented Latin letters as far as the tables go; other characters stay."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).casefold()
    if any("a" <= c <= "z" for c in text):
        text = re.sub(r"\w*[a-z]\w*", lambda m: m[0].translate(_lookalikes()), text)
    text = "".join(_syllable(c) if ord(c) in _HANGUL else c for c in text)
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return bare.translate(_letters())


def _syllable(character: str) -> str:
    """One Hangul syllable in Latin letters, closed by a space so that syllables stay apart."""
    table = read("folds")["scripts"]["Hang"]
    initial, rest = divmod(ord(character) - 0xAC00, 588)
    medial, final = divmod(rest, 28)
    return f"{table['initials'][initial]}{table['medials'][medial]}{table['finals'][final]} "


def is_abjad(text: str) -> bool:
    """Whether `text` is written in a script without short vowels, so that only consonants can be compared."""
    return bool(_abjad().search(text))


def words(text: str) -> list[str]:
    """The Latin words of a name, in order: elision undone, Abd and al-Din joined, points in initials closed."""
    text = latin(text)
    for needle, pattern, value in _phrases():
        if needle in text:
            text = pattern.sub(value, text)
    return _WORD.findall(text)


@functools.cache
def _phrases() -> Gated:
    return _gated(read("folds")["phrases"])


_HEARD: dict[str, str] = {}  # words whose sound is known; an index adds its vocabulary
_MOST = 262_144


def sound(word: str) -> str:
    """How a Latin word sounds, whichever of the known romanisations spelt it; never empty for a word."""
    found = _HEARD.get(word)
    if found is None:
        if len(_HEARD) > _MOST:
            _HEARD.clear()
        found = _HEARD[word] = _heard(word)
    return found


def know_sounds(words: Iterable[str], heard: Iterable[str]) -> None:
    """Remember sounds worked out before (those of an index's vocabulary)."""
    _HEARD.update(zip(words, heard, strict=True))


def _heard(word: str) -> str:
    before, letters, table, after = _sounds()
    out = word
    for needle, pattern, value in before:
        if needle in out:
            out = pattern.sub(value, out)
    out = letters.sub(lambda m: table[m.lastindex or 0], out)
    for needle, pattern, value in after:
        if needle in out:
            out = pattern.sub(value, out)
    return out or word


@functools.cache
def _sounds() -> tuple[Gated, re.Pattern[str], tuple[str, ...], Gated]:
    """Rules before, one pattern with a group for each grapheme, the sound of each group, rules after."""
    data = read("folds")["sounds"]
    graphemes = data["letters"]
    pattern = re.compile("|".join(f"({g})" for g in graphemes))
    return _gated(data["before"]), pattern, ("", *graphemes.values()), _gated(data["after"])


def _gated(rules: Iterable[list[str]]) -> Gated:
    return tuple((needle, re.compile(pattern), value) for needle, pattern, value in rules)


@functools.lru_cache(CACHED)
def skeleton(heard: str) -> str:
    """The consonants of a sound, those that romanisations exchange taken together."""
    return heard.translate(_CONSONANTS) or heard


@functools.lru_cache(CACHED)
def korean(word: str) -> str | None:
    """The key of one Korean syllable in any romanisation; None for a word that is not one."""
    if not _korean_syllable().match(word):
        return None
    for pattern, value in _rules("korean"):
        word = pattern.sub(value, word)
    return word


@functools.cache
def _korean_syllable() -> re.Pattern[str]:
    return re.compile(read("folds")["korean_syllable"])


@functools.cache
def korean_family_names() -> frozenset[str]:
    """Keys of Korean family names."""
    return frozenset(read("folds")["korean_family_names"])


@functools.lru_cache(CACHED)
def syllables(word: str) -> tuple[tuple[str, str], ...]:
    """The ways to cut `word` into two Korean syllables ("jongsik"), likeliest first; empty where there is none."""
    if not 4 <= len(word) <= 10:
        return ()
    cuts = [(word[:i], word[i:]) for i in range(2, len(word) - 1) if korean(word[:i]) and korean(word[i:])]
    return tuple(sorted(cuts, key=lambda cut: (cut[1][0] in "aeiou", abs(len(cut[0]) - len(cut[1])))))
