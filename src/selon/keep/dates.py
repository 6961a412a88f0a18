"""The days that an EDTF value may mean, and the marks by which a range of days is searched."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

FIRST, LAST = "0001-01-01", "9999-12-31"
SEASONS = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11"), "24": ("12", "12")}
WIDE = 24  # months; longer intervals get one mark for "long", not hundreds
FEW = 3  # months, or years, that a range may have to be searched by its marks
YEAR = re.compile(r"^\d{4}$")
DECADE = re.compile(r"^\d{3}X$")
MONTH = re.compile(r"^(\d{4})-(\d{2})$")
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")


@lru_cache(maxsize=10_000)
def bounds(edtf: str | None) -> tuple[str, str] | None:
    """First and last day (ISO 8601, both included) of an EDTF level 1 value; None where it has none.

    Qualifiers (`?`, `~`, `%`) are dropped; an open or unknown end reaches to the end of time.
    """
    if not edtf:
        return None
    first, slash, last = re.sub(r"[?~%]", "", edtf).partition("/")
    left = _ends(first) or (None if first not in ("", "..") else (FIRST, FIRST))
    right = _ends(last) or (None if last not in ("", "..") else (LAST, LAST))
    if not slash:
        return _ends(first)
    if left is None or right is None:
        return None
    return (left[0], right[1]) if left[0] <= right[1] else None


def _ends(value: str) -> tuple[str, str] | None:
    if DAY.match(value):
        return value[:10], value[:10]
    if YEAR.match(value):
        return f"{value}-01-01", f"{value}-12-31"
    if DECADE.match(value):
        return f"{value[:3]}0-01-01", f"{value[:3]}9-12-31"
    if found := MONTH.match(value):
        year, month = found.groups()
        opening, closing = SEASONS.get(month, (month, month))
        if not "01" <= opening <= "12" or year == "0000":
            return None
        return f"{year}-{opening}-01", f"{year}-{closing}-{monthrange(int(year), int(closing))[1]:02}"
    return None


def months(first: str, last: str) -> list[str]:
    """ "YYYYMM" of each month from `first` to `last`, days included."""
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    stop = int(last[:4]) * 12 + int(last[5:7]) - 1
    return [f"{m // 12:04}{m % 12 + 1:02}" for m in range(start, stop + 1)]


def date_marks(facet: str, span: tuple[str, str] | None) -> set[str]:
    """Marks of an interval: its years and months, or "long" when it covers more than two years."""
    if span is None:
        return set()
    if _length(span) > WIDE:
        return {f"{facet}=long"}
    each = months(*span)
    return {f"{facet}={m}" for m in each} | {f"{facet}={m[:4]}" for m in each}


def range_marks(facet: str, span: tuple[str, str]) -> list[str] | None:
    """Marks one of which every interval that touches `span` has: its months when few, else its years.

    None where the range is so long that the marks would find nearly everything: then the columns decide alone.
    """
    each = months(*span) if _length(span) <= FEW else []
    years = range(int(span[0][:4]), int(span[1][:4]) + 1)
    if not each and len(years) > FEW:
        return None
    return [f"{facet}={m}" for m in each or [f"{y:04}" for y in years]] + [f"{facet}=long"]


def _length(span: tuple[str, str]) -> int:
    return (int(span[1][:4]) - int(span[0][:4])) * 12 + int(span[1][5:7]) - int(span[0][5:7]) + 1
