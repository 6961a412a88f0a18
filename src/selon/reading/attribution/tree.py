"""The tree as attribution needs it: relation names of both treebank schemes, and noun phrases as written.

The French models follow Universal Dependencies, the English ones the older scheme of ClearNLP; the two sets of
relation names do not clash, so one set of names per notion serves both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj", "expl:subj", "nsubj:caus"})
PASSIVE_SUBJECT = frozenset({"nsubj:pass", "nsubjpass"})
OBJECT = frozenset({"obj", "dobj"})
CLAUSE = frozenset({"ccomp"})
OPEN_CLAUSE = frozenset({"xcomp", "pcomp"})
AUXILIARY = frozenset({"aux", "aux:tense", "aux:pass", "auxpass", "aux:caus"})
RELATIVE = frozenset({"acl:relcl", "relcl"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_PHRASE = frozenset({
    "det", "amod", "nmod", "flat:name", "flat", "flat:foreign", "fixed", "case", "nummod", "compound", "poss", "prep",
    "pobj", "appos", "conj", "cc", "punct", "advmod", "obl:arg", "obl:mod", "obj", "quantmod", "neg", "predet", "dep",
    "obl:agent", "npadvmod", "pcomp", "preconj", "iobj", "acl", "xcomp", "mark", "acl:relcl", "relcl", "dobj", "obl",
    "nounmod", "meta", "nsubj", "cop",
})  # fmt: skip
_LIGHT = frozenset({
    "det", "amod", "flat:name", "flat", "flat:foreign", "fixed", "case", "nummod", "compound", "poss", "quantmod",
    "nmod", "predet", "advmod", "prep", "pobj", "conj", "cc", "obl:arg", "npadvmod", "neg", "dep",
})  # fmt: skip
_MARKS = frozenset('«»“”"„‹›')


def is_mark(token: Token) -> bool:
    """Whether the token is a quotation mark."""
    return token.text in _MARKS or token.text in {"``", "''"}


def visible(doc: Doc, left: int, right: int) -> Iterator[Token]:
    """The tokens left..right (exclusive, clipped to the document) that are not white space."""
    return (doc[i] for i in range(max(0, left), min(right, len(doc))) if not doc[i].is_space)


def subject_of(verb: Token) -> Token | None:
    """The token that heads the subject of `verb` by the tree, or None."""
    return next((c for c in verb.children if c.dep_ in SUBJECT), None)


def auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of `verb` that stand before it."""
    return [c for c in verb.children if c.dep_ in AUXILIARY and c.i < verb.i]


def is_gerund(token: Token) -> bool:
    """Whether `token` is a present participle: "affirmant", "saying"."""
    if token.tag_ == "VBG":
        return not any(c.dep_ in AUXILIARY for c in token.children)
    return "Part" in token.morph.get("VerbForm") and "Pres" in token.morph.get("Tense")


def is_finite(token: Token) -> bool:
    """Whether `token` is a finite verb or auxiliary, by the marks of either treebank scheme."""
    return token.pos_ in {"VERB", "AUX"} and (
        "Fin" in token.morph.get("VerbForm") or token.tag_ in {"VBD", "VBZ", "VBP", "MD"}
    )


def phrase(head: Token, floor: int, ceiling: int) -> tuple[int, int]:
    """Token bounds [left, right) of the fullest contiguous noun phrase of `head` within floor..ceiling.

    Titles, complements and appositions belong to it; a relative clause, a participle clause after a comma and
    everything behind them do not (convention of the gold: "Jens Stoltenberg", not "who was with ...").
    """
    head = _top(head, floor, ceiling)
    members = {head.i}
    _collect(head, members, floor, ceiling)
    left = right = head.i
    members |= _name_around(head, floor, ceiling)
    while left - 1 >= floor and (left - 1 in members or _bridge(head.doc, left - 1, members, -1)):
        left -= 1
    while right + 1 < ceiling and (right + 1 in members or _bridge(head.doc, right + 1, members, 1)):
        right += 1
    while (
        right + 1 < ceiling and head.doc[right].pos_ == "PROPN" and head.doc[right + 1].pos_ in {"PROPN", "X"}
    ):
        right += 1
    return _trim(head.doc, left, right + 1)


def _name_around(head: Token, floor: int, ceiling: int) -> set[int]:
    """Proper nouns right beside a proper-noun head: the tree sometimes hangs a surname elsewhere."""
    if head.pos_ != "PROPN":
        return set()
    found = set()
    for step in (-1, 1):
        i = head.i + step
        while floor <= i < ceiling and (head.doc[i].pos_ in {"PROPN", "X"} or head.doc[i].text == "-"):
            found.add(i)
            i += step
    return found


def _top(head: Token, floor: int, ceiling: int) -> Token:
    """The head of the whole name or title that `head` is a part of ("président Vladimir Poutine")."""
    while (
        head.dep_ in {"flat:name", "flat", "compound", "appos", "fixed"}
        and head.head.i != head.i
        and floor <= head.head.i < ceiling
        and head.head.pos_ in NOMINAL
        and not any(
            t.text in {",", ":", ";"} or is_mark(t)
            for t in head.doc[min(head.i, head.head.i) : max(head.i, head.head.i)]
        )
    ):
        head = head.head
    return head


def _collect(token: Token, members: set[int], floor: int, ceiling: int) -> None:
    for child in token.children:
        if not floor <= child.i < ceiling or child.i in members or not _belongs(child, token):
            continue
        members.add(child.i)
        _collect(child, members, floor, ceiling)


def _belongs(child: Token, parent: Token) -> bool:
    if child.dep_ not in _PHRASE or is_mark(child) or child.text in {":", ";", "—", "–"}:
        return False
    if child.dep_ in RELATIVE or child.dep_ in {"acl", "xcomp", "nsubj", "cop", "mark"}:
        return False
    if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
        return False
    return not (child.dep_ == "punct" and child.text not in {",", "-", "(", ")", ".", "'", "/"})


def _bridge(doc: Doc, i: int, members: set[int], step: int) -> bool:
    """A hyphen, comma, bracket or space inside the phrase although the tree hangs it elsewhere."""
    token = doc[i]
    if token.is_space or token.text in {"-", "'", "’"}:
        return 0 <= i + step < len(doc) and i + step in members
    return token.text in {",", "(", ")", "."} and 0 <= i + step < len(doc) and i + step in members


def _trim(doc: Doc, left: int, right: int) -> tuple[int, int]:
    while left < right - 1 and (
        doc[left].is_space
        or doc[left].is_punct
        or (doc[left].dep_ in {"cc", "case"} and doc[left].pos_ != "DET" and doc[left].tag_ != "POS")
    ):
        left += 1
    while right - 1 > left and (
        doc[right - 1].is_space
        or doc[right - 1].text in {",", "(", "-", "—", "–", ":", ";"}
        or doc[right - 1].pos_ in {"CCONJ", "SCONJ"}
    ):
        right -= 1
    while right - 1 > left and doc[right - 1].text == "." and doc[right - 1].is_sent_end:
        right -= 1
    return left, right
