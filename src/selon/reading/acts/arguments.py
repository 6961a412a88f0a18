"""The participants of an act, role by role; the reciprocal kept open, the unnamed left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from selon.model.actor import Mention
from selon.model.claim import Participant
from selon.reading.acts.items import Found, items_in
from selon.reading.acts.references import Reference, Surroundings, described, pronoun, reference
from selon.reading.acts.scene import Scene
from selon.reading.acts.scope import Governor
from selon.reading.acts.slots import Slot, acting, preposition, slots
from selon.reading.acts.subjects import agents, of_group, subject
from selon.reading.acts.triggers import Trigger

_AGENTIVE = ("of", "own", "by", "from")  # slots that name the agent of a noun
Filled = tuple[str, Reference]  # the argument slot, and who fills it


def participants(
    scene: Scene, trigger: Trigger, over: tuple[Governor, ...], around: Surroundings
) -> tuple[Participant, ...]:
    """The participants of `trigger`, in text order, one per actor and role."""
    found = _filled(scene, trigger, over, around)
    if any(kind == "between" for kind, _ in found):
        return _unique(("party", r) for kind, r in found if kind == "between")
    roles = dict(trigger.frame.roles)
    if _predicate(scene, trigger, over):
        roles["of"] = roles["own"] = roles.get("to", roles.get("of", "party"))
    roles["asked by"] = "requester"
    named = [(roles[kind], replace(r, rule=f"{kind}: {r.rule}")) for kind, r in found if kind in roles]
    return _unique(named)


def _filled(scene: Scene, trigger: Trigger, over: tuple[Governor, ...], around: Surroundings) -> list[Filled]:
    found = [*_complements(scene, trigger), *_clitics(scene, trigger, around)]
    if trigger.group is None:
        found += _owners(scene, trigger, around)
    if _wants_agent(scene, trigger, over, found):
        found += [("subject", r) for r in agents(scene, trigger, over, around)]
    if (
        not any(k in trigger.frame.roles for k, _ in found)
        and trigger.frame.family == "mutual"
        and _at_event(scene, trigger)
    ):
        found += _people_of_clause(scene, trigger, around)
    found += _visiting(scene, trigger, around, found)
    found += _requester(scene, trigger, over, around)
    found = _with_origin(scene, trigger, found)
    found += _descriptions(scene, trigger, around, found)
    return found + _relative_recipient(scene, trigger, around, found)


def _unique(named: Iterable[Filled]) -> tuple[Participant, ...]:
    out: dict[tuple[str, str], Participant] = {}
    for role, r in named:
        out.setdefault((role, r.actor), Participant(role, r.actor, r.span, r.span is None, r.rule))
    return tuple(sorted(out.values(), key=lambda p: p.span.start if p.span else 10**9))


def _wants_agent(scene: Scene, trigger: Trigger, over: tuple[Governor, ...], found: list[Filled]) -> bool:
    """Whether the agent is still to be looked for outside the trigger's own phrase."""
    roles = trigger.frame.roles
    agent = roles.get("subject") or roles.get("of")
    if agent is None:
        return False
    if trigger.group is not None or _predicate(scene, trigger, over):
        return True
    return not any(kind == "between" or (kind in _AGENTIVE and roles.get(kind) == agent) for kind, _ in found)


def _predicate(scene: Scene, trigger: Trigger, over: tuple[Governor, ...]) -> bool:
    """A noun said of its agent: "la Chine est le principal soutien de X", where X is the other side."""
    first = next((g for g in over if g.relation in ("complement", "adjunct")), None)
    return (
        trigger.group is None
        and first is not None
        and first.group is not None
        and first.group.last < trigger.first
        and scene.lexicon.has("copula", scene.words[first.group.head].lemma)
    )


def _complements(scene: Scene, trigger: Trigger) -> Iterator[Filled]:
    """(slot, actor) for every actor in the trigger's own phrase."""
    previous: Slot | None = None
    seen: set[str] = set()
    for slot in slots(scene, *trigger.phrase):
        kind = _slot_kind(trigger, slot, previous, seen)
        if kind == "by" and trigger.group is not None and not trigger.group.passive:
            kind = "inside"  # an active verb has no agent behind "par"
        if kind == "by" and trigger.frame.family == "carriage" and _ship(scene, slot):
            kind = "inside"  # a ship carries the thing, it does not give it
        if slot.kind == "of" and trigger.group is not None and _holds_item(trigger, slot):
            kind = "object"  # "des obus", "du charbon": an article, not a preposition
        for mention in acting(scene, slot.first, slot.last):
            yield _owner_kind(scene, trigger, slot, kind, mention, seen), reference(mention)
            seen.add(kind)
        if slot.kind != "of":
            previous = slot


def _ship(scene: Scene, slot: Slot) -> bool:
    return any(f.kind.category == "vessels" for f in items_in(scene, slot.first, slot.last))


def _holds_item(trigger: Trigger, slot: Slot) -> bool:
    return any(slot.first <= f.first <= slot.last for f in trigger.items)


def _slot_kind(trigger: Trigger, slot: Slot, previous: Slot | None, seen: set[str]) -> str:
    """A genitive belongs to the complement before it while that one names nobody ("à la guerre de Moscou")."""
    if slot.kind != "of":
        return slot.kind
    if previous is not None and previous.kind != "object":
        return previous.kind if previous.kind not in seen else "inside"
    if trigger.group is not None:
        return "inside" if "object" in seen else "from" if "from" in trigger.frame.roles else "object"
    return "of"


def _owner_kind(
    scene: Scene, trigger: Trigger, slot: Slot, kind: str, mention: Mention, seen: set[str]
) -> str:
    """A demonym in the trigger's own noun phrase names the owner ("l'offre russe", "transferts d'armes russes")."""
    if mention.form != "demonym":
        return kind
    if trigger.group is not None and kind == "object" and trigger.items and not _done_to(trigger):
        return "from" if trigger.frame.family == "receipt" else "inside"
    if trigger.group is not None:
        return kind
    if kind == "object" or (kind == "of" and "of" not in seen and trigger.items):
        return "own"
    return kind


def _owners(scene: Scene, trigger: Trigger, around: Surroundings) -> Iterator[Filled]:
    """A possessive, demonym or genitive before the noun ("leur réunion", "the Russian offer", "Moscow's offer")."""
    for j in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
        word = scene.words[j]
        resolved = pronoun(scene, j, around)
        if resolved:
            yield from (("own", r) for r in resolved)
            return
        if word.pos in ("ADP", "VERB", "AUX", "PUNCT", "CCONJ") and word.low not in (
            "'s",
            "'",
            "«",
            '"',
            "“",
            "-",
        ):
            return
        named = [m for m in scene.mentions if m.actor and m.span.start <= word.start < m.span.end]
        if named and _double_object(scene, j, named[0]):
            yield from (("to", reference(m)) for m in named)
            return
        if named and _genitive(scene, j):
            yield from (("own", reference(m)) for m in named)


def _double_object(scene: Scene, j: int, mention: Mention) -> bool:
    """ "offered [North Korea] help": a name between a verb of giving and its object is the recipient, not the owner."""
    first = scene.index(mention)
    following = scene.words[j + 1].low if j + 1 < len(scene.words) else ""
    return (
        first > 0
        and mention.form != "demonym"
        and following not in ("'s", "'", "-")
        and scene.group_at(first - 1) is not None
        and scene.lexicon.has("double_object", scene.words[first - 1].lemma)
    )


def _genitive(scene: Scene, j: int) -> bool:
    """Only adjectives and genitives stand before a noun as owners; a bare name before a verb does not."""
    following = scene.words[j + 1].low if j + 1 < len(scene.words) else ""
    demonym = any(
        m.form == "demonym" and m.span.start <= scene.words[j].start < m.span.end for m in scene.mentions
    )
    return demonym or following in ("'s", "'", "-") or scene.words[j].dep in ("amod", "compound", "nmod")


def _clitics(scene: Scene, trigger: Trigger, around: Surroundings) -> list[Filled]:
    """Dative pronouns before the verb ("lui fournir des armes")."""
    if trigger.group is None:
        return []
    near = range(max(0, trigger.first - 3), trigger.first)
    hits = [j for j in near if scene.has("dative_clitic", j) and scene.words[j].pos == "PRON"]
    return [
        ("to", replace(r, span=scene.sentence.cover(j, j))) for j in hits for r in _dative(scene, j, around)
    ]


def _dative(scene: Scene, j: int, around: Surroundings) -> list[Reference]:
    return pronoun(scene, j, around)


def _at_event(scene: Scene, trigger: Trigger) -> bool:
    """Whether the noun is where the clause's own event happens ("lors d'une réunion", "at a meeting")."""
    return any(scene.has("during", j) for j in range(max(0, trigger.first - 4), trigger.first))


def _people_of_clause(scene: Scene, trigger: Trigger, around: Surroundings) -> list[Filled]:
    """Subject and object of the clause that an event is the setting of."""
    clause = scene.clause_of(trigger.first)
    group = clause.group
    if group is None:
        return []
    who = list(subject(scene, clause, around))
    inner = next(
        (s for s in slots(scene, group.last + 1, trigger.first - 1) if s.kind in ("object", "to")), None
    )
    if inner is not None:
        who += [reference(m, "object of the clause") for m in acting(scene, inner.first, inner.last)]
    return [("subject", r) for r in who] if len({r.actor for r in who}) > 1 else []


def _visiting(scene: Scene, trigger: Trigger, around: Surroundings, found: list[Filled]) -> list[Filled]:
    """ "X, en visite à Pyongyang", "X, on a visit to": the clause's subject travels."""
    bare = any(
        scene.has("in", j) or scene.has("against", j) for j in range(max(0, trigger.first - 2), trigger.first)
    )
    if trigger.group is not None or trigger.frame.family != "visit" or not bare:
        return []
    if any(trigger.frame.roles.get(kind) == "visitor" for kind, _ in found):
        return []
    return [("subject", r) for r in subject(scene, scene.clause_of(trigger.first), around)]


def _requester(
    scene: Scene, trigger: Trigger, over: tuple[Governor, ...], around: Surroundings
) -> list[Filled]:
    """Who asks for the act, where it is a noun ("a réclamé la livraison de missiles")."""
    asking = next((g for g in over if g.cue and g.cue.stage == "requested" and g.group is not None), None)
    if trigger.group is not None or asking is None or asking.group is None or asking.relation != "complement":
        return []
    rest = over[over.index(asking) + 1 :]
    return [("asked by", r) for r in of_group(scene, asking.group, rest, around)]


def _done_to(trigger: Trigger) -> bool:
    """Whether the object is whom the act is done to, so that its demonym names a side ("trained Angolan soldiers")."""
    return trigger.frame.family in ("support", "measure")


def _with_origin(scene: Scene, trigger: Trigger, found: list[Filled]) -> list[Filled]:
    """`found` with the state that what is moved is said to be from, where nobody else is named as giving it.

    A place named as giver ("loaded at X") yields to the origin of the thing itself ("Russian coal at X").
    """
    roles = trigger.frame.roles
    giver = roles.get("from")
    if not trigger.items or giver is None:
        return found
    placed = [f for f in found if f[0] in ("in", "to") and roles.get(f[0]) == giver]
    rest = [f for f in found if f not in placed]
    if any(roles.get(kind) == giver for kind, _ in rest):
        return found
    origin = [m for f in trigger.items for m in _origin(scene, f)]
    taken = {r.actor for kind, r in rest if kind in roles}
    named = [("from", reference(m, "origin of the thing")) for m in origin if m.actor not in taken]
    return [*rest, named[0]] if named else found


def _origin(scene: Scene, item: Found) -> list[Mention]:
    """The demonym in an item's noun phrase; the place behind it ("rifles from X", "coats sewn in X")."""
    near = scene.mentions_in(max(0, item.first - 3), item.last + 2)
    own = [m for m in near if m.form == "demonym" and m.actor and _same_phrase(scene, item, m)]
    return own or [m for m in _whence(scene, item.last + 1) if m.actor]


def _same_phrase(scene: Scene, item: Found, mention: Mention) -> bool:
    """Whether no preposition, comma or verb parts an item from a demonym ("coal to Chinese buyers")."""
    at = scene.index(mention)
    between = range(min(at, item.last) + 1, max(at, item.first))
    return all(
        scene.words[k].pos in ("NOUN", "PROPN", "ADJ", "PUNCT", "NUM") and scene.words[k].low != ","
        for k in between
    ) or (at > item.last and all(scene.words[k].pos != "VERB" and not scene.has("to", k) for k in between))


def _whence(scene: Scene, at: int) -> list[Mention]:
    """The state or place after "from", or after a participle and a preposition of place, at word `at`."""
    words = scene.words
    made = (
        at < len(words)
        and words[at].pos == "VERB"
        and scene.group_at(at) is not None
        and (
            scene.groups_at[at].kind == "participle"  # type: ignore[union-attr]
        )
    )
    k = at + 1 if made else at
    if k >= len(words) or not (scene.has("from", k) or (made and (scene.has("in", k) or scene.has("of", k)))):
        return []
    return [m for m in scene.mentions_in(k + 1, k + 3) if m.kind in ("state", "place")][:1]


def _descriptions(scene: Scene, trigger: Trigger, around: Surroundings, found: list[Filled]) -> list[Filled]:
    """Complements that describe instead of naming ("dans ce pays", "à des pays tiers", "de cet organisme")."""
    own = frozenset(around.countries.get(r.actor) or r.country or r.actor for _, r in found)
    kinds = {kind for kind, _ in found}
    out: list[Filled] = []
    for slot in slots(scene, *trigger.phrase):
        if slot.kind in kinds or slot.kind not in trigger.frame.roles or acting(scene, slot.first, slot.last):
            continue
        if trigger.items and any(slot.first <= f.first <= slot.last for f in trigger.items):
            continue
        out += [(slot.kind, r) for r in described(scene, slot.first, slot.last, around, own)]
    return out


def _relative_recipient(
    scene: Scene, trigger: Trigger, around: Surroundings, found: list[Filled]
) -> list[Filled]:
    """The antecedent of "auquel", "à qui", "to whom" as recipient."""
    clause = scene.clause_of(trigger.first)
    opener = clause.opener
    if (
        trigger.group is None
        or clause.kind != "relative"
        or opener is None
        or any(kind == "to" for kind, _ in found)
    ):
        return []
    dative = scene.has("relative_dative", opener) or (opener > 0 and preposition(scene, opener - 1) == "to")
    if not dative:
        return []
    near = acting(scene, max(0, opener - 4), opener - 1)
    if near:
        return [("to", reference(near[-1], "antecedent"))]
    noun = next((k for k in range(opener - 1, max(-1, opener - 4), -1) if scene.words[k].pos == "NOUN"), None)
    return (
        [("to", Reference("unspecified", scene.sentence.cover(noun, noun), "antecedent"))]
        if noun is not None
        else []
    )
