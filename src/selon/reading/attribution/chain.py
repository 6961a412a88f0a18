"""Chains of relaying: "X a déclaré à Bloomberg", "l'agence A, citant B", "according to A, which cited B"."""

from __future__ import annotations

from selon.model.attribution import Link, Source
from selon.model.text import Span
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, bounded
from selon.reading.attribution.tree import NOMINAL
from selon.reading.vocabulary import wordset


def cited(scene: Scene, candidate: Candidate) -> tuple[tuple[Span, Found], ...]:
    """Who the source itself cites, in order: the cue ("citant") and the noun phrase behind it.

    Looked for in the cue's sentence, outside the content.
    """
    at = candidate.verb if candidate.verb is not None else candidate.head
    if at is None:
        return ()
    left, right = scene.sentence(at)
    region, words = scene.span(left, right), wordset(scene.pack, "citing")
    if region is None or not any(w in region.of(scene.text).lower() for w in words):
        return ()
    out = []
    for i in range(left, right):
        if i in scene.masked or scene.doc[i].lower_ not in wordset(scene.pack, "citing"):
            continue
        cue = scene.span(i, i + 1)
        if cue is None or any(s.overlaps(cue) for s in (*candidate.content, *candidate.cue)):
            continue
        found = _object(scene, i + 1, right)
        if found is not None:
            out.append((cue, found))
    return tuple(out)


def citing_it(scene: Scene, source: Span) -> tuple[Span, Found, int] | None:
    """Who cites the source, right behind it: "un diplomate cité par le Monde", "the minister, quoted by the agency".

    The cue with its preposition, the outlet's noun phrase, and the token where the cue starts.
    """
    start = scene.index(source.start)
    floor, right = scene.sentence(start)
    words, agents = wordset(scene.pack, "cited"), wordset(scene.pack, "agent_words")
    last = scene.index(source.end - 1)
    for i in range(start, min(right - 2, last + 3)):
        if scene.doc[i].lower_ in words and scene.doc[i + 1].lower_ in agents and i not in scene.masked:
            cue, found = scene.span(i, i + 2), _object(scene, i + 2, right)
            return (cue, found, i) if cue is not None and found is not None and i > floor else None
    return None


def _object(scene: Scene, i: int, right: int) -> Found | None:
    for j in range(i, min(right, i + 8)):
        token = scene.doc[j]
        if token.text in {",", ":", ";"} or j in scene.masked:
            return None
        if token.pos_ in NOMINAL:
            limit = next(
                (
                    k
                    for k in range(j, right)
                    if scene.doc[k].text == "," or scene.doc[k].lower_ in wordset(scene.pack, "citing")
                ),
                right,
            )
            head = token
            while (
                i <= head.head.i < limit
                and head.head.i != head.i
                and head.head.pos_ in NOMINAL
                and head.dep_ != "conj"
            ):
                head = head.head
            return bounded(scene, head, i, limit)
    return None


def chain(
    relays: tuple[Source, ...],
    source: Source,
    candidate: Candidate,
    told: Source | None,
    cues: tuple[Span, ...],
    citer: tuple[Span, Source] | None = None,
) -> tuple[Link, ...]:
    """Links from the outermost relaying source to `source`, which comes last.

    `told`: the outlet that was spoken to and relays; `relays`: sources that cite the next one, outermost first, the
    first with the candidate's own cue, each further one (and `source`) with its citing cue of `cues`; `citer`: the
    outlet that the text says cites the source, with that cue.
    """
    first = (
        "according_to" if candidate.entry is not None and candidate.entry.form == "preposition" else "said"
    )
    links = [Link(told, "told_to")] if told else []
    if citer is not None:
        return (*links, Link(citer[1], "said", (citer[0],)), Link(source, "cited_by", candidate.cue))
    for n, relay in enumerate(relays):
        links.append(
            Link(relay, first if n == 0 else "cited_by", candidate.cue if n == 0 else (cues[n - 1],))
        )
    own = candidate.cue if not relays else (cues[-1],)
    links.append(Link(source, first if not relays else "cited_by", own))
    return tuple(links)
