"""The words of the screens in French and English, one table a language, kept complete by a test."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import yaml

LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Words:
    """Words of one language: `words("inbox")`, `words("left", n=3)`; "one|many" is chosen by `n`."""

    language: str
    table: Mapping[str, str]

    def __call__(self, name: str, /, **values: object) -> str:
        """The word called `name`, filled in; raises KeyError for an unknown name, so that the tests see it."""
        text = self.table[name]
        if "n" in values and "|" in text:
            one, _, many = text.partition("|")
            text = one if self._is_one(values["n"]) else many
        if not values:
            return text
        shown = {k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}
        return text.format(**shown)

    def _is_one(self, n: object) -> bool:
        return n in (0, 1) if self.language == "fr" else n == 1

    def number(self, value: object) -> str:
        """A whole number with the language's thousands mark (a narrow no-break space in French)."""
        grouped = f"{value:,}"
        return grouped.replace(",", "\u202f") if self.language == "fr" else grouped


@functools.cache
def words(language: str) -> Words:
    """The words of "fr" or "en"."""
    source = files("selon.web").joinpath("i18n", f"{language}.yaml").read_text("utf-8")
    table = yaml.load(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return Words(language, {str(k): str(v) for k, v in table.items()})


def preferred(accepted: str, default: str = "en") -> str:
    """The language to speak, out of an Accept-Language header."""
    for part in accepted.lower().split(","):
        code = part.partition(";")[0].strip()[:2]
        if code in LANGUAGES:
            return code
    return default
