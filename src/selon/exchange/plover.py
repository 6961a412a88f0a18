"""PLOVER event records (JSON lines), one a claim. Who says it and how firmly has no place there and goes to `x_claim`."""

from __future__ import annotations

from selon.exchange.stock import Item, LeftOut, Made, according_to, claims, date, quote
from selon.model.vocabulary import PLOVER

TO_COME = ("offered", "promised", "planned", "expected", "agreed")
COOPERATIVE = ("AID", "COOPERATE", "CONSULT", "SUPPORT", "AGREE", "CONCEDE")
SENDING = ("supplier", "agent", "visitor", "actor", "party")
GETTING = ("recipient", "target", "host", "patient")


def events(items: tuple[Item, ...]) -> Made:
    """A record a claim, and the claims without an actor, which PLOVER cannot hold."""
    rows, left = [], []
    for item, claim in claims(items):
        row = _event(item, claim)
        if row["actor"]:
            rows.append(row)
        else:
            left.append(
                LeftOut("claim", claim["id"], item.document["id"], "PLOVER needs an actor; none is named")
            )
    return Made(tuple(rows), tuple(left))


def _event(item, claim):
    d, (start, end, words) = item.document, quote(claim, item.document["text"])
    actors, recipients = _sides(item, claim)
    return {
        "id": claim["id"], "date": date(claim) or d["published"] or "", "event": _kind(claim), "mode": _mode(claim),
        "context": [i["category"] for i in claim.get("items", ())], "actor": actors, "recipient": recipients,
        "location": [p["name"] for p in claim.get("places", ())],
        "event_text": words, "text_info": {"start": start, "end": end, "document": d["id"]},
        "cite_info": {"url": d["url"], "title": d["title"], "publication": d["publisher"], "language": d["language"], "date": d["published"]},
        "x_claim": {"according_to": according_to(item, claim), "act_type": claim["act_type"], **{k: claim[k] for k in ("stage", "polarity", "stance", "modality", "factuality")}},
    }  # fmt: skip


def _kind(claim) -> str:
    """An act still to come is, where it is friendly, an agreement on it, never the act itself."""
    event = PLOVER[claim["act_type"]]
    return "AGREE" if claim["stage"] in TO_COME and event in COOPERATIVE else event


def _mode(claim) -> str | None:
    if claim["polarity"] != "affirmed":
        return "negation"
    if claim["stage"] == "hypothetical" or claim["modality"] in ("possible", "conditional", "feared"):
        return "hypothetical"
    return "future" if claim["stage"] in (*TO_COME, "requested") else None


def _sides(item, claim) -> tuple[list[str], list[str]]:
    direction = claim.get("direction") or {}
    if direction.get("reciprocal"):
        return [item.name(a) or a for a in direction["reciprocal"]], []
    sides = [direction.get("from")], [direction.get("to")]
    if not (direction.get("from") or direction.get("to")):
        people = claim.get("participants", ())
        getting = [p["actor"] for p in people if p["role"] in GETTING]
        sides = [p["actor"] for p in people if p["actor"] not in getting], getting
    return tuple(
        [item.name(a) or a for a in dict.fromkeys(side) if a and a != "unspecified"] for side in sides
    )
