"""Quoted statements: content from the quotation marks, source from the tag, the cue before it, or the colon."""

from __future__ import annotations

from collections.abc import Iterator

from selon.model.text import Span
from selon.reading.attribution import bounds, complements
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.hits import Hit, hits
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, agent, before, bounded, inverted, is_passive, subject
from selon.reading.attribution.tag import Tag
from selon.reading.attribution.tree import NOMINAL, OBJECT, RELATIVE, SUBJECT, is_mark
from selon.reading.quotes import Quotation

_INVERTED = frozenset({"-il", "-elle", "-ils", "-elles", "-on", "-t-il", "-t-elle", "-je"})
_SPEECH = ("quote", "clause", "noun", "asked", "infinitive", "accused", "as")


def find(scene: Scene) -> Iterator[Candidate]:
    """One candidate a quoted statement (two that are coordinated make one); without a cue of its own it floats."""
    last: Candidate | None = None
    for quotation in scene.statements:
        made = _one(scene, quotation, last)
        if last is not None and made is not None and _coordinated(scene, last, made, quotation):
            last = last.but(content=(Span(last.content[0].start, made.content[0].end),))
            continue
        if last is not None:
            yield last
        last = made
    if last is not None:
        yield last


def _one(scene: Scene, quotation: Quotation, last: Candidate | None) -> Candidate | None:
    """The candidate of one quotation: by its tag, the cue before it, a colon, the tag of the one before, or none."""
    made = _after(scene, quotation, scene.tags) or _inside(scene, quotation)
    made = made or _before(scene, quotation) or _colon(scene, quotation)
    if made is not None:
        return made
    if last is not None and not last.floating and _joined(scene, last, quotation):
        return last.but(content=(_with_subject(scene, quotation),), rule="quotation, same tag")
    if _stands_alone(scene, quotation):
        return _floating(scene, quotation)
    return _embedded(scene, quotation)


def _floating(scene: Scene, quotation: Quotation) -> Candidate:
    inner = _inner(scene, quotation)
    return Candidate((inner,), (), None, None, "floating quotation", scene.at, 30, quoted=True, floating=True)


def _coordinated(scene: Scene, last: Candidate, made: Candidate, quotation: Quotation) -> bool:
    """Whether two quotations are one content: « A », et à « B » (only a conjunction and a preposition between)."""
    if (
        made.rule != "quotation, same tag"
        or len(last.content) != 1
        or last.content[0].end >= quotation.inner.start
    ):
        return False
    left = scene.index(last.content[0].end)
    between = [
        scene.doc[i]
        for i in range(left, _tokens(scene, quotation)[0])
        if not scene.doc[i].is_space and not scene.doc[i].is_punct
    ]
    return 0 < len(between) <= 3 and all(
        t.pos_ in {"CCONJ", "ADP", "PART", "SCONJ"} or t.lower_ in {"que", "qu'", "that"} for t in between
    )


def _inside(scene: Scene, quotation: Quotation) -> Candidate | None:
    """A tag inside the marks: « Moi, dit-il, je reste », — Viens, reprit-elle. Only with an inverted pronoun."""
    left, right = _tokens(scene, quotation)
    if not any(scene.doc[i].text.startswith("-") and len(scene.doc[i]) > 2 for i in range(left, right)):
        return None
    outside = (
        scene.masked - frozenset(range(left, right))
        | frozenset(range(left))
        | frozenset(range(right, len(scene.doc)))
    )
    for hit in hits(scene.parsed, scene.pack, outside):
        clitic = next((c for c in hit.token.children if c.lower_ in _INVERTED), None)
        if (
            clitic is None
            or not hit.taking("quote")
            or hit.left - 1 <= left
            or scene.doc[hit.left - 1].text != ","
        ):
            continue
        end = max(hit.right, clitic.i + 1)
        if end < right and not scene.doc[end].is_punct:
            continue
        parts = [
            bounds.content(scene, left, hit.left, frozenset()),
            bounds.content(scene, end, right, frozenset()),
        ]
        start = scene.base + clitic.idx + 1
        source = Found(clitic.i, Span(start, scene.base + clitic.idx + len(clitic)))
        made = _make(scene, quotation, hit, source, "quotation, tag inside", 72)
        return made.but(content=tuple(p for p in parts if p) or made.content)
    return None


def _inner(scene: Scene, quotation: Quotation) -> Span:
    return bounds.tidy(scene.text, quotation.inner) or quotation.inner


def _with_subject(scene: Scene, quotation: Quotation) -> Span:
    """The quotation, with the unquoted subject of a quoted predicate: "alors que la situation « s'aggrave »"."""
    inner = _inner(scene, quotation)
    left, right = _tokens(scene, quotation)
    first = next(
        (scene.doc[i] for i in range(left, right) if scene.doc[i].is_alpha or scene.doc[i].pos_ == "PRON"),
        None,
    )
    floor, _ = scene.sentence(left)
    if (
        first is None
        or first.pos_ not in {"VERB", "AUX", "PRON"}
        or first.lower_ in scene.pack.mapping("source_pronouns")
    ):
        return inner
    if complements.is_infinitive(first) or not any(
        t.dep_ in {"cc", "mark", "fixed"} for t in scene.doc[floor:left]
    ):
        return inner
    i = left
    while (
        i - 1 > floor
        and scene.doc[i - 1].pos_ in {"DET", "NOUN", "ADJ", "ADP", "PROPN", "ADV"}
        and scene.doc[i - 1].dep_ not in {"mark", "fixed"}
    ):
        i -= 1
    return bounds.content(scene, i, right) or inner


def _tokens(scene: Scene, quotation: Quotation) -> tuple[int, int]:
    """Token bounds [left, right) of a quotation with its marks."""
    return scene.index(quotation.outer.start), scene.index(quotation.outer.end - 1) + 1


def _make(
    scene: Scene, quotation: Quotation, hit: Hit, source: Found | None, rule: str, rank: int
) -> Candidate:
    cue = scene.span(hit.left, hit.right)
    return Candidate(
        (_inner(scene, quotation),), (cue,) if cue else (), hit.taking(*_SPEECH), source.span if source else None, rule,
        scene.at, rank, hit.token.i, source.head if source else None, quoted=True,
    )  # fmt: skip


def _gap(scene: Scene, left: int, right: int) -> bool:
    """Whether tokens left..right are only punctuation, spaces and adverbs."""
    return all(
        i not in scene.masked
        and scene.doc[i].text != "."
        and (scene.doc[i].is_space or scene.doc[i].is_punct or scene.doc[i].pos_ in {"ADV", "CCONJ", "PRON"})
        for i in range(left, right)
    )


def _after(scene: Scene, quotation: Quotation, every: tuple[Tag, ...]) -> Candidate | None:
    """ "... », a déclaré X", "...," X said: the tag right after the closing mark, even across a sentence end.

    Words before the quotation in its sentence belong to the content ("The plan is "dead in the water," X said"),
    unless another cue or statement stands there.
    """
    left, right = _tokens(scene, quotation)
    for tag in every:
        if tag.left < right or not _gap(scene, right, tag.left):
            continue
        made = _make(scene, quotation, tag.hit, tag.source, "quotation, tag after", 70)
        whole = _with_lead(scene, left, right)
        return made.but(content=(whole,), quoted=False) if whole else made
    return None


def _with_lead(scene: Scene, left: int, right: int) -> Span | None:
    """The content from the sentence's start to the closing mark, where unquoted words open the sentence."""
    floor, _ = scene.sentence(left)
    lead = [scene.doc[i] for i in range(floor, left) if scene.doc[i].is_alpha]
    if len(lead) < 2 or any(floor <= h.left < left and _reports(scene, h) for h in scene.hits):
        return None
    if scene.doc[left - 1].is_punct and not is_mark(scene.doc[left - 1]):
        return None
    return bounds.content(scene, floor, right, frozenset())


def _reports(scene: Scene, hit: Hit) -> bool:
    """Whether the cue has a subject of its own outside quotations and relative clauses, so that it reports itself."""
    if hit.token.dep_ in RELATIVE | {"acl", "advcl"}:
        return False
    return any(c.dep_ in SUBJECT and c.i not in scene.masked for c in hit.token.children)


def _before(scene: Scene, quotation: Quotation) -> Candidate | None:
    """ "X a déclaré : « ... »", "X said, "...": the nearest cue before the mark with only its complements between."""
    left, _ = _tokens(scene, quotation)
    floor, _ = scene.sentence(left)
    if left == floor and left > 0:
        floor = _previous_colon(scene, left)
    hit = next((h for h in reversed(scene.hits) if floor <= h.left and h.right <= left), None)
    if hit is None or not hit.taking(*_SPEECH):
        return None
    between = [scene.doc[i] for i in range(hit.right, left) if not scene.doc[i].is_space]
    if (
        between
        and between[-1].text not in {":", ","}
        and between[-1].lower_ not in {"que", "qu'", "that", "d'", "de", "to", "à"}
    ):
        return None
    if between and between[-1].text != ":" and any(t.pos_ in {"VERB", "AUX"} for t in between):
        return None
    if (
        between
        and between[-1].text == ","
        and hit.taking("noun")
        and any(t.head.i == hit.token.i and t.dep_ in OBJECT for t in between)
    ):
        return None
    source = agent(scene, hit) if is_passive(hit.token) else subject(scene, hit) or before(scene, hit, floor)
    source = source or inverted(scene, hit.right, left)
    made = _make(scene, quotation, hit, source, "quotation, cue before", 66)
    loose = source is None and complements.is_infinitive(hit.token)
    return made.but(floating=True) if loose else made  # "Et d'ajouter : ...": the last speaker goes on


def _previous_colon(scene: Scene, left: int) -> int:
    """Where a quotation opens its own sentence after a colon, the start of the sentence before."""
    i = left - 1
    while i > 0 and scene.doc[i].is_space:
        i -= 1
    return scene.sentence(i)[0] if scene.doc[i].text == ":" else left


def _colon(scene: Scene, quotation: Quotation) -> Candidate | None:
    """ "Le ministre : « ... »": a colon after a noun phrase that is alone in its sentence."""
    left, _ = _tokens(scene, quotation)
    i = left - 1
    while i >= 0 and scene.doc[i].is_space:
        i -= 1
    if i < 1 or scene.doc[i].text != ":":
        return None
    floor, _ = scene.sentence(i)
    cue = scene.span(i, i + 1)
    words = [t for t in scene.doc[floor:i] if not t.is_space and not t.is_punct]
    source = None
    if (
        words
        and len(words) <= 8
        and words[-1].pos_ in NOMINAL | {"ADJ"}
        and not any(t.pos_ == "VERB" for t in words)
    ):
        source = bounded(scene, words[-1], floor, i)
    return Candidate(
        (_inner(scene, quotation),), (cue,) if cue and source else (), None, source.span if source else None, "quotation, colon",
        scene.at, 50, None, source.head if source else None, quoted=True, floating=source is None,
    )  # fmt: skip


def _joined(scene: Scene, last: Candidate, quotation: Quotation) -> bool:
    """Whether a quotation goes on after the tag of the one before it, in the same sentence: « A », dit X, « B »."""
    left, _ = _tokens(scene, quotation)
    if last.verb is None:
        return False
    return scene.sentence(last.verb) == scene.sentence(left) and last.content[0].end < quotation.outer.start


def _stands_alone(scene: Scene, quotation: Quotation) -> bool:
    """Whether the quotation opens its sentence (or the passage)."""
    left, right = _tokens(scene, quotation)
    floor, end = scene.sentence(left)
    opens = all(
        scene.doc[i].is_space or is_mark(scene.doc[i]) or scene.doc[i].is_punct for i in range(floor, left)
    )
    closes = all(
        scene.doc[i].is_space or is_mark(scene.doc[i]) or scene.doc[i].is_punct for i in range(right, end)
    )
    return opens and (closes or right - left > 12)


def _embedded(scene: Scene, quotation: Quotation) -> Candidate | None:
    """A long quotation inside a sentence with a cue before it: the cue's source is taken, with a low rank."""
    left, _ = _tokens(scene, quotation)
    floor, _ = scene.sentence(left)
    hit = next((h for h in reversed(scene.hits) if floor <= h.left and h.right <= left), None)
    if hit is None or not hit.taking("quote") or hit.token.dep_ in RELATIVE | {"acl"}:
        return None
    if any(scene.doc[i].pos_ in {"VERB", "AUX"} for i in range(hit.right, left)):
        return None
    source = subject(scene, hit)
    return _make(scene, quotation, hit, source, "quotation in a report", 20) if source else None
