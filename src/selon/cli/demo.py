"""`selon demo`: read the sample corpus end to end and leave pages to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import selon
from selon.cli import people_language
from selon.errors import InputError

if TYPE_CHECKING:
    from selon.model.reading import Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One article of the overview."""

    file: str
    title: str
    language: str
    statements: int
    claims: int
    engagements: int
    candidates: int


def demo(
    out: Path = typer.Option(Path("demo-out"), "--out", help="Folder for the pages."),
    labels: str = typer.Option(None, "--labels", metavar="fr|en", help="Language of labels for people."),
) -> None:
    """Read the eight sample articles, print a summary, and write a page for each.

    Nothing leaves this machine and nothing is kept but the pages in --out.
    """
    from rich.console import Console
    from rich.progress import track

    from selon.cli.read import Output, write_page
    from selon.draw.label import labels as labels_of
    from selon.pipeline import Reader

    folder = examples_folder()
    language = people_language(labels)
    console, errors = Console(), Console(stderr=True)
    reader = Reader(lists=sorted((folder / "lists").glob("*.*")))
    output = Output(False, out, language, True, True)
    lines = []
    for path in track(sorted((folder / "articles").iterdir()), "selon", console=errors, transient=True):
        reading = reader.read_file(path)
        write_page(out / f"{path.stem}.html", reading, reader, output)
        lines.append(line_of(reading, path))
    write_index(out, lines, language)
    console.print(table_of(lines, labels_of(language)))
    console.print(f"{out / 'index.html'}", style="bold", soft_wrap=True)


def examples_folder() -> Path:
    """Where the sample corpus lies: in the installed package, or beside the sources."""
    package = Path(selon.__file__).parent
    for folder in (package / "examples", package.parents[1] / "examples"):
        if (folder / "articles").is_dir():
            return folder
    raise InputError(
        "the sample corpus is not installed", where=str(package), next="run it from a clone, or reinstall"
    )


def line_of(reading: Reading, path: Path) -> Line:
    from selon.draw.page import title_of

    return Line(
        f"{path.stem}.html",
        title_of(reading),
        reading.document.language or "?",
        len(reading.attributions),
        len(reading.claims),
        len(reading.engagements),
        len(reading.candidates),
    )


def table_of(lines: list[Line], lab):
    """The overview as a table for the terminal."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(lab.word("article"))
    for name in ("count_statements", "count_claims", "count_engagements", "count_candidates"):
        table.add_column(lab.word(name), justify="right")
    for x in lines:
        table.add_row(x.title, str(x.statements), str(x.claims), str(x.engagements), str(x.candidates))
    total = [sum(getattr(x, f) for x in lines) for f in ("statements", "claims", "engagements", "candidates")]
    table.add_row(f"{len(lines)}", *map(str, total), style="bold")
    return table


def write_index(out: Path, lines: list[Line], language: str) -> None:
    """The page that leads to the others."""
    from selon.draw.page import index_page

    (out / "index.html").write_text(index_page(lines, language=language), "utf-8")
