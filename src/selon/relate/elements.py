"""The elements of a rule held against a claim: met, unmet or unknown, each with its reason and where it stands."""

from __future__ import annotations

from collections.abc import Callable

from selon.model.claim import Claim, Item
from selon.model.regime import Element, Provision
from selon.relate.amounts import Cap, Share, share
from selon.relate.interval import MAX, MIN, Interval, interval
from selon.relate.messages import say
from selon.relate.rules import Party, Rule, text
from selon.relate.scene import Scene, mentions

HAPPENED = ("done", "ongoing", "habitual")
LASTING = ("ongoing", "habitual")


def shared_elements(rule: Rule, scene: Scene) -> tuple[Element, ...]:
    """The elements that do not depend on the provision: act, direction, item, actors, place, stage, conditions."""
    claim = scene.claim
    found = [Element("act_type", "met", claim.trigger, say("act"))]
    if rule.direction != "any":
        found.append(_DIRECTIONS[rule.direction](scene, rule.when_open))
    if rule.items or rule.categories or rule.not_items:
        found.append(item_element(rule, scene))
    found += [party_element(party, scene) for party in rule.parties]
    if rule.place:
        found.append(place_element(rule.place, scene))
    found.append(stage_element(claim))
    found += [Element("condition", "unknown", None, text(c)) for c in rule.conditions]
    return tuple(found)


def from_target(scene: Scene, when_open: str) -> Element:
    """The target gives, somebody else receives."""
    return _flow(scene, scene.origin, scene.recipient, when_open)


def to_target(scene: Scene, when_open: str) -> Element:
    """Somebody else gives, the target receives."""
    return _flow(scene, scene.recipient, scene.origin, when_open)


def _flow(scene: Scene, side: str | None, other: str | None, when_open: str) -> Element:
    """`side` must be the target and `other` must not; neither is ever guessed where the text leaves it open."""
    span = scene.target_span()
    names = {"origin": scene.name(scene.origin), "recipient": scene.name(scene.recipient)}
    if scene.is_target(side):
        if scene.is_target(other):
            return Element("direction", "unmet", span, say("direction.inside", origin=scene.target_name))
        return Element("direction", "met", span, say("direction.from", **names))
    if scene.is_target(other) or side:
        return Element("direction", "unmet", span, say("direction.other", **names))
    if scene.is_party:
        return Element("direction", when_open, span, say("direction.open", target=scene.target_name))
    return Element("direction", "unmet", None, say("direction.absent", target=scene.target_name))


def by_target(scene: Scene, when_open: str) -> Element:
    """The target itself acts (a test, a launch, a programme)."""
    acting = scene.acting()
    if mine := next((p for p in acting if scene.is_target(p.actor)), None):
        return Element("direction", "met", mine.span, say("direction.by", actor=scene.name(mine.actor)))
    if scene.is_target(scene.origin):
        return Element("direction", "met", None, say("direction.by", actor=scene.name(scene.origin)))
    if acting:
        why = say("direction.by_other", actor=scene.name(acting[0].actor), target=scene.target_name)
        return Element("direction", "unmet", acting[0].span, why)
    if scene.linked:
        return Element("direction", when_open, None, say("direction.by_unknown"))
    return Element("direction", "unmet", None, say("direction.absent", target=scene.target_name))


def either(scene: Scene, when_open: str) -> Element:
    """The target is on one side, whichever; a place in its territory counts."""
    if scene.linked:
        return Element(
            "direction", "met", scene.target_span(), say("direction.linked", target=scene.target_name)
        )
    return Element("direction", "unmet", None, say("direction.absent", target=scene.target_name))


_DIRECTIONS: dict[str, Callable[[Scene, str], Element]] = {
    "from_target": from_target,
    "to_target": to_target,
    "by_target": by_target,
    "either": either,
}


def item_element(rule: Rule, scene: Scene) -> Element:
    """Whether a named item is of a covered kind; where none is named, what the rule says of its kind of act."""
    told = [(i, classes, precise) for i, classes, precise in scene.kinds if i.category != "other" or classes]
    if barred := next((i for i, classes, _ in told if classes & set(rule.not_items)), None):
        return _item("unmet", "item.other", barred)
    if not (rule.items or rule.categories):
        return Element("item", "met", None, say("item.absent"))
    fits = [(i, p or i.category in rule.categories) for i, c, p in told if _fits(rule, i, c)]
    if fits:
        best, precise = max(fits, key=lambda pair: pair[1])
        return _item("met", "item.met", best) if precise else _item("unknown", "item.broad", best)
    if told:
        return _item("unmet", "item.other", told[0][0])
    state = rule.state_without_item(scene.claim.act_type)
    return Element("item", state, None, say("item.implied" if state == "met" else "item.absent"))


def _fits(rule: Rule, item: Item, classes: frozenset[str]) -> bool:
    return item.category in rule.categories or bool(classes & set(rule.items))


def _item(state: str, code: str, item: Item) -> Element:
    return Element("item", state, item.span, say(code, item=item.text))


def party_element(party: Party, scene: Scene) -> Element:
    """Whether somebody who fits `party` takes part."""
    in_role = [p for p in scene.claim.participants if not party.roles or p.role in party.roles]
    for participant in in_role:
        if _is_party(party, participant.actor, scene):
            return Element(
                "actor", "met", participant.span, say("actor.met", actor=scene.name(participant.actor))
            )
    wanted = text(party.what)
    if party.otherwise == "unknown" or (not in_role and _in_document(party, scene)):
        return Element("actor", "unknown", None, say("actor.unknown", wanted=wanted))
    return Element("actor", party.otherwise, None, say("actor.unmet", wanted=wanted))


def _is_party(party: Party, actor: str, scene: Scene) -> bool:
    known = scene.actors.get(actor)
    return (
        (not party.kinds or (known is not None and known.kind in party.kinds))
        and (not party.of_target or scene.is_target(actor))
        and _is_named(party, actor, scene)
    )


def _is_named(party: Party, actor: str, scene: Scene) -> bool:
    """The actor's name is the body's, and not that of the body it must not be taken for."""
    if party.unless and scene.is_body(actor, party.unless):
        return False
    return not party.body or scene.is_body(actor, party.body)


def _in_document(party: Party, scene: Scene) -> bool:
    """The document names the body, but this act leaves open whom it concerns."""
    return party.body is not None and any(_is_named(party, a, scene) for a in scene.actors)


def place_element(place: str, scene: Scene) -> Element:
    """Whether the act takes place at one of the pack's places of that kind."""
    for found in scene.claim.places:
        if mentions(found.name, scene.words["places"][place]):
            return Element("place", "met", found.span, say("place.met", place=found.name))
    return Element("place", "unmet", None, say("place.unmet", wanted=place.replace("_", " ")))


def stage_element(claim: Claim) -> Element:
    """How far the act got, as presented. A denied or negated act leaves it unmet, and is never shown as done."""
    span = next((e.span for e in claim.evidence if e.role == "cue"), claim.trigger)
    if claim.polarity != "affirmed":
        return Element("stage", "unmet", span, say(f"stage.{claim.polarity}"))
    if happened(claim):
        return Element("stage", "met", span, say("stage.done"))
    return Element("stage", "unknown", span, say("stage.not_done", stage=_not_done(claim)))


def _not_done(claim: Claim) -> str:
    """The word for how the act is presented: its stage, or "feared" and the like where the stage is further on."""
    return (
        claim.modality
        if claim.stage in (*HAPPENED, "hypothetical") and claim.modality in _TO_COME
        else claim.stage
    )


# a claim of these modalities speaks of what may come, whatever its stage
_TO_COME = ("feared", "expected", "planned", "promised", "offered", "requested", "conditional")


def happened(claim: Claim) -> bool:
    """Whether the claim presents the act as done, under way or habitual."""
    return claim.stage in HAPPENED and claim.modality not in _TO_COME


def date_element(
    rule: Rule, provision: Provision, claim: Claim, published: str | None, as_of: str
) -> Element:
    """Whether the provision was in force when the act is said to have happened.

    Without a date in the text the law of the article's date is read, and without that the law as of the pack. A
    provision whose last term is uncertain (`../2026-05-01?`) is neither in force nor out of it afterwards.
    """
    span = claim.time.span if claim.time else None
    if rule.any_date:
        return Element("date", "met", span, say("date.any"))
    force, in_force = _force(rule, provision), provision.in_force or ".."
    when = _act_days(claim, published)
    day = (claim.time.edtf if claim.time and when else None) or published or as_of
    when = when or Interval(day, day)
    if when.within(force):
        if span is not None or (claim.time and claim.time.edtf):
            return Element("date", "met", span, say("date.met", day=day, in_force=in_force))
        code, state = ("date.published", "met") if published else ("date.current", "unknown")
        return Element("date", state, None, say(code, day=day))
    if when.overlaps(force):
        return Element("date", "unknown", span, say("date.straddles", day=day, in_force=in_force))
    if in_force.endswith("?") and when.first > force.last:
        return Element(
            "date", "unknown", span or claim.trigger, say("date.uncertain", day=day, in_force=in_force)
        )
    if provision.superseded_by:
        why = say("date.superseded", day=day, in_force=in_force, successor=provision.superseded_by)
        return Element("date", "unmet", span, why)
    return Element("date", "unmet", span, say("date.unmet", day=day, in_force=in_force))


def _force(rule: Rule, provision: Provision) -> Interval:
    force = interval(provision.in_force) or Interval(MIN, MAX)
    return Interval(max(force.first, rule.since or MIN), force.last)


def _act_days(claim: Claim, published: str | None) -> Interval | None:
    """The days of the act. What lasts is read at its end; nothing said to have happened lies after the article."""
    when = interval(claim.time.edtf) if claim.time else None
    if when is None:
        return None
    last = when.last
    if published and happened(claim):
        last = max(when.first, min(last, published))
    if claim.stage in LASTING and last != MAX:
        return Interval(last, last)
    if last == MAX or when.first == MIN:
        return Interval(last, last) if last != MAX else Interval(when.first, when.first)
    return Interval(when.first, last)


def cap_element(rule: Rule, claim: Claim) -> Element | None:
    """The reported amount against the rule's cap; None where the rule has no cap."""
    if rule.cap is None:
        return None
    span = claim.quantity.span if claim.quantity else None
    part = share(claim.quantity, rule.cap)
    words = {"cap": _amount(rule.cap.value, rule.cap.unit), "period": text(rule.cap_period)}
    if part is None or claim.quantity is None:
        return Element("cap", "unknown", span, say("cap.vague", **words))
    stated = claim.quantity.text or _amount(claim.quantity.value, claim.quantity.unit)
    code, state = ("cap.alone", "met") if part.low > 1 else ("cap.share", "unknown")
    return Element("cap", state, span, say(code, amount=stated, share=_percent(part), **words))


def _amount(value: float | None, unit: str) -> str:
    return f"{value:,.0f} {unit}".replace(",", " ") if value is not None else unit


def _percent(part: Share) -> str:
    low, high = (f"{100 * x:.3g}" for x in (part.low, part.high))
    return f"{low} %" if low == high else f"{low}-{high} %"


__all__ = ["Cap", "cap_element", "date_element", "happened", "shared_elements"]
