"""Web archives: WARC (ISO 28500) and WACZ 1.1.1, whoever made them. Captures come out as they were archived."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from selon.errors import InputError
from selon.gather.arrivals import CHUNK, Arrival, Failure
from selon.gather.documents import MAX_PAGE
from selon.model.document import Notice

_TEXTS = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "text/markdown")
_MEMBER = 4_000_000_000  # bytes of one WARC inside a WACZ


def warc_arrivals(stream: IO[bytes], name: str) -> Iterator[Arrival | Failure]:
    """The articles among the records of a WARC, compressed or not, in order.

    Responses other than 200, and types that hold no text, are passed over. A record with a wrong digest, a revisit
    (its payload lies in another record) and a cut file are failures with the record's place; what comes before and,
    where the file goes on, after them is given.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(stream, check_digests=True)
    place = f"{name}, at its beginning"
    try:
        for record in records:
            place = f"{name}, byte {records.offset}"
            arrival = _of_record(record, place)
            if arrival is not None:
                yield arrival
    except (ArchiveLoadFailed, EOFError, zlib.error, ValueError, OSError, AttributeError) as error:
        reason = InputError(
            "the archive is damaged or cut from here on",
            code="damaged",
            where=place,
            next="get the file again",
        )
        reason.__cause__ = error
        yield Failure(place, reason)


def _of_record(record: Any, place: str) -> Arrival | Failure | None:
    """One record: an arrival, a failure, or None where it holds no article."""
    header = record.rec_headers.get_header
    url = header("WARC-Target-URI")
    if record.rec_type == "revisit":
        return _failed(
            place,
            "revisit",
            f"a repeated capture of {url}: its content lies in an earlier record",
            "read the archive that holds it",
        )
    if record.rec_type not in {"response", "resource"} or not _is_text(record):
        return None
    data = _content(record)
    if len(data) > MAX_PAGE:
        return _failed(
            place, "too-long", f"the capture of {url} unpacks to more than {MAX_PAGE:,} bytes", "leave it out"
        )
    if record.digest_checker is not None and record.digest_checker.passed is False:
        return _failed(
            place,
            "wrong-digest",
            f"the capture of {url} is not what was archived: its digest differs",
            "get the file again",
        )
    if _short(record, data):
        return _failed(place, "damaged", f"the capture of {url} is cut", "get the file again")
    notices = (
        (Notice("truncated", f"the archive cut this capture ({header('WARC-Truncated')})"),)
        if header("WARC-Truncated")
        else ()
    )
    return Arrival(data, f"{url} ({place})", _type(record), url, fetched=header("WARC-Date"), notices=notices)


def _failed(place: str, code: str, message: str, next: str) -> Failure:
    return Failure(place, InputError(message, code=code, where=place, next=next))


def _type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header("Content-Type") or "text/html"


def _is_text(record: Any) -> bool:
    if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
        return False
    return _type(record).split(";")[0].strip().lower() in _TEXTS


def _content(record: Any) -> bytes:
    """The payload, unchunked and unpacked, to its end (so that its digest is known) or to one byte past the limit."""
    stream = record.content_stream()
    parts: list[bytes] = []
    size = 0
    while size <= MAX_PAGE and (part := stream.read(CHUNK)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)[: MAX_PAGE + 1]


def _short(record: Any, data: bytes) -> bool:
    """Whether fewer bytes came than the record's length says (an uncompressed file cut inside a record)."""
    stream = getattr(record, "raw_stream", None)
    return (
        getattr(stream, "limit", 0) > 0
        and not record.rec_headers.get_header("WARC-Truncated")
        and len(data) <= MAX_PAGE
    )


def wacz_arrivals(path: Path) -> Iterator[Arrival | Failure]:
    """The articles in the WARCs of a WACZ, each WARC first held against the digest in its datapackage."""
    try:
        with zipfile.ZipFile(path) as archive:
            expected = _expected(archive)
            members = [
                i
                for i in archive.infolist()
                if i.filename.startswith("archive/") and i.filename.endswith((".warc", ".warc.gz"))
            ]
            for member in members:
                yield from _member(
                    archive, member, expected.get(member.filename), f"{path}, {member.filename}"
                )
    except zipfile.BadZipFile as error:
        reason = InputError(
            "not a valid WACZ file, or cut", code="damaged", where=str(path), next="get the file again"
        )
        reason.__cause__ = error
        yield Failure(str(path), reason)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, digest: str | None, name: str
) -> Iterator[Arrival | Failure]:
    if member.file_size > _MEMBER:
        yield _failed(
            name, "too-long", f"holds {member.file_size:,} bytes", "take the WARC out and read it by itself"
        )
        return
    try:
        if digest and _sha256(archive, member) != digest:
            yield _failed(
                name,
                "wrong-digest",
                "this WARC is not what was packed: its digest differs",
                "get the file again",
            )
            return
        with archive.open(member) as stream:
            yield from warc_arrivals(stream, name)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        yield _failed(name, "damaged", "the archive is damaged here", "get the file again")


def _expected(archive: zipfile.ZipFile) -> dict[str, str]:
    """Member -> SHA-256 as the datapackage states it; empty where there is none."""
    try:
        package = json.loads(archive.read("datapackage.json"))
        return {
            r["path"]: r["hash"].removeprefix("sha256:")
            for r in package["resources"]
            if str(r.get("hash", "")).startswith("sha256:")
        }
    except (KeyError, ValueError, TypeError, zlib.error):
        return {}


def _sha256(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    digest = hashlib.sha256()
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
