"""Coverage: provisions by months, empty cells visible."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends
from fastapi import Query as Asked
from markupsafe import Markup

from selon.desk import Desk
from selon.desk.coverage import Coverage, shifted
from selon.desk.coverage import coverage as desk_coverage
from selon.draw.matrix import Dot, Head, matrix
from selon.model.regime import Provision
from selon.web.render import with_query
from selon.web.screens import Screens
from selon.web.seats import Looking, Seat, desk_of
from selon.web.words import Words, words

screens = Screens()


@dataclass(frozen=True, slots=True)
class Row:
    """One provision as a row: how it is called, whether its number was checked."""

    provision: str
    label: str
    title: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """The matrix and its table. `earlier`, `later`: months to go to, None at the ends."""

    coverage: Coverage
    rows: tuple[Row, ...]
    picture: Markup
    months: int
    every: bool
    earlier: str | None
    later: str | None


def row_of(id: str, provision: Provision | None, language: str) -> Row:
    """How a provision is called on the screen."""
    if provision is None:
        return Row(id, id, "", False)
    title = provision.text("title", language)
    return Row(id, f"{provision.resolution} § {provision.paragraph}", title, provision.established)


@screens.screen("/coverage", "coverage.html.j2")
def coverage(
    until: str = Asked("", pattern=r"^(\d{4}-\d{2})?$"),
    months: int = Asked(12, ge=1, le=36),
    every: bool = False,
    desk: Desk = Depends(desk_of),
    seat: Seat = Looking,
) -> Screen:
    """Which provisions claims would engage, month by month."""
    found = desk_coverage(desk, until or None, months, every)
    rows = tuple(row_of(p, desk.provisions.get(p), seat.language) for p in found.provisions)
    last = found.months[-1] if found.months else ""
    return Screen(
        found,
        rows,
        _picture(found, rows, words(seat.language)),
        months,
        every,
        shifted(last, -months) if found.months and found.first < found.months[0] else None,
        shifted(last, months) if last and found.last > last else None,
    )


def _picture(found: Coverage, rows: tuple[Row, ...], t: Words) -> Markup:
    cells = {
        (p, m): Dot(
            c.count,
            c.firm,
            with_query("/search", what="claims", provision=p, published=m),
            t("cell", n=c.count, provision=_called(rows, p), month=m),
        )
        for (p, m), c in found.cells.items()
    }
    heads = [
        (
            r.provision,
            Head(
                r.label if r.checked else f"{r.label} ?",
                with_query("/search", what="claims", provision=r.provision),
                r.title,
            ),
        )
        for r in rows
    ]
    return matrix(heads, found.months, cells, t("coverage"))


def _called(rows: tuple[Row, ...], provision: str) -> str:
    return next((r.label for r in rows if r.provision == provision), provision)
