"""EDTF intervals as pairs of days, and the day the law is read for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

MIN, MAX = "0001-01-01", "9999-12-31"
_YEAR = re.compile(r"^(\d{4})$")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
# EDTF level 1 seasons and level 2 quarters and halves that news use: code -> first and last month. Winter spans two
# years and the value does not say which: the whole year stands.
_SEASONS = {
    "21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (1, 12),
    "33": (1, 3), "34": (4, 6), "35": (7, 9), "36": (10, 12), "40": (1, 6), "41": (7, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day (ISO 8601, both included); open ends are year 1 and year 9999."""

    first: str
    last: str

    def within(self, other: Interval) -> bool:
        return other.first <= self.first and self.last <= other.last

    def overlaps(self, other: Interval) -> bool:
        return self.first <= other.last and other.first <= self.last


def interval(edtf: str | None) -> Interval | None:
    """The days an EDTF level 1 value covers; None where it is absent or not understood.

    Uncertainty marks (`?`, `~`, `%`) are read as the plain value, unspecified digits (`202X`) as their range.
    """
    if not edtf:
        return None
    start, slash, end = edtf.partition("/")
    first = _bounds(start)
    last = _bounds(end) if slash else first
    if first is None or last is None or first.first > last.last:
        return None
    return Interval(first.first, last.last)


def _bounds(part: str) -> Interval | None:
    part = part.strip().rstrip("?~%")
    if part in ("", ".."):
        return Interval(MIN, MAX)
    if "X" in part:
        low, high = _bounds(part.replace("X", "0")), _bounds(part.replace("X", "9"))
        return Interval(low.first, high.last) if low and high else None
    if _DAY.match(part):
        return Interval(part, part)
    if match := _MONTH.match(part):
        return _months(*match.groups())
    if _YEAR.match(part):
        return Interval(f"{part}-01-01", f"{part}-12-31")
    return None


def _months(year: str, code: str) -> Interval | None:
    first, last = _SEASONS.get(code, (int(code), int(code)))
    if not 1 <= first <= 12:
        return None
    return Interval(f"{year}-{first:02}-01", f"{year}-{last:02}-{calendar.monthrange(int(year), last)[1]:02}")
