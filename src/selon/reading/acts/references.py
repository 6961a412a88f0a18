"""Whom pronouns, possessives and short descriptions mean ("leur réunion", "votre soutien", "ce pays")."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from selon.model.actor import Mention
from selon.model.text import Span
from selon.reading.acts.clauses import Clause
from selon.reading.acts.scene import Scene

UNSPECIFIED = "unspecified"
_ANTECEDENTS = ("person", "state", "organisation", "company", "government", "un_body", "group", "vessel")


@dataclass(frozen=True, slots=True)
class Reference:
    """An actor named, or meant by a pronoun, at a place in the text; `rule` says how it was reached."""

    actor: str
    span: Span | None
    rule: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sentence alone does not say.

    `earlier`: mentions of the passage before the sentence; `text`: the document's normalised view; `speaker` and
    `addressee`: of the quoted or reported words the act stands in.
    """

    earlier: tuple[Mention, ...] = ()
    text: str = ""
    countries: Mapping[str, str | None] = field(default_factory=dict)
    speaker: Reference | None = None
    addressee: Reference | None = None


def reference(mention: Mention, rule: str = "as written") -> Reference:
    """The actor of a mention; a place stands for its state."""
    actor = mention.country if mention.kind == "place" and mention.country else mention.actor
    return Reference(actor or UNSPECIFIED, mention.span, f"{rule}: {mention.form}", mention.country)


def pronoun(scene: Scene, j: int, around: Surroundings) -> list[Reference]:
    """Whom the pronoun or possessive at word `j` means; empty when it is none or cannot be told."""
    word = scene.words[j]
    span = Span(word.start, word.end)
    if scene.has("speaker_pronoun", j):
        return _named(around.speaker, span, "first person: the speaker")
    if scene.has("addressee_pronoun", j):
        return _named(around.addressee, span, "second person: the addressee")
    determiner = word.pos in ("DET", "PRON", "ADJ")
    if (word.pos == "PRON" and scene.has("plural_pronoun", j)) or (
        determiner and scene.has("plural_possessive", j)
    ):
        pair = _pair(scene, j, around)
        return [Reference(r.actor, span, "plural: the last pair named", r.country) for r in pair]
    if (word.pos == "PRON" and scene.has("singular_pronoun", j)) or (
        determiner and scene.has("singular_possessive", j)
    ):
        return _named(_single(scene, j, around), span, "pronoun")
    return []


def _named(found: Reference | None, span: Span, rule: str) -> list[Reference]:
    return [Reference(found.actor, span, rule, found.country)] if found else []


def described(
    scene: Scene, first: int, last: int, around: Surroundings, own: frozenset[str | None]
) -> list[Reference]:
    """Whom a description in words first..last means: "ce pays" the last other state named, "cet organisme" the last
    body; "des pays tiers", "des groupes armés" stay unspecified."""
    for j in range(first, last + 1):
        if scene.has("two", j) and j < last and scene.has("pair_noun", j + 1):
            span = Span(scene.words[j].start, scene.words[j + 1].end)
            return [
                Reference(r.actor, span, "the last pair named", r.country) for r in _pair(scene, j, around)
            ]
        span = Span(scene.words[j].start, scene.words[j].end)
        pointed = j > 0 and scene.has("demonstrative", j - 1)
        seen = _earlier(scene, j, around)
        if j > 0 and scene.has("singular_possessive", j - 1) and scene.has("country_noun", j):
            owner = _single(scene, j - 1, around)
            state = owner and (owner.country or around.countries.get(owner.actor))
            return [Reference(state, span, "the country of the one meant", state)] if state else []
        if pointed and scene.has("country_noun", j):
            states = [m for m in seen if _country(m, around) and _country(m, around) not in own]
            return (
                [Reference(str(_country(states[-1], around)), span, "the country named last")]
                if states
                else []
            )
        if pointed and scene.has("body_noun", j):
            bodies = [m for m in seen if m.kind in ("un_body", "organisation")]
            return [Reference(bodies[-1].actor or UNSPECIFIED, span, "the body named last")] if bodies else []
        if scene.has("someone", j):
            return [Reference(UNSPECIFIED, span, "a common noun")]
    return []


def _country(mention: Mention, around: Surroundings) -> str | None:
    return mention.country or around.countries.get(mention.actor or "")


def _earlier(scene: Scene, j: int, around: Surroundings) -> list[Mention]:
    start = scene.words[j].start
    return [
        m
        for m in (*around.earlier, *scene.mentions)
        if m.span.end <= start and m.actor and m.kind in _ANTECEDENTS and m.form != "demonym"
    ]


def _pair(scene: Scene, j: int, around: Surroundings) -> list[Reference]:
    """The last two actors joined by "and", or the two persons of the sentence when they come later."""
    seen = _earlier(scene, j, around)
    joined = [
        (a, b) for a, b in itertools.pairwise(seen) if a.kind == b.kind and _joined(scene, a, b, around)
    ]
    people = list(
        {
            m.actor: m for m in seen if m.kind == "person" and m.span.start >= scene.sentence.span.start
        }.values()
    )
    if len(people) == 2 and not (joined and joined[-1][1].span.start > people[1].span.start):
        return [reference(m) for m in people]
    return [reference(m) for m in joined[-1]] if joined else []


def _joined(scene: Scene, a: Mention, b: Mention, around: Surroundings) -> bool:
    between = around.text[a.span.end : b.span.start].lower().split()
    return a.actor != b.actor and 0 < len(between) <= 3 and scene.lexicon.has("and", between[0])


def _single(scene: Scene, j: int, around: Surroundings) -> Reference | None:
    """The object after "pour son", else the nearest subject before, else the speaker, else the nearest person."""
    seen = [m for m in _earlier(scene, j, around) if m.span.start >= scene.sentence.span.start]
    if _after_for(scene, j) and seen:
        return reference(seen[-1])
    clause = scene.clause_of(j)
    over = [clause, *_matrix(scene, clause)]
    for other in [*over, *reversed([c for c in scene.clauses if c.index < clause.index and c not in over])]:
        found = _subject_mention(scene, other, j)
        if found:
            return reference(found)
    if around.speaker:
        return around.speaker
    rest = (
        [m for m in (*around.earlier, *seen) if m.kind == "person" and m.form != "demonym"]
        or seen
        or list(around.earlier)
    )
    return reference(rest[-1]) if rest else None


def _matrix(scene: Scene, clause: Clause) -> list[Clause]:
    """The clauses that `clause` hangs on, from the inside out."""
    out: list[Clause] = []
    parent = scene.clause(clause.parent)
    while parent is not None and len(out) < len(scene.clauses):
        out.append(parent)
        parent = scene.clause(parent.parent)
    return out


def _subject_mention(scene: Scene, clause: Clause, before: int) -> Mention | None:
    """The first actor without a preposition before the verb, or right after it when the subject is inverted."""
    if clause.group is None:
        return None
    left = [m for m in scene.mentions if m.actor and m.form != "demonym" and m.kind in _ANTECEDENTS
            and scene.index(m) in clause.words and scene.index(m) < min(before, clause.group.first)
            and not _prepositional(scene, scene.index(m), clause.first)]  # fmt: skip
    if left:
        return next((m for m in left if m.kind == "person"), left[0])
    inverted = clause.group.last + 1
    return next(
        (m for m in scene.mentions if m.actor and scene.index(m) == inverted and inverted < before), None
    )


def _prepositional(scene: Scene, j: int, first: int) -> bool:
    k = j - 1
    while k >= first and scene.words[k].pos in ("DET", "ADJ"):
        k -= 1
    return k >= first and scene.words[k].pos == "ADP"


def _after_for(scene: Scene, j: int) -> bool:
    comma = any(scene.words[k].low == "," for k in range(max(0, j - 4), j))
    return j > 0 and scene.words[j - 1].low in ("pour", "for") and not comma
