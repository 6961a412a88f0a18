"""Pairs of statements: one row a mark, both languages; symmetric, and a bad pair never stops a run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.errors import InputError
from selon.relate.contradiction import compare_pairs, relation
from selon.relate.statements import statement

ROWS = [
    ("fr", "La Russie a livré des missiles à la Corée du Nord.", "La Russie n'a pas livré de missiles à la Corée du Nord.", "contradicts", "negates"),
    ("fr", "Le navire a accosté à Rason.", "Aucun navire n’a accosté à Rason.", "contradicts", "negates"),
    ("fr", "La photo montre un convoi.", "La photo du convoi est truquée.", "contradicts", "denies"),
    ("fr", "La Chine soutient la résolution.", "La Chine rejette la résolution.", "contradicts", "contrary words"),
    ("fr", "Trois navires ont été saisis.", "Cinq navires ont été saisis.", "contradicts", "(3/5)"),
    ("fr", "La Chine achète 30 % des exportations.", "La Chine achète 80% des exportations.", "contradicts", "(30/80)"),
    ("fr", "Le navire est parti de Vladivostok lundi matin, selon le ministère.", "Le navire a quitté le port avec une cargaison de charbon.", "compatible", ""),
    ("fr", "Il n'a livré que des céréales au pays voisin du Sud.", "Il a livré des céréales au pays voisin.", "compatible", ""),
    ("fr", "L'armée n'a pas confirmé ce tir.", "L'armée n'a pas encore confirmé ce tir.", "compatible", ""),
    ("fr", "La Chine achète 30 % des exportations de charbon du pays.", "La Chine achète 31% des exportations de charbon.", "compatible", ""),
    ("en", "Russia sent missiles to Pyongyang.", "Russia did not send missiles to Pyongyang.", "contradicts", "negates"),
    ("en", "Russia sent missiles to Pyongyang.", "Russia didn't send missiles to Pyongyang.", "contradicts", "negates"),
    ("en", "Russia sent missiles.", "Russia denied sending missiles.", "contradicts", "denies"),
    ("en", "Three ships were seized.", "Five ships were seized.", "contradicts", "(3/5)"),
    ("en", "The ship left on Monday.", "The vessel departed at dawn with a cargo of coal.", "compatible", ""),
]  # fmt: skip


@pytest.mark.parametrize(("language", "a", "b", "expected", "why"), ROWS)
def test_relation(language, a, b, expected, why):
    found = relation(a, b, language)
    assert found.relation == expected
    assert why in found.why


@pytest.mark.parametrize(("language", "a", "b", "expected", "why"), ROWS)
def test_order_does_not_matter(language, a, b, expected, why):
    assert relation(b, a, language).relation == expected


def test_restriction_is_no_negation():
    assert statement("Il ne livre que des céréales.", "fr").negations == 0
    assert statement("Il ne livre pas de céréales.", "fr").negations == 1
    assert statement("Not only ships but trains.", "en").negations == 0


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(["fr", "en"]))
def test_any_two_texts_are_compared_or_refused(a, b, language):
    try:
        assert relation(a, b, language).relation == relation(b, a, language).relation
    except InputError:
        assert not a.strip() or not b.strip()


def test_a_bad_pair_becomes_an_error_and_the_run_goes_on():
    rows = [
        {"id": 1, "a": "Un.", "b": "", "language": "fr"},
        "no object",
        {"id": 3, "a": "x", "b": "y", "language": "xx"},
        {"id": 4, "a": "Le navire est parti.", "b": "Le navire n'est pas parti."},
    ]
    found = list(compare_pairs(rows))
    assert [f["id"] for f in found] == [1, None, 3, 4]
    assert [f["error"]["code"] for f in found[:3]] == ["no-text", "no-object", "no-table"]
    assert found[0]["error"]["where"] == "line 1" and found[2]["error"]["next"] == "languages: en, fr"
    assert set(found[3]) == {"id", "relation", "why"}
