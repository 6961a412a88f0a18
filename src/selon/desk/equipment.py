"""What the desk works with: packs and their versions, list files with date and hash, error rates as measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from selon import packs
from selon.desk.desk import Desk
from selon.errors import SelonError
from selon.lists import Version
from selon.version import __version__


@dataclass(frozen=True, slots=True)
class Pack:
    """An installed pack. `problem`: why it cannot be loaded."""

    kind: str
    id: str
    version: str
    about: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list file that names are held against."""

    path: str
    format: str
    version: str
    digest: str
    fetched: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Equipment:
    """Everything at once. `measured`: figures of the extractor, with how and when they were measured."""

    version: str
    record: str
    head: tuple[int, str]
    packs: tuple[Pack, ...]
    lists: tuple[ListFile, ...]
    measured: Mapping[str, Any]


def equipment(desk: Desk, language: str) -> Equipment:
    """What this desk works with, titles in `language`."""
    found = [_language(n) for n in packs.names("language")] + [
        _regime(n, language) for n in packs.names("regime")
    ]
    return Equipment(
        __version__,
        desk.record.where,
        desk.record.head(),
        tuple(found),
        (*(_list(p) for p in desk.lists), *(_kept(v) for v in desk.kept)),
        measured(),
    )


def _language(name: str) -> Pack:
    try:
        pack = packs.load("language", name)
        return Pack("language", name, pack.version, pack.model)
    except SelonError as problem:
        return Pack("language", name, "", "", str(problem))


def _regime(name: str, language: str) -> Pack:
    try:
        pack = packs.load("regime", name)
        titles = dict(pack.regime.title)
        count = len(pack.regime.provisions)
        return Pack("regime", name, pack.version, f"{titles.get(language) or titles.get('en', '')} ({count})")
    except SelonError as problem:
        return Pack("regime", name, "", "", str(problem))


def _kept(v: Version) -> ListFile:
    return ListFile(v.list, v.format, v.version, v.sha256, v.retrieved)


def _list(path: Path) -> ListFile:
    try:
        data = path.read_bytes()
        fetched = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        form = _format(path)
        version = form.version(path) if form else ""
        return ListFile(
            str(path), form.title if form else "?", version or "", hashlib.sha256(data).hexdigest(), fetched
        )
    except (OSError, SelonError) as problem:
        return ListFile(str(path), "?", "", "", "", str(problem))


def _format(path: Path) -> Any:
    forms = (packs.load("list", n) for n in packs.names("list"))
    return next((f for f in forms if f.sniff(path)), None)


def measured() -> Mapping[str, Any]:
    """The figures that ship with this version (`selon/quality.json`); empty where none are shipped."""
    source = files("selon").joinpath("quality.json")
    return json.loads(source.read_text("utf-8")) if source.is_file() else {}
