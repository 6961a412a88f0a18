"""`selon origins`: documents in, pairs that share an origin out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer

from selon.cli import EXIT_FAILED
from selon.errors import InputError


def origins(
    jsonl: Path = typer.Option(
        ..., "--jsonl", metavar="FILE", help="Documents (id, text) as JSON lines; - for input."
    ),
) -> None:
    """Which documents copy, translate or share passages with which: `{a, b, kind, containment}` a line.

    Example: `selon origins --jsonl articles.jsonl`
    """
    from selon import packs
    from selon.gather import language
    from selon.relate.origins import origins as find

    failed = 0
    for pair in find(lines_of(jsonl), lambda text: language(text, packs.names("language"))):
        failed += "error" in pair
        sys.stdout.write(json.dumps(pair, ensure_ascii=False) + "\n")
    raise typer.Exit(EXIT_FAILED if failed else 0)


def lines_of(path: Path) -> list[str]:
    """The lines of a file, or of standard input for "-"; raises InputError."""
    if str(path) == "-":
        return sys.stdin.read().split("\n")  # splitlines() would also break at U+2028 inside a string
    try:
        return path.read_text("utf-8", errors="surrogateescape").split("\n")
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror}", where=str(path), next="check the path"
        ) from error
