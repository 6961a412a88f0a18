"""When, how much and where: the date, quantity and place that stand in the act's own clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selon.model.actor import Mention
from selon.model.claim import Direction, Place, Quantity
from selon.model.text import Span
from selon.model.time import Date
from selon.reading.acts.scene import Scene
from selon.reading.acts.slots import slots
from selon.reading.acts.triggers import Trigger

_TRAVEL = ("visit", "military_deployment", "labour_dispatch", "vessel_movement")


def clause_span(scene: Scene, i: int) -> Span:
    """The clause of word `i`, without marks at its edges; its longest unbroken run where others cut it."""
    words = [w for w in scene.clause_of(i).words if scene.words[w].pos != "PUNCT"] or [i]
    return scene.sentence.cover(words[0], words[-1])


def when(scene: Scene, trigger: Trigger, dates: Sequence[Date]) -> Date | None:
    """The date nearest to the trigger among those in its clause; the cue verb's own date stays with the cue."""
    inside = [d for d in dates if d.span is not None and _in_clause(scene, trigger, d.span)]
    at = scene.words[trigger.head].start
    return min(inside, key=lambda d: abs(d.span.start - at) if d.span else 0, default=None)


def how_much(scene: Scene, trigger: Trigger, quantities: Iterable[Quantity]) -> Quantity | None:
    """The first quantity in the act's phrase that counts or weighs what is moved."""
    if trigger.phrase[1] < trigger.phrase[0]:
        return None
    if not trigger.items:
        reach = scene.sentence.cover(*trigger.phrase)
        return next((q for q in quantities if q.span is not None and reach.contains(q.span)), None)
    start = min(trigger.first, *(f.first for f in trigger.items)) if trigger.items else trigger.first
    end = max(trigger.phrase[1], *(f.last for f in trigger.items)) if trigger.items else trigger.phrase[1]
    reach = scene.sentence.cover(max(0, start - 5), end)
    inside = [q for q in quantities if q.span is not None and reach.overlaps(q.span)]
    items = [scene.sentence.cover(f.first, f.last) for f in trigger.items]
    near = [
        q
        for q in inside
        if q.span and any(0 <= i.start - q.span.end < 25 or q.span.overlaps(i) for i in items)
    ]
    return near[0] if near else None


def where(scene: Scene, trigger: Trigger, way: Direction | None) -> tuple[Place, ...]:
    """Places named in the act's phrase: the destination of a journey, else where it happens."""
    out = []
    visited = trigger.frame.family == "visit"
    for slot in slots(scene, *trigger.phrase):
        if slot.kind not in ("in", "to", "from", "against") and not (
            visited and slot.kind in ("object", "of")
        ):
            continue
        for m in scene.mentions_in(slot.first, slot.last):
            place = m.kind == "place" or (slot.kind == "in" and m.kind == "state" and m.form != "demonym")
            if place or (
                m.form == "metonym"
                and m.kind == "state"
                and trigger.act in ("visit", "meeting", "negotiation", "agreement")
            ):
                out.append(Place(_role(slot.kind, trigger.act), _place_name(scene, m), m.country, m.span))
    return tuple(out)


def _place_name(scene: Scene, mention: Mention) -> str:
    """The place with the installation it names ("Vostochny cosmodrome", "base de X"); the bare name otherwise."""
    name = mention.name or ""
    at = scene.index(mention)
    after = [k for k in range(at + 1, min(at + 3, len(scene.words))) if scene.has("facility", k)]
    if after and not scene.lexicon.grammar.get("partitive"):
        return f"{name} {scene.words[after[0]].low}"
    before = [k for k in range(max(0, at - 5), at) if scene.has("facility", k)]
    if before and at > 0 and scene.has("of", at - 1):
        return f"{' '.join(w.low for w in scene.words[before[0] : at])} {name}"
    return name


def _role(kind: str, act: str) -> str:
    if kind == "from":
        return "origin"
    return "destination" if act in _TRAVEL or kind == "to" else "place_of_act"


def _in_clause(scene: Scene, trigger: Trigger, span: Span) -> bool:
    at = scene.sentence.at(span.start)
    return at is not None and scene.clause_of(at).index == scene.clause_of(trigger.first).index
