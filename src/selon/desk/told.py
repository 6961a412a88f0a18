"""Accepted claims as a report tells them: one sentence, how firm, the law, and the footnote that proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from selon.desk.corrections import values_of
from selon.desk.desk import Desk
from selon.desk.lines import Line
from selon.draw.label import Labels
from selon.draw.sentence import act, certainty
from selon.draw.view import View
from selon.model.claim import Claim
from selon.model.judgement import Standing
from selon.model.reading import Reading
from selon.model.regime import Engagement
from selon.model.revival import revived
from selon.model.text import Span
from selon.report.paper import Footnote
from selon.report.wording import Said, Wording, claim_sentence, spoken, term

AROUND = 420  # characters of the passage shown either side of the quotation

SECTIONS = {
    "arms": (
        "arms_transfer", "technology_transfer", "military_deployment", "military_cooperation", "armed_use",
        "weapons_test", "weapons_development",
    ),
    "maritime": ("petroleum_transfer", "ship_to_ship_transfer", "vessel_movement", "interdiction"),
    "trade": ("commodity_trade", "luxury_goods_transfer"),
    "people": ("labour_dispatch", "labour_repatriation"),
    "money": ("financial_transfer", "business_venture", "cyber_operation"),
    "contacts": (
        "economic_aid", "visit", "meeting", "negotiation", "agreement", "cooperation_general", "statement_of_support",
        "request",
    ),
    "measures": (
        "designation", "delisting", "sanction_measure", "sanctions_relief", "veto", "mandate_change", "investigation",
        "enforcement",
    ),
}  # fmt: skip
SECTION_OF = {act_type: name for name, acts in SECTIONS.items() for act_type in acts}


@dataclass(frozen=True, slots=True)
class Told:
    """One accepted claim. `source`, `origin`, `recipient` are in the terms of the report's language; `note` is numbered
    when the report is put together (0 until then)."""

    line: Line
    claim: Claim
    reading: Reading
    source: str
    origin: str
    recipient: str
    parties: tuple[str, ...]
    sentence: str
    certainty: str
    laws: tuple[Engagement, ...]
    note: Footnote
    place: tuple[tuple[str, str | None], ...]

    @property
    def section(self) -> str:
        return SECTION_OF[self.line.act]

    @property
    def denied(self) -> bool:
        return self.line.polarity == "denied" or self.line.modality == "denied"

    def numbered(self, number: int) -> Told:
        return replace(self, note=replace(self.note, number=number))


class Teller:
    """Tells claims in one language; opens each document once. `translations`: by claim id, (text, by whom)."""

    def __init__(
        self,
        desk: Desk,
        labels: Labels,
        words: Wording,
        translations: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self.desk, self.labels, self.words = desk, labels, words
        self.translations = translations or {}
        self._open: dict[str, tuple[dict[str, Any], Reading, View]] = {}

    def opened(self, document: str) -> tuple[dict[str, Any], Reading, View]:
        """A document's reading as JSON and revived, with its view."""
        if document not in self._open:
            data = self.desk.record.reading(document)
            reading = revived(data)
            self._open[document] = (data, reading, View(reading, self.labels, self.desk.provisions))
        return self._open[document]

    def tell(self, line: Line, standing: Standing) -> Told:
        """The claim of an accepted line, as it stands after the corrections."""
        data, reading, view = self.opened(line.document)
        said = next(c for c in data["claims"] if c["id"] == line.id)
        claim = next(c for c in reading.claims if c.id == line.id)
        engaged = tuple(e for e in reading.engagements if e.claim == line.id)
        values = self._values(data, said, engaged) | dict(standing.corrections)
        source = values["source"] or (
            "" if claim.originator == "author" else view.actor_name(claim.originator)
        )
        source = self._source(source, values["source_kind"], line.language)
        return Told(
            line,
            claim,
            reading,
            source,
            *(term(values[k], self.words.language) for k in ("supplier", "recipient")),
            tuple(term(n, self.words.language) for n in line.parties),
            self._sentence(values, line, source),
            self._certainty(view, claim),
            engaged,
            self._footnote(line, reading),
            tuple((p.name, p.country) for p in claim.places),
        )

    @staticmethod
    def _values(
        data: Mapping[str, Any], said: Mapping[str, Any], engaged: Sequence[Engagement]
    ) -> dict[str, str]:
        names = {s["id"]: s["name"] or "" for s in data["sources"]} | {
            a["id"]: a["name"] for a in data["actors"]
        }
        kinds = {s["id"]: s["kind"] for s in data["sources"]}
        return values_of(said, names, kinds, [e.provision for e in engaged])

    def _sentence(self, values: Mapping[str, str], line: Line, source: str) -> str:
        language = self.words.language
        own = {k: term(values[k], language) for k in ("supplier", "recipient", "others")}
        own |= {"happened": spoken(values["happened"], self.words), "item": self._item(values, line.language)}
        own["quantity"] = (
            "" if values["quantity"] in values["item"] else self._original(values["quantity"], line)
        )
        own["place"] = term(values["place"], language)
        said = Said(
            source, line.publisher, line.published, act({**values, **own}, self.labels),
            values["modality"], values["polarity"], values["source_kind"] == "author" and not values["source"],
        )  # fmt: skip
        return claim_sentence(said, self.labels("modality", values["modality"]), self.words)

    def _source(self, source: str, kind: str, language: str) -> str:
        """Who it is according to. Names stay as they are; a description in another language ("des analystes") is given
        as the kind of source with the original words beside it."""
        known = term(source, self.words.language)
        if (
            not source
            or known != source
            or kind in ("named_person", "named_official", "named_expert", "media")
        ):
            return known or self.labels("source_kind", kind)
        if language == self.words.language and not kind.startswith("unnamed"):
            return source
        return self.words.table("originals").format(label=self.labels("source_kind", kind), text=source)

    def _item(self, values: Mapping[str, str], language: str) -> str:
        """What is concerned: its words, and in another language its class with the original words beside it."""
        text = values["item"]
        if not text or language == self.words.language:
            return text
        if values["item_category"] in ("", "other"):
            return self.words.table("words")["quote"].format(text=text)
        return self.words.table("originals").format(
            label=self.labels("item_category", values["item_category"]), text=text
        )

    def _original(self, text: str, line: Line) -> str:
        own = line.language == self.words.language
        return text if own or not text else self.words.table("words")["quote"].format(text=text)

    def _certainty(self, view: View, claim: Claim) -> str:
        believed = [(term(who, self.words.language), value) for who, value in view.card(claim).believed]
        return self.words.table("certainty").format(believed=certainty(believed)) if believed else ""

    def _footnote(self, line: Line, reading: Reading) -> Footnote:
        text = reading.document.text
        clause = Span(line.start, min(line.end, len(text)))
        return Footnote(
            0,
            clause.of(text),
            line.language,
            line.publisher,
            line.title,
            spoken(line.published, self.words),
            line.url,
            line.document,
            line.place,
            line.kept,
            line.by,
            self.translations.get(line.id),
            _passage(reading, clause),
            line.id,
        )


def _passage(reading: Reading, clause: Span) -> tuple[tuple[str, bool], ...]:
    """The passage around the clause, the clause marked; cut where a passage is very long."""
    text = reading.document.text
    home = next((p.span for p in reading.document.passages if p.span.contains(clause)), None)
    start = max(home.start if home else 0, clause.start - AROUND)
    end = min(home.end if home else len(text), clause.end + AROUND)
    pieces = ((text[start : clause.start], False), (clause.of(text), True), (text[clause.end : end], False))
    return tuple((t, hit) for t, hit in pieces if t)
