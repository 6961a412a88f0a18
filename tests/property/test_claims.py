"""Claims on any input: nothing raises, every span is a slice, every value is of the closed vocabularies."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claim_reading import read

WORDS = {
    "fr": [
        "la",
        "Russie",
        "Pyongyang",
        "Kim",
        "a",
        "aurait",
        "livré",
        "livrer",
        "fournir",
        "des",
        "missiles",
        "d'obus",
        "à",
        "de",
        "que",
        "qui",
        "si",
        "ne",
        "pas",
        ",",
        ".",
        "«",
        "»",
        "et",
        "l'",
        "en",
        "échange",
        "d'",
        "offre",
        "réunion",
        "pour",
        "avec",
        "entre",
        "selon",
        "pourrait",
        "a",
        "promis",
        "craint",
        "dément",
        "leur",
        "son",
        "ce",
        "pays",
        "5",
        "millions",
        "sanctions",
        "violerait",
        "résolution",
        "visite",
        "soldats",
        "-",
        ";",
        ":",
        "ont",
        "été",
        "par",
        "vers",
        "où",
        "dont",
    ],
    "en": [
        "Russia",
        "Iran",
        "'s",
        "has",
        "would",
        "deliver",
        "delivered",
        "shipping",
        "weapons",
        "shells",
        "to",
        "from",
        "by",
        "that",
        "which",
        "if",
        "not",
        ",",
        ".",
        '"',
        "and",
        "in",
        "exchange",
        "for",
        "offer",
        "meeting",
        "with",
        "between",
        "according",
        "could",
        "promised",
        "fears",
        "denies",
        "their",
        "its",
        "the",
        "country",
        "5",
        "million",
        "sanctions",
        "violate",
        "resolution",
        "visit",
        "soldiers",
        "-",
        ";",
        ":",
        "were",
        "been",
        "who",
        "no",
        "evidence",
    ],
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_word_salad_reads(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(["fr", "en"]))
    words = data.draw(st.lists(st.sampled_from(WORDS[language]), max_size=40))
    text = data.draw(st.sampled_from([" ", "\u00a0", "\n", " \n\n"])).join(words)
    for claim in read(text, language):
        spans = [e.span for e in claim.evidence] + [p.span for p in claim.participants if p.span]
        assert all(s.end <= len(text) for s in spans)
        assert claim.attribution[0].source == "author"
        assert len(claim.factuality) == 1 or claim.factuality[-1][0] == claim.originator


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_any_text_reads(text: str, language: str) -> None:
    read(text, language)
