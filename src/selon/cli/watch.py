"""`selon watch`, `selon gather`, `selon events`: from the web to what is new, told by event."""

from __future__ import annotations

import getpass
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from selon.cli import EXIT_FAILED, people_language, say
from selon.cli.fetching import ALLOW, CONTACT, Sieve, Web, captures_of, items_of, triage_of

if TYPE_CHECKING:
    from selon.keep import Record
    from selon.pipeline import Reader
    from selon.watching import Settings, Watch

RECORD = typer.Option(
    "./selon-record", "--record", metavar="DIR|URL", envvar="SELON_RECORD", help="The record."
)
NEWEST = 300  # documents held together


def watch(
    config: Path = typer.Argument(..., metavar="SETTINGS.toml", help="Feeds, record, and where digests go."),
    once: bool = typer.Option(False, "--once", help="Look at every feed once and stop (for cron)."),
    retry: bool = typer.Option(False, "--retry", help="First queue again what failed before."),
) -> None:
    """Look at feeds on a schedule: what is new is gathered, triaged, read, screened, and told by event.

    Example: `selon watch watch.toml --once`
    """
    from selon.keep import Record
    from selon.watching import Watch, settings

    wanted = settings(config)
    reader = _reader(wanted)
    with Record.open(wanted.record, user=getpass.getuser()) as record:
        looking = Watch(wanted, record, reader, triage_of(reader) if wanted.triage else None)
        if retry:
            typer.echo(f"{looking.work.retry()} queued again", err=True)
        failed = _look(looking, wanted, record, everything=once)
        while not once:
            time.sleep(max(1.0, looking.due()))
            _look(looking, wanted, record)
    raise typer.Exit(EXIT_FAILED if failed else 0)


def _reader(wanted: Settings) -> Reader:
    from selon.cli.read import kept_index
    from selon.pipeline import Reader

    return Reader(
        regimes=wanted.regimes,
        lists=wanted.lists,
        index=None if wanted.lists else kept_index(wanted.record),
    )


def _look(looking: Watch, wanted: Settings, record: Record, everything: bool = False) -> bool:
    """One look and its digest; whether anything failed."""
    from selon.watching.delivery import deliver
    from selon.watching.digest import digest, text

    found = looking.look(everything)
    for what, why in found.failed:
        typer.echo(f"selon: {what}: {why}", err=True)
    typer.echo(
        f"{found.queued} queued, {len(found.new)} new, {found.unchanged} known, {found.set_aside} set aside,"
        f" {len(found.failed)} failed",
        err=True,
    )
    told = digest(record, found.new, wanted.language, found.set_aside, len(found.failed))
    if wanted.terminal and (everything or found.new):
        typer.echo(text(told), nl=False)
    problems = list(deliver(told, wanted))
    for problem in problems:
        say(problem)
    return bool(found.failed or problems)


def gather(
    sources: list[str] = typer.Argument(None, metavar="SOURCE...", help="Addresses, feeds, files, folders."),
    again: bool = typer.Option(
        False, "--again", help="Look again at what triage set aside, with the packs and lists of today."
    ),
    read_it: bool = typer.Option(False, "--read", help="Read what matters, too."),
    triage: bool = typer.Option(
        True, "--triage/--no-triage", help="Set aside what names nothing of the regimes."
    ),
    record: str = RECORD,
    contact: str = CONTACT,
    allow_network: list[str] = ALLOW,
) -> None:
    """Capture pages as WARC without reading them, and say what of it matters; --again looks at what was set aside.

    Examples:

    - `selon gather https://example.org/feed.xml --contact desk@example.org`

    - `selon gather --again --read`
    """
    from selon.cli.read import Keeping, Output, incoming, read_sources, reader_of
    from selon.pipeline import Options

    reader = reader_of([], record)
    if again:
        raise typer.Exit(_again(reader, record, read_it))
    if not sources:
        typer.echo("selon: no source given\n  next:  selon gather https://...", err=True)
        raise typer.Exit(2)
    web = Web(record, contact, allow_network)
    sieve = Sieve(reader, record) if triage else None
    failed = 0
    with web:
        if read_it:
            output = Output(False, None, people_language(None), reader.index() is not None, True)
            failed = read_sources(reader, incoming(sources, web, sieve), Options(), output, Keeping(record))
        else:
            failed = _gathered(sources, web, sieve)
        pages = web.capture.pages if web.capture else 0
        if pages and web.capture:
            typer.echo(f"captured: {pages} in {web.capture.path}", err=True)
    raise typer.Exit(EXIT_FAILED if failed else 0)


def _gathered(sources: list[str], web: Web, sieve: Sieve | None) -> int:
    """Names what matters in the sources, a JSON line each; how many could not be had."""
    from selon.errors import InputError
    from selon.gather.arrivals import Arrival, Failure
    from selon.model.document import digest

    failed = 0
    for source in sources:
        try:
            for item in items_of(source, web, sieve):
                if isinstance(item, Failure):
                    failed += 1
                    say(item.error)
                elif isinstance(item, Arrival):
                    row = {
                        "name": item.name,
                        "url": item.url,
                        "id": digest(item.data),
                        "published": item.published,
                    }
                    typer.echo(json.dumps(row, ensure_ascii=False))
        except InputError as error:
            failed += 1
            say(error)
    return failed


def _again(reader: Reader, record: str, read_it: bool) -> int:
    """Sifts what was set aside once more; what matters now is named, read if asked, and taken off the list."""
    from selon.cli.read import Keeping
    from selon.errors import RecordError, SelonError
    from selon.gather.arrivals import Failure
    from selon.gather.aside import NAME, Aside
    from selon.gather.triage import SetAside, sift
    from selon.model.document import digest

    aside = Aside(captures_of(record) / NAME)
    rows = aside.rows()
    stay = {row["id"] for row in rows}
    sieve, keeping, failed, matter = triage_of(reader), Keeping(record), 0, 0
    for _, item in aside.again():
        if isinstance(item, Failure):
            failed += 1
            say(item.error)
            continue
        if isinstance(next(sift([item], sieve)), SetAside):
            continue
        matter += 1
        typer.echo(
            json.dumps({"name": item.name, "url": item.url, "id": digest(item.data)}, ensure_ascii=False)
        )
        if read_it:
            try:
                keeping.keep(item.data, reader.read_document(item.document()))
                stay.discard(digest(item.data))
            except RecordError:
                raise
            except SelonError as error:
                failed += 1
                say(error)
    keeping.close()
    if rows:
        aside.keep_only(stay)
    typer.echo(f"{len(rows)} were set aside; {matter} matter now, {len(stay)} stay on the list", err=True)
    return EXIT_FAILED if failed else 0


def events(
    record: str = RECORD,
    as_json: bool = typer.Option(False, "--json", help="Events as JSON lines, with every relation."),
    newest: int = typer.Option(
        NEWEST, "--newest", metavar="N", help="Documents held together, newest first."
    ),
    labels: str = typer.Option(None, "--labels", metavar="fr|en", help="Language for people."),
    keep: bool = typer.Option(
        False, "--keep", help="Keep the relations in the record, for the desk's screens."
    ),
) -> None:
    """One act told by several sources: who supports what, where they differ, how many articles and origins.

    Example: `selon events --keep`
    """
    from selon.draw.label import labels as words
    from selon.keep import Record
    from selon.relate.events import events as find
    from selon.watching.digest import count

    language = people_language(labels)
    with Record.open(record, user=getpass.getuser(), create=False) as opened:
        found = find([opened.reading(d["id"]) for d in opened.documents(limit=newest)])
        if keep:
            opened.keep_relations("claims", [r.to_dict() for e in found for r in e.relations])
    for event in found:
        if as_json:
            sys.stdout.write(json.dumps(event.to_dict(), ensure_ascii=False) + "\n")
            continue
        act = words(language)("act_type", event.act)
        typer.echo(
            f"{act}: {', '.join(event.parties[:4]) or '?'} — {count(event.articles, event.origins, language)}"
        )
        for name, values in event.slots:
            typer.echo(f"  {name}: " + "; ".join(f"{s.value} ({len(s.origins)})" for s in values[:6]))
        for r in event.relations:
            if r.slot:
                typer.echo(
                    f"  ! {words(language)('relation', r.relation)} ({r.slot}): {' / '.join(r.values or ())}"
                )
