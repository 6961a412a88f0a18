"""`selon export` and `selon import`: a case or the record in other tools' forms, and theirs taken in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import typer

from selon.cli import EXIT_FAILED, people_language
from selon.cli.record import AS, RECORD, _login, _open
from selon.errors import InputError

FORMATS = ("ftm", "w3c", "plover", "schema", "csv", "parquet", "geojson")
SAID = {
    "en": {
        "wrote": "{rows} rows written to {folder}",
        "left": "left out: {n} x {kind}, {why}",
        "see": "each is named in {file}",
        "took": "{decisions} decisions and {notes} notes taken in",
    },
    "fr": {
        "wrote": "{rows} lignes écrites dans {folder}",
        "left": "laissé de côté : {n} x {kind}, {why}",
        "see": "chacun est nommé dans {file}",
        "took": "{decisions} décisions et {notes} notes reprises",
    },
}


def export(
    kind: str = typer.Option(..., "--format", metavar="|".join(FORMATS), help="The form."),
    to: Path = typer.Option(..., "--to", metavar="FOLDER", help="Where the files go."),
    case: str = typer.Option(
        None, "--case", help="Only the claims of this case (default: the whole record)."
    ),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Hand over what the record holds: FollowTheMoney, W3C annotations, PLOVER, schema.org, CSV, Parquet, GeoJSON.

    What a form cannot hold is counted here and named in left-out.csv. Redacted people are blacked out.

    Examples:

    - `selon export --format ftm --to out/`

    - `selon export --format w3c --case 7949dc9e7b22 --to out/`
    """
    from selon.desk import Desk
    from selon.desk.handing import export as hand_over

    say = SAID[people_language()]
    with _open(record, user) as opened:
        handed = hand_over(Desk(opened, user=user or _login()), kind, to, case)
    typer.echo(say["wrote"].format(rows=handed.rows, folder=to))
    counted = Counter((x.kind, x.why.partition(":")[0]) for x in handed.left_out)
    for (what, why), n in counted.most_common():
        typer.echo("  " + say["left"].format(n=n, kind=what, why=why), err=True)
    if counted:
        typer.echo("  " + say["see"].format(file=handed.files[-1]), err=True)


def take(
    path: Path = typer.Argument(..., metavar="FILE|FOLDER"),
    kind: str = typer.Option(..., "--format", metavar="ftm|w3c|bundle", help="What it is."),
    case: str = typer.Option(None, "--case", help="The case that notes of annotations go to."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Take in FollowTheMoney entities (as a watch list), W3C annotations, or a bundle of another record.

    Decisions of other people are kept beside ours under their names; where they differ, both stand and are shown.

    Examples:

    - `selon import --format ftm entities.ftm.json`

    - `selon import --format w3c --case 7949dc9e7b22 annotations.jsonl`

    - `selon import --format bundle handed-over/`
    """
    if kind == "bundle":
        from selon.cli.record import unbundle

        unbundle(path, record, user)
    elif kind == "ftm":
        from selon.cli.lists import add

        add(path, "ftm", False, record)
    elif kind == "w3c":
        _annotations(path, case, record, user)
    else:
        raise InputError(f"no such format: {kind!r}", where="--format", next="one of ftm, w3c, bundle")


def _annotations(path: Path, case: str | None, record: str, user: str | None) -> None:
    from selon.desk import Desk
    from selon.desk.handing import take_annotations

    say = SAID[people_language()]
    with _open(record, user) as opened:
        taken = take_annotations(Desk(opened, user=user or _login()), path, case, user or _login())
    typer.echo(say["took"].format(decisions=taken.decisions, notes=taken.notes))
    for (what, why), n in Counter((x.kind, x.why) for x in taken.left_out).most_common():
        typer.echo("  " + say["left"].format(n=n, kind=what, why=why), err=True)
    if taken.left_out and not (taken.decisions or taken.notes):
        raise typer.Exit(EXIT_FAILED)
