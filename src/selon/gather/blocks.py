"""The passages of a document on their way in: kind and text, before there are offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A passage of a page or file: its kind (`selon.model.document.PASSAGE_KINDS`) and its text."""

    kind: str
    text: str


def squeezed(text: str) -> str:
    """`text` with runs of white space made one space and soft hyphens dropped, as a browser shows it."""
    return re.sub(r"\s+", " ", text.replace("\xad", "")).strip()


def key(text: str) -> str:
    """`text` reduced to its words in lower case, to compare two renderings of one passage."""
    return re.sub(r"\W+", " ", text.lower()).strip()
