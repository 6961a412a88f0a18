"""The law: regimes, provisions, the rules that match acts to them, and engagements."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model.text import Span
from selon.model.vocabulary import require

VERIFICATION = ("text", "cross-ref", "official-secondary", "substance", "recall")
ESTABLISHED = ("text", "cross-ref", "official-secondary")
ELEMENT_STATES = ("met", "unmet", "unknown")


@dataclass(frozen=True, slots=True)
class Provision:
    """One operative paragraph (or annex item) of one resolution.

    `verification` says how far the paragraph NUMBER was checked; anything but `ESTABLISHED` prints with a mark.
    `title` and `summary` pair language codes with text. `in_force` is an EDTF interval.
    """

    id: str
    resolution: str
    paragraph: str
    category: str
    verification: str
    title: tuple[tuple[str, str], ...]
    summary: tuple[tuple[str, str], ...] = ()
    binds: tuple[str, ...] = ()
    direction: str | None = None
    items: tuple[str, ...] = ()
    legal_force: str | None = None
    in_force: str | None = None
    superseded_by: str | None = None
    exemptions: tuple[tuple[str, str], ...] = ()
    source: str | None = None

    def __post_init__(self) -> None:
        if self.verification not in VERIFICATION:
            raise ValueError(f"unknown verification level: {self.verification}")

    @property
    def established(self) -> bool:
        """Whether the paragraph number may be printed without a mark."""
        return self.verification in ESTABLISHED

    def text(self, field: str, language: str) -> str:
        """`title` or `summary` in `language`, else in English, else in whatever there is."""
        pairs = dict(getattr(self, field))
        return pairs.get(language) or pairs.get("en") or next(iter(pairs.values()), "")


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a rule held against a claim."""

    name: str  # act_type | direction | item | actor | stage | date | exemption | cap
    state: str
    span: Span | None = None
    why: str = ""

    def __post_init__(self) -> None:
        if self.state not in ELEMENT_STATES:
            raise ValueError(f"unknown element state: {self.state}")


@dataclass(frozen=True, slots=True)
class Engagement:
    """Relation between a claim and a provision; never a verdict.

    `engagement` is of the vocabulary (would_engage_if_confirmed, may_engage, out_of_scope, ...). `binds` says
    whom the provision binds; `rule_out` lists exemptions and caps a person must rule out.
    """

    claim: str
    provision: str
    engagement: str
    verification: str
    elements: tuple[Element, ...]
    rule: str
    binds: tuple[str, ...] = ()
    rule_out: tuple[str, ...] = ()
    why: str = ""

    def __post_init__(self) -> None:
        require("engagement", self.engagement)


@dataclass(frozen=True, slots=True)
class Regime:
    """A sanctions regime: its provisions. Matching rules are the relating room's own types."""

    id: str
    title: tuple[tuple[str, str], ...]
    target: str  # ISO alpha-2
    provisions: tuple[Provision, ...]
    as_of: str | None = None

    def provision(self, id: str) -> Provision:
        """The provision with this id; raises KeyError."""
        return next(p for p in self.provisions if p.id == id)
