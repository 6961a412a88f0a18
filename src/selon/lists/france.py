"""The French national register of asset freezes (JSON): French names, grounds and offices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.form import BadRow, Form, Row
from selon.lists.jsonstream import array_items
from selon.lists.words import countries, edtf, names, once
from selon.model.actor import ListEntry, ListName

_KINDS = {"personne physique": "person", "personne morale": "organization", "navire": "vessel"}
_DOCUMENTS = {
    "PASSEPORT": ("passport", "NumeroPasseport"),
    "IDENTIFICATION": ("national_id", "Identification"),
    "NUMERO_OMI": ("imo", "NumeroOMI"),
}


def rows(path: Path) -> Iterator[Row]:
    """Every register entry, in order."""
    for ordinal, item in array_items(path, "PublicationDetail"):
        where = f"{path} item {ordinal}"
        try:
            yield _entry(item, where)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            yield BadRow(where, f"unexpected shape: {error}")


def _entry(item: dict[str, Any], where: str) -> ListEntry:
    fields: dict[str, list[dict[str, Any]]] = {
        f["TypeChamp"]: f.get("Valeur") or [] for f in item.get("RegistreDetail") or ()
    }
    reference = str(item.get("IdRegistre") or "")
    found = once(_names(item, fields))
    if not reference or not found:
        raise ValueError(f"{reference or 'an entry'}: no IdRegistre or no name")
    legal = _values(fields, "FONDEMENT_JURIDIQUE", "FondementJuridiqueLabel") or _values(
        fields, "FONDEMENT_JURIDIQUE", "FondementJuridique"
    )
    places = (
        _values(fields, "NATIONALITE", "Pays")
        + _values(fields, "ADRESSE_PP", "Pays")
        + _values(fields, "ADRESSE_PM", "Pays")
    )
    return ListEntry(
        list="fr_gels",
        reference=reference,
        kind=_KINDS.get((item.get("Nature") or "").lower(), "organization"),
        names=found,
        regime="; ".join(dict.fromkeys(legal)) or None,
        listed="un" if _values(fields, "REFERENCE_ONU", "ReferenceOnu") else "national",
        birth_dates=tuple(dict.fromkeys(d for v in fields.get("DATE_DE_NAISSANCE", ()) if (d := _birth(v)))),
        countries=countries(places),
        identifiers=tuple(_identifiers(fields)),
        positions=tuple(_values(fields, "TITRE", "Titre")),
        remarks=" ".join(_values(fields, "MOTIFS", "Motifs")) or None,
        where=where,
    )


def _values(fields: dict[str, list[dict[str, Any]]], field: str, key: str) -> list[str]:
    return [v for value in fields.get(field, ()) if (v := str(value.get(key) or "").strip())]


def _names(item: dict[str, Any], fields: dict[str, list[dict[str, Any]]]) -> Iterator[ListName]:
    given = " ".join(_values(fields, "PRENOM", "Prenom"))
    yield from names(f"{item.get('Nom') or ''} {given}".strip())
    for value in fields.get("ALIAS", ()):
        weak = "faible" in str(value.get("Commentaire") or "").lower()
        yield from names(str(value.get("Alias") or ""), "weak" if weak else "good")


def _birth(value: dict[str, Any]) -> str | None:
    parts = [str(value.get(k) or "").strip() for k in ("Annee", "Mois", "Jour")]
    about = "~" if "environ" in str(value.get("Commentaire") or "").lower() else ""
    date = edtf("-".join(p.zfill(2) for p in parts if p)) if parts[0] else None
    return date + about if date else None


def _identifiers(fields: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    for field, (kind, key) in _DOCUMENTS.items():
        for number in _values(fields, field, key):
            yield kind, re.sub(r"\D", "", number) if kind == "imo" else number


def _dated(path: Path) -> str | None:
    with path.open(encoding="utf-8-sig") as file:
        found = re.search(r'"DatePublication"\s*:\s*"(\d{4}-\d{2}-\d{2})', file.read(4096))
    return found[1] if found else None


FORMAT = Form(
    id="fr_gels_json",
    title="Registre national des gels (JSON)",
    list="fr_gels",
    rows=rows,
    recognise=lambda first, path: b'"PublicationDetail"' in first,
    dated=_dated,
    licence="France, Licence Ouverte 2.0",
)
