"""Who takes part in an act: subject, agent, recipient, owner; pronouns resolved, reciprocal kept open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selon.model.actor import Mention
from selon.model.claim import Participant
from selon.model.text import Span
from selon.read.acts.clauses import Clause, Group
from selon.read.acts.scene import Scene
from selon.read.acts.scope import Governor
from selon.read.acts.triggers import Trigger

ACTING = (
    "person",
    "state",
    "government",
    "un_body",
    "organisation",
    "company",
    "group",
    "officials",
    "unspecified",
    "vessel",
)
_TIERS = (
    ("person",),
    ("un_body", "organisation", "company", "group", "government", "media", "vessel", "officials"),
    ("state",),
    ("place",),
)
PREPOSITIONS = ("to", "from", "by", "of", "with", "between", "in", "against", "for")


@dataclass(frozen=True, slots=True)
class Reference:
    """An actor named, or meant by a pronoun, at a place in the text."""

    actor: str
    span: Span | None
    rule: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the sentence alone does not say: earlier mentions, the speaker and addressee of the quoted words."""

    earlier: tuple[Mention, ...] = ()
    speaker: Reference | None = None
    addressee: Reference | None = None
    subject: Reference | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A complement: kind (to, by, of, ... or object) and its words."""

    kind: str
    first: int
    last: int


def slots(scene: Scene, first: int, last: int) -> tuple[Slot, ...]:
    """The complements in words first..last, split at prepositions; a coordinated one keeps its kind."""
    out: list[Slot] = []
    kind, start = "object", first
    for j in range(first, last + 1):
        found = _preposition(scene, j)
        if found is None:
            continue
        if j > start or out:
            out.append(Slot(kind, start, j - 1))
        kind, start = found, j
    if last >= start:
        out.append(Slot(kind, start, last))
    return tuple(s for s in out if s.last >= s.first)


def _preposition(scene: Scene, j: int) -> str | None:
    if scene.words[j].pos not in ("ADP", "PART", "SCONJ", "DET", "ADV", "VERB"):
        return None
    if scene.words[j].pos == "DET" and not scene.has("of", j):
        return None
    return next((k for k in PREPOSITIONS if scene.has(k, j)), None)


def participants(
    scene: Scene, trigger: Trigger, over: tuple[Governor, ...], around: Surroundings
) -> tuple[Participant, ...]:
    """The participants of `trigger`, in text order, one per actor and role."""
    roles = trigger.frame.roles
    found: list[tuple[str, Reference]] = list(_complements(scene, trigger, around))
    found += _clitics(scene, trigger, around)
    agent = roles.get("subject") or roles.get("of") or roles.get("by")
    if agent and not (
        trigger.group is None
        and any(roles.get(k) == agent for k, _ in found if k in ("of", "own", "by", "between"))
    ):
        found += [("subject", r) for r in agents(scene, trigger, over, around)]
    named = [(roles[k], r) for k, r in found if k in roles]
    if any(k == "between" for k, _ in found):
        named = [("party", r) for k, r in found if k == "between"]
    return _unique(named, roles)


def _unique(named: Iterable[tuple[str, Reference]], roles: object) -> tuple[Participant, ...]:
    out: dict[tuple[str, str], Participant] = {}
    for role, r in named:
        out.setdefault((role, r.actor), Participant(role, r.actor, r.span, r.span is None, r.rule))
    return tuple(sorted(out.values(), key=lambda p: p.span.start if p.span else 10**9))


def _complements(scene: Scene, trigger: Trigger, around: Surroundings) -> Iterable[tuple[str, Reference]]:
    """(slot kind, actor) for every actor in the complements after the trigger."""
    previous: Slot | None = None
    seen: set[str] = set()
    for slot in slots(scene, *trigger.phrase):
        kind = slot.kind
        if (
            kind == "of"
            and previous is not None
            and previous.kind not in ("of", "object")
            and previous.kind not in seen
        ):
            kind = previous.kind
        for mention in _acting(scene, slot):
            yield _kind(scene, trigger, slot, kind, mention, seen), _reference(mention)
            seen.add(kind)
        if slot.kind != "of":
            previous = slot
    if trigger.group is None:
        yield from _owners(scene, trigger, around)


def _kind(scene: Scene, trigger: Trigger, slot: Slot, kind: str, mention: Mention, seen: set[str]) -> str:
    """A demonym in the trigger's own noun phrase names the owner ("l'offre russe", "transferts d'armes russes")."""
    if trigger.group is not None or mention.form != "demonym":
        return kind
    if kind == "object" or (kind == "of" and "of" not in seen and trigger.items):
        return "own"
    return kind


def _acting(scene: Scene, slot: Slot) -> list[Mention]:
    """Actors of a complement: the person of "le président russe Vladimir Poutine", both of "A et B"."""
    inside = [
        m
        for m in scene.mentions_in(slot.first, slot.last)
        if m.actor and (m.kind in ACTING or (m.kind == "place" and m.country))
    ]
    for tier in _TIERS:
        chosen = [m for m in inside if m.kind in tier]
        if chosen:
            return chosen if tier != ("state",) else _states(chosen)
    return []


def _states(chosen: list[Mention]) -> list[Mention]:
    named = [m for m in chosen if m.form != "demonym"]
    return named or chosen


def _reference(mention: Mention, rule: str = "as written") -> Reference:
    actor = mention.country if mention.kind == "place" and mention.country else mention.actor
    return Reference(actor or "unspecified", mention.span, f"{rule}: {mention.form}", mention.country)


def _owners(scene: Scene, trigger: Trigger, around: Surroundings) -> Iterable[tuple[str, Reference]]:
    """A possessive or a genitive before the noun ("leur réunion", "Moscow's offer", "the Russian offer")."""
    for j in range(trigger.first - 1, max(-1, trigger.first - 5), -1):
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
        ):
            return
        for mention in scene.mentions_in(j, j):
            if scene.index(mention) == j and mention.actor:
                yield "own", _reference(mention)


def _clitics(scene: Scene, trigger: Trigger, around: Surroundings) -> list[tuple[str, Reference]]:
    """Dative pronouns before the verb ("lui fournir des armes")."""
    if trigger.group is None:
        return []
    hits = [
        j
        for j in range(max(0, trigger.first - 3), trigger.first)
        if scene.has("dative_clitic", j) and scene.words[j].pos == "PRON"
    ]
    return [("to", r) for j in hits for r in pronoun(scene, j, around)]


def agents(
    scene: Scene, trigger: Trigger, over: tuple[Governor, ...], around: Surroundings
) -> tuple[Reference, ...]:
    """Who does it, when the complements do not say: subject, controller of an infinitive, subject of a support verb."""
    if trigger.group is not None:
        return of_group(scene, trigger.group, over, around)
    governor = next((g for g in over if g.relation == "complement"), None)
    if governor is None or governor.group is None or governor.group.passive:
        return ()
    carries = governor.cue is not None and (
        governor.cue.effect == "light"
        or governor.cue.stage in ("offered", "promised", "planned", "attempted")
    )
    if not carries:
        return ()
    rest = over[over.index(governor) + 1 :]
    return of_group(scene, governor.group, rest, around)


def of_group(
    scene: Scene, group: Group, over: tuple[Governor, ...], around: Surroundings
) -> tuple[Reference, ...]:
    """The agent of a verb group."""
    if group.kind == "finite":
        return () if group.passive else subject(scene, scene.clause_of(group.first), around)
    if group.passive:
        return ()
    governor = next((g for g in over if g.relation in ("complement", "purpose", "adjunct")), None)
    if group.kind == "gerund" and governor is None:
        return subject(scene, scene.clause_of(group.first), around)
    if governor is None:
        return ()
    return _controller(scene, group, governor, over[over.index(governor) + 1 :], around)


def _controller(
    scene: Scene, group: Group, governor: Governor, rest: tuple[Governor, ...], around: Surroundings
) -> tuple[Reference, ...]:
    between = Slot("object", governor.last + 1, group.first - 1)
    if governor.relation == "purpose":
        return subject(scene, scene.clause_of(group.first), around)
    if governor.cue is not None and governor.cue.control == "object":
        return tuple(_reference(m, "object of the governing verb") for m in _acting(scene, between))
    if governor.group is not None:
        return of_group(scene, governor.group, rest, around)
    if scene.words[governor.first].pos == "ADJ":
        return _modified(scene, governor, around)
    inner = tuple(_reference(m, "complement of the governing noun") for m in _acting(scene, between))
    if inner:
        return inner
    own = _noun_owner(scene, governor, around)
    if own:
        return own
    over = next((g for g in rest if g.relation == "complement" and g.group is not None), None)
    return of_group(scene, over.group, rest, around) if over and over.group else ()


def _noun_owner(scene: Scene, governor: Governor, around: Surroundings) -> tuple[Reference, ...]:
    if governor.first == 0:
        return ()
    before = pronoun(scene, governor.first - 1, around)
    return tuple(before)


def _modified(scene: Scene, governor: Governor, around: Surroundings) -> tuple[Reference, ...]:
    """The noun that the governing adjective stands on, or the clause's subject ("X est prêt à")."""
    clause = scene.clause_of(governor.first)
    if (
        clause.group is not None
        and clause.group.last < governor.first
        and governor.first - clause.group.last < 4
    ):
        return subject(scene, clause, around)
    j = governor.first - 1
    noun = next((k for k in range(j, max(-1, j - 3), -1) if scene.words[k].pos in ("NOUN", "PROPN")), None)
    if noun is None:
        return ()
    mentions = scene.mentions_in(noun, noun)
    if mentions:
        return tuple(_reference(m) for m in mentions)
    word = scene.words[noun]
    return (Reference("unspecified", scene.sentence.cover(noun, noun), f"a common noun: {word.low}"),)


def subject(scene: Scene, clause: Clause, around: Surroundings, depth: int = 0) -> tuple[Reference, ...]:
    """Actors of the subject of `clause`."""
    group = clause.group
    if group is None or depth > 4:
        return ()
    before = [w for w in clause.words if w < group.first and w != clause.opener]
    found = _subject_in(scene, before, around)
    if found:
        return found
    if (
        clause.kind == "relative"
        and clause.opener is not None
        and scene.lexicon.has("relative_subject", scene.words[clause.opener].low)
    ):
        return _antecedent(scene, clause.opener)
    if any(scene.words[w].pos in ("NOUN", "PROPN", "PRON") and not scene.has("clitic", w) for w in before):
        return ()
    if clause.kind in ("coordinate", "resumed"):
        parent = scene.clause(clause.parent)
        while (
            parent is not None
            and parent.kind == "that"
            and clause.kind == "coordinate"
            and parent.parent is not None
            and not before_and(scene, clause)
        ):
            parent = scene.clause(parent.parent)
        inverted = _inverted(scene, clause)
        return inverted or (subject(scene, parent, around, depth + 1) if parent else ())
    return _inverted(scene, clause)


def before_and(scene: Scene, clause: Clause) -> bool:
    return any(scene.has("and", w) for w in clause.words[:2])


def _inverted(scene: Scene, clause: Clause) -> tuple[Reference, ...]:
    """A subject right after the verb ("a déclaré Poutine")."""
    group = clause.group
    assert group is not None
    after = slots(scene, group.last + 1, clause.last)
    first = next((s for s in after if s.kind == "object"), None)
    return tuple(_reference(m, "inverted subject") for m in _acting(scene, first)) if first else ()


def _subject_in(scene: Scene, before: list[int], around: Surroundings) -> tuple[Reference, ...]:
    """Actors of the first noun phrase without a preposition among the words before the verb."""
    segments = _segments(scene, before)
    for n, segment in enumerate(segments):
        if scene.words[segment[0]].pos in ("ADP", "ADV", "SCONJ", "PUNCT") and len(segments) > n + 1:
            continue
        head = _head_phrase(scene, segment)
        named = _acting(scene, Slot("object", head[0], head[-1]))
        follows = segments[n + 1] if n + 1 < len(segments) else None
        if follows and not any(m.kind == "person" for m in named):
            apposed = [
                m for m in _acting(scene, Slot("object", follows[0], follows[-1])) if m.kind == "person"
            ]
            named = apposed or named
        if named:
            return tuple(_reference(m) for m in named)
        for w in segment:
            resolved = pronoun(scene, w, around)
            if resolved and scene.words[w].pos == "PRON":
                return tuple(resolved)
        if any(scene.words[w].pos in ("NOUN", "PROPN") for w in segment):
            return ()
    return ()


def _segments(scene: Scene, before: list[int]) -> list[list[int]]:
    out: list[list[int]] = [[]]
    for w in before:
        if scene.words[w].low in (",", "—", "–", "«", "»", '"', "“", "”", "(", ")"):
            out.append([])
        else:
            out[-1].append(w)
    return [s for s in out if s]


def _head_phrase(scene: Scene, segment: list[int]) -> list[int]:
    """The segment up to a preposition other than "of", or whole where it would hold no actor."""
    for n, w in enumerate(segment):
        if n and scene.words[w].pos == "ADP" and not scene.has("of", w):
            return segment[:n]
    return segment


def _antecedent(scene: Scene, opener: int) -> tuple[Reference, ...]:
    """The actor right before a relative pronoun."""
    near = [m for m in scene.mentions_in(max(0, opener - 8), opener - 1) if m.actor and m.kind in ACTING]
    if not near:
        return ()
    last = near[-1]
    pair = (
        [near[-2]]
        if len(near) > 1
        and any(scene.has("and", j) for j in range(scene.index(near[-2]), scene.index(last)))
        and near[-2].kind == last.kind
        else []
    )
    return tuple(_reference(m, "antecedent") for m in [*pair, last])


def pronoun(scene: Scene, j: int, around: Surroundings) -> list[Reference]:
    """Whom the pronoun or possessive at word `j` means; empty when it is none or cannot be told."""
    word = scene.words[j]
    span = Span(word.start, word.end)
    if scene.has("speaker_pronoun", j) and around.speaker:
        return [Reference(around.speaker.actor, span, "first person: the speaker", around.speaker.country)]
    if scene.has("addressee_pronoun", j) and around.addressee:
        return [
            Reference(around.addressee.actor, span, "second person: the addressee", around.addressee.country)
        ]
    if (word.pos == "PRON" and (scene.has("plural_pronoun", j))) or (
        scene.has("plural_possessive", j) and word.pos in ("DET", "PRON", "ADJ")
    ):
        return [
            Reference(r.actor, span, "plural pronoun: the last pair named", r.country)
            for r in _pair(scene, j, around)
        ]
    if (word.pos == "PRON" and scene.has("singular_pronoun", j)) or (
        scene.has("singular_possessive", j) and word.pos in ("DET", "PRON", "ADJ")
    ):
        found = _single(scene, j, around)
        return [Reference(found.actor, span, f"pronoun: {found.rule}", found.country)] if found else []
    return []


def _earlier(scene: Scene, j: int, around: Surroundings) -> list[Mention]:
    start = scene.words[j].start
    return [
        m
        for m in (*around.earlier, *scene.mentions)
        if m.span.end <= start
        and m.actor
        and m.kind in ("person", "state", "organisation", "company")
        and m.form != "demonym"
    ]


def _pair(scene: Scene, j: int, around: Surroundings) -> list[Reference]:
    """The last two actors joined by "and"; else the last two persons of the sentence."""
    seen = _earlier(scene, j, around)
    joined = [
        (a, b)
        for a, b in zip(seen, seen[1:], strict=False)
        if a.actor != b.actor and a.kind == b.kind and b.span.start - a.span.end < 9
    ]
    here = [m for m in seen if m.kind == "person" and m.span.start >= scene.sentence.span.start]
    people = list({m.actor: m for m in here}.values())
    if len(people) >= 2 and not (joined and joined[-1][1].span.start > people[1].span.start):
        return [_reference(m) for m in people[:2]]
    return [_reference(m) for m in joined[-1]] if joined else []


def _single(scene: Scene, j: int, around: Surroundings) -> Reference | None:
    """The subject of the clause so far, of an earlier clause, of the sentence before; the object after "pour"."""
    clause = scene.clause_of(j)
    if _after_for(scene, j):
        near = [m for m in _earlier(scene, j, around) if m.span.start >= scene.sentence.span.start]
        return _reference(near[-1], "nearest before") if near else None
    if clause.group is not None and clause.group.first < j:
        own = subject(
            scene, clause, Surroundings(around.earlier, around.speaker, around.addressee, around.subject), 3
        )
        if own:
            return own[0]
    for other in reversed([c for c in scene.clauses if c.index < clause.index]):
        found = _subject_in(
            scene, [w for w in other.words if other.group and w < other.group.first], Surroundings()
        )
        if found:
            return found[0]
    return around.speaker or around.subject


def _after_for(scene: Scene, j: int) -> bool:
    return (
        j > 0
        and scene.words[j - 1].low in ("pour", "for")
        and not any(scene.words[k].low == "," for k in range(max(0, j - 4), j))
    )
