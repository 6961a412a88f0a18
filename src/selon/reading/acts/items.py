"""Words of the lexicon in a sentence, and the things that are moved: what, which class, in one enumeration."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from selon.model.claim import Item
from selon.reading.acts.lexicon import ItemClass
from selon.reading.acts.scene import Scene
from selon.reading.acts.words import Word

GAP = 2  # words that may stand between the words of a trigger ("mettre un satellite en orbite")
REACH = 7  # words between two items of one enumeration
_CARRIERS = ("vehicles", "vessels", "other")  # what a load comes in
_TECHNOLOGY = "technology_transfer"


@dataclass(frozen=True, slots=True)
class Found:
    """An item in the sentence: words first..last and its class."""

    first: int
    last: int
    kind: ItemClass


def noun_forms(word: Word) -> frozenset[str]:
    """The forms under which a noun may stand in the lexicon: as written, its lemma, without a plural ending."""
    return _forms(word.low, word.lemma)


@functools.lru_cache(maxsize=50_000)  # every word is asked for many times, and the same words come back
def _forms(low: str, lemma: str) -> frozenset[str]:
    forms = {low, lemma}
    for ending, singular in (("aux", "al"), ("ies", "y"), ("es", ""), ("s", ""), ("x", "")):
        if low.endswith(ending) and len(low) > len(ending) + 2:
            forms.add(low[: -len(ending)] + singular)
    return frozenset(forms)


def matched(scene: Scene, i: int, phrase: tuple[str, ...]) -> int | None:
    """Index of the last word when the words of `phrase` follow one another from `i`; None otherwise."""
    at = i
    for wanted in phrase[1:]:
        reach = range(at + 1, min(at + 2 + GAP, len(scene.words)))
        hit = next((j for j in reach if wanted in noun_forms(scene.words[j])), None)
        if hit is None or any(scene.words[j].low in ",;:." for j in range(at + 1, hit)):
            return None
        at = hit
    return at


def stands(scene: Scene, wanted: Iterable[str], first: int, last: int) -> bool:
    """Whether one of `wanted` (dictionary forms) stands in words first..last."""
    forms = set(wanted)
    return any(forms & noun_forms(w) for w in scene.words[max(0, first) : last + 1])


def items_in(scene: Scene, first: int, last: int) -> tuple[Found, ...]:
    """Items named in words first..last, the longest naming at each place."""
    out: list[Found] = []
    i = max(0, first)
    while i <= last:
        found = _item_at(scene, i, last)
        out += [found] if found else []
        i = found.last + 1 if found and found.kind.words[0] != "programme" else i + 1
    return _merged(scene, out)


def _item_at(scene: Scene, i: int, last: int) -> Found | None:
    group = scene.group_at(i)
    if group is not None and group.kind != "participle":
        return None
    best: Found | None = None
    for form in noun_forms(scene.words[i]):
        for kind in scene.lexicon.items.get(form, ()):
            end = matched(scene, i, kind.words)
            if end is None or end > last or (kind.needs and not stands(scene, kind.needs, i - 8, last)):
                continue
            if scene.words[i].pos == "ADJ" and len(kind.words) == 1 and not kind.adjective:
                continue
            if end + 1 < len(scene.words) and scene.words[end + 1].low == "-":
                continue  # "interest-free", "fuel-hungry": the first half of a compound
            if best is None or (len(kind.words), -end) > (len(best.kind.words), -best.last):
                best = Found(i, end, kind)
    return best


def _merged(scene: Scene, found: list[Found]) -> tuple[Found, ...]:
    """A general technology word takes the class of what it is for ("aide technologique aux satellites")."""
    out: list[Found] = []
    for item in found:
        general = out and out[-1].kind.category == "military_technology" and out[-1].kind.act == _TECHNOLOGY
        if (
            general
            and item.first - out[-1].last <= 3
            and not joined(scene, out[-1].last, item.first)
            and item.kind.act != _TECHNOLOGY
        ):
            out[-1] = Found(
                out[-1].first,
                item.last,
                ItemClass(item.kind.words, item.kind.category, _TECHNOLOGY, line=item.kind.line),
            )
        elif general and item.first - out[-1].last <= 3 and not joined(scene, out[-1].last, item.first):
            out[-1] = Found(out[-1].first, item.last, item.kind)
        elif out and _holds(scene, out[-1], item):
            out[-1] = item  # "wagons d'obus", "rail cars of shells": the carrier only measures what it holds
        elif out and _of_technology(item) and item.first - out[-1].last == 1 and out[-1].kind.act:
            kind = out[-1].kind
            out[-1] = Found(
                out[-1].first, item.last, ItemClass(kind.words, kind.category, _TECHNOLOGY, line=kind.line)
            )
        else:
            out.append(item)
    return tuple(out)


def _holds(scene: Scene, outer: Found, inner: Found) -> bool:
    """Whether a carrier has something else as its complement without article ("camions de charbon", "trucks of coal")."""
    return (
        outer.kind.category in _CARRIERS
        and inner.kind.category not in _CARRIERS
        and inner.first - outer.last == 2
        and scene.has("of", outer.last + 1)
    )


def _of_technology(item: Found) -> bool:
    """A general technology word: a thing right before it says what it is for ("drone know-how")."""
    return item.kind.category == "military_technology" and item.kind.act == _TECHNOLOGY


def joined(scene: Scene, left: int, right: int) -> bool:
    """Whether two items are one enumeration: a comma or a coordinator stands between them."""
    between = [scene.words[j] for j in range(left + 1, right)]
    return right - left <= REACH and any(w.low == "," or scene.lexicon.has("and", w.low) for w in between)


def noun_phrase(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """Words first..last with the modifiers that say which kind of thing it is: adjectives and nouns of a compound
    before it, adjectives and a complement without article behind it ("missiles [de croisière]", "[spy] satellite").
    Names and demonyms stay outside."""
    while first > 0 and _modifies(scene, first - 1) and not _opens_name(scene, first - 1):
        first -= 1
    end = last + 1
    while end < len(scene.words) and end - last <= 5:
        if _modifies(scene, end, behind=True) or (_links(scene, end - 1) and _complement(scene, end)):
            last = end
        elif not (_links(scene, end) and end + 1 < len(scene.words) and _complement(scene, end + 1)):
            break
        end += 1
    return first, last


def _links(scene: Scene, k: int) -> bool:
    """Whether the word is a hyphen or a preposition that joins a complement of kind to its noun."""
    word = scene.words[k]
    return (
        word.low == "-"
        or word.low in ("de", "d'", "of", "on")
        or (word.low == "à" and not _named(scene, k + 1))
    )


def _modifies(scene: Scene, k: int, behind: bool = False) -> bool:
    word = scene.words[k]
    if _named(scene, k) or scene.has("time_noun", k):
        return False
    if scene.group_at(k) is not None and scene.group_at(k).kind != "participle":  # type: ignore[union-attr]
        return False
    if behind:
        return word.pos in ("ADJ", "NOUN")
    return word.low == "-" or (
        word.pos in ("ADJ", "NOUN") and word.dep in ("amod", "compound", "nmod", "punct")
    )


def _complement(scene: Scene, k: int) -> bool:
    """A noun without article after a preposition; the tagger takes some for names ("de cuivre")."""
    return _modifies(scene, k, behind=True) or (scene.words[k].pos == "PROPN" and not _named(scene, k))


def _named(scene: Scene, k: int) -> bool:
    word = scene.words[k]
    return any(m.span.start < word.end and word.start < m.span.end for m in scene.mentions)


def _opens_name(scene: Scene, k: int) -> bool:
    """Whether the hyphen at `k` belongs to a name."""
    return scene.words[k].low == "-" and k > 0 and _named(scene, k - 1)


def as_items(scene: Scene, text: str, found: tuple[Found, ...]) -> tuple[Item, ...]:
    """The items of a claim with their spans."""
    spans = [(f, scene.sentence.cover(*noun_phrase(scene, f.first, f.last))) for f in found]
    return tuple(Item(f.kind.category, span.of(text), span) for f, span in spans)
