"""`selon read`: an article goes in, a sourced record comes out."""

from __future__ import annotations

import getpass
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from selon.cli import EXIT_FAILED, EXIT_USAGE, people_language, say
from selon.cli.fetching import ALLOW, CONTACT, Sieve, Web, items_of
from selon.errors import InputError, RecordError, SelonError

if TYPE_CHECKING:
    from selon.gather.arrivals import Arrival
    from selon.model.document import Document
    from selon.model.reading import Reading
    from selon.pipeline import Options, Reader
    from selon.screen import Index

DEFAULT_RECORD = "selon-record"
CONTAINERS = (
    ".warc",
    ".gz",
    ".wacz",
    ".csv",
    ".tsv",
    ".jsonl",
    ".ndjson",
    ".xml",
    ".rss",
    ".atom",
    ".json",
    ".eml",
)


def read(
    sources: list[str] = typer.Argument(
        None,
        metavar="SOURCE...",
        help="Files, folders, addresses (https://...), or - for standard input.",
    ),
    list_: list[Path] = typer.Option(
        [],
        "--list",
        help="Screen names against this list file (may be repeated); else the lists kept in the record.",
    ),
    list_format: str = typer.Option(
        None, "--list-format", help="Format of the list files when not recognised: un, …"
    ),
    published: str = typer.Option(None, "--published", metavar="DATE", help="Publication date, YYYY-MM-DD."),
    language: str = typer.Option(
        None, "--language", metavar="XX", help="Language when the source does not say."
    ),
    as_json: bool = typer.Option(False, "--json", help="One reading as JSON on standard output."),
    jsonl: Path = typer.Option(
        None, "--jsonl", metavar="FILE", help="Documents in as JSON lines, readings out."
    ),
    html: Path = typer.Option(
        None, "--html", metavar="OUT", help="Write one self-contained page (or one a source)."
    ),
    labels: str = typer.Option(None, "--labels", metavar="fr|en", help="Language of labels for people."),
    record: str = typer.Option(
        None, "--record", metavar="DIR|URL", help="Record to keep it in [./selon-record; with --jsonl: none]."
    ),
    no_record: bool = typer.Option(False, "--no-record", help="Keep nothing."),
    triage: bool = typer.Option(
        False, "--triage", help="Read only what names something the regimes and lists are about."
    ),
    workers: int = typer.Option(1, "--workers", metavar="N", min=1, help="Read in N processes."),
    seconds: float = typer.Option(
        120.0, "--seconds", min=0.1, help="With --workers: the most that one document may take."
    ),
    executor: str = typer.Option(
        None,
        "--executor",
        metavar="local|ray",
        help="Read --jsonl in units of work, here or on a Ray cluster.",
    ),
    parts: str = typer.Option(
        "selon-parts",
        "--parts",
        metavar="DIR|URL",
        help="Where --executor leaves what is done, so that a stopped run goes on: a folder, s3://...",
    ),
    contact: str = CONTACT,
    allow_network: list[str] = ALLOW,
) -> None:
    """Read articles: who says what about which act, and which provision it would engage.

    Examples:

    - `selon read article.txt --published 2024-06-19`

    - `selon read page.html --html reading.html --list consolidated.xml`

    - `selon read --jsonl articles.jsonl > readings.jsonl`
    """
    from selon.pipeline import Options, checked_date

    try:
        published = checked_date(published)
    except InputError as error:
        say(error)
        raise typer.Exit(EXIT_USAGE) from error
    lists = [(path, list_format) if list_format else path for path in list_]
    made = partial(reader_of, lists, record or DEFAULT_RECORD)
    reader = made()
    wide = Wide(workers, seconds, made, tuple(str(path) for path in list_))
    if executor and jsonl is None:
        typer.echo("selon: --executor reads --jsonl\n  next:  give the documents as JSON lines", err=True)
        raise typer.Exit(EXIT_USAGE)
    if executor and record and not no_record:
        typer.echo("selon: --executor keeps no record\n  next:  leave out --record", err=True)
        raise typer.Exit(EXIT_USAGE)
    # a list that cannot be read stops the run before any article is touched
    screened = reader.index() is not None
    if jsonl is not None:
        if executor:
            raise typer.Exit(read_units(jsonl, wide, executor, parts))
        raise typer.Exit(read_lines(reader, jsonl, wide, Keeping(None if no_record else record)))
    if not sources:
        typer.echo("selon: no source given\n  next:  selon read FILE..., or - for standard input", err=True)
        raise typer.Exit(EXIT_USAGE)
    many = len(sources) > 1 or is_container(sources[0])
    if as_json and many:
        typer.echo("selon: --json takes one article\n  next:  use --jsonl, or one file", err=True)
        raise typer.Exit(EXIT_USAGE)
    output = Output(as_json, html, people_language(labels), screened, many)
    place = None if no_record else record or (None if as_json else DEFAULT_RECORD)
    web = Web(place, contact, allow_network)
    items = incoming(sources, web, Sieve(reader, place) if triage else None)
    with web:
        code = read_sources(reader, items, Options(language, published), output, Keeping(place), wide)
    raise typer.Exit(code)


def is_container(source: str) -> bool:
    """Whether a source may hold more than one article: a folder, an archive, a table, a feed, a mail, an address."""
    from selon.gather.web import is_address

    if is_address(source):
        return True
    return source != "-" and (Path(source).is_dir() or source.lower().endswith(CONTAINERS))


def kept_index(record: str) -> Index | None:
    """The index over the lists kept in a record folder (`selon lists`); None where none is kept."""
    if "://" in record or not (Path(record) / "lists").is_dir():
        return None
    from selon.cli.lists import screening_index, store

    return screening_index(record) if store(record).lists() else None


def reader_of(lists: list[Any], record: str) -> Reader:
    """The reader of this run, in whichever process."""
    from selon.pipeline import Reader

    return Reader(lists=lists, index=None if lists else kept_index(record))


@dataclass(frozen=True, slots=True)
class Wide:
    """In how many processes documents are read, and how long one may take (with more than one process)."""

    workers: int = 1
    seconds: float = 120.0
    made: Callable[[], Reader] | None = None
    lists: tuple[str, ...] = ()

    def readings(
        self, reader: Reader, items: Items, options: Any
    ) -> Iterator[tuple[str, bytes, Reading | SelonError]]:
        """(name, bytes, reading or why not) of each item, in order."""
        from selon.scale import readings

        if self.workers == 1:
            for name, data, make in items:
                yield name, data, readings.of_document(reader, make, options)
            return
        yield from readings.of_documents(items, options, self.workers, self.seconds, self.made)

    def lines(self, reader: Reader, numbered: Iterator[tuple[int, str]]) -> Iterator[dict[str, Any]]:
        """What is written for each line, in order."""
        from selon.lines import line_result
        from selon.scale import readings

        if self.workers == 1:
            seen: set[str] = set()
            return (line_result(reader, line, number, seen) for number, line in numbered)
        return readings.of_lines(numbered, self.workers, self.seconds, self.made)


def read_units(path: Path, wide: Wide, name: str, place: str) -> int:
    """`--executor`: the lines of a file in units of work that stay done; same output as without."""
    from selon.scale.executors import executor
    from selon.scale.merge import failures, lines
    from selon.scale.units import Setup, cut

    runs = executor(name, wide.workers)
    setup = Setup(lists=wide.lists, seconds=wide.seconds)
    units = list(cut(str(path.resolve()), place, setup))
    undone = False
    for error in failures(runs.run(units, setup)):
        undone = True
        say(error)
    if undone:
        return EXIT_FAILED
    failed = 0
    for out in lines(units):
        failed += "error" in out
        sys.stdout.write(json.dumps(out, ensure_ascii=False) + "\n")
    return EXIT_FAILED if failed else 0


@dataclass(frozen=True, slots=True)
class Output:
    """How readings are to be shown."""

    as_json: bool
    html: Path | None
    labels: str
    screened: bool
    many: bool


class Keeping:
    """Where readings are kept: a record opened on the first one, or nowhere (`place` None)."""

    def __init__(self, place: str | None) -> None:
        self.place = place
        self._record: Any = None

    def keep(self, data: bytes, reading: Reading) -> str | None:
        """Keep a reading with the bytes it came from; what that did ("new", "same", ...), None when nothing is kept."""
        return None if self.place is None else self._open().keep_reading(data, reading).status

    def keep_line(self, out: dict[str, Any]) -> str | None:
        """The same for a line of `--jsonl`: its text is the original."""
        if self.place is None or "error" in out:
            return None
        reading = {k: v for k, v in out.items() if k != "id"}
        return self._open().keep_json(out["document"]["text"].encode(), reading).status

    def _open(self) -> Any:
        if self._record is None:
            from selon.keep import Record

            self._record = Record.open(self.place, user=getpass.getuser())
        return self._record

    def told(self, kept: Counter[str]) -> None:
        """Say on standard error what was kept, and how."""
        if kept:
            done = ", ".join(f"{n} {status}" for status, n in kept.items())
            typer.echo(f"record {self.place}: {done}", err=True)

    def close(self) -> None:
        if self._record is not None:
            self._record.close()


def read_sources(
    reader: Reader, items: Items, options: Any, output: Output, keeping: Keeping, wide: Wide | None = None
) -> int:
    """Read, keep and show each source; returns the exit code. A failed one is named and the run goes on.

    A record that cannot be used stops the run: RecordError is not caught here.
    """
    failed = done = 0
    kept: Counter[str] = Counter()
    for name, data, found in (wide or Wide()).readings(reader, items, options):
        try:
            if isinstance(found, SelonError):
                raise found
            reading = found
            status = keeping.keep(data, reading)
            kept.update([status] if status else [])
            show(reading, reader, name, output)
            done += 1
        except RecordError:
            keeping.close()
            raise
        except SelonError as error:
            failed += 1
            error.where = error.where or name
            say(error)
    keeping.close()
    if output.many:
        typer.echo(f"{done} of {done + failed} read", err=True)
    keeping.told(kept)
    return EXIT_FAILED if failed else 0


Make = Callable[["Options"], "Document"]
Items = Iterable[tuple[str, bytes, Make]]


def incoming(
    sources: list[str], web: Web | None = None, sieve: Sieve | None = None
) -> Iterator[tuple[str, bytes, Make]]:
    """(name, bytes, how to make the document) of everything in the sources; what cannot be opened raises when made.

    Addresses are fetched by `web`; what `sieve` sets aside does not come out.
    """
    from selon.gather.arrivals import Arrival, Failure

    for source in sources:
        if source == "-":
            arrival = Arrival(sys.stdin.buffer.read(), "standard input")
            yield arrival.name, arrival.data, partial(_document, arrival)
            continue
        try:
            for item in items_of(source, web, sieve):
                if isinstance(item, Failure):
                    yield item.name, b"", partial(_refuse, item.error)
                else:
                    yield item.name, item.data, partial(_document, item)
        except InputError as error:
            yield source, b"", partial(_refuse, error)


def _document(arrival: Arrival, options: Options) -> Document:
    """The document of an arrival; what the caller says of it wins over what its container says."""
    said = {k: getattr(options, k) for k in ("language", "published") if getattr(options, k)}
    return replace(arrival, **said).document()


def _refuse(error: InputError, options: Options) -> Document:
    raise error


def show(reading: Reading, reader: Reader, source: str, output: Output) -> None:
    """Print or write one reading as asked."""
    if output.as_json:
        json.dump(reading.to_dict(), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    if output.html:
        path = page_path(output, source)
        write_page(path, reading, reader, output)
        typer.echo(f"page: {path}", err=True)
    if not output.as_json and not output.html:
        from selon.cli.show import print_reading

        print_reading(
            reader.said(reading, output.labels),
            reader.provisions(),
            labels_language=output.labels,
            source=source,
            nearest=reader.none_found(reading, output.labels),
        )


def page_path(output: Output, source: str) -> Path:
    """Where the page of `source` goes: the path given, or a file in it when several sources are read."""
    assert output.html is not None
    return output.html if not output.many else output.html / (Path(source).stem + ".html")


def write_page(path: Path, reading: Reading, reader: Reader, output: Output) -> None:
    from selon.draw.page import reading_page

    page = reading_page(
        reader.said(reading, output.labels),
        language=output.labels,
        provisions=reader.provisions(),
        screened=output.screened,
        nearest=reader.none_found(reading, output.labels),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, "utf-8")
    except OSError as error:
        raise InputError(
            f"cannot write: {error.strerror}", where=str(path), next="choose another --html"
        ) from error


def read_lines(reader: Reader, path: Path, wide: Wide, keeping: Keeping) -> int:
    """The `--jsonl` contract: one reading or one error object a line, same order, `id` carried over.

    Nothing is kept but where a record is named.
    """
    failed = 0
    kept: Counter[str] = Counter()
    stream = sys.stdin if str(path) == "-" else _opened(path)
    with stream:
        numbered = ((number, line) for number, line in enumerate(stream, 1) if line.strip())
        for out in wide.lines(reader, numbered):
            failed += "error" in out
            status = keeping.keep_line(out)
            kept.update([status] if status else [])
            sys.stdout.write(json.dumps(out, ensure_ascii=False) + "\n")
    keeping.close()
    keeping.told(kept)
    return EXIT_FAILED if failed else 0


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror}", where=str(path), next="check the path"
        ) from error
