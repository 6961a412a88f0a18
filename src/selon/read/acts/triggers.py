"""Triggers: the words of a sentence that name an act, and what is moved in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selon.model.claim import Item
from selon.read.acts.clauses import Group
from selon.read.acts.lexicon import BY_ITEM, Frame, ItemClass
from selon.read.acts.scene import Scene
from selon.read.acts.words import Word

GAP = 2  # words that may stand between the words of a trigger ("mettre un satellite en orbite")


@dataclass(frozen=True, slots=True)
class Found:
    """An item in the sentence: words first..last and its class."""

    first: int
    last: int
    kind: ItemClass


@dataclass(frozen=True, slots=True)
class Trigger:
    """An act named in a sentence: words first..last, its frame, its act type, the items that decided it.

    `phrase`: words (first, last) in which its complements stand. `group`: its verb group, None for a noun.
    """

    first: int
    last: int
    head: int
    frame: Frame
    act: str
    items: tuple[Found, ...]
    phrase: tuple[int, int]
    group: Group | None
    counterpart: bool = False


def noun_forms(word: Word) -> frozenset[str]:
    """The forms under which a noun may stand in the lexicon: as written, its lemma, without a plural ending."""
    low = word.low
    forms = {low, word.lemma}
    if low.endswith("aux"):
        forms.add(low[:-3] + "al")
    if low.endswith("ies"):
        forms.add(low[:-3] + "y")
    if low.endswith(("s", "x")):
        forms.add(low[:-1])
    return frozenset(forms)


def matched(scene: Scene, i: int, phrase: tuple[str, ...]) -> int | None:
    """Index of the last word when the words of `phrase` follow one another from `i`; None otherwise."""
    at = i
    for wanted in phrase[1:]:
        hit = next((j for j in range(at + 1, min(at + 2 + GAP, len(scene.words)))
                    if wanted in noun_forms(scene.words[j])), None)  # fmt: skip
        if hit is None or any(scene.words[j].low in ",;:." for j in range(at + 1, hit)):
            return None
        at = hit
    return at


def items_in(scene: Scene, first: int, last: int) -> tuple[Found, ...]:
    """Items named in words first..last, the longest naming at each place."""
    out: list[Found] = []
    i = first
    while i <= last:
        found = _item_at(scene, i, last)
        if found is None:
            i += 1
            continue
        out.append(found)
        i = found.last + 1
    return tuple(out)


def _item_at(scene: Scene, i: int, last: int) -> Found | None:
    word = scene.words[i]
    if (
        word.pos in ("VERB", "AUX")
        and scene.group_at(i) is not None
        and scene.group_at(i).kind != "participle"
    ):
        return None
    best: Found | None = None
    for form in noun_forms(word):
        for kind in scene.lexicon.items.get(form, ()):
            end = matched(scene, i, kind.words)
            if end is None or end > last or not _needed(scene, kind.needs, max(0, i - 4), last):
                continue
            if best is None or len(kind.words) > len(best.kind.words):
                best = Found(i, end, kind)
    return best


def _needed(scene: Scene, needs: Iterable[str], first: int, last: int) -> bool:
    wanted = set(needs)
    return not wanted or any(wanted & noun_forms(w) for w in scene.words[first : last + 1])


def triggers(scene: Scene) -> tuple[Trigger, ...]:
    """Every act named in the sentence, left to right; none inside the item of another."""
    found: list[Trigger] = []
    for word in scene.words:
        found += _at(scene, word.i)
    found += _counterparts(scene, found)
    return tuple(_outermost(found))


def _at(scene: Scene, i: int) -> list[Trigger]:
    word, group = scene.words[i], scene.group_at(i)
    verb = group if group is not None and group.head == i else None
    names = {word.lemma} if verb else noun_forms(word)
    frames = [f for name in sorted(names) for f in scene.lexicon.frames.get(name, ())]
    for frame in sorted(frames, key=lambda f: -len(f.words)):
        if (frame.form == "verb" and verb is None) or (frame.form == "noun" and not _noun(scene, i, group)):
            continue
        if frame.reflexive and not verb.reflexive:
            continue
        end = matched(scene, i, frame.words)
        if end is None:
            continue
        made = _make(scene, i, end, frame, verb)
        if made:
            return made
    return []


def _noun(scene: Scene, i: int, group: Group | None) -> bool:
    word = scene.words[i]
    return group is None and word.pos in ("NOUN", "PROPN", "VERB", "X", "ADJ") and not _capital_name(scene, i)


def _capital_name(scene: Scene, i: int) -> bool:
    """A trigger word inside a mention ("Conseil de coopération du Golfe") names a body, not an act."""
    word = scene.words[i]
    return any(
        m.span.start <= word.start and word.end <= m.span.end and m.form in ("name", "acronym")
        for m in scene.mentions
    )


def phrase_end(scene: Scene, i: int, last: int, verb: bool) -> int:
    """Last word of the phrase that starts after `last`: up to the clause's end, the next verb, an exchange."""
    clause = scene.clause_of(i)
    end = last
    for j in (w for w in clause.words if w > last):
        low = scene.words[j].low
        group = scene.group_at(j)
        if j - end > 1 or low in (";", ":") or _exchange(scene, j):
            break
        if low in (",", "—", "–", "(") and (not verb or _closes(scene, j, clause.last)):
            break
        if group is not None and group.first == j and group.kind in ("finite", "infinitive", "gerund"):
            return _before_mark(scene, j, last)
        end = j
    return end


def _before_mark(scene: Scene, j: int, last: int) -> int:
    """The word before the preposition and pronouns that introduce the verb at `j`."""
    k = j - 1
    while k > last and (
        scene.has("clitic", k) or scene.has("infinitive_mark", k) or scene.words[k].pos in ("PART", "ADV")
    ):
        k -= 1
    return k


def _closes(scene: Scene, j: int, last: int) -> bool:
    """Whether the comma at `j` ends the complements of a verb: no item or coordinator comes after it."""
    rest = range(j + 1, min(j + 6, last + 1))
    return not any(scene.has("and", k) or scene.lexicon.items.get(scene.words[k].lemma) for k in rest)


def _exchange(scene: Scene, j: int) -> bool:
    return j + 1 < len(scene.words) and scene.has("in", j) and scene.has("exchange", j + 1)


def _make(scene: Scene, i: int, end: int, frame: Frame, group: Group | None) -> list[Trigger]:
    last = max(end, group.last if group else end)
    phrase = (last + 1, phrase_end(scene, i, last, group is not None))
    where = _object_range(scene, i, phrase, group)
    if not _needed(scene, frame.needs, min(i, where[0]), where[1]):
        return []
    if frame.unless and _needed(scene, frame.unless, i, phrase[1]):
        return []
    items = _objects(scene, where, frame, i, end)
    first = group.first if group else i
    if frame.act != BY_ITEM:
        if frame.items and not any(f.kind.category in frame.items for f in items):
            return []
        kept = tuple(f for f in items if not frame.items or f.kind.category in frame.items)
        act = next((frame.acts[f.kind.category] for f in kept if f.kind.category in frame.acts), frame.act)
        return [Trigger(first, last, i, frame, act, kept, phrase, group)]
    return _by_item(frame, items, first, last, i, phrase, group)


def _by_item(
    frame: Frame,
    items: tuple[Found, ...],
    first: int,
    last: int,
    i: int,
    phrase: tuple[int, int],
    group: Group | None,
) -> list[Trigger]:
    """One act for each act type among the items; `otherwise` where no item is recognised."""
    acts: dict[str, list[Found]] = {}
    for found in items:
        if frame.items and found.kind.category not in frame.items:
            continue
        act = frame.acts.get(found.kind.category, found.kind.act)
        if act:
            acts.setdefault(act, []).append(found)
    if not acts and frame.otherwise:
        acts = {frame.otherwise: []}
    return [Trigger(first, last, i, frame, act, tuple(f), phrase, group) for act, f in acts.items()]


def _object_range(scene: Scene, i: int, phrase: tuple[int, int], group: Group | None) -> tuple[int, int]:
    """Where the thing moved is named: after the trigger, or before it in a passive or a relative clause."""
    if group is None:
        return phrase
    clause = scene.clause_of(i)
    if group.passive and group.kind == "finite":
        return (clause.first, phrase[1])
    if group.kind == "participle":
        return (max(clause.first, group.first - 6), phrase[1])
    if (
        clause.kind == "relative"
        and clause.opener is not None
        and not scene.lexicon.has("relative_subject", scene.words[clause.opener].low)
    ):
        return (max(0, clause.opener - 5), phrase[1])
    return phrase


def _objects(scene: Scene, where: tuple[int, int], frame: Frame, i: int, end: int) -> tuple[Found, ...]:
    """The items moved: those of the first noun phrase that has any, and those coordinated with it."""
    found = [f for f in items_in(scene, where[0], where[1]) if not f.first <= i <= f.last or f.first < i]
    if frame.form == "noun" and len(frame.words) > 1:
        inner = items_in(scene, i, end)
        found = list(inner) + [f for f in found if f.first > end]
    kept: list[Found] = []
    for f in found:
        if kept and not _together(scene, kept[-1].last, f.first):
            break
        if not kept and _aside(scene, where[0], f.first):
            continue
        kept.append(f)
    return tuple(kept)


def _together(scene: Scene, left: int, right: int) -> bool:
    """Whether two items are one enumeration: a comma or a coordinator stands between them."""
    between = [scene.words[j] for j in range(left + 1, right)]
    return right - left <= 7 and any(w.low == "," or scene.lexicon.has("and", w.low) for w in between)


def _aside(scene: Scene, start: int, at: int) -> bool:
    """Whether the item at `at` is a purpose or target ("pour les missiles", "contre les chars")."""
    for j in range(at - 1, max(start, at - 4) - 1, -1):
        if scene.words[j].pos == "ADP":
            return scene.has("for", j) or scene.has("against", j)
    return False


def _counterparts(scene: Scene, found: list[Trigger]) -> list[Trigger]:
    """Things named alone after "en échange de": their transfer is the counter-performance."""
    out: list[Trigger] = []
    for word in scene.words[:-1]:
        if not _exchange(scene, word.i):
            continue
        start = word.i + 2
        end = phrase_end(scene, word.i, start, False)
        taken = [t for t in found if start <= t.head]
        for item in items_in(scene, start, end):
            if item.kind.act and not any(t.first <= item.first <= t.phrase[1] for t in taken):
                out.append(_alone(scene, item))
    return out


def _alone(scene: Scene, item: Found) -> Trigger:
    frame = Frame(item.kind.words, "noun", BY_ITEM, "transfer", {}, line=item.kind.line)
    return Trigger(
        item.first,
        item.last,
        item.last,
        frame,
        item.kind.act or "",
        (item,),
        (item.last + 1, item.last),
        None,
        True,
    )


def _outermost(found: list[Trigger]) -> list[Trigger]:
    """Without triggers that stand inside the items of another one ("a proposé [une aide technologique]")."""

    def inside(t: Trigger) -> bool:
        return any(
            o is not t and o.head != t.head and any(f.first <= t.head <= f.last for f in o.items)
            for o in found
        )

    return [t for t in sorted(found, key=lambda t: (t.first, t.act)) if not inside(t)]


def as_items(scene: Scene, text: str, found: tuple[Found, ...]) -> tuple[Item, ...]:
    """The items of a claim with their spans."""
    spans = [(f, scene.sentence.cover(f.first, f.last)) for f in found]
    return tuple(Item(f.kind.category, span.of(text), span) for f, span in spans)
