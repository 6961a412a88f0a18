"""What stands over an act: the words whose scope it is in, from the innermost to the outermost.

Read from word order inside clauses (see `clauses`): the verb an infinitive hangs on, the noun or verb a noun
completes, the verb a that-clause completes, the verb a noun is subject of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selon.reading.acts.clauses import Clause, Group
from selon.reading.acts.items import matched, noun_forms
from selon.reading.acts.lexicon import StageCue
from selon.reading.acts.scene import Scene
from selon.reading.acts.triggers import Trigger

DEPTH = 7


@dataclass(frozen=True, slots=True)
class Governor:
    """A word over the act. `relation`: complement, subject, clause, modifier, purpose, adjunct.

    `cue` is None for a verb that no cue lists; `group` is its verb group, None for nouns, adjectives, expressions.
    """

    cue: StageCue | None
    first: int
    last: int
    relation: str
    group: Group | None = None
    definite: bool = False


def governors(scene: Scene, trigger: Trigger) -> tuple[Governor, ...]:
    """Everything that governs `trigger`, innermost first."""
    out: list[Governor] = []
    at, group = trigger.first, trigger.group
    for _ in range(DEPTH):
        out += modifiers(scene, at, group, trigger.last if not out else at)
        found = _over(scene, at, group)
        if found is None or any(found.first == g.first and found.relation == g.relation for g in out):
            break
        out.append(found)
        at, group = found.first, found.group
        if found.relation == "purpose":
            break
    return tuple(out)


def _over(scene: Scene, at: int, group: Group | None) -> Governor | None:
    if group is None:
        return _over_noun(scene, at)
    if group.kind == "finite":
        return _over_clause(scene, scene.clause_of(group.first))
    return _over_infinitive(scene, group)


def cue_at(
    scene: Scene, i: int, forms: tuple[str, ...], takes: str, reflexive: bool = False
) -> tuple[StageCue, int] | None:
    """The cue of one of `forms` that starts at word `i` and takes such a complement, with its last word."""
    word = scene.words[i]
    names = {word.lemma} if forms == ("verb",) else noun_forms(word)
    for name in sorted(names):
        for cue in scene.lexicon.cues.get(name, ()):
            if cue.form not in forms or takes not in cue.takes or (cue.reflexive and not reflexive):
                continue
            end = matched(scene, i, cue.words)
            if end is not None:
                return cue, end
    return None


def _verb(scene: Scene, group: Group, relation: str, takes: str) -> Governor:
    found = cue_at(scene, group.head, ("verb",), takes, group.reflexive) or _predicate(scene, group, relation)
    cue, last = found if found else (None, group.last)
    return Governor(cue, group.first, max(last, group.last), relation, group)


def _predicate(scene: Scene, group: Group, relation: str) -> tuple[StageCue, int] | None:
    """The judgement in "rendre plus difficile X", "make X harder": X is not asserted."""
    if relation != "complement":
        return None
    for j in range(group.last + 1, min(group.last + 4, len(scene.words))):
        found = cue_at(scene, j, ("adjective",), "noun")
        if found and found[0].effect == "evaluates":
            return found
    return None


def modifiers(scene: Scene, at: int, group: Group | None, last: int) -> Iterator[Governor]:
    """Adjectives on a noun ("un éventuel soutien"), adverbs in a verb's clause ("probablement"), expressions."""
    if group is None:
        reach = [j for j in range(max(0, at - 3), min(len(scene.words), last + 4)) if not at <= j <= last]
        yield from _adjectives(scene, at, last, reach)
    else:
        clause = scene.clause_of(group.first)
        for j in clause.words:
            found = cue_at(scene, j, ("adverb",), "clause")
            if found and abs(j - group.first) < 9:
                yield Governor(found[0], j, found[1], "modifier")
    yield from _expressions(scene, at, group)


def _adjectives(scene: Scene, at: int, last: int, reach: list[int]) -> Iterator[Governor]:
    for j in reach:
        found = cue_at(scene, j, ("adjective",), "noun")
        step = range(j + 1, at) if j < at else range(last + 1, j)
        if (
            found
            and found[0].effect != "evaluates"
            and all(scene.words[k].pos in ("ADJ", "ADV", "CCONJ") for k in step)
        ):
            yield Governor(found[0], j, found[1], "modifier")


def _expressions(scene: Scene, at: int, group: Group | None) -> Iterator[Governor]:
    """Fixed expressions right before the act ("en cas de livraison", "sur le point de livrer", "sans livrer")."""
    for j in range(max(0, at - 8), at):
        found = cue_at(scene, j, ("expression",), "noun")
        if found and found[1] < at and all(_thin(scene, k) for k in range(found[1] + 1, at)):
            yield Governor(found[0], j, found[1], "modifier")


def _thin(scene: Scene, k: int) -> bool:
    word = scene.words[k]
    return (
        word.pos in ("DET", "ADJ", "ADV", "PART", "NUM", "PUNCT")
        or scene.has("clitic", k)
        or scene.has("of", k)
    )


def _over_noun(scene: Scene, at: int) -> Governor | None:
    """The verb or noun that the noun at `at` completes, or the verb it is the subject of."""
    clause = scene.clause_of(at)
    crossed: list[int] = []  # prepositions other than "of" between the noun and the word looked at
    nouns = False
    for j in reversed([w for w in clause.words if w < at]):
        word, group = scene.words[j], scene.group_at(j)
        if group is not None and not (group.kind == "participle" and j == group.first and nouns):
            return (
                _prepositional(scene, group, j, at) if crossed else _verb(scene, group, "complement", "noun")
            )
        if word.low in (",", ";", ":") and not _enumerated(scene, j, at):
            break
        cue = cue_at(scene, j, ("noun",), "noun") if word.pos in ("NOUN", "VERB") else None
        if cue and (
            not crossed or (len(crossed) == 1 and scene.has("to", crossed[0]) and crossed[0] == j + 1)
        ):
            return Governor(cue[0], j, cue[1], "complement", None, _definite(scene, j))
        if word.pos == "ADP" and not scene.has("of", j) and not _of_time(scene, j, at):
            crossed.append(j)
        nouns = nouns or word.pos in ("NOUN", "PROPN")
    if crossed or clause.group is None or clause.group.first < at:
        return None
    return _as_subject(scene, clause, at)


def _of_time(scene: Scene, j: int, at: int) -> bool:
    """Whether the preposition at `j` opens a time adjunct ("depuis des années") that ends before the noun."""
    return any(scene.has("time_noun", k) for k in range(j + 1, min(j + 4, at)))


def _enumerated(scene: Scene, j: int, at: int) -> bool:
    return any(scene.has("and", k) for k in range(j + 1, min(at + 1, j + 6)))


def _prepositional(scene: Scene, group: Group, j: int, at: int) -> Governor | None:
    """A noun behind a preposition: governed only when the verb selects it ("renoncer à une livraison")."""
    governor = _verb(scene, group, "complement", "noun")
    between = [scene.words[k] for k in range(max(j, governor.last) + 1, at)]
    if any(w.pos in ("NOUN", "PROPN") for w in between) and not _factive(scene, group):
        return None
    agent = group.passive and any(scene.has("by", w.i) for w in between)
    if governor.cue is None or (agent and not governor.cue.stance):
        return Governor(None, group.first, group.last, "adjunct", group)
    return governor


def _factive(scene: Scene, group: Group) -> bool:
    found = cue_at(scene, group.head, ("verb",), "noun", group.reflexive)
    return bool(found and found[0].effect == "factive")


def _as_subject(scene: Scene, clause: Clause, at: int) -> Governor | None:
    """The verb (or its predicate adjective) that a subject noun stands under."""
    group = clause.group
    assert group is not None
    for j in range(group.last + 1, min(clause.last + 1, group.last + 8)):
        found = cue_at(scene, j, ("adjective",), "noun") if j in clause.words else None
        if found and (found[0].effect == "evaluates" or _copular(scene, group)):
            return Governor(found[0], group.first, found[1], "subject", group)
    relation = "complement" if group.passive else "subject"
    return _verb(scene, group, relation, "noun")


def _copular(scene: Scene, group: Group) -> bool:
    return scene.lexicon.has("copula", scene.words[group.head].lemma)


def _over_infinitive(scene: Scene, group: Group) -> Governor | None:
    clause = scene.clause_of(group.first)
    j = group.first - 1
    if group.kind == "participle":
        return None
    while (
        j >= 0
        and (scene.has("clitic", j) or scene.words[j].pos in ("ADV", "PART", "PUNCT"))
        and not scene.has("infinitive_mark", j)
    ):
        if scene.words[j].low == ",":
            break
        j -= 1
    if (j >= 0 and scene.has("purpose", j)) or (
        j >= 1 and scene.has("purpose", j - 1) and scene.has("infinitive_mark", j)
    ):
        return (
            None if group.tense == "past" else Governor(None, j, j, "purpose")
        )  # "pour avoir vendu": a reason
    if j >= 0 and scene.has("infinitive_mark", j):
        j -= 1
    if j >= 0 and scene.has("and", j):
        return _coordinated(scene, group, j, clause)
    return _leftwards(scene, group, clause, j)


def _coordinated(scene: Scene, group: Group, j: int, clause: Clause) -> Governor | None:
    """The governor of the infinitive that this one is coordinated with."""
    before = [g for g in scene.groups if g.last < j and g.first in clause.words and g.kind == group.kind]
    return _over_infinitive(scene, before[-1]) if before else _leftwards(scene, group, clause, j - 1)


def _leftwards(scene: Scene, group: Group, clause: Clause, j: int) -> Governor | None:
    takes = "infinitive"
    if group.kind == "gerund" and j >= 0 and scene.words[j].low == ",":
        return None  # ", urging ...": what the clause's subject does beside
    while j >= clause.first:
        over = scene.group_at(j)
        if over is not None and over.kind == "participle" and not cue_at(scene, over.head, ("verb",), takes):
            j -= 1
            continue
        if over is not None:
            return _verb(scene, over, "complement", takes)
        found = cue_at(scene, j, ("noun", "adjective"), takes)
        if found and scene.words[j].pos in ("NOUN", "ADJ", "VERB"):
            return Governor(found[0], j, found[1], "complement", None, _definite(scene, j))
        j -= 1
    if clause.group is not None and clause.group.first > group.last:
        return Governor(None, clause.group.first, clause.group.last, "subject", clause.group)
    return None


def _over_clause(scene: Scene, clause: Clause) -> Governor | None:
    if clause.kind == "if":
        found = cue_at(scene, clause.opener or 0, ("conjunction",), "clause")
        return Governor(found[0], clause.opener or 0, clause.opener or 0, "clause") if found else None
    parent = scene.clause(clause.parent)
    if parent is None or clause.kind in ("main", "relative", "resumed"):
        return None
    if clause.kind == "coordinate":
        return _over_clause(scene, parent)
    before = _before_opener(scene, clause)
    if before is not None:
        return before
    if clause.kind == "that" and parent.group is not None:
        return _verb(scene, parent.group, "clause", "clause")
    return None


def _before_opener(scene: Scene, clause: Clause) -> Governor | None:
    """A noun, adjective or expression that opens the clause ("la possibilité que", "probable que", "pour que")."""
    opener = clause.opener or 0
    for j in range(max(0, opener - 3), opener):
        expression = cue_at(scene, j, ("expression",), "clause")
        if expression and expression[1] >= opener:
            return Governor(expression[0], j, expression[1], "modifier")
        found = cue_at(scene, j, ("noun", "adjective"), "clause")
        if found and j >= opener - 2 and scene.words[j].pos in ("NOUN", "ADJ", "ADV"):
            return Governor(found[0], j, found[1], "clause")
    return None


def _definite(scene: Scene, i: int) -> bool:
    return any(scene.has("definite", j) for j in range(max(0, i - 3), i))
