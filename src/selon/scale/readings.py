"""Documents and lines read in several processes, in order, with the results of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from selon.errors import RecordError, SelonError
from selon.scale import pool
from selon.scale.merge import once
from selon.scale.units import refused

if TYPE_CHECKING:
    from selon.model.document import Document
    from selon.model.reading import Reading
    from selon.pipeline import Options, Reader

Make = Callable[["Options"], "Document"]
_READER: Any = None


def load(made: Callable[[], Reader]) -> None:
    """Once in each process."""
    global _READER
    _READER = made()


def of_document(reader: Reader, make: Make, options: Options) -> Reading | SelonError:
    """The reading of the document that `make` makes, or why there is none; raises RecordError."""
    try:
        return reader.read_document(make(options), options)
    except RecordError:
        raise
    except SelonError as error:
        return error


def of_documents(
    items: Iterable[tuple[str, bytes, Make]],
    options: Options,
    workers: int,
    seconds: float,
    made: Callable[[], Reader] | None,
) -> Iterator[tuple[str, bytes, Reading | SelonError]]:
    """(name, bytes, reading or why not), in the order of `items`."""
    given = ((name, data, make, options) for name, data, make in items)
    for (name, data, *_), found in pool.in_order(
        _document, given, pool.Limits(workers, seconds), load, (made,)
    ):
        yield name, data, found


def _document(item: tuple[str, bytes, Make, Options]) -> Reading | SelonError:
    _, _, make, options = item
    return of_document(_READER, make, options)


def of_lines(
    numbered: Iterable[tuple[int, str]], workers: int, seconds: float, made: Callable[[], Reader] | None
) -> Iterator[dict[str, Any]]:
    """What is written for each (number, line), in order; ids are compared here, where all lines pass."""
    seen: set[str] = set()
    for (number, line), found in pool.in_order(_line, numbered, pool.Limits(workers, seconds), load, (made,)):
        yield once(refused(line, number, found) if isinstance(found, SelonError) else found, number, seen)


def _line(item: tuple[int, str]) -> dict[str, Any]:
    from selon.lines import line_result

    number, line = item
    return line_result(_READER, line, number, set())
