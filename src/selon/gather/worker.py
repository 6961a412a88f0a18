"""Extraction in a process of its own that can be killed: one real page kept an extractor busy for 40 seconds.

The worker is started with the first page and kept. It speaks over its pipes: four bytes of length, then JSON. It does
not import the caller's program again, as `multiprocessing` would.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from typing import Any, BinaryIO

from selon.errors import InputError
from selon.gather.blocks import Block
from selon.gather.metadata import Field
from selon.gather.page import Page, extract

SECONDS = 20.0  # for one page; the median page takes 0.03
MEMORY = 4_000_000_000  # bytes of address space
_START = "import sys; sys.path[:] = {path!r}; from {module} import serve; serve()"


class Worker:
    """A process that extracts pages, restarted after it had to be killed. Safe to share between threads."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.stop)

    def extract(self, html: str, url: str | None = None) -> Page:
        """The article of a page; raises InputError: "no-article", "time-limit", "extractor" (it died on the page)."""
        return self._extract({"html": html, "url": url})

    def extract_pdf(self, data: bytes) -> Page:
        """The blocks and fields of a PDF; raises InputError: those of `selon.gather.pdf`, "time-limit", "extractor"."""
        return self._extract({"pdf": base64.b64encode(data).decode("ascii")})

    def _extract(self, question: dict[str, Any]) -> Page:
        with self._lock:
            answer = self._ask(question)
        if "error" in answer:
            raise InputError(**answer["error"])
        return _page(answer)

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        process = self._running()
        deadline = time.monotonic() + self.seconds
        try:
            _write(process.stdin, question)  # type: ignore[arg-type]
            data = _read(process.stdout, deadline)  # type: ignore[arg-type]
        except TimeoutError as error:
            self.stop()
            raise InputError(
                f"the file took longer than {self.seconds:g} seconds to take apart",
                code="time-limit",
                next="save its text as a .txt file and read that",
            ) from error
        except (OSError, EOFError) as error:
            self.stop()
            raise InputError(
                "the extractor broke down on this file",
                code="extractor",
                next="save its text as a .txt file and read that",
            ) from error
        return json.loads(data)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            start = _START.format(path=sys.path, module=__name__)
            self._process = subprocess.Popen(
                [sys.executable, "-c", start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def stop(self) -> None:
        """Kill the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)


_SHARED: dict[int, Worker] = {}


def shared() -> Worker:
    """The worker of this process (a forked child gets its own)."""
    return _SHARED.setdefault(os.getpid(), Worker())


def serve() -> None:
    """The worker's side: answer pages until the pipe closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    _limit_memory()
    while True:
        try:
            question = json.loads(_read(sys.stdin.buffer, None))
        except EOFError:
            return
        _write(answers, _answer(question))


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    try:
        page = _extracted(question)
    except InputError as error:
        return {"error": error.to_dict()}
    except (
        RecursionError,
        MemoryError,
        ValueError,
        AttributeError,
        TypeError,
        KeyError,
        IndexError,
        AssertionError,
    ) as error:
        # libraries raise these on malformed pages; the page fails by name, the run goes on
        reason = f"the extractor broke down on this file ({type(error).__name__})"
        return {
            "error": {
                "message": reason,
                "code": "extractor",
                "where": None,
                "next": "save its text as .txt and read that",
            }
        }
    return {
        "blocks": [[b.kind, b.text] for b in page.blocks],
        "fields": [[f.name, f.value, f.provenance] for f in page.fields],
    }


def _extracted(question: dict[str, Any]) -> Page:
    if "pdf" not in question:
        return extract(question["html"], question["url"])
    from selon.gather import pdf

    return Page(*pdf.extract(base64.b64decode(question["pdf"])))


def _page(answer: dict[str, Any]) -> Page:
    return Page(tuple(Block(*b) for b in answer["blocks"]), tuple(Field(*f) for f in answer["fields"]))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this platform
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _write(pipe: BinaryIO, message: dict[str, Any]) -> None:
    data = json.dumps(message).encode()
    pipe.write(struct.pack(">I", len(data)) + data)
    pipe.flush()


def _read(pipe: BinaryIO, deadline: float | None) -> bytes:
    """One message; raises TimeoutError after `deadline` (monotonic clock), EOFError where the pipe closes."""
    size = struct.unpack(">I", _exactly(pipe, 4, deadline))[0]
    return _exactly(pipe, size, deadline)


def _exactly(pipe: BinaryIO, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        if (
            deadline is not None
            and not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]
        ):
            raise TimeoutError
        part = os.read(pipe.fileno(), min(size, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _close(pipe: BinaryIO) -> None:
    try:
        pipe.close()
    except OSError:  # a broken pipe has nothing left to flush
        return
