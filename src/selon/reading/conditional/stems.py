"""French conditional forms found by how they are built: future stem + ais, ait, ions, iez, aient.

A tagger misses a quarter of them (fr_core_news_md: 65 of 85 on unseen news), so the tagger is not asked. What the
stem pattern cannot tell from an imperfect ("tirait", "effondrait") is on a stop list in the pack's data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FORM = re.compile(r"(?<![\w-])(?:[a-zà-ÿœ]+r)(?:ais|ait|ions|iez|aient)(?!\w)", re.IGNORECASE)
_ENDING = re.compile(r"(?:ais|ait|ions|iez|aient)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stems:
    """Stem patterns with their infinitives, and what is never a conditional."""

    patterns: tuple[tuple[re.Pattern[str], str, re.Pattern[str] | None], ...]
    imperfects: frozenset[str]
    nouns: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> Stems:
        """From the rows of a table that have a `stem`, `imperfects` or `nouns`."""
        patterns = tuple(
            (re.compile(r["stem"]), r["verb"], re.compile(r["unless"]) if "unless" in r else None)
            for r in rows
            if "stem" in r
        )
        imperfects = frozenset(s for r in rows for s in r.get("imperfects", ()))
        return cls(patterns, imperfects, frozenset(w for r in rows for w in r.get("nouns", ())))

    def infinitive(self, form: str) -> str | None:
        """The infinitive of a conditional form; None when `form` is none.

        Spelling changes inside the stem are undone only for e-grave ("achèterait": acheter).
        """
        form = form.lower()
        stem = _ENDING.sub("", form)
        if form in self.nouns or stem in self.imperfects or stem == form:
            return None
        for pattern, verb, unless in self.patterns:
            match = pattern.fullmatch(stem)
            if match and not (unless and unless.fullmatch(stem)):
                return match.expand(verb)
        return None


def forms(text: str, start: int, end: int, stems: Stems) -> Iterator[tuple[int, int, str]]:
    """(start, end, infinitive) of every conditional form in text[start:end]."""
    for match in _FORM.finditer(text, start, end):
        infinitive = stems.infinitive(match.group())
        if infinitive is not None:
            yield match.start(), match.end(), infinitive
