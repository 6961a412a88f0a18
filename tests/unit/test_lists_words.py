"""Packed cells, dates and countries as lists write them."""

from __future__ import annotations

import pytest

from selon.lists.words import country, edtf, names, script


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Alpha Lantern; Beta Lantern", ["Alpha Lantern", "Beta Lantern"]),
        ("LANTERN WORKS / LW", ["LANTERN WORKS", "LW"]),
        ("GREAT LANTERN COMPANY (GLC)", ["GREAT LANTERN COMPANY", "GLC"]),
        ("LANTERN FOUNDATION (KENYA)", ["LANTERN FOUNDATION KENYA"]),  # a place is part of the name
        ("Tormek (Тормек)", ["Tormek", "Тормек"]),
        ("Tormek (original script: Тормек)", ["Tormek", "Тормек"]),
        ("Tormek Valdour (passport no. 1234567)", ["Tormek Valdour"]),
        ("Tormek Valdour, born 1 Jan. 1953", ["Tormek Valdour"]),
        ("SECOND LANTERN (KPE.018)", ["SECOND LANTERN"]),  # a reference explains, it is no name
        ("Valdour, Tormek", ["Valdour, Tormek"]),  # a comma turns a name, it does not part two
        ("na", []),
    ],
)
def test_names_in_a_cell(cell, expected):
    assert [n.text for n in names(cell)] == expected


def test_labels_lower_the_quality():
    assert [(n.text, n.quality) for n in names("Lantern; formerly Candle; low quality aka Wick")] == [
        ("Lantern", "primary"),
        ("Candle", "former"),
        ("Wick", "weak"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1965-04-12", "1965-04-12"),
        ("12 Apr 1965", "1965-04-12"),
        ("Apr 1965", "1965-04"),
        ("12/04/1965", "1965-04-12"),
        ("25-01-2001", "2001-01-25"),
        ("04/25/1965", "1965-04-25"),  # only one reading is a date
        ("00/00/1965", "1965"),
        ("circa 1965", "1965~"),
        ("1965 to 1967", "1965/1967"),
        ("1er avril 1965", "1965-04-01"),
        ("unknown", None),
        ("31/02/1965", "1965"),  # no such day: the year stands
    ],
)
def test_dates(text, expected):
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Democratic People's Republic of Korea", "KP"),
        ("Korea, North", "KP"),
        ("CORÉE DU NORD", "KP"),
        ("Iran (Islamic Republic of)", "IR"),
        ("Norway", "NO"),
        ("former Soviet Union", None),
        ("", None),
    ],
)
def test_countries(text, code):
    assert country(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("Lantern", None), ("Тормек", "Cyrl"), ("김", "Hang"), ("محمد", "Arab"), ("123", None)]
)
def test_scripts(text, code):
    assert script(text) == code
