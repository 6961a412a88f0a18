"""Repairs of the tagger where it reads verbs of our lexicon as nouns ("la Chine livre des armes", "to ship shells").

The statistical tagger misses about one verb in thirty of this domain; a lexicon verb in a verb's place is a verb.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import replace

from selon.reading.acts.lexicon import ActLexicon
from selon.reading.acts.words import Sentence, Word

_FINITE = frozenset({"VerbForm=Fin", "Mood=Ind", "Tense=Pres"})
_INFINITIVE = frozenset({"VerbForm=Inf"})
_PARTICIPLE = frozenset({"VerbForm=Part", "Tense=Past"})
_INFINITIVE_ENDINGS = ("er", "ir", "oir")
_ACL_ENDINGS = ("é", "ée", "és", "ées", "u", "ue", "us", "ues", "is", "ise", "ises", "ite", "ites")
_PARTICIPLE_ENDINGS = ("é", "ée", "és", "ées")


def repaired(sentence: Sentence, lexicon: ActLexicon) -> Sentence:
    """`sentence` with verbs of the lexicon tagged as verbs, and verb forms as their endings show."""
    words = list(sentence.words)
    for i, word in enumerate(words):
        words[i] = _repair(words, i, lexicon) or word
    return replace(sentence, words=tuple(words))


def _repair(words: list[Word], i: int, lexicon: ActLexicon) -> Word | None:
    word = words[i]
    lemma = _forms(lexicon).get(word.low)
    if i > 1 and words[i - 1].low == "-" and words[i - 2].pos == "NOUN" and word.pos == "VERB":
        return replace(word, pos="NOUN", feats=frozenset())  # the second half of a compound ("savoir-faire")
    if word.pos in ("VERB", "AUX"):
        return _verb_form(word, lemma, lexicon)
    if i and words[i - 1].low == "to" and words[i - 1].pos == "PART":
        return replace(word, pos="VERB", lemma=word.low, feats=_INFINITIVE)
    english = not lexicon.grammar.get("motion")
    if lemma is None or english or word.pos not in ("NOUN", "ADJ", "PROPN", "ADP", "X", "ADV"):
        return None
    if _verb_place(words, i, lexicon):
        return replace(word, pos="VERB", lemma=lemma, feats=_FINITE)
    return None


def _verb_form(word: Word, lemma: str | None, lexicon: ActLexicon) -> Word:
    """A French verb with the lemma the lexicon knows and the form its ending shows."""
    word = replace(word, lemma=lemma) if lemma else word
    if not lexicon.grammar.get("motion"):
        return word
    if word.dep == "acl" and word.low.endswith(_ACL_ENDINGS) and "VerbForm=Inf" not in word.feats:
        return replace(word, feats=_PARTICIPLE)  # right after its noun ("des vêtements cousus en X")
    infinitive = word.low == word.lemma or word.low.endswith(_INFINITIVE_ENDINGS)
    if "VerbForm=Inf" not in word.feats or infinitive:
        return word
    participle = word.low.endswith(_PARTICIPLE_ENDINGS)
    return replace(word, feats=_PARTICIPLE if participle else _FINITE)


def _verb_place(words: list[Word], i: int, lexicon: ActLexicon) -> bool:
    """After a noun, a name or "ne", before a determiner, an infinitive or a clause: where a finite verb stands."""
    before = i - 1
    while (
        before >= 0
        and lexicon.has("clitic", words[before].low)
        and words[before].pos in ("PRON", "ADV", "PART")
    ):
        before -= 1
    if before < 0 or i + 1 >= len(words):
        return False
    after_clitic = before < i - 1
    subject = words[before].pos in ("NOUN", "PROPN", "PRON") or (
        words[before].pos == "ADJ" and words[i].dep == "ROOT"
    )
    following = words[i + 1]
    if words[before].pos == "ADJ" and before and words[before - 1].pos == "NOUN" and following.pos == "DET":
        subject = True  # "une banque nord-coréenne garde une": no noun stands before a determiner
    object_ = following.pos in ("DET", "VERB", "AUX", "ADV") or following.low in (
        "des",
        "du",
        "de",
        "que",
        "d'",
        "à",
    )
    return (subject or after_clitic) and object_ and not _compound(words, i)


def _compound(words: list[Word], i: int) -> bool:
    """ "accord de livraison": a noun that the preposition right after makes a phrase of is left alone."""
    return words[i + 1].low in ("de", "d'") and words[i - 1].pos in ("DET", "ADJ")


@functools.lru_cache(maxsize=8)
def _forms(lexicon: ActLexicon) -> Mapping[str, str]:
    """Finite present forms of the lexicon's verbs -> their lemma. Empty for a language without conjugation."""
    out: dict[str, str] = dict(lexicon.forms)
    if not lexicon.grammar.get("motion"):
        return {form: lemma for lemma in sorted(lexicon.verbs) for form in _english(lemma)} | out
    for lemma in lexicon.verbs:
        if lemma.endswith("er") and lemma != "aller":
            for form in _first_group(lemma):
                out.setdefault(form, lemma)
    return out


def _english(lemma: str) -> tuple[str, ...]:
    """Regular forms of an English verb, for lemmas that the tagger cuts wrongly ("fined" -> "fin")."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    return (stem + "ed", stem + "ing", lemma + "s")


def _first_group(lemma: str) -> tuple[str, ...]:
    """Third persons of a regular -er verb, with the accent or consonant its stem takes."""
    stem = lemma[:-2]
    strong = (
        stem[:-2] + "è" + stem[-1]
        if len(stem) > 2 and stem[-2] in "éè" and stem[-1] not in "aeiouy"
        else stem
    )
    strong = stem[:-1] + "i" if stem.endswith("y") else strong
    return (strong + "e", strong + "ent")
