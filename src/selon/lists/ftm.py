"""FollowTheMoney entities as JSON lines (OpenSanctions exports and others). Named is not listed: topics decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.form import BadRow, Form, Row
from selon.lists.words import edtf, names, once
from selon.model.actor import ListEntry, ListName

_KINDS = {
    "Person": "person", "Organization": "organization", "Company": "organization", "LegalEntity": "organization",
    "PublicBody": "organization", "Vessel": "vessel", "Airplane": "aircraft",
}  # fmt: skip
_NAMES = (("name", "primary"), ("alias", "good"), ("weakAlias", "weak"), ("previousName", "former"))
_IDENTIFIERS = (
    ("imoNumber", "imo"),
    ("passportNumber", "passport"),
    ("idNumber", "national_id"),
    ("registrationNumber", "id"),
)
_UN = ("un_sc_sanctions", "un_1718_vessels", "un_sc")


def rows(path: Path) -> Iterator[Row]:
    """Entities that can be screened, in order; addresses, documents and links are passed over."""
    with path.open(encoding="utf-8-sig") as file:
        for line, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            where = f"{path}:{line}"
            try:
                item = json.loads(raw)
                if item["schema"] in _KINDS:
                    yield _entry(item, where)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                yield BadRow(where, f"not a FollowTheMoney entity: {error}")


def _entry(item: dict[str, Any], where: str) -> ListEntry:
    found = item["properties"]
    listed_names = once(_names(found))
    if not listed_names:
        raise ValueError(f"{item.get('id')}: no name")
    places = [
        c.upper()
        for key in ("nationality", "citizenship", "country", "jurisdiction", "flag")
        for c in found.get(key, ())
    ]
    return ListEntry(
        list="ftm",
        reference=item["id"],
        kind=_KINDS[item["schema"]],
        names=listed_names,
        regime="; ".join(found.get("programId", ())) or None,
        listed=_listed(item),
        birth_dates=tuple(d for d in map(edtf, found.get("birthDate", ())) if d),
        countries=tuple(dict.fromkeys(c for c in places if len(c) == 2)),
        identifiers=tuple(
            (kind, v.removeprefix("IMO")) for key, kind in _IDENTIFIERS for v in found.get(key, ())
        ),
        positions=tuple(found.get("position", ())),
        remarks=" ".join(found.get("notes", ())) or None,
        where=where,
    )


def _names(found: dict[str, list[str]]) -> Iterator[ListName]:
    first = True
    for key, quality in _NAMES:
        for value in found.get(key, ()):
            yield from names(value, quality if first or quality != "primary" else "good")
            first = False


def _listed(item: dict[str, Any]) -> str:
    """ "un" or "national" only where the entity has a sanction topic; else it is merely named."""
    if "sanction" not in item["properties"].get("topics", ()):
        return "not_listed"
    return "un" if any(d in _UN for d in item.get("datasets", ())) else "national"


FORMAT = Form(
    id="ftm",
    title="FollowTheMoney entities (JSON lines)",
    list="ftm",
    rows=rows,
    recognise=lambda first, path: (
        first.lstrip().startswith(b"{") and b'"schema"' in first and b'"properties"' in first
    ),
    licence="as the data set says; OpenSanctions data is CC BY-NC 4.0",
)
