"""The United Nations Security Council Consolidated List, official XML (schema sc-sanctions.xsd)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.form import BadRow, Form, Row
from selon.lists.words import countries, edtf, names, once, script
from selon.lists.xml import children, local, records, root_attribute, text, texts
from selon.model.actor import ListEntry, ListName

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITY = {"good": "good", "low": "weak", "a.k.a.": "good", "f.k.a.": "former"}


def rows(path: Path) -> Iterator[Row]:
    """Every individual and entity of the file, in order."""
    for element in records(path, "INDIVIDUAL", "ENTITY"):
        where = f"{path}:{element.sourceline}"
        try:
            yield _entry(element, where)
        except ValueError as error:
            yield BadRow(where, str(error))


def _entry(element: Any, where: str) -> ListEntry:
    person = local(element) == "INDIVIDUAL"
    prefix = "INDIVIDUAL" if person else "ENTITY"
    reference = text(element, "REFERENCE_NUMBER")
    found = once(_names(element, prefix))
    if not reference:
        raise ValueError("no REFERENCE_NUMBER")
    if not found:
        raise ValueError(f"{reference}: no name")
    remarks = text(element, "COMMENTS1") or None
    return ListEntry(
        list="un",
        reference=reference,
        kind="person" if person else "organization",
        names=found,
        regime=text(element, "UN_LIST_TYPE") or None,
        listed="delisted" if text(element, "DELISTED_ON") else "un",
        listed_on=edtf(text(element, "LISTED_ON")),
        birth_dates=tuple(
            dict.fromkeys(d for d in map(_birth, children(element, "INDIVIDUAL_DATE_OF_BIRTH")) if d)
        ),
        countries=countries(
            [*texts(element, "NATIONALITY", "VALUE"), *texts(element, f"{prefix}_ADDRESS", "COUNTRY")]
        ),
        identifiers=tuple(_documents(element)),
        positions=tuple(texts(element, "DESIGNATION", "VALUE")),
        remarks=remarks,
        where=where,
    )


def _names(element: Any, prefix: str) -> Iterator[ListName]:
    """The name in parts, then the aliases, then the original script; an alias may hold several names."""
    yield from names(" ".join(filter(None, (text(element, part) for part in _PARTS))))
    for original in texts(element, "NAME_ORIGINAL_SCRIPT"):
        yield from (ListName(n.text, "primary", script(n.text)) for n in names(original))
    for alias in children(element, f"{prefix}_ALIAS"):
        yield from names(text(alias, "ALIAS_NAME"), _QUALITY.get(text(alias, "QUALITY").lower(), "good"))


def _birth(element: Any) -> str | None:
    """EDTF of a birth date: exact, a year, approximate ("~") or between two years ("a/b")."""
    kind = text(element, "TYPE_OF_DATE").upper()
    if kind == "BETWEEN":
        ends = [text(element, "FROM_YEAR"), text(element, "TO_YEAR")]
        return "/".join(ends) if all(ends) else None
    date = edtf(text(element, "DATE")) or edtf(text(element, "YEAR"))
    return f"{date}~" if date and kind == "APPROXIMATELY" else date


def _documents(element: Any) -> Iterator[tuple[str, str]]:
    for document in children(element, "INDIVIDUAL_DOCUMENT"):
        number = text(document, "NUMBER")
        if number:
            kind = text(document, "TYPE_OF_DOCUMENT").lower()
            yield ("passport" if "pass" in kind or "pasa" in kind else "national_id", number)


def recognise(first: bytes, path: Path) -> bool:
    """Whether the first bytes are those of the UN file."""
    return b"<CONSOLIDATED_LIST" in first


def dated(path: Path) -> str | None:
    """The day of the root's `dateGenerated`."""
    return (root_attribute(path, "dateGenerated") or "")[:10] or None


FORMAT = Form(
    id="un",
    title="UN Security Council Consolidated List (XML)",
    list="un",
    rows=rows,
    recognise=recognise,
    dated=dated,
    verified=True,
    evidence="official file generated 2026-02-27",
    licence="United Nations, free with attribution",
)
