"""Word lists of a pack as sets, and places of words in a parse, looked up once: what hot loops need."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spacy.strings import get_string_id

from selon.model.ports import LanguagePack

if TYPE_CHECKING:
    from spacy.tokens import Doc


@functools.cache
def wordset(pack: LanguagePack, name: str) -> frozenset[str]:
    """The pack's word list `name` as a set."""
    return frozenset(pack.words(name))


def hashes(words: Iterable[str]) -> frozenset[int]:
    """The ids under which a parse stores `words`, as written and capitalised."""
    return frozenset(get_string_id(w) for word in words for w in (word, word.capitalize()))


def positions(doc: Doc, attribute: str, ids: frozenset[int]) -> list[int]:
    """Indexes of the tokens of `doc` whose `attribute` ("LEMMA", "LOWER", "POS") is one of `ids`.

    Plain Python over one array: on passages of 60 tokens set-membership in numpy costs ten times as much.
    """
    return [i for i, value in enumerate(doc.to_array(attribute).tolist()) if value in ids]
