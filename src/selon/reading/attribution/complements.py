"""Complements other than que/that clauses: infinitives, accusations, requests, descriptions, noun phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selon.model.lexicon import Cue
from selon.reading.attribution import bounds
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.extent import THAT, clause_end
from selon.reading.attribution.hits import Hit
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, is_passive
from selon.reading.attribution.tree import AUXILIARY, OBJECT, is_gerund, is_mark
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_TO = frozenset({"de", "d'", "à", "to"})
_PREPOSITIONS = frozenset({"pour", "à", "for", "of", "about", "on", "contre", "against", "sur"})
_CHARGE = frozenset({"de", "d'", "des", "du", "of", "for", "with"})
_CLITIC = frozenset({"ne", "se", "s'", "n'", "y", "en", "not", "l'", "le", "la", "les", "lui", "leur"})
_NAMING = frozenset({"call", "label", "dub", "brand"})


def make(
    scene: Scene, hit: Hit, entry: Cue, source: Found | None, left: int, right: int, rule: str, rank: int
) -> Candidate | None:
    """A candidate of `hit` with the content of tokens left..right; None where nothing is left of it."""
    span = bounds.content(scene, left, right)
    cue = scene.span(hit.left, hit.right)
    if span is None or cue is None:
        return None
    return Candidate(
        (span,),
        (cue,),
        entry,
        source.span if source else None,
        rule,
        scene.at,
        rank,
        hit.token.i,
        source.head if source else None,
    )


def is_infinitive(token: Token) -> bool:
    """Whether `token` is an infinitive ("avoir", "to say" without its "to")."""
    return token.tag_ == "VB" or ("Inf" in token.morph.get("VerbForm") and token.pos_ in {"VERB", "AUX"})


def infinitive(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "affirme avoir ...", "s'engage à ...", "promised to ...": the infinitive and what follows it."""
    _, end = scene.sentence(hit.token.i)
    for i in range(hit.right, min(end, hit.right + 5)):
        token = scene.doc[i]
        if is_infinitive(token):
            return make(scene, hit, entry, source, hit.right, clause_end(scene, hit, i), "infinitive", 50)
        if not (
            is_mark(token) or token.lower_ in _TO | _CLITIC or token.pos_ in {"ADV", "PART"} or token.is_space
        ):
            return None
    return None


def bare_infinitive(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "dit ressentir", "explique être": an infinitive right behind a French cue of speech, without preposition."""
    _, end = scene.sentence(hit.token.i)
    days = wordset(scene.pack, "day_words")
    for i in range(hit.right, min(end, hit.right + 4)):
        token = scene.doc[i]
        if is_infinitive(token) and "Inf" in token.morph.get("VerbForm"):
            start = next(k for k in range(hit.right, i + 1) if scene.doc[k].lower_ not in days)
            return make(scene, hit, entry, source, start, clause_end(scene, hit, i), "infinitive", 50)
        if not (is_mark(token) or token.lower_ in _CLITIC or token.pos_ == "ADV" or token.lower_ in days):
            return None
    return None


def accusation(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "accuse X de Y", "accused X of Y": the accused belongs to the content, unless it is a pronoun before the cue."""
    end = bounds.sentence_end(scene, hit.token.i)
    charge = next(
        (
            i
            for i in range(hit.right, end)
            if scene.doc[i].lower_ in _CHARGE and _opens_charge(scene.doc[i], hit)
        ),
        None,
    )
    if charge is None:
        return None
    if source is not None and scene.index(source.span.start) < charge < scene.index(source.span.end - 1) + 1:
        shorter = scene.span(scene.index(source.span.start), charge)  # "accusé par la fédération | de fraude"
        source = Found(source.head, shorter) if shorter else source
    bare = (
        source is not None
        and not any(c.dep_ in AUXILIARY for c in hit.token.children)
        and (hit.right <= scene.index(source.span.start) < charge)
    )
    if bare:  # "the tanker, suspected by Japan of carrying fuel, was seen": the charge, up to its comma
        stop = next((i for i in range(charge, end) if scene.doc[i].text == ","), end)
        return make(scene, hit, entry, source, charge, stop, "accusation", 62)
    before = any(
        c.i < hit.token.i and c.dep_ in OBJECT | {"iobj", "nsubj:pass", "nsubjpass"}
        for c in hit.token.children
    )
    return make(
        scene,
        hit,
        entry,
        source,
        charge if before else hit.right,
        clause_end(scene, hit, charge),
        "accusation",
        62,
    )


def _opens_charge(preposition: Token, hit: Hit) -> bool:
    """Whether `preposition` opens the charge: an infinitive, a gerund, or a noun that hangs on the cue."""
    if preposition.i + 1 >= len(preposition.doc):
        return False
    following = preposition.nbor(1)
    if is_infinitive(following) or following.lower_ in {"s'", "ne", "se", "n'"} or is_gerund(following):
        return True
    head = preposition.head
    if head.i == hit.token.i:
        return preposition.lower_ != "with" and preposition.dep_ == "prep"
    if preposition.lower_ == "of":
        agent = head.dep_ == "pobj" and head.head.dep_ == "agent" and head.head.head.i == hit.token.i
        return agent or (head.head.i == hit.token.i and head.dep_ in OBJECT)
    if head.head.i == hit.token.i and head.dep_ in {"obl:arg", "obl:mod", "obl"}:
        return True
    return head.dep_ == "nmod" and head.head.dep_ == "obl:agent" and head.head.head.i == hit.token.i


def request(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "demander à X de faire", "urge X to do": the requested act, without the addressee."""
    end = bounds.sentence_end(scene, hit.token.i)
    if hit.right < end and entry.lemma.split()[-1] in _TO and _infinitive_after(scene, hit.right, end):
        return make(scene, hit, entry, source, hit.right, clause_end(scene, hit, hit.right), "request", 58)
    for i in range(hit.right, min(end, hit.right + 22)):
        token = scene.doc[i]
        act = _infinitive_after(scene, i + 1, end) if token.lower_ in _TO else None
        if act is not None and _requested(act, hit):
            return make(scene, hit, entry, source, i, clause_end(scene, hit, i), "request", 58)
        if i in scene.masked or token.text in {":", ";"} or token.lower_ in THAT:
            return None
    return None


def _requested(act: Token, hit: Hit) -> bool:
    """Whether the infinitive hangs on the cue, or on the addressee that hangs on the cue."""
    return hit.token.i in {act.head.i, act.head.head.i} or act.i - hit.right < 3


def _infinitive_after(scene: Scene, i: int, end: int) -> Token | None:
    while i < end and (
        is_mark(scene.doc[i]) or scene.doc[i].pos_ in {"ADV", "PART"} or scene.doc[i].lower_ in _CLITIC
    ):
        i += 1
    return scene.doc[i] if i < end and is_infinitive(scene.doc[i]) else None


def description(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "qualifier X de Y", "describe X as Y", "call X Y": the described and the description."""
    if source is None and not is_passive(hit.token):
        return None
    end = clause_end(scene, hit, hit.right)
    if not _described_in_place(hit):
        return _description_only(scene, hit, entry, source, end)
    words = set() if entry.lemma in _NAMING else {"de", "d'", "comme", "as"}
    inside = [scene.doc[i] for i in range(hit.right, end)]
    if words and not any(t.lower_ in words for t in inside):
        return None
    if (
        not words
        and not any(is_mark(t) for t in inside)
        and not any(c.dep_ == "oprd" for c in hit.token.children)
    ):
        return None
    return make(scene, hit, entry, source, hit.right, end, "description", 45)


def _described_in_place(hit: Hit) -> bool:
    """Whether the described thing stands as a full noun behind the cue (then it belongs to the content)."""
    return any(
        c.i >= hit.right and c.pos_ in {"NOUN", "PROPN"} and c.dep_ in OBJECT | {"nsubj", "ccomp"}
        for c in hit.token.children
    )


def _description_only(scene: Scene, hit: Hit, entry: Cue, source: Found | None, end: int) -> Candidate | None:
    """ "calls it Y", "la qualifie de Y", "what he calls Y": the description alone."""
    start = hit.right
    while start < end and (scene.doc[start].pos_ == "PRON" or scene.doc[start].pos_ == "ADV"):
        start += 1
    preposition = start < end and scene.doc[start].lower_ in {"as", "de", "d'", "comme"}
    if not preposition and entry.lemma not in _NAMING:
        return None
    return make(scene, hit, entry, source, start, end, "description", 45)


def gerund(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "denied supplying arms": an English gerund right behind a cue that takes a noun."""
    i = hit.right
    if i >= len(scene.doc) or scene.doc[i].tag_ != "VBG" or scene.doc[i].head.i != hit.token.i:
        return None
    return make(scene, hit, entry, source, i, clause_end(scene, hit, i), "gerund", 50)


def noun_phrase(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "dénonce une provocation", "called for talks": the object of a cue that reports with a noun."""
    if source is None:
        return None
    if entry.lemma.split()[-1] in _PREPOSITIONS:
        return make(
            scene, hit, entry, source, hit.right, clause_end(scene, hit, hit.right), "noun phrase", 68
        )
    head = _object(scene, hit)
    if head is None:
        return None
    left = min((t.i for t in head.subtree if t.i >= hit.right), default=head.i)
    if any(scene.doc[i].text in {":", ";"} or scene.doc[i].pos_ == "VERB" for i in range(hit.right, left)):
        return None
    right = max(t.i for t in head.subtree) + 1
    stop = next((i for i in range(left, right) if scene.doc[i].text in {";", ":"}), right)
    end = min(stop, clause_end(scene, hit, left))
    longer = _through_quotation(scene, end)
    return make(scene, hit, entry, source, left, longer or end, "noun phrase", 68 if longer else 40)


def _object(scene: Scene, hit: Hit) -> Token | None:
    """The noun that heads the cue's object; days are no objects though the tree may say so."""
    days = wordset(scene.pack, "day_words")
    if hit.token.pos_ not in {"VERB", "AUX"}:
        return _noun_behind(scene, hit)
    return next(
        (
            c
            for c in hit.token.children
            if c.dep_ in OBJECT and c.i >= hit.right and c.pos_ != "PRON" and c.lower_ not in days
        ),
        None,
    )


def _noun_behind(scene: Scene, hit: Hit) -> Token | None:
    """The noun of the phrase right behind a cue that the tagger did not take for a verb ("dément toute livraison")."""
    i, end = hit.right, min(len(scene.doc), hit.right + 4)
    if i >= end or scene.doc[i].pos_ not in {"DET", "NOUN", "PROPN"}:
        return None
    return next((scene.doc[k] for k in range(i, end) if scene.doc[k].pos_ in {"NOUN", "PROPN"}), None)


def _through_quotation(scene: Scene, end: int) -> int | None:
    """The end of a quoted statement that completes the noun phrase: "condamne les attaques, « qui ... »"."""
    after = end + 1 if end < len(scene.doc) and scene.doc[end].text == "," else end
    if after not in scene.masked or scene.doc[after].is_sent_start:
        return None
    return next((i for i in range(after, len(scene.doc)) if i not in scene.masked), len(scene.doc))
