"""`selon screen`: candidates for names, with every reason; a table of names in, a table with findings out."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from selon.cli import EXIT_FAILED, EXIT_USAGE, people_language
from selon.cli.lists import RECORD, form, forms, screening_index
from selon.errors import InputError

if TYPE_CHECKING:
    from selon.model.actor import Candidate
    from selon.screen import Index, Query

KINDS = ("person", "organization", "vessel", "aircraft")
ADDED = ("grade", "references", "reasons", "hits", "lists")
CHUNK = 512
_WORDS = {
    "fr": {
        "agrees": "concorde", "differs": "diffère", "not stated": "non indiqué", "exact": "exact", "strong": "fort",
        "possible": "possible", "un": "désigné par l'ONU", "national": "liste nationale seulement",
        "not_listed": "nommé, non listé", "delisted": "radié", "name": "nom", "alias quality": "qualité de l'alias",
        "birth date": "naissance", "country": "pays", "flag": "pavillon", "position": "fonction", "imo": "OMI",
        "none": "aucun candidat", "rule": "règle", "version": "version",
    },
    "en": {
        "un": "UN-designated", "national": "national list only", "not_listed": "named, not listed", "delisted": "delisted",
        "imo": "IMO", "none": "no candidate",
    },
}  # fmt: skip


def screen(
    names: list[str] = typer.Argument(None, metavar="NAME...", help="Names to screen."),
    kind: str = typer.Option(
        None, "--kind", metavar="KIND", help="person, organization, vessel or aircraft [any]."
    ),
    birth_date: str = typer.Option(None, "--birth-date", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD."),
    country: str = typer.Option(None, "--country", metavar="XX", help="Country or flag, ISO 3166-1 alpha-2."),
    imo: str = typer.Option(None, "--imo", metavar="NUMBER", help="IMO number of a ship."),
    table: Path = typer.Option(
        None, "--csv", metavar="IN", help="Table of names: id, name, kind, birth_date, country, imo."
    ),
    out: Path = typer.Option(
        None, "--out", metavar="OUT", help="Table to write; a stopped run goes on where it was."
    ),
    again: Path = typer.Option(
        None, "--again", metavar="OUT", help="Screen an earlier --out table again and say what changed."
    ),
    lists: list[Path] = typer.Option(
        [], "--list", metavar="FILE", help="Against this list file instead of the record's lists."
    ),
    yente: str = typer.Option(None, "--yente", metavar="URL", help="Ask this yente server instead."),
    at_least: str = typer.Option(
        "possible", "--at-least", metavar="GRADE", help="Weakest grade wanted: exact, strong, possible."
    ),
    as_json: bool = typer.Option(False, "--json", help="Candidates as JSON lines."),
    labels: str = typer.Option(None, "--labels", metavar="fr|en", help="Language of labels for people."),
    record: str = RECORD,
) -> None:
    """Screen names against the lists: candidates with their reasons, never a verdict.

    Examples:

    - `selon screen "Kim Jong-sik" --kind person --birth-date 1968`

    - `selon screen "pétrolier Chonmasan" --kind vessel --list consolidated.xml`

    - `selon screen --csv names.csv --out found.csv`
    """
    _check_options(names, kind, table, out, again, at_least)
    backend = _backend(yente, lists, record)
    if table:
        raise typer.Exit(screen_table(backend, table, out, at_least))
    if again:
        raise typer.Exit(screen_again_table(backend, again, people_language(labels)))
    from selon.screen import Query

    queries = [Query(name, kind, birth_date, country, imo) for name in names or ()]
    for query, found in zip(queries, backend(queries, at_least), strict=True):
        if as_json:
            print(
                json.dumps({"name": query.name, "candidates": [_plain(c) for c in found]}, ensure_ascii=False)
            )
        else:
            show(query, found, people_language(labels))


def _check_options(names: Any, kind: Any, table: Any, out: Any, again: Any, at_least: str) -> None:
    problems = {
        "no name given": (
            not names and not table and not again,
            'selon screen "NAME", or --csv IN --out OUT',
        ),
        "--csv without --out": (bool(table) and not out, "say where to write: --out OUT"),
        f"unknown kind {kind!r}": (kind is not None and kind not in KINDS, f"one of {', '.join(KINDS)}"),
        f"unknown grade {at_least!r}": (
            at_least not in ("exact", "strong", "possible"),
            "exact, strong or possible",
        ),
    }
    for message, (wrong, following) in problems.items():
        if wrong:
            typer.echo(f"selon: {message}\n  next:  {following}", err=True)
            raise typer.Exit(EXIT_USAGE)


class Local:
    """The index on this machine."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def __call__(
        self, queries: Sequence[Query], at_least: str = "possible"
    ) -> Iterator[tuple[Candidate, ...]]:
        from selon.screen import screen_many

        return screen_many(queries, self.index, at_least=at_least)


class Remote:
    """A yente server."""

    def __init__(self, url: str) -> None:
        from selon.services.yente import Yente

        self.server = Yente(url)

    def __call__(
        self, queries: Sequence[Query], at_least: str = "possible"
    ) -> Iterator[tuple[Candidate, ...]]:
        from selon.model.actor import GRADES

        asked = [asdict(q) for q in queries]
        for found in self.server.match(asked):
            yield tuple(c for c in found if GRADES.index(c.grade) <= GRADES.index(at_least))


def _backend(yente: str | None, lists: Sequence[Path], record: str) -> Local | Remote:
    if yente:
        return Remote(yente)
    if not lists:
        return Local(screening_index(record))
    return Local(index_of(lists))


def index_of(lists: Sequence[Path]) -> Index:
    """An index in memory over list files; rows that cannot be read are named on standard error, the rest is used."""
    from selon.lists import load, sniffed
    from selon.screen import Index

    entries, versions = [], {}
    for path in lists:
        found = sniffed(path, forms())
        if found is None:
            raise InputError(
                "list format not recognised",
                where=str(path),
                next=f"formats: {', '.join(f.id for f in forms())}",
            )
        read = load(path, form(found.id))
        for problem in read.problems:
            typer.echo(f"selon: row not read: {problem.reason}\n  where: {problem.where}", err=True)
        entries += read.entries
        versions[read.list] = read.version
    return Index.build(entries, versions)


def _plain(candidate: Candidate) -> dict[str, Any]:
    found = asdict(candidate)
    return {k: v for k, v in found.items() if k not in ("mention", "actor") and v is not None}


def show(query: Query, found: Sequence[Candidate], language: str) -> None:
    """Print the cards of one name."""
    words = _WORDS[language]

    def say(word: str) -> str:
        return words.get(word, word)

    typer.secho(query.name, bold=True)
    if not found:
        typer.echo(f"  {say('none')}")
    for c in found:
        typer.echo(
            f"  {say(c.grade)}  {c.list} {c.reference}  {c.entry_name}  ({say(c.listed)}; {say('version')} {c.version})"
        )
        for f in c.fields:
            theirs = f.theirs if f.theirs is not None else "-"
            ours = " ".join(f.ours.split())[:60] if f.ours is not None else "-"
            typer.echo(f"    {say(f.name):<20} {ours} | {theirs[:100]}  {say(f.result)}")
        typer.echo(f"    {say('rule'):<20} {c.rule}")


def reasons(found: Sequence[Candidate]) -> str:
    """The cards of one row in one cell."""
    parts = []
    for c in found:
        compared = [
            f"{f.name} {f.result}" + (f" ({f.theirs})" if f.theirs else "")
            for f in c.fields
            if f.theirs or f.ours
        ]
        parts.append(f"{c.list} {c.reference} {c.grade} [{c.listed}]: {'; '.join(compared)}; rule: {c.rule}")
    return " || ".join(parts)


def screen_table(backend: Local | Remote, table: Path, out: Path, at_least: str) -> int:
    """Screen every row of `table` into `out`; resumes `out`.part of a stopped run. The exit code: 1 if a row failed."""
    rows = list(_rows(table))
    header = [*dict.fromkeys([*(rows[0] if rows else ("id", "name"))]), *ADDED]
    part = out.with_name(out.name + ".part")
    done = _done(part, header, rows)
    failed = 0
    with part.open("a" if done else "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        if not done:
            writer.writeheader()
        for start in range(done, len(rows), CHUNK):
            batch = rows[start : start + CHUNK]
            for row, cells in zip(batch, _screened(backend, batch, at_least), strict=True):
                failed += cells["reasons"].startswith("error: ")
                writer.writerow({**row, **cells})
            file.flush()
            _progress(min(start + CHUNK, len(rows)), len(rows))
    part.replace(out)
    if failed:
        typer.echo(
            f"selon: {failed} of {len(rows)} rows could not be screened; see their reasons in {out}", err=True
        )
    return EXIT_FAILED if failed else 0


def _rows(table: Path) -> Iterator[dict[str, str]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="", restkey="")
            if "name" not in (reader.fieldnames or ()):
                raise InputError(
                    "the table has no column `name`", where=str(table), next="add a header: id,name,kind,…"
                )
            for row in reader:
                row.pop("", None)
                yield row
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror}", where=str(table), next="check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("the table is not UTF-8", where=str(table), next="save it as UTF-8") from error


def _done(part: Path, header: Sequence[str], rows: Sequence[dict[str, str]]) -> int:
    """How many rows a stopped run has written whole; 0 where its file does not belong to this table."""
    if not part.is_file():
        return 0
    with part.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != list(header):
            return 0
        written = list(reader)
    same = all(w["name"] == r["name"] for w, r in zip(written, rows, strict=False)) and len(written) <= len(
        rows
    )
    return len(written) if same else 0


def _screened(
    backend: Local | Remote, batch: Sequence[dict[str, str]], at_least: str
) -> Iterator[dict[str, str]]:
    """The added cells of each row, in order; a row that cannot be screened says why in `reasons`."""
    asked: list[Query | str] = [_query(row) for row in batch]
    answers = backend([q for q in asked if not isinstance(q, str)], at_least)
    for query in asked:
        if isinstance(query, str):
            yield dict.fromkeys(ADDED, "") | {"reasons": f"error: {query}", "hits": "0"}
            continue
        found = next(answers)  # type: ignore[call-overload]
        yield {
            "grade": found[0].grade if found else "",
            "references": "|".join(dict.fromkeys(c.reference for c in found)),
            "reasons": reasons(found),
            "hits": str(len(found)),
            "lists": "|".join(dict.fromkeys(c.list for c in found)),
        }


def _query(row: dict[str, str]) -> Query | str:
    """The query of a row, or what is wrong with the row."""
    from selon.screen import Query

    name, kind = (row.get("name") or "").strip(), (row.get("kind") or "").strip().lower() or None
    if not name:
        return "no name"
    if kind and kind not in KINDS:
        return f"unknown kind {kind!r}, not one of {', '.join(KINDS)}"
    birth, country, imo = ((row.get(k) or "").strip() or None for k in ("birth_date", "country", "imo"))
    return Query(name, kind, birth, country, imo)


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{whole}", end="\n" if done == whole else "", file=sys.stderr)


def screen_again_table(backend: Local | Remote, table: Path, language: str) -> int:
    """Screen the rows of an earlier output table again; print only what changed."""
    if isinstance(backend, Remote):
        raise InputError("--again compares with this machine's lists", next="leave --yente out")
    from selon.screen.again import screen_again

    rows = [r for r in _rows(table) if not (r.get("reasons") or "").startswith("error: ")]
    earlier = []
    for row in rows:
        query = _query(row)
        if not isinstance(query, str):
            earlier.append((replace(query), dict(_earlier(row.get("reasons") or ""))))
    changed = 0
    for result in screen_again(earlier, backend.index):
        if result.same:
            continue
        changed += 1
        typer.secho(result.query.name, bold=True)
        for c in result.new:
            typer.echo(f"  + {c.grade} {c.list} {c.reference} {c.entry_name} [{c.listed}]")
        for list_id, reference in result.gone:
            typer.echo(f"  - {list_id} {reference}")
        for c, before in result.regraded:
            typer.echo(f"  ~ {c.list} {c.reference} {before} -> {c.grade} [{c.listed}]")
    typer.echo(
        f"{changed}/{len(earlier)} " + ("noms ont changé" if language == "fr" else "names changed"), err=True
    )
    return 0


def _earlier(cell: str) -> Iterator[tuple[tuple[str, str], str]]:
    """(list, reference) -> grade out of the `reasons` of an earlier run."""
    for part in filter(None, cell.split(" || ")):
        head = part.partition(" [")[0].split(" ")
        if len(head) >= 3:
            yield (head[0], " ".join(head[1:-1])), head[-1]
