"""Engagements of hand-built claims with the 1718 regime: stages, direction, dates, caps, denials, the nearest."""

from __future__ import annotations

import pytest

from selon.model.vocabulary import STAGES
from selon.regimes import pack
from selon.relate.examples import mini_claim
from selon.relate.provisions import engage, nearest

PACK = pack("1718")
HAPPENED = ("done", "ongoing", "habitual")


def engaged(published="2024-06-19", **row):
    claim, actors = mini_claim(row)
    return {e.provision: e for e in engage([claim], actors, PACK, published=published)}


def values(**row):
    return {id: e.engagement for id, e in engaged(**row).items()}


def element(engagement, name):
    return next(e for e in engagement.elements if e.name == name)


SHELLS = {"act": "arms_transfer", "from": "KP", "to": "RU", "items": {"ammunition": "obus"}}
COAL = {"act": "commodity_trade", "from": "KP", "to": "CN", "items": {"coal": "charbon"}}
FUEL = {"act": "petroleum_transfer", "from": "RU", "to": "KP", "items": {"refined_petroleum": "gazole"}}
WORKERS = {"act": "labour_dispatch", "from": "KP", "to": "RU", "items": {"workers": "ouvriers"}}


@pytest.mark.parametrize("stage", STAGES)
def test_only_what_is_presented_as_happening_is_to_be_confirmed(stage):
    expected = "would_engage_if_confirmed" if stage in HAPPENED else "would_engage_if_carried_out"
    assert set(values(**SHELLS, stage=stage).values()) == {expected}


@pytest.mark.parametrize("modality", ["feared", "expected", "offered", "conditional"])
def test_a_fear_or_an_offer_is_never_to_be_confirmed_whatever_the_stage(modality):
    assert set(values(**SHELLS, stage="done", modality=modality).values()) == {"would_engage_if_carried_out"}


@pytest.mark.parametrize(
    ("polarity", "words"), [("denied", "the act is denied"), ("negated", "did not happen")]
)
@pytest.mark.parametrize("stage", ["done", "offered"])
def test_a_denied_or_negated_act_is_context_and_says_so(polarity, words, stage):
    found = engaged(**SHELLS, stage=stage, polarity=polarity)
    assert {e.engagement for e in found.values()} == {"context"}
    for e in found.values():
        assert words in e.why
        assert element(e, "stage").state == "unmet"


def test_an_open_direction_gives_no_more_than_may():
    found = engaged(act="arms_transfer", between=["RU", "KP"], items={"arms_conventional": "armes"})
    assert {e.engagement for e in found.values()} == {"may_engage"}
    assert {element(e, "direction").state for e in found.values()} == {"unknown"}


@pytest.mark.parametrize(
    "sides",
    [{"from": "RU", "to": "IR"}, {"between": ["RU", "IR"]}, {}, {"from": "KP", "to": "KP"}, {"to": "RU"}],
)
def test_nothing_where_the_target_is_no_party_or_alone(sides):
    assert values(act="arms_transfer", items={"ammunition": "obus"}, **sides) == {}


def test_a_person_of_the_target_counts_as_the_target():
    kim = {"kim": {"name": "Kim Jong Un", "kind": "person", "country": "KP"}}
    assert "1718-8b" in values(act="arms_transfer", **{"from": "kim"}, to="RU", actors=kim)


@pytest.mark.parametrize(
    ("time", "provision"),
    [("2016-05", "2270-29"), ("2017-03", "2321-26"), ("2017-09-20", "2371-8"), ("2024", "2371-8")],
)
def test_the_law_of_the_day_of_the_act(time, provision):
    assert values(**COAL, time=time) == {provision: "would_engage_if_confirmed"}


def test_before_the_first_measure_there_is_none():
    assert values(**COAL, time="2015") == {}


def test_a_date_that_straddles_two_paragraphs_lists_both_as_open():
    found = engaged(**COAL, time="2017")
    assert {id: e.engagement for id, e in found.items()} == {"2321-26": "may_engage", "2371-8": "may_engage"}
    assert {element(e, "date").state for e in found.values()} == {"unknown"}


def test_what_lasts_is_read_at_its_end():
    assert values(**COAL, stage="ongoing", time="2016-01/2018-03") == {"2371-8": "would_engage_if_confirmed"}


def test_without_a_date_the_articles_day_and_without_that_the_packs():
    assert values(**COAL, published="2017-03-01") == {"2321-26": "would_engage_if_confirmed"}
    found = engaged(**COAL, published=None)
    assert list(found) == ["2371-8"]
    assert element(found["2371-8"], "date").state == "unknown"
    assert found["2371-8"].engagement == "would_engage_if_confirmed"


def test_a_wind_down_is_to_rule_out_only_while_it_ran():
    text = "iron under contracts older than the resolution, within 30 days"
    assert text in engaged(**COAL, time="2017-08-20")["2371-8"].rule_out
    assert text not in engaged(**COAL, time="2017-10-20")["2371-8"].rule_out


def test_the_repatriation_deadline():
    assert "2397-8" not in values(**WORKERS, time="2019-06")
    assert "2397-8" in values(**WORKERS, time="2020-06")
    assert "2375-17" in values(**WORKERS, time="2019-06")


@pytest.mark.parametrize(
    ("quantity", "state", "words"),
    [
        ({"value": 50_000, "unit": "bbl"}, "unknown", "10 %"),
        ({"value": 1_000_000, "unit": "bbl"}, "met", "above the cap by itself"),
        ({"value": 10_000, "unit": "t"}, "unknown", "12.7-17.2 %"),
        ({"value": 3, "unit": "item"}, "unknown", "no amount that can be compared"),
        (None, "unknown", "500 000 bbl"),
    ],
)
def test_caps_are_computed_and_unknowns_shown(quantity, state, words):
    cap = element(engaged(**FUEL, quantity=quantity)["2397-5"], "cap")
    assert cap.state == state
    assert words in cap.why


def test_several_provisions_are_listed_in_the_order_of_the_law():
    found = engaged(act="arms_transfer", **{"from": "RU"}, to="KP", items={"artillery": "obusiers"})
    assert list(found) == ["1718-8a-i", "2270-6"]


def test_each_provision_stands_once_with_the_stronger_value():
    found = engaged(
        act="technology_transfer",
        **{"from": "RU"},
        to="KP",
        items={"military_technology": "technologie", "ballistic_missile": "missiles"},
    )
    assert found["1718-8c"].engagement == "would_engage_if_confirmed"
    assert found["1718-8a-i"].engagement == "may_engage"


def test_elements_point_into_the_text_where_the_text_tells():
    found = engaged(**SHELLS, time="2024-01")["1718-8b"]
    assert {e.name for e in found.elements if e.span} >= {"act_type", "direction", "item", "stage", "date"}


@pytest.mark.parametrize(
    ("item", "value"), [("missiles", "may_engage"), ("missile balistique", "would_engage_if_confirmed")]
)
def test_a_plain_missile_may_not_be_ballistic(item, value):
    test = {"act": "weapons_test", "roles": {"operator": "KP"}, "items": {"ballistic_missile": item}}
    assert set(values(**test).values()) == {value}
    sent = {"act": "arms_transfer", "from": "KP", "to": "RU", "items": {"ballistic_missile": item}}
    assert set(values(**sent).values()) == {"would_engage_if_confirmed"}


def test_another_regimes_panel_is_not_this_one():
    panel = {"panel": {"name": "groupe d’experts sur le Mali", "kind": "un_body"}}
    assert values(act="veto", roles={"imposer": "RU", "target": "panel"}, actors=panel) == {}


def test_a_veto_whose_object_is_left_open_may_concern_the_panel_that_the_document_names():
    panel = {"panel": {"name": "panel of experts", "kind": "un_body"}}
    found = engaged(act="veto", roles={"imposer": "RU"}, actors=panel)
    assert {id: e.engagement for id, e in found.items()} == {"1874-26": "mandate", "2680-1": "mandate"}
    assert element(found["1874-26"], "actor").state == "unknown"


@pytest.mark.parametrize(
    "row",
    [
        {"act": "military_deployment", "from": "KP", "to": "RU", "items": {"troops": "soldats"}},
        {"act": "economic_aid", "from": "RU", "to": "KP", "items": {"food": "farine"}},
        {"act": "economic_aid", "from": "RU", "to": "KP", "items": {"medicine": "vaccins"}},
        {"act": "cyber_operation", "roles": {"operator": "KP"}},
    ],
)
def test_what_no_paragraph_bans_says_so_with_the_nearest_one(row):
    found = engaged(**row)
    assert {e.engagement for e in found.values()} == {"out_of_scope"}
    assert all(e.why for e in found.values())


def near(**row):
    claim, actors = mini_claim(row)
    return nearest(claim, actors, PACK, published="2024-06-19")


def test_tourism_engages_nothing_and_comes_near_nothing():
    group = {"group": {"name": "touristes russes", "kind": "group", "country": "RU"}}
    row = {
        "act": "visit",
        "roles": {"visitor": "group", "host": "KP"},
        "actors": group,
        "places": {"Wonsan": "KP"},
    }
    assert values(**row) == {}


def test_nearest_says_what_is_missing():
    found = near(act="commodity_trade", between=["RU", "KP"])
    assert found and all("the text does not say what" in n.why for n in found)
    assert len({n.provision for n in found}) == len(found) == 3


def test_nearest_is_empty_where_something_is_engaged_or_the_target_is_absent():
    assert near(**SHELLS) == ()
    assert near(act="commodity_trade", between=["RU", "CN"]) == ()
