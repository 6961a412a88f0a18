"""What is new, told by event: an act once, with who tells it, what each supports, where they differ.

Counts are always articles and origins. Words are for people, in French or English; nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from selon.draw.label import labels
from selon.keep import Record
from selon.relate.events import Event, events
from selon.relate.tellings import Telling

AROUND = 300  # newest documents of the record that new ones are held together with
SETTLED = frozenset({"context", "out_of_scope"})
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "selon: what is new",
        "count": "{articles} articles, {origins} origins",
        "one_article": "1 article, 1 origin",
        "events": "{events} events in {documents} new articles; {other} other claims",
        "none": "Nothing new that concerns the regimes or lists.",
        "new": "new",
        "before": "before",
        "supports": "{value} ({origins} origins)",
        "differ": "sources differ on {slot}: “{a}” / “{b}”",
        "denied": "a source denies it",
        "aside": "{aside} set aside by triage, {failed} could not be had",
        "names": "Names close to listed ones",
        "direction": "direction", "date": "date", "item": "what", "quantity": "how much", "place": "where",
        "stage": "stage", "law": "provisions that it would engage, if so",
    },
    "fr": {
        "title": "selon : ce qui est nouveau",
        "count": "{articles} articles, {origins} origines",
        "one_article": "1 article, 1 origine",
        "events": "{events} événements dans {documents} nouveaux articles ; {other} autres propos",
        "none": "Rien de nouveau qui concerne les régimes ou les listes.",
        "new": "nouveau",
        "before": "déjà là",
        "supports": "{value} ({origins} origines)",
        "differ": "les sources diffèrent ({slot}) : « {a} » / « {b} »",
        "denied": "une source dément",
        "aside": "{aside} mis de côté par le tri, {failed} impossibles à obtenir",
        "names": "Noms proches de noms listés",
        "direction": "sens", "date": "date", "item": "quoi", "quantity": "combien", "place": "où",
        "stage": "stade", "law": "dispositions qui seraient engagées, si c'est avéré",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One telling, for people."""

    claim: str
    said: str
    publisher: str
    published: str
    url: str
    new: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One event of the digest. `slots`: (slot, values with their number of origins); `differ`: (slot, a, b)."""

    id: str
    title: str
    articles: int
    origins: int
    slots: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    differ: tuple[tuple[str, str, str], ...]
    denied: bool
    law: tuple[str, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What one look brought. `other`: claims of new articles that engage nothing; `names`: (printed, listed, grade)."""

    language: str
    documents: int
    items: tuple[Item, ...]
    other: int
    names: tuple[tuple[str, str, str], ...]
    set_aside: int = 0
    failed: int = 0

    @property
    def empty(self) -> bool:
        return not (self.items or self.names)


def digest(
    record: Record, new: Sequence[str], language: str = "en", set_aside: int = 0, failed: int = 0
) -> Digest:
    """The digest of the documents `new` (ids), held together with the newest others of the record."""
    ids = dict.fromkeys((*new, *(d["id"] for d in record.documents(limit=AROUND))))
    readings = [record.reading(id) for id in ids] if new else []
    fresh = set(new)
    law = {f"claim:{e['claim']}": [] for r in readings for e in r["engagements"]}
    for r in readings:
        for e in r["engagements"]:
            if e["engagement"] not in SETTLED:
                law[f"claim:{e['claim']}"].append(e["provision"])
    about = {r["document"]["id"]: r["document"] for r in readings}
    items, other = [], 0
    for event in events(readings):
        ours = [t for t in event.told if t.document in fresh]
        if ours and any(law.get(t.subject) for t in event.told):
            items.append(_item(event, fresh, law, about, language))
        else:
            other += len(ours)
    return Digest(language, len(fresh), tuple(items), other, _names(readings, fresh), set_aside, failed)


def _item(
    event: Event, fresh: set[str], law: Mapping[str, Sequence[str]], about: Mapping[str, Any], language: str
) -> Item:
    differ = dict.fromkeys((r.slot or "", *(r.values or ("", ""))) for r in event.relations if r.slot)
    slots = tuple((n, tuple((s.value, len(s.origins)) for s in values)) for n, values in event.slots)
    newest = sorted(event.told, key=lambda t: (t.document not in fresh, t.published or "9999"))
    return Item(
        sha256(event.told[0].subject.encode()).hexdigest()[:16],
        f"{labels(language)('act_type', event.act)}: {', '.join(event.parties[:4]) or '?'}",
        event.articles,
        event.origins,
        slots,
        tuple(differ),
        any(r.relation in {"denied_by", "contradicts", "retracts"} for r in event.relations)
        or any(t.denied for t in event.told),
        tuple(dict.fromkeys(p for t in event.told for p in law.get(t.subject, ()))),
        tuple(_told(t, about[t.document], fresh) for t in newest),
    )


def _told(telling: Telling, document: Mapping[str, Any], fresh: set[str]) -> Told:
    return Told(
        telling.subject,
        " ".join(telling.said.split()),
        document.get("publisher") or "",
        (document.get("published") or "")[:10],
        document.get("url") or "",
        telling.document in fresh,
    )


def _names(readings: Iterable[Mapping[str, Any]], fresh: set[str]) -> tuple[tuple[str, str, str], ...]:
    """Candidates in new documents, each (name printed, entry, grade) once."""
    found: dict[tuple[str, str, str], None] = {}
    for r in readings:
        if r["document"]["id"] in fresh:
            for c in r["candidates"]:
                start, end = c["mention"]
                found[
                    r["document"]["text"][start:end],
                    f"{c['name']} ({c['list']}, {c['reference']})",
                    c["grade"],
                ] = None
    return tuple(found)


def count(articles: int, origins: int, language: str) -> str:
    """Articles and origins, always both."""
    words = _WORDS[language]
    return (
        words["one_article"]
        if (articles, origins) == (1, 1)
        else words["count"].format(articles=articles, origins=origins)
    )


def title(digest: Digest) -> str:
    """What a mail or feed is called."""
    return _WORDS[digest.language]["title"]


def item_lines(item: Item, language: str, most: int = 6) -> list[str]:
    """An event in lines of text; `most` tellings are quoted."""
    words = _WORDS[language]
    lines = [f"{item.title} — {count(item.articles, item.origins, language)}"]
    for slot, values in item.slots:
        said = "; ".join(
            f"{_value(slot, v, language)} ({n})" if len(values) > 1 else _value(slot, v, language)
            for v, n in values[:5]
        )
        lines.append(f"  {words[slot]}: {said}")
    lines += [
        f"  ! {words['differ'].format(slot=words.get(slot, slot), a=a, b=b)}" for slot, a, b in item.differ
    ]
    if item.denied:
        lines.append(f"  ! {words['denied']}")
    if item.law:
        lines.append(f"  {words['law']}: {', '.join(item.law[:6])}")
    for told in item.told[:most]:
        when = words["new"] if told.new else words["before"]
        where = " ".join(filter(None, (told.publisher, told.published, told.url)))
        lines.append(f"  [{when}] “{told.said}” {where}".rstrip())
    return lines


def _value(slot: str, value: str, language: str) -> str:
    return labels(language)("stage", value) if slot == "stage" else value


def text(digest: Digest) -> str:
    """The digest as plain text, for a terminal or a mail."""
    words = _WORDS[digest.language]
    lines = [words["events"].format(events=len(digest.items), documents=digest.documents, other=digest.other)]
    if digest.empty:
        lines.append(words["none"])
    for item in digest.items:
        lines += ["", *item_lines(item, digest.language)]
    if digest.names:
        grade = labels(digest.language)
        lines += ["", words["names"]]
        lines += [f"  {ours} ~ {theirs}: {grade('grade', g)}" for ours, theirs, g in digest.names]
    if digest.set_aside or digest.failed:
        lines += ["", words["aside"].format(aside=digest.set_aside, failed=digest.failed)]
    return "\n".join(lines) + "\n"


def to_dict(digest: Digest) -> dict[str, Any]:
    """The digest as JSON, as webhooks get it."""
    return {
        "selon": "digest",
        "language": digest.language,
        "documents": digest.documents,
        "other_claims": digest.other,
        "set_aside": digest.set_aside,
        "failed": digest.failed,
        "names": [{"printed": a, "listed": b, "grade": g} for a, b, g in digest.names],
        "events": [
            {
                "id": i.id,
                "title": i.title,
                "articles": i.articles,
                "origins": i.origins,
                "slots": {n: [{"value": v, "origins": c} for v, c in values] for n, values in i.slots},
                "differ": [{"slot": s, "values": [a, b]} for s, a, b in i.differ],
                "denied": i.denied,
                "provisions": list(i.law),
                "claims": [
                    {
                        "claim": t.claim,
                        "said": t.said,
                        "publisher": t.publisher,
                        "published": t.published,
                        "url": t.url,
                        "new": t.new,
                    }
                    for t in i.told
                ],
            }
            for i in digest.items
        ],
    }
