"""How good the claims are: matching with annotated claims, and the gates that allow no error.

Definitions: a gold claim and a claim match when the act type agrees (an accepted type counts) and their triggers
overlap, else when at least half of the shorter clause overlaps; one to one, triggers first. Fields are compared on
matched pairs; `accept` lists readings that count as right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selon.model.claim import Claim
from selon.model.text import Span
from selon.model.vocabulary import PLOVER
from selon.reading.acts.direction import FROM, TO

ACTUAL = ("done", "ongoing", "habitual")
FIELDS = ("stage", "polarity", "stance", "modality")


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """An annotated claim. `way`: ("from", origin, recipient), ("reciprocal", a, b, ...) or None."""

    id: str
    act_type: str
    relevance: str
    fields: Mapping[str, str]
    author: str
    source: str | None
    way: tuple[str, ...] | None
    triggers: tuple[Span, ...]
    clauses: tuple[Span, ...]
    accept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def accepts(self, name: str, value: str | None) -> bool:
        """Whether `value` is right for field `name`."""
        own = {"author": self.author, "source": self.source, "act_type": self.act_type} | dict(self.fields)
        return value == own[name] or value in self.accept.get(name, ())


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one annotated text; `pairs` holds (gold, claim), the rest counts or lists ids."""

    pairs: tuple[tuple[GoldClaim, Claim], ...]
    missed: tuple[GoldClaim, ...]
    extra: tuple[Claim, ...]
    core: int
    core_found: int
    wrong: Mapping[str, tuple[str, ...]]
    false_actual: tuple[str, ...]
    reversed_ways: tuple[str, ...]
    invented_ways: tuple[str, ...]
    stated_sides: int
    right_sides: int

    @property
    def precision(self) -> float:
        return len(self.pairs) / max(1, len(self.pairs) + len(self.extra))

    @property
    def core_recall(self) -> float:
        return self.core_found / max(1, self.core)

    @property
    def direction(self) -> float:
        """Share of the stated sides (who from, who to, who with) that come out right."""
        return self.right_sides / max(1, self.stated_sides)


def gold_claims(data: Mapping[str, Any]) -> tuple[GoldClaim, ...]:
    """The claims of an annotation file (`claims`, `actors`), actors replaced by their states."""
    states = {name: actor.get("country") or name for name, actor in data["actors"].items()}
    return tuple(_gold(row, states) for row in data["claims"])


def _gold(row: Mapping[str, Any], states: Mapping[str, str]) -> GoldClaim:
    values = dict(row["factuality"])
    others = [k for k in values if k != "author"]
    accept = {k.replace("factuality.", ""): tuple(v) for k, v in (row.get("accept") or {}).items()}
    if others and others[0] in accept:
        accept["source"] = accept[others[0]]
    return GoldClaim(
        row["id"], row["act_type"], row["relevance"], {k: row[k] for k in FIELDS}, values["author"],
        values[others[0]] if others else None, _gold_way(row, states), _spans(row, "trigger"), _spans(row, "clause"),
        accept,
    )  # fmt: skip


def _spans(row: Mapping[str, Any], role: str) -> tuple[Span, ...]:
    return tuple(Span(e["start"], e["end"]) for e in row["evidence"] if e["role"] == role)


def _gold_way(row: Mapping[str, Any], states: Mapping[str, str]) -> tuple[str, ...] | None:
    """The direction as the text states it: sides that are only implicit are left open."""
    way = row.get("direction")
    if not way:
        return None
    if "reciprocal" in way:
        return ("reciprocal", *sorted(states.get(a, a) for a in way["reciprocal"]))
    implicit = {states.get(p["actor"], p["actor"]) for p in row.get("participants", ()) if p.get("implicit")}
    sides = [states.get(way.get(k, ""), way.get(k, "")) for k in ("from", "to")]
    return ("from", *("" if s in implicit else s for s in sides))


def measure(gold: Sequence[GoldClaim], claims: Sequence[Claim], states: Mapping[str, str | None]) -> Figures:
    """Everything measured; `states` gives the state of an actor id where it has one."""
    pairs = match(gold, claims)
    taken = {id(c) for _, c in pairs}
    found = {g.id for g, _ in pairs}
    core = [g for g in gold if g.relevance == "core"]
    sides = [_sides(g, c, states) for g, c in pairs if g.way]
    return Figures(
        pairs=pairs,
        missed=tuple(g for g in gold if g.id not in found),
        extra=tuple(c for c in claims if id(c) not in taken),
        core=len(core),
        core_found=sum(g.id in found for g in core),
        wrong=_wrong(pairs),
        false_actual=tuple(g.id for g, c in pairs if shown_as_actual(c) and not _actual(g)),
        reversed_ways=tuple(g.id for g, c in pairs if _reversed(g, c, states)),
        invented_ways=tuple(g.id for g, c in pairs if g.way and g.way[0] == "reciprocal" and _directed(c)),
        stated_sides=sum(s for s, _ in sides),
        right_sides=sum(r for _, r in sides),
    )


def match(gold: Sequence[GoldClaim], claims: Sequence[Claim]) -> tuple[tuple[GoldClaim, Claim], ...]:
    """One-to-one pairs: by trigger first, then by clause."""
    pairs: list[tuple[GoldClaim, Claim]] = []
    for same in (_same_trigger, _same_clause):
        for g in gold:
            if any(p is g for p, _ in pairs):
                continue
            free = (c for c in claims if not any(q is c for _, q in pairs))
            hit = next((c for c in free if g.accepts("act_type", c.act_type) and same(g, c)), None)
            if hit is not None:
                pairs.append((g, hit))
    return tuple(pairs)


def _same_trigger(gold: GoldClaim, claim: Claim) -> bool:
    return any(claim.trigger.overlaps(s) for s in gold.triggers)


def _same_clause(gold: GoldClaim, claim: Claim) -> bool:
    def shared(a: Span, b: Span) -> float:
        return (min(a.end, b.end) - max(a.start, b.start)) / min(len(a), len(b))

    return any(shared(claim.clause, s) >= 0.5 for s in gold.clauses)


def _wrong(pairs: Sequence[tuple[GoldClaim, Claim]]) -> dict[str, tuple[str, ...]]:
    """Field -> ids of the pairs in which it is wrong."""
    out: dict[str, tuple[str, ...]] = {}
    for name in FIELDS:
        out[name] = tuple(g.id for g, c in pairs if not g.accepts(name, getattr(c, name)))
    out["author"] = tuple(g.id for g, c in pairs if not g.accepts("author", c.factuality[0][1]))
    attributed = [(g, c) for g, c in pairs if g.source]
    out["source"] = tuple(
        g.id for g, c in attributed if len(c.factuality) < 2 or not g.accepts("source", c.factuality[-1][1])
    )
    return out


def shown_as_actual(claim: Claim) -> bool:
    """Whether a reader would take the act as having happened: affirmed, and done, ongoing or habitual."""
    return claim.stage in ACTUAL and claim.polarity == "affirmed"


def _actual(gold: GoldClaim) -> bool:
    stages = {gold.fields["stage"], *gold.accept.get("stage", ())}
    return bool(stages & set(ACTUAL)) and gold.fields["polarity"] == "affirmed"


def _directed(claim: Claim) -> bool:
    return bool(claim.direction and claim.direction.origin and claim.direction.recipient)


def _state(actor: str | None, states: Mapping[str, str | None]) -> str:
    return (states.get(actor) or actor) if actor else ""


def _reversed(gold: GoldClaim, claim: Claim, states: Mapping[str, str | None]) -> bool:
    if not gold.way or gold.way[0] != "from" or claim.direction is None or claim.direction.reciprocal:
        return False
    origin, recipient = _state(claim.direction.origin, states), _state(claim.direction.recipient, states)
    return bool((origin and origin == gold.way[2]) or (recipient and recipient == gold.way[1]))


def _sides(gold: GoldClaim, claim: Claim, states: Mapping[str, str | None]) -> tuple[int, int]:
    """(sides stated, sides right) of one pair; an unnamed group counts as named when it is kept as unspecified."""
    assert gold.way is not None
    way = claim.direction
    if gold.way[0] == "reciprocal":
        got = sorted(_state(a, states) for a in way.reciprocal) if way else []
        return len(gold.way) - 1, sum(a in got for a in gold.way[1:])
    wanted = [s for s in gold.way[1:] if s]
    got = [_state(way.origin, states), _state(way.recipient, states)] if way else ["", ""]
    right = sum(
        1
        for s, g in zip(gold.way[1:], got, strict=True)
        if s and (s == g or (g == "unspecified" and len(s) > 2))
    )
    return len(wanted), right


# PLOVER of 2016 -> the categories of today
PLOVER_NOW = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_PROMISED = ("offered", "promised", "planned", "expected", "agreed")
_FRIENDLY = ("AID", "COOPERATE", "SUPPORT", "CONSULT", "AGREE", "CONCEDE")


def plover_family(claim: Claim) -> str:
    """The PLOVER event a claim would be coded as (tense table of the manual: promised aid is AGREE)."""
    event = PLOVER[claim.act_type]
    if claim.stance == "threatens":
        return "THREATEN"
    if claim.stage == "requested":
        return "REQUEST"
    if claim.polarity != "affirmed":
        return "SANCTION" if event in ("AID", "COOPERATE") else "REJECT"
    return "AGREE" if claim.stage in _PROMISED and event in _FRIENDLY else event


def plover_way(claim: Claim, text: str, sources: Sequence[str], targets: Sequence[str]) -> str:
    """How a claim's direction stands to annotated source and target words: right, reversed, other or open."""
    if claim.direction is None or claim.direction.reciprocal:
        return "open"
    givers = [p.span.of(text) for p in claim.participants if p.span and p.role in FROM]
    takers = [p.span.of(text) for p in claim.participants if p.span and p.role in TO]
    crossed = [g for g in givers if _named(g, targets) and not _named(g, sources)]
    crossed += [t for t in takers if _named(t, sources) and not _named(t, targets)]
    if crossed:
        return "reversed"
    hits = [g for g in givers if _named(g, sources)] + [t for t in takers if _named(t, targets)]
    return "right" if hits else "other"


def _named(words: str, annotated: Sequence[str]) -> bool:
    return any(words in a or a in words for a in annotated)
