"""Claims: an act as presented by one chain of sources in one passage."""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.model.text import Span
from selon.model.time import Date
from selon.model.vocabulary import require


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span that the claim rests on, with its role (trigger, clause, cue, ...)."""

    role: str
    span: Span

    def __post_init__(self) -> None:
        require("span_role", self.role)


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in which role; `span` None and `implicit` True where the text leaves it to be inferred."""

    role: str
    actor: str
    span: Span | None = None
    implicit: bool = False
    rule: str = ""

    def __post_init__(self) -> None:
        require("role", self.role)


@dataclass(frozen=True, slots=True)
class Direction:
    """From whom to whom, as actor ids. `reciprocal` ("entre A et B"): the text does not say which way."""

    origin: str | None = None
    recipient: str | None = None
    reciprocal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    category: str
    text: str
    span: Span | None = None

    def __post_init__(self) -> None:
        require("item_category", self.category)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How much. `value` is None for vague quantities; `unit` is "item", "person", "t", "bbl", "USD", ..."""

    comparator: str
    unit: str
    value: float | None = None
    value_max: float | None = None
    of: str | None = None
    text: str | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        require("quantity_comparator", self.comparator)


@dataclass(frozen=True, slots=True)
class Place:
    role: str  # place_of_act | origin | destination | via
    name: str
    country: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link from the author (outermost, first) to the originator (last)."""

    source: str  # "author" or a source id
    link: str | None = None
    cue: Span | None = None
    cue_lemma: str | None = None
    told_to: str | None = None
    utterance_time: Date | None = None
    utterance_place: str | None = None
    distance: bool = False


@dataclass(frozen=True, slots=True)
class LegalCharacterisation:
    """A source's own legal charge; it is that source's, never selon's."""

    value: str  # violates | would_violate | complies | disputed
    asserted_by: str
    instrument: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One act x one chain x one passage.

    `factuality` pairs (source id, FactBank value) are about the act AT ITS STAGE ("an offer was made"), not
    about its completion. `modality` is derived (see `selon.reading.factuality`). `rules` name what decided.
    """

    id: str
    act_type: str
    stage: str
    polarity: str
    stance: str
    modality: str
    evidence: tuple[Evidence, ...]
    attribution: tuple[ChainLink, ...]
    factuality: tuple[tuple[str, str], ...]
    participants: tuple[Participant, ...] = ()
    direction: Direction | None = None
    items: tuple[Item, ...] = ()
    quantity: Quantity | None = None
    time: Date | None = None
    places: tuple[Place, ...] = ()
    quote_mode: str | None = None
    legal: LegalCharacterisation | None = None
    conditional_on: str | None = None
    exchange_for: tuple[str, ...] = ()
    presupposed: bool = False
    attributed: str | None = None  # id of the innermost attribution whose content holds the act
    rules: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for name in ("act_type", "stage", "polarity", "stance", "modality"):
            require(name, getattr(self, name))
        for _, value in self.factuality:
            require("factuality", value)
        if not self.evidence or not self.attribution:
            raise ValueError("a claim needs evidence and a chain of at least the author")

    @property
    def trigger(self) -> Span:
        """The span of the words that name the act."""
        return next((e.span for e in self.evidence if e.role == "trigger"), self.evidence[0].span)

    @property
    def clause(self) -> Span:
        """The span of the clause the act stands in."""
        return next((e.span for e in self.evidence if e.role == "clause"), self.trigger)

    @property
    def originator(self) -> str:
        """Source id of the innermost source."""
        return self.attribution[-1].source
