"""Whatever a reader hands over, the law answers, and never says more than the claim does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from selon.model.actor import ACTOR_KINDS, Actor
from selon.model.claim import ChainLink, Claim, Direction, Evidence, Item, Participant, Place, Quantity
from selon.model.text import Span
from selon.model.time import Date
from selon.model.vocabulary import (
    ACT_TYPES,
    COMPARATORS,
    ITEM_CATEGORIES,
    MODALITIES,
    POLARITIES,
    ROLES,
    STAGES,
)
from selon.regimes import pack
from selon.relate.provisions import engage, nearest
from selon.relate.wording import none_found, said, sentence

PACKS = tuple(pack(name) for name in ("1718", "libya"))
IDS = ("KP", "RU", "LY", "a", "b", "unspecified")
ids = st.sampled_from(IDS)
spans = st.one_of(st.none(), st.just(Span(3, 9)))
words = st.sampled_from(
    ["missiles", "charbon", "obus d’artillerie", "", "bank account", "{}", "AIS", "pavillon"]
)
dates = st.sampled_from([None, "2016", "2017-09-05", "../2024-06-19", "2023-09/..", "vague", "2030", "201X"])

actors = st.tuples(
    *(
        st.builds(
            Actor, st.just(id), words, st.sampled_from(ACTOR_KINDS), st.sampled_from([None, "KP", "LY", "RU"])
        )
        for id in IDS[3:5]
    )
)
directions = st.builds(
    Direction, st.one_of(st.none(), ids), st.one_of(st.none(), ids), st.lists(ids, max_size=2).map(tuple)
)
claims = st.builds(
    Claim,
    id=st.just("c"),
    act_type=st.sampled_from(ACT_TYPES),
    stage=st.sampled_from(STAGES),
    polarity=st.sampled_from(POLARITIES),
    stance=st.just("asserts"),
    modality=st.sampled_from(MODALITIES),
    evidence=st.just((Evidence("trigger", Span(0, 5)),)),
    attribution=st.just((ChainLink("author"),)),
    factuality=st.just(()),
    participants=st.lists(st.builds(Participant, st.sampled_from(ROLES), ids, spans), max_size=3).map(tuple),
    direction=st.one_of(st.none(), directions),
    items=st.lists(st.builds(Item, st.sampled_from(ITEM_CATEGORIES), words, spans), max_size=2).map(tuple),
    quantity=st.one_of(
        st.none(),
        st.builds(
            Quantity,
            st.sampled_from(COMPARATORS),
            st.sampled_from(["bbl", "t", "item", "USD", "person", "?"]),
            st.one_of(st.none(), st.floats(0, 1e9)),
        ),
    ),
    time=st.one_of(st.none(), st.builds(Date, st.just("vague"), st.just("x"), dates, span=spans)),
    places=st.lists(st.builds(Place, st.just("via"), words, st.sampled_from([None, "KP"])), max_size=1).map(
        tuple
    ),
)
published = st.sampled_from([None, "2024-06-19", "2016-12-01"])


@settings(max_examples=300, deadline=None)
@given(claims, actors, published, st.sampled_from(PACKS))
def test_an_engagement_never_says_more_than_its_claim(claim, people, day, law):
    for e in engage([claim], people, law, published=day):
        provision = law.regime.provision(e.provision)
        states = {x.name: x.state for x in e.elements}
        assert e.verification == provision.verification
        assert all(x.why for x in e.elements)
        assert not [x for x in e.elements if x.state == "unmet" and x.name != "stage"]
        if e.engagement.startswith("would"):
            assert claim.polarity == "affirmed"
            assert "unknown" not in (states.get("direction"), states.get("item"), states.get("actor"))
        if e.engagement == "would_engage_if_confirmed":
            assert claim.stage in ("done", "ongoing", "habitual") and claim.modality != "feared"
        for language in ("en", "fr"):
            assert sentence(said(e, law, language), provision, language)


@settings(max_examples=150, deadline=None)
@given(claims, actors, published, st.sampled_from(PACKS))
def test_nearest_only_where_nothing_is_engaged(claim, people, day, law):
    near = nearest(claim, people, law, published=day)
    assert not (near and engage([claim], people, law, published=day))
    assert all(n.missing for n in near)
    assert none_found(near, law, "fr").startswith("aucune disposition trouvée")


@settings(max_examples=100, deadline=None)
@given(st.lists(claims, max_size=4), actors, published)
def test_claims_are_held_one_by_one(several, people, day):
    law = PACKS[0]
    together = engage(several, people, law, published=day)
    assert together == tuple(e for c in several for e in engage([c], people, law, published=day))
