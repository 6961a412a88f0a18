"""A plain CSV with one entry a row, under column names that people use (`data/columns.yaml`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from selon.errors import ListError
from selon.lists.cells import raw_rows
from selon.lists.form import BadRow, Form, Row
from selon.lists.words import countries, edtf, names, once
from selon.model.actor import LISTED, ListEntry, ListName

_KINDS = {
    "person": "person", "individual": "person", "personne": "person", "organization": "organization", "organisation": "organization",
    "entity": "organization", "company": "organization", "legalentity": "organization", "vessel": "vessel", "ship": "vessel",
    "navire": "vessel", "aircraft": "aircraft", "airplane": "aircraft",
}  # fmt: skip


@functools.cache
def _columns() -> dict[str, str]:
    """Our field for every column name we know, folded."""
    data = yaml.safe_load((Path(__file__).parent / "data" / "columns.yaml").read_text("utf-8"))
    return {_fold(str(name)): field for field, known in data.items() for name in known}


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def rows(path: Path, list_id: str | None = None, listed: str = "national") -> Iterator[Row]:
    """Entries of a CSV with a header; a file's own `list` and `listed` columns win over the arguments."""
    header: list[str | None] | None = None
    for line, row in raw_rows(path, _delimiter(path)):
        if header is None:
            header = [_columns().get(_fold(cell)) for cell in row]
            if "name" not in header:
                raise ListError(
                    "no column that holds names",
                    where=f"{path}:{line}",
                    next="call one of the columns `name`",
                )
            continue
        where = f"{path}:{line}"
        if len(row) != len(header):
            yield BadRow(where, f"{len(row)} cells where the header has {len(header)}")
            continue
        cells: dict[str, str] = {}
        for field, cell in zip(header, row, strict=True):
            if field and cell:
                cells[field] = f"{cells[field]}; {cell}" if field in cells else cell
        try:
            yield _entry(cells, list_id or path.stem, listed, where, line)
        except ValueError as error:
            yield BadRow(where, str(error))


def _delimiter(path: Path) -> str:
    with path.open("rb") as file:
        start = file.readline()
    return max(",;\t", key=lambda d: start.count(d.encode()))


def _entry(cells: Mapping[str, str], list_id: str, listed: str, where: str, line: int) -> ListEntry:
    found = once(_names(cells))
    if not found:
        raise ValueError("no name")
    stated = cells.get("listed", listed)
    if stated not in LISTED:
        raise ValueError(f"listed is {stated!r}, not one of {', '.join(LISTED)}")
    imo = re.sub(r"\D", "", cells.get("imo", ""))
    kind = _KINDS.get(_fold(cells.get("kind", "")), "vessel" if imo else "organization")
    return ListEntry(
        list=cells.get("list", list_id),
        reference=cells.get("reference") or (f"IMO{imo}" if imo else f"row {line}"),
        kind=kind,
        names=found,
        regime=cells.get("regime"),
        listed=stated,
        listed_on=edtf(cells["listed_on"].split(";")[0]) if cells.get("listed_on") else None,
        birth_dates=tuple(d for part in cells.get("birth_date", "").split(";") if (d := edtf(part))),
        countries=countries(part.strip() for part in cells.get("country", "").split(";")),
        identifiers=tuple(
            ([("imo", imo)] if len(imo) == 7 else [])
            + [("passport", p.strip()) for p in cells.get("passport", "").split(";") if p]
        ),
        positions=tuple(p.strip() for p in cells.get("position", "").split(";") if p.strip()),
        remarks=cells.get("remarks"),
        where=where,
    )


def _names(cells: Mapping[str, str]) -> Iterator[ListName]:
    for field, quality in (
        ("name", "primary"),
        ("alias", "good"),
        ("weak_alias", "weak"),
        ("former_name", "former"),
    ):
        yield from names(cells.get(field, ""), quality)


FORMAT = Form(
    id="csv",
    title="Plain CSV, one entry a row",
    list="csv",
    rows=rows,
    recognise=lambda first, path: path.suffix.lower() in (".csv", ".tsv"),
    verified=True,
    evidence="own format; tried on the rows of Regulation (EU) 2017/1509",
    licence="whatever its author says",
)
