"""Mentions and actors of a document: gazetteer first, then patterns, then the statistical recogniser as a hint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from selon.model.actor import Actor, Mention
from selon.model.text import Span
from selon.reading.gazetteer import Gazetteer, gazetteer, slug
from selon.reading.offices import with_offices
from selon.reading.parse import ParsedDocument, ParsedPassage
from selon.reading.people import whole_body

if TYPE_CHECKING:
    from spacy.tokens import Span as Entity

_LABELS = {
    "PER": "person", "PERSON": "person", "LOC": "place", "GPE": "place", "FAC": "place", "ORG": "organisation",
}  # fmt: skip
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "d'",
        "von",
        "van",
        "der",
        "den",
        "bin",
        "ben",
        "al",
        "el",
        "ul",
        "la",
        "le",
        "da",
        "di",
        "dos",
        "of",
    ]
)
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"


def mentions(parsed: ParsedDocument) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """Every mention found in `parsed`, in text order, none overlapping, and the actors they refer to.

    Actor ids: the ISO code for a state, a slug of the fullest name otherwise. A surname alone is given to the one
    fuller name that holds it; where two fit it stays its own actor.
    """
    known = gazetteer(parsed.pack)
    found = [m for m in known.find(parsed.view) if not parsed.document.is_noise(m.span)]
    taken = _Taken(m.span for m in found)
    for mention in (*_vessels(parsed), *_korean_names(parsed), *_short_states(parsed, found)):
        taken.add_if_free(mention, found)
    for passage in parsed.passages:
        for mention in _recognised(parsed, passage, known):
            taken.add_if_free(mention, found)
    joined = _join_people(sorted(found, key=lambda m: m.span))
    return tuple(joined), with_offices(_actors(joined), joined, parsed)


class _Taken:
    """Characters that already belong to a mention."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._at: set[int] = set()
        for span in spans:
            self._at.update(range(span.start, span.end))

    def add_if_free(self, mention: Mention, found: list[Mention]) -> None:
        positions = range(mention.span.start, mention.span.end)
        if not self._at.intersection(positions):
            self._at.update(positions)
            found.append(mention)


def _vessels(parsed: ParsedDocument) -> Iterator[Mention]:
    """Names after a ship-type word ("le pétrolier Ji Song 6"), the type word left out."""
    words = parsed.pack.words("vessel_types")
    if not words:
        return
    types = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<!\w)(?:{types})\s+(?:[a-zà-ü-]+\s+)?(?:[«\"“]\s*)?(?P<name>{_NAME_WORD}(?:[ -](?:{_NAME_WORD}|\d+))*)"
    )
    for match in pattern.finditer(parsed.view):
        name = match.group("name").rstrip(".'-")
        start = match.start("name")
        span = Span(start, start + len(name))
        if parsed.document.is_noise(span) or gazetteer(parsed.pack).pattern.fullmatch(name):
            continue
        yield Mention(span, "vessel", name, None, None, "name", "pattern: ship type and name")


def _korean_names(parsed: ParsedDocument) -> Iterator[Mention]:
    """Korean personal names: a family name and two given syllables, which the recognisers break ("Ri Pyong Chol")."""
    families = parsed.pack.words("korean_family_names")
    if not families:
        return
    family = "|".join(map(re.escape, families))
    syllable = "[A-Z][a-z]{1,5}"
    pattern = re.compile(
        rf"(?<![\w-])(?:{family})[ ](?:{syllable}[ -](?:{syllable}|[a-z]{{2,5}})|{syllable}-[a-z]{{2,5}})(?![\w-])"
    )
    for match in pattern.finditer(parsed.view):
        if match.group()[-1].islower() and " " in match.group() and not re.search(r" [a-z]+$", match.group()):
            span = Span(match.start(), match.end())
            yield Mention(span, "person", _clean(match.group()), None, None, "name", "pattern: Korean name")


def _short_states(parsed: ParsedDocument, found: Iterable[Mention]) -> Iterator[Mention]:
    """States called by a point of the compass ("le Nord", "the South") where the text names one of the two in full.

    Rows of the pack: word -> state; all the states of the rows share the context (the two Koreas).
    """
    short = parsed.pack.mapping("short_states")
    if not short or not any(m.country in short.values() for m in found):
        return
    names = {t.code: t.name for t in parsed.pack.territories}
    articles = "|".join(parsed.pack.words("short_state_articles"))
    pattern = re.compile(
        rf"(?<!\w)(?i:{articles})\s+(?P<word>{'|'.join(short)})(?![\w-])(?!\s+(?:de|du|of|[A-ZÉ]))"
    )
    for match in pattern.finditer(parsed.view):
        code = short[match.group("word")]
        span = Span(match.start("word"), match.end("word"))
        if not parsed.document.is_noise(span):
            yield Mention(
                span, "state", names.get(code), code, code, "name", "short name beside the full one"
            )


def _recognised(parsed: ParsedDocument, passage: ParsedPassage, known: Gazetteer) -> Iterator[Mention]:
    """What the statistical recogniser adds, trimmed of titles and of names the gazetteer knows."""
    titles = frozenset(parsed.pack.words("titles"))
    not_names = frozenset(parsed.pack.words("not_names"))
    for entity in passage.doc.ents:
        kind = _LABELS.get(entity.label_)
        if kind is None:
            continue
        span = _trim(passage.span(entity), parsed.view, titles, known)
        if span is None:
            continue
        span, kind = _whole(span, kind, entity, passage, parsed)
        text = span.of(parsed.view)
        if not _looks_like_name(text, kind) or text.lower() in not_names:
            continue
        yield Mention(span, kind, _clean(text), None, None, "name", f"recogniser: {entity.label_}")


def _whole(
    span: Span, kind: str, entity: Entity, passage: ParsedPassage, parsed: ParsedDocument
) -> tuple[Span, str]:
    """A capitalised body noun with the words that make it a name ("Institut maritime de Kiel"), as an organisation."""
    run = whole_body([t for t in entity if span.start <= passage.base + t.idx < span.end], parsed.pack)
    if not run or len(run) == 1 or passage.base + run[-1].idx < span.end:
        return span, kind
    return Span(span.start, passage.base + run[-1].idx + len(run[-1])), "organisation"


def _trim(span: Span, text: str, titles: frozenset[str], known: Gazetteer) -> Span | None:
    """`span` without leading titles and determiners, cut before a name the gazetteer knows."""
    start, end = span.start, span.end
    inner = known.pattern.search(text, start, end)
    if inner:
        if inner.start() == start:
            return None
        end = inner.start()
    words = [(m.start(), m.end()) for m in re.finditer(r"[^\s«»“”\"()\[\],;:]+", text[start:end])]
    while words and _droppable(text[start + words[0][0] : start + words[0][1]], titles):
        words.pop(0)
    while words and text[start + words[-1][0] : start + words[-1][1]].lower() in _PARTICLES:
        words.pop()
    if not words:
        return None
    left, right = start + words[0][0], start + words[-1][1]
    while right > left and text[right - 1] in ".'-":
        right -= 1
    return Span(left, right) if right > left else None


def _droppable(word: str, titles: frozenset[str]) -> bool:
    lower = word.lower().rstrip(".")
    return lower in titles or not (word[0].isupper() or word[0].isdigit() or lower in _PARTICLES)


def _looks_like_name(text: str, kind: str) -> bool:
    if "\n" in text or len(text) < 2 or len(text) > 80 or not any(c.isupper() for c in text):
        return False
    if kind == "person":
        words = text.split()
        return not any(c.isdigit() for c in text) and words[-1][0].isupper()
    return True


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"'s$", "", text)).strip()


def _join_people(found: list[Mention]) -> list[Mention]:
    """Every named mention with an actor id and the fullest name; a lone surname goes to the one name that fits."""
    full: dict[str, str] = {}
    for m in found:
        if m.kind == "person" and m.name and " " in m.name:
            full.setdefault(slug(m.name), m.name)
    out = []
    for m in found:
        if m.actor is None and m.name:
            m = _with_actor(m, full)
        out.append(m)
    return out


def _with_actor(mention: Mention, full: dict[str, str]) -> Mention:
    name = mention.name or ""
    own = slug(name)
    if mention.kind in ("person", "organisation", "place") and own not in full:
        parts = own.split("-")
        fits = [s for s in full if _is_part(parts, s.split("-"))]
        if len(fits) == 1:
            chosen = fits[0]
            return replace(
                mention,
                kind="person",
                actor=chosen,
                name=full[chosen],
                rule=mention.rule + "; part of a fuller name",
            )
    return replace(mention, actor=own)


def _is_part(parts: list[str], whole: list[str]) -> bool:
    """Whether `parts` is the beginning (Korean family name) or the end (surname) of a fuller name."""
    return len(parts) < len(whole) and (whole[-len(parts) :] == parts or whole[: len(parts)] == parts)


_SHIP_TYPE = 16  # characters a ship type may take between a demonym and a ship's name


def _flag(vessel: Mention, found: list[Mention]) -> str | None:
    """The state of the demonym right before a ship's name ("the North Korean ship Kum Byol 7")."""
    return next(
        (
            m.country
            for m in found
            if m.form == "demonym" and 0 < vessel.span.start - m.span.end <= _SHIP_TYPE
        ),
        None,
    )


def _actors(found: list[Mention]) -> tuple[Actor, ...]:
    """One actor an id, in order of first mention. A demonym alone makes its state an actor too."""
    grouped: dict[str, list[Mention]] = {}
    for m in found:
        if m.actor:
            grouped.setdefault(m.actor, []).append(m)
    out = []
    for actor, group in grouped.items():
        first = group[0]
        name = max((m.name or "" for m in group), key=len)
        country = next((m.country for m in group if m.country), None)
        if first.kind == "vessel" and country is None:
            country = next((c for m in group if (c := _flag(m, found))), None)
        out.append(Actor(actor, name, first.kind, country, None, tuple(m.span for m in group)))
    return tuple(out)
