"""Attributed statements: source + cue + content (PARC, PolNeAR)."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model.text import Span
from selon.model.time import Date
from selon.model.vocabulary import require

QUOTE_KINDS = ("direct", "indirect", "mixed")


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever the text says it is according to.

    `span` is the mention as written (None: no mention); `name` is the resolved name, None where the source is
    unnamed or cannot be resolved - never a guess; `rule` says how the name was reached ("as written",
    "pronoun: last speaker agreeing in gender and number", ...). `actor` is an id of `Reading.actors`.
    """

    id: str
    span: Span | None
    name: str | None
    kind: str
    actor: str | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        require("source_kind", self.kind)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody else in the reporting: the addressee, or the outlet it was told to."""

    span: Span
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an attribution chain, outermost first (the author is not a link)."""

    source: Source
    kind: str  # vocabulary link_kind
    cue: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        require("link_kind", self.kind)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One reported statement.

    `content`: the reported clause without leading que/that, outer quotation marks and final punctuation, in
    several spans where an incise cuts it. `cue`: the word(s) that mark the reporting; empty where the text has
    none. `cue_lemma` is the lexicon entry that matched. `continues`: id of the attribution whose speaker this
    quote continues. `within`: id of the attribution whose content holds this one. `chain`: every link from the
    outermost relaying source to the originator; the last link's source equals `source`. `distance`: the author
    marks distance (reportative conditional, scare quotes, "présumé"). `rule`: the construction that found it.
    """

    id: str
    kind: str
    attitude: str
    stance: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    cue_lemma: str | None
    source: Source
    rule: str
    addressee: Party | None = None
    medium: Party | None = None
    time: Date | None = None
    place: Span | None = None
    continues: str | None = None
    within: str | None = None
    chain: tuple[Link, ...] = ()
    distance: bool = False

    def __post_init__(self) -> None:
        if self.kind not in QUOTE_KINDS:
            raise ValueError(f"unknown quote kind: {self.kind}")
        require("attitude", self.attitude)
        require("stance", self.stance)
        if not self.content:
            raise ValueError("an attribution without content")
