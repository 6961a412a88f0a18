"""Labels of vocabulary values and page words in a language for people (French or English)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Labels:
    """The labels of one language: `labels("stage", "done")`, `labels.word("claims")`."""

    language: str
    tables: dict[str, dict[str, str]]

    def __call__(self, vocabulary: str, value: str | None) -> str:
        """The label of a value; the value itself where no label is written."""
        if value is None:
            return ""
        return str(self.tables.get(vocabulary, {}).get(value, value.replace("_", " ")))

    def word(self, name: str) -> str:
        """A word of the page; raises KeyError, so that a missing translation is seen in the tests."""
        return str(self.tables["words"][name])


@functools.cache
def labels(language: str) -> Labels:
    """The labels of "fr" or "en"; anything else gets English."""
    language = language if language in LANGUAGES else "en"
    source = files("selon.draw").joinpath("labels", f"{language}.yaml").read_text("utf-8")
    tables: dict[str, Any] = yaml.load(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return Labels(language, {k: {str(a): b for a, b in v.items()} for k, v in tables.items()})
