"""Screening of what a text mentions: one card for each name and entry, hung on the first mention."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from selon.model.actor import Candidate, Mention
from selon.model.text import Span
from selon.screen.cards import screen
from selon.screen.fields import Query
from selon.screen.index import Index
from selon.screen.scan import scan

# kinds of the actor model -> kinds of lists; a state, a place or an unnamed group is never screened
KINDS: dict[str, str | None] = {
    "person": "person", "organisation": "organization", "company": "organization", "un_body": "organization",
    "media": "organization", "group": "organization", "government": "organization", "vessel": "vessel",
    "aircraft": "aircraft", "unspecified": None,
}  # fmt: skip
AROUND = 160  # code points either side of a mention that may state an office, a birth year or an IMO number

_IMO = re.compile(r"\b(?:IMO|OMI)\b[^\d\n]{0,12}(\d{7})\b")
_BORN = re.compile(r"\b(?:née?s?|born)\b[^.\n]{0,40}?\b(1[89]\d\d|20[01]\d)\b")


def candidates(mentions: Iterable[Mention], text: str, index: Index) -> tuple[Candidate, ...]:
    """Candidates for every distinct name that `mentions` carry or that stands in the text, in the order of the text.

    Listed names that no mention covers are found by a direct scan of the text.
    Screens the name as written and, where the reading knows it, the fuller name the mention was resolved to. What
    stands around the mention (an office, "né en 1965", "IMO 8606173") is compared too.
    """
    mentions = tuple(mentions)
    found: dict[tuple[str, str, str], Candidate] = {}
    asked: dict[tuple[str, str | None], tuple[Candidate, ...]] = {}
    for mention in sorted([*mentions, *_missed(mentions, text, index)], key=lambda m: m.span):
        if mention.form not in ("name", "acronym") or mention.kind not in KINDS:
            continue
        for query in _queries(mention, text):
            key = (query.name, query.kind)
            if key not in asked:
                asked[key] = screen(query, index)
            for card in asked[key]:
                found.setdefault(
                    (query.name, card.list, card.reference),
                    replace(card, mention=mention.span, actor=mention.actor),
                )
    return _best_of_entry(found.values())


def _missed(mentions: tuple[Mention, ...], text: str, index: Index) -> list[Mention]:
    """Listed names in the text that no mention covers whole as the same kind (recognition may take a body for a person)."""
    named = [(m.span, KINDS[m.kind]) for m in mentions if m.form in ("name", "acronym") and m.kind in KINDS]

    def covered(found: Mention) -> bool:
        return any(span.contains(found.span) and kind in (None, KINDS[found.kind]) for span, kind in named)

    return [m for m in scan(text, index) if not covered(m)]


def _queries(mention: Mention, text: str) -> list[Query]:
    around = text[max(0, mention.span.start - AROUND) : mention.span.end + AROUND]
    imo, born = _IMO.search(around), _BORN.search(text[mention.span.end : mention.span.end + AROUND])
    names = dict.fromkeys(" ".join(n.split()) for n in (mention.span.of(text), mention.name) if n)
    return [
        Query(
            name,
            KINDS[mention.kind],
            birth_date=born[1] if born and mention.kind == "person" else None,
            country=mention.country,
            imo=imo[1] if imo and mention.kind == "vessel" else None,
            position=around,
        )
        for name in names
    ]


def _best_of_entry(cards: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """One card for each entry and actor: the best grade, the earliest mention."""
    order = ("exact", "strong", "possible")
    best: dict[tuple[str | Span | None, str, str], Candidate] = {}
    for card in cards:
        key = (card.actor or card.query, card.list, card.reference)
        if key not in best or order.index(card.grade) < order.index(best[key].grade):
            best[key] = card
    return tuple(sorted(best.values(), key=lambda c: (c.mention or Span(0, 1), order.index(c.grade))))
