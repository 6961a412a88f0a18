"""Who says what: attributions of a parsed document.

Constructions (one module each) propose candidates, the arbiter keeps one a stretch of text, the resolver names the
source. Pure, and it raises on no input.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selon.model.actor import Mention
from selon.model.attribution import Attribution
from selon.model.time import Date
from selon.reading.attribution import according, clause, headline, incise, nominal, quoted, signature
from selon.reading.attribution.anchor import anchored
from selon.reading.attribution.arbiter import decide
from selon.reading.attribution.assemble import Setting, attribution, nested
from selon.reading.attribution.resolve import Memory
from selon.reading.attribution.scene import Scene, scene
from selon.reading.attribution.tag import tags
from selon.reading.parse import ParsedDocument
from selon.reading.people import cast

__all__ = ["attribute"]

CONSTRUCTIONS = (
    signature.find,
    quoted.find,
    clause.find,
    incise.find,
    according.find,
    nominal.find,
    headline.find,
)


def attribute(
    parsed: ParsedDocument, mentions: tuple[Mention, ...] = (), times: Sequence[Date] = ()
) -> tuple[Attribution, ...]:
    """The attributions of `parsed`, in order of the text.

    `mentions` (names of states, bodies, outlets, persons) sharpen names and kinds of sources; without them names
    come from the document alone. `times` are the dates of the document: those that stand around a cue say when it
    was said. Ids hash document, spans and kind, so reading twice gives the same ids.
    """
    scenes = _scenes(parsed)
    found = [c for here in scenes.values() for construction in CONSTRUCTIONS for c in construction(here)]
    chosen = anchored(decide(found), scenes)
    if not chosen:
        return ()
    setting = Setting(parsed, cast(parsed, mentions), mentions, times)
    memory = Memory()
    out: list[Attribution] = []
    for candidate in chosen:
        before = out[-1].id if out else None
        out.append(attribution(setting, scenes[candidate.passage], candidate, memory, before))
    return nested(out)


def _scenes(parsed: ParsedDocument) -> dict[int, Scene]:
    """The passages that hold words, each made ready for the constructions, by their number."""
    out = {}
    for at, passage in enumerate(parsed.passages):
        if len(passage.doc):
            here = scene(at, passage, parsed.pack, parsed.view, parsed.quotations)
            out[at] = replace(here, tags=tags(here))
    return out
