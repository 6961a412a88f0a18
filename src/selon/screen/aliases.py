"""Names that the press gives to UN-listed bodies and that the list does not have, by UN reference."""

from __future__ import annotations

import functools

from selon.model.actor import ListEntry, ListName
from selon.screen.folds import read


@functools.cache
def _aliases() -> dict[str, tuple[ListName, ...]]:
    return {ref: tuple(ListName(str(n), "good") for n in names) for ref, names in read("aliases").items()}


def added_names(entry: ListEntry) -> tuple[ListName, ...]:
    """The aliases of `data/aliases.yaml` for this entry; none for entries of other lists."""
    return _aliases().get(entry.reference, ())
