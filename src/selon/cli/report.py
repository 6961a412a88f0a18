"""`selon report`, `selon case write`, `selon case translate`: a report of a case, and what people write into it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from selon.cli import people_language
from selon.cli.record import AS, RECORD, _login, _open
from selon.errors import InputError

FORMATS = ("docx", "pdf", "html", "md")
SAID = {
    "en": {
        "made": "{file}: {sentences} sentences rest on accepted claims, {notes} footnotes",
        "refused": "left out: {what} - {why}",
        "remark": "wording, {where}: “{words}” - {says}",
    },
    "fr": {
        "made": "{file} : {sentences} phrases reposent sur des actes retenus, {notes} notes",
        "refused": "laissé de côté : {what} - {why}",
        "remark": "rédaction, {where} : « {words} » - {says}",
    },
}
RESTS = typer.Option(..., "--rests-on", metavar="claim:ID", help="An accepted claim it rests on (repeat it).")


def report(
    id: str = typer.Argument(..., metavar="CASE"),
    to: list[Path] = typer.Option(
        ..., "--to", metavar="FILE", help="report.docx, .pdf, .html or .md; may be repeated."
    ),
    language: str = typer.Option(None, "--language", metavar="fr|en", help="Language of the report."),
    regime: list[str] = typer.Option(["1718"], "--regime", help="Regime packs whose provisions are named."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Write the report of a case: numbered paragraphs, a footnote under every sentence, annexes.

    Sentences are drafted by templates over accepted claims; what rests on none is left out and named. Nothing is
    added to the record.

    Examples:

    - `selon report 7949dc9e7b22 --to report.docx --to report.pdf`

    - `selon report 7949dc9e7b22 --to rapport.html --language fr`
    """
    for path in to:
        if path.suffix.removeprefix(".") not in FORMATS:
            raise typer.BadParameter(f"end the name in one of {', '.join(FORMATS)}", param_hint="--to")
    from selon.desk.report import draft, saved
    from selon.report import written

    say = SAID[people_language(language)]
    with _open(record, user) as opened:
        made = saved(draft(_desk(opened, user, regime), id, people_language(language)))
    for path in to:
        _write(path, written(made.paper, path.suffix.removeprefix(".")))
        values = {"file": path, "sentences": made.sentences, "notes": len(made.paper.footnotes)}
        typer.echo(say["made"].format(**values))
    for what, why in made.paper.refused:
        typer.echo("  " + say["refused"].format(what=what, why=why), err=True)
    for r in made.remarks:
        typer.echo("  " + say["remark"].format(where=r.where, words=r.words, says=r.says), err=True)


def _desk(opened: Any, user: str | None, regimes: list[str]) -> Any:
    from selon.desk import Desk

    return Desk(opened, user=user or _login(), regimes=tuple(regimes))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as problem:
        raise InputError(
            f"cannot be written: {problem.strerror}", where=str(path), next="choose another --to"
        ) from None


def write(
    id: str = typer.Argument(..., metavar="CASE"),
    text: str = typer.Argument(..., help="The paragraph, in your words."),
    rests_on: list[str] = RESTS,
    recommendation: bool = typer.Option(False, "--recommendation", help="It stands under Recommendations."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Write a paragraph of your own into the report of a case; it rests on accepted claims and carries your name."""
    from selon.desk.report import write as add

    with _open(record, user) as opened:
        typer.echo(
            add(
                _desk(opened, user, ["1718"]), id, text, rests_on, user or _login(), recommends=recommendation
            ).id
        )


def translate(
    id: str = typer.Argument(..., metavar="CASE"),
    claim: str = typer.Argument(..., metavar="claim:ID"),
    text: str = typer.Argument(..., help="Your translation of the words the claim rests on."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Give a translation of the words a claim rests on; reports print it beside the original, with your name."""
    from selon.desk.report import translate as add

    with _open(record, user) as opened:
        typer.echo(add(_desk(opened, user, ["1718"]), id, claim, text, user or _login()).id)
