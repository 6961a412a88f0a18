"""The `--jsonl` contract: a line of JSON in, a reading or an error object out, with the line's own `id`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from selon.errors import InputError, SelonError

if TYPE_CHECKING:
    from selon.pipeline import Reader


def line_result(reader: Reader, line: str, number: int, seen: set[str]) -> dict[str, Any]:
    """The reading of one line as JSON, or its error object; never raises a SelonError."""
    identifier: Any = None
    try:
        item = _item(line, number)
        identifier = item.get("id")
        _once(identifier, number, seen)
        reading = reader.read(
            _text(item, number),
            **{k: _string(item, k, number) for k in ("language", "published", "url", "title")},
        )
    except SelonError as error:
        where = (
            error.where
            if error.where and error.where.startswith("line")
            else f"line {number}: {error.where or ''}"
        )
        return {"id": identifier, "error": {**error.to_dict(), "where": where.rstrip(": ")}}
    return {"id": identifier, **reading.to_dict()}


def _item(line: str, number: int) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except ValueError as error:
        raise InputError(
            f"not JSON: {error}", code="bad-json", where=f"line {number}", next="write one JSON object a line"
        ) from error
    if not isinstance(item, dict):
        raise InputError(
            "not a JSON object", code="bad-json", where=f"line {number}", next="write one object a line"
        )
    return item


def _text(item: dict[str, Any], number: int) -> str:
    if not isinstance(item.get("text"), str):
        raise InputError(
            "no text", code="missing-text", where=f"line {number}: text", next="give `text` as a string"
        )
    return item["text"]


def _string(item: dict[str, Any], key: str, number: int) -> str | None:
    value = item.get(key)
    if value is not None and not isinstance(value, str):
        code = "invalid-date" if key == "published" else "bad-value"
        raise InputError(
            f"{key} is not a string", code=code, where=f"line {number}: {key}", next="give a string"
        )
    return value


def _once(identifier: Any, number: int, seen: set[str]) -> None:
    if identifier is None:
        return
    key = json.dumps(identifier, sort_keys=True)
    if key in seen:
        raise duplicate(identifier, number)
    seen.add(key)


def duplicate(identifier: Any, number: int) -> InputError:
    """What is said of an id that an earlier line has."""
    return InputError(
        f"id {identifier!r} was there before",
        code="duplicate-id",
        where=f"line {number}: id",
        next="give each line its own id",
    )
