"""A reading arranged for the eye: cards, chains and provision chips, the same for page and terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selon.draw.label import Labels
from selon.model.attribution import Attribution, Source
from selon.model.claim import Claim, Quantity
from selon.model.reading import Reading
from selon.model.regime import Engagement, Provision
from selon.model.text import Span


@dataclass(frozen=True, slots=True)
class Chip:
    """One provision on a card. `mark` is the visible warning where the paragraph number was not checked."""

    label: str
    engagement: str
    title: str
    mark: str
    provision: str
    elements: tuple[tuple[str, str, str], ...]
    binds: str
    rule_out: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """One claim in plain words."""

    id: str
    act: str
    stage: str
    modality: str
    polarity: str
    parties: str
    chain: str
    detail: tuple[str, ...]
    believed: tuple[tuple[str, str], ...]
    chips: tuple[Chip, ...]
    trigger: Span
    attributed: str | None
    act_type: str
    none: str = ""  # "no provision found", with the nearest ones, where the claim comes near one


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution in plain words."""

    id: str
    who: str
    kind: str
    verb: str
    quote: str
    where: Span
    told: str
    rule: str
    resolved: str


class View:
    """A reading, seen in one language. `provisions` are the provisions its engagements may name, by id.

    `nearest` says, by claim id, that no provision was found and which came nearest.
    """

    def __init__(
        self,
        reading: Reading,
        labels: Labels,
        provisions: Mapping[str, Provision] | None = None,
        nearest: Mapping[str, str] | None = None,
    ) -> None:
        self.reading = reading
        self.labels = labels
        self.provisions = provisions or {}
        self.nearest = nearest or {}
        self._sources = {s.id: s for s in reading.sources}
        self._actors = {a.id: a for a in reading.actors}
        self._claims = {c.id: c for c in reading.claims}
        self._engaged: dict[str, list[Engagement]] = {}
        for e in reading.engagements:
            self._engaged.setdefault(e.claim, []).append(e)

    @property
    def text(self) -> str:
        return self.reading.document.text

    def snippet(self, span: Span, limit: int = 160) -> str:
        """The words of a span on one line, cut in the middle of nothing but spaces when longer than `limit`."""
        words = " ".join(span.of(self.text).split())
        return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"

    # who

    def source_name(self, source: Source) -> str:
        """Name of a source: resolved name, else the mention as written, else that it is not identified."""
        if source.name:
            return source.name
        return self.snippet(source.span, 90) if source.span else self.labels.word("unresolved")

    def actor_name(self, id: str) -> str:
        """Name of an actor; a source where the id is one; the id where nothing is known."""
        if id in self._actors:
            return self._actors[id].name
        if id in self._sources:
            return self.source_name(self._sources[id])
        return self.labels.word("unspecified") if id == "unspecified" else id

    def chain(self, claim: Claim) -> str:
        """ "selon X, à Y" - outermost relays after the originator; the author's own claims say so."""
        links = [link for link in claim.attribution if link.source != "author"]
        if not links:
            return self.labels.word("author")
        names = [self.actor_name(link.source) for link in reversed(links)]
        told = next((link.told_to for link in links if link.told_to), None)
        line = f"{self.labels.word('according_to')} {names[0]}"
        if len(names) > 1:
            line += " ← " + " ← ".join(names[1:])
        if told and self.actor_name(told) not in line:
            line += f" ({self.labels.word('told_to')} {self.actor_name(told)})"
        return line

    # what

    def parties(self, claim: Claim) -> str:
        """ "Russie → Corée du Nord", or both with "entre … et …" where the text leaves the direction open."""
        d = claim.direction
        if d and d.reciprocal:
            both = f" {self.labels.word('and')} ".join(self.actor_name(a) for a in d.reciprocal)
            return f"{self.labels.word('reciprocal')} {both}"
        if d and (d.origin or d.recipient):
            left = self.actor_name(d.origin) if d.origin else "?"
            right = self.actor_name(d.recipient) if d.recipient else ""
            return f"{left} → {right}" if right else left
        names = dict.fromkeys(self.actor_name(p.actor) for p in claim.participants)
        return ", ".join(names)

    def detail(self, claim: Claim) -> tuple[str, ...]:
        """Items, quantity, time, places, condition, exchange, legal charge: one short line each."""
        lab = self.labels
        out = [self._items(claim)] if claim.items else []
        if claim.quantity:
            out.append(self._quantity(claim.quantity))
        if claim.time:
            out.append(
                " ".join(x for x in (claim.time.expr, f"[{claim.time.edtf}]" if claim.time.edtf else "") if x)
            )
        out += [f"{p.name}" for p in claim.places[:2]]
        if claim.conditional_on:
            out.append(f"{lab.word('condition')} : {self._act_or_text(claim.conditional_on)}")
        if claim.exchange_for:
            out.append(
                f"{lab.word('exchange')} : " + ", ".join(self._act_or_text(x) for x in claim.exchange_for)
            )
        if claim.legal:
            words = self.snippet(claim.legal.span) if claim.legal.span else claim.legal.value
            out.append(f"{lab.word('legal')} {self.actor_name(claim.legal.asserted_by)} : « {words} »")
        return tuple(x for x in out if x)

    def _items(self, claim: Claim) -> str:
        return "; ".join(
            dict.fromkeys(f"{i.text} ({self.labels('item_category', i.category)})" for i in claim.items)
        )

    def _quantity(self, q: Quantity) -> str:
        return f"{q.text or q.value}" + (f" {q.of}" if q.of and q.of not in (q.text or "") else "")

    def _act_or_text(self, reference: str) -> str:
        claim = self._claims.get(reference)
        return self.labels("act_type", claim.act_type) if claim else reference

    def card(self, claim: Claim) -> Card:
        """A claim as a card."""
        lab = self.labels
        believed = tuple(
            (self.labels.word("author_short") if s == "author" else self.actor_name(s), lab("factuality", v))
            for s, v in claim.factuality
        )
        return Card(
            id=claim.id,
            act=lab("act_type", claim.act_type),
            stage=lab("stage", claim.stage),
            modality=lab("modality", claim.modality),
            polarity="" if claim.polarity == "affirmed" else lab("polarity", claim.polarity),
            parties=self.parties(claim),
            chain=self.chain(claim),
            detail=self.detail(claim),
            believed=believed,
            chips=tuple(self.chip(e) for e in self._engaged.get(claim.id, ())),
            trigger=claim.trigger,
            attributed=claim.attributed,
            act_type=claim.act_type,
            none=self.nearest.get(claim.id, ""),
        )

    def cards(self, claims: Sequence[Claim] | None = None) -> tuple[Card, ...]:
        """Claims as cards in text order."""
        return tuple(self.card(c) for c in sorted(claims or self.reading.claims, key=lambda c: c.trigger))

    # law

    def chip(self, engagement: Engagement) -> Chip:
        """An engagement as a chip, with the mark of an unchecked paragraph number."""
        lab, provision = self.labels, self.provisions.get(engagement.provision)
        established = engagement.verification in ("text", "cross-ref", "official-secondary")
        return Chip(
            label=self.provision_label(engagement.provision),
            engagement=lab("engagement", engagement.engagement),
            title=provision.text("title", lab.language) if provision else "",
            mark="" if established else lab.word("to_check"),
            provision=engagement.provision,
            elements=tuple(
                (lab("element", e.name), lab("element_state", e.state), e.why) for e in engagement.elements
            ),
            binds=", ".join(engagement.binds),
            rule_out=engagement.rule_out,
            why=engagement.why,
        )

    def provision_label(self, id: str) -> str:
        """ "1718 (2006) § 8 b)" as far as the provision is known; its id otherwise."""
        provision = self.provisions.get(id)
        return f"{provision.resolution} § {provision.paragraph}" if provision else id

    # statements

    def statement(self, a: Attribution) -> Statement:
        """An attribution as a line."""
        lab = self.labels
        quote = " […] ".join(self.snippet(s, 240) for s in a.content)
        told = next((x for x in (a.medium, a.addressee) if x), None)
        return Statement(
            id=a.id,
            who=self.source_name(a.source),
            kind=lab("source_kind", a.source.kind),
            verb=lab("attitude", a.attitude),
            quote=f"« {quote} »" if a.kind == "direct" else quote,
            where=a.content[0],
            told=(told.name or self.snippet(told.span, 60)) if told else "",
            rule=a.rule,
            resolved=a.source.rule,
        )

    def statements(self) -> tuple[Statement, ...]:
        """Attributions as lines, in text order."""
        return tuple(self.statement(a) for a in sorted(self.reading.attributions, key=lambda a: a.content[0]))
