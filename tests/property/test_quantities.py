"""Numbers come back however they are grouped; spans are slices; nothing raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from selon.reading.quantities import quantities
from texts import parsed

_GROUPS = {"fr": st.sampled_from([" ", "\u00a0", "\u202f", "."]), "en": st.just(",")}
_NOUNS = {"fr": "soldats", "en": "soldiers"}


@given(st.data(), st.integers(2, 10**9), st.sampled_from(["fr", "en"]))
@settings(max_examples=40, deadline=None)
def test_a_grouped_number_comes_back(data, number, language):
    written = f"{number:,}".replace(",", data.draw(_GROUPS[language]))
    (found,) = quantities(parsed(f"« {written} {_NOUNS[language]} »", language))
    assert (found.value, found.text, found.unit) == (number, written, "person")


@given(st.text("0123456789 .,-/$€%«»milonsuetad\u00a0\u202f'", max_size=50), st.sampled_from(["fr", "en"]))
@settings(max_examples=60, deadline=None)
def test_spans_are_slices_and_nothing_raises(text, language):
    for found in quantities(parsed(text, language)):
        assert found.span.of(text) == found.text
