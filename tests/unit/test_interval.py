"""EDTF values as days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selon.relate.interval import MAX, MIN, Interval, interval


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-09/..", "2023-09-01", MAX),
        ("../2024-06-19", MIN, "2024-06-19"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2024-24", "2024-01-01", "2024-12-31"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("2024~", "2024-01-01", "2024-12-31"),
        ("2017-08/2017-10?", "2017-08-01", "2017-10-31"),
    ],
)
def test_days_of_a_value(edtf, first, last):
    assert interval(edtf) == Interval(first, last)


@pytest.mark.parametrize("edtf", [None, "", "soon", "2024-13", "2024/2023", "2024-Q1"])
def test_what_is_no_value_gives_nothing(edtf):
    assert interval(edtf) is None


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_a_day_lies_within_its_month_year_and_any_interval_it_opens(a, b):
    day = interval(a.isoformat())
    assert day.within(interval(a.isoformat()[:7])) and day.within(interval(f"{a.year:04}"))
    first, last = sorted((a.isoformat(), b.isoformat()))
    both = interval(f"{first}/{last}")
    assert day.within(both) and both.overlaps(day)
    assert both.within(interval(f"{first}/.."))
