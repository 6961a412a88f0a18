"""Reported amounts against caps."""

from __future__ import annotations

import pytest

from selon.model.claim import Quantity
from selon.relate.amounts import UNITS, Cap, convert, share

REFINED = Cap(500_000, "bbl", "a year", per_tonne=(6.35, 8.6))
CRUDE = Cap(4_000_000, "bbl", "a year", also=(525_000, "t"))


def exactly(value, unit, most=None):
    return Quantity("exact", unit, value, most)


def test_a_barrel_is_42_us_gallons():
    assert convert(1, "bbl", "l") == pytest.approx(158.987, abs=0.001)


@pytest.mark.parametrize(
    ("value", "unit", "part"), [(50_000, "bbl", 0.1), (7_949_365, "l", 0.1), (1e6, "bbl", 2)]
)
def test_share_of_the_cap_in_its_own_dimension(value, unit, part):
    found = share(exactly(value, unit), REFINED)
    assert found.low == found.high == pytest.approx(part, rel=1e-3)


def test_tons_are_compared_with_the_cap_in_tons_where_there_is_one():
    assert share(exactly(52.5, "kt"), CRUDE).low == pytest.approx(0.1)


def test_tons_of_an_unknown_product_give_a_range():
    found = share(exactly(10_000, "t"), REFINED)
    assert (found.low, found.high) == pytest.approx((0.127, 0.172))


def test_a_range_stays_a_range():
    found = share(exactly(100_000, "bbl", 200_000), REFINED)
    assert (found.low, found.high) == pytest.approx((0.2, 0.4))


@pytest.mark.parametrize(
    "quantity",
    [
        None,
        Quantity("vague", "bbl"),
        exactly(5, "item"),
        exactly(5, "person"),
        exactly(5, "USD"),
        exactly(0, "?"),
    ],
)
def test_what_cannot_be_compared_stays_unknown(quantity):
    assert share(quantity, REFINED) is None


def test_every_unit_is_known_to_the_converter():
    assert all(convert(1, unit, "t") or convert(1, unit, "bbl") for unit in UNITS)


def test_money_is_compared_with_money():
    assert share(exactly(500, "USD"), Cap(1000, "USD", "a year")).low == 0.5
