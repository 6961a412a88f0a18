"""Reporting tags: ", a déclaré X", ", X said", "said X" - a cue with its source and no complement of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selon.reading.attribution.hits import Hit
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, before, clitic_behind, inverted, subject
from selon.reading.attribution.tree import CLAUSE, OBJECT, RELATIVE, SUBJECT, is_gerund, is_mark

if TYPE_CHECKING:
    from spacy.tokens import Token

_SKIP = frozenset({"ADV", "PART"})
_OPENERS = frozenset({",", "-", "—", "–", "!", "?", "...", "…", "(", ";", "."})
_THAT = frozenset({"que", "qu'", "that"})
_NO_TAG = frozenset({"amod", "compound", "acl", "pcomp", "csubj"}) | RELATIVE


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag over tokens [left, right): its words only, without the comma or mark before it.

    `inverted`: the source stands behind the cue. `closed`: nothing but circumstances follows in the sentence.
    """

    hit: Hit
    source: Found
    left: int
    right: int
    inverted: bool


def tags(scene: Scene) -> tuple[Tag, ...]:
    """Every hit of the passage that can stand as a tag after or inside what it reports."""
    made = (_tag(scene, hit) for hit in scene.hits if hit.taking("quote"))
    return tuple(t for t in made if t)


def _tag(scene: Scene, hit: Hit) -> Tag | None:
    if hit.right < len(scene.doc) and scene.doc[hit.right].lower_ in _THAT:
        return None
    if is_gerund(hit.token):
        return None
    return _inverted(scene, hit) or _straight(scene, hit)


def _inverted(scene: Scene, hit: Hit) -> Tag | None:
    """The subject stands after the cue ("a déclaré X", "said X", "a-t-il dit")."""
    if not _opened(scene, hit.left):
        return None
    _, end = scene.sentence(hit.token.i)
    clitic = _clitic(hit)
    if clitic is not None:
        own = subject(scene, hit)
        return Tag(hit, own, hit.left, max(hit.right, clitic + 1), True) if own else None
    stop = next((i for i in range(hit.right, end) if i in scene.masked), end)
    source = inverted(scene, hit.right, stop)
    if source is None or _belongs_elsewhere(scene, source, hit):
        return None
    if _plain_subject(scene, hit) and not _resumes(scene, scene.index(source.span.end - 1) + 1, end):
        return None
    return Tag(hit, source, hit.left, scene.index(source.span.end - 1) + 1, True)


def _clitic(hit: Hit) -> int | None:
    """Index of the inverted clitic subject ("a-t-il", "dit-elle")."""
    token = clitic_behind(hit.token)
    return token.i if token is not None else None


def _resumes(scene: Scene, i: int, end: int) -> bool:
    """Whether the clause that the tag cuts goes on behind it with its verb: "Le pont, a dit le maire, sera fermé"."""
    if i >= end or scene.doc[i].text != ",":
        return False
    k = i + 1
    while k < end and (scene.doc[k].pos_ in {"ADV", "PRON"} or scene.doc[k].is_space):
        k += 1
    return k < end and scene.doc[k].pos_ in {"VERB", "AUX"} and "Fin" in scene.doc[k].morph.get("VerbForm")


def _plain_subject(scene: Scene, hit: Hit) -> bool:
    """Whether the cue has its subject right before it ("Ken Njoroge, chief executive, said he ...")."""
    own = next((c for c in hit.token.children if c.dep_ in SUBJECT and c.i < hit.left), None)
    return own is not None and own.i not in scene.masked and hit.token.pos_ != "AUX"


def _belongs_elsewhere(scene: Scene, source: Found, hit: Hit) -> bool:
    """Whether the phrase after the cue is the subject of another verb that follows it."""
    head = scene.doc[source.head]
    return head.dep_ in SUBJECT and head.head.i > head.i and head.head.i != hit.token.i


def _straight(scene: Scene, hit: Hit) -> Tag | None:
    """The subject stands before the cue (", X said", "» X told the paper")."""
    if hit.token.dep_ in _NO_TAG or _has_complement(hit):
        return None
    floor, _ = scene.sentence(hit.token.i)
    source = subject(scene, hit) or before(scene, hit, floor)
    if source is None or source.head >= hit.left or source.head < floor:
        return None
    left = scene.index(source.span.start)
    if not _opened(scene, left):
        return None
    return Tag(hit, source, left, hit.right, False)


def _has_complement(hit: Hit) -> bool:
    """Whether the cue has a clause, infinitive or object of its own to the right (then it is no tag)."""
    return any(
        c.i >= hit.right
        and (
            (c.dep_ in CLAUSE | {"xcomp"} and c.i - hit.right < 12)
            or (
                c.dep_ in OBJECT
                and not _temporal(c)
                and c.ent_type_ not in {"DATE", "TIME"}
                and not _addressee(hit)
            )
        )
        for c in hit.token.children
    )


def _temporal(token: object) -> bool:
    return (
        token.pos_ == "NOUN"
        and token.i + 1 < len(token.doc)
        and token.ent_type_ == ""
        and not any(c.dep_ == "det" for c in token.children)
    )  # type: ignore[attr-defined]


def _addressee(hit: Hit) -> bool:
    """ "told" takes the person told as its object."""
    return any(
        e.lemma in {"tell", "remind", "inform", "assure", "warn", "ask", "advise"} for e in hit.entries
    )


def _opened(scene: Scene, left: int) -> bool:
    """Whether what stands right before token `left` lets a tag start there: a comma, dash, closing mark or end mark."""
    i = left - 1
    while i >= 0 and (scene.doc[i].is_space or (_skipped(scene.doc[i]) and i not in scene.masked)):
        i -= 1
    if i < 0:
        return True
    return scene.doc[i].text in _OPENERS or is_mark(scene.doc[i]) or i in scene.masked


def _skipped(token: Token) -> bool:
    """Adverbs and object clitics that may stand between the comma and the cue: ", l'ont interrompu les élus"."""
    return token.pos_ in _SKIP or token.lower_ in {"l'", "lui", "leur", "m'", "nous", "s'", "se", "y", "en"}


def opener(scene: Scene, left: int) -> int:
    """Index of the first token of the punctuation that separates a tag from what stands before it (`left` if none)."""
    i = left
    while i - 1 >= 0 and (
        scene.doc[i - 1].is_space or (_skipped(scene.doc[i - 1]) and i - 1 not in scene.masked)
    ):
        i -= 1
    at = i
    while i - 1 >= 0 and (scene.doc[i - 1].is_space or scene.doc[i - 1].text in _OPENERS):
        i -= 1
    return i if i < at else left
