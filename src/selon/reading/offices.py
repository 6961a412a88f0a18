"""What a document itself says of its people: the office and the country written beside a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from selon.model.actor import Actor, Mention
from selon.reading.parse import ParsedDocument

_REACH = 90  # characters looked at either side of a name
_WORD = re.compile(r"[^\s,]+")
_STOPS = re.compile(r"[.;:!?«»“”\"()\n]")


def with_offices(
    actors: Iterable[Actor], found: Iterable[Mention], parsed: ParsedDocument
) -> tuple[Actor, ...]:
    """`actors` with `office` and `country` where the text gives them beside a person's name.

    Constructions: title and demonym before the name ("le ministre sud-coréen de la Défense, Shin Won-sik"), the same
    in apposition after it ("Shin Won-sik, ministre sud-coréen de la Défense"), and "de/of" + state after a name.
    """
    found = tuple(found)
    demonyms = {m.span.start: m for m in found if m.form == "demonym"}
    states = {m.span.start: m for m in found if m.kind == "state" and m.form in ("name", "metonym")}
    words = _vocabulary(parsed)
    told: dict[str, tuple[str | None, str | None]] = {}
    for mention in found:
        if mention.kind == "person" and mention.actor and not all(told.get(mention.actor, (None, None))):
            office, country = _beside(mention, parsed.view, demonyms, states, words)
            before = told.get(mention.actor, (None, None))
            told[mention.actor] = (before[0] or office, before[1] or country)
    return tuple(_completed(a, told.get(a.id)) for a in actors)


def _vocabulary(parsed: ParsedDocument) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(parsed.pack.words("titles")), frozenset(parsed.pack.words("office_words"))


def _completed(actor: Actor, told: tuple[str | None, str | None] | None) -> Actor:
    if not told:
        return actor
    return replace(actor, office=actor.office or told[0], country=actor.country or told[1])


def _beside(
    mention: Mention,
    text: str,
    demonyms: Mapping[int, Mention],
    states: Mapping[int, Mention],
    words: tuple[frozenset[str], frozenset[str]],
) -> tuple[str | None, str | None]:
    """(office, country) written directly before or after a name."""
    floor = max(0, mention.span.start - _REACH)
    left = _after_last_stop(text, floor, mention.span.start)
    office, country = _office(text, left, mention.span.start, demonyms, states, words, backwards=True)
    if office is None and country is None:
        right = mention.span.end
        follows = re.match(r",\s+|\s+(?=d[e']|of\s)", text[right:])
        if follows:
            start = right + follows.end()
            office, country = _office(text, start, min(len(text), start + _REACH), demonyms, states, words)
    return office, country


def _after_last_stop(text: str, floor: int, end: int) -> int:
    stops = list(_STOPS.finditer(text, floor, end))
    return stops[-1].end() if stops else floor


def _office(
    text: str,
    start: int,
    end: int,
    demonyms: Mapping[int, Mention],
    states: Mapping[int, Mention],
    words: tuple[frozenset[str], frozenset[str]],
    *,
    backwards: bool = False,
) -> tuple[str | None, str | None]:
    """The run of title and office words next to a name; stops at the first word that is neither."""
    titles, beside = words
    tokens = [(start + m.start(), start + m.end()) for m in _WORD.finditer(text[start:end])]
    if backwards:
        tokens.reverse()
    country, kept, titled = None, [], False
    covered = -1
    known = {m.span.start: m for m in (*demonyms.values(), *states.values())}
    inside = {p: m for m in known.values() for p in range(m.span.start, m.span.end)}
    for left, right in tokens:
        mention = inside.get(left) or inside.get(
            left + 2 if text[left : left + 2].lower() in ("l'", "d'") else left
        )
        lower = text[left:right].lower().rstrip(".").removesuffix("'s")
        if mention is not None:
            country = country or mention.country
        elif lower in titles:
            titled = True
        elif lower not in beside and lower.split("'")[-1] not in beside:
            break
        if left != covered:
            kept.append((left, right))
        covered = left
    if not titled:
        return None, (country if country and not backwards and len(kept) <= 4 else None)
    run = sorted(kept)
    return text[run[0][0] : run[-1][1]].strip(" ,"), country
