"""From a reading's JSON to the rows of the tables: the one place that says what each column holds.

`keep` writes these rows, `verify` works them out again and compares. So nothing here may depend on anything but
the reading and what the log says about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from selon.keep.canonical import canonical, sha256
from selon.keep.dates import bounds, date_marks
from selon.keep.words import key, mark, name_marks, short, terms

JSON = Mapping[str, Any]
Rows = dict[str, list[dict[str, Any]]]
UNSTORED = ("original", "url")  # how the bytes came stands in the receipts; it does not make another reading


def reading_id(reading: JSON) -> str:
    """Hash of what was read out of the document, whichever way the document came."""
    document = {k: v for k, v in reading["document"].items() if k not in UNSTORED}
    document["provenance"] = {k: v for k, v in document.get("provenance", {}).items() if k != "url"}
    return sha256(canonical({**reading, "document": document}))


def candidate_id(document: str, candidate: JSON) -> str:
    """Hash of what makes a candidate the same one: document, mention, list, reference."""
    names = (document, candidate.get("mention"), candidate["list"], candidate["reference"])
    return sha256(canonical(names))[:32]


def document_row(reading: JSON, said: JSON, at: str, seq: int) -> dict[str, Any]:
    """The row of `documents`; `said` is the body of the log's entry about the reading, `at` when it was kept."""
    document = reading["document"]
    published = bounds(document.get("published")) or (None, None)
    return {
        "n": said["first"]["documents"],
        "id": document["id"],
        "original": document["id"].removeprefix("sha256:"),
        "article": said["article"],
        "version": said["version"],
        "url": stored(document.get("url")),
        "title": stored(document.get("title")),
        "publisher": short(stored(document["publisher"])) if document.get("publisher") else None,
        "author": stored(document.get("author")),
        "published": document.get("published"),
        "published_from": published[0],
        "published_to": published[1],
        "language": document.get("language"),
        "characters": len(document["text"]),
        "claims": len(reading["claims"]),
        "reading": said["reading"],
        "kept": at,
        "seq": seq,
    }


def stored(text: str | None) -> str | None:
    """`text` as a database can hold it: PostgreSQL takes no NUL."""
    return text.replace("\0", "\ufffd") if text else text


def rows(reading: JSON, first: Mapping[str, int]) -> Rows:
    """The rows of every table that a reading fills; `first` gives the first number of each table's rows."""
    sources = {s["id"]: s for s in reading["sources"]}
    actors = {a["id"]: a for a in reading["actors"]}
    made: Rows = {
        "passages": _passages(reading),
        "attributions": [_attribution(a) for a in reading["attributions"]],
        "actors": [_actor(a) for a in reading["actors"]],
        "sources": [_source(s) for s in reading["sources"]],
        "claims": [_claim(c, sources, reading) for c in reading["claims"]],
        "participants": [p for c in reading["claims"] for p in _participants(c, actors)],
        "engagements": _engagements(reading),
        "candidates": [_candidate(reading["document"]["id"], c) for c in reading["candidates"]],
    }
    for table, own in made.items():
        for offset, row in enumerate(own):
            row["n"] = first[table] + offset
            row["document"] = first["documents"]
    return made


def counts(reading: JSON) -> dict[str, int]:
    """How many numbers each table needs for this reading."""
    return {
        "passages": len(reading["document"]["passages"]),
        "attributions": len(reading["attributions"]),
        "actors": len(reading["actors"]),
        "sources": len(reading["sources"]),
        "claims": len(reading["claims"]),
        "participants": sum(len(c.get("participants", ())) for c in reading["claims"]),
        "engagements": len(reading["engagements"]),
        "candidates": len(reading["candidates"]),
    }


def _json(value: Any) -> str:
    return canonical(value).decode().replace("\0", "\ufffd")


def _passages(reading: JSON) -> list[dict[str, Any]]:
    text = reading["document"]["text"]
    return [
        {
            "ordinal": ordinal,
            "start": p["start"],
            "stop": p["end"],
            "kind": p["kind"],
            "text": stored(text[p["start"] : p["end"]]),
        }
        for ordinal, p in enumerate(reading["document"]["passages"])
    ]


def _attribution(a: JSON) -> dict[str, Any]:
    source = a["source"]
    return {
        "id": a["id"],
        "kind": a["kind"],
        "attitude": a["attitude"],
        "stance": a["stance"],
        "cue_lemma": a["cue_lemma"],
        "source": stored(source["name"]),
        "source_key": short(key(source["name"])) if source["name"] else None,
        "source_kind": source["kind"],
        "start": min(s[0] for s in a["content"]),
        "stop": max(s[1] for s in a["content"]),
        "json": _json(a),
    }


def _actor(a: JSON) -> dict[str, Any]:
    return {
        "id": a["id"],
        "name": stored(a["name"]),
        "key": short(key(a["name"])),
        "kind": a["kind"],
        "country": a["country"],
        "office": stored(a["office"]),
        "mentions": _json(a["mentions"]),
    }


def _source(s: JSON) -> dict[str, Any]:
    return {
        "id": s["id"],
        "name": stored(s["name"]),
        "key": short(key(s["name"])) if s["name"] else None,
        "kind": s["kind"],
        "actor": s["actor"],
    }


def _evidence(claim: JSON, *roles: str) -> JSON:
    for role in roles:
        for evidence in claim["evidence"]:
            if evidence["role"] == role:
                return evidence
    return claim["evidence"][0]


def _claim(c: JSON, sources: Mapping[str, JSON], reading: JSON) -> dict[str, Any]:
    clause = _evidence(c, "clause", "trigger")
    happened = (c.get("time") or {}).get("edtf")
    span = bounds(happened)
    originator = sources.get(c["attribution"][-1]["source"], {})
    said = (c["attribution"][-1].get("utterance_time") or {}).get("edtf")
    return {
        "id": c["id"],
        "act_type": c["act_type"],
        "stage": c["stage"],
        "polarity": c["polarity"],
        "stance": c["stance"],
        "modality": c["modality"],
        "happened": happened,
        "happened_from": span[0] if span else None,
        "happened_to": span[1] if span else None,
        "said": said,
        "source": stored(originator.get("name")),
        "source_key": short(key(originator["name"])) if originator.get("name") else None,
        "source_kind": originator.get("kind", "author"),
        "start": clause["start"],
        "stop": clause["end"],
        "passage": _passage_of(clause["start"], reading["document"]["passages"]),
        "text": stored(clause["text"]),
        "json": _json(c),
    }


def _passage_of(start: int, passages: Sequence[JSON]) -> int | None:
    return next((i for i, p in enumerate(passages) if p["start"] <= start < p["end"]), None)


def _participants(c: JSON, actors: Mapping[str, JSON]) -> Iterable[dict[str, Any]]:
    for p in c.get("participants", ()):
        name = actors.get(p["actor"], {}).get("name")
        span = p.get("span") or {}
        yield {
            "claim": c["id"],
            "role": p["role"],
            "actor": p["actor"],
            "name": stored(name),
            "key": short(key(name)) if name else None,
            "implicit": int(bool(p.get("implicit"))),
            "start": span.get("start"),
            "stop": span.get("end"),
        }


def _engagements(reading: JSON) -> list[dict[str, Any]]:
    months = {c["id"]: _month(c, reading["document"].get("published")) for c in reading["claims"]}
    return [
        {
            "claim": e["claim"],
            "provision": e["provision"],
            "engagement": e["engagement"],
            "verification": e["verification"],
            "rule": e["rule"],
            "month": months.get(e["claim"]),
            "json": _json(e),
        }
        for e in reading["engagements"]
    ]


def _month(claim: JSON, published: str | None) -> str | None:
    """The month ("YYYY-MM") a claim is counted in: when it happened if that lies in one month, else published."""
    span = bounds((claim.get("time") or {}).get("edtf"))
    if span and span[0][:7] == span[1][:7]:
        return span[0][:7]
    return published[:7] if published else None


def _candidate(document: str, c: JSON) -> dict[str, Any]:
    mention = c.get("mention") or (None, None)
    return {
        "id": candidate_id(document, c),
        "list": c["list"],
        "reference": short(c["reference"]),
        "version": c["version"],
        "grade": c["grade"],
        "listed": c["listed"],
        "name": stored(c["name"]),
        "actor": c["actor"],
        "start": mention[0],
        "stop": mention[1],
        "json": _json(c),
    }


def index_terms(reading: JSON, made: Rows, number: int) -> dict[str, list[tuple[int, str]]]:
    """What the search indexes are given: (row number, terms) of passages and of claims."""
    common = _document_marks(reading, number)
    engaged: dict[str, set[str]] = {}
    for e in reading["engagements"]:
        engaged.setdefault(e["claim"], set()).update(
            {mark("provision", e["provision"]), mark("engagement", e["engagement"])}
        )
    names = {s["id"]: s["name"] for s in reading["sources"]}
    actors = {a["id"]: a["name"] for a in reading["actors"]}
    of_claim = [_claim_marks(c, names, actors) | engaged.get(c["id"], set()) for c in reading["claims"]]
    of_passage: dict[int | None, set[str]] = {}
    for row, marks in zip(made["claims"], of_claim, strict=True):
        of_passage.setdefault(row["passage"], set()).update(marks)
    for row in made["attributions"]:
        passage = _passage_of(row["start"], reading["document"]["passages"])
        of_passage.setdefault(passage, set()).update(name_marks("source", row["source"]))
    return {
        "passages": [
            (row["n"], terms(row["text"], common | of_passage.get(row["ordinal"], set())))
            for row in made["passages"]
        ],
        "claims": [
            (row["n"], terms(row["text"], common | marks))
            for row, marks in zip(made["claims"], of_claim, strict=True)
        ],
    }


def _document_marks(reading: JSON, number: int) -> set[str]:
    document = reading["document"]
    marks = date_marks("published", bounds(document.get("published"))) | {f"doc={number}"}
    marks |= name_marks("publisher", document.get("publisher"))
    if document.get("language"):
        marks.add(mark("language", document["language"]))
    return marks


def _claim_marks(c: JSON, sources: Mapping[str, str | None], actors: Mapping[str, str]) -> set[str]:
    marks = {mark("act", c["act_type"]), mark("stage", c["stage"]), mark("polarity", c["polarity"])}
    marks |= {mark("stance", c["stance"]), mark("modality", c["modality"])}
    marks |= date_marks("happened", bounds((c.get("time") or {}).get("edtf")))
    for link in c["attribution"]:
        marks |= name_marks("source", sources.get(link["source"]))
    for participant in c.get("participants", ()):
        marks |= name_marks("actor", actors.get(participant["actor"]))
        marks |= name_marks(participant["role"], actors.get(participant["actor"]))
    return marks | {mark("item", item["category"]) for item in c.get("items", ())}
