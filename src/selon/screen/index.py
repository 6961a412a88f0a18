"""The index of listed names: one SQLite file (or memory), loaded in a moment, asked name by name."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from selon.errors import ListError
from selon.model.actor import ListEntry, ListName
from selon.screen.aliases import added_names, composed_names
from selon.screen.folds import read, sound
from selon.screen.name import PARTS, Name, prepare
from selon.screen.part import ARRAYS, Part, built

SCHEMA = "2"
_TABLES = """
create table meta (key text primary key, value text not null);
create table entry (id integer primary key, list text not null, reference text not null, home text not null,
  card text not null, body text not null);
create table identifier (kind text not null, value text not null, entry integer not null,
  primary key (kind, value, entry)) without rowid;
create table name (part text not null, number integer not null, entry integer not null, text text not null,
  quality text not null, origin text not null, primary key (part, number)) without rowid;
create table array (part text not null, name text not null, type text not null, data blob not null,
  primary key (part, name)) without rowid;
create index entry_reference on entry (reference);
create index name_entry on name (part, entry);
"""


class Index:
    """Listed names of any number of lists.

    `versions` maps a list's id to the version that was indexed. Build with `Index.build(entries, versions)`, keep
    on disk with `path`, open again with `Index.open(path)`. Safe to ask from several threads.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        meta = dict(connection.execute("select key, value from meta"))
        self.versions: dict[str, str] = json.loads(meta["versions"])
        self.count = int(meta["entries"])
        self.scanner: Any = None  # built by `selon.screen.scan` on first use
        self._homes = self._read_homes()
        self.parts = {part: self._part(part) for part in dict.fromkeys(PARTS.values())}

    @classmethod
    def build(
        cls,
        entries: Iterable[ListEntry],
        versions: Mapping[str, str] | None = None,
        path: Path | str | None = None,
    ) -> Index:
        """Index `entries`; in memory without `path`, else in a new SQLite file that replaces one at `path`.

        Aliases that the press uses for a UN-listed body (`data/aliases.yaml`) are added as names of their entry.
        """
        target = Path(path) if path else None
        working = target.with_suffix(".building") if target else None
        if working:
            working.parent.mkdir(parents=True, exist_ok=True)
            working.unlink(missing_ok=True)
        connection = sqlite3.connect(working or ":memory:", check_same_thread=False)
        _fill(connection, entries, dict(versions or {}))
        if not target or not working:
            return cls(connection)
        connection.close()
        working.replace(target)
        return cls.open(target)

    @classmethod
    def of(cls, entries: Iterable[tuple[ListEntry, str | None]]) -> Index:
        """An index in memory over (entry, version of its list) pairs."""
        pairs = list(entries)
        versions = {entry.list: version or "unknown" for entry, version in pairs}
        return cls.build((entry for entry, _ in pairs), versions)

    @classmethod
    def open(cls, path: Path | str) -> Index:
        """The index at `path`; raises ListError where there is none or another version of selon wrote it."""
        path = Path(path)
        if not path.is_file():
            raise ListError(
                "no screening index here",
                where=str(path),
                next="run selon lists update, or selon lists add FILE",
            )
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        try:
            written = connection.execute("select value from meta where key = 'schema'").fetchone()
        except sqlite3.DatabaseError as error:
            raise ListError(
                f"the screening index is damaged: {error}",
                where=str(path),
                next="selon lists status rebuilds it",
            ) from error
        if written is None or written[0] != SCHEMA:
            raise ListError(
                "the screening index was written by another version of selon",
                where=str(path),
                code="stale-index",
            )
        return cls(connection)

    def _part(self, part: str) -> Part:
        rows = self._connection.execute("select name, type, data from array where part = ?", (part,))
        found = {name: (kind, data) for name, kind, data in rows}
        vocabulary, heard = (_lines(found[key][1]) for key in ("vocabulary", "heard"))
        return Part(part, vocabulary, heard, {n: np.frombuffer(found[n][1], found[n][0]) for n in ARRAYS})

    def _read_homes(self) -> dict[int, frozenset[str]]:
        """Countries of the entries that have any; one set object for each combination."""
        kept: dict[str, frozenset[str]] = {}
        rows = self._connection.execute("select id, home from entry where home <> ''")
        return {number: kept.setdefault(home, frozenset(home.split())) for number, home in rows}

    def __len__(self) -> int:
        return self.count

    def home(self, number: int) -> frozenset[str]:
        """Lower-case codes of the countries an entry belongs to by its addresses or its regime."""
        return self._homes.get(number, frozenset())

    def with_identifier(self, kind: str, value: str) -> tuple[int, ...]:
        """Numbers of the entries with this identifier."""
        with self._lock:
            rows = self._connection.execute(
                "select entry from identifier where kind = ? and value = ?", (kind, value)
            ).fetchall()
        return tuple(number for (number,) in rows)

    def first_name(self, part: str, entry: int) -> int:
        """The number of an entry's first name."""
        with self._lock:
            query = "select min(number) from name where part = ? and entry = ?"
            return int(self._connection.execute(query, (part, entry)).fetchone()[0])

    def entry(self, number: int) -> ListEntry:
        """The entry of this number."""
        with self._lock:
            row = self._connection.execute("select body from entry where id = ?", (number,)).fetchone()
        return _entry(json.loads(row[0]))

    def listed(self, part: str, number: int) -> tuple[ListEntry, str, str, str]:
        """What a card needs of the entry of a listed name (its first name only, no remarks), and the name's text,
        quality and origin.

        Origin: "list"; "selon" for an added alias; "composed" for a one-word alias put before the family name.
        """
        with self._lock:
            query = (
                "select e.card, n.text, n.quality, n.origin from name n join entry e on e.id = n.entry "
                "where n.part = ? and n.number = ?"
            )
            body, text, quality, origin = self._connection.execute(query, (part, number)).fetchone()
        return _of_brief(json.loads(body)), text, quality, origin

    def find(self, reference: str) -> tuple[ListEntry, ...]:
        """The entries with this reference, on any list."""
        with self._lock:
            rows = self._connection.execute(
                "select body from entry where reference = ?", (reference,)
            ).fetchall()
        return tuple(_entry(json.loads(body)) for (body,) in rows)

    def texts(self, part: str) -> Iterator[tuple[str, bool]]:
        """Every listed name of a part as text, and whether a UN list has it; weak and composed names left out."""
        with self._lock:
            rows = self._connection.execute(
                "select n.text, e.list like 'un%' from name n join entry e on e.id = n.entry "
                "where n.part = ? and n.origin <> 'composed' and n.quality <> 'weak'",
                (part,),
            ).fetchall()
        return ((text, bool(un)) for text, un in rows)

    def entries(self) -> Iterator[ListEntry]:
        """Every entry, in order."""
        with self._lock:
            rows = self._connection.execute("select body from entry order by id").fetchall()
        for (body,) in rows:
            yield _entry(json.loads(body))


def _lines(data: bytes) -> list[str]:
    return data.decode().split("\n") if data else []


def _fill(connection: sqlite3.Connection, entries: Iterable[ListEntry], versions: dict[str, str]) -> None:
    connection.executescript(_TABLES)
    named: dict[str, list[tuple[int, Name]]] = {part: [] for part in PARTS.values()}
    count = 0
    for count, entry in enumerate(entries, 1):
        cells = (count, entry.list, entry.reference, " ".join(_home(entry)), _brief(entry), _body(entry))
        connection.execute("insert into entry values (?, ?, ?, ?, ?, ?)", cells)
        connection.executemany(
            "insert or ignore into identifier values (?, ?, ?)", ((k, v, count) for k, v in entry.identifiers)
        )
        part = PARTS.get(entry.kind, "body")
        for name, quality, origin in _names(entry, part):
            cells = (part, len(named[part]), count, name.text, quality, origin)
            connection.execute("insert into name values (?, ?, ?, ?, ?, ?)", cells)
            named[part].append((count, name))
        versions.setdefault(entry.list, "unknown")
    for part, names in named.items():
        vocabulary, arrays = built(names)
        for key, lines in (("vocabulary", vocabulary), ("heard", map(sound, vocabulary))):
            connection.execute(
                "insert into array values (?, ?, '', ?)", (part, key, "\n".join(lines).encode())
            )
        for key, array in arrays.items():
            connection.execute(
                "insert into array values (?, ?, ?, ?)", (part, key, array.dtype.str, array.tobytes())
            )
    meta = {"schema": SCHEMA, "versions": json.dumps(versions), "entries": str(count)}
    connection.executemany("insert into meta values (?, ?)", meta.items())
    connection.commit()


def _names(entry: ListEntry, part: str) -> Iterator[tuple[Name, str, str]]:
    """The names of an entry, the aliases we add and composed ones, each spelling once, with quality and origin."""
    seen = set()
    added = added_names(entry)
    ours = {(name.words, name.places) for n in added if (name := prepare(n.text, part))}
    given = [(n, "list") for n in entry.names] + [(n, "selon") for n in added]
    if entry.kind == "person":
        given += [(n, "composed") for n in composed_names(entry)]
    for listed, origin in given:
        name = prepare(listed.text, part)
        if name.words and (name.words, name.places) not in seen:
            seen.add((name.words, name.places))
            yield replace(name, telling=(name.words, name.places) in ours), listed.quality, origin


def _home(entry: ListEntry) -> list[str]:
    regimes = read("bodies")["regimes"]
    found = [c.lower() for c in entry.countries] + [
        c for r in (entry.regime or "").split("; ") for c in regimes.get(r, ())
    ]
    return sorted(dict.fromkeys(found))


def _brief(entry: ListEntry) -> str:
    """What a card needs of an entry, in a fixed order."""
    cells = (
        entry.list, entry.reference, entry.kind, entry.names[0].text, entry.listed, entry.birth_dates, entry.countries,
        entry.identifiers, entry.positions,
    )  # fmt: skip
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _of_brief(cells: list[Any]) -> ListEntry:
    list_id, reference, kind, first, listed, births, countries, identifiers, positions = cells
    return ListEntry(
        list_id, reference, kind, (ListName(first),), listed=listed, birth_dates=tuple(births), countries=tuple(countries),
        identifiers=tuple((k, v) for k, v in identifiers), positions=tuple(positions),
    )  # fmt: skip


def _body(entry: ListEntry) -> str:
    return json.dumps(
        {k: v for k, v in asdict(entry).items() if v}, ensure_ascii=False, separators=(",", ":")
    )


def _entry(body: dict[str, object]) -> ListEntry:
    names = tuple(ListName(**n) for n in body.pop("names"))  # type: ignore[attr-defined]
    identifiers = tuple((k, v) for k, v in body.pop("identifiers", ()))  # type: ignore[attr-defined]
    rest = {k: tuple(v) if isinstance(v, list) else v for k, v in body.items()}
    return ListEntry(names=names, identifiers=identifiers, **rest)  # type: ignore[arg-type]
