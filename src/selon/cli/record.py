"""`selon verify, search, log, judge, case, versions, bundle, unbundle, redact, stamp`: what a person does with a record."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from selon.cli import EXIT_RECORD, people_language
from selon.errors import InputError

if TYPE_CHECKING:
    from selon.keep import Page, Record

RECORD = typer.Option(
    "./selon-record", "--record", metavar="DIR|URL", envvar="SELON_RECORD", help="The record to use."
)
AS = typer.Option(
    None, "--as", metavar="NAME", envvar="SELON_USER", help="Who does it (default: the login name)."
)
JSON = typer.Option(False, "--json", help="JSON on standard output.")

WORDS = {
    "en": {
        "sound": "Everything is what it was.",
        "damaged": "Something is not what it was.",
        "looked": "{entries} log entries, {originals} originals, {documents} documents, {rows} rows looked at.",
        "head": "Head of the log, to be noted outside the record: {number}:{hash}",
        "note": "to look at",
        "fault": "damaged",
        "more": "more: --after {after}",
        "found": "{total} found",
        "found_many": "more than {counted} found",
        "nothing": "nothing found",
        "bundled": "{documents} documents, {judgements} judgements written to {folder}",
        "check": "a stranger checks it with: cd {folder} && sha256sum -c manifest-sha256.txt",
        "withheld": "withheld",
        "taken": "case {case}: {new} new documents, {same} known, {judgements} new judgements",
        "clash": "people disagree on {subject}",
        "redacted": "{name} is left out of every export from now on; the evidence stays (log entry {seq})",
        "stamped": "log entry {stamped} stamped by {authority}",
    },
    "fr": {
        "sound": "Tout est ce que c'était.",
        "damaged": "Quelque chose n'est plus ce que c'était.",
        "looked": "{entries} entrées de journal, {originals} originaux, {documents} documents, {rows} lignes examinés.",
        "head": "Tête du journal, à noter hors du registre : {number}:{hash}",
        "note": "à regarder",
        "fault": "endommagé",
        "more": "suite : --after {after}",
        "found": "{total} trouvés",
        "found_many": "plus de {counted} trouvés",
        "nothing": "rien trouvé",
        "bundled": "{documents} documents, {judgements} jugements écrits dans {folder}",
        "check": "un tiers vérifie avec : cd {folder} && sha256sum -c manifest-sha256.txt",
        "withheld": "retenu",
        "taken": "cas {case} : {new} documents nouveaux, {same} connus, {judgements} jugements nouveaux",
        "clash": "désaccord sur {subject}",
        "redacted": "{name} ne figurera plus dans aucun export ; les preuves restent (entrée de journal {seq})",
        "stamped": "entrée de journal {stamped} horodatée par {authority}",
    },
}


def _say(label: str, /, **values: Any) -> str:
    return WORDS[people_language()][label].format(**values)


def _open(location: str, user: str | None, *, create: bool = False) -> Record:
    from selon.keep import Record

    return Record.open(location, user=user or _login(), create=create)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def verify(
    record: str = RECORD,
    head: str = typer.Option(
        None, "--head", metavar="NUMBER:HASH", help="A head of the log that was noted outside the record."
    ),
    roots: list[Path] = typer.Option(
        [],
        "--certificates",
        metavar="PEM",
        help="Certificates of time-stamp authorities, to check stamps by.",
    ),
    as_json: bool = JSON,
) -> None:
    """Check that evidence and log are what they were; name the first thing that is not.

    Examples:

    - `selon verify`

    - `selon verify --head 4711:9f2c…`
    """
    known = _known_head(head)
    _certificates(roots)
    with _open(record, None) as opened:
        found = opened.verify(known_head=known, roots=roots)
    if as_json:
        faults = [{"where": f.where, "what": f.what, "grave": f.grave} for f in found.faults]
        _print_json({"sound": found.sound, "head": f"{found.head[0]}:{found.head[1]}", "faults": faults})
    else:
        counted = {name: getattr(found, name) for name in ("entries", "originals", "documents", "rows")}
        typer.echo(_say("looked", **counted))
        for fault in found.faults:
            label = _say("fault" if fault.grave else "note")
            typer.secho(f"{label}: {fault}", fg="red" if fault.grave else "yellow")
        typer.secho(
            _say("sound" if found.sound else "damaged"), bold=True, fg="green" if found.sound else "red"
        )
        typer.echo(_say("head", number=found.head[0], hash=found.head[1]))
    if not found.sound:
        raise typer.Exit(EXIT_RECORD)


def _known_head(head: str | None) -> tuple[int, str] | None:
    if head is None:
        return None
    number, _, hash = head.partition(":")
    if not number.isdigit() or not hash:
        raise typer.BadParameter("write NUMBER:HASH as `selon verify` printed it", param_hint="--head")
    return int(number), hash


def search(
    words: list[str] = typer.Argument(
        None, metavar="WORDS...", help='Words that must all occur; "a phrase"; begin*; -without.'
    ),
    act: list[str] = typer.Option([], "--act", help="Kind of act (arms_transfer, …)."),
    stage: list[str] = typer.Option([], "--stage", help="Stage (done, offered, …)."),
    actor: list[str] = typer.Option([], "--actor", help="Who takes part, whole name or part."),
    provision: list[str] = typer.Option([], "--provision", help="Provision (2397-5, …)."),
    source: list[str] = typer.Option([], "--source", help="According to whom, whole name or part."),
    item: list[str] = typer.Option([], "--item", help="What is concerned (coal, …)."),
    publisher: list[str] = typer.Option([], "--publisher", help="Outlet."),
    language: list[str] = typer.Option([], "--language", help="Language of the document."),
    happened: str = typer.Option(None, "--happened", metavar="DATE", help="2024, 2024-06, 2024-01/2024-06."),
    published: str = typer.Option(None, "--published", metavar="DATE", help="As --happened, of the article."),
    passages: bool = typer.Option(False, "--passages", help="Find passages, not claims."),
    limit: int = typer.Option(20, "--limit", min=1, max=500),
    after: int = typer.Option(None, "--after", metavar="N", help="Go on after this row."),
    record: str = RECORD,
    as_json: bool = JSON,
) -> None:
    """Find claims (or passages) by words, act, actor, provision, stage, date and source. Accents do not matter.

    Examples:

    - `selon search missile --stage done --provision 2397-5`

    - `selon search '"avions de chasse"' --source Séoul --passages`
    """
    from selon.keep import Query

    query = Query(
        words=" ".join(words or []), act=tuple(act), stage=tuple(stage), actor=tuple(actor),
        provision=tuple(provision), source=tuple(source), item=tuple(item), publisher=tuple(publisher),
        language=tuple(language), happened=happened, published=published,
    )  # fmt: skip
    with _open(record, None) as opened:
        look = opened.search_passages if passages else opened.search_claims
        page = look(query, after=after, limit=limit)
    if as_json:
        _print_json({"total": page.total, "after": page.after, "items": [_shown(row) for row in page.items]})
    else:
        _show_page(page)


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: json.loads(v) if k == "json" else v for k, v in row.items() if k not in ("document",)}


def _show_page(page: Page) -> None:
    from selon.keep.search import COUNTED

    for row in page.items:
        typer.secho(row["text"], bold=True)
        about = [row.get("act_type"), row.get("stage"), row.get("source"), row.get("happened")]
        place = [row["publisher"], row["published"], row["title"]]
        typer.echo("  " + " · ".join(str(x) for x in about + place if x))
        typer.secho(f"  {row.get('id') or ''} {row['document_id']}#{row['start']}-{row['stop']}", dim=True)
    if not page.items:
        typer.echo(_say("nothing"))
        return
    many = page.total is None
    typer.echo(_say("found_many", counted=COUNTED) if many else _say("found", total=page.total))
    if page.after is not None:
        typer.echo(_say("more", after=page.after))


def log(
    record: str = RECORD,
    after: int = typer.Option(0, "--after", metavar="N", help="Only entries with a number above this."),
    last: int = typer.Option(50, "--last", metavar="N", min=1, help="How many at most, the newest."),
    subject: str = typer.Option(
        None, "--subject", help="Only entries on this (claim:…, case:…, a document's id)."
    ),
    as_json: bool = JSON,
) -> None:
    """Show who did what, when: every reading kept, every judgement, every bundle."""
    with _open(record, None) as opened:
        entries = opened.log(after=after, subject=subject)[-last:]
    if as_json:
        for entry in entries:
            print(json.dumps(json.loads(entry.content) | {"hash": entry.hash}, ensure_ascii=False))
        return
    for entry in entries:
        typer.echo(
            f"{entry.seq:>6}  {entry.at[:19]}Z  {entry.who:<12} {entry.action:<18} {_gist(entry.action, entry.body)}"
        )


def _gist(action: str, body: Mapping[str, Any]) -> str:
    if action == "judgement":
        event = body["judgement"]
        return f"{event['kind']} {event['subject']} {event['why']}".rstrip()
    names = (
        "status",
        "document",
        "original",
        "url",
        "kind",
        "count",
        "name",
        "case",
        "manifest",
        "authority",
    )
    return " ".join(str(body[name]) for name in names if body.get(name))


def judge(
    kind: str = typer.Argument(
        ..., help="accept, correct, reject, unsure, later, reliability, credibility, not_same, undo, …"
    ),
    subject: str = typer.Argument(..., help="claim:ID, candidate:ID, source:NAME, document:ID, finding:ID"),
    why: str = typer.Option("", "--why", help="The reason, in words."),
    field: list[str] = typer.Option(
        [], "--field", metavar="NAME=VALUE", help="A corrected field (with correct)."
    ),
    grade: str = typer.Option(None, "--grade", help="A-F for reliability, 1-6 for credibility."),
    undoes: str = typer.Option(None, "--undoes", metavar="EVENT", help="The event to take back (with undo)."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Add one judgement. Nothing is ever overwritten: undo is a judgement too, dissent is kept.

    Examples:

    - `selon judge accept claim:3f… --why "two independent accounts"`

    - `selon judge correct claim:3f… --field stage=offered --why "only offered"`

    - `selon judge reliability "source:Yonhap" --grade B`
    """
    value: dict[str, Any] = {"fields": dict(_pair(f) for f in field)} if field else {}
    if grade:
        value["grade"] = grade
    with _open(record, user) as opened:
        event = opened.judge(kind, subject, why=why, value=value, undoes=undoes)
        stands = opened.standings([subject]).get(subject)
    verdict = f", stands at {stands.verdict} by {stands.by}" if stands and stands.verdict else ""
    typer.echo(f"{event.id}  {event.kind} {subject}{verdict}")
    for other in stands.dissent if stands else ():
        typer.echo(f"  dissent: {other.kind} by {other.user} {other.why}")


def _pair(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise typer.BadParameter("write NAME=VALUE", param_hint="--field")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


case = typer.Typer(
    no_args_is_help=True, help="Cases: what was put together under one title, and what follows from it."
)


@case.command("open")
def case_open(title: str = typer.Argument(...), record: str = RECORD, user: str = AS) -> None:
    """Open a case; prints its id."""
    with _open(record, user) as opened:
        typer.echo(opened.open_case(title))


@case.command("add")
def case_add(
    id: str = typer.Argument(..., metavar="CASE"),
    subjects: list[str] = typer.Argument(
        ..., metavar="SUBJECT...", help="claim:ID, document:ID, candidate:ID"
    ),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Put claims, documents or candidates into a case."""
    with _open(record, user) as opened:
        for subject in subjects:
            opened.judge("add", f"case:{id}", value={"subject": subject})


@case.command("list")
def case_list(record: str = RECORD, as_json: bool = JSON) -> None:
    """List the cases, newest first."""
    with _open(record, None) as opened:
        found = opened.cases()
    if as_json:
        _print_json(found)
    for row in () if as_json else found:
        typer.echo(
            f"{row['id']}  {row['state']:<6} {row['items']:>4}  {row['opened_at'][:10]}  {row['title']}"
        )


@case.command("show")
def case_show(id: str = typer.Argument(..., metavar="CASE"), record: str = RECORD) -> None:
    """Show what is in a case, as JSON."""
    with _open(record, None) as opened:
        made = opened.case(id)
        notes = [e.to_dict() for e in made.notes]
        out = {"id": id, "title": made.title, "state": made.state, "items": list(made.items), "notes": notes}
        _print_json(out | {"findings": opened.findings(id)})


@case.command("find")
def case_find(
    id: str = typer.Argument(..., metavar="CASE"),
    text: str = typer.Argument(..., help="The conclusion, in words."),
    evidence: list[str] = typer.Option(..., "--evidence", metavar="claim:ID", help="What it rests on."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Draw a finding; a second reader agrees with `selon judge second finding:ID`."""
    with _open(record, user) as opened:
        typer.echo(opened.find(id, text, evidence))


def bundle(
    id: str = typer.Argument(..., metavar="CASE"),
    to: Path = typer.Option(..., "--to", metavar="FOLDER", help="A folder that does not exist yet."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Write originals, readings, judgements and log of a case into a folder that a stranger can check."""
    with _open(record, user) as opened:
        made = opened.bundle(id, to)
    typer.echo(_say("bundled", documents=made.documents, judgements=made.judgements, folder=to))
    _list("withheld", made.withheld)
    typer.echo(_say("check", folder=to))


def unbundle(
    folder: Path = typer.Argument(..., metavar="FOLDER"), record: str = RECORD, user: str = AS
) -> None:
    """Check a bundle and take it into the record; nothing is taken from a bundle that is not sound."""
    with _open(record, user, create=True) as opened:
        taken = opened.unbundle(folder)
    new = sum(k.status != "same" for k in taken.kept)
    same = len(taken.kept) - new
    typer.echo(_say("taken", case=taken.case, new=new, same=same, judgements=taken.judgements))
    for subject in taken.clashes:
        typer.echo("  " + _say("clash", subject=subject))
    _list("withheld", taken.left_out)


def _list(label: str, lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(f"  {_say(label)}: {line}")


def redact(
    name: str = typer.Argument(..., help="The person's name."),
    why: str = typer.Option(..., "--why", help="The reason; it is logged."),
    also: list[str] = typer.Option([], "--also", metavar="NAME", help="Another way the name is written."),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Leave a person out of every export from now on. The evidence stays as it is."""
    with _open(record, user) as opened:
        made = opened.redact(name, why=why, also=also)
    typer.echo(_say("redacted", name=name, seq=made.seq))


def stamp(
    authority: str = typer.Option(..., "--authority", metavar="URL", help="RFC 3161 time-stamp authority."),
    roots: list[Path] = typer.Option(
        ..., "--certificates", metavar="PEM", help="The authority's certificates."
    ),
    record: str = RECORD,
    user: str = AS,
) -> None:
    """Have the head of the log time-stamped by an outside authority. One hash is sent, nothing else."""
    _certificates(roots)
    with _open(record, user) as opened:
        body = opened.stamp(authority, roots).body
    typer.echo(_say("stamped", stamped=body["stamped"], authority=authority))


def _certificates(paths: Sequence[Path]) -> None:
    for path in paths:
        if not path.is_file():
            raise InputError("no such certificate file", where=str(path), next="give a PEM file")


def versions(
    document: str = typer.Argument(..., help="A document's id, or the address of an article."),
    record: str = RECORD,
    as_json: bool = JSON,
) -> None:
    """List the versions of an article and show what changed from each to the next."""
    with _open(record, None) as opened:
        article = opened.document(document)["article"] if document.startswith("sha256:") else document
        found = opened.versions(article)
        if not found:
            raise InputError("the record has no such article", where=document, next="see `selon search`")
        changes = [()] + [opened.difference(a["id"], b["id"]) for a, b in pairwise(found)]
    if as_json:
        _print_json([row | {"changes": _changed(own)} for row, own in zip(found, changes, strict=True)])
        return
    for row, own in zip(found, changes, strict=True):
        typer.secho(f"{row['version']}  {row['kept'][:19]}Z  {row['id']}  {row['title'] or ''}", bold=True)
        for change in _changed(own):
            sign, colour = ("-", "red") if change["kind"] == "removed" else ("+", "green")
            typer.secho(f"   {sign} {change['text'].strip()}", fg=colour)


def _changed(changes: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"kind": c.kind, "text": c.text, "before": _ends(c.before), "after": _ends(c.after)}
        for c in changes
        if c.kind != "same"
    ]


def _ends(span: Any) -> list[int] | None:
    return span.to_list() if span else None


COMMANDS = {
    "verify": verify, "search": search, "log": log, "judge": judge, "bundle": bundle, "unbundle": unbundle,
    "redact": redact, "stamp": stamp, "versions": versions,
}  # fmt: skip


def mount(app: typer.Typer) -> None:
    """Adds these commands to the command line."""
    for name, function in COMMANDS.items():
        app.command(name)(function)
    app.add_typer(case, name="case")
