"""One article in one version, with its preserved original."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from selon.model.text import Span

PASSAGE_KINDS = ("title", "standfirst", "heading", "paragraph", "list_item", "quote", "caption", "table")


def digest(data: bytes) -> str:
    """The id of some bytes: `sha256:` and the hexadecimal digest."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as received, described. The bytes themselves are kept by the vault, never here."""

    id: str
    size: int
    media_type: str
    encoding: str | None = None
    name: str | None = None
    url: str | None = None
    fetched: str | None = None  # UTC, ISO 8601; None for a local file


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, title or caption: no attribution content ever crosses the edge of one by the tree."""

    span: Span
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Noise:
    """Characters that are not the article (prompts, tracker ids, captions): marked, never deleted or read."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about the input: an unpaired mark, a guessed encoding, no pack."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One article in one version. `text` is never normalised: every offset in a reading points into it.

    `id` hashes the original bytes; `provenance` says where each metadata field came from
    (e.g. ("published", "JSON-LD")).
    """

    id: str
    text: str
    language: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    passages: tuple[Passage, ...] = ()
    noise: tuple[Noise, ...] = ()
    notices: tuple[Notice, ...] = ()
    provenance: tuple[tuple[str, str], ...] = ()
    original: Original | None = None

    def is_noise(self, span: Span) -> bool:
        """Whether `span` touches a stretch marked as noise."""
        return any(n.span.overlaps(span) for n in self.noise)
