"""Time expressions over made-up text: what is written comes back, spans are slices, nothing raises."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from selon.reading import calendar
from selon.reading.dates import dates
from texts import parsed

_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_PIECES = st.sampled_from(
    ["mardi", "en mars", "2017", "depuis", "du 3 au", "5 mai", "entre", "et", "2021", "l'an dernier", "fin", "mi-", "juin",
     "(2017)", "résolution 2375", "il y a", "deux ans", "31 février", "«", "»", "\u00a0", "\u202f", "’", ",", "99/99/2024",
     "1er", "hiver 2022-2023", "l'été", "dernier", "12/13/2024", "2024-02-30", "le", "de", "à", "trimestre", "quatrième"]
)  # fmt: skip
_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(_DAYS, st.sampled_from(["fr", "en"]))
@settings(max_examples=40, deadline=None)
def test_an_absolute_day_comes_back(day, language):
    month = _MONTHS[language][day.month - 1]
    written = f"le {day.day} {month} {day.year}" if language == "fr" else f"on {month} {day.day}, {day.year}"
    (found,) = dates(parsed(f"… {written}.", language))
    assert (found.edtf, found.precision, found.expr) == (day.isoformat(), "day", written)


@given(st.lists(_PIECES, min_size=1, max_size=14), st.one_of(st.none(), _DAYS))
@settings(max_examples=60, deadline=None)
def test_spans_are_slices_and_nothing_raises(pieces, published):
    text = " ".join(pieces)
    for found in dates(parsed(text, "fr", published and published.isoformat())):
        assert found.span.of(text) == found.expr
        assert found.edtf is None or set(found.edtf) <= set("0123456789-/.~X")


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read(text):
    for found in dates(parsed(text, "en", "2024-06-19")):
        assert found.span.of(text) == found.expr


@given(_DAYS, st.integers(0, 6), st.booleans())
def test_a_weekday_is_at_most_a_week_away(anchor, weekday, ahead):
    moment = calendar.weekday({"weekday": weekday}, anchor, ahead)
    day = date.fromisoformat(moment.edtf)
    assert day.weekday() == weekday
    distance = day - anchor if ahead else anchor - day
    assert timedelta(0) <= distance < timedelta(7)


@given(_DAYS, st.integers(1, 12))
def test_a_month_without_a_year_has_begun(anchor, month):
    written = calendar.month({"month": month}, anchor, False).edtf
    assert written <= anchor.isoformat()[:7] and written > f"{anchor.year - 1}-{anchor.month:02}"[:7]


@given(_DAYS, st.integers(0, 40), st.sampled_from(["day", "week", "month", "year", "decade", "hour"]))
def test_time_ago_never_lies_ahead(anchor, count, unit):
    start = calendar.ago({"unit": unit, "n": count}, anchor, False).edtf.split("/")[0]
    assert start <= anchor.isoformat()[: len(start)]
