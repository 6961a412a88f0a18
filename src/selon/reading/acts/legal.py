"""Legal charges made about an act: they are their speaker's, never selon's."""

from __future__ import annotations

from selon.model.claim import LegalCharacterisation
from selon.reading.acts.clauses import Clause
from selon.reading.acts.scene import Scene
from selon.reading.acts.triggers import Trigger

_UNSURE = ("conditional", "conditional past", "possible", "future", "expected")


def charge(
    scene: Scene, trigger: Trigger, actual: bool, source: str, text: str
) -> LegalCharacterisation | None:
    """The charge that the act's clause makes: "X violerait les sanctions", "en violation de la résolution".

    `actual`: the act is presented as done or ongoing, so that a charge by noun ("en violation de") is flat;
    `source`: who makes the claim; `text`: the document's.
    """
    clause = scene.clause_of(trigger.first)
    group = clause.group
    if group is not None and group.first > trigger.last and _lemma(scene, group.head, "legal_verb"):
        return _made(
            scene, clause, group.first, group.head, group.tense in _UNSURE, group.negated, source, text
        )
    if clause.kind == "if":
        return _of_condition(scene, clause, source, text)
    noun = next((w for w in clause.words if w > trigger.last and scene.has("legal_noun", w)), None)
    if noun is None:
        return None
    return _made(scene, clause, noun, noun, not actual, False, source, text)


def _of_condition(scene: Scene, clause: Clause, source: str, text: str) -> LegalCharacterisation | None:
    """The charge in the main clause of a condition ("si X livrait ..., ce serait une violation de ...")."""
    for other in scene.clauses:
        noun = next((w for w in other.words if w > clause.last and scene.has("legal_noun", w)), None)
        if noun is not None:
            return _made(scene, other, noun, noun, True, False, source, text)
    return None


def _lemma(scene: Scene, i: int, name: str) -> bool:
    return scene.lexicon.has(name, scene.words[i].lemma)


def _made(
    scene: Scene, clause: Clause, first: int, head: int, unsure: bool, negated: bool, source: str, text: str
) -> LegalCharacterisation | None:
    instrument = next((w for w in clause.words if w > head and scene.has("legal_instrument", w)), None)
    if instrument is None:
        return None
    start = instrument - 1 if scene.words[instrument - 1].pos == "DET" else instrument
    last = _phrase_end(scene, clause, instrument)
    value = "complies" if negated else "would_violate" if unsure else "violates"
    named = scene.sentence.cover(start, last).of(text)
    return LegalCharacterisation(value, source, named, scene.sentence.cover(first, last))


def _phrase_end(scene: Scene, clause: Clause, instrument: int) -> int:
    """Last word of the noun phrase that names the instrument."""
    last = instrument
    for w in (w for w in clause.words if w > instrument):
        if scene.words[w].pos in ("PUNCT", "CCONJ", "VERB", "AUX", "SCONJ"):
            break
        last = w
    return last
