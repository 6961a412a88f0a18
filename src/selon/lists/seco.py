"""The Swiss SECO list (XML): names in typed parts with spelling variants and scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.lists.form import BadRow, Form, Row
from selon.lists.words import edtf, names, once
from selon.lists.xml import children, local, records, root_attribute, text
from selon.model.actor import ListEntry, ListName

_KINDS = {"individual": "person", "entity": "organization", "object": "vessel"}
_DOCUMENTS = {"passport": "passport", "id-card": "national_id", "imo": "imo"}


def rows(path: Path) -> Iterator[Row]:
    """Every `target`, in order; programmes and places stand in sections of their own before them."""
    programmes: dict[str, str] = {}
    places: dict[str, str] = {}
    for element in records(path, "sanctions-program", "place", "target"):
        where = f"{path}:{element.sourceline}"
        if local(element) == "sanctions-program":
            programmes |= _programme(element)
        elif local(element) == "place":
            places |= _place(element)
        else:
            try:
                yield _entry(element, programmes, places, where)
            except ValueError as error:
                yield BadRow(where, str(error))


def _programme(element: Any) -> dict[str, str]:
    """The programme's English key under the ids of its sets."""
    keys = {k.get("lang"): " ".join((k.text or "").split()) for k in children(element, "program-key")}
    key = keys.get("eng") or next(iter(keys.values()), "")
    return {s.get("ssid"): key for s in children(element, "sanctions-set")}


def _place(element: Any) -> dict[str, str]:
    codes = [c.get("iso-code") for c in children(element, "country") if c.get("iso-code")]
    return {element.get("ssid"): codes[0]} if codes else {}


def _entry(element: Any, programmes: dict[str, str], places: dict[str, str], where: str) -> ListEntry:
    subject = next((c for tag in _KINDS for c in children(element, tag)), None)
    if subject is None:
        raise ValueError(f"{element.get('ssid')}: neither individual, entity nor object")
    identities = children(subject, "identity")
    found = once(n for identity in identities for n in _names(identity))
    if not found:
        raise ValueError(f"{element.get('ssid')}: no name")
    sets = [s.text or "" for s in children(element, "sanctions-set-id")] or [
        element.get("sanctions-set-id") or ""
    ]
    return ListEntry(
        list="seco",
        reference=element.get("ssid") or "",
        kind=_kind(subject),
        names=found,
        regime="; ".join(dict.fromkeys(p for s in sets if (p := programmes.get(s.strip())))) or None,
        listed="delisted" if _delisted(element) else "national",
        listed_on=_listed_on(element),
        birth_dates=tuple(
            dict.fromkeys(d for i in identities for b in children(i, "day-month-year") if (d := _birth(b)))
        ),
        countries=tuple(dict.fromkeys(_countries(identities, places))),
        identifiers=tuple(dict.fromkeys(d for i in identities for d in _documents(i))),
        positions=tuple(
            t for j in children(subject, "justification") if (t := " ".join((j.text or "").split()))
        ),
        remarks=" ".join(t for o in children(subject, "other-information") if (t := (o.text or "").strip()))
        or None,
        where=where,
    )


def _kind(subject: Any) -> str:
    if local(subject) == "object":
        return "aircraft" if subject.get("object-type") == "aircraft" else "vessel"
    return _KINDS[local(subject)]


def _delisted(element: Any) -> bool:
    """Whether the last modification takes the target off the list."""
    changes = children(element, "modification")
    return bool(changes) and (changes[-1].get("modification-type") or "") == "de-listed"


def _listed_on(element: Any) -> str | None:
    for change in children(element, "modification"):
        if change.get("modification-type") == "listed":
            return edtf(change.get("effective-date") or change.get("publication-date") or "")
    return None


def _names(identity: Any) -> Iterator[ListName]:
    main = identity.get("main") == "true"
    for name in children(identity, "name"):
        kind = name.get("name-type") or ""
        quality = "primary" if main and kind == "primary-name" else "former" if "formerly" in kind else "good"
        if name.get("quality") == "low":
            quality = "weak"
        parts = sorted(children(name, "name-part"), key=lambda p: int(p.get("order") or 0))
        yield from names(" ".join(filter(None, (text(p, "value") for p in parts))), quality)
        yield from _variants(parts, quality)


def _variants(parts: list[Any], quality: str) -> Iterator[ListName]:
    """Latin variants put into the whole name one at a time; another script as a name of its own."""
    values = [text(p, "value") for p in parts]
    other: dict[str, dict[int, str]] = {}
    for index, part in enumerate(parts):
        for variant in children(part, "spelling-variant"):
            written = " ".join((variant.text or "").split())
            script = variant.get("script") or ""
            if not written:
                continue
            if script in ("", "Latn"):
                yield from names(
                    " ".join([*values[:index], written, *values[index + 1 :]]),
                    "good" if quality == "primary" else quality,
                )
            else:
                other.setdefault(script, {}).setdefault(index, written)
    for written_parts in other.values():
        yield from names(
            " ".join(written_parts[i] for i in sorted(written_parts)),
            "good" if quality == "primary" else quality,
        )


def _birth(element: Any) -> str | None:
    parts = (element.get("year"), element.get("month"), element.get("day"))
    return edtf("-".join(p.zfill(2) for p in parts if p)) if parts[0] else None


def _countries(identities: list[Any], places: dict[str, str]) -> Iterator[str]:
    for identity in identities:
        for nationality in children(identity, "nationality"):
            yield from (c.get("iso-code") for c in children(nationality, "country") if c.get("iso-code"))
        for address in children(identity, "address"):
            if code := places.get(address.get("place-id") or ""):
                yield code


def _documents(identity: Any) -> Iterator[tuple[str, str]]:
    for document in children(identity, "identification-document"):
        if number := text(document, "number"):
            yield _DOCUMENTS.get(document.get("document-type") or "", "id"), number


FORMAT = Form(
    id="seco_xml",
    title="Swiss SECO sanctions list (XML)",
    list="seco",
    rows=rows,
    recognise=lambda first, path: b"swiss-sanctions-list" in first,
    dated=lambda path: (root_attribute(path, "date") or "")[:10] or None,
    licence="Switzerland, free use with attribution",
)
