"""Search: passages or claims, the exact phrase by default, every facet in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import Depends
from fastapi import Query as Asked

from selon.desk import Desk
from selon.desk.finding import Found, look_for
from selon.keep.search import Query
from selon.web.screens import Screens
from selon.web.seats import Looking, Seat, desk_of

screens = Screens()


@dataclass(frozen=True, slots=True)
class Screen:
    """What was asked, and what was found (None: nothing was asked yet)."""

    asked: Query
    way: str
    what: str
    found: Found | None


def asked_for(
    q: str = "",
    way: str = Asked("phrase", pattern="^(phrase|words)$"),
    act: list[str] = Asked([]),
    stage: list[str] = Asked([]),
    actor: list[str] = Asked([]),
    provision: list[str] = Asked([]),
    source: list[str] = Asked([]),
    polarity: list[str] = Asked([]),
    item: list[str] = Asked([]),
    language: list[str] = Asked([]),
    publisher: list[str] = Asked([]),
    happened: str = "",
    published: str = "",
    document: str = "",
) -> Query:
    """The query in the address, empty fields left out."""
    lists = {
        "act": act, "stage": stage, "actor": actor, "provision": provision, "source": source,
        "polarity": polarity, "item": item, "language": language, "publisher": publisher,
    }  # fmt: skip
    given = {k: tuple(x for x in v if x.strip()) for k, v in lists.items()}
    return Query(
        words=q.strip(),
        happened=happened or None,
        published=published or None,
        document=document or None,
        **given,
    )


@screens.screen("/search", "search.html.j2")
def search(
    query: Query = Depends(asked_for),
    way: str = Asked("phrase", pattern="^(phrase|words)$"),
    what: str = Asked("passages", pattern="^(passages|claims)$"),
    after: int | None = None,
    desk: Desk = Depends(desk_of),
    _: Seat = Looking,
) -> Screen:
    """Passages or claims that hold the phrase (or all the words) and every facet."""
    if query == Query():
        return Screen(query, way, what, None)
    words = query.words
    if way == "phrase" and words and '"' not in words:
        words = f'"{words}"'
    return Screen(query, way, what, look_for(desk, replace(query, words=words), what, after))
