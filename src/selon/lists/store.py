"""The list store: every version of every list as it came, by publisher's date and hash, under `<record>/lists/`.

`<list>/<n>-<hash>/` holds the files and `version.json`; `n` counts up, so the last folder is the current version.
Nothing is ever overwritten. What an earlier version held and the current one does not comes back as "delisted".
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from selon.errors import ListError
from selon.lists.form import Form, ListFile, load
from selon.model.actor import ListEntry

SHRUNK = 0.9  # a list that loses more than a tenth of its entries at once is more likely cut than shortened
DAMAGED = 0.1  # share of rows that may be unreadable


@dataclass(frozen=True, slots=True)
class Version:
    """One kept version of a list. `retrieved` is UTC, ISO 8601; `folder` where its files lie."""

    list: str
    format: str
    version: str
    sha256: str
    retrieved: str
    entries: int
    problems: tuple[tuple[str, str], ...]
    file: str
    folder: Path
    address: str | None = None
    verified: bool = False
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a file did: "new" or "same" (these bytes are the current version already)."""

    status: str
    version: Version
    before: Version | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version of a list has that another has not, by reference; `changed` names the fields."""

    added: tuple[ListEntry, ...]
    removed: tuple[ListEntry, ...]
    changed: tuple[tuple[ListEntry, ListEntry, tuple[str, ...]], ...]

    def references(self) -> frozenset[str]:
        """References that any change touches."""
        entries = (*self.added, *self.removed, *(new for _, new, _ in self.changed))
        return frozenset(e.reference for e in entries)


class Store:
    """Versions of lists in a folder. `form` finds a format by its id (the registry is the caller's)."""

    def __init__(self, folder: Path | str, form: Callable[[str], Form]) -> None:
        self.folder = Path(folder)
        self._form = form

    def lists(self) -> tuple[str, ...]:
        """Ids of the lists that have a version, sorted."""
        return tuple(sorted({p.parent.parent.name for p in self.folder.glob("*/*/version.json")}))

    def versions(self, list_id: str) -> tuple[Version, ...]:
        """Kept versions, oldest first."""
        folders = sorted(p.parent for p in (self.folder / list_id).glob("*/version.json"))
        return tuple(_read(folder) for folder in folders)

    def current(self, list_id: str) -> Version | None:
        """The last version, None where there is none."""
        kept = self.versions(list_id)
        return kept[-1] if kept else None

    def find(self, list_id: str, wanted: str) -> Version:
        """The version with this date, hash or start of a hash; raises ListError that names those there are."""
        kept = self.versions(list_id)
        for version in reversed(kept):
            if version.version == wanted or version.sha256.startswith(wanted.removeprefix("sha256:")):
                return version
        there = ", ".join(v.version for v in kept) or "none"
        raise ListError(f"no version {wanted} of {list_id}", where=str(self.folder), next=f"kept: {there}")

    def add(
        self, path: Path | str, form: Form, *, retrieved: str, address: str | None = None, force: bool = False
    ) -> Added:
        """Read a list file, check it against the version before, and keep it; raises ListError where it is refused.

        A list with more than a tenth fewer entries than before, or with more than a tenth of unreadable rows, is
        refused unless `force`. `retrieved` is when the file was had (UTC, ISO 8601).
        """
        path = Path(path)
        read = load(path, form)
        before = self.current(read.list)
        if before and before.sha256 == read.sha256:
            return Added("same", before, before)
        if not force:
            _check(read, before, path)
        return Added("new", self._keep(path, form, read, retrieved, address, force), before)

    def _keep(
        self, path: Path, form: Form, read: ListFile, retrieved: str, address: str | None, force: bool
    ) -> Version:
        number = len(self.versions(read.list)) + 1
        folder = self.folder / read.list / f"{number:04d}-{read.sha256[:12]}"
        working = folder.with_name(folder.name + ".part")
        shutil.rmtree(working, ignore_errors=True)
        working.mkdir(parents=True)
        for file in (path, *form.companions(path)):
            shutil.copyfile(file, working / file.name)
        problems = tuple((p.where.replace(f"{path.parent}/", ""), p.reason) for p in read.problems)
        version = Version(
            read.list, form.id, read.version, read.sha256, retrieved, len(read.entries), problems, path.name, folder,
            address, form.verified, force,
        )  # fmt: skip
        written = {k: v for k, v in asdict(version).items() if k != "folder"}
        (working / "version.json").write_text(json.dumps(written, ensure_ascii=False, indent=1), "utf-8")
        working.rename(folder)
        return version

    def entries(self, version: Version) -> tuple[ListEntry, ...]:
        """The entries of a kept version, read again from its files."""
        return load(version.folder / version.file, self._form(version.format)).entries

    def standing(self, list_id: str) -> Iterator[ListEntry]:
        """The entries of the current version, then those of the one before that are gone, as "delisted"."""
        kept = self.versions(list_id)
        if not kept:
            return
        now = self.entries(kept[-1])
        yield from now
        if len(kept) > 1:
            there = {e.reference for e in now}
            yield from (
                replace(e, listed="delisted") for e in self.entries(kept[-2]) if e.reference not in there
            )

    def diff(self, before: Version, after: Version) -> Changes:
        """What `after` adds, removes and changes against `before`."""
        return compare(self.entries(before), self.entries(after))


def _check(read: ListFile, before: Version | None, path: Path) -> None:
    whole = len(read.entries) + len(read.problems)
    if len(read.problems) > DAMAGED * whole and len(read.problems) > 1:
        raise ListError(
            f"{len(read.problems)} of {whole} rows cannot be read (first: {read.problems[0].reason})",
            where=read.problems[0].where,
            next="download the list again, or keep it all the same with --force",
            code="damaged-list",
        )
    if before and len(read.entries) < SHRUNK * before.entries:
        raise ListError(
            f"{read.list} has shrunk from {before.entries} to {len(read.entries)} entries: perhaps cut off",
            where=str(path),
            next="download the list again, or keep it all the same with --force",
            code="shrunken-list",
        )


def _read(folder: Path) -> Version:
    try:
        data = json.loads((folder / "version.json").read_text("utf-8"))
        data["problems"] = tuple((where, reason) for where, reason in data["problems"])
        return Version(folder=folder, **data)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ListError(
            f"a kept list version is damaged: {error}", where=str(folder), next="remove this folder"
        ) from error


_COMPARED = (
    "kind",
    "names",
    "regime",
    "listed",
    "listed_on",
    "birth_dates",
    "countries",
    "identifiers",
    "positions",
    "remarks",
)


def compare(before: tuple[ListEntry, ...], after: tuple[ListEntry, ...]) -> Changes:
    """Added, removed and changed entries, by reference, each in the order of its list."""
    old, new = {e.reference: e for e in before}, {e.reference: e for e in after}
    changed = []
    for reference, entry in new.items():
        if reference in old and (fields := _differing(old[reference], entry)):
            changed.append((old[reference], entry, fields))
    return Changes(
        tuple(e for r, e in new.items() if r not in old),
        tuple(e for r, e in old.items() if r not in new),
        tuple(changed),
    )


def _differing(old: ListEntry, new: ListEntry) -> tuple[str, ...]:
    return tuple(
        field for field in _COMPARED if _settled(getattr(old, field)) != _settled(getattr(new, field))
    )


def _settled(value: object) -> object:
    """A field without differences that say nothing: spacing, and the order of what has no order."""
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value).strip()
    return frozenset(value) if isinstance(value, tuple) else value
