"""Where a reported clause ends: at the end of its sentence, unless another report, a colon or the tree cuts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selon.reading.attribution import bounds
from selon.reading.attribution.hits import Hit
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.tree import AUXILIARY, SUBJECT, is_finite, is_gerund, is_mark
from selon.reading.vocabulary import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVES = frozenset({"qui", "who", "which"})
THAT = frozenset({"que", "qu'", "that"})
_LEADING = frozenset(
    {
        "en",
        "tout",
        "s'",
        "se",
        "not",
        "ne",
        "n'",
        "also",
        "while",
        "before",
        "after",
        "y",
        "la",
        "le",
        "les",
        "l'",
        "lui",
        "leur",
    }
)


def clause_end(scene: Scene, hit: Hit, start: int, head: Token | None = None) -> int:
    """Token index after the last word of the clause of `hit` that starts at `start`; `head` is its verb if known."""
    end = bounds.sentence_end(scene, start)
    return min((cut for cut in _cuts(scene, hit, start, head) if cut > start), default=end) if end else end


def _cuts(scene: Scene, hit: Hit, start: int, head: Token | None) -> Iterator[int]:
    _, stop = scene.sentence(start)
    yield bounds.sentence_end(scene, start)
    for other in scene.hits:
        if start < other.left < stop and (coordinated(hit, other) or trailing(scene, hit, other)):
            yield before_separator(scene, other.left, start)
        if start < other.left < stop and other.token.dep_ == "conj" and other.token.head.i == hit.token.i:
            first = min((c.left_edge.i for c in other.token.children if c.dep_ in SUBJECT), default=0)
            if first > start and scene.doc[first - 1].pos_ == "CCONJ":
                yield before_separator(scene, first, start)  # "Republicans said A and Democrats accused B"
    yield from _other_predicates(scene, hit, start, head)
    yield from _quotation_edges(scene, start, stop)
    yield from _circumstances(scene, hit, start, head)
    yield from _comments(scene, start, stop)
    yield from _main_clause(scene, hit, start, stop)


def _comments(scene: Scene, start: int, stop: int) -> Iterator[int]:
    """A comment on the whole clause that somebody else makes: ", ce que Moscou conteste", ", which Moscow denies"."""
    doc = scene.doc
    for i in range(start + 1, stop - 3):
        if doc[i].text != "," or i in scene.masked:
            continue
        if (doc[i + 1].lower_ == "ce" and doc[i + 2].lower_ in {"que", "qu'", "qui"}) or (
            doc[i + 1].lower_ == "which"
            and any(i + 2 < h.left <= i + 7 and _own_subject(h, i + 1) for h in scene.hits)
        ):
            yield i


def _own_subject(hit: Hit, pronoun: int) -> bool:
    return any(c.dep_ in SUBJECT and pronoun < c.i < hit.left for c in hit.token.children)


def _main_clause(scene: Scene, hit: Hit, start: int, stop: int) -> Iterator[int]:
    """The verb of the main clause behind a relative clause that reports: "Pékin, qui assure X, n'a pas répondu"."""
    doc = scene.doc
    opened = next(
        (i for i in range(hit.left - 1, max(0, hit.left - 5), -1) if doc[i].lower_ in _RELATIVES), None
    )
    if opened is None or doc[opened - 1].text != ",":
        return
    for i in range(start + 1, stop - 1):
        if doc[i].text == "," and i not in scene.masked and _finite_behind(scene, i + 1, stop):
            yield i
            return


def _finite_behind(scene: Scene, i: int, stop: int) -> bool:
    """Whether a finite verb, with nothing but adverbs and clitics before it, stands at token `i`."""
    doc = scene.doc
    while i < stop and (doc[i].pos_ in {"ADV", "PART"} or doc[i].lower_ in _LEADING or doc[i].is_space):
        i += 1
    return i < stop and is_finite(doc[i])


def coordinated(hit: Hit, other: Hit) -> bool:
    """Whether `other` reports for the subject of `hit`: "estiment que A et craignent que B", "said A and added B".

    The tree hangs the second verb inside the first content as often as not, so position and agreement decide too.
    """
    token, doc = other.token, other.token.doc
    before = other.left - 1
    while before > hit.right and doc[before].pos_ == "ADV":
        before -= 1
    if doc[before].pos_ != "CCONJ" or any(
        c.dep_ in SUBJECT and before < c.i < token.i for c in token.children
    ):
        return False
    if token.dep_ == "conj" and token.head.i == hit.token.i:
        return True
    follows = other.right < len(doc) and doc[other.right].lower_ in THAT
    return follows and _agree(token, hit.token)


def _agree(a: Token, b: Token) -> bool:
    return a.morph.get("Number") == b.morph.get("Number") and a.morph.get("Tense") == b.morph.get("Tense")


def trailing(scene: Scene, hit: Hit, other: Hit) -> bool:
    """Whether `other` is a gerund after a comma that goes on reporting for the cue's subject: ", adding that ..."."""
    if not is_gerund(other.token) or other.left == 0:
        return False
    i = other.left - 1
    while i > hit.right and (scene.doc[i].lower_ in _LEADING or scene.doc[i].pos_ == "ADV"):
        i -= 1
    return scene.doc[i].text == "," and i > hit.right


def before_separator(scene: Scene, i: int, floor: int) -> int:
    """The index of the comma or conjunction that separates token `i` from what stands before it."""
    doc = scene.doc
    while i - 1 > floor and (
        doc[i - 1].text in {",", ";"}
        or doc[i - 1].pos_ in {"CCONJ", "ADV"}
        or doc[i - 1].lower_ in _LEADING
        or doc[i - 1].is_space
    ):
        i -= 1
        if doc[i].text == "," and doc[i - 1].pos_ != "CCONJ":
            break
    return i


def _other_predicates(scene: Scene, hit: Hit, start: int, head: Token | None) -> Iterator[int]:
    """A second verb of the cue's subject that reports nothing, in the cue's own tense: "a dit que A, et a lancé B"."""
    for child in hit.token.children:
        if child.dep_ != "conj" or child.i <= start or (head is not None and child.i < head.i):
            continue
        if any(c.dep_ in SUBJECT for c in child.children) or not _same_form(child, hit.token):
            continue
        left = min([child.i, *(c.i for c in child.children if c.dep_ in AUXILIARY)])
        if scene.doc[left - 1].pos_ == "CCONJ" and scene.doc[left - 2].text == ",":
            yield left - 2


def _same_form(a: Token, b: Token) -> bool:
    """Whether two verbs have the same auxiliaries and tense."""
    left, right = ([c.lower_ for c in t.children if c.dep_ in AUXILIARY] for t in (a, b))
    return left == right and a.tag_ == b.tag_ and a.morph.get("Tense") == b.morph.get("Tense")


def _quotation_edges(scene: Scene, start: int, stop: int) -> Iterator[int]:
    """A colon before a quoted statement ends the clause; a clause that opens with a quotation ends with it where a
    subordinate or new sentence follows the closing mark."""
    doc = scene.doc
    for i in range(start + 1, stop):
        if i in scene.masked and i - 1 not in scene.masked and doc[i - 1].text == ":":
            yield i - 1
    first = next((i for i in range(start, min(stop, start + 3)) if is_mark(doc[i])), None)
    if first is None:
        return
    close = _closing(scene, first, stop)
    if (
        close is not None
        and close + 1 < stop
        and doc[close + 1].lower_ in wordset(scene.pack, "clause_cutters")
    ):
        yield close + 1


def _closing(scene: Scene, first: int, stop: int) -> int | None:
    opened = scene.base + scene.doc[first].idx
    for q in (*scene.statements, *scene.fragments):
        if q.outer.start == opened:
            last = scene.index(q.outer.end - 1)
            return last if last < stop else None
    return None


def _circumstances(scene: Scene, hit: Hit, start: int, head: Token | None) -> Iterator[int]:
    """A subordinate that the tree hangs on the cue itself and that a comma and a subordinator open."""
    cutters = wordset(scene.pack, "clause_cutters")
    for child in hit.token.children:
        if (
            child.i <= start
            or child.dep_ != "advcl"
            or is_gerund(child)
            or (head is not None and child.i < head.i)
        ):
            continue
        left = min(t.i for t in child.subtree)
        if left > start and scene.doc[left - 1].text == "," and scene.doc[left].lower_ in cutters:
            yield left - 1
