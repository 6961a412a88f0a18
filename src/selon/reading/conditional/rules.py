"""How a conditional is read: the first rule that holds. A rule's name is the reason given with the reading."""

from __future__ import annotations

import re
from collections.abc import Callable

from selon.reading.conditional.case import Case, governing_verb, is_participle, is_past

DEFAULT = "no evidence of a report"
_IM_PERSONAL = re.compile(r"\b(?:il|ce|cela|ça) (?:ne |n')?(?:me |te |nous )?$", re.IGNORECASE)
_KIND = re.compile(
    r"\b(?:une?|deux|des)(?: [\w'-]+){1,3} qui (?:ne |n'|se |s'|y |lui |leur )*$", re.IGNORECASE
)
_RESULT = re.compile(r"\bce (?:qui|que)\s(?:\w+\s)?$|\bce qu'$")
_NEGATED = re.compile(r"\b(?:ne|n')\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(pourquoi|comment|quel|quelle|quels|quelles|de quoi|(?<!cas )où|combien|quand|que|qu'|qui)\b(?!.*\bqu[ei']).{0,60}$",
    re.IGNORECASE | re.DOTALL,
)
_PERSONAL = frozenset({"je", "j'", "nous"})
_INDEFINITE = frozenset({"un", "une", "tout", "toute", "aucun", "aucune"})


def reading_of(case: Case) -> tuple[str, str]:
    """The reading of a form and the name of the rule that decided."""
    for rule in _RULES:
        reading = rule(case)
        if reading:
            return reading, rule.__name__.strip("_").replace("_", " ")
    return "HYP", DEFAULT


def _modal_verb(case: Case) -> str | None:
    """pouvoir, devoir, falloir; "aurait pu", "aurait dû" are what did not happen."""
    if case.past and case.content.lemma_ in ("pouvoir", "devoir", "falloir"):
        where = case.token.sent[: case.token.i - case.token.sent.start]
        return "MOD-PS" if any(t.lower_ == "où" for t in where[-1:]) else "HYP"
    reading = case.tables.modal.get(case.lemma)
    if reading == "MOD-EXP" and not case.says("to_come") and (case.says("duty") or _urged(case)):
        return "MOD-DEO"
    return reading


def _urged(case: Case) -> bool:
    """Whether "devrait" stands in what somebody argues for ("il plaide que ... devrait ... davantage")."""
    matrix = governing_verb(case)
    return case.among(matrix, "urging")


def _question(case: Case) -> str | None:
    """A question: "pourquoi", "comment" and yes-or-no ones are rhetorical, "quel serait" softens one that is asked."""
    after = case.sentence[len(case.before) :]
    if "?" not in after:
        return None
    asked = _ASKING.search(case.before)
    if asked:
        return "OTH" if asked.group(1).lower() in ("pourquoi", "comment") else "ATT"
    inverted = re.match(r"\w+-(?:t-)?(?:ils?|elles?|on|je|nous|vous|ce)\b", after)
    return ("RPT" if case.past else "OTH") if inverted else None


def _set_phrase(case: Case) -> str | None:
    """A turn of phrase that softens ("ferait mieux de", "aurait besoin", "comme dirait")."""
    near = case.before[-30:] + case.sentence[len(case.before) :][:60]
    return "ATT" if case.says("attenuated_expression", near) else None


def _softened(case: Case) -> str | None:
    """A wish, or a judgement put softly."""
    if _impersonal_judgement(case) and not case.says("hearsay"):
        return "ATT"
    wish = not case.past and case.lemma in case.tables.words["attenuated"]
    return "ATT" if wish and _wishes(case) else None


def _impersonal_judgement(case: Case) -> bool:
    """ "il serait préférable de", "ce serait génial": an adjective after an impersonal subject."""
    if case.lemma in ("paraître", "sembler") and re.search(r"\b(?:me|m'|nous) $", case.before):
        return True
    if case.lemma != "être" or not _IM_PERSONAL.search(case.before):
        return False
    after = (t for t in case.token.doc[case.token.i + 1 : case.token.i + 4] if t.pos_ != "ADV")
    word = next(after, None)
    return word is not None and word.pos_ == "ADJ" and not is_participle(word)


def _wishes(case: Case) -> bool:
    """A verb of wishing softens with the speaker as subject, or with an infinitive after it."""
    personal = case.subject is not None and case.subject.lower_ in _PERSONAL | {
        "on",
        "il",
        "elle",
        "ils",
        "elles",
    }
    return personal or case.content is not case.token or case.lemma != "vouloir"


def _condition(case: Case) -> str | None:
    """A condition stands in the sentence, or two conditionals in correlation ("nous serions ... que ... manquerait")."""
    pattern = case.tables.patterns["hypothesis"]
    around = _clause(case)
    if pattern.search(around):
        return "HYP"
    subject = case.subject
    return (
        "HYP"
        if subject is not None
        and subject.lower_ in _PERSONAL
        and re.search(r"\bque\b[^,;:.]*r(?:ait|aient)\b", case.sentence[len(case.before) :])
        else None
    )


def _clause(case: Case) -> str:
    """The sentence without other quotations and without clauses after a semicolon or colon."""
    left = max(case.before.rfind(m) for m in ";:") + 1
    rest = case.sentence[len(case.before) :]
    stops = [rest.find(m) for m in ";" if m in rest]
    return case.sentence[left : len(case.before) + (min(stops) if stops else len(rest))]


def _own_opinion(case: Case) -> str | None:
    """ "je crois que X aurait aimé": what the speaker supposes."""
    matrix = governing_verb(case)
    if not case.past or not case.among(matrix, "opinion"):
        return None
    subject = next((c for c in matrix.children if c.dep_.startswith("nsubj")), None)  # type: ignore[union-attr]
    return "HYP" if subject is not None and subject.lower_ in _PERSONAL else None


def _future_in_the_past(case: Case) -> str | None:
    """A simple form in the complement of a past verb ("a annoncé qu'il livrerait").

    "a affirmé qu'il serait malade" reports a state: with a verb of being under a verb of assertion nothing is to come.
    """
    matrix = None if case.past else governing_verb(case)
    if matrix is None or not is_past(matrix):
        return None
    state = (
        case.lemma in case.tables.words["stative"] - {"avoir", "faire"}
        and not is_participle(case.content)
        and not case.among(case.content, "evaluative")
    )
    return "RPT" if state and case.among(matrix, "asserting") and not case.says("to_come") else "FIP"


def _not_done(case: Case) -> str | None:
    """A past form that weighs what did not happen: a verb of effect, an indefinite subject, a speaker as subject."""
    if not case.past:
        return None
    subject = case.subject
    if case.among(governing_verb(case), "accusing") or re.search(
        r"\b(?:accus|reproch)\w*\b.*\bparce qu", case.before
    ):
        return None
    if subject is not None and subject.lower_ in _PERSONAL:
        return "HYP"
    if _infinitive_subject(case) or (_RESULT.search(case.before) and _NEGATED.search(case.before)):
        return "HYP"
    thing = subject is not None and subject.pos_ == "NOUN"
    return "HYP" if thing and case.content.lemma_ in case.tables.words["effect"] else None


def _infinitive_subject(case: Case) -> bool:
    """ "Envoyer une lettre aurait coûté ...": what somebody only thought of doing."""
    children = (*case.content.children, *case.token.children)
    first = next((t for t in case.token.sent if not t.is_punct), None)
    if case.subject is None and first is not None and "Inf" in first.morph.get("VerbForm"):
        return True
    return any(c.dep_ in ("csubj", "nsubj") and "Inf" in c.morph.get("VerbForm") for c in children)


def _past_form(case: Case) -> str | None:
    """A past form with nothing against it reports."""
    return "RPT" if case.past else None


def _judgement(case: Case) -> str | None:
    """A copula that judges instead of reporting, the relative "que serait", a verb of effect, a possible event, and
    things of a kind that need not exist ("un vert qui ne serait ni ...")."""
    if case.lemma in case.tables.words["effect"] or case.says("unreal"):
        return "HYP"
    judged = (
        case.lemma == "être" and case.content is not case.token and case.among(case.content, "evaluative")
    )
    if judged and not case.says("hearsay"):
        return "HYP"
    if re.search(r"\bque\s$", case.before):
        return "HYP"
    kind = _KIND.search(case.before)
    return "HYP" if kind and not case.says("hearsay") else None


def _thought_of_act(case: Case) -> str | None:
    """ "une attaque serait ...", "envoyer des armes serait ...": an act that is only thought of."""
    subject = case.subject
    if case.says("hearsay"):
        return None
    if _infinitive_subject(case):
        return "HYP"
    if subject is None or subject.pos_ != "NOUN":
        return None
    articles = {c.lower_ for c in subject.children if c.dep_ == "det"}
    act = case.tables.patterns["act_noun"].search(subject.lower_)
    return "HYP" if act and articles & _INDEFINITE else None


def _source_named(case: Case) -> str | None:
    """A simple form in a sentence that names where it has this from."""
    return "RPT" if case.says("hearsay") else None


def _state(case: Case) -> str | None:
    """A simple form of being, having, dating with a definite subject in the third person."""
    if case.subject is not None and case.subject.lower_ in _PERSONAL | {"tu", "vous", "on"}:
        return None
    then = re.match(r"\w+ alors\b", case.sentence[len(case.before) :])
    return "RPT" if case.lemma in case.tables.words["stative"] and not then else None


def _explanation(case: Case) -> str | None:
    """ "ce qui expliquerait": a conjecture passed on."""
    said = re.search(r"\bqui (?:\w+ )?$", case.before, re.IGNORECASE)
    return "RPT" if said and case.lemma in case.tables.words["explaining"] else None


_RULES: tuple[Callable[[Case], str | None], ...] = (
    _modal_verb, _set_phrase, _future_in_the_past, _question, _condition, _softened, _own_opinion, _not_done, _past_form,
    _judgement, _source_named, _thought_of_act, _state, _explanation,
)  # fmt: skip
