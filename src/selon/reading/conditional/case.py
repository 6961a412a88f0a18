"""One conditional form with what the rules look at: its predicate, subject, sentence and governing verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.reading.conditional.tables import Tables

if TYPE_CHECKING:
    from spacy.tokens import Token

_COMPLEMENTS = ("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "csubj", "dep", "parataxis", "cop", "aux", "aux:pass", "aux:tense")  # fmt: skip
_PARTICIPLE = re.compile(r"(?:[éiu]|is|it|ert|û)(?:e?s?)$")
_ASKED = frozenset({"quel", "quelle", "quels", "quelles", "combien", "quand", "comment"})
_COMPOUND = frozenset(
    {"alors", "tandis", "bien", "afin", "pour", "avant", "après", "sans", "dès", "lors", "tant", "parce", "pendant",
     "depuis", "sitôt", "plutôt", "plus", "moins", "aussi", "autant", "même", "ainsi", "tel", "telle"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One form with what the rules look at. `before` is the sentence up to the form, `sentence` all of it."""

    token: Token
    lemma: str
    content: Token  # the participle, infinitive or predicate that carries the meaning; else the form itself
    past: bool
    subject: Token | None
    sentence: str
    before: str
    tables: Tables

    def says(self, pattern: str, where: str | None = None) -> bool:
        return self.tables.patterns[pattern].search(self.sentence if where is None else where) is not None

    def among(self, token: Token | None, words: str) -> bool:
        return token is not None and (
            token.lemma_.lower() in self.tables.words[words] or token.lower_ in self.tables.words[words]
        )


def case_of(token: Token, lemma: str, tables: Tables) -> Case:
    content, past = _content(token, lemma, tables)
    sentence = token.sent.text
    before = sentence[: token.idx - token.sent.start_char]
    return Case(token, lemma, content, past, _subject(token, content), sentence, before, tables)


def _content(token: Token, lemma: str, tables: Tables) -> tuple[Token, bool]:
    """The word that carries the meaning, and whether the form is a past one ("aurait livré", "serait arrivé")."""
    if lemma == "avoir":
        participle = _participle(token)
        return (participle, True) if participle is not None else (token, False)
    if lemma == "être":
        return _predicate(token, tables)
    modal = next((c for c in token.children if "Inf" in c.morph.get("VerbForm") and c.i > token.i), None)
    return modal or token, False


def _predicate(token: Token, tables: Tables) -> tuple[Token, bool]:
    """What "serait" says of its subject; with a participle of motion or a reflexive it is a past form."""
    predicate = token.head if token.dep_.startswith(("aux", "cop")) else _participle(token) or token
    if not is_participle(predicate):
        return predicate, False
    reflexive = token.i > 0 and token.nbor(-1).lower_ in ("se", "s'", "me", "m'", "nous", "y")
    moves = predicate.lemma_ in tables.words["with_etre"]
    return predicate, moves or (reflexive and token.nbor(-1).lower_ != "y")


def is_participle(token: Token) -> bool:
    if "Part" in token.morph.get("VerbForm"):
        return "Pres" not in token.morph.get("Tense")
    return token.pos_ == "VERB" and _PARTICIPLE.search(token.lower_) is not None


def _participle(token: Token) -> Token | None:
    """The past participle after an auxiliary, over adverbs, pronouns and short insertions; else the tree's."""
    for offset in range(1, 6):
        if token.i + offset >= len(token.doc):
            break
        after = token.nbor(offset)
        if is_participle(after):
            return after
        if (
            after.pos_ not in ("ADV", "PRON", "CCONJ")
            and after.lower_ not in ("sans", "doute")
            and not after.lower_.startswith("-")
        ):
            break
    head = token.head
    return head if token.dep_.startswith("aux") and head.i > token.i and is_participle(head) else None


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


def governing_verb(case: Case) -> Token | None:
    """The verb whose que- or si-complement the form stands in; None for a main clause.

    By the tree; where it fails, the nearest verb before the nearest conjunction "que" on the left.
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
    return _verb_before_que(case)


def _verb_before_que(case: Case) -> Token | None:
    """The verb before the nearest "que" on the left; before one that the tagger calls a pronoun, a reporting verb."""
    doc, floor = case.token.doc, case.token.sent.start
    for token in reversed(doc[max(floor, case.token.i - 25) : case.token.i]):
        if token.text in ";:»«?!" or token.lower_ in ("qui", "dont", "où"):
            return None
        if token.lower_ in _ASKED and token.i > floor:
            return next((v for v in (doc[token.i - 1], token.head) if case.among(v, "reporting")), None)
        if token.lower_ in ("que", "qu'"):
            if token.i == floor or doc[token.i - 1].lower_ in _COMPOUND:
                return None
            verbs = [
                t for t in reversed(doc[max(floor, token.i - 20) : token.i]) if t.pos_ in ("VERB", "AUX")
            ]
            if token.pos_ != "SCONJ":
                verbs = [v for v in verbs[:1] if case.among(v, "reporting")]
            return verbs[0] if verbs else None
    return None


def _complementizer(case: Case, head: Token) -> bool:
    """Whether "que", "qu'" or "si" stands between a governing verb and the form."""
    doc = case.token.doc
    return head.i < case.token.i and any(
        t.lower_ in ("que", "qu'", "si", "s'") for t in doc[head.i + 1 : case.token.i]
    )


def is_past(verb: Token) -> bool:
    """Whether a verb stands in a past tense: its own, its auxiliary's with a participle, or that of the verb above a
    present participle ("a pris la parole, expliquant que ...")."""
    parts = [verb, *(c for c in verb.children if c.dep_.startswith("aux"))]
    if any(_tense(t) & {"Imp"} or (_tense(t) & {"Past"} and "Fin" in t.morph.get("VerbForm")) for t in parts):
        return True
    if is_participle(verb):
        return len(parts) > 1
    above = next((t for t in verb.ancestors if t.pos_ == "VERB"), None)
    return "Part" in verb.morph.get("VerbForm") and above is not None and is_past(above)


def _tense(token: Token) -> set[str]:
    return set(token.morph.get("Tense"))
