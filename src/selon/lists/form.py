"""What every list format has in common: reading row by row, reporting a bad row, naming the version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selon.errors import ListError
from selon.model.actor import ListEntry

HEAD = 65_536  # bytes of a file that a format may look at to recognise it


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a list that could not be read: where it stands in the file, and why."""

    where: str
    reason: str


Row = ListEntry | BadRow


@dataclass(frozen=True, slots=True)
class Form:
    """One official file format; fulfils `selon.model.ports.ListFormat`.

    `list` is the id that its entries carry ("un", "ofac_sdn", ...). `rows` reads a file; `recognise` gets the
    first bytes of a file; `dated` gives the publisher's own date or number for the file, None where it has none.
    `verified` says whether the format was tried on a real official file, `evidence` on which. `licence` is the
    publisher's terms in a few words. `companions`: files beside a file that belong to it (OFAC's ALT.CSV to SDN.CSV).
    """

    id: str
    title: str
    list: str
    rows: Callable[[Path], Iterator[Row]]
    recognise: Callable[[bytes, Path], bool]
    dated: Callable[[Path], str | None] = lambda path: None
    verified: bool = False
    evidence: str = ""
    licence: str = ""
    companions: Callable[[Path], tuple[Path, ...]] = lambda path: ()

    def sniff(self, path: Path) -> bool:
        """Whether `path` looks like this format, from its first bytes."""
        return self.recognise(head(path), path)

    def version(self, path: Path) -> str | None:
        """The publisher's date of the file (ISO 8601, UTC), else "sha256:" and the first twelve digits."""
        return self.dated(path) or f"sha256:{digest_of((path, *self.companions(path)))[:12]}"

    def entries(self, path: Path) -> Iterator[ListEntry]:
        """The entries of `path`, in file order; raises ListError at the first row that cannot be read.

        `load` is the forgiving way: it keeps the rest and says which rows were bad.
        """
        for row in self.rows(path):
            if isinstance(row, BadRow):
                raise ListError(
                    f"row cannot be read: {row.reason}",
                    where=row.where,
                    next="load the rest with selon.lists.load",
                )
            yield row


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list file, read: its entries, the rows that were bad, and which version it is.

    `sha256` is of the file's bytes (of all of them, in order, for a list that comes in several files);
    `version` is the publisher's date, else "sha256:" and the first twelve digits.
    """

    list: str
    format: str
    version: str
    sha256: str
    entries: tuple[ListEntry, ...]
    problems: tuple[BadRow, ...] = ()
    verified: bool = False


def head(path: Path) -> bytes:
    """The first bytes of a file; raises ListError where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise ListError(
            f"list file cannot be opened: {error.strerror}", where=str(path), next="check the path"
        ) from error


def digest_of(paths: Iterable[Path]) -> str:
    """Hexadecimal SHA-256 of the bytes of one or more files, in order."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
    return digest.hexdigest()


def load(path: str | Path, form: Form) -> ListFile:
    """Read a whole list file with `form`; raises ListError where nothing at all can be read.

    Bad rows stand in `problems`; an empty list is an error, since no official list is empty.
    """
    path = Path(path)
    head(path)  # says why, where the file cannot be opened
    sha256 = digest_of((path, *form.companions(path)))
    entries, problems = parted(form.rows(path))
    if not entries:
        raise ListError(
            f"no entry could be read as {form.title}",
            where=problems[0].where if problems else str(path),
            next="check that the file is complete and of this format (selon lists status names the formats)",
        )
    version = form.dated(path) or f"sha256:{sha256[:12]}"
    return ListFile(
        form.list if form.list != "csv" else entries[0].list,
        form.id,
        version,
        sha256,
        entries,
        problems,
        form.verified,
    )


def parted(rows: Iterable[Row]) -> tuple[tuple[ListEntry, ...], tuple[BadRow, ...]]:
    """Entries and bad rows apart, each in file order."""
    entries: list[ListEntry] = []
    problems: list[BadRow] = []
    for row in rows:
        (problems if isinstance(row, BadRow) else entries).append(row)  # type: ignore[arg-type]
    return tuple(entries), tuple(problems)


def sniffed(path: str | Path, forms: Iterable[Form]) -> Form | None:
    """The first of `forms` that recognises the file, None where none does."""
    path = Path(path)
    return next((form for form in forms if form.sniff(path)), None)
