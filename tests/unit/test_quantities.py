"""Quantities: one row a construction."""

from __future__ import annotations

import pytest

from selon.reading.quantities import quantities
from texts import parsed

# language, sentence, text, comparator, value, value_max, unit, of
ROWS = [
    ("fr", "Ils ont fourni près de 5 millions d’obus d’artillerie.", "près de 5 millions", "nearly", 5e6, None, "item", "obus d’artillerie"),
    ("fr", "Au moins 300 soldats sont morts.", "Au moins 300", "at_least", 300, None, "person", "soldats"),
    ("fr", "Entre 3 000 et 4\u202f000 ouvriers nord-coréens sont partis.", "Entre 3 000 et 4\u202f000", "between", 3000, 4000, "person", "ouvriers nord-coréens"),
    ("fr", "Il a livré de 3 à 5 millions d'obus.", "de 3 à 5 millions", "between", 3e6, 5e6, "item", "obus"),
    ("fr", "Une dizaine de navires ont accosté.", "Une dizaine", "about", 10, None, "vessel", "navires"),
    ("fr", "Des milliers de conteneurs sont partis.", "Des milliers", "vague", None, None, "item", "conteneurs"),
    ("fr", "Des dizaines de milliers de travailleurs.", "Des dizaines de milliers", "vague", None, None, "person", "travailleurs"),
    ("fr", "Il a vendu 500 tonnes de charbon.", "500 tonnes", "exact", 500, None, "t", "charbon"),
    ("fr", "Il a vendu 1,5 million de barils de pétrole brut.", "1,5 million de barils", "exact", 1.5e6, None, "bbl", "pétrole brut"),
    ("fr", "Ils ont volé 3 milliards de dollars.", "3 milliards de dollars", "exact", 3e9, None, "USD", None),
    ("fr", "Ils ont volé 300 millions d'euros.", "300 millions d'euros", "exact", 3e8, None, "EUR", None),
    ("fr", "Le prix de vente atteint 5 M$.", "5 M$", "exact", 5e6, None, "USD", None),
    ("fr", "Elle achète 20\u00a0% des exportations.", "20\u00a0%", "exact", 20, None, "%", "exportations"),
    ("fr", "Deux cent mille soldats.", "Deux cent mille", "exact", 200_000, None, "person", "soldats"),
    ("fr", "Il a tiré quatre-vingt-dix-sept missiles balistiques.", "quatre-vingt-dix-sept", "exact", 97, None, "item", "missiles balistiques"),
    ("fr", "Jusqu'à 100\u00a0000 tonnes de carburant.", "Jusqu'à 100\u00a0000 tonnes", "at_most", 1e5, None, "t", "carburant"),
    ("fr", "Plus de 10.000 soldats sont partis.", "Plus de 10.000", "more_than", 10_000, None, "person", "soldats"),
    ("fr", "Moins de 10 km les séparent.", "Moins de 10 km", "less_than", 10, None, "km", None),
    ("fr", "Plusieurs pétroliers ont accosté.", "Plusieurs", "vague", None, None, "vessel", "pétroliers"),
    ("en", "At least 300 soldiers died.", "At least 300", "at_least", 300, None, "person", "soldiers"),
    ("en", "They sent nearly 5 million artillery shells.", "nearly 5 million", "nearly", 5e6, None, "item", "artillery shells"),
    ("en", "Between 3,000 and 4,000 workers left.", "Between 3,000 and 4,000", "between", 3000, 4000, "person", "workers"),
    ("en", "They sent 3-5 million shells.", "3-5 million", "between", 3e6, 5e6, "item", "shells"),
    ("en", "About a dozen vessels docked.", "About a dozen", "about", 12, None, "vessel", "vessels"),
    ("en", "They stole $3 billion last year.", "$3 billion", "exact", 3e9, None, "USD", None),
    ("en", "They stole US$50,000 last year.", "US$50,000", "exact", 50_000, None, "USD", None),
    ("en", "They sold 1.5 million barrels of crude oil.", "1.5 million barrels", "exact", 1.5e6, None, "bbl", "crude oil"),
    ("en", "Tens of thousands of workers left.", "Tens of thousands", "vague", None, None, "person", "workers"),
    ("en", "Two hundred thousand soldiers left.", "Two hundred thousand", "exact", 200_000, None, "person", "soldiers"),
    ("en", "It flew 30 miles.", "30 miles", "exact", 48.28032, None, "km", None),
]  # fmt: skip
NO_QUANTITY = [
    ("fr", "La résolution 2375 (2017) date du 11 septembre 2017."),
    ("fr", "Il a 55 ans, deux fois ministre, et vit page 12."),
    ("fr", "Le navire neuf est parti à 8 h 30."),
    ("fr", "Le numéro 2 du régime a tiré un Hwasong-17."),
    ("fr", "Il y a neuf ans, un homme est venu."),
    ("en", "Resolution 2375 (2017) is one of them."),
    ("en", "The 55-year-old left at 8:30 a.m. on March 3."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "sentence", "text", "comparator", "value", "value_max", "unit", "of"), ROWS
)
def test_quantity(language, sentence, text, comparator, value, value_max, unit, of):
    (found,) = quantities(parsed(sentence, language))
    assert (found.text, found.comparator, found.value, found.value_max, found.unit, found.of) == (
        text, comparator, value, value_max, unit, of,
    )  # fmt: skip
    assert found.span.of(sentence) == text


@pytest.mark.parametrize(("language", "sentence"), NO_QUANTITY)
def test_no_quantity(language, sentence):
    assert quantities(parsed(sentence, language)) == ()
