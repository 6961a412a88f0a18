"""The words of a report: labels, dates, terms of the United Nations, and the sentence for one accepted claim."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("fr", "en")
DAY = re.compile(r"^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")
HEDGED = ("alleged", "reported", "assessed", "suspected", "feared", "possible", "conditional", "confirmed")


@dataclass(frozen=True)
class Wording:
    """The words of one language: `w("headings", "summary")`, `w.table("months")`."""

    language: str
    tables: Mapping[str, Any]

    def __call__(self, table: str, name: str, /, **values: object) -> str:
        """A word or a filled template; raises KeyError where it is not written, which the tests see."""
        text = str(self.tables[table][name])
        return text.format(**values) if values else text

    def table(self, name: str) -> Any:
        return self.tables[name]


def _yaml(name: str) -> Any:
    source = files("selon.report").joinpath("words", f"{name}.yaml").read_text("utf-8")
    return yaml.load(source, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.cache
def wording(language: str) -> Wording:
    """The words of "fr" or "en"; anything else gets English."""
    language = language if language in LANGUAGES else "en"
    return Wording(language, _yaml(language))


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the glossary in a language. `short` is "" where no abbreviation is used."""

    names: tuple[str, ...]
    long: str
    short: str


@functools.cache
def terms(language: str) -> tuple[Term, ...]:
    """The glossary in "fr" or "en"."""
    return tuple(
        Term(tuple(row["names"]), row[language], (row.get("short") or {}).get(language, ""))
        for row in _yaml("terms")
    )


@functools.cache
def _by_name(language: str) -> Mapping[str, str]:
    return {_folded(n): t.long for t in terms(language) for n in (*t.names, t.long)}


def _folded(name: str) -> str:
    name = " ".join(name.replace("’", "'").split()).casefold()
    for article in ("the ", "la ", "le ", "les ", "l'"):
        if name.startswith(article):
            return name[len(article) :]
    return name


def term(name: str, language: str) -> str:
    """`name` as the United Nations write it in `language`; as it stands where the glossary does not have it.

    Several names joined by "; " are each looked up.
    """
    return "; ".join(_by_name(language).get(_folded(n), n.strip()) for n in name.split(";")) if name else ""


def brief(name: str, language: str) -> str:
    """`name` as a table prints it: the abbreviation of the glossary, else its term without an article."""
    folded = _folded(name)
    found = next((t for t in terms(language) if folded in {_folded(n) for n in (*t.names, t.long)}), None)
    if found is None:
        return name
    return found.short or re.sub(r"^(the |la |le |les |l')", "", found.long)


def abbreviations(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """(short, long) of the glossary's abbreviations that occur in `text` as words."""
    return tuple(
        sorted(
            (t.short, t.long)
            for t in terms(language)
            if t.short and re.search(rf"\b{re.escape(t.short)}\b", text)
        )
    )


def spoken(edtf: str, words: Wording) -> str:
    """An EDTF date in words ("19 June 2024", "between … and …"); as it stands where it is not a plain form."""
    table = words.table("dates")
    if not edtf:
        return ""
    if "/" in edtf:
        a, _, b = edtf.partition("/")
        open_end = {"from": b in ("", ".."), "until": a in ("", "..")}
        if open_end["from"] or open_end["until"]:
            return table["from" if open_end["from"] else "until"].format(
                a=spoken(a if open_end["from"] else b, words)
            )
        return table["between"].format(a=spoken(a, words), b=spoken(b, words))
    if edtf[-1:] in "~?%":
        return table["perhaps" if edtf.endswith("?") else "about"].format(a=spoken(edtf[:-1], words))
    found = DAY.match(edtf)
    if not found or not 0 <= int(found[2] or 1) - 1 < 12:
        return edtf
    year, month, day = found.groups()
    if not month:
        return year
    name = words.table("months")[int(month) - 1]
    if not day:
        return table["month"].format(month=name, year=year)
    first = "1er" if words.language == "fr" and day == "01" else str(int(day))
    return table["day"].format(day=first, month=name, year=year)


@dataclass(frozen=True, slots=True)
class Said:
    """What is needed to say one claim. `act` is the sentence of the act alone; `date` is when the outlet published."""

    source: str
    outlet: str
    date: str
    act: str
    modality: str
    polarity: str
    by_author: bool


def claim_sentence(said: Said, modality_label: str, words: Wording) -> str:
    """The template over one accepted claim. Every hedge is a word of it: modality and polarity choose the opening, the
    stage is in the act itself."""
    date = words("opening", "on_date").format(date=spoken(said.date, words)) if said.date else ""
    values = {
        "source": said.source,
        "outlet": said.outlet or words("opening", "outlet_unknown"),
        "date": date,
        "act": said.act,
        "modality": modality_label,
    }
    line = words.table("opening")[_opening(said)].format(**values)
    return line[:1].upper() + line[1:]


def _opening(said: Said) -> str:
    if said.by_author:
        if said.polarity != "affirmed":
            return "author_negated"
        return "author_hedged" if said.modality in HEDGED else "author"
    if said.polarity in ("denied", "negated"):
        return said.polarity
    if said.modality == "denied":
        return "denied"
    return said.modality if said.modality in HEDGED else "asserted"


def listed(items: Sequence[str], words: Wording) -> str:
    """ "a, b and c"."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words.table('and')} {items[-1]}"
