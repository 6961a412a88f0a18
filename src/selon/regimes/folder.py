"""A regime pack read from its folder. Every refused entry is named by file, line and reason.

The folder holds `regime.yaml` (title, target, words), `provisions.yaml`, `rules.yaml` and `examples.yaml`; the page
"Regimes" of the documentation says what stands in each.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from selon.errors import PackError
from selon.model.lexicon import Table
from selon.model.regime import Provision, Regime

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = ("en", "fr")


class FolderRegime:
    """The pack `id`, whose data files lie in `folder`. Everything is loaded on first use and kept."""

    def __init__(self, id: str, folder: Path) -> None:
        self.id = id
        self.folder = folder

    def __repr__(self) -> str:
        return f"<regime pack {self.id}>"

    @property
    def version(self) -> str:
        """The version of the data, as `regime.yaml` states it."""
        return str(self.names()["version"])

    @functools.cached_property
    def regime(self) -> Regime:
        """The regime with its provisions; raises PackError that names file and line."""
        head = self.names()
        return Regime(
            id=self.id,
            title=_texts(head["title"]),
            target=str(head["target"]),
            provisions=self._provisions(),
            as_of=str(head["as_of"]),
        )

    def rules(self) -> Table:
        """The rows of `rules.yaml`; the relating room gives them their meaning."""
        return read_rows(self.folder / "rules.yaml")

    def examples(self) -> Table:
        """The rows of `examples.yaml`: a positive and a negative example for each rule."""
        return read_rows(self.folder / "examples.yaml")

    def names(self) -> Mapping[str, Any]:
        """`regime.yaml`: title, target, bound parties, bodies, item words, sources, scope notes."""
        return self._head

    @functools.cached_property
    def _head(self) -> Mapping[str, Any]:
        path = self.folder / "regime.yaml"
        try:
            head = yaml.load(_text(path), _LOADER)
        except yaml.YAMLError as error:
            raise PackError(f"not valid YAML: {error}", where=str(path)) from error
        missing = {"version", "title", "target", "as_of", "sources"} - set(head or {})
        if missing:
            raise PackError(f"missing: {', '.join(sorted(missing))}", where=str(path), next="add them")
        return head

    def _provisions(self) -> tuple[Provision, ...]:
        table = read_rows(self.folder / "provisions.yaml")
        sources = self.names()["sources"]
        found = tuple(_refusing(table.path, line, row, sources) for line, row in table.rows)
        _check_ids(table, found)
        return found


@functools.cache
def read_rows(path: Path) -> Table:
    """A YAML file that holds a list of mappings, with the line (1-based) each row starts on; raises PackError."""
    try:
        node = yaml.compose(_text(path), _LOADER)
    except yaml.YAMLError as error:
        raise PackError(f"not valid YAML: {error}", where=str(path)) from error
    if not isinstance(node, yaml.SequenceNode):
        raise PackError("expected a list of entries", where=f"{path}:1", next="start each entry with '- '")
    constructor = yaml.SafeLoader("")
    rows = []
    for item in node.value:
        value = constructor.construct_object(item, deep=True)
        if not isinstance(value, dict):
            raise PackError("expected a mapping", where=f"{path}:{item.start_mark.line + 1}")
        rows.append((item.start_mark.line + 1, value))
    return Table(str(path), tuple(rows))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise PackError("data file missing", where=str(path), next="add the file to the pack") from error


def _refusing(path: str, line: int, row: Mapping[str, Any], sources: Mapping[str, str]) -> Provision:
    try:
        return provision(row, sources)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        reason = f"missing {error}" if isinstance(error, KeyError) else str(error)
        raise PackError(
            f"provision refused: {reason}", where=f"{path}:{line}", next="correct this entry"
        ) from error


def provision(row: Mapping[str, Any], sources: Mapping[str, str]) -> Provision:
    """A row of `provisions.yaml` as a Provision; raises ValueError, TypeError or KeyError where it cannot be one.

    `sources` turns the keys of the row's `sources` into the words of `regime.yaml`.
    """
    fields = dict(row)
    keys = fields.pop("sources")
    if not keys:
        raise ValueError("no source; write [recall] where nothing was read")
    for name in ("binds", "items"):
        fields[name] = tuple(str(v) for v in fields.get(name, ()))
    for name in ("title", "summary"):
        fields[name] = _texts(fields[name])
    exemptions = fields.pop("exemptions", ())
    return Provision(
        **{k: str(v) if isinstance(v, (int, float)) else v for k, v in fields.items()},
        exemptions=tuple(pair for text in exemptions for pair in _texts(text)),
        source="; ".join(sources[key] for key in keys),
    )


def _texts(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    missing = [language for language in LANGUAGES if not texts.get(language)]
    if missing:
        raise ValueError(f"no text in {', '.join(missing)}")
    return tuple((language, str(texts[language])) for language in LANGUAGES)


def _check_ids(table: Table, provisions: tuple[Provision, ...]) -> None:
    """Ids are unique, and what supersedes a provision is one of them; raises PackError."""
    seen: set[str] = set()
    ids = {p.id for p in provisions}
    for (line, _), p in zip(table.rows, provisions, strict=True):
        if p.id in seen:
            raise PackError(f"provision {p.id} stands twice", where=f"{table.path}:{line}")
        if p.superseded_by and p.superseded_by not in ids:
            raise PackError(f"unknown provision {p.superseded_by}", where=f"{table.path}:{line}")
        seen.add(p.id)
