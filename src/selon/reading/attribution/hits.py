"""Cues in a passage: tokens whose lemma the pack's cue lexicon holds, with the words that belong to them."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.model.lexicon import Cue
from selon.model.ports import LanguagePack
from selon.reading.attribution.tree import auxiliaries
from selon.reading.parse import ParsedPassage
from selon.reading.vocabulary import hashes, positions

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_REFLEXIVE = frozenset({"s'", "se", "me", "m'", "nous"})
_VERBAL = frozenset({"VERB", "AUX"})
_GAP = 3  # words that may stand between the parts of a cue of several words


@dataclass(frozen=True, slots=True)
class Hit:
    """A verb of the cue lexicon: its token, its entries, and token bounds [left, right) of auxiliary and verb."""

    token: Token
    entries: tuple[Cue, ...]
    left: int
    right: int

    def taking(self, *complements: str) -> Cue | None:
        """The first entry that takes one of `complements`."""
        return next((e for e in self.entries if any(c in e.takes for c in complements)), None)


@functools.cache
def _verbs(pack: LanguagePack) -> Mapping[str, tuple[tuple[Cue, tuple[str, ...], bool], ...]]:
    """First verb lemma -> (entry, further words, reflexive) of every verb cue."""
    index: dict[str, list[tuple[Cue, tuple[str, ...], bool]]] = defaultdict(list)
    for cue in pack.cues:
        if cue.form != "verb":
            continue
        words = cue.lemma.replace("'", "' ").split()
        reflexive = words[0] in {"se", "s'"}
        words = words[1:] if reflexive else words
        index[words[0]].append((cue, tuple(words[1:]), reflexive))
    return {k: tuple(v) for k, v in index.items()}


def hits(parsed: ParsedPassage, pack: LanguagePack, masked: frozenset[int]) -> tuple[Hit, ...]:
    """Verb cues of the passage in order; tokens in `masked` (inside quoted statements) are left out."""
    verbs = _verbs(pack)
    lemmas, words = _ids(pack)
    places = {*positions(parsed.doc, "LEMMA", lemmas), *positions(parsed.doc, "LOWER", words)}
    made = (_hit(parsed.doc[i], verbs, pack) for i in sorted(places - masked))
    return tuple(hit for hit in made if hit)


@functools.cache
def _ids(pack: LanguagePack) -> tuple[frozenset[int], frozenset[int]]:
    """Ids of the lemmas that open a verb cue, and of the forms by which one is known without its lemma."""
    return hashes(_verbs(pack)), hashes({**_finite(pack), **pack.mapping("cue_forms")})


@functools.cache
def _finite(pack: LanguagePack) -> Mapping[str, str]:
    """Third-person form -> lemma of every verb cue, by the endings of the pack's `finite_forms`."""
    patterns = [(re.compile(p), forms.split()) for p, forms in pack.mapping("finite_forms").items()]
    return {
        match.expand(form): lemma
        for lemma in _verbs(pack)
        for pattern, forms in patterns
        if (match := pattern.match(lemma))
        for form in forms
    }


def _lemma(token: Token, verbs: Mapping, pack: LanguagePack) -> str:
    """The cue verb that `token` is a form of, "" where it is none: by lemma, by the pack's list, by its ending."""
    lemma, word = token.lemma_.lower(), token.lower_
    if token.pos_ in _VERBAL and lemma in verbs:
        return lemma
    listed = pack.mapping("cue_forms").get(word, "")
    if listed in verbs:
        return listed
    formed = _finite(pack).get(word, "")
    return formed if formed and (token.pos_ in _VERBAL or _stands_as_cue(token)) else ""


def _stands_as_cue(token: Token) -> bool:
    """Whether a form tagged as something else stands where only a reporting verb does.

    "« ... », soupire la directrice", "..., note le rapport": between a comma or closing mark and a new noun phrase or a
    clitic. "le ministre déplore que", "l'agence note : «": behind a noun and before que or a colon.
    """
    doc, i = token.doc, token.i
    if i == 0 or i + 1 >= len(doc):
        return False
    before, after = doc[i - 1], doc[i + 1]
    if before.text in {",", "»", "”", '"'}:
        return after.pos_ in {"DET", "PROPN"} or after.text.startswith("-")
    return before.pos_ in {"NOUN", "PROPN", "ADJ"} and (after.text == ":" or after.lower_ in {"que", "qu'"})


def _hit(token: Token, verbs: Mapping, pack: LanguagePack) -> Hit | None:
    lemma = _lemma(token, verbs, pack)
    if not lemma:
        return None
    entries, right = [], token.i + 1
    longest = 0
    reflexive = _is_reflexive(token)
    for cue, rest, needs in verbs[lemma]:
        if needs and not reflexive:
            continue
        end = _follow(token, rest)
        if end is None:
            continue
        # the longest expression wins: "faire savoir" over "faire", "se dire" over "dire"
        weight = len(rest) + needs
        if weight > longest:
            entries, longest, right = [], weight, end
        if weight == longest:
            entries.append(cue)
    if not entries:
        return None
    return Hit(token, tuple(entries), _left(token), right)


def _left(token: Token) -> int:
    """First token of the verb group: its auxiliaries and reflexive, where they stand right before it."""
    left = token.i
    for aux in sorted(auxiliaries(token), key=lambda t: -t.i):
        if token.i - aux.i <= 4:
            left = min(left, aux.i)
    return left


def _is_reflexive(token: Token) -> bool:
    return any(
        c.lower_ in _REFLEXIVE and c.dep_ not in {"nsubj", "iobj", "expl:subj"} and 0 < token.i - c.i <= 4
        for c in token.children
    ) or (token.i > 0 and token.nbor(-1).lower_ in {"s'", "se"})


def _follow(token: Token, rest: tuple[str, ...]) -> int | None:
    """Token index after the further words of an expression that starts at `token`; None where they are not there."""
    at = token.i + 1
    for word in rest:
        found = next(
            (
                i
                for i in range(at, min(at + _GAP, len(token.doc)))
                if token.doc[i].lower_ == word or token.doc[i].lemma_ == word
            ),
            None,
        )
        if found is None or _crosses(token.doc, at, found):
            return None
        at = found + 1
    return at


def _crosses(doc: Doc, at: int, found: int) -> bool:
    """Whether a preposition stands before another one: "spoke on condition of" is no "speak of"."""
    return doc[found].pos_ == "ADP" and any(doc[i].pos_ == "ADP" for i in range(at, found))
