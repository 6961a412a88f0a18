"""Own sentences and paragraphs in French and English: act, stage, polarity, direction, values, and the traps."""

from __future__ import annotations

import pytest

from claim_reading import ACTUAL, cases, problems, read, way

NAMES = (
    "claim_sentences_fr",
    "claim_sentences_en",
    "claim_sentences_two_fr",
    "claim_sentences_two_en",
    "claim_sentences_three_fr",
    "claim_sentences_three_en",
)
SENTENCES = [c for name in NAMES for c in cases(name)]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda c: f"{c['language']}: {c['text'][:60]}")
def test_sentence(case: dict) -> None:
    assert problems(case) == []


def test_the_price_of_an_offer_is_not_a_delivery() -> None:
    text = (
        "L'Iran a proposé des drones à la Russie en échange de l'accord de la Russie de livrer 24 avions de combat, "
        "a affirmé le ministre ukrainien de la Défense à Reuters."
    )
    found = {c.stage: c for c in read(text, "fr")}
    assert set(found) == {"offered", "agreed"}
    price = found["agreed"]
    assert price.modality == "conditional" and price.conditional_on == found["offered"].id
    assert way(found["offered"]) == "IR>RU" and way(price) == "RU>IR"
    assert price.quantity is not None and price.quantity.value == 24
    assert price.exchange_for == (found["offered"].id,)


def test_a_violation_that_would_be_is_its_speakers_and_not_done() -> None:
    text = (
        "« La livraison par Téhéran de missiles balistiques à Moscou violerait la résolution 2231 », "
        "a déclaré Claire Martin, chercheuse à l'université de Lyon."
    )
    (claim,) = read(text, "fr")
    assert claim.stage == "hypothetical" and claim.modality == "conditional"
    assert claim.legal is not None and claim.legal.value == "would_violate"
    assert claim.legal.asserted_by == claim.originator != "author"
    assert dict(claim.factuality)["author"] == "Uu"


def test_between_gives_no_direction() -> None:
    for text in (
        "Les transferts de missiles entre l'Iran et la Corée du Nord ont repris.",
        "Des armes ont été échangées entre Moscou et Pyongyang lors de transferts d'armes.",
    ):
        for claim in read(text, "fr"):
            assert claim.direction is None or (
                claim.direction.origin is None and claim.direction.recipient is None
            )


def test_quantity_and_date_of_the_act() -> None:
    (claim,) = read("En mai, l'Iran a livré près de 300 missiles à la Russie.", "fr", "2024-06-19")
    assert claim.quantity is not None and (claim.quantity.comparator, claim.quantity.value) == ("nearly", 300)
    assert claim.time is not None and claim.time.edtf == "2024-05"


def test_relative_dates_stay_open_without_a_document_date() -> None:
    (claim,) = read("En mai, l'Iran a livré des missiles à la Russie.", "fr")
    assert claim.time is None or claim.time.edtf is None


def test_every_span_is_a_slice_of_the_text() -> None:
    for case in SENTENCES:
        for claim in read(case["text"], case["language"]):
            spans = [e.span for e in claim.evidence] + [p.span for p in claim.participants if p.span]
            spans += [i.span for i in claim.items if i.span]
            assert all(0 <= s.start < s.end <= len(case["text"]) for s in spans)
            assert all(i.span is None or i.span.of(case["text"]) == i.text for i in claim.items)


def test_ids_are_stable_and_distinct() -> None:
    text = "L'Iran a livré des drones à la Russie. La Russie a livré des avions de combat à l'Iran."
    first = read(text, "fr")
    read.cache_clear()
    assert [c.id for c in read(text, "fr")] == [c.id for c in first]
    assert len({c.id for c in first}) == 2 and all(c.id.startswith("c_") and len(c.id) == 18 for c in first)


PARAGRAPHS = [
    (
        "fr",
        (
            "Les autorités sud-coréennes affirment que Pyongyang a expédié plus de 6 000 conteneurs d'obus vers la Russie "
            "depuis septembre. Moscou et Pyongyang démentent tout transfert d'armes. Selon Washington, la Russie pourrait "
            "fournir en retour des avions de chasse et des technologies nucléaires."
        ),
        {("arms_transfer", "done", "KP>RU")},
    ),
    (
        "en",
        (
            "Ukraine's president said Iran had promised to send two thousand drones to Russia. Tehran has denied the sale. "
            "European officials fear Iran could also supply ballistic missiles to Moscow."
        ),
        set(),
    ),
]


@pytest.mark.parametrize(("language", "text", "actual"), PARAGRAPHS)
def test_paragraph_shows_nothing_as_done_that_is_not(language: str, text: str, actual: set) -> None:
    shown = {
        (c.act_type, c.stage, way(c))
        for c in read(text, language)
        if c.stage in ACTUAL and c.polarity == "affirmed"
    }
    assert shown <= actual


def test_noise_gives_no_claim() -> None:
    text = "L'Iran a livré des drones à la Russie."
    assert read(text, "fr", None, ((0, len(text)),)) == ()
