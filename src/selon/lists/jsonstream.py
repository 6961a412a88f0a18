"""Large JSON read item by item, without a second parser: the standard decoder on a moving window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selon.errors import ListError

_BLOCK = 1 << 16


def array_items(path: Path, key: str) -> Iterator[tuple[int, Any]]:
    """The items of the array under `key`, wherever it stands, each with its ordinal (1-based).

    Raises ListError where the key or its array is missing and where the file breaks off inside the array.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding="utf-8-sig") as file:
        window = _upto(file, f'"{key}"', path)
        window = _array_start(window, file, key, path)
        for ordinal in range(1, 1 << 31):
            window = window.lstrip(" \r\n\t,")
            while not window and (more := file.read(_BLOCK)):
                window = more.lstrip(" \r\n\t,")
            if window.startswith("]"):
                return
            item, end, window = _item(decoder, window, file, path, ordinal)
            yield ordinal, item
            window = window[end:]


def _upto(file: Any, wanted: str, path: Path) -> str:
    window = ""
    while wanted not in window:
        more = file.read(_BLOCK)
        if not more:
            raise ListError(
                f"no {wanted} in the file", where=str(path), next="check that this is the list's file"
            )
        window = window[-len(wanted) :] + more
    return window[window.index(wanted) + len(wanted) :]


def _array_start(window: str, file: Any, key: str, path: Path) -> str:
    window = (window + file.read(_BLOCK)).lstrip(" \r\n\t:")
    if not window.startswith("["):
        raise ListError(
            f'"{key}" is not an array', where=str(path), next="check that this is the list's file"
        )
    return window[1:]


def _item(
    decoder: json.JSONDecoder, window: str, file: Any, path: Path, ordinal: int
) -> tuple[Any, int, str]:
    while True:
        try:
            item, end = decoder.raw_decode(window)
            return item, end, window
        except json.JSONDecodeError as error:
            more = file.read(max(_BLOCK, len(window)))
            if not more:
                raise ListError(
                    "the JSON breaks off or is damaged",
                    where=f"{path} item {ordinal}",
                    next="download the list again",
                ) from error
            window += more
