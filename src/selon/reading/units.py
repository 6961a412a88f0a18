"""A pack's `units.yaml`, compiled: how numbers are written, compared and measured, and which nouns they count."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selon.errors import PackError
from selon.model.ports import LanguagePack


@dataclass(frozen=True, slots=True)
class Units:
    """A pack's `units.yaml`, compiled."""

    number: re.Pattern[str]
    word: re.Pattern[str]
    values: Mapping[str, float]
    hundreds: frozenset[str]
    multipliers: Mapping[str, float]
    glued: Mapping[str, float]
    articles: frozenset[str]
    alone: frozenset[str]
    group: str
    decimal: str
    collective: Mapping[str, float]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    between: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    vague: tuple[re.Pattern[str], ...]
    measures: Mapping[str, tuple[str, float]]
    measure: re.Pattern[str]
    counted: Mapping[str, str]
    not_counted: frozenset[str]
    of: frozenset[str]


@dataclass(slots=True)
class _Rows:
    """The rows of a table sorted by what they are about."""

    numbers: Mapping[str, Any] = field(default_factory=dict)
    collective: Mapping[str, Any] = field(default_factory=dict)
    comparators: list[Mapping[str, Any]] = field(default_factory=list)
    between: list[tuple[re.Pattern[str], re.Pattern[str]]] = field(default_factory=list)
    vague: list[re.Pattern[str]] = field(default_factory=list)
    measures: dict[str, tuple[str, float]] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    not_counted: list[str] = field(default_factory=list)
    of: list[str] = field(default_factory=list)

    def take(self, row: Mapping[str, Any]) -> None:
        if "numbers" in row:
            self.numbers = row
        elif "collective" in row:
            self.collective = row
        elif "comparator" in row:
            self.comparators.append(row)
        elif "between" in row:
            pair = row["between"]
            self.between.append((_compile(pair["before"] + r"\Z"), _compile(pair["middle"])))
        elif "vague" in row:
            self.vague.append(_compile(rf"(?<![\w-])(?:{row['vague']})(?![\w-])"))
        elif "measure" in row:
            self.measures |= {
                str(w).lower(): (row["measure"], float(row.get("factor", 1))) for w in row["words"]
            }
        elif "counted" in row:
            self.counted |= dict.fromkeys(row["nouns"], row["counted"])
        elif "not_counted" in row:
            self.not_counted += map(str, row["not_counted"])
        else:
            self.of += row["of"]


@functools.cache
def units(pack: LanguagePack) -> Units | None:
    """The pack's `units.yaml`, compiled; None where it has none. Raises PackError that names the line."""
    try:
        table = pack.table("units")
    except PackError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    rows = _Rows()
    for line, row in table.rows:
        try:
            rows.take(row)
        except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
            raise PackError(
                f"entry refused: {error}", where=f"{table.path}:{line}", next="correct this entry"
            ) from error
    return _compiled(rows)


def _compiled(rows: _Rows) -> Units:
    numbers = rows.numbers
    return Units(
        number=_number_pattern(rows),
        word=_word_pattern(numbers),
        values={str(k): float(v) for k, v in numbers["numbers"].items()},
        hundreds=frozenset(numbers["hundreds"]),
        multipliers=numbers["multipliers"],
        glued=numbers["glued"],
        articles=frozenset(numbers["articles"]),
        alone=frozenset(numbers["alone"]),
        group=numbers["group"],
        decimal=numbers["decimal"],
        collective=rows.collective["collective"],
        before=_comparators(rows.comparators, "before"),
        after=_comparators(rows.comparators, "after"),
        between=tuple(rows.between),
        vague=tuple(rows.vague),
        measures=rows.measures,
        measure=_compile(rf"\s?(?:(?:{_any(rows.of)})\s?)?(?P<unit>{_any(rows.measures)})(?!\w)"),
        counted=rows.counted,
        not_counted=frozenset(rows.not_counted),
        of=frozenset(rows.of),
    )


def _word_pattern(numbers: Mapping[str, Any]) -> re.Pattern[str]:
    """One number word inside a run of them."""
    words = _any([*numbers["numbers"], *numbers["hundreds"], *numbers["multipliers"]])
    return _compile(rf"(?<![a-z])(?:{words})(?![a-zà-ÿ])")


def _number_pattern(rows: _Rows) -> re.Pattern[str]:
    """Digits or words with their multipliers, with or without a sign of money; or a collective ("une dizaine")."""
    numbers = rows.numbers
    words = _any([*numbers["numbers"], *numbers["hundreds"], *numbers["multipliers"]])
    times = _any(numbers["multipliers"])
    signs = _any([w for w in rows.measures if not w[-1].isalnum() and w != "%"])
    group = "".join(re.escape(c) for c in numbers["group"])
    digits = rf"\d{{1,3}}(?:[{group}]\d{{3}})+(?!\d)(?:{re.escape(numbers['decimal'])}\d+)?|\d+(?:{re.escape(numbers['decimal'])}\d+)?"
    glued = _any(numbers["glued"])
    join = rf"(?:\s|-|\s{numbers['joiner']}\s|-{numbers['joiner']}-)"
    collective = _any(rows.collective["collective"])
    return _compile(
        rf"(?<![\w.,/])(?<![^\d\s]-)(?:(?P<sign>{signs})\s?)?(?P<body>(?:(?P<count>{rows.collective['before']})(?P<collective>{collective})s?"
        rf"|(?P<digits>{digits})|(?P<words>(?:{words})(?:{join}(?:{words}))*))"
        rf"(?P<times>(?:[\s-](?:(?:{_any(rows.of)})\s)?(?:{times}))*)(?:\s?(?-i:(?P<glued>{glued}))(?=\s?(?:{signs})|(?<=[\d](?-i:[a-zA-Z])))?)?)"
        rf"(?:\s?(?P<sign2>{signs}))?(?![\w/]|-(?!\d)\w|[.,:]\d)"
    )


def _comparators(rows: Sequence[Mapping[str, Any]], side: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(comparator, pattern) of every expression on one side of a number, the longest first."""
    pairs = [(w, row["comparator"]) for row in rows for w in row.get(side, ())]
    pairs.sort(key=lambda p: -len(p[0]))
    if side == "after":
        return tuple((name, _compile(rf"\s{_spaced(word)}(?!\w)")) for word, name in pairs)
    return tuple(
        (name, _compile(rf"(?<!\w){_spaced(word)}{'' if word[-1] == chr(39) else ' '}\Z"))
        for word, name in pairs
    )


def _any(words: Any) -> str:
    return "|".join(_spaced(str(w)) for w in sorted(map(str, words), key=len, reverse=True))


def _spaced(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+")


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
