"""Properties of what the record rests on: replay, chain, canonical JSON, differences, masking."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from selon.keep.canonical import canonical, sha256, squeeze, unsqueeze
from selon.keep.difference import difference
from selon.keep.log import GENESIS, seal
from selon.keep.redact import masked
from selon.keep.search import for_tsvector
from selon.keep.words import terms, words
from selon.model.judgement import Judgement, in_force, standing

UNHURRIED = settings(deadline=None)  # a busy machine is no fault
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=80)
VERDICTS = st.sampled_from(("accept", "reject", "unsure"))
EVENTS = st.lists(st.tuples(VERDICTS, st.sampled_from(("ana", "bo", "cy"))), max_size=12)


def events(given_events) -> list[Judgement]:
    return [
        Judgement(kind, "claim:c", user, f"2026-01-01T00:00:{n:02}Z")
        for n, (kind, user) in enumerate(given_events)
    ]


@UNHURRIED
@given(EVENTS, st.data())
def test_an_undone_event_leaves_the_state_as_if_it_had_never_been(made, data):
    history = events(made)
    if not history:
        return
    gone = data.draw(st.sampled_from(history))
    undo = Judgement("undo", "claim:c", "ana", "2026-01-02T00:00:00Z", undoes=gone.id)
    without = [e for e in history if e is not gone]
    left, right = standing("claim:c", [*history, undo]), standing("claim:c", without)
    assert (left.verdict, left.by, left.dissent, left.corrections) == (
        right.verdict,
        right.by,
        right.dissent,
        right.corrections,
    )
    redo = Judgement("undo", "claim:c", "ana", "2026-01-03T00:00:00Z", undoes=undo.id)
    assert in_force([*history, undo, redo]) == in_force(history)


@UNHURRIED
@given(EVENTS)
def test_nobodys_last_word_is_lost(made):
    history = events(made)
    stands = standing("claim:c", history)
    assert stands.history == tuple(history)
    last = {e.user: e.kind for e in history}
    shown = {e.user: e.kind for e in stands.dissent} | ({stands.by: stands.verdict} if stands.by else {})
    agreeing = {user for user, kind in last.items() if kind == stands.verdict}
    assert last.keys() == shown.keys() | agreeing


@UNHURRIED
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | TEXT, lambda x: st.lists(x) | st.dictionaries(TEXT, x)
    )
)
def test_canonical_json_says_the_same_and_one_way_only(value):
    data = canonical(value)
    assert json.loads(data) == value
    assert canonical(json.loads(data)) == data
    assert unsqueeze(squeeze(data)) == data


@UNHURRIED
@given(st.lists(TEXT, min_size=1, max_size=6), st.data())
def test_any_changed_content_breaks_the_chain(contents, data):
    def chain(given_contents):
        hash = GENESIS
        for content in given_contents:
            hash = seal(hash, content)
        return hash

    at = data.draw(st.integers(0, len(contents) - 1))
    other = data.draw(TEXT.filter(lambda t: t != contents[at]))
    assert chain(contents) != chain([*contents[:at], other, *contents[at + 1 :]])


@UNHURRIED
@given(TEXT, TEXT)
def test_a_difference_holds_both_texts(before, after):
    found = difference(before, after)
    assert "".join(c.text for c in found if c.kind != "added") == before
    assert "".join(c.text for c in found if c.kind != "removed") == after
    assert all(c.before.of(before) == c.text for c in found if c.before)
    assert all(c.after.of(after) == c.text for c in found if c.after)


@UNHURRIED
@given(TEXT, st.lists(TEXT, max_size=3))
def test_masking_keeps_every_offset(text, names):
    out = masked(text, names)
    assert len(out) == len(text)
    assert all(a == b or b == "█" for a, b in zip(text, out, strict=True))
    for name in names:
        wanted = words(name)
        left = words(out)
        assert not wanted or all(left[i : i + len(wanted)] != wanted for i in range(len(left)))


@UNHURRIED
@given(TEXT)
def test_a_text_is_made_of_words_that_fold_to_themselves(text):
    assert words(" ".join(words(text))) == words(text)
    for token in terms(text, ()).split():
        assert f"'{token}'" in for_tsvector(terms(text, ()))


@UNHURRIED
@given(st.binary(max_size=300), st.data())
def test_a_squeezed_text_with_one_changed_byte_is_not_taken_for_the_original(content, data):
    squeezed = squeeze(content)
    at = data.draw(st.integers(0, len(squeezed) - 1))
    changed = squeezed[:at] + bytes([squeezed[at] ^ data.draw(st.integers(1, 255))]) + squeezed[at + 1 :]
    assert sha256(changed) != sha256(squeezed)
    with suppress(ValueError):
        assert unsqueeze(changed) == content or sha256(unsqueeze(changed)) != sha256(content)
