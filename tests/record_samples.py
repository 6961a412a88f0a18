"""Made-up readings for tests and benchmarks of the record: valid in every field, no language model involved."""

from __future__ import annotations

import hashlib
import random

from selon.model.actor import Actor, Candidate, FieldComparison
from selon.model.attribution import Attribution, Source
from selon.model.claim import ChainLink, Claim, Evidence, Item, Participant
from selon.model.document import Document, Original, Passage, digest
from selon.model.reading import Reading
from selon.model.regime import Element, Engagement
from selon.model.text import Span
from selon.model.time import Date

SPEAKERS = (
    "Élodie Marchand", "Karim Benyahia", "Ingrid Halvorsen", "Paolo Ferrante", "Mei-Ling Tan", "Oscar Ribeiro",
    "le ministère des Pêches", "the harbour authority", "Société Lumen", "Anneke de Vries",
)  # fmt: skip
ACTORS = (
    "Orval Shipping", "Compagnie des Glaces", "Nordhavn Trading", "Baie-Verte Énergie", "Istria Metals",
    "Kestrel Aviation", "Port de Sainte-Agathe", "Mirador Fuels", "Tallinn Marine", "Atelier Grévin",
    "Zephyr Logistics", "Œuvres du Ponant",
)  # fmt: skip
GOODS = (
    ("coal", "charbon"), ("refined_petroleum", "gazole"), ("seafood", "calmars"), ("machinery", "tours à métaux"),
    ("luxury_goods", "montres"), ("textiles", "manteaux"), ("vessels", "remorqueurs"), ("food", "farine"),
)  # fmt: skip
ACTS = ("commodity_trade", "petroleum_transfer", "arms_transfer", "luxury_goods_transfer", "visit", "meeting")
STAGES = ("done", "ongoing", "planned", "offered", "requested", "expected")
PROVISIONS = ("2371-8", "2375-11", "2397-5", "1718-8a", "2270-9", "2397-7", "2375-16", "2371-9")
PAPERS = ("Le Phare", "The Quay", "Gazette du Cap", "Dock & Trade")


def reading(
    number: int, *, claims: int = 4, tool: str = "0.1.0", edit: str = "", url: bool = True
) -> Reading:
    """The reading of made-up article `number`; `edit` changes the article's text, `tool` the extractor."""
    rng = random.Random(f"{number}")
    language = rng.choice(("fr", "en"))
    year, month, day = rng.randint(2012, 2025), rng.randint(1, 12), rng.randint(1, 28)
    builder = _Builder(rng, number, tool, f"{year}-{month:02}-{day:02}")
    title = f"{rng.choice(ACTORS)} {rng.choice(('sous enquête', 'under scrutiny'))} ({number})"
    builder.passage(title, "title")
    for _ in range(claims):
        builder.claim(language)
    builder.passage(f"Article {number}. {edit or 'Aucun commentaire.'}", "paragraph")
    return builder.build(
        title, language, rng.choice(PAPERS), f"https://press.example/{number}" if url else None
    )


def original(made: Reading) -> bytes:
    """The bytes that a made-up reading was read from."""
    return made.document.text.encode()


class _Builder:
    def __init__(self, rng: random.Random, number: int, tool: str, published: str):
        self.rng, self.number, self.tool, self.published = rng, number, tool, published
        self.text = ""
        self.passages: list[Passage] = []
        self.claims: list[Claim] = []
        self.attributions: list[Attribution] = []
        self.actors: dict[str, list[Span]] = {}
        self.sources: dict[str, Source] = {}
        self.engagements: list[Engagement] = []

    def passage(self, text: str, kind: str) -> int:
        start = len(self.text)
        self.text += text
        self.passages.append(Passage(Span(start, len(self.text)), kind))
        self.text += "\n\n"
        return start

    def _name(self, name: str, start: int) -> tuple[str, Span]:
        at = self.text.index(name, start)
        span = Span(at, at + len(name))
        self.actors.setdefault(name, []).append(span)
        return self._id("actor", name), span

    def _id(self, *parts: object) -> str:
        return hashlib.sha256(repr((self.number, *parts)).encode()).hexdigest()[:24]

    def claim(self, language: str) -> None:
        rng = self.rng
        speaker, (giver, taker) = rng.choice(SPEAKERS), rng.sample(ACTORS, 2)
        category, goods = rng.choice(GOODS)
        tons, year = rng.randint(2, 900), rng.randint(2012, 2025)
        month = rng.randint(1, 12)
        sentence = (
            f"Selon {speaker}, {giver} aurait livré {tons} caisses de {goods} à {taker} en {month:02}/{year}."
            if language == "fr"
            else f"According to {speaker}, {giver} shipped {tons} crates of {goods} to {taker} in {month:02}/{year}."
        )
        start = self.passage(sentence, "paragraph")
        clause = Span(self.text.index(giver, start), start + len(sentence) - 1)
        source_id, source_span = self._name(speaker, start)
        giver_id, giver_span = self._name(giver, clause.start)
        taker_id, taker_span = self._name(taker, giver_span.end)
        verb = "aurait livré" if language == "fr" else "shipped"
        trigger = self._span(verb, start)
        item = self._span(goods, trigger.end)
        source = Source(source_id, source_span, speaker, "named_person", source_id, "as written")
        self.sources[source_id] = source
        cue = Span(start, start + len("Selon" if language == "fr" else "According to"))
        attribution = Attribution(
            self._id("attribution", start),
            "indirect",
            "said",
            "alleges",
            (clause,),
            (cue,),
            "selon",
            source,
            "made up",
        )
        self.attributions.append(attribution)
        act, stage = rng.choice(ACTS), rng.choice(STAGES)
        made = Claim(
            id=self._id("claim", start, act, self.tool.split("+")[0]),
            act_type=act, stage=stage, polarity="affirmed", stance="alleges", modality="alleged",
            evidence=(Evidence("trigger", trigger), Evidence("clause", clause)),
            attribution=(ChainLink("author"), ChainLink(source_id, "according_to", cue, "selon")),
            factuality=(("author", "Uu"), (source_id, "CT+")),
            participants=(Participant("supplier", giver_id, giver_span), Participant("recipient", taker_id, taker_span)),
            items=(Item(category, goods, item),),
            time=Date("month", "made up", f"{year}-{month:02}", f"{month:02}/{year}"),
            attributed=attribution.id,
        )  # fmt: skip
        self.claims.append(made)
        element = Element("item", "met", item, "made up")
        self.engagements.append(
            Engagement(
                made.id,
                rng.choice(PROVISIONS),
                "would_engage_if_confirmed",
                "text",
                (element,),
                "made up",
                ("all",),
            )
        )

    def _span(self, words: str, start: int) -> Span:
        at = self.text.index(words, start)
        return Span(at, at + len(words))

    def build(self, title: str, language: str, publisher: str, url: str | None) -> Reading:
        data = self.text.encode()
        actors = tuple(
            Actor(self._id("actor", name), name, "company", "FR", None, tuple(dict.fromkeys(spans)))
            for name, spans in self.actors.items()
        )
        candidates = ()
        if actors and self.number % 5 == 0:
            fields = (FieldComparison("name", actors[0].name, "ORVAL SHIPPING CO", "agrees"),)
            candidates = (
                Candidate(
                    actors[0].mentions[0], "un", f"KPe.{self.number % 80:03}", "2026-01-01", "possible", fields,
                    entry_name="ORVAL SHIPPING CO", actor=actors[0].id,
                ),
            )  # fmt: skip
        document = Document(
            id=digest(data), text=self.text, language=language, title=title, url=url, publisher=publisher,
            published=self.published, passages=tuple(self.passages),
            original=Original(digest(data), len(data), "text/plain", "utf-8", f"{self.number}.txt", url),
        )  # fmt: skip
        return Reading(
            document, self.tool, tuple(self.attributions), actors, (), tuple(self.sources.values()),
            tuple(self.claims), tuple(self.engagements), candidates, (("fr", "1"),),
        )  # fmt: skip
