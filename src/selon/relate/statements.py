"""One statement as a comparison sees it: content stems, numbers, years, negations and words of denial.

The tokenisation is light and of its own: no model is loaded, so comparing a thousand pairs takes a second.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[  .,]\d{3})*(?:[.,]\d+)?")
_PATTERNS = ("harmless", "denial")
_REACH = 8  # words between an opener and its negator
_CONTRACTED = re.compile(r"n't\b")
_PLAIN = str.maketrans("’ʼ‘   ", "'''   ")
_LONG, _STEM = 5, 5  # shorter words stand for themselves; of longer ones the first letters do


@dataclass(frozen=True, slots=True)
class Words:
    """The table of a language, ready for use."""

    function: frozenset[str]
    auxiliaries: frozenset[str]
    clitics: frozenset[str]
    patterns: Mapping[str, re.Pattern[str]]
    negation: Mapping[str, frozenset[str]]
    numerals: Mapping[str, float]
    contraries: frozenset[tuple[str, str]]  # stems, both ways round


@dataclass(frozen=True, slots=True)
class Statement:
    """What one statement says, in stems. `numbers` pairs a value with the stem of the word after it."""

    text: str
    content: frozenset[str]
    all: frozenset[str]
    negations: int
    denials: int
    numbers: frozenset[tuple[float, str]]
    years: frozenset[int]


def languages() -> tuple[str, ...]:
    """Languages that statements can be compared in."""
    folder = resources.files(__package__).joinpath("contraries")
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


@functools.cache
def words(language: str) -> Words:
    """The table of `language`; raises FileNotFoundError where there is none."""
    data = yaml.safe_load(
        resources.files(__package__).joinpath("contraries", f"{language}.yaml").read_text("utf-8")
    )
    return Words(
        frozenset(map(plain, data["function"])),
        frozenset(map(plain, data["auxiliaries"])),
        frozenset(map(plain, data["clitics"])),
        {name: re.compile(data[name], re.IGNORECASE) for name in _PATTERNS},
        {name: frozenset(map(plain, data["negation"][name])) for name in data["negation"]},
        {plain(k): float(v) for k, v in data["numerals"].items()},
        _pairs(data["contraries"]),
    )


def _pairs(rows: list[list[Any]]) -> frozenset[tuple[str, str]]:
    """The first of a row is contrary to each of the others."""
    pairs = {(stem(plain(str(row[0]))), stem(plain(str(other)))) for row in rows for other in row[1:]}
    return frozenset(pairs | {(b, a) for a, b in pairs})


def plain(text: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


def stem(word: str) -> str:
    """The first letters of a longer plain word; a shorter one without a plural s."""
    return word[:_STEM] if len(word) > _LONG else word.rstrip("sx") or word


def statement(text: str, language: str) -> Statement:
    """`text` read for comparison."""
    table = words(language)
    text = text.translate(_PLAIN)
    tokens = [(m.group(), m.start()) for m in _WORD.finditer(text)]
    plains = [plain(w) for w, _ in tokens]

    numbers, years = _numbers(text, tokens, plains, table)
    return Statement(
        text=text,
        content=frozenset(stem(w) for w in _content(plains, table) if len(w) > 1),
        all=frozenset(map(stem, plains)),
        negations=_negations(text, table),
        denials=len(table.patterns["denial"].findall(text)),
        numbers=numbers,
        years=years,
    )


def _negations(text: str, table: Words) -> int:
    """How many negations there are; "ne ... que" only restricts, and a negator covers the words up to its opener."""
    text = table.patterns["harmless"].sub(" ", _CONTRACTED.sub(" not", text))
    plains = [plain(m.group()) for m in _WORD.finditer(text)]
    spec, count, covered = table.negation, 0, -1
    for at, word in enumerate(plains):
        if word in spec["openers"]:
            ahead = plains[at + 1 : at + 1 + _REACH]
            closing = spec["negators"] | spec["restrictors"]
            close = next((i for i, w in enumerate(ahead) if w in closing), None)
            if close is not None and ahead[close] in spec["restrictors"]:
                continue
            covered = at + 1 + (close or 0)
            count += 1
        elif at > covered and (word in spec["alone"] or word in spec["bare"]):
            count += 1
    return count


def _content(plains: list[str], table: Words) -> list[str]:
    grammar = table.function | table.auxiliaries | table.clitics | table.negation["negators"]
    return [w for w in plains if w not in grammar and not w[0].isdigit()]


def _numbers(
    text: str, tokens: list[tuple[str, int]], plains: list[str], table: Words
) -> tuple[frozenset[tuple[float, str]], frozenset[int]]:
    """Numbers with the word they count, and years apart."""
    numbers, years = set(), set()
    for at, (word, start) in enumerate(tokens):
        numeral = table.numerals.get(plains[at])
        if numeral is None and not word[0].isdigit():
            continue
        value = numeral if numeral is not None else _value(word)
        if value == int(value) and 1800 <= value < 2100 and len(word) == 4:
            years.add(int(value))
            continue
        after = next((w for w in plains[at + 1 : at + 4] if len(w) > 2), "")
        percent = text[start + len(word) :].lstrip().startswith(("%", "pour cent", "percent", "per cent"))
        numbers.add((value, "%" if percent else stem(after)))
    return frozenset(numbers), frozenset(years)


def _value(word: str) -> float:
    grouped = re.sub(r"[  .,](?=\d{3}(?:\D|$))", "", word)
    return float(re.sub(r"[^\d.]", "", grouped.replace(",", ".")) or 0)
