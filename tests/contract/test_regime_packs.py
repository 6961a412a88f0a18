"""Every regime pack, built in or installed, keeps what a pack must ship: sources, rules that load, examples that hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from selon import packs, regimes
from selon.relate.examples import examples_of, measure
from selon.relate.provisions import engage
from selon.relate.rules import rules_of
from selon.relate.wording import label, reason, sentence

FOLDERS = sorted(p.parent.name for p in Path(regimes.__file__).parent.glob("*/regime.yaml"))
FLOOR_PRECISION, FLOOR_RECALL = 0.97, 0.90


def every_pack():
    built_in = {name: regimes.pack(name) for name in FOLDERS}
    return built_in | {name: packs.load("regime", name) for name in packs.names("regime")}


PACKS = every_pack()
each_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
EXAMPLES = [(pack, example) for pack in PACKS.values() for example in examples_of(pack)]
each_example = pytest.mark.parametrize(
    ("pack", "example"), EXAMPLES, ids=[f"{p.id}-{e.rule}-{e.kind}" for p, e in EXAMPLES]
)


def test_both_regimes_are_there():
    assert {"1718", "libya"} <= set(PACKS)


@each_pack
def test_every_paragraph_has_source_title_and_summary_in_both_languages(pack):
    for p in pack.regime.provisions:
        assert p.source and p.binds
        assert p.text("title", "fr") != p.text("title", "en")
        assert p.text("summary", "fr") and p.text("summary", "en")


@each_pack
def test_a_number_from_memory_always_prints_its_mark(pack):
    for p in pack.regime.provisions:
        marked = (
            "[para. no. to be checked]" in label(p, "en"),
            "[n° de paragraphe à vérifier]" in label(p, "fr"),
        )
        assert marked == (not p.established,) * 2
        assert p.established == (p.verification in ("text", "cross-ref", "official-secondary"))


@each_pack
def test_every_rule_has_a_positive_and_a_negative_example_and_no_other(pack):
    rules = [r.id for r in rules_of(pack)]
    examples = [(e.rule, e.kind) for e in examples_of(pack)]
    assert sorted(examples) == sorted((r, kind) for r in rules for kind in ("positive", "negative"))


@each_pack
def test_examples_reach_the_floors(pack):
    found = measure(pack)
    assert found.precision >= FLOOR_PRECISION
    assert found.recall >= FLOOR_RECALL


@each_example
def test_the_rule_fits_its_positive_example_and_no_negative_one(pack, example):
    found = engage([example.claim], example.actors, pack, published=example.published)
    fired = {e.rule for e in found if e.engagement != "context" or example.claim.polarity == "affirmed"}
    assert (example.rule in fired) == (example.kind == "positive")


@each_example
def test_sentences_name_provision_and_never_a_breach(pack, example):
    for e in engage([example.claim], example.actors, pack, published=example.published):
        provision = pack.regime.provision(e.provision)
        for language in ("en", "fr"):
            said = sentence(e, provision, language)
            assert provision.resolution in said
            assert not any(word in said.casefold() for word in ("violat", "viole", "breach", "enfreint"))


@each_example
def test_every_reason_has_its_french(pack, example):
    """Nothing of the English of our own templates and packs is left; names of the text stay."""
    for e in engage([example.claim], example.actors, pack, published=example.published):
        for text in (e.why, *e.rule_out, *(x.why for x in e.elements)):
            assert reason(text, pack, "fr") != text


@each_example
def test_sentences_are_written_in_both_languages(pack, example):
    assert all(example.sentences[language].endswith(".") for language in ("en", "fr"))
