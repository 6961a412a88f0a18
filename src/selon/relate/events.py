"""Events: tellings of one act across documents, with the slots each source supports.

A count is always articles and origins: an origin is the earliest known account of what its articles tell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selon.relate.origins import Account, families, ties
from selon.relate.relations import Ground, Relation, relations
from selon.relate.tellings import Telling, tellings


@dataclass(frozen=True, slots=True)
class Support:
    """One value of a slot and who supports it: tellings (subjects) and the origins of their articles."""

    value: str
    tellings: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One act as told. `told`: earliest first; `slots`: slot -> values with their support, most supported first."""

    act: str
    told: tuple[Telling, ...]
    relations: tuple[Relation, ...]
    slots: tuple[tuple[str, tuple[Support, ...]], ...]
    articles: int
    origins: int

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties, most often named first."""
        counts = Counter(p for t in self.told for p in t.parties)
        return tuple(p for p, _ in sorted(counts.items(), key=lambda x: (-x[1], x[0])))

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "act": self.act,
            "parties": list(self.parties),
            "articles": self.articles,
            "origins": self.origins,
            "slots": {
                name: [
                    {"value": s.value, "claims": list(s.tellings), "origins": list(s.origins)} for s in values
                ]
                for name, values in self.slots
            },
            "claims": [
                {"claim": t.subject, "document": t.document, "published": t.published, "said": t.said}
                for t in self.told
            ],
            "relations": [r.to_dict() for r in self.relations],
        }


def ground_of(readings: Sequence[Mapping[str, Any]]) -> Ground:
    """Which documents of these readings copy, translate or share passages with which."""
    accounts = [
        Account(d["id"], d["text"], d.get("language"), (d.get("published") or "")[:10] or None)
        for d in (r["document"] for r in readings)
    ]
    found = list(ties(accounts))
    return Ground.of(families(accounts, found), found)


def events(readings: Sequence[Mapping[str, Any]], ground: Ground | None = None) -> tuple[Event, ...]:
    """The events in the JSON of some readings, the one told by most origins first; every claim is in exactly one."""
    ground = ground or ground_of(readings)
    told = list({t.subject: t for r in readings for t in tellings(r)}.values())
    found = list(relations(told, ground))
    made = [_event(group, own, ground) for group, own in _groups(told, found)]
    return tuple(
        sorted(made, key=lambda e: (-e.origins, -e.articles, e.told[0].published or "", e.told[0].subject))
    )


def _groups(
    told: Sequence[Telling], found: Sequence[Relation]
) -> Iterator[tuple[list[Telling], list[Relation]]]:
    """Tellings joined by relations, with the relations inside each group.

    A telling without a time, goods or amount joins the one it fits best, so that a vague one ties no two acts together.
    """
    parent = {t.subject: t.subject for t in told}
    vague = {t.subject for t in told if t.when is None and t.amount is None}

    def root(subject: str) -> str:
        while parent[subject] != subject:
            parent[subject] = parent[parent[subject]]
            subject = parent[subject]
        return subject

    bound: set[str] = set()
    for r in sorted(found, key=lambda r: (r.a in vague) + (r.b in vague)):
        loose = next((s for s in (r.b, r.a) if s in vague), None)
        if loose is not None:
            if loose in bound:
                continue
            bound.add(loose)
        parent[root(r.b)] = root(r.a)
    groups: defaultdict[str, list[Telling]] = defaultdict(list)
    inside: defaultdict[str, list[Relation]] = defaultdict(list)
    for t in told:
        groups[root(t.subject)].append(t)
    for r in found:
        if root(r.a) == root(r.b):
            inside[root(r.a)].append(r)
    for key, group in groups.items():
        yield group, inside[key]


def _event(group: list[Telling], own: list[Relation], ground: Ground) -> Event:
    ordered = tuple(sorted(group, key=lambda t: (t.published or "9999", t.document, t.span)))
    documents = {t.document for t in ordered}
    return Event(
        ordered[0].act,
        ordered,
        tuple(own),
        tuple(_slots(ordered, ground)),
        len(documents),
        len({ground.origin(d) for d in documents}),
    )


def _slots(told: Iterable[Telling], ground: Ground) -> Iterator[tuple[str, tuple[Support, ...]]]:
    values: defaultdict[str, defaultdict[str, list[Telling]]] = defaultdict(lambda: defaultdict(list))
    for t in told:
        for name, value in _filled(t):
            values[name][value].append(t)
    for name in ("direction", "date", "item", "quantity", "place", "stage"):
        if name in values:
            supports = [
                Support(
                    value,
                    tuple(t.subject for t in by),
                    tuple(dict.fromkeys(ground.origin(t.document) for t in by)),
                )
                for value, by in values[name].items()
            ]
            yield name, tuple(sorted(supports, key=lambda s: (-len(s.origins), s.value)))


def _filled(t: Telling) -> Iterator[tuple[str, str]]:
    if t.origin or t.recipient:
        yield "direction", f"{t.origin or '?'} > {t.recipient or '?'}"
    if t.time:
        yield "date", t.time
    yield from (("item", thing) for thing in sorted(t.things))
    if t.amount:
        yield "quantity", t.amount.text
    yield from (("place", place) for place in sorted(t.places))
    yield (
        "stage",
        t.stage if not (t.denied or t.polarity == "negated") else "denied" if t.denied else "negated",
    )
