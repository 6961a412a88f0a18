"""The registry of packs over entry points. Built-in packs come in through the same door as anybody's."""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from selon.errors import PackError

GROUPS = {"language": "selon.languages", "regime": "selon.regimes", "list": "selon.lists"}


@functools.cache
def _found(kind: str) -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUPS[kind])}


def names(kind: str) -> tuple[str, ...]:
    """Names of the installed packs of `kind` ("language", "regime", "list"), sorted."""
    return tuple(sorted(_found(kind)))


@functools.cache
def load(kind: str, name: str) -> Any:
    """The pack `name` of `kind`; raises PackError that says which there are."""
    point = _found(kind).get(name)
    if point is None:
        raise PackError(
            f"no {kind} pack for {name}",
            code="no-pack",
            next=f"installed: {', '.join(names(kind)) or 'none'}",
        )
    return point.load()
