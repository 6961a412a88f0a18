"""The UN 1718 Committee's list of designated vessels: the official HTML page, and a CSV with an IMO column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import html

from selon.errors import ListError
from selon.lists.form import BadRow, Form, Row
from selon.lists.table import rows as table_rows
from selon.lists.words import names, once
from selon.model.actor import ListEntry

LIST = "un_1718_vessels"
REGIME = "DPRK"


def rows(path: Path) -> Iterator[Row]:
    """Vessels of a CSV with columns `imo`, `name`, `other_names`; the measure stands in the remarks."""
    for row in table_rows(path, LIST, "un"):
        yield row if isinstance(row, BadRow) else _vessel(row)


def _vessel(entry: ListEntry) -> ListEntry:
    reference = entry.reference if entry.identifiers else f"UN1718V {entry.names[0].text}"
    return replace(entry, list=LIST, kind="vessel", listed="un", regime=REGIME, reference=reference)


def html_rows(path: Path) -> Iterator[Row]:
    """Vessels of the official page: every table row that holds an IMO number or stands under a name column."""
    page = html.parse(str(path), html.HTMLParser(no_network=True, encoding="utf-8")).getroot()
    if page is None:
        raise ListError("not a page", where=str(path), next="save the page of the 1718 Committee again")
    for table in page.iter("table"):
        header: list[str] = []
        for row in table.iter("tr"):
            cells = [" ".join(c.text_content().split()) for c in row if c.tag in ("td", "th")]
            if (
                not header
                and any("imo" in c.lower() for c in cells)
                and not re.search(r"\d{7}", " ".join(cells))
            ):
                header = [c.lower() for c in cells]
            elif header and len(cells) >= 2:
                yield _row(header, cells, f"{path}:{row.sourceline}")


def _row(header: list[str], cells: list[str], where: str) -> Row:
    named = dict(zip(header, cells, strict=False))
    name = next((v for k, v in named.items() if "name" in k and v), "")
    other = "; ".join(v for k, v in named.items() if ("alias" in k or "former" in k or "aka" in k) and v)
    imo = re.search(r"\d{7}", next((v for k, v in named.items() if "imo" in k), ""))
    found = once([*names(name), *names(other, "former")])
    if not found:
        return BadRow(where, "no vessel name in the row")
    return ListEntry(
        list=LIST,
        reference=f"IMO{imo[0]}" if imo else f"UN1718V {found[0].text}",
        kind="vessel",
        names=found,
        regime=REGIME,
        listed="un",
        identifiers=(("imo", imo[0]),) if imo else (),
        remarks="; ".join(f"{k}: {v}" for k, v in named.items() if v and "name" not in k and "imo" not in k)
        or None,
        where=where,
    )


FORMAT = Form(
    id="un_1718_vessels",
    title="UN 1718 Designated Vessels List (CSV with IMO numbers)",
    list=LIST,
    rows=rows,
    recognise=lambda first, path: first.lstrip(b"\xef\xbb\xbf").lower().startswith(b"imo,name,"),
    verified=True,
    evidence="59 vessels derived from annexes XIII.B, XIV.A and XIV.B of Regulation (EU) 2017/1509, not the Committee's own file",
    licence="United Nations; facts",
)
PAGE = Form(
    id="un_1718_vessels_html",
    title="UN 1718 Designated Vessels List (the Committee's page)",
    list=LIST,
    rows=html_rows,
    recognise=lambda first, path: (
        path.suffix.lower() in (".html", ".htm") and b"1718" in first and b"IMO" in first
    ),
    licence="United Nations",
)
