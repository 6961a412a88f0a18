"""What two names say of one another: a row for each construction, with invented names."""

from __future__ import annotations

import pytest

from selon.screen.grade import judge
from selon.screen.name import prepare

PEOPLE = {
    "same": ("Tormek Valdour", "TORMEK VALDOUR", "exact"),
    "order": ("Valdour Tormek", "Tormek Valdour", "exact"),
    "comma": ("VALDOUR, Tormek", "Tormek Valdour", "exact"),
    "title": ("le général Tormek Valdour", "Tormek Valdour", "exact"),
    "particle": ("Tormek al-Valdour", "Tormek Valdour", "exact"),
    "romanisation": ("Tourmek Valdur", "TURMEK VALDOUR", "strong"),
    "a slip": ("Tormek Valdoun", "Tormek Valdour", "possible"),
    "a middle name more": ("Tormek Ishaven Valdour", "Tormek Valdour", "possible"),
    "an initial": ("Tormek I. Valdour", "Tormek Ishaven Valdour", "possible"),
    "a long name cut short": ("Tormek Valdour", "TORMEK ISHAVEN BARUK VALDOUR", "possible"),
    "cut elsewhere": ("Tor Mekvaldour", "Tormekvaldour", "strong"),
    "across scripts": ("Тормек Валдур", "Tormek Valdur", "exact"),
    "other family name": ("Tormek Valdour", "Tormek Zubrin", None),
    "other given name": ("Ishaven Valdour", "Tormek Valdour", None),
    "words left on both sides": ("Tormek Baruk Valdour", "Tormek Ishaven Valdour", None),
    "other initial": ("Tormek B. Valdour", "Tormek I. Valdour", None),
    "initial against another name": ("Tormek B Valdour", "Tormek Ishaven Valdour", None),
    "one word of a name": ("Tormek", "Tormek Valdour", None),
    "common words only": ("Mohammed Ali", "Mohammed Ali Valdour", None),
    "the same common words": ("Mohamed Hassan", "Mohammed Hasan", "possible"),
    "common words nearly the same": ("Mohamed Omar", "Mohammed Oman", None),
    "a common word alone": ("Abdul Rahman", "Abdur Rahman", None),
}


@pytest.mark.parametrize(("ours", "theirs", "grade"), PEOPLE.values(), ids=PEOPLE.keys())
def test_people(ours, theirs, grade):
    match = judge(prepare(ours, "person"), prepare(theirs, "person"))
    assert (match.grade if match and not match.second else None) == grade


KOREANS = {
    "same spelling": ("Kim Tok-chun", "KIM TOK CHUN", "possible"),
    "other romanisation": ("Kim Deok-jun", "Kim Tok Chun", "possible"),
    "family name last": ("Tok-chun Kim", "Kim Tok Chun", "possible"),
    "one word": ("Kim Tokchun", "Kim Tok Chun", "possible"),
    "syllables in another order": ("Kim Chun-tok", "Kim Tok Chun", None),
    "other family name": ("Ri Tok-chun", "Kim Tok Chun", None),
    "a syllable missing": ("Kim Tok", "Kim Tok Chun", None),
    "two syllables differ": ("Kim Yong-il", "Kim Tok Chun", None),
}


@pytest.mark.parametrize(("ours", "theirs", "grade"), KOREANS.values(), ids=KOREANS.keys())
def test_korean_names_need_all_syllables_in_order_and_are_never_more_than_possible(ours, theirs, grade):
    match = judge(prepare(ours, "person"), prepare(theirs, "person"))
    assert (match.grade if match and not match.second else None) == grade


def test_one_syllable_off_needs_a_second_identifier():
    assert judge(prepare("Kim Tok-chol", "person"), prepare("Kim Tok Chun", "person")).second


BODIES = {
    "legal form": ("Korgande Lantern", "KORGANDE LANTERN CO., LTD", "exact"),
    "English and French": ("Banque Korgande", "KORGANDE BANK", "strong"),
    "French word order": ("Société de commerce Korgande", "KORGANDE TRADING CORPORATION", "strong"),
    "elision": ("l'Agence Korgande", "Korgande Agency", "strong"),
    "number words": ("Deuxième Bureau Korgande", "Korgande Second Office", "strong"),
    "own name alone": ("Korgandeen", "KORGANDEEN TRADING CORPORATION", "possible"),
    "one own word less": ("Korgande Tolmeri", "Korgande Tolmeri Visgar", "possible"),
    "a number in digits or words": ("Brigade quarante-quatre Korgande", "Korgande Brigade 44", "strong"),
    "another own word": ("Korgande Tolmeri", "Korgande Trading", None),
    "other number": ("Korgande Brigade 45", "Korgande Brigade 44", None),
    "shared words alone": ("Ministère de la Défense", "MINISTRY OF DEFENCE", None),
    "one shared word": ("Banque", "Bank", None),
    "a short acronym": ("KLT", "KLT", "possible"),
    "an acronym in small letters": ("klt", "KLT", None),
    "another acronym": ("KLT", "KLV", None),
    "near a short own word": ("Tarmas", "Tamras Company", None),
}


@pytest.mark.parametrize(("ours", "theirs", "grade"), BODIES.values(), ids=BODIES.keys())
def test_bodies(ours, theirs, grade):
    match = judge(prepare(ours, "body"), prepare(theirs, "body"))
    assert (match.grade if match else None) == grade


HOME = frozenset({"kp"})
PLACED = {
    "the country makes shared words one body": (
        "ministère nord-coréen de la Défense",
        "MINISTRY OF DEFENCE",
        HOME,
        True,
    ),
    "another country does not": ("ministère russe de la Défense", "MINISTRY OF DEFENCE", HOME, False),
    "no country does not": ("ministère de la Défense", "MINISTRY OF DEFENCE", HOME, False),
    "the press leaves out the home": ("banque Korgande", "KOREA KORGANDE BANK", HOME, True),
    "but not another place": ("Korgande", "KORGANDE IN IRAQ", frozenset(), False),
    "South is not North": ("banque sud-coréenne Korgande", "KORGANDE BANK", HOME, False),
}


@pytest.mark.parametrize(("ours", "theirs", "home", "found"), PLACED.values(), ids=PLACED.keys())
def test_places_of_bodies(ours, theirs, home, found):
    assert bool(judge(prepare(ours, "body"), prepare(theirs, "body"), home)) is found


SHIPS = {
    "type of ship": ("pétrolier Lan Tern San", "LAN TERN SAN", "strong"),
    "article": ("le Lanternia", "LANTERNIA", "strong"),
    "written as one": ("le cargo Lanternsan", "LAN TERN SAN", "possible"),
    "a number is part of the name": ("Lan Tern 6", "LAN TERN 6", "strong"),
    "leading zero": ("Lan Tern 06", "LAN TERN 6", "strong"),
    "another number": ("Lan Tern 5", "LAN TERN 6", None),
    "a number missing": ("Lan Tern", "LAN TERN 6", None),
    "a word missing": ("Lan", "LAN TERN", None),
}


@pytest.mark.parametrize(("ours", "theirs", "grade"), SHIPS.values(), ids=SHIPS.keys())
def test_ships(ours, theirs, grade):
    match = judge(prepare(ours, "craft"), prepare(theirs, "craft"))
    assert (match.grade if match else None) == grade
