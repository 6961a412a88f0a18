"""Spans, quotes and the flat cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.model.text import Quote, Span, cut, hull, merged

pairs = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize("start, end", [(3, 3), (5, 2), (-1, 4)])
def test_a_span_is_never_empty_reversed_or_negative(start, end):
    with pytest.raises(ValueError):
        Span(start, end)


def test_a_quote_keeps_its_words_and_what_stands_around_them():
    text = "Selon Anna, le port est fermé."
    quote = Quote.at(text, Span(12, 29))
    assert (quote.exact, quote.prefix, quote.suffix) == ("le port est fermé", "Selon Anna, ", ".")
    with pytest.raises(ValueError, match="over the end"):
        Quote.at(text, Span(20, 99))


@given(st.lists(pairs, max_size=8))
def test_cut_covers_the_text_once_and_knows_each_mark(spans):
    segments = cut(80, spans)
    assert segments[0].start == 0 and segments[-1].end == 80
    assert all(a.end == b.start for a, b in pairwise(segments))
    for segment in segments:
        expected = tuple(i for i, s in enumerate(spans) if s.start <= segment.start and segment.end <= s.end)
        assert segment.marks == expected


@given(st.lists(pairs, min_size=1, max_size=8))
def test_merged_spans_are_apart_and_lose_no_character(spans):
    joined = merged(spans)
    assert {i for s in spans for i in range(s.start, s.end)} == {
        i for s in joined for i in range(s.start, s.end)
    }
    assert all(a.end < b.start for a, b in pairwise(joined))
    assert hull(spans) == Span(joined[0].start, joined[-1].end)
