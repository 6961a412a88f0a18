"""Titles and offices as the text writes them: which role noun a token is, with the expressions that mean the same."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from selon.model.ports import LanguagePack
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token


def title_of(token: Token, pack: LanguagePack) -> str | None:
    """The title that `token` heads ("ministre", "premier ministre", "chef de l'état" as "président"), or None.

    Expressions of several words come from the pack's `title_expressions`; a longer one wins over its noun alone.
    """
    expressions, doc, word = pack.mapping("title_expressions"), token.doc, token.lower_
    if token.i > 0 and word in _words(pack, -1):
        pair = f"{doc[token.i - 1].lower_} {word}"
        if pair in expressions:
            return expressions[pair]
    if word in _words(pack, 0):
        for length in (4, 3, 2):
            words = " ".join(t.lower_ for t in doc[token.i : token.i + length]).replace("' ", "'")
            if words in expressions:
                return expressions[words]
    lemma = token.lemma_.lower()
    return lemma if lemma in wordset(pack, "title_nouns") else None


_STOPS = frozenset({":", ";", "«", "»", '"', "“", "”"})
_VERBAL = frozenset({"VERB", "AUX", "SCONJ"})


@functools.cache
def _words(pack: LanguagePack, index: int) -> frozenset[str]:
    """First (0) or last (-1) words of the pack's title expressions."""
    return frozenset(e.split()[index] for e in pack.mapping("title_expressions"))


def gender_of(noun: Token) -> str | None:
    """ "f" or "m" by the determiner of a role noun, else by its own morphology; None where neither tells."""
    determiner = next((c for c in noun.children if c.dep_ == "det"), None)
    if determiner is not None and determiner.lower_ in {"la", "une", "cette"}:
        return "f"
    if determiner is not None and determiner.lower_ in {"le", "un", "ce", "cet"}:
        return "m"
    return {"Fem": "f", "Masc": "m"}.get(next(iter(noun.morph.get("Gender")), ""))


def titles_around(words: list[Token], pack: LanguagePack) -> tuple[frozenset[str], str | None]:
    """Titles beside a name (its words in order), and the gender that civility, determiner or role noun shows."""
    found: list[tuple[str, str | None]] = []
    gender = _civil(words[0], pack)
    for token in _beside(words):
        title = title_of(token, pack)
        if title and _names(token, words):
            found.append((title, gender_of(token)))
    gender = gender or next((g for _, g in found if g), None)
    return frozenset(t for t, _ in found), gender


def _civil(first: Token, pack: LanguagePack) -> str | None:
    civil = pack.mapping("civilities")
    for i in (first.i - 1, first.i - 2):
        if i >= 0 and first.doc[i].lower_.strip(".") in civil:
            return civil[first.doc[i].lower_.strip(".")] or None
    return None


def _beside(words: list[Token]) -> list[Token]:
    """Tokens around a name that can hold its title: before it up to a verb or mark, behind it after a comma."""
    doc, first, last = words[0].doc, words[0], words[-1]
    out = []
    for i in range(first.i - 1, max(0, first.i - 9) - 1, -1):
        token = doc[i]
        if token.text in _STOPS or token.pos_ in _VERBAL:
            break
        out.append(token)
        if token.is_sent_start:
            break
    if last.i + 1 < len(doc) and doc[last.i + 1].text in {",", "("}:
        for token in doc[last.i + 2 : last.i + 8]:
            if token.pos_ in _VERBAL or token.text in {",", ";", ":", "."}:
                break
            out.append(token)
    return out


def _names(title: Token, words: list[Token]) -> bool:
    """Whether the name is the title's apposition ("le président Roux"), not its complement ("l'avocat de Roux")."""
    between = title.doc[title.i + 1 : words[0].i]
    if not len(between) or between[-1].text == ",":
        return True
    return between[-1].pos_ not in {"ADP", "CCONJ", "SCONJ"} and between[-1].lower_ not in {
        "of",
        "'s",
        "l'",
        "the",
    }
