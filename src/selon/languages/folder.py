"""A language pack read from its folder. Every refused entry is named by file, line and reason."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from selon.errors import PackError
from selon.model.lexicon import Cue, KnownName, Table, Territory

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Entry = TypeVar("Entry")


class FolderPack:
    """The pack of language `code`, whose data files lie in `folder`; `model` is its spaCy package."""

    def __init__(self, code: str, model: str, folder: Path, version: str = "1") -> None:
        self.code = code
        self.model = model
        self.folder = folder
        self.version = version
        self._lists: dict[str, tuple[str, ...]] = {}

    def __repr__(self) -> str:
        return f"<language pack {self.code}>"

    @functools.cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The reporting cues of `cues.yaml`."""
        return self._build("cues", _cue)

    @functools.cached_property
    def territories(self) -> tuple[Territory, ...]:
        """The states and regions of `territories.yaml`."""
        return self._build("territories", lambda row: Territory(**_tuples(row)))

    @functools.cached_property
    def known_names(self) -> tuple[KnownName, ...]:
        """The outlets, bodies and persons of `names.yaml`."""
        return self._build("names", lambda row: KnownName(**_tuples(row)))

    @functools.cached_property
    def _words(self) -> Mapping[str, Any]:
        data = yaml.load(self._path("words").read_text("utf-8"), _LOADER) or {}
        if not isinstance(data, dict):
            raise PackError("words.yaml must map names to lists", where=str(self._path("words")))
        return data

    def words(self, name: str) -> tuple[str, ...]:
        """The word list `name` of `words.yaml`; empty where the language has none."""
        if name not in self._lists:
            self._lists[name] = tuple(str(w) for w in self._words.get(name) or ())
        return self._lists[name]

    def mapping(self, name: str) -> Mapping[str, str]:
        """The word mapping `name` of `words.yaml`; empty where the language has none."""
        return self._words.get(name) or {}

    def table(self, name: str) -> Table:
        """The rows of `<name>.yaml` (a list of mappings) with their line numbers; raises PackError."""
        return read_table(self._path(name))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.yaml"

    def _build(self, name: str, make: Callable[[dict[str, Any]], Entry]) -> tuple[Entry, ...]:
        return build(self.table(name), make)


def build(table: Table, make: Callable[[dict[str, Any]], Entry]) -> tuple[Entry, ...]:
    """One entry a row; a row that `make` refuses (ValueError, TypeError) raises PackError with file and line."""
    out = []
    for line, row in table.rows:
        try:
            out.append(make(dict(row)))
        except (TypeError, ValueError, KeyError) as error:
            raise PackError(
                f"entry refused: {error}", where=f"{table.path}:{line}", next="correct this entry"
            ) from error
    return tuple(out)


@functools.cache
def read_table(path: Path) -> Table:
    """A YAML file that holds a list of mappings, with the line (1-based) each row starts on."""
    try:
        node = yaml.compose(path.read_text("utf-8"), _LOADER)
    except FileNotFoundError as error:
        raise PackError("data file missing", where=str(path), next="add the file to the pack") from error
    except yaml.YAMLError as error:
        raise PackError(f"not valid YAML: {error}", where=str(path)) from error
    if node is None:
        return Table(str(path), ())
    if not isinstance(node, yaml.SequenceNode):
        raise PackError("expected a list of entries", where=f"{path}:{node.start_mark.line + 1}")
    constructor = yaml.SafeLoader("")
    rows = []
    for item in node.value:
        value = constructor.construct_object(item, deep=True)
        if not isinstance(value, dict):
            raise PackError("expected a mapping", where=f"{path}:{item.start_mark.line + 1}")
        rows.append((item.start_mark.line + 1, value))
    return Table(str(path), tuple(rows))


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}


def _cue(row: dict[str, Any]) -> Cue:
    return Cue(**_tuples(row))
