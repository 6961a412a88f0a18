"""A reading back from its JSON: the inverse of `Reading.to_dict`, for what only the record still has.

What the JSON does not carry stays empty (mentions, the rule behind a participant); `attributed` is worked out anew
as the innermost attribution whose content holds the act.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from selon.model.actor import Actor, Candidate, FieldComparison
from selon.model.attribution import Attribution, Link, Party, Source
from selon.model.claim import (
    ChainLink,
    Claim,
    Direction,
    Evidence,
    Item,
    LegalCharacterisation,
    Participant,
    Place,
    Quantity,
)
from selon.model.document import Document, Noise, Notice, Original, Passage
from selon.model.reading import Reading
from selon.model.regime import Element, Engagement
from selon.model.text import Span
from selon.model.time import Date

JSON = Mapping[str, Any]
SHELF = 1000  # characters: contents are looked up by stretch, so that a book's thousands stay quick


def revived(data: JSON) -> Reading:
    """The reading that `data` (of `Reading.to_dict`) says; raises KeyError or ValueError where it is not one."""
    attributions = tuple(_attribution(a) for a in data["attributions"])
    return Reading(
        document=_document(data["document"]),
        tool=data["selon"],
        attributions=attributions,
        actors=tuple(_actor(a) for a in data["actors"]),
        sources=_sources(data, attributions),
        claims=_claims(data["claims"], attributions),
        engagements=tuple(_engagement(e) for e in data["engagements"]),
        candidates=tuple(_candidate(c) for c in data["candidates"]),
        versions=tuple(data.get("versions", {}).items()),
    )


def _pair(value: Sequence[int] | None) -> Span | None:
    return Span(value[0], value[1]) if value else None


def _spans(values: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in values)


def _place_of(value: JSON | None) -> Span | None:
    return Span(value["start"], value["end"]) if value else None


def _document(d: JSON) -> Document:
    reasons = d.get("noise_reasons") or ["noise"] * len(d["noise"])
    original = d.get("original")
    return Document(
        id=d["id"],
        text=d["text"],
        language=d["language"],
        title=d["title"],
        url=d["url"],
        publisher=d["publisher"],
        author=d.get("author"),
        published=d["published"],
        passages=tuple(Passage(Span(p["start"], p["end"]), p["kind"]) for p in d["passages"]),
        noise=tuple(Noise(Span(*s), r) for s, r in zip(d["noise"], reasons, strict=True)),
        notices=tuple(Notice(n["code"], n["message"], _pair(n.get("span"))) for n in d.get("notices", ())),
        provenance=tuple(d.get("provenance", {}).items()),
        original=Original(**original) if original else None,
    )


def _sources(data: JSON, attributions: Sequence[Attribution]) -> tuple[Source, ...]:
    """The listed sources, with the span and rule that only the attributions carry."""
    full = {s.id: s for a in attributions for s in (*(link.source for link in a.chain), a.source)}
    return tuple(
        full.get(s["id"]) or Source(s["id"], None, s["name"], s["kind"], s["actor"]) for s in data["sources"]
    )


def _source(s: JSON) -> Source:
    return Source(s["id"], _pair(s["span"]), s["name"], s["kind"], s["actor"], s.get("rule", ""))


def _party(p: JSON | None) -> Party | None:
    return Party(Span(*p["span"]), p["name"]) if p else None


def _date(d: JSON | None) -> Date | None:
    if not d:
        return None
    span = d.get("span")
    place = _place_of(span) if isinstance(span, Mapping) else _pair(span)
    return Date(d["precision"], d["rule"], d["edtf"], d.get("expr"), place, d.get("inferred", False))


def _attribution(a: JSON) -> Attribution:
    return Attribution(
        id=a["id"],
        kind=a["kind"],
        attitude=a["attitude"],
        stance=a["stance"],
        content=_spans(a["content"]),
        cue=_spans(a["cue"]),
        cue_lemma=a["cue_lemma"],
        source=_source(a["source"]),
        rule=a["rule"],
        addressee=_party(a["addressee"]),
        medium=_party(a["medium"]),
        time=_date(a["time"]),
        place=_pair(a["place"]),
        continues=a["continues"],
        within=a["within"],
        chain=tuple(Link(_source(x["source"]), x["link"], _spans(x["cue"])) for x in a["chain"]),
        distance=a["distance"],
    )


def _actor(a: JSON) -> Actor:
    return Actor(a["id"], a["name"], a["kind"], a["country"], a.get("office"), _spans(a["mentions"]))


def _claims(values: Sequence[JSON], attributions: Sequence[Attribution]) -> tuple[Claim, ...]:
    shelves: dict[int, list[tuple[Span, str]]] = {}
    for a in attributions:
        for span in a.content:
            for shelf in range(span.start // SHELF, (span.end - 1) // SHELF + 1):
                shelves.setdefault(shelf, []).append((span, a.id))
    return tuple(_claim(c, shelves) for c in values)


def _claim(c: JSON, shelves: Mapping[int, Sequence[tuple[Span, str]]]) -> Claim:
    evidence = tuple(Evidence(e["role"], Span(e["start"], e["end"])) for e in c["evidence"])
    trigger = next((e.span for e in evidence if e.role == "trigger"), evidence[0].span)
    return Claim(
        id=c["id"],
        act_type=c["act_type"],
        stage=c["stage"],
        polarity=c["polarity"],
        stance=c["stance"],
        modality=c["modality"],
        evidence=evidence,
        attribution=tuple(_chain_link(x) for x in c["attribution"]),
        factuality=tuple(c["factuality"].items()),
        participants=tuple(
            Participant(p["role"], p["actor"], _place_of(p.get("span")), p.get("implicit", False))
            for p in c.get("participants", ())
        ),
        direction=_direction(c.get("direction")),
        items=tuple(Item(i["category"], i["text"], _place_of(i.get("span"))) for i in c.get("items", ())),
        quantity=_quantity(c.get("quantity")),
        time=_date(c.get("time")),
        places=tuple(
            Place(p["role"], p["name"], p.get("country"), _place_of(p.get("span")))
            for p in c.get("places", ())
        ),
        quote_mode=c.get("quote_mode"),
        legal=_legal(c.get("legal_characterisation")),
        conditional_on=c.get("conditional_on"),
        exchange_for=tuple(c.get("exchange_for", ())),
        presupposed=c.get("presupposed", False),
        attributed=_innermost(trigger, shelves.get(trigger.start // SHELF, ())),
        rules=tuple(c.get("extraction", {}).get("rules", ())),
    )


def _innermost(trigger: Span, near: Sequence[tuple[Span, str]]) -> str | None:
    """Id of the attribution with the shortest content that holds `trigger`, of those `near` it."""
    holding = [(len(span), id) for span, id in near if span.contains(trigger)]
    return min(holding)[1] if holding else None


def _chain_link(x: JSON) -> ChainLink:
    return ChainLink(
        x["source"],
        x.get("link"),
        _place_of(x.get("cue")),
        x.get("cue_lemma"),
        x.get("told_to"),
        _date(x.get("utterance_time")),
        x.get("utterance_place"),
        x.get("distance", False),
    )


def _direction(d: JSON | None) -> Direction | None:
    return Direction(d.get("from"), d.get("to"), tuple(d.get("reciprocal", ()))) if d else None


def _quantity(q: JSON | None) -> Quantity | None:
    if not q:
        return None
    return Quantity(
        q["comparator"],
        q["unit"],
        q.get("value"),
        q.get("value_max"),
        q.get("of"),
        q.get("text"),
        _place_of(q.get("span")),
    )


def _legal(x: JSON | None) -> LegalCharacterisation | None:
    if not x:
        return None
    return LegalCharacterisation(x["value"], x["asserted_by"], x.get("instrument"), _place_of(x.get("span")))


def _engagement(e: JSON) -> Engagement:
    return Engagement(
        e["claim"],
        e["provision"],
        e["engagement"],
        e["verification"],
        tuple(Element(x["name"], x["state"], _pair(x["span"]), x["why"]) for x in e["elements"]),
        e["rule"],
        tuple(e["binds"]),
        tuple(e["rule_out"]),
        e["why"],
    )


def _candidate(c: JSON) -> Candidate:
    return Candidate(
        mention=_pair(c["mention"]),
        list=c["list"],
        reference=c["reference"],
        version=c["version"],
        grade=c["grade"],
        fields=tuple(FieldComparison(f["name"], f["ours"], f["theirs"], f["result"]) for f in c["fields"]),
        listed=c["listed"],
        entry_name=c["name"],
        actor=c["actor"],
        rule=c.get("rule", ""),
    )
