"""Claims: one act by one chain of sources in one passage, assembled from triggers, scope and attributions."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from selon.model.actor import Actor, Mention
from selon.model.attribution import Attribution, Link
from selon.model.claim import ChainLink, Claim, Direction, Evidence, Participant, Quantity
from selon.model.ports import LanguagePack
from selon.model.text import Span, hull
from selon.model.time import Date
from selon.reading import factuality
from selon.reading.acts.arguments import participants
from selon.reading.acts.clauses import Group
from selon.reading.acts.details import clause_span, how_much, when, where
from selon.reading.acts.direction import direction, reversed_for
from selon.reading.acts.items import as_items
from selon.reading.acts.legal import charge
from selon.reading.acts.lexicon import ActLexicon, lexicon
from selon.reading.acts.price import main_act, priced
from selon.reading.acts.references import Reference, Surroundings, reference
from selon.reading.acts.scene import Scene, scene
from selon.reading.acts.scope import Governor, governors
from selon.reading.acts.triggers import Trigger, triggers
from selon.reading.acts.words import sentences
from selon.reading.conditional import conditionals
from selon.reading.dates import dates
from selon.reading.parse import ParsedDocument, ParsedPassage
from selon.reading.quantities import quantities

_HEADLINES = ("title", "heading", "standfirst")
_LONGEST = 700  # words; what is longer is a table or a list run together, not a sentence
_TITLE = 40  # characters an office may take between a demonym and a name
_OPEN = ("offered", "requested", "promised")  # stages whose price is still conditional


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known of the document before its acts are read. `conditionals`: start of a form -> its reading."""

    parsed: ParsedDocument
    lexicon: ActLexicon
    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...]
    countries: Mapping[str, str | None]
    kinds: Mapping[str, str]
    dates: tuple[Date, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    conditionals: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Act:
    """A trigger with everything its sentence says of it. `main`: index of the act it is the price of."""

    trigger: Trigger
    over: tuple[Governor, ...]
    parties: tuple[Participant, ...]
    state: factuality.Reading
    sources: tuple[Attribution, ...]  # over the act, outermost first
    governed: bool = False  # the innermost source's cue is itself a word over the act
    main: int | None = None

    @property
    def attribution(self) -> Attribution | None:
        return self.sources[-1] if self.sources else None

    @property
    def source(self) -> str:
        return self.sources[-1].source.id if self.sources else "author"


def claims(
    parsed: ParsedDocument,
    attributions: tuple[Attribution, ...],
    mentions: tuple[Mention, ...],
    actors: tuple[Actor, ...],
) -> tuple[Claim, ...]:
    """Every claim of a document, in text order. Pure; the same input gives the same ids."""
    ground = _ground(parsed, attributions, mentions, actors)
    found = [c for passage in parsed.passages for c in _passage(ground, passage)]
    return tuple(sorted({c.id: c for c in found}.values(), key=lambda c: (c.trigger, c.act_type)))


def _ground(
    parsed: ParsedDocument,
    attributions: tuple[Attribution, ...],
    mentions: tuple[Mention, ...],
    actors: tuple[Actor, ...],
) -> _Ground:
    known = dates(parsed)
    return _Ground(
        parsed,
        lexicon(parsed.pack),
        attributions,
        mentions,
        _countries(mentions, actors),
        {a.id: a.kind for a in actors},
        known,
        quantities(parsed, known),
        {
            start: reading
            for passage in parsed.passages
            for start, reading in _conditionals(passage, parsed.pack)
        },
    )


def _countries(mentions: tuple[Mention, ...], actors: tuple[Actor, ...]) -> dict[str, str | None]:
    """State of each actor; a person's is also told by the demonym right before the name ("German Chancellor X")."""
    out = {a.id: a.country for a in actors}
    for demonym, name in itertools.pairwise(mentions):
        near = 0 < name.span.start - demonym.span.end < _TITLE
        if (
            near
            and demonym.form == "demonym"
            and name.kind == "person"
            and name.actor
            and not out.get(name.actor)
        ):
            out[name.actor] = demonym.country
    return out


def _conditionals(passage: ParsedPassage, pack: LanguagePack) -> Iterator[tuple[int, str]]:
    """(start, reading) of the conditional forms of a passage."""
    for form in conditionals(passage, pack):
        yield form.span.start, form.reading


def _passage(ground: _Ground, passage: ParsedPassage) -> Iterator[Claim]:
    earlier: tuple[Mention, ...] = ()
    for sentence in sentences(passage):
        if len(sentence.words) > _LONGEST:
            continue
        view = scene(sentence, ground.mentions, ground.lexicon, passage.passage.kind in _HEADLINES)
        yield from _built(ground, view, _acts(ground, view, earlier))
        earlier = (*earlier, *view.mentions)


def _acts(ground: _Ground, view: Scene, earlier: tuple[Mention, ...]) -> list[_Act]:
    """The acts of a sentence; a price takes the uncertainty of the act it pays for."""
    named = [t for t in triggers(view) if not ground.parsed.document.is_noise(_span(view, t))]
    starts = [t.first for t in named]
    read: list[tuple[_Act, int | None]] = []
    for n, trigger in enumerate(named):
        main = main_act(view, starts, n)
        act = _act(ground, view, trigger, earlier, main is not None)
        read.append((act, main))
    kept = [n for n in range(len(read)) if _keeps(read, n)]
    return [_linked(read, kept, n) for n in kept]


def _keeps(read: list[tuple[_Act, int | None]], n: int) -> bool:
    """Whether an act stands: it names its parties or is a price, and is not just the stage of another one."""
    act, main = read[n]
    if not (act.parties or act.trigger.frame.actors == 0 or main is not None):
        return False
    if act.trigger.act not in ("agreement", "request") or act.trigger.group is None:
        return True
    inner = [a for k, (a, _) in enumerate(read) if k != n and a.parties and not a.trigger.frame.soft]
    return not any(
        g.cue and g.cue.stage == a.state.stage and g.first == act.trigger.first for a in inner for g in a.over
    )


def _linked(read: list[tuple[_Act, int | None]], kept: list[int], n: int) -> _Act:
    act, main = read[n]
    if main is None or main not in kept:
        return act
    return replace(act, main=kept.index(main), state=priced(act.state, read[main][0].state))


def _span(view: Scene, trigger: Trigger) -> Span:
    return view.sentence.cover(trigger.first, trigger.last)


def _act(
    ground: _Ground, view: Scene, trigger: Trigger, earlier: tuple[Mention, ...], is_price: bool
) -> _Act:
    over = governors(view, trigger)
    sources = _sources(ground, view, trigger)
    around = _surroundings(ground, view, _speaker(sources), earlier)
    parties = participants(view, trigger, over, around)
    if not is_price and not _enough(trigger, parties, over):
        parties = ()
    state = factuality.presented(view, trigger, over, lambda group: _reading(ground, view, group))
    cues = [view.sentence.cover(g.first, g.last) for g in state.cues]
    kept = tuple(
        a
        for a in sources
        if not is_price or _governs(a, cues) or a.attitude not in factuality.STAGE_ATTITUDES
    )
    return _Act(trigger, over, parties, state, kept, bool(kept) and _governs(kept[-1], cues))


def _governs(attribution: Attribution, cues: list[Span]) -> bool:
    """Whether a source's cue is one of the words over the act. Where it is not, the maker of an offer does not stand
    behind the price asked for it."""
    return any(c.overlaps(span) for c in attribution.cue for span in cues)


def _speaker(sources: tuple[Attribution, ...]) -> Attribution | None:
    """The innermost source that speaks, for "nous" and "votre"."""
    spoken = [a for a in sources if a.attitude not in factuality.STAGE_ATTITUDES]
    return spoken[-1] if spoken else sources[-1] if sources else None


def _enough(trigger: Trigger, parties: tuple[Participant, ...], over: tuple[Governor, ...]) -> bool:
    """Whether the act names enough of its participants, and is not just the aim or content of another."""
    if trigger.frame.soft and any(
        g.relation == "purpose" or (g.cue and g.cue.stage == "agreed") for g in over
    ):
        return False
    return len({p.actor for p in parties}) >= trigger.frame.actors


def _sources(ground: _Ground, view: Scene, trigger: Trigger) -> tuple[Attribution, ...]:
    """The attributions over the act, outermost first; none where the act is only presupposed in them."""
    span = _span(view, trigger)
    found = holding(ground.attributions, span)
    found = tuple(a for a in found if not _outside(view, trigger, a))
    if not found or found[-1].kind == "direct" or not _projects(view, trigger):
        return found
    quoted = any(q.inner.overlaps(span) for q in ground.parsed.quotations)
    return found if quoted else ()


def _outside(view: Scene, trigger: Trigger, attribution: Attribution) -> bool:
    """A finite clause after "mais" is no part of reported words that began as an infinitive ("X nie livrer ..., mais")."""
    clause = view.clause_of(trigger.first)
    opens = view.sentence.at(attribution.content[0].start)
    if attribution.kind == "direct" or clause.kind != "coordinate" or opens is None or opens >= clause.first:
        return False
    group = next((g for g in view.groups if g.last >= opens), None)
    marked = any(view.has("but", w) for w in clause.words[:2])
    return (
        marked and group is not None and group.kind in ("infinitive", "gerund") and group.first <= opens + 2
    )


def _projects(view: Scene, trigger: Trigger) -> bool:
    """A possessed event noun in a time adjunct ("depuis leur rencontre") is the author's own presupposition."""
    if trigger.group is not None or trigger.frame.state or trigger.first < 2:
        return False
    owned = view.has("plural_possessive", trigger.first - 1) or view.has(
        "singular_possessive", trigger.first - 1
    )
    return owned and view.has("projecting", trigger.first - 2)


def holding(attributions: Iterable[Attribution], span: Span) -> tuple[Attribution, ...]:
    """The attributions whose content holds `span`, the longest content first."""
    found = [
        (-sum(map(len, a.content)), n, a)
        for n, a in enumerate(attributions)
        if any(c.overlaps(span) for c in a.content)
    ]
    return tuple(a for _, _, a in sorted(found, key=lambda x: x[:2]))


def _surroundings(
    ground: _Ground, view: Scene, attribution: Attribution | None, earlier: tuple[Mention, ...]
) -> Surroundings:
    base = Surroundings(earlier, ground.parsed.view, ground.countries)
    if attribution is None:
        return base
    source, addressee = attribution.source, attribution.addressee
    speaker = (
        Reference(source.actor, source.span, "speaker", ground.countries.get(source.actor))
        if source.actor
        else None
    )
    if speaker is None and source.span is not None:
        near = [m for m in ground.mentions if m.actor and m.span.overlaps(source.span)]
        speaker = reference(near[-1], "speaker") if near else None
    told = next(
        (m for m in ground.mentions if addressee and m.actor and m.span.overlaps(addressee.span)), None
    )
    told = told or _after_speaker(view, source.span)
    to = Reference(told.actor or "", told.span, "addressee", told.country) if told else None
    return replace(base, speaker=speaker, addressee=to)


def _after_speaker(view: Scene, speaker: Span | None) -> Mention | None:
    """The person spoken to, named right after the speaker ("a déclaré Poutine à Kim")."""
    if speaker is None:
        return None
    later = [m for m in view.mentions if m.span.start >= speaker.end and m.actor and m.kind == "person"]
    near = [m for m in later if (at := view.sentence.at(m.span.start)) and view.has("to", at - 1)]
    return near[0] if near else None


def _reading(ground: _Ground, view: Scene, group: Group) -> str:
    """The reading of a conditional verb group: from the French reader, else by the shortest safe rule."""
    start = view.words[group.first].start
    found = ground.conditionals.get(start) or ground.conditionals.get(view.words[group.head].start)
    return found or factuality.plain_conditional(view, group)


def _built(ground: _Ground, view: Scene, acts: list[_Act]) -> Iterator[Claim]:
    ids = [_id(ground, view, a) for a in acts]
    for n, act in enumerate(acts):
        prices = [ids[k] for k, a in enumerate(acts) if a.main == n]
        paid = [ids[act.main]] if act.main is not None else []
        yield _claim(ground, view, act, ids, acts, tuple(dict.fromkeys(paid + prices)))


def _id(ground: _Ground, view: Scene, act: _Act) -> str:
    span = _span(view, act.trigger)
    key = f"{ground.parsed.document.id}|{span.start}|{span.end}|{act.trigger.act}|{act.source}"
    return "c_" + hashlib.sha256(key.encode()).hexdigest()[:16]


def _claim(
    ground: _Ground, view: Scene, act: _Act, ids: list[str], acts: list[_Act], exchange: tuple[str, ...]
) -> Claim:
    state = factuality.attributed(factuality.finished(act.state), act.attribution)
    main = acts[act.main] if act.main is not None else None
    condition = ids[acts.index(main)] if main is not None and main.state.stage in _OPEN else None
    parties, way = _parties(ground, act, main)
    text = ground.parsed.text
    return Claim(
        id=_id(ground, view, act),
        act_type=act.trigger.act,
        stage=state.stage,
        polarity=state.polarity,
        stance=state.stance,
        modality=factuality.modality(
            state.stage, state.polarity, state.stance, condition is not None, state.possible
        ),
        evidence=tuple(_evidence(view, act)),
        attribution=_chain(act.sources, state),
        factuality=_values(state, act),
        participants=parties,
        direction=way,
        items=as_items(view, text, act.trigger.items),
        quantity=how_much(view, act.trigger, ground.quantities),
        time=when(view, act.trigger, ground.dates),
        places=where(view, act.trigger, way),
        quote_mode=act.attribution.kind if act.attribution else None,
        legal=charge(view, act.trigger, state.stage in factuality.ACTUAL, act.source, text),
        conditional_on=condition,
        exchange_for=exchange,
        presupposed=state.presupposed,
        attributed=act.attribution.id if act.attribution else None,
        rules=(f"frame {' '.join(act.trigger.frame.words)}", *state.rules),
    )


def _parties(
    ground: _Ground, act: _Act, main: _Act | None
) -> tuple[tuple[Participant, ...], Direction | None]:
    own = direction(act.parties, act.trigger.act, ground.countries, ground.kinds)
    if main is None:
        return act.parties, own
    base = direction(main.parties, main.trigger.act, ground.countries, ground.kinds)
    return reversed_for(act.parties, own, base)


def _evidence(view: Scene, act: _Act) -> Iterator[Evidence]:
    yield Evidence("trigger", _span(view, act.trigger))
    yield Evidence("clause", clause_span(view, act.trigger.first))
    for governor in act.state.cues:
        if governor.cue is not None:
            yield Evidence("cue", view.sentence.cover(governor.first, governor.last))


def _chain(sources: tuple[Attribution, ...], state: factuality.Reading) -> tuple[ChainLink, ...]:
    """Author first, originator last; a source that relays itself is one link."""
    if not sources:
        return (ChainLink("author", distance=state.distance),)
    links: dict[str, ChainLink] = {}
    for attribution in sources:
        for link in _links(attribution, state):
            links.pop(link.source, None)
            links[link.source] = link
    return (ChainLink("author"), *links.values())


def _links(attribution: Attribution, state: factuality.Reading) -> list[ChainLink]:
    distance = attribution.distance or state.distance
    chain = attribution.chain or (Link(attribution.source, "said", attribution.cue),)
    out = [
        ChainLink(x.source.id, x.kind, hull(x.cue), attribution.cue_lemma, distance=distance) for x in chain
    ]
    return [*out[:-1], replace(out[-1], utterance_time=attribution.time)]


def _values(state: factuality.Reading, act: _Act) -> tuple[tuple[str, str], ...]:
    """FactBank value for the author, then for each source, the originator last."""
    own = factuality.asserts_stage(state, act.attribution, act.governed)
    author = ("author", factuality.author_value(state, bool(act.sources), own and len(act.sources) == 1))
    relayed = state.value or "Uu" if own else "Uu"
    values = {a.source.id: relayed for a in act.sources[:-1]}
    values.pop(act.source, None)
    return (author, *values.items(), (act.source, state.value or "Uu")) if act.sources else (author,)
