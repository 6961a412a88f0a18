"""`selon compare`: pairs of statements in, contradicts or compatible out, with what decided."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typer

from selon.cli import EXIT_FAILED
from selon.cli.origins import lines_of


def compare(
    jsonl: Path = typer.Option(
        ..., "--jsonl", metavar="FILE", help="Pairs (id, a, b, language) as JSON lines; - for input."
    ),
) -> None:
    """Do two statements contradict each other? `{id, relation, why}` a line.

    Example: `selon compare --jsonl pairs.jsonl`
    """
    from selon.relate.contradiction import compare_pairs

    failed = 0
    for result in compare_pairs(parsed(line) for line in lines_of(jsonl) if line.strip()):
        failed += "error" in result
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    raise typer.Exit(EXIT_FAILED if failed else 0)


def parsed(line: str) -> object:
    """The JSON of a line; the line itself where it is none, so that the comparison can say so."""
    try:
        return json.loads(line)
    except ValueError:
        return line
