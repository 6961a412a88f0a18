"""From the source as written to its name: persons, surnames, pronouns, role nouns, continued speakers.

What cannot be resolved stays None; every resolution names its rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selon.model.text import Span
from selon.read.attribution.candidate import Candidate
from selon.read.parse import ParsedDocument
from selon.read.people import Cast, Somebody

_REACH = 3  # passages that a pronoun or a continued quotation may look back


@dataclass(frozen=True, slots=True)
class Known:
    """A resolved source: `who` where it is somebody of the cast. `plural`: more than one person."""

    name: str | None
    rule: str
    who: Somebody | None = None
    gender: str | None = None
    plural: bool = False
    span: Span | None = None


@dataclass(slots=True)
class Memory:
    """Sources resolved so far, last first in `spoken` (passage, position, known)."""

    spoken: list[tuple[int, int, Known]] = field(default_factory=list)

    def add(self, passage: int, at: int, known: Known) -> None:
        self.spoken.append((passage, at, known))

    def last(self) -> tuple[int, int, Known] | None:
        return self.spoken[-1] if self.spoken else None


def resolve(parsed: ParsedDocument, people: Cast, candidate: Candidate, memory: Memory) -> Known:
    """Who the source of `candidate` is, given the cast and who spoke before."""
    if candidate.source is None:
        return _continued(candidate, memory)
    token = _head(parsed, candidate)
    pronouns = parsed.pack.mapping("source_pronouns")
    text = candidate.source.of(parsed.view).lower().strip("- ")
    if text in pronouns:
        return _pronoun(parsed, people, candidate, memory, pronouns[text])
    named = _named(people, candidate, token, parsed)
    if named:
        return named
    return _role(people, candidate, token, memory, parsed)


def _head(parsed: ParsedDocument, candidate: Candidate):
    if candidate.head is None:
        return None
    return parsed.passages[candidate.passage].doc[candidate.head]


def _continued(candidate: Candidate, memory: Memory) -> Known:
    last = memory.last()
    if last is None or candidate.passage - last[0] > _REACH:
        return Known(None, "unresolved: nobody spoke before")
    return Known(
        last[2].name,
        "continued: the last speaker goes on",
        last[2].who,
        last[2].gender,
        last[2].plural,
        last[2].span,
    )


def _pronoun(
    parsed: ParsedDocument, people: Cast, candidate: Candidate, memory: Memory, features: str
) -> Known:
    """`features`: "m", "f", "p" (plural), "1" (first person), "?" (no agreement to check)."""
    at = candidate.source.start
    if features in {"1", "?"}:
        return Known(None, "unresolved: pronoun without agreement")
    if features == "p":
        return _plural(memory, candidate)
    last = memory.last()
    options = _recent(people, candidate, at, features)
    if (
        last
        and candidate.passage - last[0] <= _REACH
        and not last[2].plural
        and _agrees(last[2], features)
        and last[2].name
    ):
        nearer = [w for s, w in options if s.span.start > last[1] and s.subject and w is not last[2].who]
        if not nearer:
            return Known(
                last[2].name, "pronoun: last speaker agreeing in gender and number", last[2].who, features
            )
        return Known(
            nearer[0].name, "pronoun: last subject agreeing in gender and number", nearer[0], features
        )
    subjects = [w for s, w in options if s.subject] or [w for _, w in options]
    if subjects:
        return Known(
            subjects[0].name, "pronoun: last person agreeing in gender and number", subjects[0], features
        )
    return Known(None, "unresolved: pronoun without antecedent", gender=features)


def _recent(people: Cast, candidate: Candidate, at: int, gender: str):
    """Sightings of persons before `at` that agree, nearest first, at most a few passages back."""
    return [
        (s, w)
        for s, w in reversed(people.sightings)
        if s.span.start < at and w.kind == "person" and w.gender in {gender, None}
    ][:12]


def _agrees(known: Known, gender: str) -> bool:
    if known.who is not None and known.who.kind != "person":
        return False
    own = known.gender or (known.who.gender if known.who else None)
    return own in {gender, None}


def _plural(memory: Memory, candidate: Candidate) -> Known:
    for passage, _, known in reversed(memory.spoken):
        if candidate.passage - passage > _REACH:
            break
        if known.plural or (known.who is not None and known.who.kind != "person"):
            return Known(known.name, "pronoun: last plural speaker", known.who, None, True, known.span)
    return Known(None, "unresolved: plural pronoun", plural=True)


def _named(people: Cast, candidate: Candidate, token, parsed: ParsedDocument) -> Known | None:
    inside = people.within(candidate.source)
    if not inside:
        return None
    base = parsed.passages[candidate.passage].base
    head_at = base + token.idx if token is not None else candidate.source.start
    plural = token is not None and "Plur" in token.morph.get("Number") and token.pos_ == "NOUN"
    for sighting, who in inside:
        if sighting.span.start <= head_at < sighting.span.end:
            return Known(who.name, _as_written(sighting, who), who, who.gender, False)
    for sighting, who in inside:
        if _apposed(parsed, candidate, sighting) and not plural:
            return Known(who.name, _as_written(sighting, who), who, who.gender, False)
    return None


def _as_written(sighting, who: Somebody) -> str:
    return (
        "as written"
        if len(sighting.words) >= len(who.name.split())
        else "part of a name given in full elsewhere"
    )


def _apposed(parsed: ParsedDocument, candidate: Candidate, sighting) -> bool:
    """Whether a name inside the source's phrase names its head: no preposition right before it."""
    before = parsed.view[candidate.source.start : sighting.span.start].rstrip().lower()
    prepositions = (
        " de",
        " d'",
        " du",
        " des",
        " of",
        " for",
        " à",
        " pour",
        " en",
        " in",
        " at",
        " from",
        " by",
        " par",
        " the",
        " la",
        " l'",
        " le",
        " les",
    )
    return not (" " + before).endswith(prepositions)


def _role(people: Cast, candidate: Candidate, token, memory: Memory, parsed: ParsedDocument) -> Known:
    """ "le ministre", "the mayor": the person seen with that title, else the last speaker so titled; never a guess."""
    if token is None:
        return Known(None, "unresolved: no head")
    plural = "Plur" in token.morph.get("Number")
    if plural:
        return Known(None, "unnamed group", plural=True, span=candidate.source)
    if not _definite(token):
        return Known(None, "unnamed", span=candidate.source)
    holders = people.by_title(token.lemma_.lower(), candidate.source.start)
    if len(holders) >= 1:
        return Known(
            holders[0].name, "role noun: the person seen with this title", holders[0], holders[0].gender
        )
    return Known(None, "unresolved: role noun", span=candidate.source)


def _definite(token) -> bool:
    first = next((c for c in token.children if c.dep_ in {"det", "poss"}), None)
    return first is not None and first.lower_ in {
        "le",
        "la",
        "l'",
        "ce",
        "cet",
        "cette",
        "the",
        "this",
        "that",
        "son",
        "sa",
        "his",
        "her",
    }
