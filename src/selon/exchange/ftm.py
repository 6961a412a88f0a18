"""FollowTheMoney entities as JSON lines, with a yente manifest and the folder layout of a data lake.

Article (document), Note (claim, with its strength and its words), Documentation (claim or speaker in document), actors by
kind, UnknownLink (from whom to whom, as said), Event only for acts that their source puts as having taken place,
Sanction for those that put somebody on a list, Similar for candidates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from selon.exchange.stock import JSON, Item, LeftOut, Made, according_to, date, quote, realised

SCHEMA = {
    "person": "Person", "state": "PublicBody", "government": "PublicBody", "un_body": "PublicBody",
    "organisation": "Organization", "company": "Company", "media": "Organization", "vessel": "Vessel",
    "aircraft": "Airplane",
}  # fmt: skip
LISTED_SCHEMA = {"person": "Person", "vessel": "Vessel", "aircraft": "Airplane"}
LANGUAGE = {"fr": "fra", "en": "eng"}
DATASET = "selon"


def entities(items: tuple[Item, ...]) -> Made:
    """Every entity once, in order, and what FollowTheMoney has no place for."""
    rows: dict[str, JSON] = {}
    left: list[LeftOut] = []
    for item in items:
        for row in _of_document(item, left):
            rows[row["id"]] = row
    return Made(tuple(rows.values()), tuple(left))


def write(made: Made, folder: Path, version: str) -> tuple[Path, ...]:
    """`entities.ftm.json`, `manifest.yml` for yente and `index.json` under `datasets/selon/`; `version` must rise."""
    home = folder / "datasets" / DATASET
    home.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made.rows)
    files = home / "entities.ftm.json", home / "index.json", folder / "manifest.yml"
    files[0].write_text(data, "utf-8")
    about = {"name": DATASET, "title": "Reported acts, read by selon", "version": version}
    resource = {"name": files[0].name, "mime_type": "application/json+ftm", "size": len(data.encode())}
    resource["checksum"] = hashlib.sha256(data.encode()).hexdigest()
    index = {**about, "entity_count": len(made.rows), "resources": [resource]}
    files[1].write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", "utf-8")
    path = f"datasets/{DATASET}/{files[0].name}"
    files[2].write_text(
        f"# yente: YENTE_MANIFEST=manifest.yml\ncatalogs: []\ndatasets:\n  - name: {DATASET}\n"
        f'    title: "{about["title"]}"\n    path: {path}\n    version: "{version}"\n',
        "utf-8",
    )
    return files


def entity(schema: str, parts: Iterable[str], **properties: object) -> JSON:
    """One entity; its id is a hash of `parts`; properties that say nothing are not there; values are lists of text."""
    id = f"{DATASET}-{hashlib.sha1(chr(0).join([schema, *parts]).encode()).hexdigest()}"
    found = {k: _values(v) for k, v in properties.items()}
    return {
        "id": id,
        "schema": schema,
        "datasets": [DATASET],
        "properties": {k: v for k, v in found.items() if v},
    }


def _values(value: object) -> list[str]:
    many = value if isinstance(value, (list, tuple)) else [value]
    return list(dict.fromkeys(str(v) for v in many if v not in (None, "")))


def _of_document(item: Item, left: list[LeftOut]) -> Iterator[JSON]:
    d = item.document
    article = entity(
        "Article", [d["id"]], title=d["title"] or d["text"].strip()[:120], notes=f"SHA-256 {d['id'].removeprefix('sha256:')}",
        language=LANGUAGE.get(d["language"] or "", d["language"]), publishedAt=d["published"], publisher=d["publisher"],
        author=d["author"], sourceUrl=_web(d["url"]), retrievedAt=item.kept[:10],
    )  # fmt: skip
    # contentHash takes SHA-1 only, so the hash of the original stands in `notes`
    yield article
    known: dict[str, JSON] = {}
    for actor in item.reading["actors"]:
        if schema := SCHEMA.get(actor["kind"]):
            known[actor["id"]] = entity(
                schema, [d["id"], actor["id"]], name=actor["name"], country=_country(actor)
            )
        else:
            left.append(
                LeftOut("actor", actor["id"], d["id"], f"FollowTheMoney has no kind for {actor['kind']}")
            )
    yield from known.values()
    for claim in item.reading["claims"]:
        yield from _of_claim(item, claim, article["id"], known, left)
    yield from _candidates(item, known, left)
    for n, a in enumerate(item.reading["attributions"]):
        if not any(_inside(a, c) for c in item.reading["claims"]):
            left.append(LeftOut("attribution", a["id"], d["id"], f"statement {n} reports no act"))


def _inside(attribution: JSON, claim: JSON) -> bool:
    spans = attribution["content"]
    return any(s <= e["start"] and e["end"] <= t for s, t in spans for e in claim["evidence"])


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _country(actor: JSON) -> str | None:
    return (actor["country"] or "").lower() or None


def _of_claim(
    item: Item, claim: JSON, article: str, known: dict[str, JSON], left: list[LeftOut]
) -> Iterator[JSON]:
    d, start, end, words = item.document, *quote(claim, item.document["text"])
    who, role = according_to(item, claim), f"{claim['modality']} ({claim['stage']}, {claim['polarity']})"
    involved = [known[p["actor"]]["id"] for p in claim.get("participants", ()) if p["actor"] in known]
    when = _plain(date(claim))
    about = {"proof": article, "sourceUrl": _web(d["url"]), "publisher": d["publisher"]}
    subjects = list(involved)
    if realised(claim):
        event = entity(
            "Event", [claim["id"]], name=f"{claim['act_type']} (according to {who})", involved=involved, date=when,
            location=[p["name"] for p in claim.get("places", ())], keywords=claim["act_type"],
            country=[p["country"].lower() for p in claim.get("places", ()) if p.get("country")], **about,
        )  # fmt: skip
        subjects.insert(0, event["id"])
        yield event
    else:
        left.append(LeftOut("event", claim["id"], d["id"], f"not said to have taken place: {role}"))
    yield entity(
        "Note", [claim["id"]], name=f"{claim['act_type']}: {role}", entity=subjects, keywords=claim["act_type"],
        description=f"According to {who}, {role}: “{words}” [{start}-{end}]", **about,
    )  # fmt: skip
    for subject in subjects:
        yield entity(
            "Documentation", [claim["id"], subject], document=article, entity=subject, role=role, date=when,
            summary=f"“{words}” [{start}-{end}]", publisher=d["publisher"], sourceUrl=_web(d["url"]),
        )  # fmt: skip
    yield from _speaker(item, claim, article, known)
    yield from _link(item, claim, who, role, known, about, left)
    if claim["act_type"] == "designation" and realised(claim):
        for target in (p for p in claim["participants"] if p["role"] in ("target", "recipient", "patient")):
            if target["actor"] in known:
                yield entity(
                    "Sanction", [claim["id"], target["actor"]], entity=known[target["actor"]]["id"], **about
                )


def _plain(edtf: str) -> str | None:
    """The part of an EDTF date that FollowTheMoney has: a year, month or day; an interval is given by its start."""
    plain = edtf.partition("/")[0].rstrip("~?%")
    return plain if plain[:4].isdigit() and len(plain) in (4, 7, 10) and "X" not in plain else None


def _speaker(item: Item, claim: JSON, article: str, known: dict[str, JSON]) -> Iterator[JSON]:
    for link in claim["attribution"]:
        source = next((s for s in item.reading["sources"] if s["id"] == link["source"]), None)
        actor = source and known.get(source["actor"] or source["id"])
        if actor:
            yield entity(
                "Documentation", [claim["id"], "speaker", actor["id"]], document=article, entity=actor["id"],
                role=f"speaker ({link.get('link') or 'says'})", recordId=claim["id"],
            )  # fmt: skip


def _link(
    item: Item, claim: JSON, who: str, role: str, known: dict[str, JSON], about: JSON, left: list[LeftOut]
) -> Iterator[JSON]:
    direction = claim.get("direction") or {}
    a, b = direction.get("from"), direction.get("to")
    if a in known and b in known:
        yield entity(
            "UnknownLink", [claim["id"], a, b], subject=known[a]["id"], object=known[b]["id"],
            role=f"{claim['act_type']}: {role}, according to {who}", date=_plain(date(claim)), **about,
        )  # fmt: skip
    elif a or b or direction.get("reciprocal"):
        why = "direction is open or a party has no kind in FollowTheMoney"
        left.append(LeftOut("direction", claim["id"], item.document["id"], why))
    for name in ("quantity", "items", "factuality", "legal_characterisation", "conditional_on"):
        if claim.get(name):
            left.append(
                LeftOut(name, claim["id"], item.document["id"], "no property of FollowTheMoney holds it")
            )


def _candidates(item: Item, known: dict[str, JSON], left: list[LeftOut]) -> Iterator[JSON]:
    for c in item.reading["candidates"]:
        ours = known.get(c["actor"])
        if ours is None:
            left.append(
                LeftOut("candidate", c["reference"], item.document["id"], "the mention is of no actor")
            )
            continue
        entry = entity("LegalEntity", [c["list"], c["reference"]], name=c.get("name") or c["reference"])
        yield entry
        agrees = ", ".join(f["name"] for f in c["fields"] if f["result"] == "agrees")
        yield entity(
            "Similar", [ours["id"], entry["id"]], candidate=ours["id"], match=entry["id"],
            criteria=f"{c['grade']}: {agrees} ({c['list']} {c['reference']})", matcher="selon",
        )  # fmt: skip
