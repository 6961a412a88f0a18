"""Which provisions a reported act would engage, with every element's state and reason. Never a verdict.

Rules are the pack's data. A denied or negated act is never held as if it had happened: its engagement is `context`,
and its stage element says so. Several provisions may fit; all are listed, none is preferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from selon.model.actor import Actor
from selon.model.claim import Claim
from selon.model.ports import RegimePack
from selon.model.regime import Element, Engagement, Provision
from selon.relate.elements import cap_element, date_element, happened, shared_elements
from selon.relate.interval import interval
from selon.relate.messages import say
from selon.relate.rules import Rule, rules_of, text
from selon.relate.scene import Scene, scene

# unknown in one of these, and the act only may engage
DECISIVE = ("direction", "item", "actor", "place")
# where two rules reach the same provision, the one that says more stands
_WEIGHT = (
    "would_engage_if_confirmed", "would_engage_if_carried_out", "may_engage", "implements", "mandate",
    "exempt_possible", "context", "out_of_scope",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Near:
    """A provision that a claim comes near to without engaging it, and the elements that are missing."""

    claim: str
    provision: str
    rule: str
    missing: tuple[Element, ...]
    why: str


def engage(
    claims: Sequence[Claim], actors: Sequence[Actor], pack: RegimePack, *, published: str | None = None
) -> tuple[Engagement, ...]:
    """The engagements of `claims` with the provisions of `pack`, in the order of the claims and of the provisions.

    `actors` are those of the document; `published` is its date (YYYY-MM-DD), against which undated acts are held.
    Raises PackError when the pack's rules are malformed.
    """
    order = {p.id: i for i, p in enumerate(pack.regime.provisions)}
    found = []
    for claim in claims:
        held = _held(claim, actors, pack, published)
        kept = _strongest(
            e for rule, p, elements in held if (e := _engagement(rule, p, claim, elements, published))
        )
        found += sorted(kept, key=lambda e: order[e.provision])
    return tuple(found)


def nearest(
    claim: Claim, actors: Sequence[Actor], pack: RegimePack, *, published: str | None = None, limit: int = 3
) -> tuple[Near, ...]:
    """The provisions `claim` comes nearest to without engaging them, with what is missing: "no provision found".

    Only rules for the same kind of act are compared, fewest missing elements first, each provision once. Empty
    where the claim engages something, and where the regime's target takes no part.
    """
    found: dict[str, Near] = {}
    held = tuple(_held(claim, actors, pack, published))
    if any(not _missing(elements) for _, _, elements in held):
        return ()
    for rule, provision, elements in held:
        missing = _missing(elements)
        past = any(e.name == "date" for e in missing)  # the law of another day is no neighbour
        if missing and rule.near and not past and not rule.engagement:
            why = say("why.missing", missing="; ".join(e.why for e in missing))
            near = Near(claim.id, provision.id, rule.id, missing, why)
            if provision.id not in found or len(missing) < len(found[provision.id].missing):
                found[provision.id] = near
    here = scene(claim, actors, pack.regime.target, pack.names())
    return tuple(sorted(found.values(), key=lambda n: len(n.missing))[:limit]) if here.linked else ()


Held = tuple[Rule, Provision, tuple[Element, ...]]


def _held(claim: Claim, actors: Sequence[Actor], pack: RegimePack, published: str | None) -> Iterator[Held]:
    """The claim held against each provision of each rule for its kind of act."""
    here = scene(claim, actors, pack.regime.target, pack.names())
    for rule in rules_of(pack):
        if claim.act_type in rule.acts:
            yield from _held_by(rule, here, pack, published)


def _held_by(rule: Rule, here: Scene, pack: RegimePack, published: str | None) -> Iterator[Held]:
    elements = shared_elements(rule, here)
    cap = cap_element(rule, here.claim)
    for id in rule.provisions:
        provision = pack.regime.provision(id)
        as_of = pack.regime.as_of or "9999-12-31"
        date = date_element(rule, provision, here.claim, published, as_of)
        yield rule, provision, (*elements, date, *((cap,) if cap else ()))


def _missing(elements: Iterable[Element]) -> tuple[Element, ...]:
    """Elements that rule the provision out; a denied act's stage does not, it is shown as denied."""
    return tuple(e for e in elements if e.state == "unmet" and e.name != "stage")


def _engagement(
    rule: Rule, provision: Provision, claim: Claim, elements: tuple[Element, ...], published: str | None
) -> Engagement | None:
    if _missing(elements):
        return None
    out = rule_out(rule, provision, claim, published)
    if out:
        elements = (*elements, Element("exemption", "unknown", None, say("exemption", count=len(out))))
    value = relation(rule, claim, elements)
    return Engagement(
        claim=claim.id,
        provision=provision.id,
        engagement=value,
        verification=provision.verification,
        elements=elements,
        rule=rule.id,
        binds=provision.binds,
        rule_out=out,
        why=reason(rule, claim, value),
    )


def relation(rule: Rule, claim: Claim, elements: Iterable[Element]) -> str:
    """The engagement value: what the rule fixes, else context for what did not happen, may, or would engage."""
    if rule.engagement in ("mandate", "out_of_scope", "context"):
        return rule.engagement
    if claim.polarity != "affirmed":
        return "context"
    if rule.engagement:
        return rule.engagement
    if rule.strength == "may" or any(_open(e) for e in elements):
        return "may_engage"
    return "would_engage_if_confirmed" if happened(claim) else "would_engage_if_carried_out"


def _open(element: Element) -> bool:
    """Unknown in a way that leaves the engagement itself open; a missing date alone does not."""
    if element.state != "unknown":
        return False
    return element.name in DECISIVE or (element.name == "date" and element.span is not None)


def reason(rule: Rule, claim: Claim, value: str) -> str:
    """The rule's reason; for what is negated or denied, preceded by the words that say so."""
    if claim.polarity != "affirmed" and value == "context" and rule.engagement != "context":
        return f"{say(f'stage.{claim.polarity}')} - {text(rule.why)}"
    return text(rule.why)


def rule_out(rule: Rule, provision: Provision, claim: Claim, published: str | None) -> tuple[str, ...]:
    """What a person must rule out first: exemptions, the rule's own conditions, a wind-down window still open."""
    texts = [english for language, english in provision.exemptions if language == "en"]
    texts += [text(t) for t in rule.rule_out]
    days = interval(claim.time.edtf) if claim.time else None
    first = days.first if days else published
    if rule.wind_down and first and first <= rule.wind_down.until:
        texts.append(text(rule.wind_down.text))
    return tuple(texts)


def _strongest(engagements: Iterable[Engagement]) -> tuple[Engagement, ...]:
    best: dict[str, Engagement] = {}
    for e in engagements:
        held = best.get(e.provision)
        if held is None or _WEIGHT.index(e.engagement) < _WEIGHT.index(held.engagement):
            best[e.provision] = replace(e)
    return tuple(best.values())
