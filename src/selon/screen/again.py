"""Screening again after a list has changed: what was found before against what is found now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selon.model.actor import Candidate
from selon.screen.cards import screen_many
from selon.screen.fields import Query
from selon.screen.index import Index


@dataclass(frozen=True, slots=True)
class Again:
    """How the candidates of one name changed: references (list, reference) that are new, gone, or graded otherwise."""

    query: Query
    new: tuple[Candidate, ...]
    gone: tuple[tuple[str, str], ...]
    regraded: tuple[tuple[Candidate, str], ...]  # the candidate now, and its grade before

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (self.new or self.gone or self.regraded)


Before = dict[tuple[str, str], str]  # (list, reference) -> grade


def screen_again(earlier: Iterable[tuple[Query, Before]], index: Index) -> Iterator[Again]:
    """For each name screened before, with what was found then, how today's candidates differ."""
    pairs = list(earlier)
    for (query, before), now in zip(pairs, screen_many([q for q, _ in pairs], index), strict=True):
        found = {(c.list, c.reference): c for c in now}
        yield Again(
            query,
            tuple(c for key, c in found.items() if key not in before),
            tuple(key for key in before if key not in found),
            tuple((c, before[key]) for key, c in found.items() if key in before and before[key] != c.grade),
        )


def touched(
    earlier: Iterable[tuple[Query, Before]], changed: frozenset[str]
) -> Iterator[tuple[Query, Before]]:
    """Those earlier screenings that found an entry which a list change touches (by reference)."""
    return (
        (query, before) for query, before in earlier if any(reference in changed for _, reference in before)
    )
