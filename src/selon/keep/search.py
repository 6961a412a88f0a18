"""Search: passages and claims by words, phrase, act, actor, provision, stage, date and source.

A query becomes one expression over words and marks (see `words`), spelled for SQLite's FTS5 or for PostgreSQL's
text search; both hold the same terms, so both find the same. Newest kept comes first; a page ends with the number
to go on after, so that going on costs the same on every page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, func, literal_column, select, table, text, true
from sqlalchemy import column as column_of

from selon.errors import InputError
from selon.keep.dates import bounds, range_marks
from selon.keep.schema import claims, documents, passages
from selon.keep.words import key, words

MOST = 500  # rows of one page
COUNTED = 1000  # matches are counted up to here; beyond, "more than"
TSVECTOR_ROOM = 1_000_000  # bytes; PostgreSQL refuses 1,048,576
PIECE = re.compile(r'(-?)"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Everything given must hold; several values of one field mean any of them.

    `words`: words that must all occur, accents and case do not matter; "a phrase" in double quotes; a trailing `*`
    finds beginnings; a leading `-` excludes. `actor`, `source` and `publisher` are names, whole or in part.
    `happened` and `published` are EDTF values ("2024-06", "2023/2024-03"): what may lie in them is found.
    `document` is a document's id.
    """

    words: str = ""
    act: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    provision: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    polarity: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    happened: str | None = None
    published: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of matches. `after`: what to pass to get the next page, None on the last; `total`: matches in all,
    None where there are more than `COUNTED`."""

    items: tuple[dict[str, Any], ...]
    after: int | None
    total: int | None


FACETS = ("act", "stage", "actor", "provision", "source", "polarity", "item", "language", "publisher")


def search_claims(connection: Connection, query: Query, *, after: int | None = None, limit: int = 50) -> Page:
    """Claims of current readings that match, newest kept first."""
    return _search(connection, query, claims, after, limit)


def search_passages(
    connection: Connection, query: Query, *, after: int | None = None, limit: int = 50
) -> Page:
    """Passages of current readings that match, newest kept first."""
    return _search(connection, query, passages, after, limit)


def _search(connection: Connection, query: Query, target: Any, after: int | None, limit: int) -> Page:
    limit = max(1, min(limit, MOST))
    found = _matches(connection, query, target)
    shown = select(
        target,
        documents.c.id.label("document_id"),
        *(documents.c[name] for name in ("title", "publisher", "published", "url", "language", "version")),
    )
    page = found(shown).order_by(_order(connection, query, target).desc()).limit(limit + 1)
    if after is not None:
        page = page.where(_order(connection, query, target) < after)
    rows = [dict(row._mapping) for row in connection.execute(page)]
    last = rows[limit - 1]["n"] if len(rows) > limit else None
    capped = found(select(target.c.n)).limit(COUNTED + 1).subquery()
    total = (
        len(rows)
        if last is None and after is None
        else connection.scalar(select(func.count()).select_from(capped))
    )
    return Page(tuple(rows[:limit]), last, total if total is not None and total <= COUNTED else None)


def _order(connection: Connection, query: Query, target: Any) -> Any:
    """FTS5 hands out its matches by row number without sorting, when the order is asked of it."""
    if connection.dialect.name == "sqlite" and expression(query):
        return literal_column(f"{target.name[:-1]}_terms.rowid")
    return target.c.n


def _matches(connection: Connection, query: Query, target: Any) -> Any:
    """A function that adds to a select over `target` the joins and conditions of `query`."""
    parts = expression(query)
    conditions = [_within(query, target)]
    origin = target.join(documents, target.c.document == documents.c.n)
    if parts:
        index = table(f"{target.name[:-1]}_terms", column_of("n"), column_of("terms"))
        if connection.dialect.name == "sqlite":
            on = literal_column(f"{index.name}.rowid") == target.c.n
            conditions.append(text(f"{index.name} MATCH :terms").bindparams(terms=for_fts5(parts)))
        else:
            on = index.c.n == target.c.n
            conditions.append(
                text(f"{index.name}.terms @@ CAST(:terms AS tsquery)").bindparams(terms=for_tsquery(parts))
            )
        origin = index.join(target, on).join(documents, target.c.document == documents.c.n)

    def apply(query: Select) -> Select:
        return query.select_from(origin).where(and_(*conditions))

    return apply


def _within(query: Query, target: Any) -> Any:
    """The exact test of dates (the marks only narrow down), and the document."""
    conditions = [true()]
    if query.document:
        conditions.append(documents.c.id == query.document)
    if query.published:
        first, last = _range(query.published, "published")
        conditions += [documents.c.published_from <= last, documents.c.published_to >= first]
    if query.happened and target is claims:
        first, last = _range(query.happened, "happened")
        conditions += [claims.c.happened_from <= last, claims.c.happened_to >= first]
    return and_(*conditions)


def _range(value: str, name: str) -> tuple[str, str]:
    span = bounds(value)
    if span is None:
        raise InputError(
            f"not a date: {value!r}", where=name, next="write 2024, 2024-06, 2024-06-19 or 2024-01/2024-06"
        )
    return span


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that must (or, `excluded`, must not) occur: any of `choices`, each a phrase of tokens."""

    choices: tuple[tuple[str, ...], ...]
    excluded: bool = False
    beginning: bool = False


def expression(query: Query) -> tuple[Part, ...]:
    """The query as parts that must all hold; empty where nothing but exact columns is asked."""
    parts = list(_word_parts(query.words))
    for facet in FACETS:
        if values := tuple(k for v in getattr(query, facet) if (k := key(v))):
            parts.append(Part(tuple((f"{facet}={value}",) for value in values)))
        elif getattr(query, facet):
            raise InputError(f"nothing to look for in {facet}", next=f"give {facet} letters or digits")
    for facet in ("happened", "published"):
        value = getattr(query, facet)
        if value and (marks := range_marks(facet, _range(value, facet))):
            parts.append(Part(tuple((m,) for m in marks)))
    return tuple(parts)


def _word_parts(given: str) -> list[Part]:
    parts = []
    for minus, phrase, word in PIECE.findall(given):
        piece = phrase or word
        excluded = bool(minus) or (not phrase and word.startswith("-"))
        beginning = not phrase and word.endswith("*")
        if tokens := tuple(words(piece)):
            parts.append(Part((tokens,), excluded, beginning))
    if parts and all(p.excluded for p in parts):
        raise InputError("only excluded words", next="give at least one word that must occur")
    if given.strip() and not parts:
        raise InputError(f"nothing to look for in {given!r}", next="give words with letters or digits")
    return parts


def for_fts5(parts: tuple[Part, ...]) -> str:
    """The parts in FTS5's query syntax; tokens are quoted, so no text can be taken for an operator."""

    def one(part: Part) -> str:
        phrases = [f'"{" ".join(choice)}"' + (" *" if part.beginning else "") for choice in part.choices]
        return f"({' OR '.join(phrases)})"

    wanted = " AND ".join(one(p) for p in parts if not p.excluded)
    return " NOT ".join([f"({wanted})", *(one(p) for p in parts if p.excluded)])


def for_tsquery(parts: tuple[Part, ...]) -> str:
    """The parts in PostgreSQL's tsquery syntax, to be cast (never parsed as language)."""

    def one(part: Part) -> str:
        phrases = [_phrase(choice, part.beginning) for choice in part.choices]
        return ("!" if part.excluded else "") + f"({' | '.join(phrases)})"

    return " & ".join(one(p) for p in parts)


def _phrase(tokens: tuple[str, ...], beginning: bool) -> str:
    quoted = [f"'{token}'" for token in tokens]
    if beginning:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"


def for_tsvector(given: str) -> str:
    """Terms (words, then marks) as the text of a tsvector: positions kept, so that phrases are found.

    PostgreSQL counts positions up to 16,383; words beyond share the last and are found singly, not in phrases. It
    holds a megabyte of terms at most: of a longer passage, the words that come first, and all marks.
    """
    places: dict[str, list[int]] = {}
    for position, token in enumerate(given.split(), 1):
        places.setdefault(token, []).append(min(position, 16383))
    spelled, room = [], TSVECTOR_ROOM
    for token in sorted(places, key=lambda t: "=" not in t):
        own = sorted(set(places[token]))[:255]
        room -= len(token.encode()) + 2 * len(own) + 8
        if room < 0:
            break
        spelled.append(f"'{token}':{','.join(map(str, own))}")
    return " ".join(spelled)
