"""The EU consolidated list of financial sanctions (FSF), XML 1.1 and CSV 1.1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.cells import Line, column, first, grouped, headed_rows
from selon.lists.form import BadRow, Form, Row
from selon.lists.words import edtf, names, once
from selon.lists.xml import children, records, root_attribute, text
from selon.model.actor import ListEntry, ListName

_KINDS = {
    "person": "person",
    "p": "person",
    "enterprise": "organization",
    "e": "organization",
    "vessel": "vessel",
    "v": "vessel",
}
_LICENCE = "European Union, reuse allowed with attribution (Decision 2011/833/EU)"


def rows(path: Path) -> Iterator[Row]:
    """Every `sanctionEntity`, in order."""
    for element in records(path, "sanctionEntity"):
        where = f"{path}:{element.sourceline}"
        try:
            yield _entry(element, where)
        except ValueError as error:
            yield BadRow(where, str(error))


def _entry(element: Any, where: str) -> ListEntry:
    reference = element.get("euReferenceNumber") or element.get("logicalId") or ""
    found = once(_names(element))
    if not reference or not found:
        raise ValueError(f"{reference or 'an entity'}: no reference or no name")
    subject = next(iter(children(element, "subjectType")), None)
    programmes = [r.get("programme") for r in children(element, "regulation") if r.get("programme")]
    places = [c.get("countryIso2Code") for tag in ("citizenship", "address") for c in children(element, tag)]
    return ListEntry(
        list="eu_fsf",
        reference=reference,
        kind=_KINDS.get((subject.get("code") if subject is not None else "") or "", "organization"),
        names=found,
        regime="; ".join(dict.fromkeys(programmes)) or None,
        listed="un" if (element.get("unitedNationId") or "").strip() else "national",
        listed_on=edtf(element.get("designationDate") or "") if element.get("designationDate") else None,
        birth_dates=tuple(dict.fromkeys(d for d in map(_birth, children(element, "birthdate")) if d)),
        countries=tuple(dict.fromkeys(c for c in places if c and c != "00")),
        identifiers=tuple(_identifier(i) for i in children(element, "identification") if i.get("number")),
        positions=tuple(
            dict.fromkeys(
                f for a in children(element, "nameAlias") if (f := (a.get("function") or "").strip())
            )
        ),
        remarks=text(element, "remark") or None,
        where=where,
    )


def _names(element: Any) -> Iterator[ListName]:
    for order, alias in enumerate(children(element, "nameAlias")):
        whole = alias.get("wholeName") or " ".join(
            filter(None, (alias.get(k) for k in ("firstName", "middleName", "lastName")))
        )
        weak = (alias.get("strong") or "true").lower() == "false"
        yield from names(whole, "weak" if weak else ("good" if order else "primary"))


def _birth(element: Any) -> str | None:
    about = "~" if (element.get("circa") or "").lower() == "true" else ""
    low, high = element.get("yearRangeFrom"), element.get("yearRangeTo")
    if low and high and low != high:
        return f"{low}/{high}"
    parts = (element.get("year"), element.get("monthOfYear"), element.get("dayOfMonth"))
    date = edtf(element.get("birthdate") or "") or edtf("-".join(p.zfill(2) for p in parts if p and p != "0"))
    return date + about if date else None


def _identifier(element: Any) -> tuple[str, str]:
    return identifier(element.get("identificationTypeCode") or "", element.get("number"))


def identifier(kind: str, number: str) -> tuple[str, str]:
    """An identifier under our kind names."""
    known = {
        "passport": "passport",
        "id": "national_id",
        "nationalid": "national_id",
        "imo": "imo",
        "regnumber": "id",
    }
    return known.get(kind.lower().replace(" ", ""), "id"), number.strip()


def csv_rows(path: Path) -> Iterator[Row]:
    """The CSV has one row a name, address, birth date or document; rows of one entity follow one another."""
    for group in grouped(headed_rows(path, "Entity_LogicalId", ";"), "Entity_LogicalId"):
        if isinstance(group, BadRow):
            yield group
            continue
        try:
            yield _csv_entry(group, path)
        except ValueError as error:
            yield BadRow(f"{path}:{group[0][0]}", str(error))


def _csv_entry(group: list[Line], path: Path) -> ListEntry:
    line, top = group[0]
    reference = first(top, "Entity_EU_ReferenceNumber", "Entity_LogicalId")
    found = once(_csv_names(group))
    if not reference or not found:
        raise ValueError(f"{reference or 'an entity'}: no reference or no name")
    kind = first(top, "Entity_SubjectType", "Entity_SubjectType_ClassificationCode").lower()
    places = [*column(group, "Citizenship_CountryIso2Code"), *column(group, "Address_CountryIso2Code")]
    documents = [(r.get("Identification_TypeCode", ""), r.get("Identification_Number", "")) for _, r in group]
    return ListEntry(
        list="eu_fsf",
        reference=reference,
        kind=_KINDS.get(kind, "organization"),
        names=found,
        regime="; ".join(column(group, "Entity_Regulation_Programme")) or None,
        listed="un" if first(top, "Entity_UnitedNationId") else "national",
        listed_on=edtf(first(top, "Entity_DesignationDate"))
        if first(top, "Entity_DesignationDate")
        else None,
        birth_dates=tuple(
            dict.fromkeys(
                d for _, r in group if (d := edtf(first(r, "BirthDate_BirthDate", "BirthDate_Year")))
            )
        ),
        countries=tuple(dict.fromkeys(c for c in places if len(c) == 2 and c != "00")),
        identifiers=tuple(dict.fromkeys(identifier(k, n) for k, n in documents if n)),
        positions=tuple(column(group, "NameAlias_Function")),
        remarks=first(top, "Entity_Remark") or None,
        where=f"{path}:{line}",
    )


def _csv_names(group: list[Line]) -> Iterator[ListName]:
    seen = False
    for _, row in group:
        whole = first(row, "NameAlias_WholeName") or " ".join(
            filter(None, (row.get(f"NameAlias_{k}", "") for k in ("FirstName", "MiddleName", "LastName")))
        )
        weak = row.get("NameAlias_Strong", "true").lower() == "false"
        yield from names(whole, "weak" if weak else ("good" if seen else "primary"))
        seen = seen or bool(whole)


def _csv_date(path: Path) -> str | None:
    for row in headed_rows(path, "Entity_LogicalId", ";"):
        return None if isinstance(row, BadRow) else edtf(first(row[1], "fileGenerationDate"))
    return None


FORMAT = Form(
    id="eu_fsf_xml",
    title="EU financial sanctions files (XML 1.1)",
    list="eu_fsf",
    rows=rows,
    recognise=lambda first, path: b"<export" in first and b"sanctionEntity" in first,
    dated=lambda path: (root_attribute(path, "generationDate") or "")[:10] or None,
    licence=_LICENCE,
)
CSV = Form(
    id="eu_fsf_csv",
    title="EU financial sanctions files (CSV 1.1)",
    list="eu_fsf",
    rows=csv_rows,
    recognise=lambda first, path: b"Entity_LogicalId" in first,
    dated=_csv_date,
    licence=_LICENCE,
)
