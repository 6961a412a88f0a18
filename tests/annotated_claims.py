"""The sample article's hand-annotated claims as model claims: what a perfect reader would hand to the law."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from selon.model.actor import Actor
from selon.model.claim import ChainLink, Claim, Direction, Evidence, Item, Participant, Place, Quantity
from selon.model.text import Span
from selon.model.time import Date

PUBLISHED = "2024-06-19"


def gold_path() -> Path:
    """The gold file beside the repository, or where SELON_SHARED points."""
    default = Path(__file__).parents[1] / ".." / "shared"
    return Path(os.environ.get("SELON_SHARED", default)) / "gold" / "sample-article-acts.yaml"


def load() -> Mapping[str, Any]:
    return yaml.load(gold_path().read_text("utf-8"), yaml.CSafeLoader)


def actors(gold: Mapping[str, Any]) -> tuple[Actor, ...]:
    return tuple(Actor(id, a["name"], a["kind"], a.get("country")) for id, a in gold["actors"].items())


def claim(row: Mapping[str, Any]) -> Claim:
    return Claim(
        id=row["id"],
        act_type=row["act_type"],
        stage=row["stage"],
        polarity=row["polarity"],
        stance=row["stance"],
        modality=row["modality"],
        evidence=tuple(Evidence(e["role"], Span(e["start"], e["end"])) for e in row["evidence"]),
        attribution=(ChainLink("author"),),
        factuality=(),
        participants=tuple(
            Participant(p["role"], p["actor"], span(p), p.get("implicit", False)) for p in row["participants"]
        ),
        direction=direction(row.get("direction")),
        items=tuple(Item(i["category"], i["text"], span(i)) for i in row.get("items", ())),
        quantity=quantity(row.get("quantity")),
        time=date(row.get("time")),
        places=tuple(Place(p["role"], p["name"], p.get("country"), span(p)) for p in row.get("places", ())),
    )


def span(row: Mapping[str, Any]) -> Span | None:
    at = row.get("span")
    return Span(at["start"], at["end"]) if at else None


def direction(row: Mapping[str, Any] | None) -> Direction | None:
    if row is None:
        return None
    return Direction(row.get("from"), row.get("to"), tuple(row.get("reciprocal", ())))


def quantity(row: Mapping[str, Any] | None) -> Quantity | None:
    if row is None:
        return None
    return Quantity(
        row["comparator"], row["unit"], row.get("value"), row.get("value_max"), text=row.get("text")
    )


def date(row: Mapping[str, Any] | None) -> Date | None:
    if row is None:
        return None
    return Date(row["precision"], row["rule"], row.get("edtf"), row.get("expr"), span(row))
