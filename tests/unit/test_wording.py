"""How engagements and their reasons are said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from selon.model.document import Document
from selon.model.reading import Reading
from selon.model.vocabulary import ENGAGEMENTS
from selon.pipeline import Reader
from selon.regimes import pack
from selon.relate.examples import mini_claim
from selon.relate.messages import MESSAGES, in_french, say
from selon.relate.provisions import engage, nearest
from selon.relate.wording import PHRASES, binds, french_paragraph, none_found, reason, said, sentence

PACK = pack("1718")


def first(**row):
    claim, actors = mini_claim(row)
    return engage([claim], actors, PACK, published="2024-06-19")[0]


def test_every_value_has_a_phrase_and_none_is_a_verdict():
    assert set(PHRASES) == set(ENGAGEMENTS)
    for words in PHRASES.values():
        assert not re.search("violat|viol[eé]|breach|enfrei", " ".join(words))


@pytest.mark.parametrize(
    ("stage", "english", "french"),
    [
        ("done", "would engage, if confirmed, para. 8 (b)", "engagerait, si confirmé, le paragraphe 8 b)"),
        (
            "offered",
            "would engage, if carried out, para. 8 (b)",
            "engagerait, si mis à exécution, le paragraphe 8 b)",
        ),
    ],
)
def test_conditional_in_both_languages(stage, english, french):
    e = first(act="arms_transfer", stage=stage, **{"from": "KP"}, to="RU")
    provision = PACK.regime.provision(e.provision)
    assert sentence(e, provision, "en").startswith(f"{english} of resolution 1718 (2006) (")
    assert sentence(e, provision, "fr").startswith(f"{french} de la résolution 1718 (2006) (")


def test_an_unchecked_number_carries_its_mark():
    e = first(act="weapons_development", roles={"operator": "KP"}, items={"ballistic_missile": "missiles"})
    provision = PACK.regime.provision(e.provision)
    assert "[para. no. to be checked]" in sentence(e, provision, "en")
    assert "[n° de paragraphe à vérifier]" in sentence(e, provision, "fr")


def test_who_is_bound():
    assert binds(("dprk", "member_states"), PACK, "fr") == "la RPDC, chaque État Membre"
    assert binds(("dprk", "somebody"), PACK, "en") == "the DPRK, somebody"


@pytest.mark.parametrize(("english", "french"), [("8 (a) (i)", "8 a) i)"), ("10", "10"), ("8 (b)", "8 b)")])
def test_paragraphs_in_french_form(english, french):
    assert french_paragraph(english) == french


@pytest.mark.parametrize("code", MESSAGES)
def test_the_french_of_every_reason_is_found_again(code):
    """Whatever fills the template, and no template is taken for another."""
    names = re.findall(r"{(\w+)}", MESSAGES[code][0])
    filled = {name: f"<{name} {i}: x>" for i, name in enumerate(names)}
    assert in_french(say(code, **filled)) == MESSAGES[code][1].format(**filled)


def test_an_engagement_for_a_french_reader():
    e = first(act="arms_transfer", stage="offered", **{"from": "KP"}, to="RU")
    found = said(e, PACK, "fr")
    assert found.binds == ("la RPDC, chaque État Membre",)
    assert found.why == "des armes ou des articles des programmes quittent la RPDC ou lui sont achetés"
    assert "présenté comme offert : n’engagerait que si mis à exécution" in [x.why for x in found.elements]
    assert (found.claim, found.provision, found.engagement) == (e.claim, e.provision, e.engagement)
    assert said(e, PACK, "en").why == e.why


def test_a_name_of_the_text_is_never_translated():
    said = say("direction.from", origin="Corée du Nord", recipient="Russie")
    assert reason(said, PACK, "fr") == "de Corée du Nord vers Russie"
    assert reason("something of nobody's", PACK, "fr") == "something of nobody's"


def test_no_provision_found_in_both_languages():
    claim, actors = mini_claim({"act": "commodity_trade", "between": ["RU", "KP"]})
    near = nearest(claim, actors, PACK)
    assert none_found(near, PACK, "en").startswith("no provision found; nearest: para. ")
    assert none_found(near, PACK, "fr").startswith(
        "aucune disposition trouvée ; au plus près : le paragraphe "
    )
    assert none_found((), PACK, "fr") == "aucune disposition trouvée"


def test_a_reading_is_said_in_the_screens_language_and_its_silence_too():
    claims, people = [], {}
    for n, row in enumerate(
        (
            {"act": "arms_transfer", "from": "KP", "to": "RU"},
            {"act": "commodity_trade", "between": ["RU", "KP"]},
        )
    ):
        claim, actors = mini_claim(row)
        claims.append(replace(claim, id=f"c{n}"))
        people |= {a.id: a for a in actors}
    actors = tuple(people.values())
    found = Reading(
        Document("sha256:0", "x"),
        "test",
        actors=actors,
        claims=tuple(claims),
        engagements=engage(claims, actors, PACK),
    )
    reader = Reader(languages=["fr"])
    assert {e.binds for e in reader.said(found, "fr").engagements} == {("la RPDC, chaque État Membre",)}
    assert reader.said(found, "en").engagements[0].why == found.engagements[0].why
    none = reader.none_found(found, "fr")
    assert list(none) == ["c1"]
    assert none["c1"].startswith("aucune disposition trouvée ; au plus près : ")
