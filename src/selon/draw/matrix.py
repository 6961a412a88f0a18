"""A matrix as SVG: rows x columns, a disc that grows with the count and the count itself; filled where one of the
links is firm, a ring where all only may be; empty cells are seen as empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup, escape

LEFT, TOP, CELL, ROW = 250, 46, 54, 40
RADIUS = 14.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One cell. `note` is read out and shown on pointing; `href` may be empty."""

    count: int
    firm: bool
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A row's or column's name, with where it leads."""

    label: str
    href: str = ""
    note: str = ""


def matrix(
    rows: Sequence[tuple[str, Head]], columns: Sequence[str], cells: Mapping[tuple[str, str], Dot], title: str
) -> Markup:
    """The picture. `rows`: (key, head); `cells` by (row key, column)."""
    if not rows or not columns:
        return Markup("")
    width, height = LEFT + CELL * len(columns) + 10, TOP + ROW * len(rows) + 8
    most = max((d.count for d in cells.values()), default=1)
    parts = [_columns(columns, height)]
    for i, (key, head) in enumerate(rows):
        y = TOP + ROW * i + ROW / 2
        parts.append(_head(head, y, width))
        parts += [
            _cell(cells.get((key, c)), LEFT + CELL * j + CELL / 2, y, most) for j, c in enumerate(columns)
        ]
    return Markup(
        f'<svg class="picture matrix" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _columns(columns: Sequence[str], height: int) -> str:
    out = []
    for j, name in enumerate(columns):
        x = LEFT + CELL * j + CELL / 2
        year, _, month = name.partition("-")
        new_year = j == 0 or columns[j - 1][:4] != year
        out.append(
            f'<text class="tick-label" x="{x}" y="{TOP - 8}" text-anchor="middle">{escape(month or year)}</text>'
        )
        if month and new_year:
            out.append(
                f'<text class="tick-label year" x="{x}" y="{TOP - 26}" text-anchor="middle">{escape(year)}</text>'
            )
        if new_year and j:
            out.append(
                f'<line class="tick" x1="{x - CELL / 2}" x2="{x - CELL / 2}" y1="{TOP - 36}" y2="{height - 8}"/>'
            )
    return "".join(out)


def _head(head: Head, y: float, width: int) -> str:
    text = f'<text class="row-label" x="0" y="{y - 2}">{escape(head.label)}<title>{escape(head.note)}</title></text>'
    link = f'<a href="{escape(head.href)}">{text}</a>' if head.href else text
    note = head.note if len(head.note) <= 44 else head.note[:43] + "…"
    below = f'<text class="tick-label" x="0" y="{y + 13}">{escape(note)}</text>'
    return f'<line class="row-line" x1="0" x2="{width}" y1="{y + ROW / 2}" y2="{y + ROW / 2}"/>{link}{below}'


def _cell(dot: Dot | None, x: float, y: float, most: int) -> str:
    if dot is None or not dot.count:
        return f'<circle class="cell-empty" cx="{x}" cy="{y}" r="1.6"/>'
    radius = round(4 + (RADIUS - 4) * sqrt(dot.count / most), 1)
    kind = "cell-firm" if dot.firm else "cell-may"
    number = f"{dot.count}" if dot.count < 10_000 else f"{dot.count // 1000}k"
    inside = radius >= 11 and len(number) <= 2
    place = y + 4 if inside else y + radius + 9
    label = "cell-number inside" if inside and dot.firm else "cell-number"
    body = (
        f"<title>{escape(dot.note)}</title>"
        f'<circle class="{kind}" cx="{x}" cy="{y if inside else y - 4}" r="{radius}"/>'
        f'<text class="{label}" x="{x}" y="{min(place, y + 17) if not inside else place}" text-anchor="middle">{number}</text>'
    )
    return (
        f'<a href="{escape(dot.href)}" aria-label="{escape(dot.note)}">{body}</a>'
        if dot.href
        else f"<g>{body}</g>"
    )
