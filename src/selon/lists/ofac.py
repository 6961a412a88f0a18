"""OFAC lists as CSV: SDN.CSV with ALT.CSV and ADD.CSV beside it, and the consolidated non-SDN list likewise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from selon.lists.cells import Line, named_rows
from selon.lists.form import BadRow, Form, Row
from selon.lists.words import countries, edtf, names, once
from selon.model.actor import ListEntry, ListName

PRIMARY = (
    "ent_num",
    "name",
    "type",
    "program",
    "title",
    "call_sign",
    "vess_type",
    "tonnage",
    "grt",
    "flag",
    "owner",
    "remarks",
)
ALIASES = ("ent_num", "alt_num", "type", "name", "remarks")
ADDRESSES = ("ent_num", "add_num", "address", "city", "country", "remarks")
_HEADERS = ("ent_num", "ID", "Ent_num")
_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_QUALITY = {"aka": "good", "fka": "former", "nka": "good"}
_REMARK = {
    "birth": re.compile(r"\bDOB ([^;]+)"),
    "country": re.compile(r"\b(?:nationality|citizen) ([^;]+?)(?: \(|[;.]|$)"),
    "weak": re.compile(r"\b(?:alt\. )?a\.k\.a\. '([^']+)'"),
    "imo": re.compile(r"\bIMO (\d{7})\b"),
    "passport": re.compile(r"\bPassport (?:#\s*)?([A-Z0-9-]{5,})"),
    "national_id": re.compile(r"\bNational ID No\. ([A-Z0-9-]{4,})"),
    "tail": re.compile(r"\bAircraft Tail Number ([A-Z0-9-]+)"),
    "position": re.compile(
        r"(?:^|; )([^;]*\b(?:Minister|Director|Chairman|President|Commander|General|Chief|Secretary|Head)\b[^;]*)"
    ),
}


def rows(path: Path, list_id: str) -> Iterator[Row]:
    """The entries of a primary file; aliases and addresses come from the files beside it, joined by `ent_num`."""
    aliases, lost_aliases = _beside(path, "alt", ALIASES)
    addresses, lost_addresses = _beside(path, "add", ADDRESSES)
    yield from (*lost_aliases, *lost_addresses)
    seen = set()
    for row in named_rows(path, PRIMARY, _HEADERS):
        if isinstance(row, BadRow):
            yield row
            continue
        number = row[1]["ent_num"]
        seen.add(number)
        try:
            yield _entry(row, aliases.get(number, []), addresses.get(number, []), path, list_id)
        except ValueError as error:
            yield BadRow(f"{path}:{row[0]}", str(error))
    yield from _orphans(path, "alt", aliases.keys() - seen)


def _clean(cell: str) -> str:
    return "" if cell.strip() == "-0-" else cell.strip()


def _entry(row: Line, aliases: list[Line], addresses: list[Line], path: Path, list_id: str) -> ListEntry:
    line, cells = row[0], {k: _clean(v) for k, v in row[1].items()}
    if not cells["ent_num"].isdigit():
        raise ValueError(f"ent_num is not a number: {cells['ent_num']!r}")
    if not cells["name"]:
        raise ValueError(f"{cells['ent_num']}: no name")
    remarks = cells["remarks"]
    found = {key: pattern.findall(remarks) for key, pattern in _REMARK.items()}
    kind = _KINDS.get(cells["type"].lower(), "organization")
    places = [*found["country"], cells["flag"], *(_clean(a["country"]) for _, a in addresses)]
    return ListEntry(
        list=list_id,
        reference=cells["ent_num"],
        kind=kind,
        names=once(_names(cells["name"], aliases, found["weak"])),
        regime="; ".join(re.split(r"\]\s*\[|;\s*", cells["program"].strip("[] "))) or None,
        listed="national",
        birth_dates=tuple(dict.fromkeys(d for d in map(edtf, found["birth"]) if d)),
        countries=countries(places),
        identifiers=tuple(
            (k, v) for k in ("imo", "passport", "national_id", "tail") for v in dict.fromkeys(found[k])
        ),
        positions=tuple(filter(None, [cells["title"]])),
        remarks=remarks or None,
        where=f"{path}:{line}",
    )


def _names(primary: str, aliases: list[Line], weak: list[str]) -> Iterator[ListName]:
    yield from names(primary)
    for _, alias in aliases:
        yield from names(_clean(alias["name"]), _QUALITY.get(alias["type"].lower(), "good"))
    for alias in weak:
        yield from names(alias, "weak")


def beside(path: Path, which: str) -> Path | None:
    """The file of this set that holds `which` ("alt", "add"): SDN.CSV -> ALT.CSV, cons_prim.csv -> cons_alt.csv.

    A date in the name may differ; where several fit, the last by name is taken.
    """
    stem = path.stem.lower()
    pattern = rf"cons_{which}" if stem.startswith("cons") else rf"(?:sdn_)?{which}"
    found = [
        p for p in path.parent.iterdir() if re.fullmatch(rf"{pattern}(?:[-_.]?[\d-]+)?\.csv", p.name.lower())
    ]
    return max(found, key=lambda p: p.name.lower(), default=None)


def _companions(path: Path) -> tuple[Path, ...]:
    return tuple(file for which in ("alt", "add") if (file := beside(path, which)))


def _beside(path: Path, which: str, columns: tuple[str, ...]) -> tuple[dict[str, list[Line]], list[BadRow]]:
    found: dict[str, list[Line]] = defaultdict(list)
    file, bad = beside(path, which), []
    if file is None:
        bad.append(BadRow(str(path.parent), f"no {which.upper()}.CSV beside it: loaded without its rows"))
        return found, bad
    for row in named_rows(file, columns, _HEADERS):
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            found[row[1]["ent_num"]].append(row)
    return found, bad


def _orphans(path: Path, which: str, numbers: set[str]) -> Iterator[BadRow]:
    """One notice for all alias rows without an entry: the files of the set are of different days."""
    if numbers:
        example = min(numbers, key=int)
        yield BadRow(
            str(beside(path, which)),
            f"rows of {len(numbers)} entries that {path.name} does not hold (e.g. {example}): files of different dates",
        )


def _recognise(prefixes: tuple[str, ...]) -> object:
    def recognise(first: bytes, path: Path) -> bool:
        head = first.lstrip(b"\xef\xbb\xbf").decode("utf-8", "replace").splitlines()
        line = next((ln for ln in head if not ln.startswith(_HEADERS)), "")
        return (
            path.name.lower().startswith(prefixes) and bool(re.match(r'\d+,"?[^,]', line)) and "-0-" in line
        )

    return recognise


FORMAT = Form(
    id="ofac_sdn_csv",
    title="OFAC Specially Designated Nationals (SDN.CSV with ALT.CSV and ADD.CSV)",
    list="ofac_sdn",
    rows=lambda path: rows(path, "ofac_sdn"),
    recognise=_recognise(("sdn",)),  # type: ignore[arg-type]
    verified=True,
    evidence="SDN.CSV of January 2023 with ALT.CSV and ADD.CSV of December 2025",
    licence="United States government, public domain",
    companions=_companions,
)
CONSOLIDATED = Form(
    id="ofac_cons_csv",
    title="OFAC consolidated non-SDN list (CONS_PRIM.CSV with CONS_ALT.CSV and CONS_ADD.CSV)",
    list="ofac_cons",
    rows=lambda path: rows(path, "ofac_cons"),
    recognise=_recognise(("cons_prim",)),  # type: ignore[arg-type]
    verified=True,
    evidence="official files of December 2025",
    licence="United States government, public domain",
    companions=_companions,
)
