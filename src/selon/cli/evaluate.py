"""`selon evaluate`: precision, recall, F1 of this installation on annotated text."""

from __future__ import annotations

import json
from pathlib import Path

import typer


def evaluate(
    gold: list[Path] = typer.Argument(..., metavar="GOLD.jsonl...", help="Annotated documents, one a line."),
    iou: float = typer.Option(0.5, "--iou", help="Overlap from which a content counts as matched."),
    rounds: int = typer.Option(0, "--bootstrap", metavar="N", help="Resamplings for 95 % intervals."),
    as_json: bool = typer.Option(False, "--json", help="The report as JSON."),
) -> None:
    """Read annotated documents and say how well: content, cue, source, name, end to end, per construction.

    Examples:

    - `selon evaluate fr-news-dev.jsonl --bootstrap 500`

    - `selon evaluate --json en-ggt-dev.jsonl > report.json`
    """
    from selon.evaluate import evaluate as measure
    from selon.evaluate import read_gold, table
    from selon.pipeline import Reader

    reader = Reader(regimes=())
    report = measure(
        read_gold(gold),
        lambda text, language: reader.read(text, language=language).attributions,
        iou=iou,
        rounds=rounds,
    )
    typer.echo(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) if as_json else table(report))
