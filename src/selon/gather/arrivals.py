"""What comes in: folders, tables, archives and feeds opened into single files' bytes, one after the other.

Nothing here reads a text. Each arrival is bytes with what their container says about them; `document` makes the
document. What cannot be opened is a failure with a name, and the next one is tried.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from selon.errors import InputError
from selon.gather.documents import MAX_FILE, document
from selon.model.document import Document, Notice

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Arrival:
    """The bytes of one article to be, and what its container states (dates YYYY-MM-DD, `fetched` UTC ISO 8601)."""

    data: bytes
    name: str
    media_type: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    title: str | None = None
    fetched: str | None = None
    notices: tuple[Notice, ...] = ()

    def document(self) -> Document:
        """The document in this arrival; raises InputError as `selon.gather.document` does."""
        found = document(
            self.data,
            name=self.name,
            media_type=self.media_type,
            url=self.url,
            published=self.published,
            language=self.language,
        )
        original = replace(found.original, fetched=self.fetched) if found.original else None
        return replace(
            found, title=self.title or found.title, notices=(*self.notices, *found.notices), original=original
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that came in and could not be opened: its name and why."""

    name: str
    error: InputError


def arrivals(path: Path) -> Iterator[Arrival | Failure]:
    """Everything in a file, folder, table, archive or feed file, in order; never raises for what is inside.

    A folder is walked in the order of its names, hidden files left out. Raises InputError where `path` itself is not
    there.
    """
    if path.is_dir():
        for child in sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path)):
            yield from arrivals(child)
        return
    if not path.exists():
        raise InputError("no such file", code="missing", where=str(path), next="check the path")
    opener = next((o for endings, o in _OPENERS if path.name.lower().endswith(endings)), _file)
    try:
        yield from opener(path)
    except InputError as error:
        yield Failure(str(path), error)
    except OSError as error:
        yield Failure(
            str(path),
            InputError(f"cannot be opened: {error.strerror or error}", code="unreadable", where=str(path)),
        )


def documents(path: Path) -> Iterator[Document | Failure]:
    """The documents of everything in `path`; what is none is a failure, and the next one is tried."""
    for item in arrivals(path):
        if isinstance(item, Failure):
            yield item
            continue
        try:
            yield item.document()
        except InputError as error:
            yield Failure(item.name, error)


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def _file(path: Path) -> Iterator[Arrival | Failure]:
    data = _bytes(path)
    if _looks_like_feed(data):
        yield from _feed_bytes(data, str(path))
    else:
        yield Arrival(data, str(path))


def _at_most(stream: IO[bytes], where: str, limit: int = MAX_FILE) -> bytes:
    """All bytes of `stream`; raises InputError ("too-long") past `limit`, which is how a gzip bomb ends."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            f"holds more than {limit:,} bytes",
            code="too-long",
            where=where,
            next="split it, or give its articles",
        )
    return data


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return _at_most(stream, str(path))


def _gzipped(path: Path) -> Iterator[Arrival | Failure]:
    try:
        with gzip.open(path) as stream:
            data = _at_most(stream, str(path))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            "the gzip file is damaged or cut", code="damaged", where=str(path), next="get it again"
        ) from error
    yield Arrival(data, str(path).removesuffix(".gz"))


def _mail(path: Path) -> Iterator[Arrival | Failure]:
    """The mail, then each of its attachments."""
    from selon.gather.mail import parse

    data = _bytes(path)
    yield Arrival(data, str(path), "message/rfc822")
    try:
        attached = parse(data).attachments
    except InputError:
        return  # the mail itself fails with this when its document is made
    for name, media_type, payload in attached:
        yield Arrival(payload, f"{path}, attachment {name}", _of_name(name) or media_type)


def _of_name(name: str) -> str | None:
    """A type only where the name tells nothing: mail programs call everything application/octet-stream."""
    from selon.gather.documents import media_type_of

    found = media_type_of(b"", name)
    return found if found != "text/plain" else None


def _json_lines(path: Path) -> Iterator[Arrival | Failure]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _guarded(f"{path}, line {number}", _of_json, line)


def _of_json(name: str, line: bytes) -> Arrival:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("not valid JSON", code="json", where=name, next="correct this line") from error
    if not isinstance(row, dict):
        raise InputError("not a JSON object", code="json", where=name, next='write {"id": ..., "text": ...}')
    return _of_row(name, row)


def _csv(path: Path) -> Iterator[Arrival | Failure]:
    from selon.gather.decode import decode

    text = decode(_bytes(path), where=str(path))[0]
    csv.field_size_limit(MAX_FILE)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(io.StringIO(text, newline=""), dialect=dialect)
    if not {"text", "html"} & {str(n).strip().lower() for n in reader.fieldnames or ()}:
        raise InputError(
            "the table has no column text or html",
            code="columns",
            where=str(path),
            next="name the column text",
        )
    for number, row in enumerate(reader, 2):
        yield _guarded(f"{path}, row {number}", _of_row, {str(k).strip().lower(): v for k, v in row.items()})


def _guarded(name: str, make: Callable[[str, Any], Arrival], value: Any) -> Arrival | Failure:
    try:
        return make(name, value)
    except InputError as error:
        return Failure(name, error)


def _of_row(name: str, row: Mapping[str, Any]) -> Arrival:
    """A row with `text` or `html` and optional `id`, `url`, `title`, `published`, `language`."""
    content = row.get("text") or row.get("html")
    if not isinstance(content, str) or not content.strip():
        raise InputError("no text", code="missing-text", where=name, next="give a text or html field")
    try:
        data = content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            "a lone surrogate", code="lone-surrogate", where=name, next="repair the text's encoding"
        ) from error
    stated = {k: str(row[k]).strip() for k in ("url", "title", "published", "language") if row.get(k)}
    media_type = "text/plain; charset=utf-8" if row.get("text") else "text/html; charset=utf-8"
    identity = f"{name} ({row['id']})" if row.get("id") else name
    return Arrival(data, identity, media_type, **stated)


def _looks_like_feed(data: bytes) -> bool:
    from selon.gather.feeds import looks_like_feed

    return looks_like_feed(data)


def _feed_bytes(data: bytes, name: str) -> Iterator[Arrival | Failure]:
    """The entries that carry their article; those that only point to one are failures that say so."""
    from selon.gather.feeds import entries

    for at, entry in enumerate(entries(data, where=name), 1):
        label = f"{name}, entry {at}"
        if entry.content is None:
            reason = InputError(
                "the feed gives only a link",
                code="link-only",
                where=label,
                next=f"gather {entry.url or 'it'} from the web",
            )
            yield Failure(label, reason)
            continue
        html = entry.content.encode("utf-8", "replace")
        yield Arrival(
            html, label, "text/html; charset=utf-8", entry.url, entry.published, entry.language, entry.title
        )


def _warc(path: Path) -> Iterator[Arrival | Failure]:
    from selon.gather.archives import warc_arrivals

    with path.open("rb") as stream:
        yield from warc_arrivals(stream, str(path))


def _wacz(path: Path) -> Iterator[Arrival | Failure]:
    from selon.gather.archives import wacz_arrivals

    yield from wacz_arrivals(path)


_OPENERS: tuple[tuple[tuple[str, ...], Callable[[Path], Iterator[Arrival | Failure]]], ...] = (
    ((".warc", ".warc.gz"), _warc),
    ((".wacz",), _wacz),
    ((".jsonl", ".ndjson"), _json_lines),
    ((".csv", ".tsv"), _csv),
    ((".eml",), _mail),
    ((".gz",), _gzipped),
)
