"""The timeline: when things happened and when they were said, as intervals of days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selon.desk.lines import Line
from selon.keep.dates import bounds


@dataclass(frozen=True, slots=True)
class Moment:
    """A claim on the timeline. Intervals are first and last day, None where unknown; `soft`: wider than a day."""

    line: Line
    happened: tuple[str, str] | None
    said: tuple[str, str] | None


def moments(lines: Iterable[Line]) -> tuple[Moment, ...]:
    """Claims by when they happened (unknown last); said falls back on the publication date of the document."""
    found = [Moment(x, _bounded(x.happened), _bounded(x.said) or _bounded(x.published)) for x in lines]
    return tuple(sorted(found, key=lambda m: (m.happened is None, m.happened or m.said or ("9999", ""))))


def _bounded(edtf: str) -> tuple[str, str] | None:
    span = bounds(edtf)
    return span if span and span[0] > "0001-01-01" and span[1] < "9999-12-31" else None
