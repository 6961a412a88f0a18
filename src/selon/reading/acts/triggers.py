"""Triggers: the words of a sentence that name an act, and what is moved in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from selon.reading.acts.clauses import Group
from selon.reading.acts.items import Found, items_in, joined, matched, noun_forms, stands
from selon.reading.acts.lexicon import BY_ITEM, Frame
from selon.reading.acts.scene import Scene


@dataclass(frozen=True, slots=True)
class Trigger:
    """An act named in a sentence: words first..last, its frame, its act type, the items that decided it.

    `phrase`: words (first, last) in which its complements stand. `group`: its verb group, None for a noun.
    `counterpart`: a thing named alone as the price of another act.
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


def triggers(scene: Scene) -> tuple[Trigger, ...]:
    """Every act named in the sentence, left to right; none inside the item of another."""
    found = [t for word in scene.words for t in _at(scene, word.i)]
    found += _counterparts(scene, found)
    kept = _own_items(_outermost(found))
    return tuple(_cut(scene, t, kept) for t in kept)


def _own_items(found: list[Trigger]) -> list[Trigger]:
    """Without verbs whose items belong to an act noun between them ("a donné son accord à la livraison d'avions")."""

    def borrowed(t: Trigger) -> bool:
        nouns = [o for o in found if o.group is None and t.last < o.first and o.items]
        return (
            bool(t.items)
            and t.frame.act == BY_ITEM
            and any(o.items[0].first <= t.items[0].first and o.first < t.items[0].first for o in nouns)
        )

    return [t for t in found if not borrowed(t)]


def _cut(scene: Scene, t: Trigger, others: list[Trigger]) -> Trigger:
    """`t` without the complements of another act noun that stands in its phrase ("pour son soutien à X")."""
    inner = [
        o.first
        for o in others
        if o.group is None and t.last < o.first <= t.phrase[1] and not _same_things(scene, t, o)
    ]
    if not inner:
        return t
    return replace(t, phrase=(t.phrase[0], min(inner)))


def _same_things(scene: Scene, t: Trigger, o: Trigger) -> bool:
    """Whether `o` is one of the items of `t`, or an act noun coordinated with it ("les échanges et les transferts")."""
    if any(f.first <= o.head <= f.last for f in t.items):
        return True
    return t.group is None and joined(scene, t.last, o.first)


def _at(scene: Scene, i: int) -> list[Trigger]:
    """The acts that word `i` names, by the longest frame that fits."""
    word, group = scene.words[i], scene.group_at(i)
    verb = group if group is not None and group.head == i else None
    names = {word.lemma} if verb else noun_forms(word)
    frames = [f for name in sorted(names) for f in scene.lexicon.frames.get(name, ())]
    for frame in sorted(frames, key=lambda f: -len(f.words)):
        end = matched(scene, i, frame.words)
        if end is not None and _fits(scene, i, frame, verb, group):
            made = _make(scene, i, end, frame, verb)
            if made:
                return made
    return []


def _fits(scene: Scene, i: int, frame: Frame, verb: Group | None, group: Group | None) -> bool:
    if frame.form == "verb":
        return verb is not None and (not frame.reflexive or verb.reflexive)
    word = scene.words[i]
    nominal = group is None and word.pos in ("NOUN", "PROPN", "VERB", "X", "ADJ")
    return nominal and not (_in_name(scene, i) or _of_facility(scene, i) or _of_item(scene, i))


def _in_name(scene: Scene, i: int) -> bool:
    """A trigger word inside a name ("Conseil de coopération du Golfe") names a body, not an act."""
    word = scene.words[i]
    named = [m for m in scene.mentions if m.form in ("name", "acronym")]
    return any(m.span.start <= word.start and word.end <= m.span.end for m in named)


def _of_facility(scene: Scene, i: int) -> bool:
    """A bare noun that says what a place is for ("le site de lancement", "launch site") is not an act."""
    before = i >= 2 and scene.has("of", i - 1) and scene.has("facility", i - 2)
    after = i + 1 < len(scene.words) and scene.has("facility", i + 1) and scene.words[i + 1].pos == "NOUN"
    return before or after


def _of_item(scene: Scene, i: int) -> bool:
    """A bare noun that says what a thing is for ("drones d'attaque", "attack drones") is not an act."""
    before = i >= 2 and scene.has("of", i - 1) and bool(items_in(scene, i - 2, i - 2))
    after = scene.words[i].dep == "compound" and bool(items_in(scene, i + 1, i + 1))
    return before or after


def _make(scene: Scene, i: int, end: int, frame: Frame, group: Group | None) -> list[Trigger]:
    last = max(end, group.last if group else end)
    phrase = (last + 1 if group else i + 1, phrase_end(scene, i, last, group is not None))
    where = _theme_range(scene, i, phrase, group, frame)
    whole = frame.roles.get("subject") == "target" or frame.theme != "object"
    start = scene.clause_of(i).first if whole else min(i, where[0])
    if frame.needs and not stands(scene, frame.needs, start, where[1]):
        return []
    if frame.unless and stands(
        scene, frame.unless, min(i, where[0]), scene.clause_of(i).last if group else phrase[1]
    ):
        return []
    first = group.first if group else i
    base = Trigger(first, last, i, frame, frame.act, (), phrase, group)
    return _with_items(base, _objects(scene, where, frame, i, end))


def _with_items(base: Trigger, items: tuple[Found, ...]) -> list[Trigger]:
    """One act for each act type among the items; `otherwise` where no item is recognised."""
    frame = base.frame
    listed = tuple(f for f in items if not frame.items or f.kind.category in frame.items)
    if frame.act != BY_ITEM:
        return _fixed(base, listed)
    acts: dict[str, list[Found]] = {}
    for found in listed:
        act = frame.acts.get(found.kind.category, found.kind.act)
        if act:
            acts.setdefault(act, []).append(found)
    if not acts and frame.otherwise:
        acts = {frame.otherwise: []}
    return [_copy(base, act, tuple(f)) for act, f in acts.items()]


def _fixed(base: Trigger, listed: tuple[Found, ...]) -> list[Trigger]:
    frame = base.frame
    if frame.items and not listed:
        return []
    kept = listed if frame.items else tuple(f for f in listed if f.kind.act == frame.act or _keeps(frame, f))
    act = next((frame.acts[f.kind.category] for f in kept if f.kind.category in frame.acts), frame.act)
    return [_copy(base, act, kept)]


def _keeps(frame: Frame, found: Found) -> bool:
    return "any" in frame.keeps or found.kind.category in frame.keeps


def _copy(t: Trigger, act: str, items: tuple[Found, ...]) -> Trigger:
    return Trigger(t.first, t.last, t.head, t.frame, act, items, t.phrase, t.group, t.counterpart)


def phrase_end(scene: Scene, i: int, last: int, verb: bool) -> int:
    """Last word of the phrase that starts after `last`: up to the clause's end, the next verb, an exchange."""
    clause = scene.clause_of(i)
    end = last
    for j in (w for w in clause.words if w > last):
        low = scene.words[j].low
        group = scene.group_at(j)
        if j - end > 1 or low in (";", ":") or exchange(scene, j) or scene.has("reporting", j):
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


def exchange(scene: Scene, j: int) -> bool:
    """Whether "en échange", "in exchange" starts at word `j`."""
    last = j + 2 >= len(scene.words) or not scene.has("in", j) or not scene.has("exchange", j + 1)
    if last or not (scene.has("of", j + 2) or scene.has("for", j + 2)):
        return False
    return not (j > 0 and scene.group_at(j - 1) is not None and scene.has("partitive", j + 2))


def _theme_range(
    scene: Scene, i: int, phrase: tuple[int, int], group: Group | None, frame: Frame
) -> tuple[int, int]:
    """Where the thing is named, by the frame's `theme`."""
    if frame.theme == "object" or group is None or group.kind != "finite":
        return _object_range(scene, i, phrase, group)
    return (scene.clause_of(i).first, group.first - 1 if frame.theme == "subject" else phrase[1])


def _object_range(scene: Scene, i: int, phrase: tuple[int, int], group: Group | None) -> tuple[int, int]:
    """Where the thing moved is named: after the trigger; before it in a passive, a relative, a compound noun."""
    if group is None:
        return (_compound_start(scene, i), phrase[1])
    clause = scene.clause_of(i)
    if group.passive and group.kind == "finite":
        return (clause.first, phrase[1])
    if group.kind == "participle":
        return (max(clause.first, group.first - 6), phrase[1])
    if (
        clause.kind == "relative"
        and clause.opener is not None
        and not scene.has("relative_subject", clause.opener)
    ):
        return (max(0, clause.opener - 5), phrase[1])
    return phrase


def _compound_start(scene: Scene, i: int) -> int:
    """First word of the modifiers right before a noun ("artillery shell deliveries")."""
    k = i
    while (
        k > 0
        and scene.words[k - 1].pos in ("NOUN", "PROPN", "ADJ")
        and scene.words[k - 1].dep in ("compound", "amod", "nmod")
    ):
        k -= 1
    return k


def _objects(scene: Scene, where: tuple[int, int], frame: Frame, i: int, end: int) -> tuple[Found, ...]:
    """The items moved: those of the first noun phrase that has any, and those coordinated with it."""
    compound = frame.form == "noun" and len(frame.words) > 1
    found = [
        f
        for f in items_in(scene, i if compound else where[0], where[1])
        if (compound or not f.first <= i <= f.last) and _of_frame(frame, f)
    ]
    kept: list[Found] = []
    for item in found:
        if kept and not frame.keeps and not joined(scene, kept[-1].last, item.first):
            break
        if (
            not kept
            and not frame.topic
            and (_aside(scene, where[0], item.first) or _other_side(scene, frame, where[0], item.first))
        ):
            continue
        kept.append(item)
    return tuple(kept)


def _of_frame(frame: Frame, found: Found) -> bool:
    """Whether a thing is of the kinds the frame moves; one that is none is passed over ("a solid-fuel missile")."""
    if frame.items:
        return found.kind.category in frame.items
    return found.kind.act is not None or found.kind.category == "documents" or _keeps(frame, found)


def _aside(scene: Scene, start: int, at: int) -> bool:
    """Whether the item at `at` is a purpose or target ("pour les missiles", "contre les chars")."""
    for j in range(at - 1, max(start, at - 4) - 1, -1):
        if scene.words[j].pos == "ADP":
            return scene.has("for", j) or scene.has("against", j)
        if scene.words[j].pos not in ("DET", "ADJ", "NUM", "ADV", "PUNCT"):
            return False
    return False


def _other_side(scene: Scene, frame: Frame, start: int, at: int) -> bool:
    """Whether the item at `at` only describes who gets it or gives it ("à des fabricants d'armes")."""
    if frame.form != "verb" or frame.family not in ("transfer", "carriage", "receipt"):
        return False
    for j in range(at - 1, max(start, at - 5) - 1, -1):
        if scene.words[j].pos == "ADP" and not scene.has("of", j):
            return (
                scene.has("to", j) or scene.has("by", j) or scene.has("from", j)
            ) and not scene.mentions_in(j, at - 1)
        if scene.words[j].pos not in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "ADP"):
            return False
        if scene.words[j].pos == "DET" and j and scene.words[j - 1].pos in ("NOUN", "PROPN"):
            return False  # "à X un radar": the next noun phrase
    return False


def _counterparts(scene: Scene, found: list[Trigger]) -> list[Trigger]:
    """Things named alone after "en échange de": their transfer is the counter-performance."""
    out: list[Trigger] = []
    for word in scene.words[:-1]:
        if not exchange(scene, word.i):
            continue
        start = word.i + 2
        taken = [t for t in found if start <= t.head]
        for item in items_in(scene, start, phrase_end(scene, word.i, start, False)):
            if item.kind.act and not any(t.first <= item.first <= t.phrase[1] for t in taken):
                out.append(_alone(item))
    return out


def _alone(item: Found) -> Trigger:
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
        others = (o for o in found if o.head != t.head)
        return any(f.first <= t.head <= f.last for o in others for f in o.items) or any(
            o.first < t.head <= o.last and len(o.frame.words) > 1 for o in found if o.head != t.head
        )

    return [t for t in sorted(found, key=lambda t: (t.first, t.act)) if not inside(t)]
