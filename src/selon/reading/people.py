"""The persons and bodies of one document: full names, surnames, gender, titles and offices learned from the text.

Everything is learned within the document: "le ministre de la Défense Shin Won-sik" makes Shin Won-sik a ministre,
"Mme Durand" a woman. Nothing is looked up outside, so a name is only ever one that the text gives.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.symbols import PROPN

from selon.model.actor import Mention
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.parse import ParsedDocument, ParsedPassage
from selon.reading.quotes import Quotation
from selon.reading.titles import titles_around
from selon.reading.vocabulary import positions, wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSON = frozenset({"PER", "PERSON"})
_BODY = frozenset({"ORG"})
_PROPER = frozenset({PROPN})
_BODY_CLASSES = frozenset({"organisation", "government", "media"})
_OF = frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "of", "the", "for"})
_ELISION = re.compile(r"\b([dlDL]['’]) ")
_NAME_PARTS = frozenset({"flat:name", "flat", "compound", "flat:foreign"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a person or body is named. `words` are the name's words without titles."""

    span: Span
    words: tuple[str, ...]
    kind: str  # person | body | place | name (the recogniser says nothing)
    titles: frozenset[str] = frozenset()
    gender: str | None = None
    subject: bool = False
    passage: int = 0
    quoted: bool = False  # named inside a quotation, by somebody else


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or body of the document: the fullest name seen, and what the text tells about them."""

    name: str
    kind: str  # person | body | place
    sightings: tuple[Sighting, ...]
    titles: frozenset[str]
    gender: str | None

    @property
    def first(self) -> int:
        return self.sightings[0].span.start


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody named in a document, and every sighting in order with who it is."""

    everybody: tuple[Somebody, ...]
    sightings: tuple[tuple[Sighting, Somebody], ...] = field(default=())

    def within(self, span: Span) -> list[tuple[Sighting, Somebody]]:
        """Sightings that lie inside `span`."""
        return [(s, who) for s, who in self.sightings if span.contains(s.span)]

    def by_title(self, title: str, before: int) -> list[Somebody]:
        """Persons seen with `title` (a lower-case lemma) before the offset, last seen first."""
        seen: dict[str, int] = {}
        holders = {w.name: w for w in self.everybody if w.kind == "person" and title in w.titles}
        for sighting, who in self.sightings:
            if who.name in holders and sighting.span.start < before:
                seen[who.name] = sighting.span.start
        return [holders[n] for n in sorted(seen, key=lambda n: -seen[n])]


def cast(parsed: ParsedDocument, mentions: Sequence[Mention] = ()) -> Cast:
    """The persons and bodies of `parsed`; `mentions` (named persons and bodies) add to what the tagger finds."""
    found = [s for at, p in enumerate(parsed.passages) for s in _sightings(p, at, parsed)]
    found += _mentioned(mentions, found, parsed)
    found.sort(key=lambda s: s.span)
    groups = _grouped(found)
    everybody = tuple(_somebody(group, parsed.pack) for group in groups)
    owner = {s.span: who for who in everybody for s in who.sightings}
    return Cast(everybody, tuple((s, owner[s.span]) for s in found if s.span in owner))


def _sightings(passage: ParsedPassage, at: int, parsed: ParsedDocument) -> Iterator[Sighting]:
    quotes = [q for q in parsed.quotations if passage.passage.span.contains(q.outer) and len(q.inner) > 25]
    pack = parsed.pack
    taken: set[int] = set()
    for run in _runs(passage, pack):
        if any(t.i in taken for t in run):
            continue
        taken |= {t.i for t in run}
        made = _sighting(passage, run, pack, at, quotes)
        if made:
            yield made


def _runs(passage: ParsedPassage, pack: LanguagePack) -> Iterator[list[Token]]:
    """Runs of name tokens: entities of the recogniser first, then other runs of proper nouns."""
    for ent in passage.doc.ents:
        if ent.label_ in _PERSON | _BODY:
            yield whole_body(_stripped(_with_initial(_before_place(list(ent), pack)), pack), pack)
    done = -1
    for i in positions(passage.doc, "POS", _PROPER):
        if i <= done:
            continue
        run = [passage.doc[i]]
        for token in passage.doc[i + 1 :]:
            if not _goes_on(token):
                break
            run.append(token)
        done = run[-1].i
        yield whole_body(_stripped(_with_initial(run), pack), pack)


def _goes_on(token: Token) -> bool:
    """Whether `token` continues a run of name words."""
    if token.pos_ == "PROPN" or token.text in {"-", "'", "’"}:
        return True
    return token.text[:1].isupper() and (token.dep_ in _NAME_PARTS or token.pos_ == "X")


def _with_initial(run: list[Token]) -> list[Token]:
    """`run` with the initial before it ("B. Obama"), which the tagger calls a noun."""
    if run and run[0].i > 0:
        before = run[0].nbor(-1)
        if (
            len(before.text) == 2
            and before.text[0].isupper()
            and before.text[1] == "."
            and before.lower_.strip(".") != "m"
        ):
            return [before, *run]
    return run


def whole_body(run: list[Token], pack: LanguagePack) -> list[Token]:
    """`run` with the adjectives and complements of a capitalised body noun: "Institut" of "l'Institut maritime de Kiel".

    The recogniser stops at the first word in lower case, so the name would be shared by every institute.
    """
    if len(run) != 1 or pack.mapping("source_classes").get(run[0].lower_) not in _BODY_CLASSES:
        return run
    doc, last = run[0].doc, run[0].i
    for token in doc[run[0].i + 1 : run[0].i + 9]:
        if token.pos_ in {"ADJ", "PROPN"} or (
            token.pos_ == "NOUN" and doc[token.i - 1].pos_ in {"ADP", "DET"}
        ):
            last = token.i
        elif token.lower_ not in _OF:
            break
    return list(doc[run[0].i : last + 1])


def _before_place(run: list[Token], pack: LanguagePack) -> list[Token]:
    """`run` up to a preposition with a state behind it: the recogniser takes "Kim de Corée du Nord" for a name."""
    for n, token in enumerate(run):
        if n and token.lower_ in {"de", "du", "d'", "of"}:
            rest = token.doc[token.i + 1 : token.i + 4].text
            if rest.startswith(_places(pack)):
                return run[:n]
    return run


@functools.cache
def _places(pack: LanguagePack) -> tuple[str, ...]:
    return tuple(n for t in pack.territories for n in (t.name, *t.names) if n)


def _stripped(run: list[Token], pack: LanguagePack) -> list[Token]:
    """`run` without leading titles and lower-case words, trailing possessive and punctuation."""
    civil = pack.mapping("civilities")
    while run and (run[0].lower_.strip(".") in civil or not run[0].text[:1].isupper()):
        run = run[1:]
    while run and (
        run[-1].lower_ in {"'s", "’s", "-", "'", "’", "."} or run[-1].is_punct or run[-1].is_space
    ):
        run = run[:-1]
    return run


def _sighting(
    passage: ParsedPassage, run: list[Token], pack: LanguagePack, at: int, quotes: Sequence[Quotation]
) -> Sighting | None:
    if not run:
        return None
    words, titles_of_pack = list(run), _title_words(pack)
    while len(words) > 1 and words[0].lemma_.lower() in titles_of_pack:
        words = words[1:]
    first, last = words[0], words[-1]
    span = Span(passage.base + first.idx, passage.base + last.idx + len(last))
    label = next((t.ent_type_ for t in run if t.ent_type_), "")
    kind = "person" if label in _PERSON else "body" if label in _BODY else "place" if label else "name"
    titles, gender = titles_around(words, pack) if kind != "place" else (frozenset(), None)
    return Sighting(
        span,
        tuple(t.text for t in words if not t.is_space),
        kind,
        titles,
        gender,
        any(t.dep_ in {"nsubj", "nsubj:pass", "nsubjpass"} for t in run),
        at,
        any(q.inner.contains(span) for q in quotes),
    )


@functools.cache
def _title_words(pack: LanguagePack) -> frozenset[str]:
    return wordset(pack, "title_nouns") | wordset(pack, "title_modifiers")


def _mentioned(
    mentions: Iterable[Mention], found: list[Sighting], parsed: ParsedDocument
) -> Iterator[Sighting]:
    for mention in mentions:
        if mention.form not in {"name", "acronym"} or any(s.span.overlaps(mention.span) for s in found):
            continue
        kind = "person" if mention.kind == "person" else "body"
        yield Sighting(mention.span, tuple(mention.span.of(parsed.text).split()), kind)


def _grouped(found: list[Sighting]) -> list[list[Sighting]]:
    """Sightings grouped by who they are: a lone surname or first name joins the last full name that holds it."""
    groups: list[list[Sighting]] = []
    by_words: dict[tuple[str, ...], int] = {}
    by_part: dict[str, int] = {}
    for sighting in sorted(found, key=lambda s: (len(s.words) < 2, s.span)):
        key = tuple(w.lower() for w in sighting.words if w not in {"-", "'", "’", "."})
        at = by_words.get(key)
        if at is None and len(key) == 1:
            at = by_part.get(key[0])
        if at is None and len(key) > 1:
            at = next((by_words[k] for k in by_words if len(k) > 1 and _same(key, k)), None)
        if at is None:
            at = len(groups)
            groups.append([])
            if len(key) > 1:
                for part in (key[-1], key[0]):
                    by_part.setdefault(part, at)
        by_words.setdefault(key, at)
        groups[at].append(sighting)
    return groups


def _same(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of several words are one: same last word, and the other words of one in the other ("B. Obama")."""
    if a[-1] != b[-1]:
        return False
    shorter, longer = sorted((a[:-1], b[:-1]), key=len)
    return all(
        any(w == v or (len(w.strip(".")) == 1 and v.startswith(w[0])) for v in longer) for w in shorter
    )


def _somebody(group: list[Sighting], pack: LanguagePack) -> Somebody:
    group = sorted(group, key=lambda s: s.span)
    fullest = max(group, key=lambda s: (s.kind == "person", len(s.words), -s.span.start))
    kinds = [(s.kind, 4 if len(s.words) > 1 else 1) for s in group]
    titles = frozenset().union(*(s.titles for s in group))
    name = _spelled(fullest.words)
    genders = [s.gender for s in group if s.gender]
    gender = max(set(genders), key=genders.count) if genders else _by_first_name(fullest.words, pack)
    return Somebody(name, _kind(fullest.words, kinds, titles), tuple(group), titles, gender)


def _kind(words: tuple[str, ...], kinds: list[tuple[str, int]], titles: frozenset[str]) -> str:
    """person, place or body, by what the recogniser called the sightings; a full name counts four times a surname (it
    calls many a surname an organisation). Where it is silent a title makes a person; an acronym never is one."""
    weight = {kind: sum(w for k, w in kinds if k == kind) for kind in ("person", "body", "place")}
    others = weight["body"] + weight["place"]
    acronym = len(words) == 1 and words[0].isupper()
    titled = weight["person"] == others and bool(titles) and len(words) > 1
    if not acronym and (weight["person"] > others or titled):
        return "person"
    return "place" if weight["place"] > weight["body"] else "body"


def _spelled(words: tuple[str, ...]) -> str:
    joined = (
        " ".join(words)
        .replace(" - ", "-")
        .replace(" -", "-")
        .replace("- ", "-")
        .replace(" ' ", "'")
        .replace(" ’ ", "’")
    )
    return _ELISION.sub(r"\1", joined)


def _by_first_name(words: tuple[str, ...], pack: LanguagePack) -> str | None:
    if len(words) < 2:
        return None
    first = words[0].lower()
    if first in wordset(pack, "first_names_f"):
        return "f"
    return "m" if first in wordset(pack, "first_names_m") else None
