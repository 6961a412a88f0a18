"""Who stands as the source of a cue: subject by the tree, inverted subject, controller, antecedent, agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.model.text import Span
from selon.reading.attribution.hits import Hit
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.tree import NOMINAL, RELATIVE, SUBJECT, is_gerund, is_mark, phrase
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = frozenset({"qui", "who", "which", "that", "lequel", "laquelle", "lesquels", "lesquelles"})
_CLIMB = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "parataxis", "aux", "dep", "prep", "acl"})
_BEFORE_GERUND = frozenset({"en", "tout", "s'", "se", "not", "ne", "la", "le", "les", "l'", "lui", "leur"})
_ARTICLES = frozenset({"le", "la", "les", "l'", "un", "une", "des", "ce", "cette", "ces", "the", "a", "an"})
_OBJECT_CLITICS = frozenset(
    {"l'", "le", "la", "les", "lui", "leur", "m'", "t'", "se", "s'", "me", "te", "y", "en"}
)
_CLITICS = frozenset({"il", "elle", "on", "ils", "elles", "je", "nous", "vous", "tu", "ce"})


@dataclass(frozen=True, slots=True)
class Found:
    """The source of a cue as written: head token and span."""

    head: int
    span: Span


def subject(scene: Scene, hit: Hit) -> Found | None:
    """The source of `hit` by the tree: its subject, else the subject of what it is coordinated or controlled by."""
    if hit.token.i not in scene.subjects:
        head = _climb(hit.token, scene)
        scene.subjects[hit.token.i] = found(scene, head, hit) if head is not None else None
    return scene.subjects[hit.token.i]


def _climb(verb: Token, scene: Scene) -> Token | None:
    """The subject's head, looked for on `verb` and, for verbs without one, along coordination and control."""
    at = verb
    clitic = clitic_behind(verb)
    if clitic is not None:
        return clitic
    if _loose_gerund(verb):
        main = _main_subject(verb, scene)
        if main is not None:
            return main
    for _ in range(6):
        own = _own_subject(at, scene)
        if own is not None:
            return own
        if at.dep_ in RELATIVE or (at.dep_ == "acl" and not _loose_gerund(at)):
            return at.head if at.head.pos_ in NOMINAL else None
        if (
            at.dep_ not in _CLIMB
            or at.head.i == at.i
            or at.head.pos_ not in {"VERB", "AUX", "ADP", "NOUN", "ADJ", "PROPN"}
        ):
            return None
        if at.dep_ == "ccomp" and "Fin" in at.morph.get("VerbForm"):
            return None
        at = at.head
    return None


def clitic_behind(verb: Token) -> Token | None:
    """The inverted pronoun that is written onto the verb or its auxiliary ("affirme-t-il", "a-t-il dit"), by position."""
    for i in range(max(0, verb.i - 2), min(len(verb.doc), verb.i + 3)):
        token = verb.doc[i]
        if token.text.startswith("-") and token.lower_.lstrip("-").removeprefix("t-") in _CLITICS:
            between = verb.doc[min(i, verb.i) + 1 : max(i, verb.i)]
            if all(t.text.startswith("-") or t.pos_ in {"AUX", "ADV"} for t in between):
                return token
    return None


def _main_subject(verb: Token, scene: Scene) -> Token | None:
    """The subject of the nearest finite verb before `verb` that stands no deeper than a relative clause's reach."""
    for i in range(verb.i - 1, verb.sent.start - 1, -1):
        token = verb.doc[i]
        if (
            token.pos_ in {"VERB", "AUX"}
            and token.dep_ in {"ROOT", "conj", "parataxis"}
            and i not in scene.masked
        ):
            own = _own_subject(token, scene)
            if own is not None:
                return own
    return None


def _loose_gerund(verb: Token) -> bool:
    """A gerund after a comma, which reports for the sentence's subject whatever noun the tree hangs it on."""
    i = verb.i - 1
    while i > verb.sent.start and (verb.doc[i].lower_ in _BEFORE_GERUND or verb.doc[i].pos_ == "ADV"):
        i -= 1
    return is_gerund(verb) and verb.doc[i].text == ","


def _own_subject(verb: Token, scene: Scene) -> Token | None:
    subjects = [
        c
        for c in verb.children
        if c.dep_ in SUBJECT and c.i not in scene.masked and c.lower_ not in _OBJECT_CLITICS
    ]
    clitic = next(
        (
            c
            for c in subjects
            if c.lower_.lstrip("-").removeprefix("t-") in _CLITICS and c.text.startswith("-")
        ),
        None,
    )
    if clitic is not None:
        return clitic
    subjects = [c for c in subjects if not c.text.startswith("-t")]
    if not subjects:
        return None
    first = subjects[0]
    if first.lower_ in _RELATIVES:
        if verb.dep_ in RELATIVE and verb.head.pos_ in NOMINAL:
            return verb.head
        return _antecedent(first, scene)
    return first


def _antecedent(pronoun: Token, scene: Scene) -> Token | None:
    """The noun right before a relative pronoun, or before its comma, where the tree hangs the clause elsewhere."""
    i = pronoun.i - 1
    if i > pronoun.sent.start and scene.doc[i].text == ",":
        i -= 1
    if i < pronoun.sent.start or scene.doc[i].pos_ not in {"NOUN", "PROPN"} or pronoun.lower_ == "that":
        return None
    return _outermost(scene.doc[i], pronoun.sent.start, pronoun.i)


def found(scene: Scene, head: Token, hit: Hit) -> Found | None:
    """`head` with its fullest noun phrase, which never runs over the cue or a quoted statement."""
    left, right = scene.sentence(head.i)
    if head.i < hit.left:
        right = min(right, hit.left, *_untagged_cues(scene, head.i))
    elif head.i >= hit.right:
        left = max(left, hit.right)
    return bounded(scene, head, left, right)


def _untagged_cues(scene: Scene, i: int) -> Iterator[int]:
    """Cues behind token `i` that the tagger took for something else than verbs: no noun phrase runs over them."""
    return (h.left for h in scene.hits if h.left > i and h.token.pos_ not in {"VERB", "AUX"})


def bounded(scene: Scene, head: Token, left: int, right: int) -> Found | None:
    """`head` with its noun phrase inside tokens left..right."""
    while left < head.i and any(i in scene.masked for i in range(left, head.i)):
        left = max(i for i in range(left, head.i) if i in scene.masked) + 1
    right = next((i for i in range(head.i, right) if i in scene.masked), right)
    if _is_pronoun(scene, head):
        start = scene.base + head.idx + (1 if head.text.startswith("-") else 0)
        return Found(head.i, Span(start, scene.base + head.idx + len(head)))
    a, b = phrase(head, left, right)
    a, b, top = _one_phrase(scene, a, b, head, right)
    span = scene.span(a, b)
    return Found(top, span) if span else None


def _one_phrase(scene: Scene, a: int, b: int, head: Token, ceiling: int) -> tuple[int, int, int]:
    """Token bounds and head of one noun phrase, where the tree has joined two.

    "la convention, l'ONG a demandé": an apposition needs a comma on either side, so a single comma before the cue
    parts the phrase. "le porte-parole du gouvernement une enquête": an article right behind a noun starts another.
    """
    doc = scene.doc
    commas = [i for i in range(a, b) if doc[i].text == ","]
    closed = b < len(doc) and doc[b].text in {",", "-", "—", "–", ")"}
    if (
        len(commas) == 1
        and not closed
        and b == ceiling
        and not any(doc[i].pos_ == "CCONJ" for i in range(commas[0], b))
    ):
        second = next((doc[i] for i in range(commas[0] + 1, b) if doc[i].pos_ in NOMINAL), None)
        if second is not None and doc[commas[0] + 1].pos_ == "DET":
            return commas[0] + 1, b, second.i
    for i in range(max(a + 1, head.i + 1), b):
        if (
            doc[i].pos_ == "DET"
            and doc[i].lower_ in _ARTICLES
            and doc[i - 1].pos_ in {"NOUN", "ADJ", "PROPN"}
            and doc[i - 1].lower_ not in {"monsieur", "madame", "tous", "toutes", "tout", "toute"}
        ):
            return a, i, head.i
    return a, b, head.i


def _is_pronoun(scene: Scene, head: Token) -> bool:
    """Whether `head` is a personal pronoun by itself (not "l'un des responsables", not a name mistagged)."""
    if head.text.startswith("-") and len(head.text) > 1:
        return True
    word = head.lower_.strip("'")
    known = scene.pack.mapping("source_pronouns")
    return (word in known or f"{word}'" in known) and not any(
        c.dep_ in {"conj", "appos"} for c in head.children
    )


def inverted(scene: Scene, start: int, end: int) -> Found | None:
    """The noun phrase that starts right at token `start` (subject after its verb), whatever relation the tree gives.

    The md model calls the inverted plural subject an object ("ont déclaré des responsables"): position decides.
    """
    i = _past_circumstances(scene, start, end)
    if (
        i >= end
        or scene.doc[i].is_punct
        or (
            scene.doc[i].pos_ in {"ADP", "SCONJ", "CCONJ", "VERB", "AUX"}
            and not scene.doc[i].text.startswith("-")
        )
    ):
        return None
    adjective = None
    for j in range(i, min(end, i + 12)):
        token = scene.doc[j]
        if token.pos_ == "ADJ":
            adjective = token
        if token.text in {",", ".", "!", "?"} and adjective is not None and scene.doc[i].pos_ == "DET":
            return _with_name_behind(
                scene, bounded(scene, adjective, i, j), end
            )  # a noun taken for an adjective: "un jeune manifestant,"
        if is_mark(token) or token.text in {",", ":", ";", "("} or token.pos_ in {"VERB", "AUX", "SCONJ"}:
            return None
        if token.pos_ in NOMINAL:
            return _with_name_behind(scene, bounded(scene, _outermost(token, i, end), i, end), end)
    return None


def _with_name_behind(scene: Scene, found: Found | None, end: int) -> Found | None:
    """`found` with a name in apposition behind a comma: "un jeune manifestant, Abdel Nasser." """
    if found is None:
        return None
    comma = scene.index(found.span.end - 1) + 1
    if comma + 1 >= end or scene.doc[comma].text != "," or scene.doc[comma + 1].pos_ != "PROPN":
        return found
    last = comma + 1
    while last + 1 < end and scene.doc[last + 1].pos_ in {"PROPN", "X"}:
        last += 1
    closed = last + 1 >= end or scene.doc[last + 1].is_punct
    span = scene.span(scene.index(found.span.start), last + 1)
    return Found(found.head, span) if closed and span is not None and last - comma <= 5 else found


def _past_circumstances(scene: Scene, i: int, end: int) -> int:
    """Index after adverbs, days, an addressee or a place that stand between a cue and its inverted subject.

    "a déclaré mardi à l'AFP Jeanne Roux", "a pointé dans l'hémicycle l'élu Ugo Roux": a prepositional phrase is taken
    off only where a proper name or an article follows it.
    """
    doc, days = scene.doc, wordset(scene.pack, "day_words")
    while i < end and (
        doc[i].is_space or doc[i].pos_ in {"ADV", "PART"} or doc[i].lower_ == "-t" or doc[i].lower_ in days
    ):
        i += 1
    if i >= end or doc[i].pos_ != "ADP":
        return i
    for j in range(i + 1, min(end, i + 7)):
        if doc[j].pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "NUM"}:
            return i
        noun = doc[j].pos_ in {"PROPN", "NOUN"}
        if noun and j + 1 < end and doc[j + 1].pos_ in {"PROPN", "DET"} and doc[j + 1].dep_ != "flat:name":
            return j + 1
    return i


def _outermost(token: Token, left: int, right: int) -> Token:
    """The highest nominal above `token` that still lies in left..right."""
    at = token
    while (
        at.head.i != at.i
        and left <= at.head.i < right
        and at.head.pos_ in NOMINAL
        and at.dep_ not in {"conj"} | SUBJECT
    ):
        at = at.head
    return at


def before(scene: Scene, hit: Hit, floor: int) -> Found | None:
    """The noun phrase that ends right before the cue, when the tree gives no subject.

    A phrase behind a preposition is no subject: then the one before its comma is looked at ("X, en pleine course, dit").
    """
    doc, i = scene.doc, hit.left - 1
    for _ in range(2):
        while i >= floor and (
            doc[i].is_space
            or doc[i].pos_ in {"ADV", "AUX"}
            or doc[i].text == ","
            or doc[i].lower_ in _OBJECT_CLITICS
        ):
            i -= 1
        if i < floor or i in scene.masked or doc[i].pos_ not in NOMINAL | {"ADJ", "X"}:
            return None
        head = _outermost(doc[i], floor, hit.left)
        comma = next((k for k in range(i, floor - 1, -1) if doc[k].text == ","), floor - 1)
        if not any(doc[k].pos_ == "ADP" for k in range(comma + 1, head.i)):
            return bounded(scene, head, floor, hit.left)
        i = comma
    return None


def is_passive(verb: Token) -> bool:
    """Whether `verb` is passive ("a été accusé", "is said"); "he's signalled" is not, though the model may say so."""
    marks = [c for c in verb.children if c.dep_ in {"aux:pass", "auxpass", "nsubj:pass", "nsubjpass"}]
    if [c.lower_ for c in marks if c.dep_ == "auxpass"] in (["'s"], ["’s"]):
        return False
    return bool(marks) and not any(c.dep_ == "nsubj" for c in verb.children)


def agent(scene: Scene, hit: Hit) -> Found | None:
    """The agent of a passive cue ("accusé par X", "was told by X"); None where the text names none."""
    for child in hit.token.children:
        if child.dep_ == "obl:agent":
            return found(scene, child, hit)
        if child.dep_ == "agent":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            return found(scene, noun, hit) if noun is not None else None
    return _agent_in_place(scene, hit)


def _agent_in_place(scene: Scene, hit: Hit) -> Found | None:
    """The noun phrase behind a "par" or "by" right after the cue, where the tree calls it something else."""
    _, end = scene.sentence(hit.token.i)
    if hit.right >= end or scene.doc[hit.right].lower_ not in wordset(scene.pack, "agent_words"):
        return None
    for i in range(hit.right + 1, min(end, hit.right + 5)):
        if scene.doc[i].pos_ in NOMINAL:
            return bounded(scene, _outermost(scene.doc[i], hit.right + 1, end), hit.right + 1, end)
    return None
