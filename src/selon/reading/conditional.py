"""The French conditional: every form, and what it does in its sentence.

RPT reports what others say ("aurait livré"), HYP depends on a condition, FIP is the future seen from the past ("a
annoncé qu'il livrerait"), MOD-PS, MOD-EXP and MOD-DEO are possibility, expectation and duty, ATT softens a wish, OTH is
the rest (rhetorical questions). Only evidence makes a reading reportative: 24 of 138 forms in newspaper text are.
English marks hearsay with adverbs and passives; they come out of `hearsay_markers` with the same type.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selon.errors import PackError
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.parse import ParsedPassage
from selon.reading.stems import Stems, forms

if TYPE_CHECKING:
    from spacy.tokens import Token

READINGS = ("RPT", "HYP", "FIP", "MOD-PS", "MOD-EXP", "MOD-DEO", "ATT", "OTH")
_COMPLEMENTS = ("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "csubj", "dep", "parataxis", "cop", "aux", "aux:pass", "aux:tense")  # fmt: skip
_PERSONAL = frozenset({"je", "j'", "nous"})
_INDEFINITE = frozenset({"un", "une", "tout", "toute", "davantage", "plus", "aucun", "aucune", "de", "d'"})


@dataclass(frozen=True, slots=True)
class Conditional:
    """One form: its span, infinitive, reading, the rule that decided, and whether it is a past form.

    `verb` is the infinitive or participle that carries the meaning where the form is an auxiliary or modal.
    """

    span: Span
    lemma: str | None
    reading: str
    rule: str
    past: bool = False
    verb: str | None = None

    def __post_init__(self) -> None:
        if self.reading not in READINGS:
            raise ValueError(f"unknown reading: {self.reading}")


@dataclass(frozen=True, slots=True)
class _Tables:
    """A pack's `conditional.yaml`, compiled: word lists and patterns by name."""

    stems: Stems
    modal: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, re.Pattern[str]]
    markers: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """One form with what the rules look at. `before` is the sentence up to the form, `sentence` all of it."""

    token: Token
    lemma: str
    content: Token  # the participle, infinitive or predicate that carries the meaning; else the form itself
    past: bool
    subject: Token | None
    sentence: str
    before: str
    tables: _Tables

    def says(self, pattern: str, where: str | None = None) -> bool:
        return self.tables.patterns[pattern].search(self.sentence if where is None else where) is not None

    def among(self, token: Token | None, words: str) -> bool:
        return token is not None and (
            token.lemma_.lower() in self.tables.words[words] or token.lower_ in self.tables.words[words]
        )


def conditionals(passage: ParsedPassage, pack: LanguagePack) -> tuple[Conditional, ...]:
    """The conditional forms of a passage in order, with their readings; none where the pack has no stems.

    Raises PackError for a malformed table.
    """
    tables = _tables(pack)
    if tables is None or not tables.stems.patterns:
        return ()
    text = passage.doc.text
    return tuple(
        _conditional(passage, start, end, lemma, tables)
        for start, end, lemma in forms(text, 0, len(text), tables.stems)
    )


def hearsay_markers(passage: ParsedPassage, pack: LanguagePack) -> tuple[Conditional, ...]:
    """Words that mark hearsay without a conditional ("reportedly", "is said to", "semble-t-il"), reading RPT."""
    tables = _tables(pack)
    if tables is None:
        return ()
    found = {
        match.span(): Conditional(
            Span(passage.base + match.start(), passage.base + match.end()),
            match.group().lower(),
            "RPT",
            "hearsay marker",
        )
        for pattern in tables.markers
        for match in pattern.finditer(passage.doc.text)
    }
    return tuple(found[key] for key in sorted(found))


def _conditional(passage: ParsedPassage, start: int, end: int, lemma: str, tables: _Tables) -> Conditional:
    span = Span(passage.base + start, passage.base + end)
    run = passage.doc.char_span(start, end, alignment_mode="expand")
    token = run[0]
    case = _case(token, lemma, tables)
    reading, rule = _read(case)
    verb = None if case.content is token else case.content.lemma_
    return Conditional(span, lemma, reading, rule, case.past, verb)


def _case(token: Token, lemma: str, tables: _Tables) -> _Case:
    content, past = _content(token, lemma)
    sentence = token.sent.text
    before = sentence[: token.idx - token.sent.start_char]
    return _Case(token, lemma, content, past, _subject(token, content), sentence, before, tables)


# --- what the form stands with


def _content(token: Token, lemma: str) -> tuple[Token, bool]:
    """The word that carries the meaning, and whether the form is a past one ("aurait livré", "serait arrivé")."""
    if lemma == "avoir":
        participle = _participle(token)
        return (participle, True) if participle is not None else (token, False)
    if lemma == "être":
        predicate = token.head if token.dep_.startswith(("aux", "cop")) else _participle(token) or token
        return predicate, token.dep_ == "aux:tense" and "Part" in predicate.morph.get("VerbForm")
    modal = next((c for c in token.children if "Inf" in c.morph.get("VerbForm") and c.i > token.i), None)
    return modal or token, False


def _participle(token: Token) -> Token | None:
    """The past participle right after an auxiliary, over adverbs, pronouns and "pas"."""
    for offset in range(1, 6):
        if token.i + offset >= len(token.doc):
            return None
        after = token.nbor(offset)
        if "Part" in after.morph.get("VerbForm") or (
            after.pos_ == "VERB" and re.search(r"(?:[éiu]|is|it|ert|û)(?:e?s?)$", after.lower_)
        ):
            return after
        if after.pos_ not in ("ADV", "PRON", "CCONJ", "ADP", "NOUN") and not after.lower_.startswith("-"):
            return None
        if after.pos_ in ("NOUN", "ADP") and offset > 3:
            return None
    return None


def _subject(token: Token, content: Token) -> Token | None:
    for verb in (content, token):
        for child in verb.children:
            if child.dep_.startswith(("nsubj", "expl:subj")):
                return child
    return (
        next((c for c in content.head.children if c.dep_.startswith("nsubj")), None)
        if content.dep_ == "conj"
        else None
    )


# --- the reading: the first rule that holds


def _read(case: _Case) -> tuple[str, str]:
    for rule in _RULES:
        reading = rule(case)
        if reading:
            return reading, rule.__name__.strip("_").replace("_", " ")
    return "HYP", "no evidence of a report"


def _modal_verb(case: _Case) -> str | None:
    """pouvoir, devoir, falloir; "aurait pu", "aurait dû" are what did not happen."""
    if case.past and case.content.lemma_ in ("pouvoir", "devoir", "falloir"):
        where = case.token.sent[: case.token.i - case.token.sent.start]
        return "MOD-PS" if any(t.lower_ == "où" for t in where[-1:]) else "HYP"
    reading = case.tables.modal.get(case.lemma)
    if reading == "MOD-EXP" and (case.says("duty") or _urged(case)):
        return "MOD-DEO"
    return reading


def _urged(case: _Case) -> bool:
    """Whether "devrait" stands in what somebody argues for ("il plaide que ... devrait ... davantage")."""
    matrix = _matrix(case)
    return case.among(matrix, "urging")


def _question(case: _Case) -> str | None:
    """A question: "pourquoi", "comment" and yes-or-no ones are rhetorical, "quel serait" softens one that is asked."""
    if "?" not in case.sentence[len(case.before) :]:
        return None
    if re.search(r"\b(?:pourquoi|comment)\b", case.before, re.IGNORECASE):
        return "OTH"
    if re.search(
        r"\b(?:quel|quelle|quels|quelles|où|combien|quand|que|qui)\b[^,;:]*$", case.before, re.IGNORECASE
    ):
        return "ATT"
    return "RPT" if case.past else "OTH"


def _softened(case: _Case) -> str | None:
    """A wish or a softened statement."""
    if case.says("attenuated_expression", case.before[-30:] + case.sentence[len(case.before) :][:60]):
        return "ATT"
    return (
        "ATT" if not case.past and case.lemma in case.tables.words["attenuated"] and _wishes(case) else None
    )


def _wishes(case: _Case) -> bool:
    """A verb of wishing softens with the speaker as subject, or with an infinitive after it."""
    personal = case.subject is not None and case.subject.lower_ in _PERSONAL | {
        "on",
        "il",
        "elle",
        "ils",
        "elles",
    }
    return personal or case.content is not case.token or case.lemma != "vouloir"


def _condition(case: _Case) -> str | None:
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
        and re.search(r"\bque\b.*r(?:ait|aient)\b", case.sentence[len(case.before) :])
        else None
    )


def _clause(case: _Case) -> str:
    """The sentence without other quotations and without clauses after a semicolon or colon."""
    left = max(case.before.rfind(m) for m in ";:") + 1
    rest = case.sentence[len(case.before) :]
    stops = [rest.find(m) for m in ";" if m in rest]
    return case.sentence[left : len(case.before) + (min(stops) if stops else len(rest))]


def _own_opinion(case: _Case) -> str | None:
    """ "je crois que X aurait aimé": what the speaker supposes."""
    matrix = _matrix(case)
    if not case.past or not case.among(matrix, "opinion"):
        return None
    subject = next((c for c in matrix.children if c.dep_.startswith("nsubj")), None)  # type: ignore[union-attr]
    return "HYP" if subject is not None and subject.lower_ in _PERSONAL else None


def _future_in_the_past(case: _Case) -> str | None:
    """A simple form in the complement of a past verb ("a annoncé qu'il livrerait")."""
    if case.past:
        return None
    matrix = _matrix(case)
    return "FIP" if matrix is not None and _is_past(matrix) else None


def _not_done(case: _Case) -> str | None:
    """A past form that weighs what did not happen: a verb of effect, an indefinite subject, a speaker as subject."""
    if not case.past:
        return None
    subject = case.subject
    if case.among(_matrix(case), "accusing") or re.search(
        r"\b(?:accus|reproch)\w*\b.*\bparce qu", case.before
    ):
        return None
    if subject is not None and subject.lower_ in _PERSONAL:
        return "HYP"
    thing = subject is not None and subject.pos_ == "NOUN"
    return "HYP" if thing and case.content.lemma_ in case.tables.words["effect"] else None


def _past_form(case: _Case) -> str | None:
    """A past form with nothing against it reports."""
    return "RPT" if case.past else None


def _judgement(case: _Case) -> str | None:
    """A copula that judges a thing instead of reporting it, or the relative "que serait"."""
    if case.lemma == "être" and case.content is not case.token and case.among(case.content, "evaluative"):
        return "HYP"
    if re.search(r"\bque\s$", case.before):
        return "HYP"
    return None


def _indefinite_subject(case: _Case) -> str | None:
    """ "une attaque serait ...": an act that is only thought of."""
    subject = case.subject
    if subject is None or subject.pos_ != "NOUN" or case.says("hearsay"):
        return None
    articles = {c.lower_ for c in subject.children if c.dep_ == "det"}
    return "HYP" if articles & {"un", "une", "tout", "toute"} else None


def _source_named(case: _Case) -> str | None:
    """A simple form in a sentence that names where it has this from."""
    return "RPT" if case.says("hearsay") else None


def _state(case: _Case) -> str | None:
    """A simple form of being, having, dating with a definite subject in the third person."""
    if case.subject is not None and case.subject.lower_ in _PERSONAL | {"tu", "vous", "on"}:
        return None
    if case.lemma in case.tables.words["stative"] and case.content.i - case.token.i < 12:
        return "RPT"
    return None


def _explanation(case: _Case) -> str | None:
    """ "ce qui expliquerait": a conjecture passed on."""
    said = re.search(r"\bce qui (?:\w+ )?$", case.before, re.IGNORECASE)
    return "RPT" if said and case.lemma in case.tables.words["explaining"] else None


_RULES: tuple[Callable[[_Case], str | None], ...] = (
    _modal_verb, _question, _softened, _condition, _own_opinion, _future_in_the_past, _not_done, _past_form,
    _judgement, _source_named, _indefinite_subject, _state, _explanation,
)  # fmt: skip


# --- the verb that governs


def _matrix(case: _Case) -> Token | None:
    """The verb whose que- or si-complement the form stands in; None for a main clause.

    By the tree; where it fails, the nearest "que" to the left with a verb before it.
    """
    token = case.content if case.content.i != case.token.i else case.token
    for _ in range(8):
        head = token.head
        if head is token or token.dep_ not in _COMPLEMENTS:
            break
        if (
            token.dep_ == "ccomp"
            and head.pos_ in ("VERB", "AUX", "NOUN", "ADJ")
            and _complementizer(case, head)
        ):
            return head
        token = head
    return None


def _complementizer(case: _Case, head: Token) -> bool:
    """Whether "que", "qu'" or "si" stands between a governing verb and the form."""
    doc = case.token.doc
    return head.i < case.token.i and any(
        t.lower_ in ("que", "qu'", "si", "s'") for t in doc[head.i + 1 : case.token.i]
    )


def _is_past(verb: Token) -> bool:
    """Whether a verb stands in a past tense: its own, or its auxiliary's with a participle."""
    parts = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
    if any(
        set(t.morph.get("Tense")) & {"Imp"}
        or (set(t.morph.get("Tense")) & {"Past"} and "Fin" in t.morph.get("VerbForm"))
        for t in parts
    ):
        return True
    return "Part" in verb.morph.get("VerbForm") and "Past" in verb.morph.get("Tense") and len(parts) > 1


# --- the pack's table


@functools.cache
def _tables(pack: LanguagePack) -> _Tables | None:
    """The pack's `conditional.yaml`, compiled; None where it has none. Raises PackError that names the line."""
    try:
        table = pack.table("conditional")
    except PackError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    modal: dict[str, str] = {}
    words: dict[str, frozenset[str]] = {}
    patterns: dict[str, re.Pattern[str]] = {}
    markers: list[re.Pattern[str]] = []
    for line, row in table.rows:
        try:
            _take(row, modal, words, patterns, markers)
        except (TypeError, AttributeError, ValueError, re.error) as error:
            raise PackError(
                f"entry refused: {error}", where=f"{table.path}:{line}", next="correct this entry"
            ) from error
    return _Tables(Stems.of([row for _, row in table.rows]), modal, words, patterns, tuple(markers))


def _take(
    row: Mapping[str, Any],
    modal: dict[str, str],
    words: dict[str, frozenset[str]],
    patterns: dict[str, re.Pattern[str]],
    markers: list[re.Pattern[str]],
) -> None:
    """Sort one row: a mapping of modals, a word list, a pattern or a hearsay marker."""
    for name, value in row.items():
        if name == "modal":
            modal |= value
        elif name == "marker":
            markers.append(re.compile(rf"(?<![\w-])(?:{value})(?![\w-])", re.IGNORECASE))
        elif name in ("stem", "verb", "unless", "imperfects", "nouns"):
            continue
        elif isinstance(value, str):
            patterns[name] = re.compile(value, re.IGNORECASE)
        else:
            words[name] = frozenset(value)
