"""Posts and block quotations signed behind a dash: "Text - Jane Roe (@jroe) December 18, 2018"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selon.model.text import Span
from selon.reading.attribution import bounds
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene

_WORD = r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
_NAME = rf"{_WORD}(?:\s+(?:{_WORD}|de|du|van|von|el|al|bin|of|the)){{0,5}}"
_POST = re.compile(
    rf"\s*(?:[—–]|--)\s*(?P<name>{_NAME}|[^—–()\n]{{2,60}}?)\s*\(\s*@(?P<handle>\w{{1,30}})\s*\)[^\n]{{0,40}}$"
)
_SIGNED = re.compile(
    rf"(?<=[.!?\]»”\"])\s*(?:[—–]|--)\s*(?P<name>{_NAME})(?P<role>,[^.!?\n]{{0,90}})?\.?\s*$"
)
_LINKS = re.compile(r"(?:\s*(?:https?://|pic\.twitter\.com/|t\.co/)\S+)+\s*$")


def find(scene: Scene) -> Iterator[Candidate]:
    """A passage that ends in a signature: what stands before it is what the signer says."""
    span = scene.parsed.passage.span
    text = span.of(scene.text)
    match = _POST.search(text) or (_SIGNED.search(text) if _personal(text) else None)
    if match is None or match.start() < 12:
        return
    body = _LINKS.sub("", text[: match.start()])
    content = bounds.tidy(scene.text, Span(span.start, span.start + len(body))) if body.strip() else None
    if content is None:
        return
    source = Span(span.start + match.start("name"), span.start + match.end("name"))
    quoted = text.lstrip()[:1] in '«“"'
    rule = "signed post" if "handle" in match.groupdict() else "signed quotation"
    yield Candidate(
        (content,), (), None, source, rule, scene.at, 90, None, scene.index(source.end - 1), quoted=quoted
    )


def _personal(text: str) -> bool:
    """Whether the passage is quoted or speaks in the first person, so that a name behind a dash signs it."""
    return text.lstrip()[:1] in '«“"' or bool(
        re.search(r"\b(?:I|I'm|my|we|our|je|j'|J'|nous|mon|ma|mes|notre)\b", text)
    )
