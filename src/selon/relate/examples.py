"""A pack's own examples: small structured claims with what they are to engage, checked against its rules.

`./dev bench law` prints precision and recall of every pack on its own examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from selon.errors import PackError
from selon.model.actor import Actor
from selon.model.claim import ChainLink, Claim, Direction, Evidence, Item, Participant, Place, Quantity
from selon.model.lexicon import Table
from selon.model.ports import RegimePack
from selon.model.text import Span
from selon.model.time import Date
from selon.relate.provisions import engage

KINDS = ("positive", "negative")
_MODALITIES = {"agreed": "asserted", "attempted": "asserted", "hypothetical": "possible"}
_SPAN = Span(0, 1)


class PackWithExamples(RegimePack, Protocol):
    """A regime pack that ships examples."""

    def examples(self) -> Table: ...


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the rule it is about, a claim with its actors, and the engagements it must give, all of them."""

    rule: str
    kind: str
    where: str
    claim: Claim
    actors: tuple[Actor, ...]
    engages: Mapping[str, str]
    sentences: Mapping[str, str]
    published: str | None = None

    def engaged(self, pack: RegimePack) -> dict[str, str]:
        """Provision id to engagement value, as the pack's rules give them."""
        found = engage([self.claim], self.actors, pack, published=self.published)
        return {e.provision: e.engagement for e in found}


@dataclass(frozen=True, slots=True)
class Measure:
    """How a pack does on its examples; a provision with the wrong engagement value counts as wrong."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0


def examples_of(pack: PackWithExamples) -> Iterator[Example]:
    """The examples of a pack; raises PackError that names file and line."""
    table = pack.examples()
    for line, row in table.rows:
        for kind in KINDS:
            where = f"{table.path}:{line}"
            try:
                yield _example(str(row["rule"]), kind, where, row[kind])  # type: ignore[arg-type]
            except (KeyError, TypeError, ValueError) as error:
                raise PackError(f"example refused: {error!r}", where=where, next="correct it") from error


def measure(pack: PackWithExamples) -> Measure:
    """Precision and recall of the pack's rules over all of its examples, positive and negative."""
    pairs = [(example.engaged(pack), example.engages) for example in examples_of(pack)]
    return Measure(
        right=sum(len(got.items() & want.items()) for got, want in pairs),
        given=sum(len(got) for got, _ in pairs),
        wanted=sum(len(want) for _, want in pairs),
    )


def _example(rule: str, kind: str, where: str, row: Mapping[str, Any]) -> Example:
    claim, actors = mini_claim(row["claim"])
    return Example(
        rule=rule,
        kind=kind,
        where=where,
        claim=claim,
        actors=actors,
        engages=row.get("engages") or {},
        sentences={"en": row["en"], "fr": row["fr"]},
        published=row.get("published"),
    )


def mini_claim(row: Mapping[str, Any]) -> tuple[Claim, tuple[Actor, ...]]:
    """A short mapping as a claim with its actors. Two-letter codes are States; other actors stand in `actors`."""
    data = dict(row)
    named = data.pop("actors", {})
    roles = dict(data.pop("roles", {}))
    direction = _direction(data, roles)
    stage = data.pop("stage", "done")
    claim = Claim(
        id="example",
        act_type=data.pop("act"),
        stage=stage,
        polarity=data.pop("polarity", "affirmed"),
        stance=data.pop("stance", "asserts"),
        modality=data.pop("modality", _modality(stage)),
        evidence=(Evidence("trigger", _SPAN),),
        attribution=(ChainLink("author"),),
        factuality=(),
        participants=tuple(Participant(role, actor, _SPAN) for role, actor in roles.items()),
        direction=direction,
        items=tuple(Item(category, text, _SPAN) for category, text in data.pop("items", {}).items()),
        quantity=_quantity(data.pop("quantity", None)),
        time=_time(data.pop("time", None)),
        places=tuple(
            Place("place_of_act", name, country) for name, country in data.pop("places", {}).items()
        ),
    )
    if data:
        raise ValueError(f"unknown field: {', '.join(data)}")
    return claim, _actors(claim, named)


def _direction(data: dict[str, Any], roles: dict[str, str]) -> Direction | None:
    origin, recipient, between = data.pop("from", None), data.pop("to", None), data.pop("between", ())
    for role, actor in (("supplier", origin), ("recipient", recipient)):
        if actor:
            roles.setdefault(role, actor)
    if between:
        roles.setdefault("party", between[0])
    if not (origin or recipient or between):
        return None
    return Direction(origin, recipient, tuple(between))


def _modality(stage: str) -> str:
    if stage in ("done", "ongoing", "habitual"):
        return "asserted"
    return _MODALITIES.get(stage, stage)


def _quantity(row: Mapping[str, Any] | None) -> Quantity | None:
    return (
        Quantity(row.get("comparator", "exact"), row["unit"], row.get("value"), span=_SPAN) if row else None
    )


def _time(edtf: Any) -> Date | None:
    return Date("day", "example", str(edtf), span=_SPAN) if edtf else None


def _actors(claim: Claim, named: Mapping[str, Mapping[str, str]]) -> tuple[Actor, ...]:
    sides = claim.direction
    ids = [p.actor for p in claim.participants]
    ids += [i for i in (sides.origin, sides.recipient, *sides.reciprocal) if i] if sides else []
    states = {i for i in ids if len(i) == 2 and i.isupper()}
    return tuple(Actor(i, i, "state", i) for i in sorted(states)) + tuple(
        Actor(id, a["name"], a["kind"], a.get("country")) for id, a in named.items()
    )
