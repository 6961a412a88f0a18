"""Word lists of a pack as sets, and places of words in a parse, looked up once: what hot loops need."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy
from spacy.strings import get_string_id

from selon.model.ports import LanguagePack

if TYPE_CHECKING:
    from spacy.tokens import Doc


@functools.cache
def wordset(pack: LanguagePack, name: str) -> frozenset[str]:
    """The pack's word list `name` as a set."""
    return frozenset(pack.words(name))


def hashes(words: Iterable[str]) -> numpy.ndarray:
    """The ids under which a parse stores `words`, as written and capitalised."""
    return numpy.array(
        sorted({get_string_id(w) for word in words for w in (word, word.capitalize())}), dtype="uint64"
    )


def positions(doc: Doc, attribute: str, ids: numpy.ndarray) -> list[int]:
    """Indexes of the tokens of `doc` whose `attribute` ("LEMMA", "LOWER", "POS") is one of `ids`."""
    return numpy.flatnonzero(numpy.isin(doc.to_array(attribute).astype("uint64"), ids)).tolist()
