"""Words and marks to search by, the same for every database.

The databases are given words that are already folded, so that both find the same: a passage becomes its folded
words in order, followed by marks ("act=arms_transfer", "stage=done", "actor=kim_jong_un") that no text can
contain, because folding leaves only letters and digits.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MAYBE_ACCENT = re.compile("[\u0300-\U0010ffff]")  # no combining character stands below
WORD = re.compile(r"[^\W_]+")
LONGEST = 200  # characters of a word that count; PostgreSQL takes no token above 2,046 bytes
JOINED = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d"}
)


def fold(text: str) -> str:
    """`text` without case and accents: "Œuvre" and "oeuvre", "Kaï" and "kai" fold to the same."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(JOINED))
    return MAYBE_ACCENT.sub(_unless_accent, plain).casefold()


def _unless_accent(found: re.Match[str]) -> str:
    character = found.group()
    return "" if unicodedata.combining(character) else character


def words(text: str) -> list[str]:
    """The folded words of `text` in order; apostrophes and hyphens part words ("l'accord": l, accord)."""
    return [word[:LONGEST] for word in WORD.findall(fold(text))]


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """A name as one mark: "Kim Jong-un" and "KIM Jong Un" give "kim_jong_un"."""
    return "_".join(words(name))


def mark(facet: str, value: str) -> str:
    """A searchable mark: facet and value as one token."""
    return f"{facet}={key(value)}"


@lru_cache(maxsize=50_000)
def name_marks(facet: str, name: str | None) -> frozenset[str]:
    """Marks that find a name by the whole of it and by each of its words."""
    parts = words(name or "")
    return frozenset((f"{facet}={'_'.join(parts)}", *(f"{facet}={part}" for part in parts)) if parts else ())


def terms(text: str, marks: Iterable[str]) -> str:
    """What the index is given for `text`: folded words, then sorted marks."""
    return " ".join([*words(text), *sorted(set(marks))])


def short(text: str, most: int = 400) -> str:
    """`text`, or its beginning and a hash of the whole when it is longer than an index of the database takes."""
    if len(text) <= most:
        return text
    return f"{text[: most - 70]}…{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"
