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

from sqlalchemy import Connection, select

from selon.errors import InputError, SelonError
from selon.keep import bundle, judgements, keeping, log, redact, schema, search
from selon.keep import location as places
from selon.keep import stamp as stamps
from selon.keep.bundle import Bundled
from selon.keep.canonical import canonical, sha256
from selon.keep.database import PATIENCE, Database, bring_up_to_date, revision
from selon.keep.difference import Change, difference
from selon.keep.keeping import Kept
from selon.keep.projection import reading_id
from selon.keep.redact import Redaction
from selon.keep.vault import Stored, Vault
from selon.keep.verify import Verification, verify
from selon.keep.work import TRIES, Failure, Work
from selon.model.document import digest
from selon.model.judgement import Case, Finding, Judgement, Standing, case, finding
from selon.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Imported:
    """What `unbundle` took in. `clashes`: subjects on which people of the two records now disagree."""

    case: str
    kept: tuple[Kept, ...]
    judgements: int
    clashes: tuple[str, ...]
    left_out: tuple[str, ...]


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
        database, folder = places.opened(location, create, patience)
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
            raise places.nothing_here(self.where)
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
        receipt: Mapping[str, Any] | None = None,
    ) -> Kept:
        """As `keep_reading`, from the JSON of a reading; `receipt` is one written elsewhere, kept as it is."""
        incoming = self._incoming(original, reading, headers, address, receipt)
        with self.database.read() as connection:
            if job is None and (same := keeping.same(connection, incoming)):
                return same
            came = keeping.received(connection, incoming)
        stored, paper = self.vault.put(original, None if came else incoming.receipt)
        with self.database.write() as connection:
            kept = self._keep(connection, [(incoming, stored, paper)])[0]
            if job is not None:
                Work.end(connection, job, log.stamp_of(self.pen.clock()))
            return kept

    def keep_many(self, pairs: Iterable[tuple[bytes, Mapping[str, Any]]]) -> list[Kept]:
        """As `keep_json` for several (bytes, reading) pairs in one transaction: all are kept, or none.

        For bulk loads: one commit for many. A hundred at a time is a good measure.
        """
        ready = []
        for original, reading in pairs:
            incoming = self._incoming(original, reading, None, None, None)
            ready.append((incoming, *self.vault.put(original, incoming.receipt)))
        with self.database.write() as connection:
            return self._keep(connection, ready)

    def _incoming(
        self,
        original: bytes,
        reading: Mapping[str, Any],
        headers: Mapping[str, str] | None,
        address: str | None,
        receipt: Mapping[str, Any] | None,
    ) -> keeping.Incoming:
        document = reading["document"]
        if document["id"] != digest(original):
            raise InputError(
                "the bytes are not the ones the reading is about",
                where=document["id"],
                next="pass the original bytes as they were read",
            )
        receipt = receipt or self._receipt(reading, headers, address)
        article = keeping.article_of(document, address or receipt["url"])
        return keeping.Incoming(reading, reading_id(reading), article, receipt, len(original))

    def _keep(
        self, connection: Connection, ready: Iterable[tuple[keeping.Incoming, Stored, Stored | None]]
    ) -> list[Kept]:
        found, sink = [], keeping.Sink()
        for incoming, stored, paper in ready:
            kept = keeping.same(connection, incoming)
            if kept is None and paper and not keeping.received(connection, incoming):
                keeping.receive(connection, self.pen, incoming, stored, paper.digest, paper.path)
            found.append(kept or keeping.keep(connection, self.pen, incoming, sink))
        sink.empty(connection)
        return found

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
        return keeping.opened(row["json"], row["digest"], row["id"])

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
            raise InputError(str(problem), where=subject, next="see `selon judge --help`") from None

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """Events of one subject, or all, oldest first."""
        with self.database.read() as connection:
            return judgements.events(connection, subject)

    def orphans(self) -> tuple[judgements.Orphan, ...]:
        """Judged claims that no current reading has any more, with what they said and what may have taken their place."""
        with self.database.read() as connection:
            return judgements.orphans(connection)

    def standings(self, subjects: Sequence[str]) -> dict[str, Standing]:
        """Where each of `subjects` stands (verdict, corrections, grades, dissent); those never judged are left out."""
        with self.database.read() as connection:
            return judgements.standings(connection, subjects)

    def open_case(self, title: str, *, user: str | None = None) -> str:
        """Opens a case; gives its id. Add to it with `judge("add", f"case:{id}", value={"subject": "claim:…"})`."""
        id = judgements.fresh_id(self.pen, "case", title)
        self.judge("open_case", f"case:{id}", value={"title": title}, user=user)
        return id

    def case(self, id: str) -> Case:
        """The case with this id; raises InputError when there is none."""
        if made := case(f"case:{id}", self.judgements(f"case:{id}")):
            return made
        raise InputError("there is no such case", where=id, next="see `selon case list`")

    def cases(self) -> list[dict[str, Any]]:
        """Every case: id, title, state, opened_by, opened_at, items (how many); newest first."""
        return self._all(select(schema.cases).order_by(schema.cases.c.opened_at.desc()))

    def find(self, case: str, text: str, evidence: Sequence[str], *, user: str | None = None) -> str:
        """Draws a finding in a case from claims ("claim:…"); gives its id. It is a draft until a second reader agrees:
        `judge("second", f"finding:{id}", user=…)`."""
        id = judgements.fresh_id(self.pen, "finding", case, text)
        value = {"case": case, "text": text, "evidence": list(evidence)}
        self.judge("finding", f"finding:{id}", value=value, user=user)
        return id

    def finding(self, id: str) -> Finding:
        """The finding with this id; raises InputError when there is none."""
        if made := finding(f"finding:{id}", self.judgements(f"finding:{id}")):
            return made
        raise InputError("there is no such finding", where=id, next="see the case")

    def findings(self, case: str) -> list[dict[str, Any]]:
        """The findings of a case, as rows."""
        table = schema.findings
        return self._all(select(table).where(table.c.case == case).order_by(table.c.at))

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
            return keeping.keep_run(connection, self.pen, kind, id, data, found)

    def relations(self, subject: str) -> list[dict[str, Any]]:
        """The relations of the current runs that name `subject` ("claim:…" or a document's id)."""
        table = schema.relations
        query = select(table).where((table.c.a == subject) | (table.c.b == subject)).order_by(table.c.n)
        return [json.loads(row["json"]) for row in self._all(query)]

    # work

    def work(self, queue: str = "read", *, tries: int = TRIES) -> Work:
        """The work table: what is to be done, resumable, nothing done twice; an item is tried `tries` times."""
        return Work(self.database, queue, self.pen, tries)

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

    # checking and handing over

    def verify(
        self, *, known_head: tuple[int, str] | None = None, roots: Sequence[Path] = ()
    ) -> Verification:
        """Walks log, vault and database and names what is not what it was; `known_head` was noted elsewhere, `roots`
        are the certificates of time-stamp authorities."""
        return verify(self.database, self.vault, known_head=known_head, roots=roots)

    def difference(self, before: str, after: str) -> tuple[Change, ...]:
        """What changed from one document (id) to another, usually two versions of one article."""
        texts = (self.reading(id)["document"]["text"] for id in (before, after))
        return difference(*texts)

    def redact(self, name: str, *, why: str, also: Sequence[str] = ()) -> Redaction:
        """Takes a person out of every export from now on; the evidence stays. Raises InputError without a reason."""
        try:
            with self.database.write() as connection:
                return redact.add(connection, self.pen, name, also, why)
        except ValueError as problem:
            raise InputError(str(problem), where=name, next="give the name and --why") from None

    def redactions(self) -> tuple[Redaction, ...]:
        """Who was taken out of exports, by whom and why."""
        with self.database.read() as connection:
            return redact.redactions(connection)

    def for_export(self, reading: Mapping[str, Any]) -> Mapping[str, Any]:
        """The JSON of a reading as it may leave the record: without the people who were taken out."""
        people = self.redactions()
        return redact.masked_reading(reading, people) if people else reading

    def masked(self, text: str) -> str:
        """Any text as it may leave the record, the same length."""
        return redact.masked(text, [n for r in self.redactions() for n in (r.name, *r.also)])

    def bundle(self, case: str, folder: Path) -> Bundled:
        """Writes everything about a case into a new folder that a stranger can check; raises InputError, RecordError."""
        with self.database.read() as connection:
            made = bundle.write(connection, self.vault, case, folder, log.stamp_of(self.pen.clock()))
        said = {
            "case": case,
            "manifest": made.manifest,
            "documents": made.documents,
            "withheld": list(made.withheld),
        }
        with self.database.write() as connection:
            log.append(connection, self.pen, "bundle.made", said, subject=f"case:{case}")
        return made

    def unbundle(self, folder: Path) -> Imported:
        """Checks a bundle and takes it in: originals, readings, judgements; what is there already stays as it is."""
        incoming = bundle.opened(folder)
        kept = [
            self.keep_json(data, reading, receipt=receipt or None)
            for data, reading, receipt in incoming.documents
        ]
        origin = {"bundle": incoming.manifest, "head": incoming.head}
        with self.database.write() as connection:
            known = {e.id for e in judgements.events(connection)}
            fresh = [e for e in incoming.judgements if e.id not in known]
            for event in fresh:
                judgements.keep(connection, self.pen, event, origin)
            said = {**origin, "case": incoming.case, "documents": len(kept), "judgements": len(fresh)}
            log.append(connection, self.pen, "bundle.taken", said, subject=f"case:{incoming.case}")
            stands = judgements.standings(connection, list({e.subject for e in fresh}))
        clashes = tuple(sorted(s for s, standing in stands.items() if standing.dissent))
        return Imported(incoming.case, tuple(kept), len(fresh), clashes, incoming.left_out)

    def stamp(
        self, authority: str, roots: Sequence[Path], transport: stamps.Transport = stamps.post
    ) -> log.Entry:
        """Has the log's head time-stamped by an authority (RFC 3161) and keeps the token in the log.

        The only thing that leaves is one hash. Raises RecordError when the stamp cannot be had or is not good.
        """
        number, hash = self.head()
        token = stamps.token_for(hash, authority, roots, transport)
        said = {"stamped": number, "hash": hash, "authority": authority, "token": token}
        with self.database.write() as connection:
            return log.append(connection, self.pen, "log.stamped", said)

    # failures

    def failures(self, *, limit: int = 100) -> tuple[Failure, ...]:
        """What could not be read and still is not, newest first."""
        return self.work().failures(limit=limit)

    def keep_failure(self, item: str, stage: str, problem: SelonError) -> None:
        """Keeps why an item could not be done, for runs that have no work table."""
        self.work().keep_failure(item, stage, problem)

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
