"""What stands around a cue besides source and content: addressee, outlet, time and place of the utterance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.model.actor import Mention
from selon.model.attribution import Party
from selon.model.text import Span
from selon.model.time import Date
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import bounded
from selon.reading.attribution.tree import OBJECT
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_TO = frozenset({"à", "au", "aux", "auprès", "devant", "to"})
_IN = frozenset({"dans", "in", "sur", "on", "via", "lors", "during", "par", "by", "at", "from"})
_PLACED = frozenset({"LOC", "GPE", "FAC"})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Everything around one cue; each part None where the text does not give it."""

    addressee: Party | None = None
    medium: Party | None = None
    time: Date | None = None
    place: Span | None = None


def circumstances(
    scene: Scene, candidate: Candidate, mentions: Sequence[Mention], times: Sequence[Date]
) -> Circumstances:
    """The circumstances of the candidate's cue: phrases that hang on it outside content and source."""
    if candidate.verb is None:
        return Circumstances()
    verb = scene.doc[candidate.verb]
    addressee = medium = place = None
    for preposition, noun in _phrases(verb):
        span = _span(scene, noun, candidate)
        if span is None:
            continue
        mention = next((m for m in mentions if span.contains(m.span)), None)
        party = Party(span, mention.name if mention else None)
        if _is_medium(scene, noun, preposition, mention):
            medium = medium or party
        if preposition in _TO and noun.ent_type_ not in _PLACED - {"LOC"} and _can_hear(scene, noun, mention):
            addressee = addressee or party
        elif preposition in {"à", "au", "en", "in", "at", "depuis", "from"} and noun.ent_type_ in _PLACED:
            place = place or span
        if preposition == "" and _told(candidate):
            addressee = addressee or party
    return Circumstances(addressee, medium, _time(scene, candidate, times), place)


def _phrases(verb: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, noun) of each phrase that hangs on the cue; "" for a bare object."""
    for child in verb.children:
        if child.dep_ in {"prep", "dative"} and child.pos_ == "ADP":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    yield child.lower_, noun
        elif child.dep_.startswith("obl") or child.dep_ == "iobj":
            case = next((c.lower_ for c in child.children if c.dep_ == "case"), "")
            yield case, child
        elif child.dep_ in OBJECT | {"dative"} and child.i > verb.i:
            yield "", child


def _span(scene: Scene, noun: Token, candidate: Candidate) -> Span | None:
    """The noun phrase of `noun` outside the candidate's content and source, or None."""
    if noun.i in scene.masked:
        return None
    left, right = scene.sentence(noun.i)
    limit = next(
        (i for i in range(noun.i, right) if scene.doc[i].text in {",", ":"} or i in scene.masked), right
    )
    floor = next(
        (i + 1 for i in range(noun.i - 1, left - 1, -1) if scene.doc[i].pos_ == "ADP" or i in scene.masked),
        left,
    )
    found = bounded(scene, noun, floor, limit)
    if found is None:
        return None
    taken = (*candidate.content, *candidate.cue, *((candidate.source,) if candidate.source else ()))
    return None if any(found.span.overlaps(s) for s in taken) else found.span


def _is_medium(scene: Scene, noun: Token, preposition: str, mention: Mention | None) -> bool:
    """An outlet or network told or used, or the document or broadcast it was said in."""
    if mention is not None and mention.kind == "media":
        return preposition in _TO | _IN | {""}
    word = noun.lemma_.lower()
    if preposition in _IN and (
        word in wordset(scene.pack, "medium_nouns") or noun.lower_ in wordset(scene.pack, "medium_names")
    ):
        return True
    return preposition in _TO and noun.lower_ in wordset(scene.pack, "medium_names")


def _can_hear(scene: Scene, noun: Token, mention: Mention | None) -> bool:
    """Whether the phrase can be spoken to: a name, a role, a body, a pronoun; not a thing or time."""
    if mention is not None or noun.pos_ == "PROPN" or noun.ent_type_ in {"PER", "PERSON", "ORG"}:
        return True
    pack, word = scene.pack, noun.lemma_.lower()
    return (
        word in wordset(pack, "title_nouns")
        or word in pack.mapping("source_classes")
        or word in wordset(pack, "hearers")
    )


def _told(candidate: Candidate) -> bool:
    return candidate.entry is not None and candidate.entry.lemma in {
        "tell", "remind", "inform", "assure", "warn", "ask", "urge", "advise", "accuse", "informer", "avertir", "prévenir",
        "remercier", "féliciter", "exhorter", "appeler", "inviter", "presser",
    }  # fmt: skip


def _time(scene: Scene, candidate: Candidate, times: Sequence[Date]) -> Date | None:
    """The date in the cue's sentence that hangs on the cue, outside content and source."""
    left, right = scene.sentence(candidate.verb or 0)
    region = scene.span(left, right)
    taken = (*candidate.content, *((candidate.source,) if candidate.source else ()))
    for date in times:
        if date.span is None or region is None or not region.contains(date.span):
            continue
        if any(date.span.overlaps(s) for s in taken):
            continue
        if _near(scene, candidate, date.span):
            return date
    return None


def _near(scene: Scene, candidate: Candidate, span: Span) -> bool:
    """Whether a time stands within a few words of the cue, or its head hangs on the cue."""
    token = scene.doc[min(scene.index(span.start), len(scene.doc) - 1)]
    verb = candidate.verb or 0
    up = token
    for _ in range(3):
        if up.head.i == verb:
            return True
        up = up.head
    return abs(token.i - verb) <= 6
