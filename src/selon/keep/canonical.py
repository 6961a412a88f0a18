"""One way to write JSON down, so that a hash of it means something."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import zstandard

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> bytes:
    """UTF-8 JSON: keys sorted, no spaces, no NaN, characters as they are (RFC 8785 but for number spelling)."""
    return ENCODER.encode(value).encode("utf-8")


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def squeeze(data: bytes, level: int = 3) -> bytes:
    """One zstd frame with size and checksum, so that damage is seen without looking anything up."""
    return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(data)


def unsqueeze(data: bytes) -> bytes:
    """The content of one zstd frame; raises ValueError when it is not one or is damaged."""
    try:
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as problem:
        raise ValueError(str(problem)) from None
