"""Lines that recur at a publisher: signatures are marked with their count, sentences never, however often they return."""

from __future__ import annotations

import pytest

from selon import packs
from selon.reading.recurring import learn, noise

FR = packs.load("language", "fr")
ACCUSATION = "Le navire est soupçonné d’avoir livré des armes au port de Nampo."
TEXTS = [
    f"Titre {i}\n\nLe cargo numéro {i} a quitté le port lundi soir sans son chargement.\n\n{ACCUSATION}\n\nBrest, le {i} mai 2024 -\n\nCap sur la mer\n\n« Rien vu »"
    for i in range(1, 6)
]


@pytest.fixture(scope="module")
def recurring():
    return learn(TEXTS, FR)


def test_signatures_and_datelines_are_marked_with_their_count(recurring):
    found = noise(TEXTS[2], recurring, FR)
    assert [n.span.of(TEXTS[2]) for n in found] == ["Brest, le 3 mai 2024 -", "Cap sur la mer"]
    assert {n.reason for n in found} == {"recurring: in 5 of 5 documents"}


def test_a_sentence_that_returns_is_kept(recurring):
    assert recurring.times(ACCUSATION) == 5
    assert ACCUSATION not in [n.span.of(TEXTS[0]) for n in noise(TEXTS[0], recurring, FR)]


def test_what_stands_in_two_documents_does_not_recur():
    assert noise(TEXTS[0], learn(TEXTS[:2], FR), FR) == ()


def test_in_a_large_archive_three_are_chance():
    many = [
        *TEXTS[:3],
        *(f"Titre\n\nUn texte sur la pêche numéro {i}, sans rien de commun." for i in range(400)),
    ]
    assert noise(TEXTS[0], learn(many, FR), FR) == ()


def test_the_first_line_is_never_marked():
    same = ["Cap sur la mer\n\nLe cargo a quitté le port lundi soir."] * 5
    assert noise(same[0], learn(same, FR), FR) == ()
