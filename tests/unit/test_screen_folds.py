"""Spellings of one name fold to one sound; different names do not. One row a construction."""

from __future__ import annotations

import pytest

from selon.screen.folds import korean, latin, skeleton, sound, syllables, words

SAME = {
    "French ou, English u": ("Boulkadour", "Bulkadur"),
    "French dj and j": ("Djaoulin", "Jaulin"),
    "ch, sh, sch": ("Charouf", "Sharuf"),
    "tch and ch": ("Tchoulan", "Chulan"),
    "q, kh, k": ("Qarimov", "Khaarimov"),
    "doubled letters": ("Hassane", "Hasan"),
    "ei, ai, ay, ey": ("Souleymane", "Suleiman"),
    "silent final e": ("Rahmane", "Rahman"),
    "off, ov": ("Barzanoff", "Barzanov"),
    "eff, ev": ("Lakareff", "Lakarev"),
    "sky, ski": ("Velinsky", "Velinski"),
    "Latvian s": ("Barovs", "Barov"),
    "German j": ("Sergej", "Sergey"),
    "ph, f": ("Philotan", "Filotan"),
    "w, ou": ("Zawari", "Zaouari"),
    "accents": ("Békélé", "Bekele"),
    "uddin, eddine": ("Kamaluddin", "Kamaleddine"),
    "a slip on a digraph": ("Shhaban", "Shaban"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_spellings_sound_the_same(pair):
    assert len({sound(latin(name)) for name in pair}) == 1


@pytest.mark.parametrize("pair", [("Salim", "Salem_n"), ("Karadov", "Maradov"), ("Benali", "Belani")])
def test_other_names_do_not(pair):
    assert len({sound(latin(name)) for name in pair}) == 2


JOINED = {
    "Abd al-": ("Abd al-Rahmoun", "Abdel Rahmoun", "Abdul-Rahmoun", "Abd ar-Rahmoun"),
    "al-Din": ("Nour al-Din", "Nur ad-Deen", "Nour Eddine"),
    "ullah": ("Obaid Ullah", "Obaid-ullah"),
}


@pytest.mark.parametrize("spellings", JOINED.values(), ids=JOINED.keys())
def test_compounds_become_one_word(spellings):
    assert len({tuple(map(sound, words(s))) for s in spellings}) == 1


def test_a_name_of_god_is_not_taken_for_a_compound():
    assert words("Abdallah al-Karouni") == ["abdallah", "al", "karouni"]


def test_elision_and_possessives_fall():
    assert words("l'Armée d'Orient") == ["armee", "orient"]
    assert words("Jama'a's") == ["jamaa"]


def test_points_in_initials_close():
    assert words("S.A.R.L. Lanterne") == ["sarl", "lanterne"]
    assert words("J. P. Valdour") == ["jp", "valdour"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сергей", "sergei"),
        ("Σωκράτης", "sokratis"),
        ("محمد", "mhmd"),
        ("김정은", "kim chong un"),
        ("Yuniѕ", "yunis"),  # a Cyrillic dze that passes for s
        ("Mіkhail", "mikhail"),
        ("Ａbc", "abc"),
        ("Øystein Łukasz", "oystein lukasz"),
    ],
)
def test_other_scripts_become_latin(text, expected):
    assert " ".join(latin(text).split()) == expected


KOREAN = {
    "ch, j": ("chang", "jang"),
    "family name Ri": ("ri", "lee", "yi", "li", "rhee"),
    "Pak": ("pak", "park"),
    "eo, o": ("seong", "song"),
    "u before ng": ("jung", "jong", "jeong", "chong"),
    "ch'ol": ("chol", "chul", "cheol"),
    "hyok": ("hyok", "hyuk", "hyeok"),
    "Choe": ("choe", "choi"),
    "initial r and y": ("ryong", "yong"),
    "g, k": ("gil", "kil"),
}


@pytest.mark.parametrize("syllable", KOREAN.values(), ids=KOREAN.keys())
def test_korean_syllables_have_one_key(syllable):
    assert len({korean(s) for s in syllable}) == 1


def test_korean_syllables_that_differ_keep_apart():
    assert len({korean(s) for s in ("chun", "chong", "chol", "kim", "kyong", "un", "il")}) == 7
    assert korean("lantern") is None


def test_two_syllables_written_as_one_word():
    assert ("jong", "sik") in syllables("jongsik")
    assert syllables("il") == ()


def test_consonants_of_romanisations_are_taken_together():
    assert skeleton(sound("gaddafi")) == skeleton(sound("kadhafi"))
