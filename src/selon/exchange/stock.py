"""What is handed over: readings as they may leave the record, and where their claims stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = Mapping[str, Any]
REALISED = ("done", "ongoing", "habitual")
COMMITTED = ("CT+", "PR+")


@dataclass(frozen=True, slots=True)
class Item:
    """One document. `reading` is the JSON of the contract; `stands`: claim id -> (verdict, by, at, why); `kept`: UTC."""

    reading: JSON
    stands: Mapping[str, tuple[str, str, str, str]] = field(default_factory=dict)
    kept: str = ""

    @property
    def document(self) -> JSON:
        return self.reading["document"]

    def name(self, id: str | None) -> str:
        """The name of an actor or source of this document; "" where it has none."""
        for table in ("actors", "sources"):
            for row in self.reading[table]:
                if row["id"] == id:
                    return row["name"] or ""
        return ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something a form could not hold: what, of which document, and why."""

    kind: str
    id: str
    document: str
    why: str


@dataclass(frozen=True, slots=True)
class Made:
    """Rows of one form, and what was left out of it."""

    rows: tuple[JSON, ...]
    left_out: tuple[LeftOut, ...] = ()


def quote(claim: JSON, text: str) -> tuple[int, int, str]:
    """Start, end and words of the clause that a claim rests on, in code points of the document's text."""
    found = next((e for e in claim["evidence"] if e["role"] == "clause"), claim["evidence"][0])
    return found["start"], found["end"], text[found["start"] : found["end"]]


def realised(claim: JSON) -> bool:
    """Whether the claim's own source puts the act as having taken place or going on, and holds it for so."""
    last = claim["attribution"][-1]["source"]
    held = claim["factuality"].get(last) or next(reversed(claim["factuality"].values()), "")
    return claim["stage"] in REALISED and claim["polarity"] == "affirmed" and held in COMMITTED


def claims(items: tuple[Item, ...]) -> Iterator[tuple[Item, JSON]]:
    """Every claim with its document."""
    return ((item, claim) for item in items for claim in item.reading["claims"])


def date(claim: JSON) -> str:
    """The EDTF date of the act; "" where it is unknown."""
    return (claim.get("time") or {}).get("edtf") or ""


def according_to(item: Item, claim: JSON) -> str:
    """Who it is according to, by name; "author" for the article itself; the kind of source where it has no name."""
    last = claim["attribution"][-1]["source"]
    if last == "author":
        return "author"
    kinds = {s["id"]: s["kind"] for s in item.reading["sources"]}
    return item.name(last) or kinds.get(last, "unnamed_source")
