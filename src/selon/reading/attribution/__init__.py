"""Who says what: attributions of a parsed document.

Constructions (one module each) propose candidates, the arbiter keeps one a stretch of text, the resolver names the
source. Pure, and it raises on no input.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from selon.model.actor import Mention
from selon.model.attribution import Attribution, Link, Source
from selon.model.text import Span
from selon.reading.attribution import according, clause, headline, incise, quoted, signature
from selon.reading.attribution.anchor import anchored
from selon.reading.attribution.arbiter import decide
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.kinds import kind_of
from selon.reading.attribution.resolve import Known, Memory, resolve
from selon.reading.attribution.scene import Scene, scene
from selon.reading.attribution.tag import tags
from selon.reading.parse import ParsedDocument
from selon.reading.people import cast

__all__ = ["attribute"]

CONSTRUCTIONS = (signature.find, quoted.find, clause.find, incise.find, according.find, headline.find)


def attribute(parsed: ParsedDocument, mentions: tuple[Mention, ...] = ()) -> tuple[Attribution, ...]:
    """The attributions of `parsed`, in order of the text.

    `mentions` (names of states, bodies, outlets, persons) sharpen names and kinds of sources; without them names
    come from the document alone. Ids hash document, spans and kind, so reading twice gives the same ids.
    """
    scenes = _scenes(parsed)
    found = [c for here in scenes.values() for construction in CONSTRUCTIONS for c in construction(here)]
    people = cast(parsed, mentions)
    memory = Memory()
    out: list[Attribution] = []
    for candidate in anchored(decide(found), scenes):
        known = resolve(parsed, people, candidate, memory)
        if known.name or known.plural or known.span:
            memory.add(candidate.passage, candidate.start, known)
        out.append(_attribution(parsed, candidate, known, mentions, out))
    return tuple(_nested(out))


def _scenes(parsed: ParsedDocument) -> dict[int, Scene]:
    """The passages that hold words, each made ready for the constructions, by their number."""
    out = {}
    for at, passage in enumerate(parsed.passages):
        if len(passage.doc):
            here = scene(at, passage, parsed.pack, parsed.view, parsed.quotations)
            out[at] = replace(here, tags=tags(here))
    return out


def _attribution(
    parsed: ParsedDocument,
    candidate: Candidate,
    known: Known,
    mentions: Sequence[Mention],
    before: list[Attribution],
) -> Attribution:
    source = _source(parsed, candidate, known, mentions)
    kind = _kind(parsed, candidate.content)
    entry = candidate.entry
    links = (Link(source, "according_to" if candidate.rule == "according to" else "said", candidate.cue),)
    continues = before[-1].id if candidate.floating and before else None
    return Attribution(
        id=_id("a_", parsed.document.id, (*candidate.content, *candidate.cue), kind),
        kind=kind,
        attitude=entry.attitude if entry else "said",
        stance=entry.stance if entry else "asserts",
        content=candidate.content,
        cue=candidate.cue,
        cue_lemma=entry.lemma if entry else None,
        source=source,
        rule=candidate.rule,
        continues=continues,
        chain=links,
        distance=candidate.distance,
    )


def _source(
    parsed: ParsedDocument, candidate: Candidate, known: Known, mentions: Sequence[Mention]
) -> Source:
    head = parsed.passages[candidate.passage].doc[candidate.head] if candidate.head is not None else None
    declared = next(
        (
            m
            for m in mentions
            if candidate.source
            and candidate.source.contains(m.span)
            and head is not None
            and m.span.start <= parsed.passages[candidate.passage].base + head.idx < m.span.end
        ),
        None,
    )
    kind = kind_of(known, head, parsed.pack, declared.kind if declared else None)
    name = known.name or (declared.name if declared else None)
    key = name or (candidate.source.of(parsed.text) if candidate.source else candidate.rule)
    return Source(
        id="s_"
        + hashlib.sha256(f"{parsed.document.id}|{key}|{kind}".encode("utf-8", "replace")).hexdigest()[:16],
        span=candidate.source,
        name=name,
        kind=kind,
        actor=declared.actor if declared else None,
        rule=known.rule,
    )


def _id(prefix: str, document: str, spans: tuple[Span, ...], kind: str) -> str:
    key = "|".join([document, kind, *(f"{s.start}-{s.end}" for s in spans)])
    return prefix + hashlib.sha256(key.encode()).hexdigest()[:16]


def _kind(parsed: ParsedDocument, content: tuple[Span, ...]) -> str:
    """direct: every word of the content stands in quotation marks; mixed: some; indirect: none."""
    quoted_words = total = 0
    for span in content:
        passage = parsed.passage_at(span)
        if passage is None:
            continue
        for token in passage.tokens(span):
            if token.is_punct:
                continue
            total += 1
            at = passage.base + token.idx
            quoted_words += any(q.inner.start <= at < q.inner.end for q in parsed.quotations)
    if quoted_words == 0:
        return "indirect"
    return "direct" if quoted_words == total else "mixed"


def _nested(found: list[Attribution]) -> list[Attribution]:
    """Each attribution with `within`: the smallest other one whose content holds its cue and content."""
    out = []
    for a in found:
        holders = [
            b
            for b in found
            if b is not a
            and all(any(o.contains(s) for o in b.content) for s in (*a.content, *a.cue))
            and _size(b) > _size(a)
        ]
        holder = min(holders, key=_size, default=None)
        out.append(replace(a, within=holder.id) if holder else a)
    return out


def _size(a: Attribution) -> int:
    return sum(len(s) for s in a.content)
