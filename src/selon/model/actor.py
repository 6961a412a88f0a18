"""Actors, the mentions that refer to them, list entries, and candidates between the two."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model.text import Span
from selon.model.vocabulary import require

ACTOR_KINDS = (
    "person", "state", "government", "un_body", "organisation", "company", "media", "vessel", "aircraft",
    "group", "officials", "place", "unspecified",
)  # fmt: skip
FIELD_RESULTS = ("agrees", "differs", "not stated")
GRADES = ("exact", "strong", "possible")
LISTED = ("un", "national", "not_listed", "delisted")


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters that refer to an actor. `name` is the canonical name where known; `rule` says how."""

    span: Span
    kind: str
    name: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    actor: str | None = None
    form: str = "name"  # name | metonym | demonym | role | pronoun | possessive | acronym
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, body, company or vessel that mentions refer to, within one document."""

    id: str
    name: str
    kind: str
    country: str | None = None
    office: str | None = None
    mentions: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in ACTOR_KINDS:
            raise ValueError(f"unknown actor kind: {self.kind}")


@dataclass(frozen=True, slots=True)
class ListName:
    """One name of a list entry. `quality`: "primary", "good", "weak" or "former"."""

    text: str
    quality: str = "primary"
    script: str | None = None


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One person, body, vessel or aircraft on an official list, as the list gives it.

    `list` is the list's id ("un", "ofac_sdn", ...), `reference` its own reference for the entry, `listed` says
    whether the United Nations, only a national authority, or nobody lists it. Dates are EDTF, countries ISO
    alpha-2 where the list's text could be mapped.
    """

    list: str
    reference: str
    kind: str  # person | organization | vessel | aircraft
    names: tuple[ListName, ...]
    regime: str | None = None
    listed: str = "un"
    listed_on: str | None = None
    birth_dates: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()  # (kind, value): ("imo", "9123456"), ("passport", ...)
    positions: tuple[str, ...] = ()
    remarks: str | None = None
    where: str | None = None  # place in the list file


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field of a candidate: what the text says, what the list says, and whether they agree."""

    name: str
    ours: str | None
    theirs: str | None
    result: str

    def __post_init__(self) -> None:
        if self.result not in FIELD_RESULTS:
            raise ValueError(f"unknown field result: {self.result}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible match between a mention and a list entry, with reasons; never a verdict, never a bare score.

    `version` names the list version ("2026-02-27" or a hash). `names`: the matched alias and its quality
    stand in `fields` under "name". `mention` is None when a bare name was screened outside a document.
    """

    mention: Span | None
    list: str
    reference: str
    version: str | None
    grade: str
    fields: tuple[FieldComparison, ...]
    listed: str = "un"
    query: str | None = None
    entry_name: str | None = None
    actor: str | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        if self.grade not in GRADES:
            raise ValueError(f"unknown grade: {self.grade}")


def check_kind(kind: str) -> str:
    """`kind` when it is a source kind of the vocabulary; raises ValueError otherwise."""
    return require("source_kind", kind)
