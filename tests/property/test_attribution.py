"""Attribution raises on no input, and every span it gives is a slice of the text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selon import packs
from selon.model.document import Document, digest
from selon.reading.attribution import attribute
from selon.reading.mentions import mentions
from selon.reading.parse import parse
from selon.reading.passages import passages

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WORDS = st.sampled_from(
    [
        "«",
        "»",
        "“",
        "”",
        '"',
        "'",
        "’’",
        "''",
        ":",
        ",",
        ".",
        ";",
        "!",
        "?",
        "—",
        "-",
        "(",
        ")",
        "[",
        "]",
        "…",
        "selon",
        "Selon",
        "d'après",
        "according",
        "to",
        "said",
        "dit",
        "a-t-il",
        "a",
        "déclaré",
        "que",
        "that",
        "he",
        "elle",
        "Marie",
        "Dupont",
        "Paul",
        "Smith",
        "accusé",
        "de",
        "of",
        "le",
        "the",
        "minister",
        "ministre",
        "craint",
        "says",
        "told",
        "par",
        "by",
        "qui",
        "who",
        "et",
        "and",
        "\n\n",
        "\n",
        "5",
        "%",
        "pour",
        "lesquelles",
    ]
)
LANGUAGE = st.sampled_from(["fr", "en"])


def read(text: str, language: str):
    pack = packs.load("language", language)
    found, noise = passages(text, pack)
    document = Document(digest(text.encode("utf-8", "replace")), text, language, passages=found, noise=noise)
    parsed = parse(document, pack)
    return attribute(parsed, mentions(parsed)[0])


def check(text, found):
    for a in found:
        spans = [*a.content, *a.cue, *([a.source.span] if a.source.span else [])]
        spans += [p.span for p in (a.addressee, a.medium) if p]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(not s.of(text)[0].isspace() and not s.of(text)[-1].isspace() for s in a.content)
        assert a.chain[-1].source == a.source
        assert a.source.rule
    ids = {a.id for a in found}
    assert len(ids) == len(found)
    assert all(a.within is None or a.within in ids for a in found)
    assert all(a.continues is None or a.continues in ids for a in found)


@QUIET
@given(st.text(max_size=300).filter(str.strip), LANGUAGE)
def test_any_unicode(text, language):
    check(text, read(text, language))


@QUIET
@given(st.lists(WORDS, min_size=1, max_size=60).map(" ".join).filter(str.strip), LANGUAGE)
def test_heaps_of_cues_and_unbalanced_marks(text, language):
    check(text, read(text, language))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sentence_of_ten_thousand_characters(language):
    start = {"fr": "Le ministre a déclaré que ", "en": "The minister said that "}[language]
    part = {"fr": "le pont, dit-il, est « fermé », ", "en": 'the bridge, he said, is "closed", '}[language]
    text = start + part * (10_000 // len(part)) + "."
    check(text, read(text, language))


def test_it_works_without_mentions_and_without_words():
    pack = packs.load("language", "fr")
    for text in ("!", "«", "— ", "\u200b.", "12"):
        found, noise = passages(text, pack)
        parsed = parse(Document("x", text, "fr", passages=found, noise=noise), pack)
        assert attribute(parsed) == ()
