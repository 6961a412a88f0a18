"""Coverage: which provisions were engaged by claims in which months; empty cells are part of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from selon.desk.desk import Desk
from selon.keep.schema import engagements

MONTHS = 12
FIRM = ("would_engage_if_confirmed", "would_engage_if_carried_out")


@dataclass(frozen=True, slots=True)
class Cell:
    """One provision in one month: links counted, and whether one of them says more than "may engage"."""

    count: int
    firm: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix. `cells` by (provision, month); `unplaced`: engagements without a month; `first`, `last`: what the
    record has at all."""

    months: tuple[str, ...]
    provisions: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]
    first: str
    last: str

    def row(self, provision: str) -> tuple[Cell | None, ...]:
        return tuple(self.cells.get((provision, m)) for m in self.months)

    def total(self, provision: str) -> int:
        return sum(c.count for (p, _), c in self.cells.items() if p == provision)


def coverage(desk: Desk, until: str | None = None, months: int = MONTHS, all_: bool = False) -> Coverage:
    """The `months` up to and including `until` ("2024-06"; default: the last month that has anything)."""
    months = max(1, min(months, 36))
    return desk.once(("coverage", until, months, all_), lambda c: _coverage(desk, c, until, months, all_))


def _coverage(desk: Desk, connection: Any, until: str | None, months: int, all_: bool) -> Coverage:
    known = _known(desk, connection)
    ends = {p: _ends(connection, p) for p in known}
    first = min((a for a, _ in ends.values() if a), default="")
    last = max((b for _, b in ends.values() if b), default="")
    shown = _months(until or last, months)
    cells: dict[tuple[str, str], Cell] = {}
    for provision in known:
        if shown and ends[provision][1]:
            cells |= _row(connection, provision, shown)
    used = [p for p in known if ends[p][1]]
    provisions = (*used, *(p for p in desk.provisions if p not in used)) if all_ else used
    return Coverage(shown, tuple(provisions), cells, first, last)


def _known(desk: Desk, connection: Any) -> list[str]:
    """Provisions that occur in the record, found by hopping along the index, in the packs' order."""
    column, found, at = engagements.c.provision, [], ""
    while (at := connection.scalar(select(func.min(column)).where(column > at))) is not None:
        found.append(at)
    order = {p: i for i, p in enumerate(desk.provisions)}
    return sorted(found, key=lambda p: (order.get(p, len(order)), p))


def _ends(connection: Any, provision: str) -> tuple[str | None, str | None]:
    own = engagements.c.provision == provision
    month = engagements.c.month
    first = connection.scalar(select(month).where(own, month.is_not(None)).order_by(month).limit(1))
    last = connection.scalar(select(month).where(own, month.is_not(None)).order_by(month.desc()).limit(1))
    return first, last


def _row(connection: Any, provision: str, shown: tuple[str, ...]) -> dict[tuple[str, str], Cell]:
    month = engagements.c.month
    query = (
        select(month, func.count())
        .where(engagements.c.provision == provision, month >= shown[0], month <= shown[-1])
        .group_by(month)
    )
    counts = connection.execute(query).all()
    return {(provision, m): Cell(n, _firm(connection, provision, m)) for m, n in counts}


def _firm(connection: Any, provision: str, month: str) -> bool:
    some = select(engagements.c.n).where(
        engagements.c.provision == provision,
        engagements.c.month == month,
        engagements.c.engagement.in_(FIRM),
    )
    return connection.execute(some.limit(1)).first() is not None


def _months(until: str, count: int) -> tuple[str, ...]:
    if len(until) < 7 or not (until[:4] + until[5:7]).isdecimal():
        return ()
    last = int(until[:4]) * 12 + int(until[5:7]) - 1
    return tuple(f"{m // 12:04}-{m % 12 + 1:02}" for m in range(max(0, last - count + 1), last + 1))


def shifted(month: str, by: int) -> str:
    """ "2024-06" moved by `by` months."""
    at = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{at // 12:04}-{at % 12 + 1:02}"
