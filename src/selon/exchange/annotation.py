"""W3C Web Annotations: each claim over the exact words it rests on, each human decision on it; and theirs read back.

Positions are Unicode code points (Web Annotation Data Model, 4.2.4); the quotation with 32 characters either side finds
the place again when the page was fetched anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selon.errors import InputError
from selon.exchange.stock import JSON, Item, LeftOut, Made, quote
from selon.model.text import Quote, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotations(items: tuple[Item, ...], tool: str) -> Made:
    """One annotation a claim (motivation describing), one a decision (assessing)."""
    rows = [row for item in items for row in _of_document(item, tool)]
    return Made(tuple(rows))


def urn(id: str) -> str:
    return f"urn:{id.replace('sha256:', 'sha256:')}" if id.startswith("sha256:") else f"urn:selon:claim:{id}"


def _of_document(item: Item, tool: str) -> Iterator[JSON]:
    text = item.document["text"]
    for claim in item.reading["claims"]:
        start, end, _ = quote(claim, text)
        target = {"source": urn(item.document["id"]), "selector": list(selectors(text, Span(start, end)))}
        if item.document["url"]:
            target["scope"] = item.document["url"]
        yield {
            "@context": CONTEXT, "id": urn(claim["id"]), "type": "Annotation", "motivation": "describing",
            "generator": {"id": "urn:selon", "type": "Software", "name": tool},
            "body": {"type": "TextualBody", "format": "application/json", "value": json.dumps(claim, ensure_ascii=False)},
            "target": target,
        }  # fmt: skip
        if claim["id"] in item.stands:
            verdict, by, at, why = item.stands[claim["id"]]
            yield {
                "@context": CONTEXT, "id": f"{urn(claim['id'])}:{verdict}", "type": "Annotation", "motivation": "assessing",
                "creator": {"type": "Person", "name": by}, "created": at,
                "body": {"type": "TextualBody", "format": "text/plain", "value": f"{verdict}: {why}" if why else verdict},
                "target": {**target, "id": urn(claim["id"])},
            }  # fmt: skip


def selectors(text: str, span: Span) -> tuple[JSON, JSON]:
    """Position and quotation of a span."""
    q = Quote.at(text, span)
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return position, {"type": "TextQuoteSelector", "exact": q.exact, "prefix": q.prefix, "suffix": q.suffix}


@dataclass(frozen=True, slots=True)
class Found:
    """An annotation read back. `document` is the id or address it names; `claim` the claim it assesses, "" for others."""

    id: str
    motivation: str
    by: str
    text: str
    document: str
    scope: str
    claim: str
    selectors: tuple[Mapping[str, Any], ...]


def read(path: Path) -> tuple[tuple[Found, ...], tuple[LeftOut, ...]]:
    """The annotations of a file (one, a list, an AnnotationPage or -Collection, or JSON lines); raises InputError."""
    found, left = [], []
    for n, raw in enumerate(_objects(path)):
        try:
            found.append(_found(raw))
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            left.append(LeftOut("annotation", str(n), "", f"not an annotation that can be placed: {problem}"))
    return tuple(found), tuple(left)


def _objects(path: Path) -> Iterable[Any]:
    text = path.read_text("utf-8-sig")
    try:
        data = json.loads(text)
    except ValueError:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as problem:
            raise InputError(
                f"not JSON: {problem}", where=str(path), next="give a file of W3C annotations"
            ) from None
    if isinstance(data, dict):
        first = data.get("first")
        return data.get("items") or (first.get("items", []) if isinstance(first, dict) else [data])
    return data


def _found(raw: Mapping[str, Any]) -> Found:
    if "Annotation" not in (raw["type"] if isinstance(raw["type"], list) else [raw["type"]]):
        raise ValueError(f"it is a {raw['type']}")
    target = raw["target"][0] if isinstance(raw["target"], list) else raw["target"]
    target = {"source": target} if isinstance(target, str) else target
    chosen = target.get("selector") or []
    chosen = [chosen] if isinstance(chosen, dict) else chosen
    source = target["source"] if isinstance(target["source"], str) else target["source"]["id"]
    creator = raw.get("creator") or {}
    return Found(
        str(raw.get("id", "")),
        str(raw.get("motivation", "commenting")),
        creator if isinstance(creator, str) else str(creator.get("name") or creator.get("id") or ""),
        _text(raw.get("body")),
        source.removeprefix("urn:") if source.startswith("urn:sha256:") else source,
        str(target.get("scope", "")),
        str(target.get("id", "")).removeprefix("urn:selon:claim:")
        if "urn:selon:claim:" in str(target.get("id"))
        else "",
        tuple(chosen),
    )


def _text(body: Any) -> str:
    bodies: Sequence[Any] = body if isinstance(body, list) else [body]
    return " ".join(b if isinstance(b, str) else str(b.get("value", "")) for b in bodies if b)


def placed(found: Found, text: str) -> Span | None:
    """Where the annotation stands in `text`: by position where the quotation agrees, else by the quotation with its
    context, else by the only place that has its words; None where it cannot be told."""
    by_type = {str(s.get("type")): s for s in found.selectors}
    q, p = by_type.get("TextQuoteSelector"), by_type.get("TextPositionSelector")
    exact = str(q.get("exact", "")) if q else ""
    if p and 0 <= int(p["start"]) < int(p["end"]) <= len(text):
        span = Span(int(p["start"]), int(p["end"]))
        if not exact or span.of(text) == exact:
            return span
    if not q or not exact:
        return None
    prefix, suffix = str(q.get("prefix", "")), str(q.get("suffix", ""))
    for wanted, offset in ((prefix + exact + suffix, len(prefix)), (exact, 0)):
        if text.count(wanted) == 1:
            start = text.index(wanted) + offset
            return Span(start, start + len(exact))
    return None
