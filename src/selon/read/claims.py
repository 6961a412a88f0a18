"""Claims: one act by one chain of sources in one passage, assembled from triggers, scope and attributions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from selon.model.actor import Actor, Mention
from selon.model.attribution import Attribution
from selon.model.claim import ChainLink, Claim, Direction, Evidence, LegalCharacterisation, Participant
from selon.model.text import Span, hull
from selon.read import factuality
from selon.read.acts.arguments import Reference, Surroundings, participants
from selon.read.acts.clauses import Clause, Group
from selon.read.acts.direction import direction, reversed_for
from selon.read.acts.lexicon import lexicon
from selon.read.acts.scene import Scene, scene
from selon.read.acts.scope import Governor, governors
from selon.read.acts.triggers import Trigger, as_items, triggers
from selon.read.acts.words import sentences
from selon.read.parse import ParsedDocument, ParsedPassage


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger with everything the sentence says of it."""

    trigger: Trigger
    scene: Scene
    over: tuple[Governor, ...]
    parties: tuple[Participant, ...]
    state: factuality.Reading
    attribution: Attribution | None
    main: int | None = None  # index, in the sentence, of the act this one is the counter-performance of


def claims(
    parsed: ParsedDocument,
    attributions: tuple[Attribution, ...],
    mentions: tuple[Mention, ...],
    actors: tuple[Actor, ...],
) -> tuple[Claim, ...]:
    """Every claim of a document, in text order; pure, and empty where the pack has no act lexicon."""
    words = lexicon(parsed.pack)
    countries = {a.id: a.country for a in actors}
    kinds = {a.id: a.kind for a in actors}
    out: list[Claim] = []
    for passage in parsed.passages:
        out += _passage(parsed, passage, words, attributions, mentions, countries, kinds)
    return tuple(sorted({c.id: c for c in out}.values(), key=lambda c: (c.trigger, c.act_type)))


def _passage(parsed, passage, words, attributions, mentions, countries, kinds) -> Iterator[Claim]:
    earlier: tuple[Mention, ...] = ()
    readings = _conditionals(parsed, passage)
    for sentence in sentences(passage):
        view = scene(sentence, mentions, words, passage.passage.kind in ("title", "heading", "standfirst"))
        acts = _acts(parsed, view, attributions, earlier, countries, readings)
        yield from _built(parsed, view, acts, countries, kinds)
        earlier = (*earlier, *view.mentions)


def _conditionals(parsed: ParsedDocument, passage: ParsedPassage) -> dict[int, str]:
    """Start of each French conditional form and its reading (RPT, HYP, ...)."""
    try:
        from selon.read.conditional import conditionals
    except ImportError:
        return {}
    return {span.start: reading for span, reading in conditionals(passage, parsed.pack)}


def _acts(parsed, view: Scene, attributions, earlier, countries, readings) -> list[Act]:
    acts: list[Act] = []
    for trigger in triggers(view):
        act = _act(parsed, view, trigger, attributions, earlier, countries, readings)
        if act is not None:
            acts.append(act)
    return [_exchanged(view, acts, n) for n in range(len(acts))]


def _act(parsed, view, trigger, attributions, earlier, countries, readings) -> Act | None:
    span = view.sentence.cover(trigger.first, trigger.last)
    if parsed.document.is_noise(span):
        return None
    attribution = innermost(attributions, span)
    around = _surroundings(attribution, earlier, countries)
    over = governors(view, trigger)
    if trigger.frame.soft and _soft(over):
        return None
    parties = participants(view, trigger, over, around)
    if len({p.actor for p in parties}) < trigger.frame.actors and not trigger.counterpart:
        return None
    state = factuality.presented(view, trigger, over, lambda g: _reading(view, g, readings))
    return Act(trigger, view, over, parties, state, attribution)


def _soft(over: tuple[Governor, ...]) -> bool:
    """Ties named only as the purpose or the content of an agreement are not a claim of their own."""
    return any(g.relation == "purpose" or (g.cue is not None and g.cue.stage == "agreed") for g in over)


def _reading(view: Scene, group: Group, readings: dict[int, str]) -> str:
    """The reading of a conditional verb group: from the French reader, else by the shortest safe rule."""
    start = view.words[group.first].start
    return readings.get(start) or _plain_reading(view, group)


def _plain_reading(view: Scene, group: Group) -> str:
    head = view.words[group.first].lemma
    if head in ("pouvoir", "could", "might"):
        return "MOD-PS"
    if head == "devoir":
        return "MOD-EXP"
    clause = view.clause_of(group.first)
    if any(c.kind == "if" for c in view.clauses):
        return "HYP"
    parent = view.clause(clause.parent)
    if (
        clause.kind == "that"
        and parent
        and parent.group
        and parent.group.tense in ("past", "imperfect")
        and group.tense == "conditional"
        and not _nominal_subject(view, clause)
    ):
        return "FIP"
    return "RPT" if group.tense == "conditional past" and view.lexicon.grammar.get("motion") else "HYP"


def _nominal_subject(view: Scene, clause: Clause) -> bool:
    """Whether the subject is itself an act ("le transfert ... violerait"): then the verb is hypothetical."""
    group = clause.group
    return group is not None and any(
        t.group is None and t.last < group.first and t.first in clause.words for t in triggers(view)
    )


def innermost(attributions: Iterable[Attribution], span: Span) -> Attribution | None:
    """The attribution with the shortest content that holds `span`."""
    holding = [
        (min(len(c) for c in a.content if c.overlaps(span)), n, a)
        for n, a in enumerate(attributions)
        if any(c.overlaps(span) for c in a.content)
    ]
    return min(holding, key=lambda x: (x[0], x[1]))[2] if holding else None


def _surroundings(
    attribution: Attribution | None, earlier: tuple[Mention, ...], countries: dict[str, str | None]
) -> Surroundings:
    if attribution is None:
        return Surroundings(earlier)
    source = attribution.source
    speaker = (
        Reference(source.actor, source.span, "speaker", countries.get(source.actor)) if source.actor else None
    )
    addressee = None
    if attribution.addressee is not None:
        found = next((m for m in earlier if m.span.overlaps(attribution.addressee.span)), None)
        addressee = (
            Reference(found.actor, found.span, "addressee", found.country) if found and found.actor else None
        )
    return Surroundings(earlier, speaker, addressee)


def _exchanged(view: Scene, acts: list[Act], n: int) -> Act:
    """An act after "en échange de" with the act it is the price of, and that act's uncertainty."""
    act = acts[n]
    marker = _marker(view, act.trigger.first)
    if marker is None:
        return act
    before = [
        k
        for k, a in enumerate(acts)
        if a.trigger.first < marker
        and view.clause_of(a.trigger.first).index == view.clause_of(act.trigger.first).index
    ]
    if not before:
        return act
    main = acts[before[-1]]
    return replace(act, main=before[-1], state=_as_price(act.state, main.state))


def _as_price(state: factuality.Reading, main: factuality.Reading) -> factuality.Reading:
    """A price is never reported as paid: it shares the stage of a hypothetical act, else it is agreed or asked."""
    rules = (*state.rules, "counter-performance")
    if main.stage in ("hypothetical", "governed"):
        return replace(main, rules=rules)
    if state.stage not in factuality.ACTUAL:
        return replace(
            state, rules=rules, value="PS+" if main.stage in ("offered", "requested") else state.value
        )
    stage = "requested" if main.stage in ("offered", "requested") else "agreed"
    return replace(state, stage=stage, value="PS+", presupposed=False, rules=rules)


def _marker(view: Scene, at: int) -> int | None:
    clause = view.clause_of(at)
    hits = [j for j in clause.words if j < at and view.has("exchange", j) and j and view.has("in", j - 1)]
    return hits[-1] if hits else None


def _built(parsed, view: Scene, acts: list[Act], countries, kinds) -> Iterator[Claim]:
    ids = [_id(parsed, view, a) for a in acts]
    made = [_claim(parsed, view, a, ids, acts, n, countries, kinds) for n, a in enumerate(acts)]
    links: dict[int, list[str]] = {}
    for n, act in enumerate(acts):
        if act.main is not None:
            links.setdefault(n, []).append(ids[act.main])
            links.setdefault(act.main, []).append(ids[n])
    for n, claim in enumerate(made):
        yield replace(claim, exchange_for=tuple(links.get(n, ())))


def _id(parsed: ParsedDocument, view: Scene, act: Act) -> str:
    span = view.sentence.cover(act.trigger.first, act.trigger.last)
    source = act.attribution.source.id if act.attribution else "author"
    key = f"{parsed.document.id}|{span.start}|{span.end}|{act.trigger.act}|{source}"
    return "c_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _claim(parsed, view, act: Act, ids, acts, n, countries, kinds) -> Claim:
    state = _attributed(factuality.finished(act.state), act.attribution)
    main = acts[act.main] if act.main is not None else None
    conditional = ids[act.main] if main is not None and main.state.stage in ("offered", "requested") else None
    parties, way = _parties(act, main, countries, kinds)
    return Claim(
        id=ids[n],
        act_type=act.trigger.act,
        stage=state.stage,
        polarity=state.polarity,
        stance=state.stance,
        modality=factuality.modality(
            state.stage, state.polarity, state.stance, conditional is not None, state.possible
        ),
        evidence=tuple(_evidence(view, act)),
        attribution=_chain(act.attribution, state),
        factuality=_values(state, act.attribution),
        participants=parties,
        direction=way,
        items=as_items(view, parsed.text, act.trigger.items),
        quote_mode=act.attribution.kind if act.attribution else None,
        legal=_legal(view, act, parsed.text),
        conditional_on=conditional,
        presupposed=state.presupposed,
        attributed=act.attribution.id if act.attribution else None,
        rules=(f"frame {' '.join(act.trigger.frame.words)}", *state.rules),
    )


def _parties(
    act: Act, main: Act | None, countries, kinds
) -> tuple[tuple[Participant, ...], Direction | None]:
    way = direction(act.parties, act.trigger.act, countries, kinds)
    if main is None:
        return act.parties, way
    base = direction(main.parties, main.trigger.act, countries, kinds)
    return reversed_for(act.parties, way, base, countries)


def _attributed(state: factuality.Reading, attribution: Attribution | None) -> factuality.Reading:
    """The reading with the stance of the innermost source where the sentence's own cues give none."""
    if attribution is None:
        return state
    stance = state.stance if state.stance != "asserts" else attribution.stance
    out = replace(state, stance=stance)
    if attribution.attitude == "denied" and state.polarity == "affirmed":
        return factuality.finished(replace(out, polarity="denied", stance="denies", value=None))
    if attribution.attitude in ("feared", "hoped") and state.stage in factuality.ACTUAL:
        return factuality.finished(replace(out, stage="hypothetical", value="PS+"))
    if state.stage == "hypothetical" or state.value not in ("CT+", "CT-") or stance == state.stance:
        return out
    return factuality.finished(replace(out, value=None))


def _evidence(view: Scene, act: Act) -> Iterator[Evidence]:
    clause = view.clause_of(act.trigger.first)
    yield Evidence("trigger", view.sentence.cover(act.trigger.first, act.trigger.last))
    yield Evidence("clause", _trimmed(view, clause))
    for governor in act.state.cues:
        if governor.cue is not None:
            yield Evidence("cue", view.sentence.cover(governor.first, governor.last))


def _trimmed(view: Scene, clause: Clause) -> Span:
    """The clause without marks at its edges."""
    words = [w for w in clause.words if view.words[w].pos != "PUNCT"] or list(clause.words)
    return view.sentence.cover(words[0], words[-1])


def _chain(attribution: Attribution | None, state: factuality.Reading) -> tuple[ChainLink, ...]:
    author = ChainLink("author", distance=state.distance)
    if attribution is None:
        return (author,)
    inner = [
        ChainLink(
            link.source.id, link.kind, hull(link.cue), attribution.cue_lemma,
            distance=attribution.distance or state.distance,
        )
        for link in attribution.chain
    ] or [ChainLink(attribution.source.id, "said", hull(attribution.cue), attribution.cue_lemma)]  # fmt: skip
    last = replace(inner[-1], utterance_time=attribution.time)
    return (author, *inner[:-1], last)


def _values(state: factuality.Reading, attribution: Attribution | None) -> tuple[tuple[str, str], ...]:
    promise = attribution is not None and attribution.attitude == "promised" and state.stage == "promised"
    author = factuality.author_value(state, attribution is not None, promise)
    if attribution is None:
        return (("author", author),)
    return (("author", author), (attribution.source.id, state.value or "Uu"))


def _legal(view: Scene, act: Act, text: str) -> LegalCharacterisation | None:
    """A legal charge made in the act's own clause; it belongs to whoever makes the claim."""
    clause = view.clause_of(act.trigger.first)
    group = clause.group
    source = act.attribution.source.id if act.attribution else "author"
    if (
        group is not None
        and view.lexicon.has("legal_verb", view.words[group.head].lemma)
        and group.first > act.trigger.last
    ):
        return _charge(
            view,
            clause,
            group.first,
            group.head,
            source,
            text,
            group.tense in ("conditional", "possible", "future", "conditional past"),
        )
    noun = next((w for w in clause.words if w > act.trigger.last and view.has("legal_noun", w)), None)
    if noun is None:
        return None
    unsure = act.state.stage in ("hypothetical", "expected", "planned", "offered", "promised", "governed")
    return _charge(view, clause, noun, noun, source, text, unsure)


def _charge(
    view: Scene, clause: Clause, first: int, head: int, source: str, text: str, unsure: bool
) -> LegalCharacterisation | None:
    instrument = next((w for w in clause.words if w > head and view.has("legal_instrument", w)), None)
    if instrument is None:
        return None
    last = instrument
    for w in (w for w in clause.words if w > instrument):
        if view.words[w].pos in ("PUNCT", "CCONJ", "VERB", "AUX"):
            break
        last = w
    start = instrument - 1 if instrument and view.words[instrument - 1].pos == "DET" else instrument
    named = view.sentence.cover(start, last).of(text)
    return LegalCharacterisation(
        "would_violate" if unsure else "violates", source, named, view.sentence.cover(first, last)
    )
