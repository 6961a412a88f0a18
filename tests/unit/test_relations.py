"""Relations between tellings of one act, and events: one rule, one case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selon.relate.events import events
from selon.relate.interval import interval
from selon.relate.relations import Ground, related, relations
from selon.relate.tellings import Amount, Telling, folded

ALONE = Ground({}, {})
SHELLS = Telling(
    subject="claim:a",
    document="sha256:a",
    published="2024-06-19",
    outlet="herald",
    act="arms_transfer",
    stage="done",
    polarity="affirmed",
    occurred=True,
    denied=False,
    source="seoul",
    through=frozenset({"seoul"}),
    parties=frozenset({"KP", "RU"}),
    origin="KP",
    recipient="RU",
    items=frozenset({"ammunition"}),
    things=frozenset({"shells"}),
    amount=Amount(5000, 5000, "item", "5,000 containers"),
    time="2024-05",
    when=interval("2024-05"),
    places=frozenset(),
    span=(0, 40),
    said="North Korea delivered 5,000 containers of shells to Russia in May",
)


def other(**changes) -> Telling:
    """Another telling of the same, by another source in another paper a day later."""
    new = {
        "subject": "claim:b", "document": "sha256:b", "published": "2024-06-20", "outlet": "gazette", "source": "washington",
        "through": frozenset({"washington"}),
    }  # fmt: skip
    return replace(SHELLS, **{**new, **changes})


def found(b: Telling, a: Telling = SHELLS, ground: Ground = ALONE) -> list[str]:
    return [r.relation for r in related(a, b, ground)]


def dated(edtf: str) -> dict:
    return {"time": edtf, "when": interval(edtf)}


def test_an_independent_telling_of_every_slot_corroborates():
    assert found(other()) == ["corroborates"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": None}, "partly_corroborates"),
        ({"places": frozenset({"rason"})}, "refines"),
        (dated("2024-05-14"), "refines"),
        ({"source": "seoul", "through": frozenset({"seoul"})}, "repeats"),
        ({"through": frozenset({"herald", "washington"})}, "repeats"),
        ({"through": frozenset({"seoul", "washington"})}, "repeats"),
        ({"document": "sha256:a"}, "repeats"),
        ({"source": None, "through": frozenset()}, "same_act"),
        ({"occurred": False, "polarity": "denied", "denied": True}, "denied_by"),
        ({"occurred": False, "polarity": "negated"}, "contradicts"),
        ({"source": "seoul", "occurred": False, "polarity": "negated"}, "retracts"),
    ],
)
def test_what_the_second_telling_is_to_the_first(changes, expected):
    assert found(other(**changes)) == [expected]


@pytest.mark.parametrize("stage", ["offered", "planned", "requested", "expected"])
def test_a_feared_or_offered_act_never_corroborates(stage):
    assert found(other(stage=stage, occurred=False)) == ["same_act"]
    assert found(other(), replace(SHELLS, stage=stage, occurred=False)) == ["same_act"]


def test_two_articles_in_their_own_voice_are_independent_only_where_both_papers_are_known():
    own = {"source": "", "through": frozenset()}
    here, there = replace(SHELLS, **own), other(**own)
    assert found(there, here) == ["corroborates"]
    assert found(replace(there, outlet="herald"), here) == ["repeats"]
    assert found(replace(there, outlet=""), here) == ["same_act"]


def test_one_party_in_common_and_no_sign_of_one_time_is_not_one_act():
    undated = {"when": None, "time": None, "published": None, "amount": None}
    assert found(other(**undated, parties=frozenset({"RU"}), origin=None), replace(SHELLS, **undated)) == []


def test_a_copy_a_shared_passage_and_their_translations_are_one_origin():
    assert found(other(), ground=Ground({"sha256:a": "sha256:a", "sha256:b": "sha256:a"}, {})) == [
        "same_origin"
    ]
    passage = ((10, 200), (30, 220))
    shared = Ground({}, {("sha256:a", "sha256:b"): passage, ("sha256:b", "sha256:a"): passage[::-1]})
    assert found(other(span=(35, 60)), ground=shared) == ["same_origin"]
    assert found(other(span=(400, 460)), ground=shared) == ["corroborates"]


@pytest.mark.parametrize(
    ("changes", "slot", "values"),
    [
        (
            {"amount": Amount(900, 900, "item", "900 containers")},
            "quantity",
            ("5,000 containers", "900 containers"),
        ),
        (dated("2024-06-02"), "date", ("2024-05", "2024-06-02")),
        (
            {"items": frozenset({"missile"}), "things": frozenset({"missiles"})},
            "item",
            ("shells", "missiles"),
        ),
        ({"origin": "RU", "recipient": "KP"}, "direction", ("KP > RU", "RU > KP")),
    ],
)
def test_conflicts_stand_side_by_side(changes, slot, values):
    first, *rest = related(SHELLS, other(**changes), ALONE)
    assert (first.relation, first.slot, first.values) == ("conflicts_on", slot, values)
    assert [r.relation for r in rest] == ["partly_corroborates"]
    assert first.to_dict()["values"] == list(values)


def test_the_same_source_with_a_newer_figure_supersedes():
    newer = other(
        source="seoul", through=frozenset({"seoul"}), amount=Amount(7000, 7000, "item", "7,000 containers")
    )
    assert found(newer) == ["conflicts_on", "supersedes"]


def test_ranges_that_meet_are_no_conflict():
    assert found(other(amount=Amount(4000, 6000, "item", "about 5,000 containers"))) == ["corroborates"]
    assert found(other(amount=Amount(3000, None, "item", "more than 3,000"))) == ["corroborates"]


@pytest.mark.parametrize(
    "changes",
    [
        {"parties": frozenset({"IR", "RU"}), "origin": "IR"},
        dated("2023-01"),
        {
            "amount": Amount(2, 2, "item", "2"),
            "items": frozenset({"missile"}),
            "things": frozenset({"missiles"}),
        },
        {
            "parties": frozenset({"RU"}),
            "origin": None,
            "items": frozenset(),
            "things": frozenset(),
            "amount": None,
            "when": None,
        },
    ],
)
def test_other_acts_are_not_tied(changes):
    assert found(other(**changes)) == []


def test_relations_look_only_at_one_kind_of_act_and_each_pair_once():
    told = [SHELLS, other(), other(subject="claim:c", document="sha256:c", act="visit")]
    assert [(r.a, r.b) for r in relations(told, ALONE)] == [("claim:a", "claim:b")]


def test_the_earlier_telling_comes_first():
    early = other(published="2024-06-01")
    (relation,) = relations([SHELLS, early], ALONE)
    assert (relation.a, relation.b) == ("claim:b", "claim:a")


def test_names_fold_across_spellings():
    assert folded("Kim Jong-un") == folded("KIM Jong Un") and folded("Corée") == "coree"


# whole readings


def read(text: str, published: str, language: str, n: int):
    import selon

    reading = selon.read(text, language=language, published=published).to_dict()
    reading["document"]["publisher"] = f"Paper {n}"
    return reading


@pytest.fixture(scope="module")
def told():
    seoul = "North Korea delivered artillery shells to Russia in May 2024, South Korean Defence Minister Shin Won-sik said."
    return [
        read(seoul + " The minister spoke to reporters in Seoul after a meeting with his colleagues from the region.", "2024-06-18", "en", 1),
        read("La Corée du Nord a livré des obus à la Russie en mai 2024, a affirmé le porte-parole de la Maison Blanche John Kirby.", "2024-06-19", "fr", 2),
        read(seoul + " The minister spoke to reporters in Seoul after a meeting with his colleagues from the region.\n", "2024-06-20", "en", 3),
        read("Le Japon redoute que la Corée du Nord livre des obus à la Russie.", "2024-06-19", "fr", 4),
    ]  # fmt: skip


def test_one_event_across_languages_counts_articles_and_origins(told):
    first = events(told)[0]
    assert first.act == "arms_transfer"
    assert (first.articles, first.origins) >= (3, 2)
    slots = dict(first.slots)
    assert slots["direction"][0].value == "KP > RU"
    assert slots["date"][0].value == "2024-05" and len(slots["date"][0].origins) == 2
    kinds = {r.relation for r in first.relations}
    assert "same_origin" in kinds and kinds & {"corroborates", "partly_corroborates", "refines"}
    assert first.to_dict()["origins"] == first.origins


def test_every_claim_is_in_one_event_and_fear_supports_nothing(told):
    made = events(told)
    subjects = [t.subject for e in made for t in e.told]
    assert len(subjects) == len(set(subjects))
    feared = {t.subject for e in made for t in e.told if "redoute" in t.said or "livre des obus" in t.said}
    assert feared
    for event in made:
        for r in event.relations:
            if {r.a, r.b} & feared:
                assert r.relation not in {"corroborates", "partly_corroborates", "refines"}
