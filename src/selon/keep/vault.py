"""The vault: originals as received, by their SHA-256, never rewritten.

    vault/ab/cd/abcd….zst            the bytes, one zstd frame, read-only
    vault/ab/cd/abcd….<receipt>.json  how they came: address, headers, UTC time, tool (one file a receipt)
    vault/tmp/                        files on their way; what a killed process left here was never acknowledged

A file appears whole or not at all: written aside, synced, linked to its name, its folder synced.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selon.errors import RecordError
from selon.keep.canonical import canonical, sha256, squeeze, unsqueeze
from selon.keep.trouble import told

LEVEL = 9  # originals are written once and kept for years


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of the vault: its name in the vault and the hash of the file itself, for the log."""

    path: str
    digest: str
    size: int


class Vault:
    """A folder of originals. Every method raises RecordError when the disk refuses."""

    def __init__(self, folder: Path):
        self.folder = folder

    def put(self, data: bytes, receipt: Mapping[str, Any] | None = None) -> tuple[Stored, Stored | None]:
        """Keeps `data`, and a receipt of how it came; what is already there is checked and left alone.

        The receipt's `digest` is its id: the hash of its JSON.
        """
        original = sha256(data)
        name = self._name(original, ".zst")
        written = canonical(dict(receipt)) if receipt else b""
        receipt_name = self._name(original, f".{sha256(written)[:16]}.json")
        with told(str(self.folder / name)):
            if not (self.folder / name).exists():
                self._place(name, squeeze(data, LEVEL))
            if written and not (self.folder / receipt_name).exists():
                self._place(receipt_name, written)
            sync_folder((self.folder / name).parent)
            stored = self._stored(name, data)
        return stored, Stored(receipt_name, sha256(written), len(written)) if written else None

    def get(self, original: str) -> bytes:
        """The bytes with this hexadecimal hash, checked; raises RecordError when missing or not what they were."""
        path = self.folder / self._name(original, ".zst")
        with told(str(path)):
            data = _content(path)
        if sha256(data) != original:
            raise _damaged(path)
        return data

    def read(self, name: str) -> bytes:
        """The file `name` of the vault as it lies there."""
        with told(str(self.folder / name)):
            return (self.folder / name).read_bytes()

    def names(self) -> Iterator[str]:
        """Every file in the vault but those under tmp/, in order."""
        for path in sorted(self.folder.glob("*/*/*")):
            if path.is_file():
                yield path.relative_to(self.folder).as_posix()

    def _name(self, original: str, suffix: str) -> str:
        return f"{original[:2]}/{original[2:4]}/{original}{suffix}"

    def _stored(self, name: str, data: bytes) -> Stored:
        path = self.folder / name
        raw = path.read_bytes()
        if _content(path, raw) != data:
            raise _damaged(path)
        return Stored(name, sha256(raw), len(raw))

    def _place(self, name: str, data: bytes) -> None:
        """Writes aside, syncs, links: whoever comes second finds the first one's file and leaves it.

        The caller syncs the folder.
        """
        target = self.folder / name
        _make_folder(target.parent, self.folder)
        aside = self.folder / "tmp" / f"{os.getpid()}-{secrets.token_hex(8)}"
        _make_folder(aside.parent, self.folder)
        try:
            _write_synced(aside, data)
            with contextlib.suppress(FileExistsError):
                os.link(aside, target)
        finally:
            aside.unlink(missing_ok=True)


def _write_synced(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make_folder(folder: Path, top: Path) -> None:
    """Makes `folder`, and syncs each parent that got a new entry, so that the way to a file survives a power cut."""
    if folder.is_dir():
        return
    if folder != top:
        _make_folder(folder.parent, top)
    folder.mkdir(parents=folder == top, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes the entries of a folder durable (a rename is not, by itself)."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _content(path: Path, raw: bytes | None = None) -> bytes:
    try:
        return unsqueeze(path.read_bytes() if raw is None else raw)
    except ValueError:
        raise _damaged(path) from None


def _damaged(path: Path) -> RecordError:
    return RecordError(
        "an original is not what it was",
        where=str(path),
        next="run `selon verify`, and restore the file from a copy",
        code="record_damaged",
    )
