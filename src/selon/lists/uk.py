"""The UK Sanctions List: full CSV and XML, and the short export (an index without aliases or birth dates)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.cells import Line, column, first, grouped, headed_rows, raw_rows
from selon.lists.form import BadRow, Form, Row
from selon.lists.words import countries, edtf, names, once
from selon.lists.xml import children, local, records, text
from selon.model.actor import ListEntry, ListName

_KINDS = {"individual": "person", "entity": "organization", "ship": "vessel"}
_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_LICENCE = "United Kingdom, Open Government Licence v3.0"


def rows(path: Path) -> Iterator[Row]:
    """Entries of either CSV; the full one has a row a name, and the rows of one entry follow one another."""
    for group in grouped(headed_rows(path, "Unique ID"), "Unique ID"):
        if isinstance(group, BadRow):
            yield group
            continue
        try:
            yield _entry(group, path)
        except ValueError as error:
            yield BadRow(f"{path}:{group[0][0]}", str(error))


def _entry(group: list[Line], path: Path) -> ListEntry:
    line, top = group[0]
    reference = first(top, "Unique ID")
    found = once(_names(group))
    if not reference or not found:
        raise ValueError(f"{reference or 'a row'}: no Unique ID or no name")
    nations = [
        c
        for key in ("Nationality(/ies)", "Address Country", "Current believed flag of ship")
        for c in column(group, key)
    ]
    return ListEntry(
        list="uk",
        reference=reference,
        kind=_KINDS.get(first(top, "Designation Type", "Type").lower(), "organization"),
        names=found,
        regime=first(top, "Regime Name") or None,
        listed=_listed(first(top, "Designation source")),
        listed_on=edtf(first(top, "Date Designated")) if first(top, "Date Designated") else None,
        birth_dates=_births(column(group, "D.O.B")),
        countries=countries(nations),
        identifiers=tuple(_identifiers(group)),
        positions=tuple(column(group, "Position")),
        remarks=first(top, "Other Information", "UK Statement of Reasons") or None,
        where=f"{path}:{line}",
    )


def _listed(source: str) -> str:
    """The list says itself whether a designation comes from the United Nations."""
    return "un" if re.search(r"\bUN\b|both", source, re.I) else "national"


def _births(dates: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for text in dates if (d := edtf(re.sub(r"\b(?:dd|mm)/", "00/", text)))))


def _names(group: list[Line]) -> Iterator[ListName]:
    for _, row in group:
        whole = " ".join(filter(None, (row.get(part, "") for part in _PARTS))) or row.get("Name", "")
        yield from names(whole, quality(row.get("Name type", ""), row.get("Alias strength", "")))
        if original := row.get("Name non-latin script", ""):
            yield from names(original, "good")


def quality(kind: str, strength: str) -> str:
    """Our quality of a UK name type and alias strength."""
    if "low" in strength.lower():
        return "weak"
    if not kind or kind.lower() == "primary name":
        return "primary"
    return "good"


def _identifiers(group: list[Line]) -> Iterator[tuple[str, str]]:
    for key, kind in (
        ("Passport number", "passport"),
        ("National Identifier number", "national_id"),
        ("IMO number", "imo"),
    ):
        for value in column(group, key):
            yield kind, re.sub(r"\D", "", value) if kind == "imo" else value


def _dated(path: Path) -> str | None:
    """The "Report Date" above the header; else the day in the file's name; else none."""
    for _, row in raw_rows(path):
        if row[0].lower().startswith("report date"):
            return edtf(" ".join(row).partition(":")[2].strip())
        break
    found = re.search(r"(\d{4}-\d{2}-\d{2})", path.name)
    return found[1] if found else None


def xml_rows(path: Path) -> Iterator[Row]:
    """Every `Designation`, in order."""
    for element in records(path, "Designation"):
        where = f"{path}:{element.sourceline}"
        try:
            yield _xml_entry(element, where)
        except ValueError as error:
            yield BadRow(where, str(error))


def _deep(element: Any, tag: str) -> list[str]:
    """Texts of every descendant named `tag`."""
    return [t for e in element.iter() if local(e) == tag and (t := " ".join((e.text or "").split()))]


def _xml_entry(element: Any, where: str) -> ListEntry:
    reference = text(element, "UniqueID")
    found = once(_xml_names(element))
    if not reference or not found:
        raise ValueError(f"{reference or 'a designation'}: no UniqueID or no name")
    nations = [
        c
        for tag in ("Nationality", "AddressCountry", "CurrentBelievedFlagOfShip")
        for c in _deep(element, tag)
    ]
    documents = [("passport", n) for n in _deep(element, "PassportNumber")]
    documents += [("national_id", n) for n in _deep(element, "NationalIdentifierNumber")]
    documents += [("imo", re.sub(r"\D", "", n)) for n in _deep(element, "IMONumber")]
    return ListEntry(
        list="uk",
        reference=reference,
        kind=_KINDS.get(text(element, "IndividualEntityShip").lower(), "organization"),
        names=found,
        regime=text(element, "RegimeName") or None,
        listed=_listed(text(element, "DesignationSource")),
        listed_on=edtf(text(element, "DateDesignated")) if text(element, "DateDesignated") else None,
        birth_dates=_births(_deep(element, "DOB")),
        countries=countries(nations),
        identifiers=tuple(dict.fromkeys(documents)),
        positions=tuple(_deep(element, "Position")),
        remarks=text(element, "OtherInformation") or text(element, "UKStatementofReasons") or None,
        where=where,
    )


def _xml_names(element: Any) -> Iterator[ListName]:
    for name in (n for group in children(element, "Names") for n in children(group, "Name")):
        whole = " ".join(filter(None, (text(name, f"Name{i}") for i in range(1, 7))))
        yield from names(whole, quality(text(name, "NameType"), text(name, "AliasStrength")))
    for original in _deep(element, "NameNonLatinScript"):
        yield from names(original, "good")


FORMAT = Form(
    id="uk_csv",
    title="UK Sanctions List (full CSV)",
    list="uk",
    rows=rows,
    recognise=lambda first, path: b"Unique ID" in first[:4096] and b"Name 6" in first[:4096],
    dated=_dated,
    licence=_LICENCE,
)
INDEX = Form(
    id="uk_index",
    title="UK Sanctions List (short export: no aliases, no birth dates)",
    list="uk",
    rows=rows,
    recognise=lambda first, path: first.lstrip(b"\xef\xbb\xbf").startswith(b"Unique ID,OFSI Group ID,Name,"),
    dated=_dated,
    verified=True,
    evidence="short export of 11 August 2025",
    licence=_LICENCE,
)
XML = Form(
    id="uk_xml",
    title="UK Sanctions List (XML)",
    list="uk",
    rows=xml_rows,
    recognise=lambda first, path: b"<Designation" in first and b"UniqueID" in first,
    licence=_LICENCE,
)
