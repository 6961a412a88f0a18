"""A pack's `conditional.yaml`, compiled: stems, word lists and patterns by name."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from selon.errors import PackError
from selon.model.ports import LanguagePack
from selon.reading.conditional.stems import Stems


@dataclass(frozen=True, slots=True)
class Tables:
    """A pack's `conditional.yaml`, compiled: word lists and patterns by name."""

    stems: Stems
    modal: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]
    markers: tuple[re.Pattern[str], ...]


@functools.cache
def tables_of(pack: LanguagePack) -> Tables | None:
    """The pack's `conditional.yaml`, compiled; None where it has none. Raises PackError that names the line."""
    try:
        table = pack.table("conditional")
    except PackError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    modal: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    patterns: dict[str, re.Pattern[str]] = {}
    markers: list[re.Pattern[str]] = []
    for line, row in table.rows:
        try:
            _take(row, modal, words, patterns, markers)
        except (TypeError, AttributeError, ValueError, re.error) as error:
            raise PackError(
                f"entry refused: {error}", where=f"{table.path}:{line}", next="correct this entry"
            ) from error
    return Tables(Stems.of([row for _, row in table.rows]), modal, words, patterns, tuple(markers))


def _take(
    row: Mapping[str, Any],
    modal: dict[str, str],
    words: dict[str, frozenset[str]],
    patterns: dict[str, re.Pattern[str]],
    markers: list[re.Pattern[str]],
) -> None:
    """Sort one row: a mapping of modals, a word list, a pattern or hearsay markers."""
    if "pattern" in row:
        patterns[row["pattern"]] = re.compile(_any_line(row["lines"]), re.IGNORECASE)
    elif "marker" in row:
        markers.append(re.compile(rf"(?<![\w-])(?:{_any_line(row['marker'])})(?![\w-])", re.IGNORECASE))
    elif "modal" in row:
        modal |= row["modal"]
    elif "stem" not in row:
        words |= {name: frozenset(value) for name, value in row.items()}


def _any_line(lines: str) -> str:
    return "|".join(lines.split("\n")).strip("|")
