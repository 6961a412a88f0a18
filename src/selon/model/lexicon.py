"""Typed entries of a language pack: what the data files under `languages/<xx>/` become.

The reading room gets these, never the files, so a pack can be written and corrected by somebody who does not
program; the loader in `selon.languages` names file, line and reason of every entry it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selon.model.vocabulary import require

CUE_FORMS = ("verb", "noun", "preposition", "adjective", "adverb", "expression")


@dataclass(frozen=True, slots=True)
class Cue:
    """One reporting word or expression.

    `lemma` is the dictionary form ("déclarer", "faire savoir", "selon"). `takes` lists the complements it
    reports with: clause, infinitive, noun, quote, accused ("accuser X de"), asked ("demander à X de"), colon.
    `strong` cues mark reporting whenever the syntax fits; weak ones only with a quotation or a clause.
    """

    lemma: str
    form: str
    attitude: str
    stance: str
    takes: tuple[str, ...] = ("clause", "quote")
    strong: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        if self.form not in CUE_FORMS:
            raise ValueError(f"unknown cue form: {self.form}")
        require("attitude", self.attitude)
        require("stance", self.stance)


@dataclass(frozen=True, slots=True)
class Territory:
    """A state or region: its names, demonyms and the metonyms that stand for its government."""

    code: str  # ISO alpha-2 where there is one
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    capital: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownName:
    """A body, outlet or person that statistics miss: name, kind, country, other ways to write it."""

    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A data file of a pack, as parsed: `rows` with the line each came from, for errors that name it."""

    path: str
    rows: tuple[tuple[int, Mapping[str, object]], ...]
