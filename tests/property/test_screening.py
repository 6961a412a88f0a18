"""Screening holds for any name: what is listed is found, scans point at themselves, likeness is a likeness."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from selon.model.actor import ListEntry, ListName
from selon.screen import Index, Query, scan, screen, valid_imo
from selon.screen.align import align, likeness
from selon.screen.folds import latin, sound, words
from selon.screen.name import prepare

syllable = st.sampled_from(
    ["bar", "dol", "kem", "vun", "zir", "tash", "mol", "gre", "pli", "wen", "ost", "url"]
)
word = st.lists(syllable, min_size=2, max_size=3).map("".join)
name = st.lists(word, min_size=2, max_size=4, unique=True).map(
    lambda ws: " ".join(w.capitalize() for w in ws)
)


@settings(max_examples=25, deadline=None)
@given(name)
def test_a_listed_name_is_found_by_itself_in_any_order_and_case(listed):
    index = Index.build([ListEntry("un", "X", "person", (ListName(listed.upper()),))], {})
    turned = " ".join(reversed(listed.split()))
    for asked in (listed, listed.lower(), turned):
        assert [c.grade for c in screen(Query(asked, "person"), index)] == ["exact"]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40), name, st.text(max_size=40))
def test_a_scan_points_at_the_name(before, listed, after):
    index = Index.build([ListEntry("un", "X", "person", (ListName(listed),))], {})
    text = f"{before} {listed} {after}"
    for found in scan(text, index):
        assert 0 <= found.span.start < found.span.end <= len(text)
    assert any(found.span.of(text) == listed for found in scan(text, index))


@given(st.text(min_size=1, max_size=30))
def test_any_text_is_a_name_that_can_be_asked_for(text):
    for part in ("person", "body", "craft"):
        prepared = prepare(text, part)
        assert align(prepared, prepared).theirs_left == ()
    assert all(w == w.lower() for w in words(text)) or not text.isascii()


@given(word, word)
def test_likeness_is_between_0_and_1_the_same_both_ways_and_1_for_itself(a, b):
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == 1


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14))
def test_a_sound_is_never_empty_and_settles(letters):
    assert sound(letters)
    assert sound(letters) == sound(latin(letters.upper()))


@given(st.integers(min_value=0, max_value=999_999))
def test_every_six_digits_have_one_check_digit(digits):
    numbers = [f"{digits:06d}{check}" for check in range(10)]
    assert sum(map(valid_imo, numbers)) == 1
