"""`selon lists`: official lists, versioned: update, add, status, diff."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from selon.cli import CONTEXT, EXIT_FAILED, EXIT_USAGE, say
from selon.errors import InputError, ListError

if TYPE_CHECKING:
    from selon.lists import Changes, Form, Store, Version
    from selon.screen import Index

DEFAULT_RECORD = "selon-record"
LAST = "zz_csv"  # the plain CSV recognises any CSV, so it is tried last
RECORD = typer.Option(DEFAULT_RECORD, "--record", metavar="DIR", help="Record whose lists these are.")

app = typer.Typer(
    no_args_is_help=True,
    context_settings=CONTEXT,
    help="Official lists, every version kept: update from their publishers, add files, see what changed.",
)


def store(record: str) -> Store:
    """The list store of a record folder; raises InputError for a record on a server, which has no folder."""
    from selon.lists import Store

    if "://" in record:
        raise InputError("lists are kept in a folder", where=record, next="give --record DIR")
    return Store(Path(record) / "lists", form)


def form(name: str) -> Form:
    """The installed list format of this id; raises PackError."""
    from selon import packs

    for registered in packs.names("list"):
        found: Form = packs.load("list", registered)
        if name in (registered, found.id):
            return found
    loaded: Form = packs.load("list", name)
    return loaded


def forms() -> list[Form]:
    """Every installed list format, the one that accepts any CSV last."""
    from selon import packs

    return [packs.load("list", name) for name in sorted(packs.names("list"), key=lambda n: n == LAST)]


def screening_index(record: str) -> Index:
    """The index over the current versions of a record's lists, built anew when they have changed."""
    from selon.screen import Index

    kept = store(record)
    versions = {name: kept.current(name) for name in kept.lists()}
    wanted = {name: v.version for name, v in versions.items() if v}
    path = kept.folder / "index.db"
    stamp = kept.folder / "index.json"
    state = json.dumps({name: v.sha256 for name, v in versions.items() if v}, sort_keys=True)
    if path.is_file() and stamp.is_file() and stamp.read_text("utf-8") == state:
        try:
            return Index.open(path)
        except ListError as error:
            if error.code != "stale-index":
                raise
    if not wanted:
        raise ListError(
            "no list is kept here", where=str(kept.folder), next="selon lists update, or selon lists add FILE"
        )
    index = Index.build((e for name in wanted for e in kept.standing(name)), wanted, path)
    stamp.write_text(state, "utf-8")
    return index


@app.command("update")
def update(
    lists: list[str] = typer.Argument(
        None, metavar="[LIST...]", help="Lists to update [all with an address]."
    ),
    force: bool = typer.Option(False, "--force", help="Keep a list even if it looks cut off or damaged."),
    record: str = RECORD,
) -> None:
    """Fetch lists from their official addresses and keep what is new.

    Offline it says so and what is kept stays in use. A proxy is taken from the environment (https_proxy).

    Examples:

    - `selon lists update un ofac_sdn`
    """
    from selon.lists.download import address_of, addresses, download

    kept, failed = store(record), 0
    for name in lists or [a.list for a in addresses()]:
        try:
            address = address_of(name)
            with tempfile.TemporaryDirectory() as folder:
                file = download(address, Path(folder))
                _keep(kept, file, form(address.format), force, address.files[0][1])
        except ListError as error:
            failed += 1
            say(error)
            _still(kept, name)
    raise typer.Exit(EXIT_FAILED if failed else 0)


def _still(kept: Store, name: str) -> None:
    current = kept.current(name)
    if current:
        typer.echo(f"  {name}: still in use: {current.version}, {current.entries} entries", err=True)


@app.command("add")
def add(
    file: Path = typer.Argument(..., metavar="FILE", help="A list file as its publisher gives it."),
    format_: str = typer.Option(None, "--format", metavar="FORMAT", help="Its format, when not recognised."),
    force: bool = typer.Option(False, "--force", help="Keep it even if it looks cut off or damaged."),
    record: str = RECORD,
) -> None:
    """Add a list file that you have.

    Examples:

    - `selon lists add consolidated.xml --format un`

    - `selon lists add SDN.CSV` (takes ALT.CSV and ADD.CSV beside it along)
    """
    from selon.lists import sniffed
    from selon.lists.form import head

    head(file)
    found = form(format_) if format_ else sniffed(file, forms())
    if found is None:
        names = ", ".join(f.id for f in forms())
        raise InputError(
            "list format not recognised", where=str(file), next=f"say it: --format, one of {names}"
        )
    _keep(store(record), file, found, force, None)


def _keep(kept: Store, file: Path, found: Form, force: bool, address: str | None) -> None:
    added = kept.add(file, found, retrieved=_now(), address=address, force=force)
    version = added.version
    if added.status == "same":
        typer.echo(f"{version.list}: unchanged ({version.version}, {version.entries} entries)")
        return
    typer.echo(
        f"{version.list}: {version.entries} entries, version {version.version}, sha256 {version.sha256[:12]}"
    )
    if not version.verified:
        typer.echo(f"  format {version.format} has not been tried on a real file of its publisher", err=True)
    for where, reason in version.problems[:10]:
        typer.echo(f"  row not read: {reason}\n    where: {where}", err=True)
    if len(version.problems) > 10:
        typer.echo(
            f"  and {len(version.problems) - 10} more rows not read (selon lists status --json)", err=True
        )
    if added.before:
        changes = kept.diff(added.before, version)
        typer.echo(f"  {_counts(changes)} since {added.before.version}")
        if changes.references():
            typer.echo(
                "  next:  selon screen again what earlier versions touched: selon screen --again OUT.csv",
                err=True,
            )


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _counts(changes: Changes) -> str:
    return f"{len(changes.added)} added, {len(changes.removed)} removed, {len(changes.changed)} changed"


@app.command("status")
def status(as_json: bool = typer.Option(False, "--json", help="As JSON."), record: str = RECORD) -> None:
    """Which lists are kept, which version is in use, and which formats were never tried on a real file."""
    kept = store(record)
    rows = [v for name in kept.lists() if (v := kept.current(name))]
    if as_json:
        print(
            json.dumps(
                {"lists": [_facts(v, kept) for v in rows], "formats": [_form_facts(f) for f in forms()]},
                ensure_ascii=False,
            )
        )
        return
    if not rows:
        typer.echo(
            f"no list is kept in {kept.folder}\n  next:  selon lists update, or selon lists add FILE",
            err=True,
        )
    for v in rows:
        typer.echo(
            f"{v.list:<18} {v.version:<22} {v.entries:>6} entries  {v.sha256[:12]}  had {v.retrieved}  {_mark(v)}"
        )
    typer.echo("\nformats")
    for f in forms():
        standing = (
            f"tried on: {f.evidence}"
            if f.verified
            else "UNVERIFIED: written from its documentation, no real file tried"
        )
        typer.echo(f"  {f.id:<22} {f.title}\n  {'':<22} {standing}; {f.licence}")


def _mark(version: Version) -> str:
    marks = [] if version.verified else ["format unverified"]
    marks += ["kept by force"] if version.forced else []
    marks += [f"{len(version.problems)} rows not read"] if version.problems else []
    return "; ".join(marks)


def _facts(version: Version, kept: Store) -> dict[str, Any]:
    names = ("list", "format", "version", "sha256", "retrieved", "entries", "address", "verified", "forced")
    facts = {name: getattr(version, name) for name in names}
    facts["problems"] = [{"where": w, "reason": r} for w, r in version.problems]
    facts["versions"] = [v.version for v in kept.versions(version.list)]
    return facts


def _form_facts(found: Form) -> dict[str, Any]:
    return {k: getattr(found, k) for k in ("id", "title", "list", "verified", "evidence", "licence")}


@app.command("diff")
def diff(
    name: str = typer.Argument(..., metavar="LIST"),
    before: str = typer.Argument(
        None, metavar="[OLD]", help="Version date or hash [the one before the current]."
    ),
    after: str = typer.Argument(None, metavar="[NEW]", help="Version date or hash [the current]."),
    as_json: bool = typer.Option(False, "--json", help="As JSON."),
    record: str = RECORD,
) -> None:
    """What a version of a list adds, removes and changes against an earlier one.

    Examples:

    - `selon lists diff un 2025-08-16 2026-02-27`
    """
    kept = store(record)
    versions = kept.versions(name)
    if not versions or (before is None and len(versions) < 2):
        typer.echo(
            f"selon: {name} has {len(versions)} kept version(s), two are needed\n  next:  selon lists status",
            err=True,
        )
        raise typer.Exit(EXIT_USAGE)
    old = kept.find(name, before) if before else versions[-2]
    new = kept.find(name, after) if after else versions[-1]
    changes = kept.diff(old, new)
    if as_json:
        print(json.dumps(_changes(changes, old, new), ensure_ascii=False))
        return
    typer.echo(f"{name}: {old.version} -> {new.version}: {_counts(changes)}")
    for sign, entries in (("+", changes.added), ("-", changes.removed)):
        for e in entries:
            typer.echo(f"{sign} {e.reference:<12} {e.kind:<12} {e.names[0].text}")
    for _, entry, fields in changes.changed:
        typer.echo(f"~ {entry.reference:<12} {entry.kind:<12} {entry.names[0].text}  ({', '.join(fields)})")


def _changes(changes: Changes, old: Version, new: Version) -> dict[str, Any]:
    return {
        "list": new.list,
        "from": old.version,
        "to": new.version,
        "added": [e.reference for e in changes.added],
        "removed": [e.reference for e in changes.removed],
        "changed": [{"reference": e.reference, "fields": list(fields)} for _, e, fields in changes.changed],
    }


if __name__ == "__main__":
    sys.exit(app())
