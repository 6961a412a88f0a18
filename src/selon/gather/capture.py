"""What was fetched, kept as WARC (ISO 28500), so that any tool can replay it and selon can read it again."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from urllib.parse import urlsplit

from selon.errors import InputError
from selon.gather.fetch import Fetched
from selon.version import __version__

# said about the body as it came over the wire; the record holds it with chunks joined
_HOP = frozenset({"transfer-encoding", "connection", "keep-alive"})


class Capture:
    """One WARC file of one run, begun with the first page. A file a run: a cut file spoils no other run's."""

    def __init__(self, folder: Path, name: str | None = None) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        self.path = folder / (name or f"selon-{stamp}-{os.getpid()}.warc.gz")
        self.pages = 0
        self._stream: IO[bytes] | None = None
        self._writer: Any = None

    def __enter__(self) -> Capture:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def keep(self, page: Fetched) -> None:
        """Writes the request and the answer, and returns when they are on the disk; raises InputError."""
        from warcio.statusandheaders import StatusAndHeaders

        writer = self._opened()
        kept = [(k, v) for k, v in page.headers if k.lower() not in _HOP]
        http = StatusAndHeaders(f"{page.status} {page.reason}".strip(), kept, protocol="HTTP/1.1")
        stated = {"WARC-Date": page.at, "WARC-IP-Address": page.peer}
        answer = writer.create_warc_record(
            page.url,
            "response",
            payload=io.BytesIO(page.body),
            http_headers=http,
            warc_headers_dict=dict(stated),
        )
        asked = StatusAndHeaders(f"GET {_path(page.url)} HTTP/1.1", list(page.request), is_http_request=True)
        request = writer.create_warc_record(
            page.url, "request", http_headers=asked, warc_headers_dict=dict(stated)
        )
        try:
            writer.write_request_response_pair(request, answer)
            assert self._stream is not None
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise self._refused(error) from error
        self.pages += 1

    def _opened(self) -> Any:
        if self._writer is None or self._stream is None:
            from warcio.warcwriter import WARCWriter

            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._stream = self.path.open("ab")
            except OSError as error:
                raise self._refused(error) from error
            self._writer = WARCWriter(self._stream, gzip=True)
            said = {"software": f"selon/{__version__}", "format": "WARC File Format 1.0"}
            self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, said))
        return self._writer

    def _refused(self, error: OSError) -> InputError:
        return InputError(
            f"the capture cannot be written: {error.strerror}",
            code="capture",
            where=str(self.path),
            next="free some space, or name another folder",
        )


def _path(url: str) -> str:
    """What the request line asks for."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
