"""Parts brought together, in the order of the input whoever made them and whenever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from selon.errors import InputError, SelonError
from selon.scale.units import Unit, manifest_of, part_of, read_json


def lines(units: Iterable[Unit]) -> Iterator[dict[str, Any]]:
    """The objects of every part, in order; an id that was there before becomes the error it is in one process.

    Raises InputError where a unit is not done, or its part is not what the manifest says.
    """
    seen: set[str] = set()
    for unit in units:
        for number, found in _numbered(unit):
            yield once(found, number, seen)


def once(found: dict[str, Any], number: int, seen: set[str]) -> dict[str, Any]:
    """`found`, or the error of an id that was used before; lines that were not JSON have no id."""
    from selon.lines import duplicate

    known = found.get("id")
    if known is None:
        return found
    key = json.dumps(known, sort_keys=True)
    if key in seen:
        return {"id": known, "error": duplicate(known, number).to_dict()}
    seen.add(key)
    return found


def _numbered(unit: Unit) -> Iterator[tuple[int, dict[str, Any]]]:
    import fsspec

    manifest = read_json(manifest_of(unit))
    if manifest is None:
        raise InputError(
            "a unit is not done", where=manifest_of(unit), next="run it again: what is done stays"
        )
    files, path = fsspec.core.url_to_fs(part_of(unit))
    data = files.cat_file(path)
    if hashlib.sha256(data).hexdigest() != manifest["sha256"]:
        raise InputError(
            "a part is not what its manifest says",
            where=part_of(unit),
            next="delete its manifest and run again",
        )
    for text in data.split(b"\n"):
        if text:
            number, found = json.loads(text)
            yield number, found


def failures(found: Iterable[tuple[Unit, dict[str, Any] | SelonError]]) -> Iterator[SelonError]:
    """Units that could not be done at all."""
    for unit, result in found:
        if isinstance(result, SelonError):
            result.where = f"{unit.location}, from line {unit.line}"
            yield result
