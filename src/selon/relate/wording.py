"""How engagements are said to people, in French and English: conditional, with the mark of an unchecked number.

Nothing here, in either language, says that a provision was breached.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from selon.model.ports import RegimePack
from selon.model.regime import Engagement, Provision
from selon.relate.messages import in_french
from selon.relate.provisions import Near
from selon.relate.rules import Rule, rules_of

# engagement value -> what stands before the provision
PHRASES = {
    "would_engage_if_confirmed": ("would engage, if confirmed,", "engagerait, si confirmé,"),
    "would_engage_if_carried_out": ("would engage, if carried out,", "engagerait, si mis à exécution,"),
    "may_engage": ("may engage", "pourrait engager"),
    "exempt_possible": ("may fall under an exemption in", "pourrait relever d’une dérogation prévue par"),
    "out_of_scope": ("falls outside the measures; see", "est hors du champ des mesures ; voir"),
    "implements": ("carries out", "met en œuvre"),
    "mandate": ("concerns the mandate in", "concerne le mandat prévu par"),
    "context": ("is context for", "est un élément de contexte pour"),
}
MARKS = ("para. no. to be checked", "n° de paragraphe à vérifier")
NONE_FOUND = ("no provision found", "aucune disposition trouvée")
_FRENCH = "fr"


def phrase(value: str, language: str) -> str:
    """ "would engage, if confirmed," for an engagement value; raises KeyError for an unknown one."""
    return PHRASES[value][language == _FRENCH]


def label(provision: Provision, language: str) -> str:
    """ "para. 8 (b) of resolution 1718 (2006)", with its mark where nobody has checked the number."""
    if language == _FRENCH:
        name = (
            f"le paragraphe {french_paragraph(provision.paragraph)} de la résolution {provision.resolution}"
        )
    else:
        name = f"para. {provision.paragraph} of resolution {provision.resolution}"
    return name if provision.established else f"{name} [{mark(provision, language)}]"


def mark(provision: Provision, language: str) -> str:
    """The visible mark of a paragraph number that nobody has checked; empty where it is established."""
    return "" if provision.established else MARKS[language == _FRENCH]


def french_paragraph(paragraph: str) -> str:
    """ "8 (a) (i)" as French documents of the UN write it: "8 a) i)"."""
    return re.sub(r"\((\w+)\)", r"\1)", paragraph)


def sentence(engagement: Engagement, provision: Provision, language: str) -> str:
    """The engagement as a clause whose subject is the act: "would engage, if confirmed, para. 8 (b) of ..."."""
    what = label(provision, language)
    return f"{phrase(engagement.engagement, language)} {what} ({provision.text('title', language)})"


def binds(parties: Iterable[str], pack: RegimePack, language: str) -> str:
    """Whom the provision binds, in words."""
    names: Mapping[str, Mapping[str, str]] = pack.names().get("parties", {})  # type: ignore[assignment]
    language = language if language == _FRENCH else "en"
    return ", ".join(names[p][language] if p in names else p for p in parties)


def said(engagement: Engagement, pack: RegimePack, language: str) -> Engagement:
    """The engagement for a person: every reason, and whom the provision binds, in the words of `language`."""
    elements = tuple(replace(e, why=reason(e.why, pack, language)) for e in engagement.elements)
    return replace(
        engagement,
        elements=elements,
        binds=(binds(engagement.binds, pack, language),),
        rule_out=tuple(reason(text, pack, language) for text in engagement.rule_out),
        why=reason(engagement.why, pack, language),
    )


def reason(text: str, pack: RegimePack, language: str) -> str:
    """A reason of an engagement, an element or a `Near`, or a thing to rule out, in `language`."""
    if language != _FRENCH:
        return text
    known = _french(pack)
    if text in known:
        return known[text]
    for separator in (" - ", "; "):
        head, found, tail = text.partition(separator)
        if found and not text.startswith("missing: "):
            parts = (reason(head, pack, language), reason(tail, pack, language))
            if parts != (head, tail):
                return separator.replace("; ", " ; ").join(parts)
    if text.startswith("missing: "):
        rest = " ; ".join(reason(p, pack, language) for p in text.removeprefix("missing: ").split("; "))
        return f"il manque : {rest}"
    return in_french(text, known)


@functools.cache
def _french(pack: RegimePack) -> dict[str, str]:
    """English to French of every text the pack's rules and provisions put into reasons."""
    pairs = [dict(texts) for rule in rules_of(pack) for texts in _texts(rule)]
    known = {pair["en"]: pair["fr"] for pair in pairs}
    for provision in pack.regime.provisions:
        english = [t for language, t in provision.exemptions if language == "en"]
        french = [t for language, t in provision.exemptions if language == _FRENCH]
        known.update(zip(english, french, strict=True))
    if target := pack.names().get("target_name"):
        known[target["en"]] = target["fr"]  # type: ignore[index]
    return known


def _texts(rule: Rule) -> Iterator[Iterable[tuple[str, str]]]:
    yield rule.why
    yield from rule.conditions
    yield from rule.rule_out
    yield from (p.what for p in rule.parties)
    if rule.cap_period:
        yield rule.cap_period
    if rule.wind_down:
        yield rule.wind_down.text


def none_found(near: Iterable[Near], pack: RegimePack, language: str) -> str:
    """ "no provision found", with the nearest ones and why not."""
    french = language == _FRENCH
    rows = " / ".join(_row(n, pack, language) for n in near)
    if not rows:
        return NONE_FOUND[french]
    return (
        f"{NONE_FOUND[french]} ; au plus près : {rows}"
        if french
        else f"{NONE_FOUND[french]}; nearest: {rows}"
    )


def _row(near: Near, pack: RegimePack, language: str) -> str:
    name = label(pack.regime.provision(near.provision), language)
    colon = " :" if language == _FRENCH else ":"
    return f"{name}{colon} {reason(near.why, pack, language)}"
