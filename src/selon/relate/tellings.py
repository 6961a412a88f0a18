"""A claim as a comparison across documents sees it: one telling of an act, in slots, from the JSON of its reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selon.relate.interval import Interval, interval
from selon.relate.statements import plain

JSON = Mapping[str, Any]
_WORD = re.compile(r"\w+")
_STATE = re.compile(r"[A-Z]{2}")
OCCURRED = frozenset({"done", "ongoing", "habitual"})
FIRM = frozenset({"CT+", "PR+"})
# an act that is only feared, offered, expected ... is no telling that it occurred, however firmly it is feared
WEAK = frozenset(
    {
        "feared",
        "expected",
        "planned",
        "promised",
        "offered",
        "requested",
        "possible",
        "conditional",
        "suspected",
    }
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity: the range it allows (None: open), its unit, and its words."""

    low: float | None
    high: float | None
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim. `subject` is "claim:id"; `source` who says it (folded; "" the article itself, None nobody named);
    `through` every source of its chain; `parties` are states (ISO alpha-2) or folded names; `said` the words."""

    subject: str
    document: str
    published: str | None
    outlet: str
    act: str
    stage: str
    polarity: str
    occurred: bool
    denied: bool
    source: str | None
    through: frozenset[str]
    parties: frozenset[str]
    origin: str | None
    recipient: str | None
    items: frozenset[str]
    things: frozenset[str]
    amount: Amount | None
    time: str | None
    when: Interval | None
    places: frozenset[str]
    span: tuple[int, int]
    said: str


def tellings(reading: JSON) -> Iterator[Telling]:
    """The tellings in a reading (its JSON), in order of the text."""
    actors = {a["id"]: a for a in reading["actors"]}
    sources = {s["id"]: s for s in reading["sources"]}
    for claim in reading["claims"]:
        yield _telling(claim, reading["document"], actors, sources)


def folded(name: str | None) -> str:
    """A name without case, accents and marks: "Kim Jong-un" and "KIM Jong Un" fold to the same."""
    return " ".join(_WORD.findall(plain(name or "")))


def _telling(claim: JSON, document: JSON, actors: JSON, sources: JSON) -> Telling:
    chain = [link["source"] for link in claim["attribution"]]
    named = [_source(s, sources, actors) for s in chain]
    direction = claim.get("direction") or {}
    sides = (
        _party(direction.get("from") or _of_role(claim, "supplier"), actors),
        _party(direction.get("to") or _of_role(claim, "recipient"), actors),
    )
    parties = {_party(p["actor"], actors) for p in claim.get("participants", ()) if p["role"] != "speaker"}
    items = claim.get("items", ())
    edtf = (claim.get("time") or {}).get("edtf")
    clause = next((e for e in claim["evidence"] if e["role"] == "clause"), claim["evidence"][0])
    return Telling(
        subject=f"claim:{claim['id']}",
        document=document["id"],
        published=(document.get("published") or "")[:10] or None,
        outlet=folded(document.get("publisher")),
        act=claim["act_type"],
        stage=claim["stage"],
        polarity=claim["polarity"],
        occurred=_occurred(claim, chain[-1]),
        denied=claim["polarity"] == "denied" or claim["stance"] == "denies" or claim["modality"] == "denied",
        source=named[-1],
        through=frozenset(n for n in named if n),
        parties=frozenset(p for p in (*parties, *sides) if p),
        origin=sides[0],
        recipient=sides[1],
        items=frozenset(i["category"] for i in items if i["category"] != "other"),
        things=frozenset(folded(i["text"]) for i in items),
        amount=_amount(claim.get("quantity")),
        time=edtf,
        when=interval(edtf),
        places=frozenset(
            p.get("country") or folded(p["name"])
            for p in claim.get("places", ())
            if p["role"] == "place_of_act"
        ),
        span=(clause["start"], clause["end"]),
        said=clause["text"],
    )


def _occurred(claim: JSON, originator: str) -> bool:
    """Whether the telling says that the act took or takes place, and its source is firm about it."""
    firm = claim["factuality"].get(originator) in FIRM
    happened = claim["stage"] in OCCURRED and claim["polarity"] == "affirmed"
    return happened and firm and claim["modality"] not in WEAK


def _of_role(claim: JSON, role: str) -> str | None:
    return next((p["actor"] for p in claim.get("participants", ()) if p["role"] == role), None)


def _party(actor: str | None, actors: JSON) -> str | None:
    """A state by its code, with its bodies, offices and people; anybody else by name."""
    if actor is None:
        return None
    known = actors.get(actor, {})
    return known.get("country") or (actor if _STATE.fullmatch(actor) else folded(known.get("name")) or None)


def _source(id: str, sources: JSON, actors: JSON) -> str | None:
    """A source by name, or by the state it speaks for; None where it cannot be told from others of its kind."""
    if id == "author":
        return ""
    known = sources.get(id, {})
    actor = actors.get(known.get("actor") or "", {})
    return folded(known.get("name") or actor.get("name")) or known.get("actor") or None


def _amount(quantity: JSON | None) -> Amount | None:
    """What a quantity allows: "about" a fifth either way, "at least" upwards, a vague one nothing that can be compared."""
    if not quantity or quantity.get("value") is None or quantity["comparator"] == "vague":
        return None
    value, most, how = quantity["value"], quantity.get("value_max"), quantity["comparator"]
    low: float | None = value
    high: float | None = most or value
    if how in {"about", "nearly"}:
        low, high = value * 0.8, (most or value) * 1.2
    elif how in {"at_least", "more_than"}:
        high = None
    elif how in {"at_most", "less_than"}:
        low = None
    return Amount(
        low, high, quantity["unit"], " ".join(filter(None, (quantity.get("text"), quantity.get("of"))))
    )
