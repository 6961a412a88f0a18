"""From a chosen candidate and its resolved source to an Attribution."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selon.model.actor import Mention
from selon.model.attribution import Attribution, Party, Source
from selon.model.text import Span
from selon.model.time import Date
from selon.reading.attribution.bounds import tidy
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.chain import chain, cited, citing_it
from selon.reading.attribution.circumstance import circumstances
from selon.reading.attribution.kinds import kind_of
from selon.reading.attribution.resolve import Known, Memory, resolve
from selon.reading.attribution.scene import Scene
from selon.reading.parse import ParsedDocument
from selon.reading.people import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORD = re.compile(r"\w+")
_BODIES = frozenset({"state", "government", "un_body", "organisation", "company", "media"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What every attribution of one document is assembled with."""

    parsed: ParsedDocument
    people: Cast
    mentions: Sequence[Mention]
    times: Sequence[Date]


def attribution(
    setting: Setting, scene: Scene, candidate: Candidate, memory: Memory, continues: str | None
) -> Attribution:
    """The attribution of `candidate`; `memory` learns who spoke. `continues`: id of the attribution before."""
    candidate, citer = _cited_by(setting, scene, candidate)
    known = resolve(setting.parsed, setting.people, candidate, memory)
    if known.name or known.plural or known.span:
        memory.add(candidate.passage, candidate.start, known)
    source = _source(setting, candidate, known)
    around = circumstances(scene, candidate, setting.mentions, setting.times)
    relays, cues, source = _relayed(setting, scene, candidate, source)
    kind = quote_kind(setting.parsed, candidate.content)
    entry = candidate.entry
    return Attribution(
        id=_id(setting.parsed.document.id, candidate, kind),
        kind=kind,
        attitude=entry.attitude if entry else "said",
        stance=entry.stance if entry else "asserts",
        content=candidate.content,
        cue=candidate.cue,
        cue_lemma=entry.lemma if entry else None,
        source=source,
        rule=candidate.rule,
        addressee=around.addressee,
        medium=around.medium,
        time=around.time,
        place=around.place,
        continues=continues if candidate.floating else None,
        chain=chain(relays, source, candidate, _outlet(setting, around.medium), cues, citer),
        distance=candidate.distance,
    )


def _source(setting: Setting, candidate: Candidate, known: Known) -> Source:
    head = _head(setting, candidate)
    declared = _declared(setting, candidate, head)
    kind = kind_of(known, head, setting.parsed.pack, declared.kind if declared else None)
    name, rule = known.name, known.rule
    if (
        declared is not None
        and declared.name
        and declared.kind in _BODIES
        and (known.who is None or known.who.kind != "person")
    ):
        name, rule = (
            declared.name,
            f"{rule}; {declared.form} of {declared.name}" if name else f"{declared.form}: {declared.rule}",
        )
    return _made(setting, candidate.source, name, kind, declared.actor if declared else None, rule)


def _head(setting: Setting, candidate: Candidate) -> Token | None:
    if candidate.head is None:
        return None
    doc = setting.parsed.passages[candidate.passage].doc
    return doc[candidate.head] if candidate.head < len(doc) else None


def _declared(setting: Setting, candidate: Candidate, head: Token | None) -> Mention | None:
    """The mention that holds the source's head word."""
    if candidate.source is None or head is None:
        return None
    at = setting.parsed.passages[candidate.passage].base + head.idx
    return next(
        (m for m in setting.mentions if m.span.start <= at < m.span.end and m.form != "demonym"), None
    )


def _made(
    setting: Setting, span: Span | None, name: str | None, kind: str, actor: str | None, rule: str
) -> Source:
    key = name or (span.of(setting.parsed.text) if span else rule)
    data = f"{setting.parsed.document.id}|{key}|{kind}".encode("utf-8", "replace")
    return Source("s_" + hashlib.sha256(data).hexdigest()[:16], span, name, kind, actor, rule)


def _outlet(setting: Setting, medium: Party | None) -> Source | None:
    """The outlet that was spoken to, as a relaying source; documents and networks relay nothing."""
    if medium is None:
        return None
    mention = next((m for m in setting.mentions if medium.span.contains(m.span) and m.kind == "media"), None)
    if mention is None:
        return None
    return _made(setting, medium.span, mention.name, "media", mention.actor, "outlet spoken to")


def _cited_by(
    setting: Setting, scene: Scene, candidate: Candidate
) -> tuple[Candidate, tuple[Span, Source] | None]:
    """The candidate with its source cut before "cité par ...", and the outlet that cites it with that cue."""
    found = citing_it(scene, candidate.source) if candidate.source is not None else None
    if found is None:
        return candidate, None
    cue, outlet, at = found
    if any(c.overlaps(outlet.span) for c in candidate.content):
        return candidate, None
    inner = candidate.but(source=outlet.span, head=outlet.head, cue=(cue,), floating=False)
    citer = _source(setting, inner, resolve(setting.parsed, setting.people, inner, Memory()))
    before = scene.span(scene.index(candidate.source.start), at)
    cut = tidy(scene.text, before) if before is not None else None
    return candidate.but(source=cut or candidate.source), (cue, citer)


def _relayed(
    setting: Setting, scene: Scene, candidate: Candidate, source: Source
) -> tuple[tuple[Source, ...], tuple[Span, ...], Source]:
    """Relaying sources outermost first, the cues that cite, and the originator: "A, citant B" is B by way of A."""
    links = cited(scene, candidate)
    if not links:
        return (), (), source
    sources = [source]
    for cue, found in links:
        inner = candidate.but(source=found.span, head=found.head, cue=(cue,), floating=False)
        known = resolve(setting.parsed, setting.people, inner, Memory())
        sources.append(_source(setting, inner, known))
    return tuple(sources[:-1]), tuple(cue for cue, _ in links), sources[-1]


def _id(document: str, candidate: Candidate, kind: str) -> str:
    spans = (*candidate.content, *candidate.cue)
    key = "|".join([document, kind, *(f"{s.start}-{s.end}" for s in spans)])
    return "a_" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


def quote_kind(parsed: ParsedDocument, content: tuple[Span, ...]) -> str:
    """direct: every word of the content stands in quotation marks; mixed: some; indirect: none."""
    quoted = total = 0
    for span in content:
        quotes = [q.inner for q in parsed.quotations if q.inner.overlaps(span)]
        for match in _WORD.finditer(parsed.view, span.start, span.end):
            total += 1
            quoted += any(q.start <= match.start() < q.end for q in quotes)
    if quoted == 0:
        return "indirect"
    return "direct" if quoted == total else "mixed"


def nested(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Each attribution with `within` (the smallest other one whose content holds its cue and content) and the chain
    of those it stands in before its own."""
    by_id: dict[str, Attribution] = {}
    larger: list[tuple[int, int, int, Attribution]] = []  # size, start, end of the contents already placed
    for size, a in sorted(((_size(a), a) for a in found), key=lambda pair: -pair[0]):
        start, end = a.content[0].start, a.content[-1].end
        holders = [
            (s, b)
            for s, left, right, b in larger
            if left <= start and end <= right and s > size and _holds(b, a)
        ]
        holder = min(holders, key=lambda pair: pair[0], default=(0, None))[1]
        made = replace(a, within=holder.id, chain=(*holder.chain, *a.chain)) if holder else a
        by_id[a.id] = made
        larger.append((size, start, end, made))
    return tuple(by_id[a.id] for a in found if a.id in by_id)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return all(any(o.contains(s) for o in outer.content) for s in (*inner.content, *inner.cue))


def _size(a: Attribution) -> int:
    return sum(len(s) for s in a.content)
