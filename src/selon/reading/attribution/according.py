""" "Selon X", "d'après X", "pour X", "according to X": the rest of the sentence is what the source says."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from selon.model.lexicon import Cue
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.attribution import bounds
from selon.reading.attribution.candidate import Candidate
from selon.reading.attribution.scene import Scene
from selon.reading.attribution.subject import Found, bounded
from selon.reading.attribution.tree import NOMINAL, is_finite
from selon.reading.vocabulary import hashes, positions, wordset

if TYPE_CHECKING:
    pass

_INDEFINITE = frozenset({"un", "une", "a", "an"})
_RELATIVES = frozenset({"qui", "dont", "que", "qu'", "lequel", "laquelle", "who", "which", "whose", "whom"})


@functools.cache
def _prepositions(pack: LanguagePack) -> Mapping[str, list[tuple[tuple[str, ...], Cue]]]:
    """First word -> word sequences of the pack's prepositional cues, longest first."""
    out: dict[str, list[tuple[tuple[str, ...], Cue]]] = defaultdict(list)
    for cue in pack.cues:
        if cue.form == "preposition":
            words = tuple(cue.lemma.replace("'", "' ").split())
            out[words[0]].append((words, cue))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in out.items()}


def find(scene: Scene) -> Iterator[Candidate]:
    """Every prepositional cue with a source behind it."""
    taken = -1
    for i in positions(scene.parsed.doc, "LOWER", _openers(scene.pack)):
        if i in scene.masked or i < taken:
            continue
        for words, cue in _prepositions(scene.pack)[scene.doc[i].lower_]:
            if _matches(scene, i, words):
                made = _candidate(scene, i, i + len(words), cue)
                if made:
                    yield made
                taken = i + len(words)
                break


@functools.cache
def _openers(pack: LanguagePack) -> frozenset[int]:
    """Ids of the first words of the prepositional cues."""
    return hashes(_prepositions(pack))


def _matches(scene: Scene, i: int, words: tuple[str, ...]) -> bool:
    return i + len(words) <= len(scene.doc) and all(scene.doc[i + k].lower_ == w for k, w in enumerate(words))


def _candidate(scene: Scene, left: int, right: int, cue: Cue) -> Candidate | None:
    floor, _ = scene.sentence(left)
    end = bounds.sentence_end(scene, left)
    source = _source(scene, right, end)
    if source is None or (
        cue.lemma in wordset(scene.pack, "restricted_prepositions")
        and not _restricted(scene, left, floor, end, source)
    ):
        return None
    after = _group_end(scene, source, end)
    content = _content(scene, left, after, floor, end)
    marker = scene.span(left, right)
    if not content or marker is None:
        return None
    return Candidate(content, (marker,), cue, source.span, "according to", scene.at, 56, left, source.head)


def _source(scene: Scene, i: int, end: int) -> Found | None:
    for j in range(i, min(end, i + 10)):
        token = scene.doc[j]
        if token.text in {",", ":", ";", "("} or token.pos_ in {"VERB", "AUX", "SCONJ"} or j in scene.masked:
            return None
        if token.lower_ in {"lequel", "laquelle", "lesquels", "lesquelles"}:
            return None
        if token.pos_ in NOMINAL:
            head = token
            comma = next((k for k in range(j, end) if scene.doc[k].text == ","), end)
            while (
                head.head.i != head.i
                and i <= head.head.i < comma
                and head.head.pos_ in NOMINAL
                and head.dep_ not in {"conj", "nsubj"}
                and head.head.i - i < 12
            ):
                head = head.head
            return bounded(scene, head, i, _comma(scene, head.i, end))
    return None


def _comma(scene: Scene, head: int, end: int) -> int:
    """Where the source's phrase must end: at the first comma, unless an apposition stands between two commas."""
    commas = [i for i in range(head, end) if scene.doc[i].text == ","]
    if not commas:
        return end
    if len(commas) > 1 and commas[1] + 2 < end:
        left, right = commas[0] + 1, commas[1]
        if _apposition(scene, left, right) or (
            _described(scene, left, right) and not _predicate(scene, right + 1, end)
        ):
            return right
    return commas[0]


def _apposition(scene: Scene, left: int, right: int) -> bool:
    """Whether tokens left..right are a short phrase without a verb ("Febelfin", "directeur de l'institut")."""
    inside = scene.doc[left:right]
    if not 0 < len(inside) <= 12 or any(
        t.pos_ in {"VERB", "AUX", "NUM", "SCONJ"} or t.i in scene.masked for t in inside
    ):
        return False
    return inside[0].pos_ in {"NOUN", "PROPN", "ADJ"} or inside[0].dep_ == "appos"


def _described(scene: Scene, left: int, right: int) -> bool:
    """Whether tokens left..right say what the source is: an indefinite noun phrase whose verbs, if any, stand behind a
    relative pronoun ("un centre qui suit le trafic", "a think tank that tracks ships", "an agency based in Rome")."""
    inside = scene.doc[left:right]
    if not 1 < len(inside) <= 25 or inside[0].lower_ not in _INDEFINITE:
        return False
    relative = next((t.i for t in inside if t.lower_ in _RELATIVES or t.lower_ == "that"), right)
    return not any(t.i in scene.masked or (is_finite(t) and t.i < relative) for t in inside)


def _predicate(scene: Scene, i: int, end: int) -> bool:
    """Whether a clause goes on at token `i` with its verb, so that what stands before the comma was its subject."""
    while i < end and (scene.doc[i].pos_ in {"ADV", "PRON", "PART"} or scene.doc[i].is_space):
        i += 1
    return i < end and is_finite(scene.doc[i])


def _group_end(scene: Scene, source: Found, end: int) -> int:
    """Token index after the source and the relative clause or participle that hangs on it."""
    i = scene.index(source.span.end - 1) + 1
    if i + 1 < end and scene.doc[i].text == "," and scene.doc[i + 1].lower_ in _RELATIVES:
        return next((j for j in range(i + 2, end) if scene.doc[j].text == ","), i)
    if i < end and scene.doc[i].text == ",":
        return i
    comma = next((j for j in range(i, end) if scene.doc[j].text == ","), None)
    return comma if comma is not None else i


def _restricted(scene: Scene, left: int, floor: int, end: int, source: Found) -> bool:
    """ "pour X" reports only at the start of its sentence with a person, body or role and a comma after it."""
    i = scene.index(source.span.end - 1) + 1
    start = next((k + 1 for k in range(left - 1, floor - 1, -1) if scene.doc[k].text == ":"), floor)
    opens = all(
        not scene.doc[k].is_alpha or scene.doc[k].pos_ in {"CCONJ", "ADV"} for k in range(start, left)
    )
    head, pack = scene.doc[source.head], scene.pack
    lemma = head.lemma_.lower()
    human = (
        head.pos_ in {"PROPN", "PRON"}
        or lemma in wordset(pack, "title_nouns")
        or lemma in pack.mapping("source_classes")
    )
    comma = next((k for k in range(i, min(end, i + 12)) if scene.doc[k].text == ","), None)
    closed = comma is not None and not any(is_finite(scene.doc[k]) for k in range(i, comma))
    return opens and human and closed


def _content(scene: Scene, left: int, after: int, floor: int, end: int) -> tuple[Span, ...]:
    floor = next((k + 1 for k in range(left - 1, floor - 1, -1) if scene.doc[k].text == ":"), floor)
    before = (
        bounds.content(scene, floor, left, frozenset())
        if any(
            scene.doc[k].is_alpha and scene.doc[k].pos_ not in {"CCONJ", "ADV"} for k in range(floor, left)
        )
        else None
    )
    behind = (
        bounds.content(scene, after, end, frozenset())
        if after < end and any(scene.doc[k].is_alpha for k in range(after, end))
        else None
    )
    if (
        before is not None
        and after < end
        and (scene.doc[after].text != "," or _described(scene, after + 1, end))
    ):
        behind = None  # "..., selon une carte fournie par le ministère": what follows belongs to the source
    if before is None:
        return (behind,) if behind else ()
    if behind is None:
        return (before,)
    return (before, behind)
