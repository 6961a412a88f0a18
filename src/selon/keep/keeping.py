"""Keeping: how a reading, and a run of relations, become a log entry and rows, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from selon.errors import RecordError
from selon.keep import log, schema, search
from selon.keep.canonical import canonical, sha256, squeeze, unsqueeze
from selon.keep.projection import Rows, counts, document_row, index_terms, rows
from selon.keep.words import short

# Statements that every reading needs, made once: with SQLAlchemy, making one costs more than SQLite takes to run it.
_documents, _readings, _receipts = schema.documents, schema.readings, schema.receipts
RECEIVED = select(_receipts.c.id).where(_receipts.c.original == bindparam("sha")).limit(1)
RECEIVED_FROM = RECEIVED.where(_receipts.c.url == bindparam("url"))
READING = (
    select(_readings.c.seq, _documents.c.article, _documents.c.version)
    .join(_documents, _readings.c.document == _documents.c.n)
    .where(_readings.c.id == bindparam("reading"))
)
ORIGINAL = select(schema.originals.c.sha).where(schema.originals.c.sha == bindparam("sha"))
DOCUMENT = select(_documents.c.n, _documents.c.article, _documents.c.version).where(
    _documents.c.id == bindparam("id")
)
VERSIONS = select(func.max(_documents.c.version)).where(_documents.c.article == bindparam("article"))
COUNTERS = select(schema.counters)
COUNT = (
    update(schema.counters).where(schema.counters.c.name == bindparam("key")).values(last=bindparam("value"))
)
TERMS = {
    (dialect, index): text(statement.format(index=index))
    for index in ("passage_terms", "claim_terms")
    for dialect, statement in (
        ("sqlite", "INSERT INTO {index} (rowid, terms) VALUES (:n, :terms)"),
        ("postgresql", "INSERT INTO {index} (n, terms) VALUES (:n, CAST(:terms AS tsvector))"),
    )
}
ADD = {table.name: insert(table) for table in schema.tables.sorted_tables}


@dataclass(frozen=True, slots=True)
class Kept:
    """What `keep_reading` did. `status`: "new" (a document not seen before), "same" (nothing changed), "new version"
    (the article changed; the old version stays beside it), "new reading" (these bytes, read differently; the old
    reading stays). `address_new`: known bytes, found at an address not seen before, which is noted."""

    status: str
    document: str
    reading: str
    article: str
    version: int
    seq: int
    address_new: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is about to be kept."""

    reading: Mapping[str, Any]
    id: str
    article: str
    receipt: Mapping[str, Any]
    size: int

    @property
    def document(self) -> str:
        return self.reading["document"]["id"]


def opened(squeezed: bytes, expected: str, name: str) -> Any:
    """The JSON inside a squeezed column, checked against its hash; raises RecordError when it is not what it was."""
    try:
        data = unsqueeze(squeezed)
    except ValueError:
        data = b""
    if sha256(data) != expected:
        raise RecordError(
            "a reading is not what it was", where=name, next="run `selon verify`", code="record_damaged"
        )
    return json.loads(data)


def article_of(document: Mapping[str, Any], address: str | None) -> str:
    """What the versions of one article share: its address without fragment; alone, the document's own id."""
    url = address or document.get("url")
    return short(url.partition("#")[0]) if url else document["id"]


def received(connection: Connection, incoming: Incoming) -> bool:
    """Whether these bytes are there already, from this address (a file's bytes: from anywhere)."""
    sha, url = incoming.document.removeprefix("sha256:"), incoming.receipt["url"]
    if url is None:
        return connection.execute(RECEIVED, {"sha": sha}).first() is not None
    return connection.execute(RECEIVED_FROM, {"sha": sha, "url": url}).first() is not None


def same(connection: Connection, incoming: Incoming) -> Kept | None:
    """What to answer when this reading is already there, from this address; None when something is new."""
    found = connection.execute(READING, {"reading": incoming.id}).first()
    if found is None or not received(connection, incoming):
        return None
    return Kept("same", incoming.document, incoming.id, found.article, found.version, found.seq)


def receive(
    connection: Connection, pen: log.Pen, incoming: Incoming, stored: Any, receipt: str, path: str
) -> None:
    """Rows and log entry of the original, where it is new, and of a receipt of it, which must be new."""
    sha = incoming.document.removeprefix("sha256:")
    known = connection.execute(ORIGINAL, {"sha": sha}).first()
    original = incoming.reading["document"].get("original") or {}
    body = {
        "original": sha,
        "size": incoming.size,
        "media_type": original.get("media_type"),
        "encoding": original.get("encoding"),
        "name": original.get("name"),
        "stored": stored.digest,
        "stored_size": stored.size,
        "receipt": receipt,
        "path": path,
        "url": incoming.receipt["url"],
        "fetched": incoming.receipt["fetched"],
    }
    entry = log.append(connection, pen, "original.received", body, subject=incoming.document)
    if not known:
        connection.execute(ADD["originals"], original_row(body, entry.seq))
    connection.execute(ADD["receipts"], receipt_row(body, entry.seq))


def original_row(body: Mapping[str, Any], seq: int) -> dict[str, Any]:
    """The row of `originals` that an "original.received" entry makes."""
    names = ("size", "media_type", "encoding", "name", "stored", "stored_size")
    return {"sha": body["original"], **{name: body[name] for name in names}, "seq": seq}


def receipt_row(body: Mapping[str, Any], seq: int) -> dict[str, Any]:
    """The row of `receipts` that an "original.received" entry makes."""
    return {
        "id": body["receipt"],
        "original": body["original"],
        "url": body["url"],
        "fetched": body["fetched"],
        "path": body["path"],
        "seq": seq,
    }


def keep(connection: Connection, pen: log.Pen, incoming: Incoming, sink: Sink) -> Kept:
    """Writes a reading, and leaves to the sink what is worked out from it; the connection holds the write lock."""
    earlier = connection.execute(DOCUMENT, {"id": incoming.document}).first()
    known = connection.execute(READING, {"reading": incoming.id}).first()
    if earlier and known:
        return Kept(
            "same",
            incoming.document,
            incoming.id,
            earlier.article,
            earlier.version,
            known.seq,
            address_new=True,
        )
    article, version, status = _place(connection, incoming, earlier)
    first = _numbers(connection, {**counts(incoming.reading), "documents": 0 if earlier else 1})
    if earlier:
        first["documents"] = earlier.n
    data = canonical(dict(incoming.reading))
    squeezed = squeeze(data)
    said = {
        "document": incoming.document,
        "article": article,
        "version": version,
        "status": status,
        "reading": incoming.id,
        "digest": sha256(data),
        "stored": sha256(squeezed),
        "tool": incoming.reading["selon"],
        "first": first,
    }
    entry = log.append(connection, pen, "reading.kept", said, subject=incoming.document)
    row = document_row(incoming.reading, said, entry.at, entry.seq)
    if earlier:
        connection.execute(update(_documents).where(_documents.c.n == earlier.n).values(row))
        sink.empty(connection)
        _forget(connection, earlier.n)
    else:
        connection.execute(ADD["documents"], row)
    connection.execute(ADD["readings"], reading_row(said, entry.at, entry.seq) | {"json": squeezed})
    sink.add(incoming.reading, first)
    return Kept(status, incoming.document, incoming.id, article, version, entry.seq)


def reading_row(said: Mapping[str, Any], at: str, seq: int) -> dict[str, Any]:
    """The row of `readings` that a "reading.kept" entry makes, without the JSON."""
    return {
        "id": said["reading"],
        "document": said["first"]["documents"],
        "tool": said["tool"],
        "digest": said["digest"],
        "stored": said["stored"],
        "kept": at,
        "seq": seq,
    }


def _place(connection: Connection, incoming: Incoming, earlier: Any) -> tuple[str, int, str]:
    """Article, version and status of what comes in."""
    if earlier:
        return earlier.article, earlier.version, "new reading"
    last = connection.scalar(VERSIONS, {"article": incoming.article})
    return incoming.article, (last or 0) + 1, "new version" if last else "new"


def _numbers(connection: Connection, wanted: Mapping[str, int]) -> dict[str, int]:
    """The first of as many fresh row numbers as each table wants; numbers are never used twice."""
    last = {row.name: row.last for row in connection.execute(COUNTERS)}
    fresh = [{"name": name, "last": count} for name, count in wanted.items() if name not in last]
    more = [{"key": n, "value": last[n] + count} for n, count in wanted.items() if n in last and count]
    if fresh:
        connection.execute(ADD["counters"], fresh)
    if more:
        connection.execute(COUNT, more)
    return {name: last.get(name, 0) + 1 for name in wanted}


class Sink:
    """Rows on their way to the tables of a reading: those of many readings go in one statement a table."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.terms: dict[str, list[tuple[int, str]]] = {}

    def add(self, reading: Mapping[str, Any], first: Mapping[str, int]) -> None:
        """Works out the rows of a reading and holds them."""
        made = rows(reading, first)
        for table, own in made.items():
            self.rows.setdefault(table, []).extend(own)
        for table, terms in index_terms(reading, made, first["documents"]).items():
            self.terms.setdefault(table, []).extend(terms)

    def empty(self, connection: Connection) -> None:
        """Writes what is held."""
        for table in schema.OF_READING:
            if held := self.rows.get(table.name):
                connection.execute(ADD[table.name], held)
        for table, held in self.terms.items():
            write_terms(connection, f"{table[:-1]}_terms", held)
        self.rows, self.terms = {}, {}


def write_terms(connection: Connection, index: str, own: Sequence[tuple[int, str]]) -> None:
    """Adds rows to an index of terms."""
    if not own:
        return
    on_sqlite = connection.dialect.name == "sqlite"
    spelled = str if on_sqlite else search.for_tsvector
    statement = TERMS["sqlite" if on_sqlite else "postgresql", index]
    connection.execute(statement, [{"n": n, "terms": spelled(terms)} for n, terms in own])


def _forget(connection: Connection, number: int) -> None:
    """Takes away the rows of a document's reading before a newer one; FTS5's rows of gone numbers lead nowhere."""
    if connection.dialect.name != "sqlite":
        for table in schema.SEARCHED:
            gone = select(table.c.n).where(table.c.document == number)
            index = schema.term_table(table)
            connection.execute(delete(index).where(index.c.n.in_(gone)))
    for table in reversed(schema.OF_READING):
        connection.execute(delete(table).where(table.c.document == number))


def keep_run(
    connection: Connection, pen: log.Pen, kind: str, id: str, data: bytes, found: Sequence[Mapping[str, Any]]
) -> int:
    runs, relations = schema.runs, schema.relations
    first = _numbers(connection, {"relations": len(found)})["relations"]
    squeezed = squeeze(data)
    said = {
        "run": id,
        "kind": kind,
        "digest": sha256(data),
        "stored": sha256(squeezed),
        "count": len(found),
        "first": first,
    }
    entry = log.append(connection, pen, "relations.kept", said, subject=f"run:{kind}")
    before = [row.id for row in connection.execute(select(runs.c.id).where(runs.c.kind == kind))]
    connection.execute(delete(relations).where(relations.c.run.in_(before)))
    connection.execute(update(runs).where(runs.c.kind == kind).values(current=0))
    row = run_row(said, entry.at, entry.seq) | {"json": squeezed}
    if id in before:
        connection.execute(update(runs).where(runs.c.id == id).values(row))
    else:
        connection.execute(ADD["runs"], row)
    if found:
        connection.execute(ADD["relations"], relation_rows(found, id, first))
    return entry.seq


def run_row(said: Mapping[str, Any], at: str, seq: int) -> dict[str, Any]:
    """The row of `runs` that a "relations.kept" entry makes, as long as no later run takes its place."""
    return {
        "id": said["run"],
        "kind": said["kind"],
        "digest": said["digest"],
        "stored": said["stored"],
        "kept": at,
        "current": 1,
        "seq": seq,
    }


def relation_rows(found: Iterable[Mapping[str, Any]], run: str, first: int) -> list[dict[str, Any]]:
    """The rows of `relations` for one run."""
    return [
        {
            "n": first + offset,
            "run": run,
            "a": r["a"],
            "b": r["b"],
            "relation": r["relation"],
            "json": canonical(r).decode(),
        }
        for offset, r in enumerate(found)
    ]
