"""What a pack must offer: the doors through which languages, regimes and list formats come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from selon.model.actor import ListEntry
from selon.model.lexicon import Cue, KnownName, Table, Territory
from selon.model.regime import Regime


@runtime_checkable
class LanguagePack(Protocol):
    """A language as a folder of data. Everything is loaded on first use and kept.

    `table(name)` gives the parsed rows of `<name>.yaml` in the pack's folder (for stages that validate their own
    rows, such as act frames); `words(name)` gives one list out of `words.yaml`.
    """

    code: str
    model: str  # importable spaCy model package
    version: str

    @property
    def cues(self) -> tuple[Cue, ...]: ...

    @property
    def territories(self) -> tuple[Territory, ...]: ...

    @property
    def known_names(self) -> tuple[KnownName, ...]: ...

    def words(self, name: str) -> tuple[str, ...]: ...

    def mapping(self, name: str) -> Mapping[str, str]: ...

    def table(self, name: str) -> Table: ...


@runtime_checkable
class RegimePack(Protocol):
    """A sanctions regime as data: provisions, and the rules that hold a claim against them."""

    id: str
    version: str

    @property
    def regime(self) -> Regime: ...

    def rules(self) -> Table: ...

    def names(self) -> Mapping[str, object]: ...


@runtime_checkable
class ListFormat(Protocol):
    """The official file format of one list: file -> entries."""

    id: str
    title: str
    verified: bool  # whether it was tried on a real official file

    def sniff(self, path: Path) -> bool: ...

    def version(self, path: Path) -> str | None: ...

    def entries(self, path: Path) -> Iterator[ListEntry]: ...
