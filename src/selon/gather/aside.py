"""What triage set aside: counted, named with where it lies, and looked at again when packs or lists have changed.

One JSON object a line: {"source", "name", "id"}. The bytes stay where they are (the file, or the capture); `id` is
their SHA-256, so that what is found again is what was set aside.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from selon.errors import InputError
from selon.gather.arrivals import Arrival, Failure, arrivals
from selon.gather.triage import SetAside
from selon.model.document import digest

NAME = "set-aside.jsonl"


class Aside:
    """The list of what was set aside, in a file that is only ever added to, until `rewrite`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, source: str, found: SetAside) -> None:
        """Notes one thing set aside; `source` is the file it lies in. Raises InputError where it cannot be written."""
        row = {"source": source, "name": found.name, "id": found.id}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as out:
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror}",
                code="aside",
                where=str(self.path),
                next="free some space",
            ) from error

    def rows(self) -> list[dict[str, str]]:
        """What is noted, each thing once; a line cut by a crash is passed over."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        if self.path.exists():
            for line in self.path.read_text("utf-8", errors="replace").splitlines():
                try:
                    row = json.loads(line)
                    found[row["source"], row["id"]] = row
                except (ValueError, KeyError, TypeError):
                    continue
        return list(found.values())

    def again(self) -> Iterator[tuple[str, Arrival | Failure]]:
        """(source, arrival) of everything set aside, out of the files it lies in; what is gone is a failure."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for row in self.rows():
            wanted[row["source"]].add(row["id"])
        for source, ids in wanted.items():
            left = set(ids)
            for item in _opened(source):
                if isinstance(item, Arrival) and (id := digest(item.data)) in left:
                    left.discard(id)
                    yield source, item
            if left:
                reason = InputError(
                    f"{len(left)} of {len(ids)} set aside are no longer there",
                    code="missing",
                    where=source,
                    next="bring the file back to its place",
                )
                yield source, Failure(source, reason)

    def keep_only(self, ids: Iterable[str]) -> None:
        """Drops from the list what was read after all."""
        stay = set(ids)
        rows = [row for row in self.rows() if row["id"] in stay]
        new = self.path.with_suffix(".new")
        new.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), "utf-8")
        new.replace(self.path)


def _opened(source: str) -> Iterator[Arrival | Failure]:
    try:
        yield from arrivals(Path(source))
    except InputError as error:
        yield Failure(source, error)
