"""One attribution a stretch of text: where constructions overlap, the better founded one wins."""

from __future__ import annotations

from collections.abc import Iterable

from selon.reading.attribution.candidate import Candidate

NESTED = (
    0.8  # a content of at most this share of the outer one, with another cue, is a report within a report
)


def decide(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates that stand, in order of the text.

    Two candidates clash when they share a cue, or when most of one's content lies in the other's and neither's cue
    lies inside the other's content (a cue inside another's content is a report within a report and stays).
    """
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.rank, -c.size(), c.start)):
        if all(not _clash(candidate, other) for other in kept):
            kept.append(candidate)
    return tuple(sorted(kept, key=lambda c: (c.start, -c.end)))


def _clash(a: Candidate, b: Candidate) -> bool:
    if a.passage != b.passage:
        return False
    shared = a.overlap(b)
    if a.cue and b.cue and a.cue[0].overlaps(b.cue[0]) and not shared:
        return a.rule != b.rule and not (a.quoted or b.quoted)
    if not shared:
        return False
    if _nested(a, b) or _nested(b, a):
        return False
    return shared >= 0.5 * min(a.size(), b.size())


def _nested(inner: Candidate, outer: Candidate) -> bool:
    """Whether `inner`, cue and content, lies within the content of `outer`."""
    if not inner.cue or inner.size() > NESTED * outer.size():
        return False
    return all(any(o.contains(s) for o in outer.content) for s in (*inner.cue, *inner.content))
