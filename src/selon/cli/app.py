"""The commands, mounted."""

from __future__ import annotations

import sys

import typer

from selon.cli import (
    CONTEXT,
    compare,
    demo,
    evaluate,
    exchange,
    lists,
    origins,
    read,
    record,
    report,
    screen,
    serve,
    watch,
)
from selon.version import __version__

app = typer.Typer(
    name="selon",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich" if sys.stdout.isatty() else None,  # rich costs 0.15 s of CPU: only where it shows
    pretty_exceptions_enable=False,
    context_settings=CONTEXT,
    help="According to whom? An article goes in; out comes who says what about which act, in which words, how firmly, "
    "and which provision the act would engage if it were so.",
    epilog="`selon read article.txt` · `selon read --html page.html article.txt` · `selon COMMAND --help`",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"selon {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Say the version and stop."
    ),
) -> None:
    """Nothing before the command: settings belong to the commands."""


app.command("read")(read.read)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("screen")(screen.screen)
app.add_typer(lists.app, name="lists")
app.command("compare")(compare.compare)
app.command("origins")(origins.origins)
app.command("gather")(watch.gather)
app.command("watch")(watch.watch)
app.command("events")(watch.events)
app.command("evaluate")(evaluate.evaluate)
app.command("report")(report.report)
app.command("export")(exchange.export)
app.command("import")(exchange.take)
record.mount(app)
record.case.command("write")(report.write)
record.case.command("translate")(report.translate)
