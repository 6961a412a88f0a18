"""Any text gives a reading or a clear error, and every span of a reading lies in its text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selon.errors import InputError
from selon.pipeline import Reader

PIECES = [
    "« ", " »", "“", "”", '"', "—", "\n\n", "\n", ", a-t-il dit", ", a déclaré Moscou", "Selon Séoul, ", "que la Russie ",
    "a livré ", "des missiles ", "à la Corée du Nord", ". ", "aurait ", "n'a pas ", "Kim ", "craint que ", "1718 (2006) ",
    "entre Moscou et Pyongyang ", "mardi ", "près de 5 millions d'obus ", "accuse Pékin d'avoir ", "?", "!", "…", "\u00a0",
    "said ", "according to ", "North Korea ", "has not shipped ", "coal ", "\u200b", "\u202e", "é", "😀", "\ufeff", "'", "’",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map("".join)


@pytest.fixture(scope="module")
def reader():
    return Reader()


def spans(node, text):
    """Every {start, end, text} anywhere in the JSON of a reading."""
    if isinstance(node, dict):
        if {"start", "end", "text"} <= node.keys():
            yield node["start"], node["end"], node["text"]
        for value in node.values():
            yield from spans(value, text)
    elif isinstance(node, list):
        for value in node:
            yield from spans(value, text)


def check(reader, text, language):
    try:
        reading = reader.read(text, language=language, published="2024-06-19").to_dict()
    except InputError as error:
        assert error.message and error.where and error.next
        return
    assert reading["document"]["text"] == text
    assert all(text[a:b] == words for a, b, words in spans(reading, text))
    for attribution in reading["attributions"]:
        assert all(0 <= a < b <= len(text) for a, b in (*attribution["content"], *attribution["cue"]))


@pytest.mark.parametrize("language", ["fr", "en"])
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=texts)
def test_any_text_is_read_or_refused_clearly(reader, language, text):
    check(reader, text, language)


@pytest.mark.long
@pytest.mark.parametrize("language", ["fr", "en"])
@settings(
    max_examples=4000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=texts)
def test_many_texts_are_read_or_refused_clearly(reader, language, text):
    check(reader, text, language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("unit", ["« ", "que Moscou a dit ", "a, ", "Kim et "])
def test_a_sentence_of_ten_thousand_characters(reader, language, unit):
    check(reader, unit * (10_000 // len(unit)), language)
