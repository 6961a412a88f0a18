"""The record: the one door to everything that is kept.

    record = Record.open(Path("selon-record"), clock=clock, user="mk")
    kept = record.keep_reading(original_bytes, reading)      # kept.status: new | same | new version | new reading

What a method has returned is on the disk. Two processes may use one record; each write takes the one write lock.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from sqlalchemy import Connection, delete, insert, select, text, update

from selon.errors import InputError, RecordError
from selon.keep import judgements, log, schema, search
from selon.keep.canonical import canonical, sha256, squeeze, unsqueeze
from selon.keep.database import PATIENCE, Database, bring_up_to_date, open_postgresql, open_sqlite, revision
from selon.keep.projection import Rows, counts, document_row, index_terms, reading_id, rows
from selon.keep.trouble import told
from selon.keep.vault import Vault
from selon.keep.words import short
from selon.keep.work import Work
from selon.model.document import digest
from selon.model.judgement import Judgement
from selon.model.reading import Reading

DATABASE = "selon.db"
VAULT = "vault"


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


def utc_now() -> datetime:
    """The machine's clock, aware, in UTC."""
    return datetime.now(UTC)


class Record:
    """An open record. Use `Record.open`; close it, or use it in a `with` block."""

    def __init__(self, database: Database, vault: Vault, pen: log.Pen, where: str):
        self.database = database
        self.vault = vault
        self.pen = pen
        self.where = where

    @classmethod
    def open(
        cls,
        location: Path | str,
        *,
        clock: Callable[[], datetime] = utc_now,
        user: str,
        create: bool = True,
        patience: float = PATIENCE,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> Record:
        """Opens the record at `location`: a folder, or `postgresql://…?vault=/folder`.

        Makes it when it is not there, unless `create` is False. `clock` gives aware datetimes; `user` is who the
        log says did it; `patience` is how many seconds to wait for another process. Raises RecordError.
        """
        pen = log.Pen(user, clock, nonce)
        if "://" in str(location):
            database, folder = _server(str(location), patience)
        else:
            database, folder = _folder(Path(location), create, patience)
        record = cls(database, Vault(folder), pen, str(location))
        record._prepare(create)
        return record

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _prepare(self, create: bool) -> None:
        if revision(self.database) is None and not create:
            raise _nothing_here(self.where)
        bring_up_to_date(self.database)

    # documents and readings

    def keep_reading(
        self,
        original: bytes,
        reading: Reading,
        *,
        headers: Mapping[str, str] | None = None,
        address: str | None = None,
        job: int | None = None,
    ) -> Kept:
        """Keeps the bytes as received and what was read out of them; doing it twice changes nothing.

        `headers` are the response's, `address` where it finally came from (default: the document's url; versions
        of one article share it). `job` is the number of a job of the work table that this ends, in the same
        transaction. Raises RecordError when it cannot be kept, InputError when the bytes are not the document's.
        """
        return self.keep_json(original, reading.to_dict(), headers=headers, address=address, job=job)

    def keep_json(
        self,
        original: bytes,
        reading: Mapping[str, Any],
        *,
        headers: Mapping[str, str] | None = None,
        address: str | None = None,
        job: int | None = None,
    ) -> Kept:
        """As `keep_reading`, from the JSON of a reading."""
        document = reading["document"]
        if document["id"] != digest(original):
            raise InputError(
                "the bytes are not the ones the reading is about",
                where=document["id"],
                next="pass the original bytes as they were read",
            )
        receipt = self._receipt(reading, headers, address)
        incoming = _Incoming(
            reading, reading_id(reading), _article(document, address), receipt, len(original)
        )
        with self.database.read() as connection:
            if job is None and (same := _same(connection, incoming)):
                return same
        stored = self.vault.put(original)
        receipt_id, receipt_file = self.vault.put_receipt(document["id"].removeprefix("sha256:"), receipt)
        with self.database.write() as connection:
            kept = _same(connection, incoming)
            if kept is None:
                _receive(connection, self.pen, incoming, stored, receipt_id, receipt_file.path)
                kept = _keep(connection, self.pen, incoming)
            if job is not None:
                Work.end(connection, job, log.stamp_of(self.pen.clock()))
            return kept

    def _receipt(
        self, reading: Mapping[str, Any], headers: Mapping[str, str] | None, address: str | None
    ) -> dict[str, Any]:
        document = reading["document"]
        original = document.get("original") or {}
        return {
            "original": document["id"],
            "url": address or original.get("url") or document.get("url"),
            "fetched": original.get("fetched"),
            "received": log.stamp_of(self.pen.clock()),
            "headers": dict(headers or {}),
            "media_type": original.get("media_type"),
            "encoding": original.get("encoding"),
            "name": original.get("name"),
            "tool": f"selon {reading['selon']}",
            "user": self.pen.who,
        }

    def original(self, document: str) -> bytes:
        """The bytes of a document as received, checked against their hash; raises RecordError."""
        return self.vault.get(document.removeprefix("sha256:"))

    def receipts(self, document: str) -> tuple[dict[str, Any], ...]:
        """How the bytes of a document came, each time: address, headers, UTC times, tool, user."""
        table = schema.receipts
        query = (
            select(table).where(table.c.original == document.removeprefix("sha256:")).order_by(table.c.seq)
        )
        with self.database.read() as connection:
            found = connection.execute(query).all()
        return tuple(json.loads(self.vault.read(row.path)) for row in found)

    def document(self, id: str) -> dict[str, Any]:
        """The row of a document; raises InputError when the record does not have it."""
        return self._one(schema.documents, schema.documents.c.id == id, id)

    def documents(self, *, after: int | None = None, limit: int = 50) -> list[dict[str, Any]]:
        """Documents, newest kept first; `after` is the `n` of the last one seen."""
        table = schema.documents
        query = select(table).order_by(table.c.n.desc()).limit(limit)
        return self._all(query if after is None else query.where(table.c.n < after))

    def versions(self, article: str) -> list[dict[str, Any]]:
        """The versions of one article, oldest first."""
        table = schema.documents
        return self._all(select(table).where(table.c.article == article).order_by(table.c.version))

    def reading(self, document: str, id: str | None = None) -> dict[str, Any]:
        """The JSON of a document's current reading, or of the one with this id; raises InputError, RecordError."""
        row = self._one(
            schema.readings, schema.readings.c.id == (id or self.document(document)["reading"]), document
        )
        return opened(row["json"], row["digest"], row["id"])

    def readings(self, document: str) -> list[dict[str, Any]]:
        """Every reading of a document, oldest first, without its JSON."""
        table = schema.readings
        columns = [c for c in table.c if c.name != "json"]
        number = select(schema.documents.c.n).where(schema.documents.c.id == document).scalar_subquery()
        return self._all(select(*columns).where(table.c.document == number).order_by(table.c.seq))

    # search

    def search_claims(self, query: search.Query, *, after: int | None = None, limit: int = 50) -> search.Page:
        """Claims that match, newest kept first; raises InputError for a query that asks nothing."""
        with self.database.read() as connection:
            return search.search_claims(connection, query, after=after, limit=limit)

    def search_passages(
        self, query: search.Query, *, after: int | None = None, limit: int = 50
    ) -> search.Page:
        """Passages that match, newest kept first; raises InputError for a query that asks nothing."""
        with self.database.read() as connection:
            return search.search_passages(connection, query, after=after, limit=limit)

    # judgements

    def judge(
        self,
        kind: str,
        subject: str,
        *,
        why: str = "",
        value: Mapping[str, Any] | None = None,
        undoes: str | None = None,
        seen: str | None = None,
        user: str | None = None,
    ) -> Judgement:
        """Adds one judgement by `user` (default: the record's user), now. Raises InputError where it is refused."""
        try:
            with self.database.write() as connection:
                return judgements.add(
                    connection,
                    self.pen,
                    kind,
                    subject,
                    why=why,
                    value=value or {},
                    undoes=undoes,
                    seen=seen,
                    user=user,
                )
        except ValueError as problem:
            raise InputError(str(problem), where=subject, next="see docs: judgements") from None

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """Events of one subject, or all, oldest first."""
        with self.database.read() as connection:
            return judgements.events(connection, subject)

    def orphans(self) -> tuple[judgements.Orphan, ...]:
        """Judged claims that no current reading has any more, with what they said and what may have taken their place."""
        with self.database.read() as connection:
            return judgements.orphans(connection)

    # relations across documents

    def keep_relations(self, kind: str, relations: Iterable[Mapping[str, Any]]) -> int:
        """Keeps one run over the record (each relation has `a`, `b`, `relation` and what else it wants to say).

        It takes the place of the run of the same kind before it, which stays in the log. Gives the log's number;
        the same run twice changes nothing.
        """
        found = [dict(r) for r in relations]
        data = canonical(found)
        id = sha256(canonical([kind, sha256(data)]))
        with self.database.write() as connection:
            known = connection.execute(select(schema.runs).where(schema.runs.c.id == id)).first()
            if known and known.current:
                return known.seq
            return _keep_run(connection, self.pen, kind, id, data, found)

    def relations(self, subject: str) -> list[dict[str, Any]]:
        """The relations of the current runs that name `subject` ("claim:…" or a document's id)."""
        table = schema.relations
        query = select(table).where((table.c.a == subject) | (table.c.b == subject)).order_by(table.c.n)
        return [json.loads(row["json"]) for row in self._all(query)]

    # work

    def work(self, queue: str = "read") -> Work:
        """The work table: what is to be done, resumable, nothing done twice."""
        return Work(self.database, queue, self.pen)

    # log

    def log(
        self, *, after: int = 0, action: str | None = None, subject: str | None = None
    ) -> tuple[log.Entry, ...]:
        """The entries of the log after a number, oldest first."""
        with self.database.read() as connection:
            return tuple(log.entries(connection, after=after, action=action, subject=subject))

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry: write them down elsewhere, and nobody can rewrite what came before."""
        with self.database.read() as connection:
            return log.head(connection)

    # helpers

    def _all(self, query: Any) -> list[dict[str, Any]]:
        with self.database.read() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def _one(self, table: Any, condition: Any, name: str) -> dict[str, Any]:
        found = self._all(select(table).where(condition))
        if not found:
            raise InputError(
                f"the record has no such {table.name[:-1]}", where=name, next="see `selon search`"
            )
        return found[0]


@dataclass(frozen=True, slots=True)
class _Incoming:
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


def _folder(folder: Path, create: bool, patience: float) -> tuple[Database, Path]:
    path = folder / DATABASE
    if not path.exists() and not create:
        raise _nothing_here(str(folder))
    with told(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
    return open_sqlite(
        path, patience=patience, readonly=path.exists() and _unwritable(folder)
    ), folder / VAULT


def _unwritable(folder: Path) -> bool:
    import os

    return not os.access(folder, os.W_OK)


def _server(location: str, patience: float) -> tuple[Database, Path]:
    parts = urlsplit(location)
    options = parse_qs(parts.query)
    folder = options.pop("vault", [None])[0]
    if parts.scheme.partition("+")[0] not in ("postgresql", "postgres") or folder is None:
        raise RecordError(
            "not a record" if folder else "the record's address does not say where the originals are kept",
            where=_without_password(location),
            next="write postgresql://user@host/database?vault=/folder, with a folder that every process reaches",
            code="record_address",
        )
    bare = urlunsplit(parts._replace(scheme="postgresql", query=urlencode(options, doseq=True)))
    return open_postgresql(bare, patience=patience), Path(folder)


def _without_password(location: str) -> str:
    parts = urlsplit(location)
    return location.replace(f":{parts.password}@", ":***@") if parts.password else location


def _nothing_here(where: str) -> RecordError:
    return RecordError(
        "there is no record here",
        where=where,
        next="read something into it: selon read",
        code="record_missing",
    )


def _article(document: Mapping[str, Any], address: str | None) -> str:
    """What the versions of one article share: its address without fragment; alone, the document's own id."""
    url = address or document.get("url")
    return short(url.partition("#")[0]) if url else document["id"]


def _same(connection: Connection, incoming: _Incoming) -> Kept | None:
    """What to answer when this reading is already there, from this address; None when something is new."""
    readings, documents, receipts = schema.readings, schema.documents, schema.receipts
    query = (
        select(readings.c.seq, documents.c.article, documents.c.version)
        .join(documents, readings.c.document == documents.c.n)
        .where(readings.c.id == incoming.id)
    )
    found = connection.execute(query).first()
    if found is None:
        return None
    known = select(receipts.c.id).where(
        receipts.c.original == incoming.document.removeprefix("sha256:"),
        receipts.c.url == incoming.receipt["url"],
    )
    url = incoming.receipt["url"]
    if url is not None and connection.execute(known).first() is None:
        return None
    return Kept("same", incoming.document, incoming.id, found.article, found.version, found.seq)


def _receive(
    connection: Connection, pen: log.Pen, incoming: _Incoming, stored: Any, receipt: str, path: str
) -> None:
    """Rows and log entry of the original and of this receipt of it, where they are new."""
    sha = incoming.document.removeprefix("sha256:")
    known = connection.execute(select(schema.originals.c.sha).where(schema.originals.c.sha == sha)).first()
    again = select(schema.receipts.c.id).where(
        schema.receipts.c.original == sha, schema.receipts.c.url.is_not_distinct_from(incoming.receipt["url"])
    )
    if known and connection.execute(again).first():
        return
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
        connection.execute(insert(schema.originals).values(original_row(body, entry.seq)))
    connection.execute(insert(schema.receipts).values(receipt_row(body, entry.seq)))


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


def _keep(connection: Connection, pen: log.Pen, incoming: _Incoming) -> Kept:
    """Writes a reading and everything worked out from it; the connection holds the write lock."""
    documents, readings = schema.documents, schema.readings
    earlier = connection.execute(select(documents).where(documents.c.id == incoming.document)).first()
    known = connection.execute(select(readings.c.seq).where(readings.c.id == incoming.id)).first()
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
    said = {
        "document": incoming.document,
        "article": article,
        "version": version,
        "status": status,
        "reading": incoming.id,
        "digest": sha256(data),
        "tool": incoming.reading["selon"],
        "first": first,
    }
    entry = log.append(connection, pen, "reading.kept", said, subject=incoming.document)
    row = document_row(incoming.reading, said, entry.at, entry.seq)
    if earlier:
        connection.execute(update(documents).where(documents.c.n == earlier.n).values(row))
        _forget(connection, earlier.n)
    else:
        connection.execute(insert(documents).values(row))
    connection.execute(
        insert(readings).values(reading_row(said, entry.at, entry.seq) | {"json": squeeze(data)})
    )
    _write(connection, incoming.reading, rows(incoming.reading, first), first["documents"])
    return Kept(status, incoming.document, incoming.id, article, version, entry.seq)


def reading_row(said: Mapping[str, Any], at: str, seq: int) -> dict[str, Any]:
    """The row of `readings` that a "reading.kept" entry makes, without the JSON."""
    return {
        "id": said["reading"],
        "document": said["first"]["documents"],
        "tool": said["tool"],
        "digest": said["digest"],
        "kept": at,
        "seq": seq,
    }


def _place(connection: Connection, incoming: _Incoming, earlier: Any) -> tuple[str, int, str]:
    """Article, version and status of what comes in."""
    documents = schema.documents
    if earlier:
        return earlier.article, earlier.version, "new reading"
    query = select(documents.c.version).where(documents.c.article == incoming.article)
    last = connection.execute(query.order_by(documents.c.version.desc()).limit(1)).scalar()
    return incoming.article, (last or 0) + 1, "new version" if last else "new"


def _numbers(connection: Connection, wanted: Mapping[str, int]) -> dict[str, int]:
    """The first of as many fresh row numbers as each table wants; numbers are never used twice."""
    table = schema.counters
    last = {row.name: row.last for row in connection.execute(select(table))}
    for name, count in wanted.items():
        if name not in last:
            connection.execute(insert(table).values(name=name, last=count))
        elif count:
            connection.execute(update(table).where(table.c.name == name).values(last=last[name] + count))
    return {name: last.get(name, 0) + 1 for name in wanted}


def _write(connection: Connection, reading: Mapping[str, Any], made: Rows, number: int) -> None:
    for table in schema.OF_READING:
        if made[table.name]:
            connection.execute(insert(table), made[table.name])
    for name, own in index_terms(reading, made, number).items():
        write_terms(connection, f"{name[:-1]}_terms", own)


def write_terms(connection: Connection, index: str, own: Sequence[tuple[int, str]]) -> None:
    """Adds rows to an index of terms."""
    if not own:
        return
    if connection.dialect.name == "sqlite":
        statement = text(f"INSERT INTO {index} (rowid, terms) VALUES (:n, :terms)")
        connection.execute(statement, [{"n": n, "terms": terms} for n, terms in own])
    else:
        statement = text(f"INSERT INTO {index} (n, terms) VALUES (:n, CAST(:terms AS tsvector))")
        connection.execute(statement, [{"n": n, "terms": search.for_tsvector(terms)} for n, terms in own])


def _forget(connection: Connection, number: int) -> None:
    """Takes away the rows of a document's reading before a newer one; FTS5's rows of gone numbers lead nowhere."""
    if connection.dialect.name != "sqlite":
        for table in schema.SEARCHED:
            gone = select(table.c.n).where(table.c.document == number)
            index = schema.term_table(table)
            connection.execute(delete(index).where(index.c.n.in_(gone)))
    for table in reversed(schema.OF_READING):
        connection.execute(delete(table).where(table.c.document == number))


def _keep_run(
    connection: Connection, pen: log.Pen, kind: str, id: str, data: bytes, found: Sequence[Mapping[str, Any]]
) -> int:
    runs, relations = schema.runs, schema.relations
    first = _numbers(connection, {"relations": len(found)})["relations"]
    said = {"run": id, "kind": kind, "digest": sha256(data), "count": len(found), "first": first}
    entry = log.append(connection, pen, "relations.kept", said, subject=f"run:{kind}")
    before = [row.id for row in connection.execute(select(runs.c.id).where(runs.c.kind == kind))]
    connection.execute(delete(relations).where(relations.c.run.in_(before)))
    connection.execute(update(runs).where(runs.c.kind == kind).values(current=0))
    row = run_row(said, entry.at, entry.seq) | {"json": squeeze(data)}
    if id in before:
        connection.execute(update(runs).where(runs.c.id == id).values(row))
    else:
        connection.execute(insert(runs).values(row))
    if found:
        connection.execute(insert(relations), relation_rows(found, id, first))
    return entry.seq


def run_row(said: Mapping[str, Any], at: str, seq: int) -> dict[str, Any]:
    """The row of `runs` that a "relations.kept" entry makes, as long as no later run takes its place."""
    return {
        "id": said["run"],
        "kind": said["kind"],
        "digest": said["digest"],
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
