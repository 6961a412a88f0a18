"""Calendar arithmetic behind time expressions: fields of an expression and an anchor day in, EDTF out.

Every maker takes (fields, anchor, ahead): the fields an expression names, the document's own day (None when it is
unknown) and whether the sentence looks ahead. It returns a `Moment`, or None where the fields make no date. Values are
EDTF level 1 (ISO 8601-2); parts of a month or year have no code at that level and become intervals.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Fields = Mapping[str, Any]

# Parts of a month (days) and of a year (months): thirds, save that the last third of a month runs to its end.
_DAYS = {"start": (1, 10), "middle": (11, 20), "end": (21, 31)}
_MONTHS = {"start": (1, 4), "middle": (5, 8), "end": (9, 12)}
_SEASONS = {"spring": (21, 3), "summer": (22, 6), "autumn": (23, 9), "winter": (24, 12)}


@dataclass(frozen=True, slots=True)
class Moment:
    """An EDTF value (None: it cannot be resolved without the document's day) and its precision."""

    edtf: str | None
    precision: str


Maker = Callable[[Fields, "date | None", bool], "Moment | None"]


def iso_day(text: str | None) -> date | None:
    """The day of an ISO date or date-time; None where there is none (month precision included).

    Days outside 1800-2199 are no day of a news document, and centuries of calendar room on either side are needed.
    """
    try:
        day = date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return day if 1800 <= day.year < 2200 else None


def day(fields: Fields, anchor: date | None, ahead: bool) -> Moment | None:
    """ "le 3 mai 2024", "3 May"; without a year, the nearest one before (or after) the anchor.

    A weekday beside it chooses the year on which it falls, when one of the three around the anchor does.
    """
    month, number = fields["month"], fields["day"]
    if "year" in fields:
        return _exact(fields["year"], month, number)
    if anchor is None:
        return Moment(None, "day")
    years = [y for y in range(anchor.year - 4, anchor.year + 5) if _valid(y, month, number)]
    days = [date(y, month, number) for y in years]
    weekday = fields.get("weekday")
    near = [d for d in days if abs(d.year - anchor.year) <= 1 and d.weekday() == weekday]
    if near:
        return Moment(min(near, key=lambda d: abs(d - anchor)).isoformat(), "day")
    chosen = _pick(days, anchor, fields.get("rel"), ahead)
    return Moment(chosen.isoformat(), "day") if chosen else None


def _exact(year: int, month: int, number: int) -> Moment | None:
    return Moment(date(year, month, number).isoformat(), "day") if _valid(year, month, number) else None


def _valid(year: int, month: int, number: int) -> bool:
    return 1 <= month <= 12 and 1 <= number <= calendar.monthrange(year, month)[1]


def _pick(days: list[date], anchor: date, rel: int | None, ahead: bool) -> date | None:
    """The last of `days` on or before the anchor, or the first on or after; `rel` excludes the anchor itself."""
    if rel == 1 or (ahead and rel is None):
        return min((d for d in days if d > anchor or (d == anchor and rel is None)), default=None)
    return max((d for d in days if d < anchor or (d == anchor and rel is None)), default=None)


def weekday(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "mardi": the last one on or before the anchor; "mardi dernier": before it; "mardi prochain": after it.

    "this Tuesday" (`rel` 0) is the one of the anchor's week, Monday to Sunday.
    """
    if anchor is None:
        return Moment(None, "day")
    rel = fields.get("rel")
    if rel == 0:
        return Moment((anchor + timedelta(fields["weekday"] - anchor.weekday())).isoformat(), "day")
    days = [anchor + timedelta(n) for n in range(-7, 8)]
    chosen = _pick([d for d in days if d.weekday() == fields["weekday"]], anchor, rel, ahead)
    return Moment(chosen.isoformat() if chosen else None, "day")


def deictic(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "hier", "aujourd'hui", "demain": a number of days from the anchor."""
    return Moment((anchor + timedelta(fields["deictic"])).isoformat() if anchor else None, "day")


def month(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "mars 2024", "en mars": without a year, the most recent one that has begun by the anchor."""
    year = _year_of_month(fields, anchor, ahead)
    if "part" in fields:
        return _part_of_month(year, fields["month"], fields["part"])
    return Moment(f"{year:04}-{fields['month']:02}" if year else None, "month")


def _year_of_month(fields: Fields, anchor: date | None, ahead: bool) -> int | None:
    if "year" in fields:
        return fields["year"]
    if anchor is None:
        return None
    if "year_rel" in fields:
        return anchor.year + fields["year_rel"]
    number, rel = fields["month"], fields.get("rel")
    if rel == 0:
        return anchor.year
    if rel == 1 or (ahead and rel is None):
        return anchor.year + (number < anchor.month or (rel == 1 and number == anchor.month))
    return anchor.year - (number > anchor.month or (rel == -1 and number == anchor.month))


def _part_of_month(year: int | None, number: int, part: str) -> Moment:
    if year is None:
        return Moment(None, "interval")
    first, last = _DAYS[part]
    last = min(last, calendar.monthrange(year, number)[1])
    return Moment(f"{year:04}-{number:02}-{first:02}/{year:04}-{number:02}-{last:02}", "interval")


def year(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "en 2017", "début 2024", "l'an dernier" (`rel` counts years from the anchor's)."""
    number = fields.get("year")
    if number is None and anchor is not None:
        number = anchor.year + fields.get("rel", 0)
    if number is not None and not 0 < number < 10_000:
        number = None
    if "part" in fields:
        return _part_of_year(number, fields["part"])
    return Moment(f"{number:04}" if number else None, "year")


def _part_of_year(number: int | None, part: str) -> Moment:
    first, last = _MONTHS[part]
    return Moment(f"{number:04}-{first:02}/{number:04}-{last:02}" if number else None, "interval")


def unit(fields: Fields, anchor: date | None, ahead: bool) -> Moment | None:
    """ "la semaine dernière", "le mois prochain", "cette année"; `rel` counts units from the anchor's."""
    name, rel = fields["unit"], fields.get("rel", 0)
    if name == "year":
        return year({**fields, "rel": rel}, anchor, ahead)
    if name == "hour":
        return None
    if anchor is None:
        return Moment(None, {"day": "day", "month": "month", "decade": "decade"}.get(name, "interval"))
    if name == "month":
        index = anchor.year * 12 + anchor.month - 1 + rel
        return month({**fields, "month": index % 12 + 1, "year": index // 12}, anchor, ahead)
    if name == "decade":
        return Moment(f"{anchor.year // 10 + rel}X", "decade")
    if name in ("week", "weekend"):
        monday = anchor - timedelta(anchor.weekday()) + timedelta(7 * rel)
        first = monday + timedelta(5 if name == "weekend" else 0)
        return Moment(f"{first}/{monday + timedelta(6)}", "interval")
    if name == "day":
        return Moment((anchor + timedelta(rel)).isoformat(), "day")
    return Moment(None, "vague")


def ago(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "il y a deux ans", "three days ago", "dans trois jours" (`sign` 1): as precise as the unit.

    A comparator beside the number ("il y a plus de deux ans") makes the value approximate: EDTF "~".
    """
    name, number = fields["unit"], fields["n"] if "n" in fields else fields["tens"]
    count = number * fields.get("sign", -1)
    precision = {"year": "year", "month": "month", "day": "day", "decade": "year"}.get(name, "interval")
    if anchor is None:
        return Moment(None, precision)
    if name == "hour":
        return Moment((anchor + timedelta(days=round(count / 24))).isoformat(), "day")
    moment = unit(
        {"unit": "year" if name == "decade" else name, "rel": count * (10 if name == "decade" else 1)},
        anchor,
        ahead,
    )
    if "approx" not in fields or moment is None or moment.edtf is None or "/" in moment.edtf:
        return moment or Moment(None, precision)
    return Moment(moment.edtf + "~", precision)


def last_units(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "ces cinq dernières années": from that many units before the anchor up to it."""
    moment = ago({"unit": fields["unit"], "n": fields["n"]}, anchor, ahead)
    if anchor is None or moment.edtf is None:
        return Moment(None, "interval")
    start = moment.edtf.split("/")[0]
    return Moment(f"{start}/{anchor.isoformat()[: len(start)]}", "interval")


def season(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "l'été 2023", "l'hiver dernier": EDTF season codes 21 to 24; without a year, the last that has begun.

    A winter bears the year in which it begins.
    """
    code, begins = _SEASONS[fields["season"]]
    number = fields.get("year")
    if number is None and anchor is not None:
        number = _year_of_season(fields, begins, anchor, ahead)
    return Moment(f"{number:04}-{code}" if number else None, "season")


def _year_of_season(fields: Fields, begins: int, anchor: date, ahead: bool) -> int:
    rel = fields.get("rel")
    begun, over = anchor.month >= begins, anchor.month >= begins + 3
    if (
        rel == 0
    ):  # "cet été": of this year, even when it is still to come; "cet hiver" in January began last year
        return anchor.year - (begins == 12 and anchor.month <= 3)
    if rel == 1 or (ahead and rel is None):
        return anchor.year + (begun if rel == 1 else over)
    return anchor.year - (not begun or (rel == -1 and not over))


def decade(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "les années 1990", "the 90s": EDTF "199X"."""
    number = fields["decade"]
    return Moment(f"{number // 10 if number >= 1000 else 190 + number // 10}X", "decade")


def division(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "le premier trimestre 2024", "the second half of 2023": months of a year."""
    length = fields["division"]
    index = fields["nth"] if fields["nth"] > 0 else 12 // length
    number = fields.get("year", anchor.year + fields.get("rel", 0) if anchor else None)
    if number is None or not 1 <= index <= 12 // length:
        return Moment(None, "interval")
    first = length * (index - 1) + 1
    return Moment(f"{number:04}-{first:02}/{number:04}-{first + length - 1:02}", "interval")


def iso(fields: Fields, anchor: date | None, ahead: bool) -> Moment | None:
    """ "2024-06-19"."""
    return _exact(fields["year"], fields["number"], fields["day"])


def vague(fields: Fields, anchor: date | None, ahead: bool) -> Moment:
    """ "ces dernières années", "récemment": a time without a calendar value; `back`: it ends at the anchor."""
    return Moment(f"../{anchor.isoformat()}" if anchor and "back" in fields else None, "vague")


MAKERS: dict[str, Maker] = {
    f.__name__: f
    for f in (day, weekday, deictic, month, year, unit, ago, last_units, season, decade, division, iso, vague)
}


def since(moment: Moment) -> Moment:
    """From the start of `moment` on: an open interval, as precise as `moment`."""
    return _open(moment, lambda edtf: f"{edtf.split('/')[0]}/..")


def until(moment: Moment) -> Moment:
    """Up to the end of `moment`."""
    return _open(moment, lambda edtf: f"../{edtf.split('/')[-1]}")


def _open(moment: Moment, write: Callable[[str], str]) -> Moment:
    precision = "interval" if moment.precision == "season" else moment.precision
    return Moment(write(moment.edtf) if moment.edtf else None, precision)


def between(first: Moment, last: Moment) -> Moment | None:
    """From the start of `first` to the end of `last`; None where that runs backwards."""
    if first.edtf is None or last.edtf is None:
        return Moment(None, "interval")
    start, end = first.edtf.split("/")[0], last.edtf.split("/")[-1]
    size = min(len(start), len(end))
    return Moment(f"{start}/{end}", "interval") if start[:size] <= end[:size] else None
