"""Names that are known beforehand: states, demonyms, capitals as metonyms, outlets, UN bodies.

Looked up before the statistical recogniser, because that one calls outlets places (Bloomberg), breaks UN bodies in two
and reads "Kim de Corée du Nord" as one person.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selon.model.actor import Mention
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.normal import view


@dataclass(frozen=True, slots=True)
class Known:
    """What a written form stands for."""

    name: str
    kind: str
    country: str | None
    actor: str
    form: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The known forms of one language and the pattern that finds them, longest first."""

    forms: dict[str, Known]
    pattern: re.Pattern[str]

    def find(self, normal: str) -> Iterator[Mention]:
        """Mentions in a normalised text (`selon.reading.normal.view`), left to right, never overlapping."""
        for match in self.pattern.finditer(normal):
            known = self.forms.get(match.group()) or self.forms[match.group().lower()]
            yield Mention(
                Span(match.start(), match.end()),
                known.kind,
                known.name,
                known.country,
                known.actor,
                known.form,
                f"gazetteer: {known.form}",
            )


@functools.cache
def gazetteer(pack: LanguagePack) -> Gazetteer:
    """The gazetteer of a language pack."""
    forms: dict[str, Known] = {}
    for form, known in _entries(pack):
        forms.setdefault(view(form), known)
    # demonyms are lower case in French, so they are matched in any case: "Nord-Coréens", "nord-coréens"
    loose = {f: k for f, k in forms.items() if k.form == "demonym" and f == f.lower()}
    strict = sorted((f for f in forms if f not in loose), key=len, reverse=True)
    insensitive = sorted(loose, key=len, reverse=True)
    branches = [_alternation(strict)]
    if insensitive:
        branches.append(f"(?i:{_alternation(insensitive)})")
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(branches)})(?![\w])(?!-\w)")
    return Gazetteer(forms, pattern)


def _alternation(forms: list[str]) -> str:
    return "|".join(re.escape(f).replace(r"\ ", r"\s") for f in forms) or r"(?!)"


def _entries(pack: LanguagePack) -> Iterator[tuple[str, Known]]:
    for known in pack.known_names:
        entry = Known(known.name, known.kind, known.country, slug(known.name), "name")
        for form in (known.name, *known.aliases):
            yield form, entry
    for t in pack.territories:
        for form in (t.name, *t.names):
            yield form, Known(t.name, "state", t.code, t.code, "name")
        for form in t.demonyms:
            yield form, Known(t.name, "state", t.code, t.code, "demonym")
        for form in t.metonyms:
            yield form, Known(t.name, "state", t.code, t.code, "metonym")
        for form in t.places:
            yield form, Known(form, "place", t.code, slug(form), "name")


def slug(name: str) -> str:
    """An actor id made from a name: folded, lower case, words joined by hyphens."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"\w+", plain.lower())) or "x"
