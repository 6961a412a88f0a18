"""How claims of different documents bear on one another: whether one act is told, and by whom independently.

Two tellings are of one act when kind and parties agree and enough else does (`evidence`); what differs then is a
conflict, shown with both values, never averaged. Only an independent telling corroborates: another source, in an
article that no copy, translation, shared passage or cited outlet ties to the first. A feared or offered act never
corroborates that it occurred. Nothing here says which of two tellings is true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from selon.relate.origins import Tie
from selon.relate.tellings import Amount, Telling

ENOUGH = 3  # points of evidence for one act
NEAR = 31  # days between tellings of one act where no text dates it, and between dates that may be one misdated act
LONG = 62  # days; a longer interval ("in 2023") dates loosely
_LOOSE = frozenset({"cooperation_general", "statement_of_support", "request", "negotiation"})


@dataclass(frozen=True, slots=True)
class Relation:
    """`a` (the earlier telling) and `b`; for `conflicts_on`, `slot` and both values as the texts have them.

    `independence`: independent, same_originator, same_wire, unknown.
    """

    a: str
    b: str
    relation: str
    why: str
    independence: str = "unknown"
    slot: str | None = None
    values: tuple[str, str] | None = None

    def to_dict(self) -> dict[str, Any]:
        row: dict[str, Any] = {"a": self.a, "b": self.b, "relation": self.relation, "why": self.why}
        row["independence"] = self.independence
        if self.slot:
            row |= {"slot": self.slot, "values": list(self.values or ())}
        return row


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the documents: the family (copies and translations) each belongs to, and passages shared."""

    family: Mapping[str, str]
    passages: Mapping[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]]

    @classmethod
    def of(cls, families: Iterable[Any], ties: Iterable[Tie]) -> Ground:
        """From `selon.relate.origins.families` and `ties`."""
        shared = {}
        for tie in ties:
            if tie.kind == "passage" and tie.shared:
                shared[tie.a, tie.b] = tie.shared
                shared[tie.b, tie.a] = (tie.shared[1], tie.shared[0])
        return cls({m: f.origin for f in families for m in f.members}, shared)

    def origin(self, document: str) -> str:
        return self.family.get(document, document)

    def same_wording(self, a: Telling, b: Telling) -> bool:
        """Whether both tellings stand in a passage that the two articles share."""
        shared = self.passages.get((a.document, b.document))
        return shared is not None and _touches(a.span, shared[0]) and _touches(b.span, shared[1])


def _touches(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def relations(told: Sequence[Telling], ground: Ground) -> Iterator[Relation]:
    """Every relation between tellings of one act, the earlier first, in order of the input."""
    place = {t.subject: n for n, t in enumerate(told)}
    for a, b in sorted(_pairs(told), key=lambda p: (place[p[0].subject], place[p[1].subject])):
        if (b.published or "9999") < (a.published or "9999"):
            a, b = b, a
        yield from related(a, b, ground)


def _pairs(told: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of one kind of act with a party in common, each once."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for n, t in enumerate(told):
        for party in t.parties:
            groups[t.act, party].append(n)
    seen = {(i, j) for group in groups.values() for k, i in enumerate(group) for j in group[k + 1 :]}
    yield from ((told[i], told[j]) for i, j in seen if told[i].subject != told[j].subject)


def related(a: Telling, b: Telling, ground: Ground) -> Iterator[Relation]:
    """How two tellings bear on one another; nothing where they do not tell one act."""
    conflicts = list(_conflicts(a, b))
    if not same_act(a, b, conflicts, ground):
        return
    how = independence(a, b, ground)
    for slot, ours, theirs in conflicts:
        yield Relation(a.subject, b.subject, "conflicts_on", f"{slot} differs", how, slot, (ours, theirs))
    for name, holds, why in _RULES:
        if holds(a, b, how, conflicts):
            yield Relation(a.subject, b.subject, name, why, how)
            return


def independence(a: Telling, b: Telling, ground: Ground) -> str:
    """Whether two tellings have one origin: one article told twice, one agency's words, one source, one cited outlet."""
    if a.document == b.document:
        return "same_originator"
    if ground.origin(a.document) == ground.origin(b.document) or ground.same_wording(a, b):
        return "same_wire"
    cited = (a.outlet and a.outlet in b.through) or (b.outlet and b.outlet in a.through)
    if cited or (a.source and a.source == b.source) or (a.through & b.through):
        return "same_originator"
    if a.source is None or b.source is None:
        return "unknown"  # "a source close to the matter" may be the same one
    if a.source == b.source == "":  # both in the article's own voice
        named = a.outlet and b.outlet
        return "unknown" if not named else "same_originator" if a.outlet == b.outlet else "independent"
    return "independent"


# one act


def same_act(a: Telling, b: Telling, conflicts: Sequence[tuple[str, str, str]], ground: Ground) -> bool:
    """Whether two tellings of one kind are of one act: enough agrees, and at most one thing that matters differs."""
    slots = {slot for slot, _, _ in conflicts}
    if len(slots) > 1 or not _comparable(a, b):
        return False
    if ground.origin(a.document) == ground.origin(b.document) and a.document != b.document:
        return evidence(a, b) >= ENOUGH - 1  # a copy tells the same acts in the same words
    return evidence(a, b) >= ENOUGH + (a.act in _LOOSE)


def evidence(a: Telling, b: Telling) -> int:
    """Points for what two tellings share: two parties 2 (one 1), a narrow time 2 (a wide one, or articles of the same
    weeks, 1), kind of goods 1, words for the goods 1, amount 1, place 1."""
    points = min(len(a.parties & b.parties), 2) + _timed(a, b)
    points += bool(a.items & b.items) + bool(a.things & b.things) + bool(a.places & b.places)
    return points + (a.amount is not None and b.amount is not None and _agree(a.amount, b.amount))


def _timed(a: Telling, b: Telling) -> int:
    """Points for the time: narrow times that overlap 2; wide ones, or articles of the same weeks, 1."""
    if a.when and b.when:
        return (2 if _narrow(a) and _narrow(b) else 1) if a.when.overlaps(b.when) else 0
    return int(_days_between(a.published, b.published) <= NEAR)


def _comparable(a: Telling, b: Telling) -> bool:
    """Parties that do not exclude one another, times not far apart; with one party in common, some sign of one time."""
    if len(a.parties & b.parties) < 2 and not _timed(a, b):
        return False
    if a.when and b.when and not a.when.overlaps(b.when) and _gap(a, b) > NEAR:
        return False
    fewer, more = sorted((a.parties, b.parties), key=len)
    return fewer <= more or len(fewer & more) >= 2


def _narrow(t: Telling) -> bool:
    return t.when is not None and _days_between(t.when.first, t.when.last) <= LONG


def _gap(a: Telling, b: Telling) -> int:
    assert a.when and b.when
    first, second = sorted((a.when, b.when), key=lambda w: w.first)
    return _days_between(first.last, second.first)


def _days_between(a: str | None, b: str | None) -> int:
    """Days between two dates; many where one is not known."""
    if not a or not b:
        return 10_000
    return abs((date.fromisoformat(a[:10]) - date.fromisoformat(b[:10])).days)


# what differs


def _conflicts(a: Telling, b: Telling) -> Iterator[tuple[str, str, str]]:
    """(slot, value in a, value in b) of what two tellings cannot both have right."""
    if a.amount and b.amount and a.amount.unit == b.amount.unit and not _agree(a.amount, b.amount):
        yield "quantity", a.amount.text, b.amount.text
    if a.when and b.when and _narrow(a) and _narrow(b) and not a.when.overlaps(b.when):
        yield "date", a.time or "", b.time or ""
    if a.items and b.items and not a.items & b.items:
        yield "item", ", ".join(sorted(a.things)), ", ".join(sorted(b.things))
    if (
        a.origin
        and a.recipient
        and (a.origin, a.recipient) == (b.recipient, b.origin)
        and a.origin != a.recipient
    ):
        yield "direction", f"{a.origin} > {a.recipient}", f"{b.origin} > {b.recipient}"


def _agree(a: Amount, b: Amount) -> bool:
    """Whether two amounts of one unit may be the same: their ranges meet."""
    if a.unit != b.unit:
        return False
    infinite = float("inf")
    return (a.low or 0) <= (infinite if b.high is None else b.high) and (b.low or 0) <= (
        infinite if a.high is None else a.high
    )


# the relation, first rule that holds

Rule = Callable[[Telling, Telling, str, Sequence[tuple[str, str, str]]], bool]


def _refused(t: Telling) -> bool:
    return t.denied or t.polarity == "negated"


def _same_voice(a: Telling, b: Telling) -> bool:
    """One source, or one outlet in its own name."""
    return bool(a.source and a.source == b.source) or bool(
        a.source == b.source == "" and a.outlet and a.outlet == b.outlet
    )


def _later(a: Telling, b: Telling) -> bool:
    return bool(a.published and b.published and a.published < b.published)


def _slots(t: Telling) -> dict[str, bool]:
    """Which slots a telling fills."""
    return {
        "date": t.when is not None,
        "item": bool(t.items or t.things),
        "quantity": t.amount is not None,
        "place": bool(t.places),
        "giver": t.origin is not None,
        "receiver": t.recipient is not None,
    }


def _missing(a: Telling, b: Telling) -> set[str]:
    """Slots that a fills and b leaves open."""
    ours, theirs = _slots(a), _slots(b)
    return {slot for slot, filled in ours.items() if filled and not theirs[slot]}


def _narrows(a: Telling, b: Telling) -> bool:
    """Whether b dates the act within a's longer time, and not the other way round."""
    return bool(a.when and b.when and b.when.within(a.when) and not a.when.within(b.when))


_RULES: tuple[tuple[str, Rule, str], ...] = (
    (
        "same_origin",
        lambda a, b, how, c: how == "same_wire" and _refused(a) == _refused(b),
        "the articles share these words or the whole story",
    ),
    (
        "retracts",
        lambda a, b, how, c: _same_voice(a, b) and _later(a, b) and a.occurred and _refused(b),
        "the same source later says the contrary",
    ),
    (
        "supersedes",
        lambda a, b, how, c: _same_voice(a, b)
        and _later(a, b)
        and (bool(c) or (b.occurred and not a.occurred and not _refused(a))),
        "the same source later gives another value, or says that it has happened",
    ),
    (
        "denied_by",
        lambda a, b, how, c: (b.denied and not _refused(a)) or (a.denied and not _refused(b)),
        "a source denies the act",
    ),
    (
        "contradicts",
        lambda a, b, how, c: _refused(a) != _refused(b) and (a.occurred or b.occurred),
        "one says that it happened, the other that it did not",
    ),
    (
        "repeats",
        lambda a, b, how, c: how == "same_originator" and _refused(a) == _refused(b),
        "the same article, source or cited outlet says it again",
    ),
    (
        "refines",
        lambda a, b, how, c: a.occurred and b.occurred and not c and how != "independent" and bool(_missing(b, a)),
        "adds what the other leaves open; whether its source is another one is not known",
    ),
    (
        "corroborates",
        lambda a, b, how, c: _supports(a, b, how, c) and not _missing(a, b) and not _missing(b, a) and not _narrows(a, b),
        "another source, another article, the same act in every slot",
    ),
    (
        "refines",
        lambda a, b, how, c: _supports(a, b, how, c) and not _missing(a, b) and bool(_missing(b, a) or _narrows(a, b)),
        "another source supports it and says more precisely what happened",
    ),
    (
        "partly_corroborates",
        lambda a, b, how, c: _supports(a, b, how, ()),
        "another source supports part of it",
    ),
    ("same_act", lambda a, b, how, c: True, "one act, no support either way"),
)  # fmt: skip


def _supports(a: Telling, b: Telling, how: str, conflicts: Sequence[tuple[str, str, str]]) -> bool:
    return a.occurred and b.occurred and how == "independent" and not conflicts
