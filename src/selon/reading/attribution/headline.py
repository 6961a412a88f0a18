"""Headlines: "Roux : le port rouvrira", "Port to reopen: minister" - content and source on either side of a colon."""

from __future__ import annotations

from collections.abc import Iterator

from selon.reading.attribution import bounds
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import bounded
from selon.reading.vocabulary import wordset

_PERSON = frozenset({"PER", "PERSON"})
_LONG = 3  # words of content at least


def find(scene: Scene) -> Iterator[Candidate]:
    """A title with one colon that has a person or a role on one side and a clause on the other."""
    if scene.parsed.passage.kind not in {"title", "heading"} or scene.hits:
        return
    colons = [t.i for t in scene.doc if t.text == ":" and t.i not in scene.masked]
    if len(colons) != 1:
        return
    colon, end = colons[0], len(scene.doc)
    for source, content in (((0, colon), (colon + 1, end)), ((colon + 1, end), (0, colon))):
        made = _candidate(scene, source, content, colon)
        if made:
            yield made
            return


def _candidate(
    scene: Scene, source: tuple[int, int], content: tuple[int, int], colon: int
) -> Candidate | None:
    words = [scene.doc[i] for i in range(*source) if scene.doc[i].is_alpha]
    if not 0 < len(words) <= 4 or not _speaks(scene, words):
        return None
    if sum(scene.doc[i].is_alpha for i in range(*content)) < _LONG:
        return None
    span, cue = bounds.content(scene, *content, frozenset()), scene.span(colon, colon + 1)
    found = bounded(scene, words[-1], *source)
    if span is None or cue is None or found is None:
        return None
    return Candidate((span,), (cue,), None, found.span, "headline", scene.at, 35, None, found.head)


def _speaks(scene: Scene, words: list) -> bool:
    """Whether the words name a person, or a role or body that can speak."""
    pack = scene.pack
    if any(w.ent_type_ in _PERSON for w in words):
        return True
    lemma = words[-1].lemma_.lower()
    return len(words) <= 3 and (
        lemma in wordset(pack, "title_nouns")
        or pack.mapping("source_classes").get(lemma) in {"document", "official", "expert"}
    )
