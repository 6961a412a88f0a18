"""Who does it: subjects, controllers of infinitives, subjects of support verbs."""

from __future__ import annotations

from dataclasses import replace

from selon.model.actor import Mention
from selon.reading.acts.clauses import Clause, Group
from selon.reading.acts.references import UNSPECIFIED, Reference, Surroundings, described, pronoun, reference
from selon.reading.acts.scene import Scene
from selon.reading.acts.scope import Governor
from selon.reading.acts.slots import acting, slots
from selon.reading.acts.triggers import Trigger

_MARKS = (",", "—", "–", "«", "»", '"', "“", "”", "(", ")")
_CARRYING = ("offered", "promised", "planned", "attempted", "expected")
_NOTHING: tuple[Reference, ...] = ()


def agents(
    scene: Scene, trigger: Trigger, over: tuple[Governor, ...], around: Surroundings
) -> tuple[Reference, ...]:
    """The agent of an act whose complements do not name one."""
    if trigger.group is not None:
        return of_group(scene, trigger.group, over, around)
    governor = next((g for g in over if g.relation == "complement"), None)
    if governor is None or governor.group is None or governor.group.passive:
        return _NOTHING
    copular = scene.lexicon.has("copula", scene.words[governor.group.head].lemma)
    carries = governor.cue is not None and (governor.cue.effect == "light" or governor.cue.stage in _CARRYING)
    if not (carries or copular):
        return _NOTHING
    return of_group(scene, governor.group, over[over.index(governor) + 1 :], around)


def of_group(
    scene: Scene, group: Group, over: tuple[Governor, ...], around: Surroundings
) -> tuple[Reference, ...]:
    """The agent of a verb group; a passive has none but its "by" complement."""
    if group.passive:
        return _NOTHING
    if group.kind == "finite":
        return subject(scene, scene.clause_of(group.first), around)
    governor = next((g for g in over if g.relation in ("complement", "purpose", "adjunct")), None)
    if governor is None:
        return subject(scene, scene.clause_of(group.first), around) if group.kind == "gerund" else _NOTHING
    return _controller(scene, group, governor, over[over.index(governor) + 1 :], around)


def _controller(
    scene: Scene, group: Group, governor: Governor, rest: tuple[Governor, ...], around: Surroundings
) -> tuple[Reference, ...]:
    """Whose act the governed infinitive is."""
    if governor.relation == "purpose":
        return subject(scene, scene.clause_of(group.first), around)
    if governor.cue is not None and governor.cue.control == "object":
        return _object_control(scene, group, governor, around)
    if governor.group is not None:
        return of_group(scene, replace(governor.group, passive=False), rest, around)
    if scene.words[governor.first].pos == "ADJ":
        return _modified(scene, governor, around)
    inner = acting(scene, governor.last + 1, group.first - 1)
    if inner:
        return tuple(reference(m, "complement of the governing noun") for m in inner)
    own = pronoun(scene, governor.first - 1, around) if governor.first else []
    over = next((g for g in rest if g.relation == "complement" and g.group is not None), None)
    return tuple(own) or (of_group(scene, over.group, rest, around) if over and over.group else _NOTHING)


def _object_control(
    scene: Scene, group: Group, governor: Governor, around: Surroundings
) -> tuple[Reference, ...]:
    """The object of the governing verb: between it and the infinitive, or the subject of a passive ("est accusé de")."""
    between = [m for m in acting(scene, governor.last + 1, group.first - 1) if not _behind_by(scene, m)]
    if between:
        return tuple(reference(m, "object of the governing verb") for m in between)
    if governor.group is not None and governor.group.kind == "participle":
        return _antecedent(scene, governor.group.first, around)
    if governor.group is not None and governor.group.passive:
        return subject(scene, scene.clause_of(governor.group.first), around)
    return _NOTHING


def _behind_by(scene: Scene, mention: Mention) -> bool:
    """Whether "par" or "by" stands before the mention: "soupçonné par le Japon de" tells who suspects, not who did it."""
    i = scene.index(mention) - 1
    while i > 0 and scene.words[i].pos in ("DET", "ADJ"):
        i -= 1
    return i >= 0 and scene.has("by", i)


def _modified(scene: Scene, governor: Governor, around: Surroundings) -> tuple[Reference, ...]:
    """The noun that the governing adjective stands on, or the clause's subject ("X est prêt à")."""
    clause = scene.clause_of(governor.first)
    if clause.group is not None and 0 < governor.first - clause.group.last < 4:
        return subject(scene, clause, around)
    span = range(governor.first - 1, max(-1, governor.first - 4), -1)
    noun = next((k for k in span if scene.words[k].pos in ("NOUN", "PROPN")), None)
    if noun is None:
        return _NOTHING
    named = scene.mentions_in(noun, noun)
    return tuple(reference(m) for m in named) or tuple(described(scene, noun, noun, around, frozenset()))


def subject(
    scene: Scene, clause: Clause | None, around: Surroundings, depth: int = 0
) -> tuple[Reference, ...]:
    """Actors of the subject of `clause`: before the verb, the antecedent of "qui", the coordinated clause's."""
    if clause is None or clause.group is None or depth > 4:
        return _NOTHING
    before = [w for w in clause.words if w < clause.group.first and w != clause.opener]
    found = in_subject(scene, before, around)
    if found:
        return found
    if _subject_relative(scene, clause):
        return _antecedent(scene, clause.opener or 0, around)
    if any(scene.words[w].pos in ("NOUN", "PROPN", "PRON") and not scene.has("clitic", w) for w in before):
        return _NOTHING
    inverted = _inverted(scene, clause)
    if inverted or clause.kind not in ("coordinate", "resumed"):
        return inverted
    return subject(scene, _sibling(scene, clause), around, depth + 1)


def _subject_relative(scene: Scene, clause: Clause) -> bool:
    opener = clause.opener
    return clause.kind == "relative" and opener is not None and scene.has("relative_subject", opener)


def _sibling(scene: Scene, clause: Clause) -> Clause | None:
    """The clause whose subject a coordinated verb shares: not the content of a verb of saying before it."""
    parent = scene.clause(clause.parent)
    reports = clause.group is not None and scene.lexicon.cues.get(scene.words[clause.group.head].lemma)
    if parent is not None and parent.kind == "that" and reports and parent.parent is not None:
        return scene.clause(parent.parent)
    return parent


def _inverted(scene: Scene, clause: Clause) -> tuple[Reference, ...]:
    """A subject right after the verb ("a déclaré Poutine")."""
    group = clause.group
    if group is None or group.first > clause.first + 1:
        return _NOTHING
    after = next((s for s in slots(scene, group.last + 1, clause.last) if s.kind == "object"), None)
    return (
        tuple(reference(m, "inverted subject") for m in acting(scene, after.first, after.last))
        if after
        else _NOTHING
    )


def in_subject(scene: Scene, before: list[int], around: Surroundings) -> tuple[Reference, ...]:
    """Actors of the first noun phrase without a preposition among the words before the verb."""
    segments = _segments(scene, before)
    for n, segment in enumerate(segments):
        if scene.words[segment[0]].pos in ("ADP", "ADV", "SCONJ", "PUNCT", "VERB") and len(segments) > n + 1:
            continue
        follows = segments[n + 1] if n + 1 < len(segments) else None
        found = _phrase(scene, segment, follows, around)
        if found or any(scene.words[w].pos in ("NOUN", "PROPN") for w in segment):
            return found
    return _NOTHING


def _phrase(
    scene: Scene, segment: list[int], follows: list[int] | None, around: Surroundings
) -> tuple[Reference, ...]:
    """Actors of a noun phrase: named, apposed after a comma, or pronouns (also "lui et Poutine")."""
    head = _head_phrase(scene, segment)
    named = acting(scene, head[0], head[-1])
    if follows and not any(m.kind == "person" for m in named):
        named = [m for m in acting(scene, follows[0], follows[-1]) if m.kind == "person"] or named
    pronouns = [r for w in head if scene.words[w].pos == "PRON" for r in pronoun(scene, w, around)]
    if not named:
        named = _coming_from(scene, segment, head)
    if named and not _heads(scene, head, named):
        return tuple(pronouns)
    if not named and not pronouns:
        meant = described(scene, head[0], head[-1], around, frozenset())
        return tuple(r for r in meant if r.actor != UNSPECIFIED)
    return (*pronouns, *(reference(m) for m in named))


def _coming_from(scene: Scene, segment: list[int], head: list[int]) -> list[Mention]:
    """The state that an unnamed subject is from ("a traveller from X")."""
    after = [w for w in segment if w > head[-1]]
    if not after or not scene.has("from", after[0]) or not scene.has("indefinite", head[0]):
        return []
    return [m for m in acting(scene, after[0], after[-1]) if m.kind in ("state", "place")][:1]


def _heads(scene: Scene, head: list[int], named: list) -> bool:
    """Whether the actors can be the subject itself: not the owner of a thing ("les liens de la Russie")."""
    first = next((w for w in head if scene.words[w].pos in ("NOUN", "PROPN", "VERB")), head[0])
    inside = any(m.span.start <= scene.words[first].start < m.span.end for m in named)
    return inside or not scene.has("thing_noun", first)


def _segments(scene: Scene, before: list[int]) -> list[list[int]]:
    out: list[list[int]] = [[]]
    for w in before:
        if scene.words[w].low in _MARKS:
            out.append([])
        else:
            out[-1].append(w)
    return [s for s in out if s]


def _head_phrase(scene: Scene, segment: list[int]) -> list[int]:
    """The segment up to a preposition other than "of"."""
    for n, w in enumerate(segment):
        if n and scene.words[w].pos == "ADP" and not scene.has("of", w):
            return segment[:n]
    return segment


def _noun_between(scene: Scene, mention: Mention, opener: int) -> bool:
    """Whether another noun than the one the mention belongs to stands right before the relative pronoun."""
    last = scene.sentence.range(mention.span)
    after = range((last[1] if last else opener) + 1, opener)
    nouns = [w for w in after if scene.words[w].pos in ("NOUN", "PROPN")]
    return len(nouns) > (1 if mention.form == "demonym" else 0) and not any(
        scene.words[w].low == "," for w in after
    )


def _antecedent(scene: Scene, opener: int, around: Surroundings) -> tuple[Reference, ...]:
    """The actor right before a relative pronoun, with the one it is coordinated with."""
    near = acting(scene, max(0, opener - 7), opener - 1)
    if not near or _noun_between(scene, near[-1], opener):
        return tuple(described(scene, max(0, opener - 3), opener - 1, around, frozenset()))
    if len(near) > 1 and any(
        scene.has("and", j) for j in range(scene.index(near[-2]), scene.index(near[-1]))
    ):
        return tuple(reference(m, "antecedent") for m in near[-2:])
    return (reference(near[-1], "antecedent"),)
