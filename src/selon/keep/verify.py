"""Verify: is everything what it was?

The log is the spine. Each of its entries is sealed with the one before; what it says about originals and readings
is held against the files and the rows; and every other row of evidence is worked out again from those and compared
column by column. Whatever differs is named, the log's own faults first.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from selon.errors import RecordError
from selon.keep import judgements, keeping, log, schema
from selon.keep.canonical import sha256, unsqueeze
from selon.keep.database import Database
from selon.keep.projection import Rows, document_row, index_terms, reading_id, rows
from selon.keep.redact import redaction_row
from selon.keep.search import for_tsvector
from selon.keep.stamp import check_token, imprint_matches
from selon.keep.vault import Vault
from selon.model.judgement import Judgement, case, finding


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not what it was. `where` names file, log entry, or table, row and column.

    `grave` is False for what deserves a look but loses nothing: a clock that went back, a file that was never
    acknowledged.
    """

    where: str
    what: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was found. `head` is the log's last entry, to be noted outside the record."""

    head: tuple[int, str]
    entries: int
    originals: int
    documents: int
    rows: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing grave was found."""
        return not any(f.grave for f in self.faults)

    @property
    def first(self) -> Fault | None:
        """The first grave fault."""
        return next((f for f in self.faults if f.grave), None)


@dataclass(slots=True)
class _Expected:
    """What the log says there must be."""

    originals: dict[str, dict] = field(default_factory=dict)
    receipts: dict[str, dict] = field(default_factory=dict)
    readings: dict[str, dict] = field(default_factory=dict)
    documents: dict[str, tuple[dict, str, int]] = field(default_factory=dict)
    runs: dict[str, dict] = field(default_factory=dict)
    relations: dict[str, dict] = field(default_factory=dict)
    judgements: dict[int, dict] = field(default_factory=dict)
    redactions: dict[int, dict] = field(default_factory=dict)
    events: dict[str, list[Judgement]] = field(default_factory=dict)
    counters: Counter[str] = field(default_factory=Counter)


def verify(
    database: Database,
    vault: Vault,
    *,
    known_head: tuple[int, str] | None = None,
    roots: Sequence[Path] = (),
) -> Verification:
    """Walks log, vault and database.

    `known_head` (number, hash) is a head noted earlier, outside the record. `roots` are certificates (PEM) of
    time-stamp authorities; without them a stamp is only checked to be about the right entry.
    """
    faults: list[Fault] = []
    walk = _Walk(vault, known_head, roots)
    try:
        with database.read() as connection:
            faults += walk.all(connection)
    except RecordError as problem:
        faults.append(Fault(problem.where or database.where, problem.message))
    said = walk.expected
    return Verification(
        walk.head, walk.entries, len(said.originals), len(said.documents), walk.rows, tuple(faults)
    )


class _Walk:
    """One walk over a record, counting as it goes."""

    def __init__(self, vault: Vault, known_head: tuple[int, str] | None, roots: Sequence[Path]):
        self.vault = vault
        self.known_head = known_head
        self.roots = roots
        self.expected = _Expected()
        self.head = (0, log.GENESIS)
        self.entries = 0
        self.rows = 0

    def all(self, connection: Connection) -> Iterator[Fault]:
        yield from self._log(connection)
        yield from self._vault()
        yield from self._pages(connection)
        yield from self._plain(connection)
        yield from self._documents(connection)
        yield from self._relations(connection)

    # the log

    def _log(self, connection: Connection) -> Iterator[Fault]:
        number, prev = 0, log.GENESIS
        for entry in log.entries(connection):
            number += 1
            where = f"log entry {entry.seq}"
            if entry.seq != number:
                yield Fault(f"log entry {number}", "is missing")
                number = entry.seq
            yield from _sealed(entry, prev, where)
            if self.known_head and entry.seq == self.known_head[0] and entry.hash != self.known_head[1]:
                yield Fault(where, "is not the head that was noted")
            prev, self.head = entry.hash, (entry.seq, entry.hash)
            self.entries += 1
            yield from self._understand(connection, entry, where)
        if self.known_head and self.known_head[0] > number:
            yield Fault(
                f"log entry {self.known_head[0]}", "is missing: the log was longer when its head was noted"
            )

    def _understand(self, connection: Connection, entry: log.Entry, where: str) -> Iterator[Fault]:
        try:
            if entry.clock:
                yield Fault(where, f"the clock had gone back, to {entry.clock}", grave=False)
            take = getattr(self, "_on_" + entry.action.replace(".", "_"), None)
            if take:
                yield from take(entry, entry.body) or ()
        except (ValueError, KeyError, TypeError, AttributeError):
            yield Fault(where, "cannot be understood")

    def _on_original_received(self, entry: log.Entry, body: Mapping[str, Any]) -> None:
        self.expected.originals.setdefault(body["original"], keeping.original_row(body, entry.seq))
        self.expected.receipts[body["receipt"]] = keeping.receipt_row(body, entry.seq)

    def _on_reading_kept(self, entry: log.Entry, body: Mapping[str, Any]) -> None:
        self.expected.readings[body["reading"]] = keeping.reading_row(body, entry.at, entry.seq)
        self.expected.documents[body["document"]] = (dict(body), entry.at, entry.seq)

    def _on_relations_kept(self, entry: log.Entry, body: Mapping[str, Any]) -> None:
        for row in self.expected.runs.values():
            if row["kind"] == body["kind"]:
                row["current"] = 0
        self.expected.runs[body["run"]] = keeping.run_row(body, entry.at, entry.seq)
        self.expected.relations[body["kind"]] = dict(body)

    def _on_judgement(self, entry: log.Entry, body: Mapping[str, Any]) -> None:
        event = Judgement.from_dict(body["judgement"])
        self.expected.judgements[entry.seq] = judgements.row(event, entry.seq)
        self.expected.events.setdefault(event.subject, []).append(event)

    def _on_redaction(self, entry: log.Entry, body: Mapping[str, Any]) -> None:
        self.expected.redactions[entry.seq] = redaction_row(body, entry.who, entry.at, entry.seq)

    def _on_log_stamped(self, entry: log.Entry, body: Mapping[str, Any]) -> Iterator[Fault]:
        where = f"log entry {entry.seq}"
        if not imprint_matches(body["token"], body["hash"]):
            yield Fault(where, f"its time stamp is not one of entry {body['stamped']}")
        elif self.roots:
            try:
                check_token(body["token"], body["hash"], self.roots)
            except RecordError as problem:
                yield Fault(where, problem.message)

    # the vault

    def _vault(self) -> Iterator[Fault]:
        named: dict[str, str] = {}
        for sha, row in self.expected.originals.items():
            named[f"{sha[:2]}/{sha[2:4]}/{sha}.zst"] = row["stored"]
        for id, row in self.expected.receipts.items():
            named[row["path"]] = id
        for name, digest in named.items():
            yield from self._file(name, digest)
        for name in self.vault.names():
            if name not in named:
                yield Fault(
                    f"vault/{name}", "was never acknowledged (a process ended before it was)", grave=False
                )

    def _file(self, name: str, digest: str) -> Iterator[Fault]:
        path = self.vault.folder / name
        try:
            raw = path.read_bytes()
        except OSError as problem:
            yield Fault(
                f"vault/{name}", "is missing" if not path.exists() else f"cannot be read: {problem.strerror}"
            )
            return
        if sha256(raw) != digest:
            yield Fault(f"vault/{name}", "is not what it was")
        elif name.endswith(".zst") and sha256(unsqueeze(raw)) != path.stem:
            yield Fault(f"vault/{name}", "does not hold the bytes that it is named after")

    # the database

    def _pages(self, connection: Connection) -> Iterator[Fault]:
        """What SQLite itself finds; PostgreSQL has checksums of its own, set when the server is made."""
        if connection.dialect.name != "sqlite":
            return
        for (message,) in connection.execute(text("PRAGMA integrity_check(20)")):
            if message != "ok":
                yield Fault("selon.db", message)
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Fault(f"{row[0]} row {row[1]}", f"points to a row of {row[2]} that is not there")

    def _plain(self, connection: Connection) -> Iterator[Fault]:
        """Tables whose rows the log gives as they are."""
        said = self.expected
        yield from self._same(connection, schema.originals, "sha", said.originals)
        yield from self._same(connection, schema.receipts, "id", said.receipts)
        yield from self._same(connection, schema.judgements, "seq", said.judgements)
        yield from self._same(connection, schema.redactions, "seq", said.redactions)
        yield from self._same(connection, schema.readings, "id", said.readings, without=("json",))
        yield from self._same(connection, schema.runs, "id", said.runs, without=("json",))
        cases = {
            s: made for s, own in said.events.items() if s.startswith("case:") and (made := case(s, own))
        }
        findings = {
            s: made
            for s, own in said.events.items()
            if s.startswith("finding:") and (made := finding(s, own))
        }
        yield from self._same(
            connection, schema.cases, "id", {c.id: judgements.case_row(c) for c in cases.values()}
        )
        items = {(c.id, row["ordinal"]): row for c in cases.values() for row in judgements.item_rows(c)}
        yield from self._same(connection, schema.case_items, ("case", "ordinal"), items)
        found = {f.id: judgements.finding_row(f) for f in findings.values()}
        yield from self._same(connection, schema.findings, "id", found)

    def _same(
        self,
        connection: Connection,
        table: Table,
        key: str | tuple[str, ...],
        expected: Mapping[Any, Mapping[str, Any]],
        without: tuple[str, ...] = (),
    ) -> Iterator[Fault]:
        """Compares a whole table with the rows that there must be."""
        columns = [c for c in table.c if c.name not in without]
        seen = set()
        for row in connection.execution_options(yield_per=1000).execute(select(*columns)):
            self.rows += 1
            found = dict(row._mapping)
            id = found[key] if isinstance(key, str) else tuple(found[k] for k in key)
            seen.add(id)
            if id not in expected:
                yield Fault(f"{table.name} {id}", "is a row that the log does not know")
            else:
                yield from _differences(table.name, id, found, expected[id])
        for id in expected:
            if id not in seen:
                yield Fault(f"{table.name} {id}", "is missing")

    def _documents(self, connection: Connection) -> Iterator[Fault]:
        """Readings against their hashes; documents, and all that is worked out from a reading, against those."""
        for row in connection.execution_options(yield_per=100).execute(
            select(schema.readings.c.id, schema.readings.c.json)
        ):
            yield from self._reading(row.id, row.json)
        documents: dict[str, dict] = {}
        totals: Counter[str] = Counter()
        for id, (said, at, seq) in self.expected.documents.items():
            reading = _reading_json(connection, said)
            if reading is None:
                continue  # named above
            documents[id] = document_row(reading, said, at, seq)
            made = rows(reading, said["first"])
            totals.update({table: len(own) for table, own in made.items()})
            yield from self._rows_of(connection, id, said["first"]["documents"], made)
            yield from _terms_of(connection, id, reading, made, said["first"]["documents"])
        yield from self._same(connection, schema.documents, "id", documents)
        for table in schema.OF_READING:
            there = connection.scalar(select(func.count()).select_from(table))
            if there != totals[table.name]:
                yield Fault(table.name, f"has {there} rows, the readings give {totals[table.name]}")

    def _reading(self, id: str, squeezed: bytes) -> Iterator[Fault]:
        said = self.expected.readings.get(id)
        if said is None:
            return  # named above
        if sha256(squeezed) != said["stored"]:
            yield Fault(f"readings {id}, column json", "is not what it was")
        elif reading_id(json.loads(unsqueeze(squeezed))) != id:
            yield Fault(f"readings {id}", "does not hold the reading that it is named after")

    def _rows_of(self, connection: Connection, id: str, number: int, made: Rows) -> Iterator[Fault]:
        for table in schema.OF_READING:
            query = select(table).where(table.c.document == number).order_by(table.c.n)
            there = {row.n: dict(row._mapping) for row in connection.execute(query)}
            self.rows += len(there)
            wanted = {row["n"]: row for row in made[table.name]}
            for n, row in wanted.items():
                if n not in there:
                    yield Fault(f"{table.name} {n}", f"is missing (of document {id})")
                else:
                    yield from _differences(table.name, n, there[n], row)
            for n in there.keys() - wanted.keys():
                yield Fault(f"{table.name} {n}", f"is a row that the reading of {id} does not give")

    def _relations(self, connection: Connection) -> Iterator[Fault]:
        wanted: dict[int, dict] = {}
        for said in self.expected.relations.values():
            row = connection.execute(select(schema.runs).where(schema.runs.c.id == said["run"])).first()
            if row is None or sha256(row.json) != said["stored"]:
                yield Fault(f"runs {said['run']}, column json", "is not what it was")
                continue
            found = keeping.relation_rows(json.loads(unsqueeze(row.json)), said["run"], said["first"])
            wanted.update({r["n"]: r for r in found})
        for row in connection.execute(select(schema.runs.c.id, schema.runs.c.json, schema.runs.c.stored)):
            if sha256(row.json) != row.stored:
                yield Fault(f"runs {row.id}, column json", "is not what it was")
        yield from self._same(connection, schema.relations, "n", wanted)


def _sealed(entry: log.Entry, prev: str, where: str) -> Iterator[Fault]:
    """The entry's links and the columns that repeat its content."""
    if entry.prev != prev:
        yield Fault(where, "does not follow the entry before it")
    elif log.seal(entry.prev, entry.content) != entry.hash:
        yield Fault(where, "is not what was sealed")
        return
    try:
        said = json.loads(entry.content)
        for name in ("seq", "at", "who", "action", "subject"):
            if said[name] != getattr(entry, name):
                yield Fault(f"{where}, column {name}", "is not what the entry says")
    except (ValueError, KeyError, TypeError):
        yield Fault(where, "cannot be understood")


def _differences(table: str, id: Any, found: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[Fault]:
    for name, value in found.items():
        if value != wanted[name]:
            yield Fault(f"{table} {id}, column {name}", "is not what it was")


def _reading_json(connection: Connection, said: Mapping[str, Any]) -> Mapping[str, Any] | None:
    squeezed = connection.scalar(
        select(schema.readings.c.json).where(schema.readings.c.id == said["reading"])
    )
    if squeezed is None or sha256(squeezed) != said["stored"]:
        return None
    return json.loads(unsqueeze(squeezed))


def _terms_of(
    connection: Connection, id: str, reading: Mapping[str, Any], made: Rows, number: int
) -> Iterator[Fault]:
    """Whether search finds each row of a document; on PostgreSQL, where terms can be read back, exactly."""
    for name, own in index_terms(reading, made, number).items():
        index = f"{name[:-1]}_terms"
        if connection.dialect.name == "sqlite":
            query = text(f"SELECT rowid FROM {index} WHERE {index} MATCH :mark").bindparams(
                mark=f'"doc={number}"'
            )
            there = set(connection.scalars(query))
        else:
            there = _exact_terms(connection, index, own)
        for n in sorted({n for n, _ in own} - there):
            yield Fault(f"{index} {n}", f"is missing from the search index, or differs (of document {id})")


def _exact_terms(connection: Connection, index: str, own: Iterable[tuple[int, str]]) -> set[int]:
    query = text(f"SELECT n FROM {index} WHERE n = :n AND terms = CAST(:terms AS tsvector)")
    return {
        n
        for n, terms in own
        if connection.scalar(query.bindparams(n=n, terms=for_tsvector(terms))) is not None
    }
