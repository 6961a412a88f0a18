"""Stage, polarity, stance and FactBank values of an act, from the words over it (after Sauri & Pustejovsky 2012).

The value is about the act at its stage ("an offer was made": CT+), never about its completion. What a source is
reported to hold stays uncommitted (Uu) for the author, save what the author's own verb asserts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from selon.model.attribution import Attribution
from selon.model.vocabulary import STANCE_FACTUALITY
from selon.reading.acts.clauses import Clause, Group
from selon.reading.acts.items import noun_forms
from selon.reading.acts.scene import Scene
from selon.reading.acts.scope import Governor
from selon.reading.acts.triggers import Trigger

ACTUAL = ("done", "ongoing", "habitual")
STAGE_ATTITUDES = ("promised", "intended", "asked", "agreed")  # attitudes that are stages, not statements
_FLIP = {"CT+": "CT-", "PR+": "PR-", "PS+": "PS-", "CT-": "CT+", "PR-": "PR+", "PS-": "PS+"}
_BY_STANCE = {
    "fears": "feared", "alleges": "alleged", "assesses": "assessed", "suspects": "suspected", "doubts": "suspected",
    "reports_hearsay": "reported", "predicts": "expected", "promises": "promised", "hopes": "possible",
    "threatens": "planned",
}  # fmt: skip
_BY_STAGE = {"offered": "offered", "promised": "promised", "agreed": "promised", "requested": "requested",
             "planned": "planned", "expected": "expected"}  # fmt: skip
_OTHERS = (
    "denies",
    "reports_hearsay",
    "no_comment",
    "fears",
    "doubts",
    "alleges",
    "hopes",
    "suspects",
    "threatens",
    "predicts",
)  # somebody else's
Conditional = Callable[[Group], str]


@dataclass(frozen=True, slots=True)
class Reading:
    """How an act is presented. `value` is the originator's; `possible`: a modal or adjective cue says so."""

    stage: str
    polarity: str = "affirmed"
    stance: str = "asserts"
    value: str | None = None
    possible: bool = False
    presupposed: bool = False
    factive: bool = False
    distance: bool = False
    cues: tuple[Governor, ...] = ()
    rules: tuple[str, ...] = ()


def modality(stage: str, polarity: str, stance: str, conditional: bool, possible: bool) -> str:
    """The headline word, derived (first match): denied, confirmed, conditional, by stance, by stage, asserted."""
    if polarity == "denied" or stance == "denies":
        return "denied"
    if stance == "confirms":
        return "confirmed"
    if conditional:
        return "conditional"
    found = _BY_STANCE.get(stance) or _BY_STAGE.get(stage)
    if found:
        return found
    if stage == "hypothetical":
        return "possible" if possible else "conditional"
    return "asserted"


def presented(
    scene: Scene, trigger: Trigger, over: tuple[Governor, ...], conditional: Conditional
) -> Reading:
    """How the sentence presents the act of `trigger`, before any attribution is taken into account."""
    state = _base(scene, trigger, over, conditional)
    definite = trigger.group is None and is_definite(scene, trigger.first)
    for n, governor in enumerate(over):
        if state.presupposed and governor.cue is None and governor.relation in ("complement", "adjunct"):
            state = state if state.cues else _named_only(scene, state, trigger, governor, definite)
            break  # what is over an unlisted verb does not reach its presupposed object
        state = _apply(scene, state, governor, over[n + 1 :], conditional)
    if trigger.group is None and not state.cues and state.stage == "done" and _aim(scene, trigger):
        state = replace(
            state, stage="hypothetical", value="PS+", presupposed=False, rules=(*state.rules, "aim")
        )
    return _staged(state, trigger, definite)


def _aim(scene: Scene, trigger: Trigger) -> bool:
    """Whether the noun is what something is for ("a route for the transfer of weapons"), not a reason for blame."""
    j = trigger.first - 1
    while j >= 0 and scene.words[j].pos in ("DET", "ADJ"):
        j -= 1
    group = scene.clause_of(trigger.first).group
    blamed = group is not None and scene.lexicon.has("reason_verb", scene.words[group.head].lemma)
    price = trigger.counterpart or (j > 0 and scene.has("exchange", j - 1))
    return j >= 0 and scene.has("aim", j) and not blamed and not price


def _named_only(
    scene: Scene, state: Reading, trigger: Trigger, governor: Governor, definite: bool
) -> Reading:
    """An event noun as object of a verb that no cue lists ("prépare le terrain à", "évoque une livraison") is only
    named: nothing says that it happened. A standing relation with a determiner is presupposed."""
    group = governor.group
    held = (
        governor.relation == "adjunct"
        or group is None
        or scene.lexicon.has("copula", scene.words[group.head].lemma)
    )
    if held or (trigger.frame.state and definite) or trigger.frame.family in ("speech", "mutual", "visit"):
        return state
    return replace(
        state, stage="hypothetical", value="PS+", presupposed=False, rules=(*state.rules, "only named")
    )


def is_definite(scene: Scene, first: int) -> bool:
    """Whether the noun at `first` has a definite determiner or a possessive."""
    return any(
        scene.has("definite", j)
        for j in range(max(0, first - 3), first)
        if scene.words[j].pos in ("DET", "PRON", "ADP")
    )


def _staged(state: Reading, trigger: Trigger, definite: bool) -> Reading:
    """A word that names a stage itself ("l'offre") keeps it, also where its clause is hypothetical."""
    own = trigger.frame.stage
    if own is None or (state.stage not in ACTUAL and not definite):
        return state
    return replace(state, stage=own, value=None, possible=False, presupposed=trigger.group is None)


def _base(scene: Scene, trigger: Trigger, over: tuple[Governor, ...], conditional: Conditional) -> Reading:
    if trigger.counterpart:
        return Reading("done", rules=("counter-performance named alone",))
    if trigger.group is None:
        none = trigger.first > 0 and scene.has("no_determiner", trigger.first - 1)
        sign = "negated" if none else "affirmed"
        return Reading(
            "ongoing" if trigger.frame.state else "done", sign, presupposed=not none, rules=("nominal",)
        )
    group = trigger.group
    if group.kind == "finite":
        return _finite(scene, trigger, group, conditional)
    if group.kind == "participle":
        return Reading("done", presupposed=True, rules=("participle",))
    if group.kind == "gerund" and not over:
        clause = scene.clause_of(group.first)
        return _finite(scene, trigger, clause.group, conditional) if clause.group else Reading("ongoing")
    sign = "negated" if group.negated else "affirmed"
    if group.tense == "past":
        return Reading("done", sign, rules=("perfect infinitive",))
    if not over:
        return Reading("hypothetical", rules=("bare infinitive",))
    return Reading("governed", sign, rules=("infinitive",))


def _finite(scene: Scene, trigger: Trigger, group: Group, conditional: Conditional) -> Reading:
    stage, value, possible, rule = tense_stage(scene, group, conditional, trigger.frame)
    negated = group.negated and not _not_yet(scene, group)
    state = Reading(stage, "negated" if negated else "affirmed", value=value, possible=possible, rules=(rule,),
                    distance=rule == "reportative conditional")  # fmt: skip
    if _not_yet(scene, group):
        return replace(state, stage="expected", polarity="negated", rules=(*state.rules, "not yet"))
    return state


def _not_yet(scene: Scene, group: Group) -> bool:
    near = [w.low for w in scene.words[max(0, group.first - 1) : group.last + 3]]
    return group.negated and any(scene.lexicon.has("yet", w) for w in near)


def tense_stage(
    scene: Scene, group: Group, conditional: Conditional, frame: object = None
) -> tuple[str, str | None, bool, str]:
    """(stage, value, possible, rule) that the tense of a finite verb gives an act."""
    if group.tense in ("conditional", "conditional past"):
        return _conditional(scene, group, conditional(group))
    if group.tense == "possible":
        return "hypothetical", "PS+", True, "modal verb"
    if group.tense == "expected":
        return "expected", "PR+", False, "modal verb"
    if group.tense == "future":
        return "expected", "PR+", False, "future tense"
    if group.progressive or group.tense == "imperfect":
        return "ongoing", None, False, "progressive or imperfect"
    if group.tense == "past":
        return "done", None, False, "past tense"
    event = scene.title or (frame is not None and getattr(frame, "family", "") in ("speech", "request"))
    return ("done" if event else "ongoing"), None, False, "present tense"


def _conditional(scene: Scene, group: Group, reading: str) -> tuple[str, str | None, bool, str]:
    if reading == "RPT":
        return (
            ("done" if group.tense == "conditional past" else "ongoing"),
            None,
            False,
            "reportative conditional",
        )
    if reading == "FIP":
        return "expected", "PR+", False, "future in the past"
    if reading == "MOD-EXP":
        return "expected", "PR+", False, "devoir in the conditional"
    return "hypothetical", "PS+", reading == "MOD-PS", "conditional"


def _apply(
    scene: Scene, state: Reading, governor: Governor, rest: tuple[Governor, ...], conditional: Conditional
) -> Reading:
    """The reading after one more word over the act."""
    cue, group = governor.cue, governor.group
    state = replace(state, cues=(*state.cues, governor))
    if governor.relation == "purpose":
        return replace(state, stage="hypothetical", value="PS+", rules=(*state.rules, "purpose"))
    if cue is None:
        return _uncued(scene, state, governor, conditional)
    negated = group.negated if group is not None else _none(scene, governor)
    if negated and cue.negated:
        return _override(state, cue.negated, cue.words[0])
    if governor.relation == "subject" and _about_itself(scene, governor):
        return _uncued(scene, state, governor, conditional)
    if cue.effect == "trap" or (group is not None and group.trap):
        return _settle(scene, state, group, conditional)
    return _cued(scene, state, governor, negated, conditional)


def _none(scene: Scene, governor: Governor) -> bool:
    """Whether a noun over the act is denied itself ("no evidence that", "aucune preuve que")."""
    if governor.cue is None or governor.cue.form != "noun":
        return False
    near = range(max(0, governor.first - 2), governor.first)
    return any(scene.has("no_determiner", j) or scene.has("negation", j) for j in near)


def _about_itself(scene: Scene, governor: Governor) -> bool:
    """Whether the verb says something of its own, not of its subject's stage ("la livraison menace la paix")."""
    cue, group = governor.cue, governor.group
    assert cue is not None
    if cue.form == "adjective" or cue.effect in ("evaluates", "light", "negates", "trap"):
        return False
    if cue.stage is None or group is None:
        return True
    following = [g for g in scene.groups if g.first > group.last]
    return not (following and following[0].kind == "infinitive" and following[0].first - group.last < 4)


def _override(state: Reading, values: object, word: str) -> Reading:
    kept = {k: v for k, v in dict(values).items() if k in ("stage", "polarity", "stance", "value")}  # type: ignore[call-overload]
    if state.stage == "governed":
        kept.setdefault("stage", "hypothetical")
    return replace(state, **kept, rules=(*state.rules, f"negated {word}"))


def _cued(
    scene: Scene, state: Reading, governor: Governor, negated: bool, conditional: Conditional
) -> Reading:
    cue, group = governor.cue, governor.group
    assert cue is not None
    rules = (*state.rules, f"{cue.form} {' '.join(cue.words)}")
    state = replace(state, rules=rules, stance=cue.stance or state.stance)
    flips = (cue.effect == "negates") != negated
    if flips and not (cue.stance and negated):
        state = replace(state, polarity="affirmed" if state.polarity == "negated" else "negated")
    if cue.polarity:
        state = replace(state, polarity=cue.polarity)
    if cue.effect == "factive":
        return replace(_settle(scene, state, group, conditional, True), presupposed=True, factive=True)
    if cue.stage:
        return _stage(scene, state, governor, conditional)
    settled = _settle(scene, state, group, conditional)
    return replace(settled, value=cue.value or settled.value)


def _stage(scene: Scene, state: Reading, governor: Governor, conditional: Conditional) -> Reading:
    cue, group = governor.cue, governor.group
    assert cue is not None
    unsure = cue.stage == "hypothetical"
    nominal = state.presupposed and governor.relation == "complement" and governor.group is not None
    stage = cue.stage if unsure or state.stage in ("governed", *ACTUAL) or nominal else state.stage
    state = replace(state, stage=stage, value=cue.value or (None if not unsure else "PS+"), presupposed=False)
    state = replace(
        state,
        possible=state.possible
        or (unsure and cue.stance is None and cue.form != "conjunction" and cue.effect != "evaluates"),
    )
    if (
        group is not None
        and group.kind == "finite"
        and group.tense in ("conditional", "conditional past", "possible")
        and cue.words[0] not in ("devoir",)
    ):
        outer, value, possible, rule = tense_stage(scene, group, conditional)
        if outer == "hypothetical" and cue.stage != "hypothetical":
            return replace(
                state, stage="hypothetical", value=value, possible=possible, rules=(*state.rules, rule)
            )
    return state


def _settle(
    scene: Scene, state: Reading, group: Group | None, conditional: Conditional, keep: bool = False
) -> Reading:
    """A governed act, or a nominal under a support verb, takes the stage of the verb that carries it."""
    if state.stage != "governed" and (keep or not state.presupposed):
        return state
    if group is None or group.kind != "finite":
        return replace(state, stage="governed") if group is not None else state
    stage, value, possible, rule = tense_stage(scene, group, conditional)
    possible = state.possible or possible
    return replace(
        state,
        stage=stage,
        value=value or state.value,
        possible=possible,
        presupposed=False,
        rules=(*state.rules, rule),
    )


def _uncued(scene: Scene, state: Reading, governor: Governor, conditional: Conditional) -> Reading:
    """A verb that no cue lists. Its subject nominal is only supposed when the verb itself is not factual."""
    group = governor.group
    if group is None or governor.relation == "adjunct":
        return state
    if group.kind != "finite":
        return replace(state, stage="hypothetical", value="PS+") if state.stage == "governed" else state
    stage, _, possible, rule = tense_stage(scene, group, conditional)
    if state.stage == "governed" and scene.lexicon.has("reason_verb", scene.words[group.head].lemma):
        return replace(state, stage="done", rules=(*state.rules, "the reason of a penalty, thanks or blame"))
    if state.stage == "governed":
        return replace(
            state, stage="hypothetical", value="PS+", rules=(*state.rules, "governed by a verb without a cue")
        )
    if state.presupposed and stage not in ACTUAL and state.stage in ACTUAL:
        return replace(
            state,
            stage=stage if stage == "hypothetical" else "hypothetical",
            value="PS+",
            possible=possible,
            presupposed=False,
            rules=(*state.rules, f"under a {rule}"),
        )
    if state.presupposed and governor.relation == "subject" and _trend(scene, group):
        return replace(state, stage="ongoing", presupposed=False, rules=(*state.rules, "trend verb"))
    return state


def _trend(scene: Scene, group: Group) -> bool:
    return scene.lexicon.has("trend", scene.words[group.head].lemma)


def finished(state: Reading) -> Reading:
    """The reading with no open stage and a value that fits stage, stance and polarity."""
    stage = "hypothetical" if state.stage == "governed" else state.stage
    value = state.value or _value(stage, state.stance)
    if state.polarity in ("negated", "denied") and value in ("CT+", "PR+", "PS+"):
        value = _FLIP[value]
    return replace(state, stage=stage, value=value)


def _value(stage: str, stance: str) -> str:
    if stage == "hypothetical":
        return "PS+"
    by_stance = STANCE_FACTUALITY[stance]
    if stage == "expected" and by_stance == "CT+":
        return "PR+"
    return by_stance


def asserts_stage(state: Reading, attribution: Attribution | None, governs: bool) -> bool:
    """Whether the innermost cue is itself the word of stage and governs the act ("X a promis de ..."): whoever tells
    it asserts that much."""
    if attribution is None or not governs or attribution.attitude not in STAGE_ATTITUDES:
        return False
    return state.stage in ("promised", "offered", "requested", "planned", "agreed", "attempted")


def author_value(state: Reading, attributed: bool, own_promise: bool) -> str:
    """What the author commits to: Uu on attributed content, save what the author's own verb asserts."""
    if not attributed:
        held = state.distance or state.value == "Uu" or state.stance in _OTHERS
        return "Uu" if held else state.value or "CT+"
    if own_promise:
        return state.value or "CT+"
    return "Uu"


def plain_conditional(scene: Scene, group: Group) -> str:
    """Reading of a conditional by the shortest safe rule: never reportative unless past and outside an if-world."""
    word = scene.words[group.first].lemma
    if word in ("pouvoir", "could", "might"):
        return "MOD-PS"
    if word == "devoir":
        return "MOD-EXP"
    if any(c.kind == "if" for c in scene.clauses):
        return "HYP"
    clause = scene.clause_of(group.first)
    matrix = scene.clause(clause.parent)
    told = clause.kind == "that" and matrix is not None and matrix.group is not None
    past = told and matrix.group.tense in ("past", "imperfect")  # type: ignore[union-attr]
    if past and group.tense == "conditional" and not _act_subject(scene, clause):
        return "FIP"
    return "RPT" if group.tense == "conditional past" and scene.lexicon.grammar.get("motion") else "HYP"


def _act_subject(scene: Scene, clause: Clause) -> bool:
    """Whether the subject is a common noun, perhaps itself an act ("le transfert ... violerait")."""
    group = clause.group
    before = [w for w in clause.words if group is not None and w < group.first and w != clause.opener]
    head = next((w for w in before if scene.words[w].pos in ("NOUN", "PROPN", "VERB", "PRON")), None)
    return head is not None and any(
        f.form == "noun" for form in noun_forms(scene.words[head]) for f in scene.lexicon.frames.get(form, ())
    )


def attributed(state: Reading, attribution: Attribution | None) -> Reading:
    """The reading with the stance of the innermost source where the sentence's own cues give none."""
    if attribution is None:
        return state
    stance = attribution.stance if state.stance == "asserts" else state.stance
    if stance == "promises" and state.stage != "promised":
        stance = "asserts"
    out = replace(state, stance=stance)
    if attribution.attitude == "promised" and state.stage in ("expected", "planned"):
        return finished(replace(out, stage="promised", stance="promises", value=None))
    if attribution.attitude == "denied" and state.polarity == "affirmed":
        return finished(replace(out, polarity="denied", stance="denies", value=None))
    if attribution.attitude in ("feared", "hoped", "asked_whether") and state.stage in ACTUAL:
        return finished(replace(out, stage="hypothetical", value="PS+"))
    if state.value not in ("CT+", "CT-") or stance == state.stance:
        return out
    return finished(replace(out, value=None))
