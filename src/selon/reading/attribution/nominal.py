"""Nouns that report: "les déclarations de X selon lesquelles ...", "Roux's claim that ...", "la crainte de X que ..."."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from selon.model.lexicon import Cue
from selon.model.ports import LanguagePack
from selon.reading.attribution import bounds
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, bounded
from selon.reading.attribution.tree import AUXILIARY, NOMINAL, SUBJECT
from selon.reading.vocabulary import hashes, positions

if TYPE_CHECKING:
    from spacy.tokens import Token

_THAT = frozenset({"que", "qu'", "that"})
_ACCORDING = frozenset({"lequel", "laquelle", "lesquels", "lesquelles"})
_REACH = 14  # tokens between the noun and its clause: the source stands there


@functools.cache
def _nouns(pack: LanguagePack) -> Mapping[str, Cue]:
    return {c.lemma: c for c in pack.cues if c.form == "noun"}


@functools.cache
def _ids(pack: LanguagePack) -> frozenset[int]:
    return hashes(_nouns(pack))


def find(scene: Scene) -> Iterator[Candidate]:
    """Reporting nouns with a clause of their own and a source beside them."""
    for i in positions(scene.parsed.doc, "LEMMA", _ids(scene.pack)):
        token = scene.doc[i]
        if i in scene.masked or token.pos_ != "NOUN":
            continue
        made = _candidate(scene, token, _nouns(scene.pack)[token.lemma_.lower()])
        if made:
            yield made


def _candidate(scene: Scene, noun: Token, entry: Cue) -> Candidate | None:
    start = _clause(scene, noun)
    source = _source(scene, noun, start) if start is not None else None
    cue = scene.span(noun.i, noun.i + 1)
    if start is None or source is None or cue is None:
        return None
    span = bounds.content(scene, start, _end(scene, noun, start))
    if span is None:
        return None
    return Candidate((span,), (cue,), entry, source.span, "reporting noun", scene.at, 32, noun.i, source.head)


def _clause(scene: Scene, noun: Token) -> int | None:
    """Index of the first word of the clause behind the noun: after "selon lesquelles", or the que/that that hangs on it."""
    _, end = scene.sentence(noun.i)
    for i in range(noun.i + 1, min(end, noun.i + _REACH)):
        token = scene.doc[i]
        if i in scene.masked or token.text in {";", ":"}:
            return None
        if token.lower_ in _ACCORDING and scene.doc[i - 1].lower_ == "selon":
            return i + 1
        if (
            token.lower_ in _THAT
            and token.head.dep_ in {"acl", "ccomp", "acl:relcl"}
            and token.dep_ == "mark"
        ):
            return i if token.head.head.i == noun.i else None
        if token.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _end(scene: Scene, noun: Token, start: int) -> int:
    """The end of the clause: its subtree where the noun stands before the main verb, else the sentence's end."""
    head = next(
        (
            t
            for t in scene.doc[start : start + 25]
            if t.dep_ in {"acl", "ccomp", "acl:relcl"} and t.head.i == noun.i
        ),
        None,
    )
    stop = bounds.sentence_end(scene, start)
    if (
        noun.dep_ in SUBJECT and noun.head.i > start
    ):  # the main verb follows the clause: "les propos selon lesquels A ont surpris"
        stop = min(
            stop, noun.head.i, *(c.i for c in noun.head.children if c.dep_ in AUXILIARY and c.i > start)
        )
    return min(stop, max(t.i for t in head.subtree) + 1) if head is not None else stop


def _source(scene: Scene, noun: Token, start: int) -> Found | None:
    """Whose statement it is: a possessor ("Roux's"), or a complement with de, of, by or par before the clause."""
    floor, _ = scene.sentence(noun.i)
    for child in noun.children:
        if child.dep_ == "poss":
            return bounded(scene, child, floor, child.i + 1)
        if child.dep_ == "prep" and child.lower_ in {"of", "by", "from"}:
            owner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if owner is not None and owner.i < start:
                return bounded(scene, owner, child.i + 1, start)
        if child.dep_ in {"nmod", "obl:agent"} and noun.i < child.i < start and child.pos_ in NOMINAL:
            return bounded(scene, child, noun.i + 1, start)
    return None
