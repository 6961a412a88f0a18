"""From the source as written to its name: persons, surnames, pronouns, role nouns, continued speakers.

What cannot be resolved stays None; every resolution names its rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from selon.model.text import Span
from selon.reading.attribution.candidate import Candidate
from selon.reading.parse import ParsedDocument
from selon.reading.people import Cast, Sighting, Somebody
from selon.reading.titles import title_of
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_BODIES = frozenset({"organisation", "government", "media", "un_body"})
REACH = 3  # passages that a pronoun or a continued quotation may look back
_DEFINITE = frozenset(
    {"le", "la", "l'", "ce", "cet", "cette", "the", "this", "that", "son", "sa", "his", "her", "its"}
)


@dataclass(frozen=True, slots=True)
class Known:
    """A resolved source: `who` where it is somebody of the cast. `plural`: more than one person."""

    name: str | None
    rule: str
    who: Somebody | None = None
    gender: str | None = None
    plural: bool = False
    span: Span | None = None
    words: str | None = None  # how the text calls a source that it does not name ("a justice official")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A source already resolved: in which passage, from which offset on."""

    passage: int
    at: int
    known: Known


@dataclass(slots=True)
class Memory:
    """What resolving has learned so far: who spoke where, and the gender that pronouns showed."""

    spoken: list[Spoken] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)

    def add(self, passage: int, at: int, known: Known) -> None:
        self.spoken.append(Spoken(passage, at, known))
        if known.who and known.gender in {"m", "f"}:
            self.genders.setdefault(known.who.name, known.gender)

    def last(self, passage: int) -> Known | None:
        """Whoever spoke last, at most REACH passages before `passage`."""
        if self.spoken and passage - self.spoken[-1].passage <= REACH:
            return self.spoken[-1].known
        return None

    def gender(self, who: Somebody) -> str | None:
        return who.gender or self.genders.get(who.name)


def resolve(parsed: ParsedDocument, people: Cast, candidate: Candidate, memory: Memory) -> Known:
    """Who the source of `candidate` is, given the cast and who spoke before."""
    if candidate.source is None:
        return (
            _continued(candidate, memory)
            if candidate.floating
            else Known(None, "unresolved: no source named")
        )
    token = _head(parsed, candidate)
    pronouns = parsed.pack.mapping("source_pronouns")
    text = candidate.source.of(parsed.view).lower().strip("-' ")
    if text in pronouns or text + "'" in pronouns:
        return _pronoun(
            people, candidate, memory, pronouns.get(text) or pronouns[text + "'"], parsed.pack.code == "fr"
        )
    known = (
        _named(people, candidate, token, parsed)
        or _unnamed(candidate, token)
        or _role(people, candidate, token, memory, parsed)
    )
    described = token is not None and token.pos_ in {"NOUN", "ADJ", "PROPN"}
    return replace(known, words=candidate.source.of(parsed.text)) if described and not known.name else known


def _head(parsed: ParsedDocument, candidate: Candidate) -> Token | None:
    if candidate.head is None:
        return None
    return parsed.passages[candidate.passage].doc[candidate.head]


def _continued(candidate: Candidate, memory: Memory) -> Known:
    last = memory.last(candidate.passage)
    if last is None:
        return Known(None, "unresolved: nobody spoke before")
    return Known(
        last.name or last.words,
        "continued: the last speaker goes on",
        last.who,
        last.gender,
        last.plural,
        last.span,
        last.words,
    )


def _pronoun(people: Cast, candidate: Candidate, memory: Memory, features: str, bodies: bool) -> Known:
    """`features`: m, f, p (plural), o (thing or body), 1 (first person), ? (no agreement to check).

    `bodies`: the language says he and she of bodies too ("l'ONG ... elle").
    """
    if features == "p":
        return _last_of(
            memory, candidate, "pronoun: last plural speaker or body", lambda k: k.plural or _is_body(k)
        )
    if features == "o":
        return _last_of(memory, candidate, "pronoun: last body that spoke", _is_body)
    if features not in {"m", "f"}:
        return Known(None, "unresolved: pronoun without agreement")
    best = max(_scored(people, candidate, memory, features), default=None, key=lambda pair: pair[0])
    if best is None and bodies:
        return _nearest_body(people, candidate, memory, "pronoun", features)
    if best is None:
        return Known(None, "unresolved: pronoun without antecedent", gender=features)
    return replace(best[1], rule=f"pronoun: {best[2]} agreeing in gender and number", gender=features)


def _is_body(known: Known) -> bool:
    return known.who is not None and known.who.kind != "person"


def _last_of(memory: Memory, candidate: Candidate, rule: str, wanted) -> Known:
    for spoken in reversed(memory.spoken):
        if candidate.passage - spoken.passage > REACH:
            break
        if wanted(spoken.known):
            known = spoken.known
            return Known(
                known.name or known.words, rule, known.who, None, known.plural, known.span, known.words
            )
    return Known(None, "unresolved: plural pronoun", plural=True)


def _scored(
    people: Cast, candidate: Candidate, memory: Memory, gender: str
) -> Iterator[tuple[float, Known, str]]:
    """Persons that agree, with how salient each is: near, subject, speaker of the last statement."""
    at = candidate.source.start if candidate.source else candidate.start
    for age, (sighting, who) in enumerate(_before(people, at)):
        distance = candidate.passage - sighting.passage
        if who.kind != "person" or distance > REACH or memory.gender(who) not in {gender, None}:
            continue
        if any(c.contains(sighting.span) for c in candidate.content):
            continue  # whoever is named in the content is spoken about
        score = 2.0 * sighting.subject - 1.5 * distance - 0.25 * age + (memory.gender(who) == gender)
        how = "nearest subject" if sighting.subject else "nearest person"
        yield score - 3.0 * sighting.quoted, Known(who.name, "", who), how
    for age, spoken in enumerate(reversed(memory.spoken[-5:])):
        known, distance = spoken.known, candidate.passage - spoken.passage
        if distance > REACH:
            return
        if _can_be(known, gender, memory):
            score = (
                3.0
                - 1.5 * distance
                - 1.0 * age
                + (known.who is not None and memory.gender(known.who) == gender)
            )
            yield score, replace(known, name=known.name or known.words), "last speaker"


def _can_be(known: Known, gender: str, memory: Memory) -> bool:
    """Whether a "he" or "she" can stand for the speaker: a person, or an unnamed one that is not a group or thing."""
    if known.plural:
        return False
    if known.who is not None:
        return known.who.kind == "person" and memory.gender(known.who) in {gender, None}
    return known.words is not None and known.rule.startswith("unnamed") and known.gender in {gender, None}


def _before(people: Cast, at: int) -> list[tuple[Sighting, Somebody]]:
    return [pair for pair in reversed(people.sightings) if pair[0].span.start < at][:16]


def _named(people: Cast, candidate: Candidate, token: Token | None, parsed: ParsedDocument) -> Known | None:
    """A name in the source's phrase: as its head, else as apposition; persons before bodies."""
    inside = people.within(candidate.source)
    if not inside or token is None:
        return None
    head_at = parsed.passages[candidate.passage].base + token.idx
    heads = [(s, w) for s, w in inside if s.span.start <= head_at < s.span.end]
    described = (
        token.pos_ == "NOUN"
    )  # "a U.S. official": a name before the noun says of where or whose, not who
    apposed = [
        (s, w)
        for s, w in inside
        if (s, w) not in heads
        and not (described and s.span.end <= head_at)
        and _apposed(parsed, candidate, s)
    ]
    persons = [pair for pair in (*heads, *apposed) if pair[1].kind == "person"]
    plural = "Plur" in token.morph.get("Number") and token.pos_ == "NOUN"
    options = heads if plural else persons or heads or apposed
    return _known(*options[0]) if options else None


def _known(sighting: Sighting, who: Somebody) -> Known:
    full = len(sighting.words) >= len(who.name.split())
    return Known(
        who.name, "as written" if full else "part of a name given in full elsewhere", who, who.gender
    )


def _apposed(parsed: ParsedDocument, candidate: Candidate, sighting: Sighting) -> bool:
    """Whether a name inside the source's phrase names its head: no preposition or article right before it."""
    before = parsed.view[candidate.source.start : sighting.span.start].rstrip().lower()
    words = wordset(parsed.pack, "name_separators")
    after = parsed.view[sighting.span.end : sighting.span.end + 2]
    if after == "'s" or before.endswith(("'s", "d'", "l'")):
        return False
    return not any(f" {before}".endswith(f" {word}") for word in words)


def _unnamed(candidate: Candidate, token: Token | None) -> Known | None:
    if token is None:
        return Known(None, "unresolved: no head")
    if "Plur" in token.morph.get("Number"):
        return Known(None, "unnamed group", plural=True, span=candidate.source)
    if not _definite(token):
        return Known(None, "unnamed", gender=_gender(token), span=candidate.source)
    return None


def _gender(token: Token) -> str | None:
    return {"Fem": "f", "Masc": "m"}.get(next(iter(token.morph.get("Gender")), ""))


def _definite(token: Token) -> bool:
    first = next((c for c in token.children if c.dep_ in {"det", "poss"}), None)
    return first is not None and first.lower_ in _DEFINITE


def _role(people: Cast, candidate: Candidate, token: Token, memory: Memory, parsed: ParsedDocument) -> Known:
    """ "le ministre", "the agency": whoever was seen with that title, else the last speaker it can stand for."""
    title, gender = title_of(token, parsed.pack), _gender(token)
    holders = people.by_title(title, candidate.source.start) if title else []
    holders = [w for w in holders if gender is None or memory.gender(w) in {gender, None}]
    if holders:
        return Known(
            holders[0].name, "role noun: the person seen with this title", holders[0], holders[0].gender
        )
    if parsed.pack.mapping("source_classes").get(token.lemma_.lower()) in _BODIES:
        return _body(people, candidate, token, memory)
    last = memory.last(candidate.passage)
    if last is None or last.who is None or not last.name or not title:
        return Known(None, "unresolved: role noun", gender=gender, span=candidate.source)
    if (
        last.who.kind == "person"
        and not _conflict(last.who, title)
        and memory.gender(last.who) in {gender, None}
    ):
        return Known(
            last.name, "role noun: the last speaker, nobody else has this title", last.who, last.gender
        )
    return Known(None, "unresolved: role noun", gender=gender, span=candidate.source)


def _body(people: Cast, candidate: Candidate, token: Token, memory: Memory) -> Known:
    """ "l'ONG", "the company": the last body that spoke, else the last one named; only where nothing says which."""
    if any(c.dep_ in {"amod", "nmod", "compound", "poss", "prep", "acl"} for c in token.children):
        return Known(None, "unresolved: role noun", span=candidate.source)
    return _nearest_body(people, candidate, memory, "role noun", None)


def _nearest_body(people: Cast, candidate: Candidate, memory: Memory, what: str, gender: str | None) -> Known:
    """The last body that spoke, else the last one named as a subject, else named at all, within reach."""
    for spoken in reversed(memory.spoken):
        who = spoken.known.who
        if candidate.passage - spoken.passage <= REACH and who is not None and who.kind == "body":
            return Known(who.name, f"{what}: the last body that spoke", who, gender)
    at = candidate.source.start if candidate.source else candidate.start
    named = [
        (s, w) for s, w in _before(people, at) if w.kind == "body" and candidate.passage - s.passage <= REACH
    ]
    named.sort(key=lambda pair: not pair[0].subject)
    if named:
        return Known(named[0][1].name, f"{what}: the last body named", named[0][1], gender)
    return Known(None, f"unresolved: {what}", gender=gender, span=candidate.source)


def _conflict(who: Somebody, title: str) -> bool:
    """Whether the person is known under other titles only."""
    return bool(who.titles) and title not in who.titles
