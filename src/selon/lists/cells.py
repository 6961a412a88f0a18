"""Official CSV, streamed: rows by column name with their line, encodings and end-of-file marks taken as they come."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from selon.errors import ListError
from selon.lists.form import BadRow

Line = tuple[int, dict[str, str]]
# OFAC closes its CSV files with the DOS end-of-file mark (\x1a), which is no row
csv.field_size_limit(10_000_000)


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without mark), UTF-16 with a mark, else Windows-1252 where bytes are not valid UTF-8."""
    with path.open("rb") as file:
        start = file.read(4)
        if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        file.seek(0)
        try:
            for block in iter(lambda: file.read(1 << 20), b""):
                (block + file.readline()).decode("utf-8")  # whole lines, so that no character is cut
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def raw_rows(path: Path, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows with the line (1-based) each ends on; raises ListError where the file cannot be opened or is not CSV."""
    try:
        with path.open(encoding=encoding_of(path), newline="") as file:
            reader = csv.reader(file, delimiter=delimiter)
            for row in reader:
                if any(cell.strip(" \x1a") for cell in row):
                    yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise ListError(
            f"not CSV: {error}", where=str(path), next="check that this is the list's file"
        ) from error
    except OSError as error:
        raise ListError(
            f"list file cannot be opened: {error.strerror}", where=str(path), next="check the path"
        ) from error


def named_rows(
    path: Path, columns: Sequence[str], skip: Sequence[str] = (), delimiter: str = ","
) -> Iterator[Line | BadRow]:
    """Rows of a file without a header, under `columns`; a row whose first cell is in `skip` is a header somebody added."""
    for line, row in raw_rows(path, delimiter):
        if row[0] in skip:
            continue
        if len(row) != len(columns):
            yield BadRow(f"{path}:{line}", f"{len(row)} cells where the format has {len(columns)}")
            continue
        yield line, dict(zip(columns, row, strict=True))


def headed_rows(path: Path, known: str, delimiter: str = ",") -> Iterator[Line | BadRow]:
    """Rows of a file whose header is the first row that holds the column `known`; what stands above is skipped."""
    header: list[str] | None = None
    for line, row in raw_rows(path, delimiter):
        if header is None:
            header = row if known in row else None
            continue
        if len(row) < len(header) and any(row):
            yield BadRow(f"{path}:{line}", f"{len(row)} cells where the header has {len(header)}")
            continue
        yield line, dict(zip(header, row, strict=False))
    if header is None:
        raise ListError(
            f"no header with a column {known!r}", where=str(path), next="check that this is the list's file"
        )


def grouped(rows: Iterator[Line | BadRow], key: str) -> Iterator[list[Line] | BadRow]:
    """Consecutive rows with the same `key`, since one entry may take several rows; bad rows pass through."""

    def of(row: Line | BadRow) -> str:
        return f"!{row.where}" if isinstance(row, BadRow) else row[1].get(key, "")

    for _, group in groupby(rows, of):
        found = list(group)
        if isinstance(found[0], BadRow):
            yield found[0]
        else:
            yield found  # type: ignore[misc]


def column(rows: Sequence[Line], name: str) -> list[str]:
    """The distinct non-empty values of a column, in order."""
    return list(dict.fromkeys(v for _, row in rows if (v := row.get(name, "").strip())))


def first(row: Mapping[str, str], *names: str) -> str:
    """The first non-empty of several columns; "" where all are empty."""
    return next((v for n in names if (v := (row.get(n) or "").strip())), "")
