"""What the main job must hold on the sample article (2024-06-19), through the whole corridor."""

import pytest

from eval import sample
from selon.pipeline import Reader


@pytest.fixture(scope="module")
def reading(shared):
    return Reader().read(sample.text(), language="fr", published=sample.DATE).to_dict()


@pytest.fixture(scope="module")
def figures(reading):
    return sample.figures(reading)


def test_every_statement_is_found_with_its_source(figures):
    assert figures["contents"] == 17
    assert figures["sources"] >= 15
    assert figures["names"] >= 10


def test_nothing_is_attributed_on_the_authors_own_words_or_on_noise(figures, reading):
    assert figures["on_unattributed_or_noise"] == 0
    noise = sample.gold_attributions()["noise"]
    touched = [
        a for a in reading["attributions"] for s, e in a["content"] for x, y in noise if s < y and x < e
    ]
    assert touched == []
    assert all(any(n[0] <= x and y <= n[1] for n in reading["document"]["noise"]) for x, y in noise)


def test_core_acts_are_found_and_little_else(figures):
    assert figures["core_found"] >= 24
    assert figures["precision"] >= 0.75


@pytest.mark.parametrize(
    "gate", ["false_actual", "reversed", "invented_direction", "author_certain_of_others"]
)
def test_gates_that_nothing_may_pass(figures, gate):
    assert figures[gate] == []


def test_five_million_shells_are_the_price_of_an_offer_not_a_delivery(reading):
    shells = [c for c in reading["claims"] if (c.get("quantity") or {}).get("value") == 5_000_000]
    assert shells
    assert all(c["stage"] in ("agreed", "requested", "offered", "promised", "hypothetical") for c in shells)


def test_a_violation_is_the_academics_conditional_charge_only(reading):
    charges = [c for c in reading["claims"] if "legal_characterisation" in c]
    assert [c["legal_characterisation"]["value"] for c in charges] == ["would_violate"]
    names = {s["id"]: s["name"] for s in reading["sources"]}
    assert names[charges[0]["legal_characterisation"]["asserted_by"]] == "Leif-Eric Easley"
    assert charges[0]["stage"] == "hypothetical"


def test_relative_dates_need_the_date_of_the_document(reading):
    undated = Reader().read(sample.text(), language="fr").to_dict()
    values = lambda r: {c["time"]["edtf"] for c in r["claims"] if "time" in c and c["time"]["edtf"]}  # noqa: E731
    assert {"2024-03", "2023-09"} <= values(reading)
    assert not any(v.startswith(("2024", "2023")) for v in values(undated))


def test_a_pair_that_is_never_directed_stays_open(reading):
    both = [c for c in reading["claims"] if c.get("direction", {}).get("reciprocal")]
    assert both
    assert all("from" not in c["direction"] and "to" not in c["direction"] for c in both)
