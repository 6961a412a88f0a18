"""A reading: everything that was read out of one document, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from selon.model.actor import Actor, Candidate, Mention
from selon.model.attribution import Attribution, Link, Party, Source
from selon.model.claim import ChainLink, Claim, Evidence
from selon.model.document import Document
from selon.model.regime import Engagement
from selon.model.text import Span
from selon.model.time import Date
from selon.model.vocabulary import PLOVER

SCHEMA_VERSION = 1
JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read. `tool` is the version of selon that read it; `versions` name packs, models and lists."""

    document: Document
    tool: str
    attributions: tuple[Attribution, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> JSON:
        """The JSON of the contract (`selon/schema/reading.schema.json`)."""
        text = self.document.text
        return {
            "selon": self.tool,
            "schema": SCHEMA_VERSION,
            "document": _document(self.document),
            "attributions": [_attribution(a) for a in self.attributions],
            "actors": [_actor(a) for a in self.actors],
            "claims": [_claim(c, text) for c in self.claims],
            "sources": [{"id": s.id, "kind": s.kind, "name": s.name, "actor": s.actor} for s in self.sources],
            "engagements": [_engagement(e) for e in self.engagements],
            "candidates": [_candidate(c) for c in self.candidates],
            "versions": dict(self.versions),
        }


def _span(span: Span | None) -> list[int] | None:
    return span.to_list() if span else None


def _set(pairs: Mapping[str, Any]) -> JSON:
    """`pairs` without the keys that say nothing."""
    return {
        k: v for k, v in pairs.items() if v is not None and v != [] and v != {} and v is not False and v != ""
    }


def _document(d: Document) -> JSON:
    out: JSON = {
        "id": d.id,
        "text": d.text,
        "language": d.language,
        "title": d.title,
        "url": d.url,
        "publisher": d.publisher,
        "author": d.author,
        "published": d.published,
        "noise": [n.span.to_list() for n in d.noise],
        "noise_reasons": [n.reason for n in d.noise],
        "passages": [{"start": p.span.start, "end": p.span.end, "kind": p.kind} for p in d.passages],
        "notices": [{"code": n.code, "message": n.message, "span": _span(n.span)} for n in d.notices],
        "provenance": dict(d.provenance),
    }
    if d.original:
        out["original"] = {f.name: getattr(d.original, f.name) for f in fields(d.original)}
    return out


def _date(date: Date | None) -> JSON | None:
    if date is None:
        return None
    out: JSON = {"edtf": date.edtf, "precision": date.precision, "rule": date.rule}
    if date.expr:
        out["expr"] = date.expr
    if date.inferred:
        out["inferred"] = True
    if date.span:
        out["span"] = date.span.to_list()
    return out


def _source(s: Source) -> JSON:
    return {
        "id": s.id,
        "span": _span(s.span),
        "name": s.name,
        "kind": s.kind,
        "actor": s.actor,
        "rule": s.rule,
    }


def _party(p: Party | None) -> JSON | None:
    return {"span": p.span.to_list(), "name": p.name} if p else None


def _link(link: Link) -> JSON:
    return {"source": _source(link.source), "link": link.kind, "cue": [c.to_list() for c in link.cue]}


def _attribution(a: Attribution) -> JSON:
    return {
        "id": a.id,
        "kind": a.kind,
        "attitude": a.attitude,
        "stance": a.stance,
        "content": [s.to_list() for s in a.content],
        "cue": [s.to_list() for s in a.cue],
        "cue_lemma": a.cue_lemma,
        "source": _source(a.source),
        "addressee": _party(a.addressee),
        "medium": _party(a.medium),
        "time": _date(a.time),
        "place": _span(a.place),
        "continues": a.continues,
        "within": a.within,
        "chain": [_link(link) for link in a.chain],
        "distance": a.distance,
        "rule": a.rule,
    }


def _actor(a: Actor) -> JSON:
    return {
        "id": a.id,
        "name": a.name,
        "kind": a.kind,
        "country": a.country,
        "office": a.office,
        "mentions": [m.to_list() for m in a.mentions],
    }


def _evidence(e: Evidence, text: str) -> JSON:
    return {"role": e.role, **_text_span(e.span, text)}


def _text_span(span: Span, text: str) -> JSON:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _chain_link(link: ChainLink, text: str) -> JSON:
    return _set(
        {
            "source": link.source,
            "link": link.link,
            "cue": {"role": "cue", **_text_span(link.cue, text)} if link.cue else None,
            "cue_lemma": link.cue_lemma,
            "told_to": link.told_to,
            "utterance_time": _claim_date(link.utterance_time, text),
            "utterance_place": link.utterance_place,
            "distance": link.distance,
        }
    )


def _claim_date(date: Date | None, text: str) -> JSON | None:
    """As `_date`, but with the span in the claims model's form; `edtf` stays even when null."""
    if date is None:
        return None
    out = _date(date) or {}
    if date.span:
        out["span"] = {"role": "time", **_text_span(date.span, text)}
    return out


def _claim(c: Claim, text: str) -> JSON:
    direction = None
    if c.direction:
        direction = _set(
            {
                "from": c.direction.origin,
                "to": c.direction.recipient,
                "reciprocal": list(c.direction.reciprocal),
            }
        )
    quantity = None
    if c.quantity:
        q = c.quantity
        quantity = _set(
            {
                "value": q.value,
                "value_max": q.value_max,
                "comparator": q.comparator,
                "unit": q.unit,
                "of": q.of,
                "text": q.text,
                "span": {"role": "quantity", **_text_span(q.span, text)} if q.span else None,
            }
        )
    legal = None
    if c.legal:
        legal = _set(
            {
                "value": c.legal.value,
                "instrument": c.legal.instrument,
                "asserted_by": c.legal.asserted_by,
                "span": {"role": "legal", **_text_span(c.legal.span, text)} if c.legal.span else None,
            }
        )
    return _set(
        {
            "id": c.id,
            "act_type": c.act_type,
            "stage": c.stage,
            "polarity": c.polarity,
            "stance": c.stance,
            "modality": c.modality,
            "plover": {"event": PLOVER[c.act_type]},
            "participants": [
                _set(
                    {
                        "role": p.role,
                        "actor": p.actor,
                        "implicit": p.implicit,
                        "span": {"role": "actor", **_text_span(p.span, text)} if p.span else None,
                    }
                )
                for p in c.participants
            ],
            "direction": direction,
            "items": [
                _set(
                    {
                        "category": i.category,
                        "text": i.text,
                        "span": {"role": "item", **_text_span(i.span, text)} if i.span else None,
                    }
                )
                for i in c.items
            ],
            "quantity": quantity,
            "time": _claim_date(c.time, text),
            "places": [
                _set(
                    {
                        "role": p.role,
                        "name": p.name,
                        "country": p.country,
                        "span": {"role": "place", **_text_span(p.span, text)} if p.span else None,
                    }
                )
                for p in c.places
            ],
            "attribution": [_chain_link(link, text) for link in c.attribution],
            "factuality": dict(c.factuality),
            "quote_mode": c.quote_mode,
            "evidence": [_evidence(e, text) for e in c.evidence],
            "legal_characterisation": legal,
            "conditional_on": c.conditional_on,
            "exchange_for": list(c.exchange_for),
            "presupposed": c.presupposed,
            "extraction": {"method": "rules", "rules": list(c.rules), "grounded": True},
        }
    )


def _engagement(e: Engagement) -> JSON:
    return {
        "claim": e.claim,
        "provision": e.provision,
        "engagement": e.engagement,
        "verification": e.verification,
        "elements": [
            {"name": x.name, "state": x.state, "span": _span(x.span), "why": x.why} for x in e.elements
        ],
        "rule": e.rule,
        "binds": list(e.binds),
        "rule_out": list(e.rule_out),
        "why": e.why,
    }


def _candidate(c: Candidate) -> JSON:
    return {
        "mention": _span(c.mention),
        "list": c.list,
        "reference": c.reference,
        "version": c.version,
        "grade": c.grade,
        "listed": c.listed,
        "name": c.entry_name,
        "actor": c.actor,
        "fields": [
            {"name": f.name, "ours": f.ours, "theirs": f.theirs, "result": f.result} for f in c.fields
        ],
        "rule": c.rule,
    }
