"""Rules of wording for what people write in a report: likelihood, confidence, words that judge.

Likelihood words come from one row of ICD 203 and never share a sentence with confidence; a report does not say in its
own voice that anybody violated a rule. Words inside quotation marks are somebody else's and are left alone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selon.report.wording import LANGUAGES, _yaml

QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
SENTENCE = re.compile(r"[^.!?;]+(?:[.!?;]+|$)")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend. `where` names the text it stands in, `start` and `end` are code points in that text."""

    code: str
    where: str
    words: str
    start: int
    end: int
    says: str


@functools.cache
def _rules() -> Mapping[str, Any]:
    return _yaml("lint")


@functools.cache
def _pattern(*lists: str, language: str) -> re.Pattern[str]:
    """Any of the words of `lists` ("likelihood.row_1"), whole, longest first."""
    found: list[str] = []
    for name in lists:
        table, _, row = name.partition(".")
        own = _rules()[table]
        found += own[language][row] if row else own[language]
    words = "|".join(re.escape(w) for w in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def lint(texts: Iterable[tuple[str, str]], language: str) -> tuple[Remark, ...]:
    """Remarks on (where, text) pairs, in order. Both rows of likelihood words in one report are a remark at the first
    word of the row that came second."""
    language = language if language in LANGUAGES else "en"
    texts = [(where, _unquoted(text)) for where, text in texts]
    out = [r for where, text in texts for r in _of_text(where, text, language)]
    return (*out, *_mixed_rows(texts, language))


def verdict(text: str, language: str) -> str:
    """The words by which `text` judges in its own voice; "" where it does not."""
    own = _unquoted(text)
    found = next(
        (
            m
            for lang in dict.fromkeys((language, *LANGUAGES))
            for m in _pattern("verdict", language=lang).finditer(own)
        ),
        None,
    )
    return text[found.start() : found.end()] if found else ""


def _unquoted(text: str) -> str:
    """`text` with quotations blanked out, the same length."""
    return QUOTED.sub(lambda m: " " * len(m.group()), text)


def _of_text(where: str, text: str, language: str) -> Iterator[Remark]:
    says = _rules()["says"][language]
    likelihood = _pattern("likelihood.row_1", "likelihood.row_2", language=language)
    confidence = _pattern("confidence", language=language)
    for sentence in SENTENCE.finditer(text):
        if (word := likelihood.search(sentence.group())) and confidence.search(sentence.group()):
            start = sentence.start() + word.start()
            yield Remark(
                "mixed_confidence",
                where,
                word.group(),
                start,
                start + len(word.group()),
                says["mixed_confidence"],
            )
    for code in ("vague", "verdict"):
        for word in _pattern(code, language=language).finditer(text):
            yield Remark(code, where, word.group(), word.start(), word.end(), says[code])


def _mixed_rows(texts: Iterable[tuple[str, str]], language: str) -> Iterator[Remark]:
    first = ""
    for where, text in texts:
        for word in _pattern("likelihood.row_1", "likelihood.row_2", language=language).finditer(text):
            row = "row_1" if word.group().casefold() in _rules()["likelihood"][language]["row_1"] else "row_2"
            first = first or row
            if row != first:
                says = _rules()["says"][language]["mixed_rows"]
                yield Remark("mixed_rows", where, word.group(), word.start(), word.end(), says)
                return
