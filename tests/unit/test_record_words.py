"""Folding, dates and the search expression: what both databases are given."""

from __future__ import annotations

import pytest

from selon.errors import InputError
from selon.keep.dates import bounds, date_marks, range_marks
from selon.keep.search import Query, expression, for_fts5, for_tsquery, for_tsvector
from selon.keep.words import fold, key, name_marks, short, terms, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Œuvre d'État, Kaï-Bo", ["oeuvre", "d", "etat", "kai", "bo"]),
        ("STRAẞE straße", ["strasse", "strasse"]),
        ("l’accord «\u00a0ferme\u00a0»", ["l", "accord", "ferme"]),
        ("action=done _x_", ["action", "done", "x"]),
        ("ﬁn ½ 北京 Ёлка", ["fin", "1", "2", "北京", "елка"]),
        ("", []),
    ],
)
def test_words_fold_case_accents_and_ligatures(text, found):
    assert words(text) == found


def test_a_name_is_found_by_the_whole_and_by_each_word():
    assert key("KIM Jong-un") == "kim_jong_un"
    assert name_marks("actor", "Kim Jong Un") == {"actor=kim_jong_un", "actor=kim", "actor=jong", "actor=un"}
    assert name_marks("actor", None) == set()


def test_no_text_can_look_like_a_mark():
    assert "act=visit" not in terms("act=visit act_visit", ()).split()


def test_a_long_key_is_cut_and_stays_distinct():
    one, two = short("a" * 5000), short("a" * 4999 + "b")
    assert len(one) <= 400 and one != two
    assert short("abc") == "abc"


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        ("2024-06-19", ("2024-06-19", "2024-06-19")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2023-12/2024-01", ("2023-12-01", "2024-01-31")),
        ("202X", ("2020-01-01", "2029-12-31")),
        ("2024-21", ("2024-03-01", "2024-05-31")),
        ("2024?", ("2024-01-01", "2024-12-31")),
        ("2024-06-19T10:00:00Z", ("2024-06-19", "2024-06-19")),
        ("../2024", ("0001-01-01", "2024-12-31")),
        ("2024/..", ("2024-01-01", "9999-12-31")),
        ("2024-99", None),
        ("2025/2024", None),
        ("soon", None),
        (None, None),
    ],
)
def test_bounds_of_a_date(edtf, days):
    assert bounds(edtf) == days


def test_every_interval_that_touches_a_range_shares_a_mark_with_it():
    values = [
        "2019",
        "2019-05",
        "2019-05-03",
        "2018/2020",
        "2000/2024",
        "2020-01/2021-12",
        "../2019",
        "2019/..",
    ]
    for one in values:
        for other in values:
            a, b = bounds(one), bounds(other)
            asked = range_marks("happened", b)
            touches = a[0] <= b[1] and b[0] <= a[1]
            if touches and asked is not None:
                assert date_marks("happened", a) & set(asked), (one, other)


def test_the_query_in_both_spellings():
    parts = expression(Query('Missile "avions de chasse" liv* -rumeur', act=("arms_transfer", "visit")))
    assert for_fts5(parts) == (
        '(("missile") AND ("avions de chasse") AND ("liv" *) AND ("act=arms_transfer" OR "act=visit")) NOT ("rumeur")'
    )
    assert for_tsquery(parts) == (
        "(('missile')) & (('avions' <-> 'de' <-> 'chasse')) & (('liv':*)) & !(('rumeur')) "
        "& (('act=arms_transfer') | ('act=visit'))"
    )


@pytest.mark.parametrize("given", [Query("?!"), Query("-only"), Query(act=("!",)), Query(happened="soon")])
def test_a_query_that_asks_nothing_says_so(given):
    with pytest.raises(InputError):
        expression(given)


def test_quotes_and_operators_in_words_are_only_words():
    parts = expression(Query("""a' OR 1=1; NEAR( "b" AND* ^c :x 'y"""))
    assert set(for_fts5(parts)) <= set('abcdefghijklmnopqrstuvwxyz0123456789() "*ANDORT')
    for token in ("a", "or", "1", "near", "b", "and", "c", "x", "y"):
        assert f'"{token}"' in for_fts5(parts) or token in for_fts5(parts)


def test_terms_as_a_tsvector_keep_positions():
    assert for_tsvector("a b a act=visit") == "'act=visit':4 'a':1,3 'b':2"


def test_a_tsvector_has_room_for_every_mark_and_for_no_more_than_a_megabyte():
    spelled = for_tsvector(" ".join([*(f"word{n}" for n in range(200_000)), "act=visit"]))
    assert spelled.startswith("'act=visit':")
    assert "'word99':100 " in spelled and "word199999" not in spelled


def test_fold_is_stable():
    assert fold(fold("Œdème Ÿ ǅ İ")) == fold("Œdème Ÿ ǅ İ")
