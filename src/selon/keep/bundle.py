"""Handing a case over: a BagIt bag that a stranger checks with `sha256sum -c`, and taking one in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import bagit
from sqlalchemy import Connection, select

from selon.errors import InputError, RecordError
from selon.keep import judgements, keeping, log, schema
from selon.keep.canonical import canonical, sha256
from selon.keep.projection import reading_id
from selon.keep.redact import Redaction, masked, masked_reading, redactions
from selon.keep.trouble import told
from selon.keep.vault import Vault
from selon.model.judgement import Case, Judgement, case, finding

SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
CLAIM_LIKE = ("claim", "candidate", "attribution")


@dataclass(frozen=True, slots=True)
class Bundled:
    """What a bundle holds. `manifest`: SHA-256 of the bag's tag manifest, which covers every other file."""

    folder: Path
    documents: int
    judgements: int
    withheld: tuple[str, ...]
    manifest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that belongs to a case, gathered before anything is written."""

    case: Case
    readings: tuple[tuple[str, Mapping[str, Any]], ...]  # (document id, reading), older readings too
    events: tuple[Judgement, ...]


def gather(connection: Connection, id: str) -> Contents:
    """The case, the documents of what is in it with their readings, and every judgement on any of that."""
    everything = judgements.events(connection)
    made = case(f"case:{id}", everything)
    if made is None:
        raise InputError("there is no such case", where=id, next="see `selon case list`")
    findings = _findings_of(everything, id)
    subjects = {*made.items, *(e for f in findings for e in f.evidence)}
    documents = _documents_of(connection, subjects, everything)
    readings = tuple(_readings_of(connection, documents))
    inside = _subjects_of(readings) | subjects | {f"case:{id}"} | {f"finding:{f.id}" for f in findings}
    events = tuple(e for e in everything if e.subject in inside or e.document in documents)
    return Contents(made, readings, events)


def _findings_of(events: Sequence[Judgement], id: str) -> list[Any]:
    subjects = dict.fromkeys(e.subject for e in events if e.subject.startswith("finding:"))
    found = [finding(s, [e for e in events if e.subject == s]) for s in subjects]
    return [f for f in found if f and f.case == id]


def _documents_of(
    connection: Connection, subjects: Iterable[str], events: Sequence[Judgement]
) -> dict[str, None]:
    """Ids of the documents behind `subjects`, in order: from the tables, else from the judgements on them."""
    judged = {e.subject: e.document for e in events if e.document}
    found: dict[str, None] = {}
    for subject in sorted(subjects):
        kind, _, id = subject.partition(":")
        if kind == "document":
            found[id] = None
        elif kind in CLAIM_LIKE:
            table = schema.tables.tables[f"{kind}s"]
            query = select(schema.documents.c.id).join(table, table.c.document == schema.documents.c.n)
            document = connection.scalar(query.where(table.c.id == id).limit(1)) or judged.get(subject)
            if document:
                found[document] = None
    return found


def _readings_of(connection: Connection, documents: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for id in documents:
        query = select(schema.readings).join(
            schema.documents, schema.readings.c.document == schema.documents.c.n
        )
        for row in connection.execute(
            query.where(schema.documents.c.id == id).order_by(schema.readings.c.seq)
        ):
            yield id, keeping.opened(row.json, row.digest, row.id)


def _subjects_of(readings: Iterable[tuple[str, Mapping[str, Any]]]) -> set[str]:
    found = set()
    for id, reading in readings:
        found.add(f"document:{id}")
        found |= {f"claim:{c['id']}" for c in reading["claims"]}
        found |= {f"attribution:{a['id']}" for a in reading["attributions"]}
    return found


def write(connection: Connection, vault: Vault, id: str, folder: Path, made_at: str) -> Bundled:
    """Writes the bundle of a case into `folder`, which must not exist yet; raises RecordError, InputError."""
    if folder.exists():
        raise InputError("the folder is already there", where=str(folder), next="give a new name with --to")
    contents = gather(connection, id)
    people = redactions(connection)
    with told(str(folder)):
        folder.mkdir(parents=True)
        try:
            return _filled(connection, vault, contents, people, folder, made_at)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _filled(
    connection: Connection,
    vault: Vault,
    contents: Contents,
    people: Sequence[Redaction],
    folder: Path,
    made_at: str,
) -> Bundled:
    for name in ("originals", "receipts", "readings"):
        (folder / name).mkdir()
    withheld: list[str] = []
    for document, reading in contents.readings:
        withheld += _put_reading(folder, reading, people)
        withheld += _put_original(connection, vault, folder, document, reading, people)
    events = [_masked_event(e, people) for e in contents.events]
    _lines(folder / "judgements.jsonl", events)
    hidden = {e.id for e, shown in zip(contents.events, events, strict=True) if e.to_dict() != shown}
    _lines(folder / "log.jsonl", _shown_log(connection, contents, hidden, people))
    (folder / "case.json").write_bytes(canonical(_overview(contents, people)) + b"\n")
    withheld = list(dict.fromkeys(withheld))
    (folder / "withheld.txt").write_text("".join(f"{line}\n" for line in withheld), "utf-8")
    (folder / "check_log.py").write_bytes((files("selon.keep") / "handover" / "check_log.py").read_bytes())
    manifest = _bag(folder, contents.case, log.head(connection), made_at)
    documents = {document for document, _ in contents.readings}
    return Bundled(folder, len(documents), len(events), tuple(withheld), manifest)


def _bag(folder: Path, made: Case, head: tuple[int, str], made_at: str) -> str:
    """Lays what is in the folder out as a bag (RFC 8493); gives the SHA-256 of its tag manifest.

    Written here and not by the library, which changes the working folder of the whole process meanwhile and
    writes a tag manifest that `sha256sum -c` does not take.
    """
    payload = sorted(p for p in folder.rglob("*") if p.is_file())
    sizes = [p.stat().st_size for p in payload]
    aside = folder.with_name(f"{folder.name}.payload")
    folder.rename(aside)
    folder.mkdir()
    aside.rename(folder / "data")
    info = {
        "Bag-Software-Agent": "selon",
        "Bagging-Date": made_at[:10],
        "External-Identifier": made.id,
        "Payload-Oxum": f"{sum(sizes)}.{len(sizes)}",
        "Selon-Log-Head": f"{head[0]}:{head[1]}",
    }
    (folder / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (folder / "bag-info.txt").write_text("".join(f"{k}: {v}\n" for k, v in info.items()), "utf-8")
    (folder / "README.txt").write_bytes((files("selon.keep") / "handover" / "README.txt").read_bytes())
    _sums(folder / "manifest-sha256.txt", (folder / "data").rglob("*"))
    _sums(folder / "tagmanifest-sha256.txt", list(folder.glob("*.txt")))
    return sha256((folder / "tagmanifest-sha256.txt").read_bytes())


def _sums(manifest: Path, paths: Iterable[Path]) -> None:
    """A manifest as `sha256sum` writes it."""
    lines = [
        f"{sha256(p.read_bytes())}  {p.relative_to(manifest.parent).as_posix()}\n"
        for p in paths
        if p.is_file()
    ]
    manifest.write_text("".join(sorted(lines)), "utf-8")


def _put_reading(folder: Path, reading: Mapping[str, Any], people: Sequence[Redaction]) -> list[str]:
    id = reading_id(reading)
    shown = masked_reading(reading, people) if people else reading
    (folder / "readings" / f"{id}.json").write_bytes(canonical(shown))
    return [f"reading {id}: a name is blacked out"] if shown != reading else []


def _put_original(
    connection: Connection,
    vault: Vault,
    folder: Path,
    document: str,
    reading: Mapping[str, Any],
    people: Sequence[Redaction],
) -> list[str]:
    """Writes an original and its receipts, unless somebody who was taken out occurs in it."""
    sha = document.removeprefix("sha256:")
    data = vault.get(sha)
    row = connection.execute(select(schema.originals).where(schema.originals.c.sha == sha)).one()
    names = [n for r in people for n in (r.name, *r.also)]
    raw = data.decode(row.encoding or "utf-8", "replace") if names else ""
    if names and (masked_reading(reading, people) != reading or masked(raw, names) != raw):
        return [f"original {sha}: names a person who was taken out of exports"]
    suffix = SUFFIXES.get((row.media_type or "").partition(";")[0], "")
    (folder / "originals" / f"{sha}{suffix}").write_bytes(data)
    for receipt in connection.execute(select(schema.receipts).where(schema.receipts.c.original == sha)):
        (folder / "receipts" / f"{receipt.id}.json").write_bytes(vault.read(receipt.path))
    return []


def _masked_event(event: Judgement, people: Sequence[Redaction]) -> dict[str, Any]:
    names = [n for r in people for n in (r.name, *r.also)]
    data = event.to_dict()
    return (
        {**data, "why": masked(event.why, names), "value": _masked_value(data["value"], names)}
        if names
        else data
    )


def _masked_value(value: Any, names: Sequence[str]) -> Any:
    if isinstance(value, str):
        return masked(value, names)
    if isinstance(value, Mapping):
        return {k: _masked_value(v, names) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_masked_value(v, names) for v in value]
    return value


def _shown_log(
    connection: Connection, contents: Contents, hidden: set[str], people: Sequence[Redaction]
) -> Iterator[dict[str, Any]]:
    """Every entry of the log; content only of entries on this case's documents and judgements."""
    documents = {document for document, _ in contents.readings}
    shown = {e.id for e in contents.events} - hidden
    names = [n for r in people for n in (r.name, *r.also)]
    for entry in log.entries(connection):
        out = {"seq": entry.seq, "hash": entry.hash, "digest": sha256(entry.content.encode())}
        of_event = entry.action == "judgement" and Judgement.from_dict(entry.body["judgement"]).id in shown
        if (of_event or entry.subject in documents) and masked(entry.content, names) == entry.content:
            out["content"] = entry.content
        yield out


def _overview(contents: Contents, people: Sequence[Redaction]) -> dict[str, Any]:
    made = contents.case
    data = {
        "id": made.id,
        "title": made.title,
        "state": made.state,
        "opened_by": made.opened_by,
        "opened_at": made.opened_at,
        "items": list(made.items),
        "notes": [e.to_dict() for e in made.notes],
        "findings": [_finding(f) for f in _findings_of(contents.events, made.id)],
    }
    return _masked_value(data, [n for r in people for n in (r.name, *r.also)])


def _finding(made: Any) -> dict[str, Any]:
    data = {k: v for k, v in asdict(made).items() if k not in ("history", "seconds", "dissents")}
    seconds, dissents = [e.to_dict() for e in made.seconds], [e.to_dict() for e in made.dissents]
    return {**data, "evidence": list(made.evidence), "seconds": seconds, "dissents": dissents}


def _lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("wb") as out:
        for row in rows:
            out.write(canonical(dict(row)) + b"\n")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A checked bundle, ready to be kept: nothing of it is used before all of it was checked."""

    folder: Path
    case: str
    manifest: str
    head: str
    documents: tuple[tuple[bytes, Mapping[str, Any], Mapping[str, Any]], ...]  # original, reading, receipt
    judgements: tuple[Judgement, ...]
    left_out: tuple[str, ...]


def opened(folder: Path) -> Incoming:
    """Checks a bundle whole: the bag, the chain of its log, each original and reading; raises RecordError."""
    bag = _checked_bag(folder)
    data = folder / "data"
    try:
        _check_chain(data / "log.jsonl")
        originals = dict(_originals(data))
        receipts = _receipts(data)
        documents, left_out = [], []
        for path in sorted((data / "readings").glob("*.json")):
            reading = json.loads(path.read_bytes())
            sha = reading["document"]["id"].removeprefix("sha256:")
            if reading_id(reading) != path.stem or sha not in originals:
                left_out.append(f"reading {path.stem}: redacted by who made the bundle")
            else:
                documents.append((originals[sha], reading, receipts.get(reading["document"]["id"], {})))
        events = tuple(Judgement.from_dict(json.loads(line)) for line in _lines_of(data / "judgements.jsonl"))
        case_id = json.loads((data / "case.json").read_bytes())["id"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise _bad(folder, str(problem)) from problem
    manifest = sha256((folder / "tagmanifest-sha256.txt").read_bytes())
    head = bag.info.get("Selon-Log-Head", "")
    return Incoming(folder, case_id, manifest, head, tuple(documents), events, tuple(left_out))


def _lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def _checked_bag(folder: Path) -> bagit.Bag:
    try:
        bag = bagit.Bag(str(folder))
        bag.validate()
        return bag
    except (bagit.BagError, OSError) as problem:
        raise _bad(folder, str(problem)) from problem


def _check_chain(path: Path) -> None:
    before = log.GENESIS
    for number, line in enumerate(_lines_of(path), 1):
        entry = json.loads(line)
        content = entry.get("content")
        if content is not None and sha256(content.encode()) != entry["digest"]:
            raise ValueError(f"log entry {number} is not what was sealed")
        if entry["seq"] != number or sha256(f"{before}\n{entry['digest']}".encode()) != entry["hash"]:
            raise ValueError(f"log entry {number} does not follow the entry before it")
        before = entry["hash"]


def _originals(data: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted((data / "originals").iterdir()):
        content = path.read_bytes()
        sha = path.name.partition(".")[0]
        if sha256(content) != sha:
            raise ValueError(f"original {path.name} is not the one that it is named after")
        yield sha, content


def _receipts(data: Path) -> dict[str, Mapping[str, Any]]:
    """The first receipt of each original, as it was written when the original came."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((data / "receipts").glob("*.json")):
        raw = path.read_bytes()
        if sha256(raw) != path.stem:
            raise ValueError(f"receipt {path.name} is not what it was")
        receipt = json.loads(raw)
        before = found.get(receipt["original"])
        if before is None or receipt["received"] < before["received"]:
            found[receipt["original"]] = receipt
    return found


def _bad(folder: Path, why: str) -> RecordError:
    return RecordError(
        f"not a sound bundle: {why}",
        where=str(folder),
        next="ask for it again; nothing of it was taken in",
        code="bundle_damaged",
    )
