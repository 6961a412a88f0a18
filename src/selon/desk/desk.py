"""The desk itself: an open record, the reader that reads new articles, and what is worked out once per state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from selon.keep import Record
from selon.keep.judgements import standings
from selon.lists import Version
from selon.model.judgement import Standing
from selon.model.regime import Provision
from selon.pipeline import Reader

T = TypeVar("T")


class Desk:
    """One record on one desk. `user` is who acts when nobody has signed in; `lists` are files names are held against,
    `kept` the versions of the record's own lists that `reader` holds them against."""

    def __init__(
        self,
        record: Record,
        *,
        user: str,
        regimes: Sequence[str] = ("1718",),
        lists: Sequence[Path] = (),
        kept: Sequence[Version] = (),
        reader: Reader | None = None,
    ) -> None:
        self.record = record
        self.user = user
        self.lists = tuple(lists)
        self.kept = tuple(kept)
        self.regimes = tuple(regimes)
        self._reader = reader
        self._provisions: Mapping[str, Provision] | None = None
        self._lock = threading.Lock()
        self._at: tuple[int, str] = (-1, "")
        self._known: dict[Any, Any] = {}
        self.touched: tuple[int, Mapping[str, Standing]] = (0, {})  # see review
        self.touched_lock = threading.Lock()

    @property
    def reader(self) -> Reader:
        """Loads nothing by itself; its models load with the first article."""
        if self._reader is None:
            self._reader = Reader(regimes=self.regimes, lists=self.lists)
        return self._reader

    @property
    def provisions(self) -> Mapping[str, Provision]:
        """The provisions of the installed regime packs, by id."""
        if self._provisions is None:
            self._provisions = self.reader.provisions()
        return self._provisions

    def once(self, key: Any, make: Callable[[Connection], T]) -> T:
        """What `make` gives, kept for as long as nothing is written to the record."""
        head = self.record.head()
        with self._lock:
            if head != self._at:
                self._at, self._known = head, {}
            if key in self._known:
                return self._known[key]
        with self.record.database.read() as connection:
            found = make(connection)
        with self._lock:
            if head == self._at:
                self._known[key] = found
        return found

    def rows(self, query: Any) -> list[dict[str, Any]]:
        """Rows of a select as dictionaries."""
        with self.record.database.read() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def standings(self, subjects: Sequence[str]) -> dict[str, Standing]:
        """Where each subject stands, those never judged included."""
        wanted = tuple(dict.fromkeys(subjects))
        if not wanted:
            return {}
        with self.record.database.read() as connection:
            found = standings(connection, wanted)
        return {s: found.get(s) or Standing(s) for s in wanted}

    def standing(self, subject: str) -> Standing:
        """Where one subject stands."""
        return self.standings([subject])[subject]
