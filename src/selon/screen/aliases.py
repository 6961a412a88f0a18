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


def composed_names(entry: ListEntry) -> tuple[ListName, ...]:
    """A one-word alias of a person put in place of the given names ("Musa" for "SEKA BALUKU": "Musa BALUKU").

    The press names people so; such a name is never more than possible.
    """
    latin = [n for n in entry.names if not n.script]
    if not latin or len(latin[0].text.split()) not in (2, 3) or "," in latin[0].text:
        return ()
    family = latin[0].text.split()[-1]
    return tuple(
        ListName(f"{n.text} {family}", n.quality)
        for n in latin[1:]
        if len(n.text.split()) == 1
        and len(n.text) >= 3
        and n.text.isalpha()
        and n.text.upper() != family.upper()
    )
