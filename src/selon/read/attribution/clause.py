"""Content after the cue: que/that clauses, infinitives, accusations, requests, "describe X as", noun phrases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selon.model.lexicon import Cue
from selon.read.attribution import bounds
from selon.read.attribution.candidate import Candidate
from selon.read.attribution.hits import Hit
from selon.read.attribution.scene import Scene
from selon.read.attribution.subject import Found, before, subject
from selon.read.attribution.tree import CLAUSE, OBJECT, SUBJECT, is_gerund, is_mark

if TYPE_CHECKING:
    from spacy.tokens import Token

_THAT = frozenset({"que", "qu'", "that"})
_WHETHER = frozenset(
    {
        "si",
        "if",
        "whether",
        "s'",
        "how",
        "why",
        "what",
        "who",
        "where",
        "when",
        "comment",
        "pourquoi",
        "où",
        "which",
    }
)
_TO = frozenset({"de", "d'", "à", "to"})


def find(scene: Scene) -> Iterator[Candidate]:
    """Every cue of the passage with the complement it takes."""
    for hit in scene.hits:
        if blocked(hit):
            continue
        yield from _complements(scene, hit)


def blocked(hit: Hit) -> bool:
    """Whether the verb form cannot report: an infinitive or participle without anybody behind it is kept."""
    return hit.token.dep_ in {"amod", "compound"} and not is_gerund(hit.token)


def _complements(scene: Scene, hit: Hit) -> Iterator[Candidate]:
    source = subject(scene, hit) or before(scene, hit, scene.sentence(hit.token.i)[0])
    for name, finder in _FINDERS:
        entry = hit.taking(*name)
        made = entry and finder(scene, hit, entry, source)
        if made:
            yield made
            return


def _make(
    scene: Scene, hit: Hit, entry: Cue, source: Found | None, left: int, right: int, rule: str, rank: int
) -> Candidate | None:
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


def _clause(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "X said that ...", "X a déclaré que ...": from the conjunction, or the start of the clause, to its end."""
    start = _conjunction(scene, hit)
    head = next((c for c in hit.token.children if c.dep_ in CLAUSE and c.i > hit.token.i), None)
    if start is None and head is not None and scene.pack.code != "fr":
        left = min((t.i for t in head.subtree if t.i >= hit.right), default=head.i)
        if not any(
            scene.doc[i].text == ":" or (is_mark(scene.doc[i]) and i in scene.masked)
            for i in range(hit.right, left)
        ):
            start = left
    if start is None or (start in scene.masked and scene.doc[start].lower_ not in _THAT):
        return None
    end = clause_end(scene, hit, start, head)
    return _make(scene, hit, entry, source, start, end, "clause", 60)


def _conjunction(scene: Scene, hit: Hit) -> int | None:
    """Index of the que/that that opens the clause of `hit`: only complements without a verb may stand before it."""
    _, end = scene.sentence(hit.token.i)
    words = _THAT | _WHETHER if hit.taking("clause") else _THAT
    depth = 0
    for i in range(hit.right, min(end, hit.right + 25)):
        token = scene.doc[i]
        if i in scene.masked:
            return None
        if token.lower_ in words and _opens_clause(token, hit):
            return i
        if token.text == ":" or token.text == ";":
            return None
        if token.text == ",":
            depth += 1
        if (
            token.pos_ in {"VERB", "AUX"}
            and not depth
            and token.i != hit.token.i
            and not _absorbed(token, hit)
        ):
            return None
    return None


def _opens_clause(token: Token, hit: Hit) -> bool:
    """Whether a que/that/si/if belongs to the cue rather than to a relative or comparative clause."""
    if token.lower_ not in _THAT and token.i != hit.right and token.head.dep_ not in CLAUSE:
        return False
    if token.dep_ in {"mark", "dep", "advmod", "fixed"} or token.i == hit.right:
        return not (token.dep_ == "fixed" and token.i > hit.right)
    head = token.head
    return head.dep_ in CLAUSE and head.head.i == hit.token.i


def _absorbed(token: Token, hit: Hit) -> bool:
    return token.head.i == hit.token.i and token.dep_ in {"aux", "aux:tense", "aux:pass", "auxpass"}


def clause_end(scene: Scene, hit: Hit, start: int, head: Token | None) -> int:
    """Where the clause that starts at `start` ends: at the sentence's end, unless another report or the tree cuts it."""
    end = bounds.sentence_end(scene, start)
    for cut in _cuts(scene, hit, start, head):
        end = min(end, cut)
    return end


def _cuts(scene: Scene, hit: Hit, start: int, head: Token | None) -> Iterator[int]:
    """Token indexes where the reported clause stops."""
    _, stop = scene.sentence(start)
    for other in scene.hits:
        if start < other.left < stop and (_coordinated(scene, hit, other) or _trailing(scene, hit, other)):
            yield _before_separator(scene, other.left, start)
    for child in hit.token.children:
        if (
            child.i > start
            and child.dep_ == "advcl"
            and (head is None or child.i > head.i)
            and not is_gerund(child)
        ):
            left = min(t.i for t in child.subtree)
            if (
                left > start
                and scene.doc[left - 1].text == ","
                and scene.doc[left].lower_ in scene.pack.words("clause_cutters")
            ):
                yield left - 1


def _coordinated(scene: Scene, hit: Hit, other: Hit) -> bool:
    """Whether `other` reports for the same subject: "estiment que A et craignent que B", "said A and added B"."""
    token = other.token
    if any(c.dep_ in SUBJECT and c.i < token.i for c in token.children):
        return False
    before_it = other.left - 1
    while before_it > hit.right and scene.doc[before_it].pos_ == "ADV":
        before_it -= 1
    joined = scene.doc[before_it].pos_ == "CCONJ"
    if token.dep_ == "conj" and token.head.i == hit.token.i and joined:
        return True
    follows = other.right < len(scene.doc) and scene.doc[other.right].lower_ in _THAT
    return (
        joined
        and follows
        and token.morph.get("Number") == hit.token.morph.get("Number")
        and token.morph.get("Tense") == hit.token.morph.get("Tense")
    )


def _trailing(scene: Scene, hit: Hit, other: Hit) -> bool:
    """Whether `other` is a gerund after a comma that goes on reporting for the cue's subject: ", adding that ..."."""
    if not is_gerund(other.token) or other.left == 0:
        return False
    i = other.left - 1
    while i > hit.right and scene.doc[i].lower_ in {
        "en",
        "tout",
        "s'",
        "se",
        "not",
        "ne",
        "also",
        "while",
        "before",
        "after",
    }:
        i -= 1
    return scene.doc[i].text == ","


def _before_separator(scene: Scene, i: int, floor: int) -> int:
    while i - 1 > floor and (
        scene.doc[i - 1].text in {",", ";"}
        or scene.doc[i - 1].pos_ in {"CCONJ", "ADV"}
        or scene.doc[i - 1].lower_ in {"en", "tout", "s'", "se", "not", "ne"}
        or scene.doc[i - 1].is_space
    ):
        i -= 1
        if scene.doc[i].text == ",":
            break
    return i


def _infinitive(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "affirme avoir ...", "s'engage à ...", "promised to ...": the infinitive and what follows it."""
    head = _infinitive_head(scene, hit)
    if head is None:
        return None
    end = clause_end(scene, hit, head, None)
    return _make(scene, hit, entry, source, head, end, "infinitive", 50)


def _infinitive_head(scene: Scene, hit: Hit, reach: int = 4) -> int | None:
    """Index where an infinitive complement starts right after the cue (its de/à/to, negation and clitics included)."""
    _, end = scene.sentence(hit.token.i)
    for i in range(hit.right, min(end, hit.right + reach)):
        token = scene.doc[i]
        if is_infinitive(token):
            return hit.right
        if is_mark(token) or token.lower_ in _TO or token.pos_ in {"ADV", "PRON", "PART"} or token.is_space:
            continue
        return None
    return None


def is_infinitive(token: Token) -> bool:
    return token.tag_ == "VB" or ("Inf" in token.morph.get("VerbForm") and token.pos_ in {"VERB", "AUX"})


def _accused(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "accuse X de Y", "accused X of Y": the accused and the charge (the accused belongs to the content)."""
    end = bounds.sentence_end(scene, hit.token.i)
    prepositions = {"de", "d'", "des", "du", "d'avoir", "of", "for"}
    charge = next(
        (
            i
            for i in range(hit.right, end)
            if scene.doc[i].lower_ in prepositions and _charge(scene.doc[i], hit)
        ),
        None,
    )
    if charge is None:
        return None
    clitic = next(
        (
            c
            for c in hit.token.children
            if c.i < hit.left + 1 and c.dep_ in {"obj", "iobj", "dobj"} and c.pos_ == "PRON"
        ),
        None,
    )
    start = hit.right if clitic is None else charge
    return _make(scene, hit, entry, source, start, clause_end(scene, hit, charge, None), "accusation", 62)


def _charge(preposition: Token, hit: Hit) -> bool:
    """Whether `preposition` opens the charge: an infinitive, gerund or a noun that hangs on the cue."""
    if preposition.i + 1 >= len(preposition.doc):
        return False
    following = preposition.nbor(1)
    if is_infinitive(following) or following.lower_ in {"s'", "ne", "se", "n'"} or is_gerund(following):
        return True
    head = preposition.head
    return head.i == hit.token.i or (
        head.head.i == hit.token.i and head.dep_ in {"obl:arg", "obl:mod", "obl"}
    )


def _asked(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "demander à X de faire", "urge X to do": the requested act, without the addressee."""
    end = bounds.sentence_end(scene, hit.token.i)
    for i in range(hit.right, min(end, hit.right + 22)):
        token = scene.doc[i]
        if token.lower_ in _TO and i + 1 < end and _infinitive_after(scene, i + 1, end):
            return _make(scene, hit, entry, source, i, clause_end(scene, hit, i, None), "request", 58)
        if i in scene.masked or token.text in {":", ";"} or token.lower_ in _THAT:
            return None
    return None


def _infinitive_after(scene: Scene, i: int, end: int) -> bool:
    while i < end and (
        is_mark(scene.doc[i])
        or scene.doc[i].pos_ in {"ADV", "PRON", "PART"}
        or scene.doc[i].lower_ in {"ne", "se", "s'", "n'", "y", "en"}
    ):
        i += 1
    return i < end and is_infinitive(scene.doc[i])


def _as(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "qualifier X de Y", "describe X as Y", "call X Y": the described and the description."""
    end = clause_end(scene, hit, hit.right, None)
    words = {"de", "d'", "comme", "as"} if entry.lemma not in {"call", "label", "dub", "brand"} else set()
    if words and not any(scene.doc[i].lower_ in words for i in range(hit.right, end)):
        return None
    if (
        not words
        and not any(is_mark(scene.doc[i]) for i in range(hit.right, end))
        and not any(c.dep_ == "oprd" for c in hit.token.children)
    ):
        return None
    return _make(scene, hit, entry, source, hit.right, end, "description", 45)


def _noun(scene: Scene, hit: Hit, entry: Cue, source: Found | None) -> Candidate | None:
    """ "dénonce une provocation", "announced the end of ...": the object of a cue that reports with a noun."""
    head = next(
        (c for c in hit.token.children if c.dep_ in OBJECT and c.i >= hit.right and c.pos_ != "PRON"), None
    )
    if head is None or source is None:
        return None
    left = min((t.i for t in head.subtree if t.i >= hit.right), default=head.i)
    if any(scene.doc[i].text == ":" for i in range(hit.right, left)):
        return None
    right = max(t.i for t in head.subtree) + 1
    return _make(
        scene, hit, entry, source, left, min(right, clause_end(scene, hit, left, None)), "noun phrase", 40
    )


_FINDERS = (
    (("accused",), _accused),
    (("clause",), _clause),
    (("asked",), _asked),
    (("infinitive",), _infinitive),
    (("as",), _as),
    (("noun",), _noun),
)
