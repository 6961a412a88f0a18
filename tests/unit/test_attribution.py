"""Each construction on sentences of our own, resolution across sentences, chains, circumstances, and what is no source."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from spacy.tokens import Doc
from spacy.vocab import Vocab

from selon import packs
from selon.model.document import Document as Article
from selon.model.document import digest
from selon.model.vocabulary import SOURCE_KINDS
from selon.pipeline import Reader
from selon.reading.attribution import attribute
from selon.reading.attribution.kinds import kind_of
from selon.reading.attribution.resolve import Known
from selon.reading.dates import dates
from selon.reading.mentions import mentions
from selon.reading.parse import parse
from selon.reading.passages import passages

SENTENCES = yaml.safe_load(Path(__file__).with_name("attribution_sentences.yaml").read_text("utf-8"))


def read(text: str, language: str):
    pack = packs.load("language", language)
    found, noise = passages(text, pack)
    document = Article(digest(text.encode()), text, language, passages=found, noise=noise)
    parsed = parse(document, pack)
    return attribute(parsed, mentions(parsed)[0], dates(parsed))


def words(text, spans):
    return [s.of(text) for s in spans]


@pytest.mark.parametrize(
    "row", SENTENCES, ids=lambda r: f"{r['language']} {r['construction']}: {r['text'][:40]}"
)
def test_construction(row):
    text = row["text"]
    found = read(text, row["language"])
    held = [a for a in found if words(text, a.content) == [row["content"]]]
    assert held, [(a.rule, words(text, a.content)) for a in found]
    source = held[0].source
    assert source.span is not None
    assert source.span.of(text).strip("’'s") in (row["source"], row["source"].strip("s"))
    if "name" in row:
        assert source.name == row["name"]


def test_every_construction_has_three_sentences_in_each_language_it_is_tested_in():
    counts: dict[tuple[str, str], int] = {}
    for row in SENTENCES:
        if row["construction"] != "reporting noun":
            key = (row["language"], row["construction"])
            counts[key] = counts.get(key, 0) + 1
    assert min(counts.values()) >= 3


CONTINUED = [
    ("fr", "« Le pont est vieux », a dit Anne Roche. « Il faut le refaire cette année. »", "Anne Roche"),
    (
        "fr",
        "Marc Vidal a critiqué le projet.\n\n« Ce plan coûte trop cher à la ville », a-t-il déclaré.",
        "Marc Vidal",
    ),
    (
        "fr",
        "Le maire Paul Imbert a parlé lundi. Le maire a assuré que les travaux finiraient à temps.",
        "Paul Imbert",
    ),
    ("fr", "Mme Odile Perrin a pris la parole. Elle a précisé que la salle était pleine.", "Odile Perrin"),
    ("en", '"The bridge is old," Ann Rock said. "It must be rebuilt this year."', "Ann Rock"),
    ("en", 'Mark Vale criticised the plan.\n\n"This plan costs the town too much," he said.', "Mark Vale"),
    ("en", "Mayor Paul Inch spoke on Monday. The mayor said the works would end on time.", "Paul Inch"),
    ("en", "Mrs. Olive Perry took the floor. She said the room was full.", "Olive Perry"),
    ("en", '"We heard a bang," Peter Lowe said.\n\n"Then everything went dark in the street."', "Peter Lowe"),
]


@pytest.mark.parametrize(("language", "text", "name"), CONTINUED)
def test_the_last_statement_is_given_to(language, text, name):
    last = read(text, language)[-1]
    assert last.source.name == name
    assert last.source.rule


def test_a_continued_quotation_points_to_the_one_before():
    first, second = read("« Le pont est vieux », a dit Anne Roche. « Il faut le refaire cette année. »", "fr")
    assert second.continues == first.id
    assert second.cue == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Elle a déclaré que le pont était fermé."),
        ("fr", "« Il faut partir tout de suite d'ici. »"),
        ("en", "She said that the bridge was closed."),
    ],
)
def test_a_source_that_cannot_be_resolved_is_none(language, text):
    (only,) = read(text, language)
    assert only.source.name is None
    assert only.source.rule.startswith("unresolved")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le pont de « l'espoir » a été fermé dimanche par la police."),
        ("fr", "La réunion a eu lieu à Séoul et doit durer deux jours."),
        ("en", 'The so-called "peace bridge" was closed on Sunday.'),
        ("en", "The company did not say whether the plant would close."),
        ("en", "I said the bridge would close."),
    ],
)
def test_no_statement_where_nobody_is_reported(language, text):
    assert read(text, language) == ()


def test_attitudes():
    def attitude(text, language="fr"):
        return read(text, language)[0].attitude

    assert attitude("Les experts craignent que le pont s'effondre.") == "feared"
    assert attitude("Le ministre nie que le pont soit dangereux.") == "denied"
    assert attitude("Les experts estiment que le pont tiendra.") == "believed"
    assert attitude("Officials denied that the bridge was unsafe.", "en") == "denied"
    assert attitude("Analysts believe the bridge will hold.", "en") == "believed"


def test_circumstances():
    text = "Le ministre Hugo Petit a déclaré mardi à l'AFP que le pont serait fermé."
    (only,) = read(text, "fr")
    assert "AFP" in only.addressee.span.of(text)
    assert "AFP" in only.medium.span.of(text)
    assert only.time.span.of(text) == "mardi"
    assert [link.kind for link in only.chain] == ["told_to", "said"]
    assert only.chain[-1].source == only.source


def test_an_unnamed_document_as_medium():
    text = "The embassy said in a statement on Monday that the talks were over."
    (only,) = read(text, "en")
    assert "statement" in only.medium.span.of(text)
    assert [link.kind for link in only.chain] == ["said"]


def test_a_source_that_cites_another():
    text = "Le pont est fermé, a rapporté l'agence Reuters, citant un officier."
    (only,) = read(text, "fr")
    assert [link.kind for link in only.chain] == ["said", "cited_by"]
    assert only.source.span.of(text) == "un officier"
    assert only.chain[0].source.kind == "media"


def test_a_report_within_a_report_carries_the_chain_from_outside():
    text = "Le maire a déclaré que les experts craignaient que le pont s'effondre."
    outer, inner = read(text, "fr")
    assert inner.within == outer.id
    assert inner.chain[0].source == outer.source
    assert inner.chain[-1].source == inner.source


def test_a_tag_in_the_middle_cuts_the_content():
    text = "Le pont, a précisé le maire, sera fermé dimanche."
    (only,) = read(text, "fr")
    assert words(text, only.content) == ["Le pont", "sera fermé dimanche"]


def test_quoted_content_comes_from_the_marks():
    text = "« Le pont, qui date de 1900, menace ruine. Fermez-le ! », a lancé le maire."
    (only,) = read(text, "fr")
    assert only.kind == "direct"
    assert words(text, only.content) == ["Le pont, qui date de 1900, menace ruine. Fermez-le !"]


def test_signed_post():
    text = "The bridge is closed until further notice — Port Police (@portpolice) December 18, 2018"
    (only,) = read(text, "en")
    assert only.rule == "signed post"
    assert only.source.span.of(text) == "Port Police"


def test_ids_are_the_same_twice_and_differ_within_a_document():
    text = "« Le pont est vieux », a dit Anne Roche. « Il faut le refaire cette année. »"
    first, second = read(text, "fr"), read(text, "fr")
    assert [a.id for a in first] == [a.id for a in second]
    assert len({a.id for a in first}) == len(first)
    assert all(a.id.startswith("a_") and a.source.id.startswith("s_") for a in first)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le porte-parole n'a ni confirmé ni démenti la vente."),
        ("en", "The ministry neither confirmed nor denied the sale."),
        ("en", "The company did not deny the sale."),
    ],
)
def test_a_denial_that_is_not_made_is_no_denial(language, text):
    found = Reader(regimes=()).read(text, language=language).attributions
    assert [a for a in found if a.stance == "denies"] == []


@pytest.mark.parametrize(
    ("language", "text", "outer", "inner"),
    [
        ("fr", "Le barrage sera fermé, d'après un ingénieur cité par le Monde.", "Monde", "un ingénieur"),
        ("fr", "« Nous fermons », a dit la ministre, citée par l'agence Reuters.", "Reuters", "la ministre"),
    ],
)
def test_an_outlet_that_cites_the_source_comes_before_it(language, text, outer, inner):
    (found,) = Reader(regimes=()).read(text, language=language).attributions
    assert outer in (found.chain[0].source.name or "") and found.chain[0].kind == "said"
    assert found.chain[1].kind == "cited_by" and found.source.span.of(text) == inner


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whatever_the_recogniser_takes_for_a_place_has_a_kind_of_the_vocabulary(language):
    pack = packs.load("language", language)
    for word in pack.mapping("source_classes"):
        (head, *_) = Doc(Vocab(), words=word.split())
        assert kind_of(Known(None, "as written"), head, pack, "place") in SOURCE_KINDS
