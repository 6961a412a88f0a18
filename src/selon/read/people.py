"""The persons and bodies of one document: full names, surnames, gender, titles and offices learned from the text.

Everything is learned within the document: "le ministre de la Défense Shin Won-sik" makes Shin Won-sik a ministre,
"Mme Durand" a woman. Nothing is looked up outside, so a name is only ever one that the text gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selon.model.actor import Mention
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.read.parse import ParsedDocument, ParsedPassage

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSON = frozenset({"PER", "PERSON"})
_BODY = frozenset({"ORG"})
_NAME_PARTS = frozenset({"flat:name", "flat", "compound", "flat:foreign"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a person or body is named. `words` are the name's words without titles."""

    span: Span
    words: tuple[str, ...]
    kind: str  # person | body
    titles: frozenset[str] = frozenset()
    gender: str | None = None
    subject: bool = False
    passage: int = 0


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person or body of the document: the fullest name seen, and what the text tells about them."""

    name: str
    kind: str
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
        holders = {w.name: w for w in self.everybody if title in w.titles}
        for sighting, who in self.sightings:
            if who.name in holders and sighting.span.start < before:
                seen[who.name] = sighting.span.start
        return [holders[n] for n in sorted(seen, key=lambda n: -seen[n])]


def cast(parsed: ParsedDocument, mentions: Sequence[Mention] = ()) -> Cast:
    """The persons and bodies of `parsed`; `mentions` (named persons and bodies) add to what the tagger finds."""
    found = [s for p in parsed.passages for s in _sightings(p, parsed.pack)]
    found += _mentioned(mentions, found, parsed)
    found.sort(key=lambda s: s.span)
    groups = _grouped(found)
    everybody = tuple(_somebody(group, parsed.pack) for group in groups)
    owner = {s.span: who for who in everybody for s in who.sightings}
    return Cast(everybody, tuple((s, owner[s.span]) for s in found if s.span in owner))


def _sightings(passage: ParsedPassage, pack: LanguagePack) -> Iterator[Sighting]:
    taken: set[int] = set()
    for run in _runs(passage, pack):
        if any(t.i in taken for t in run):
            continue
        taken |= {t.i for t in run}
        made = _sighting(passage, run, pack)
        if made:
            yield made


def _runs(passage: ParsedPassage, pack: LanguagePack) -> Iterator[list[Token]]:
    """Runs of name tokens: entities of the tagger first, then other runs of proper nouns."""
    civil = frozenset(pack.mapping("civilities"))
    for ent in passage.doc.ents:
        if ent.label_ in _PERSON | _BODY:
            yield _stripped(list(ent), civil)
    run: list[Token] = []
    for token in passage.doc:
        if (
            token.pos_ == "PROPN"
            or (run and token.text in {"-", "'", "’"})
            or (run and token.dep_ in _NAME_PARTS and token.text[:1].isupper())
        ):
            run.append(token)
            continue
        if run:
            yield _stripped(run, civil)
        run = []
    if run:
        yield _stripped(run, civil)


def _stripped(run: list[Token], civil: frozenset[str]) -> list[Token]:
    """`run` without leading titles and lower-case words, trailing possessive and punctuation."""
    while run and (run[0].lower_.strip(".") in civil or not run[0].text[:1].isupper()):
        run = run[1:]
    while run and (
        run[-1].lower_ in {"'s", "’s", "-", "'", "’", "."} or run[-1].is_punct or run[-1].is_space
    ):
        run = run[:-1]
    return run


def _sighting(passage: ParsedPassage, run: list[Token], pack: LanguagePack) -> Sighting | None:
    if not run:
        return None
    titles_of_pack = frozenset(pack.words("title_nouns"))
    words = [t for t in run]
    while len(words) > 1 and words[0].lemma_.lower() in titles_of_pack | frozenset(
        pack.words("title_modifiers")
    ):
        words = words[1:]
    first, last = words[0], words[-1]
    span = Span(passage.base + first.idx, passage.base + last.idx + len(last))
    label = next((t.ent_type_ for t in run if t.ent_type_), "")
    kind = "person" if label in _PERSON else "body" if label else "name"
    titles, gender = _titles(words, run, pack)
    return Sighting(
        span,
        tuple(t.text for t in words if not t.is_space),
        kind,
        titles,
        gender,
        any(t.dep_ in {"nsubj", "nsubj:pass", "nsubjpass"} for t in run),
        passage.index,
    )


def _titles(words: list[Token], run: list[Token], pack: LanguagePack) -> tuple[frozenset[str], str | None]:
    """Role nouns around a name, and the gender that its civility, determiner or noun shows."""
    nouns, civil = frozenset(pack.words("title_nouns")), pack.mapping("civilities")
    found, gender = set(), None
    inside = {t.i for t in words}
    before = [words[0].doc[i] for i in range(max(words[0].sent.start, words[0].i - 8), words[0].i)]
    for token in reversed(before):
        if token.text in {":", ";", "«", "»", '"', "“", "”"} or token.pos_ in {"VERB", "AUX", "SCONJ"}:
            break
        if token.lower_.strip(".") in civil and token.i >= words[0].i - 2:
            gender = civil[token.lower_.strip(".")] or gender
        if token.lemma_.lower() in nouns and _names(token, words):
            found.add(token.lemma_.lower())
            gender = gender or _gender(token)
    head = next((t for t in words if t.head.i not in inside), words[0])
    for child in head.subtree:
        if child.dep_ == "appos" and child.i > words[-1].i and child.lemma_.lower() in nouns:
            found.add(child.lemma_.lower())
            gender = gender or _gender(child)
    for offset in range(1, 7):
        at = words[-1].i + offset
        if at >= len(head.doc) or (offset == 1 and head.doc[at].text not in {",", "("}):
            break
        if head.doc[at].pos_ in {"VERB", "AUX"}:
            break
        if head.doc[at].lemma_.lower() in nouns:
            found.add(head.doc[at].lemma_.lower())
            gender = gender or _gender(head.doc[at])
            break
    return frozenset(found), gender


def _names(title: Token, words: list[Token]) -> bool:
    """Whether the name stands as apposition of the title ("le président V. Poutine"), not as its complement ("le porte-parole de V. Poutine")."""
    between = title.doc[title.i + 1 : words[0].i]
    if not len(between) or between[-1].text == ",":
        return True
    return between[-1].lower_ not in {
        "de",
        "d'",
        "du",
        "des",
        "of",
        "to",
        "à",
        "and",
        "et",
        "for",
        "with",
        "avec",
        "par",
        "by",
        "que",
    }


def _gender(noun: Token) -> str | None:
    value = next(iter(noun.morph.get("Gender")), None)
    determiner = next((c for c in noun.children if c.dep_ == "det"), None)
    if determiner is not None and determiner.lower_ in {"la", "une", "cette"}:
        return "f"
    if determiner is not None and determiner.lower_ in {"le", "un", "ce", "cet"}:
        return "m"
    return {"Fem": "f", "Masc": "m"}.get(value or "")


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
            at = next(
                (
                    by_words[k]
                    for k in by_words
                    if len(k) > 1 and (set(key) <= set(k) or set(k) <= set(key)) and k[-1] == key[-1]
                ),
                None,
            )
        if at is None:
            at = len(groups)
            groups.append([])
            if len(key) > 1:
                for part in (key[-1], key[0]):
                    by_part.setdefault(part, at)
        by_words.setdefault(key, at)
        groups[at].append(sighting)
    return groups


def _somebody(group: list[Sighting], pack: LanguagePack) -> Somebody:
    group = sorted(group, key=lambda s: s.span)
    fullest = max(group, key=lambda s: (s.kind == "person", len(s.words), -s.span.start))
    kinds = [s.kind for s in group]
    titles = frozenset().union(*(s.titles for s in group))
    person = (
        kinds.count("person") * 2 >= len([k for k in kinds if k != "name"]) and "person" in kinds
    ) or bool(titles)
    name = _spelled(fullest.words)
    genders = [s.gender for s in group if s.gender]
    gender = max(set(genders), key=genders.count) if genders else _by_first_name(fullest.words, pack)
    return Somebody(name, "person" if person else "body", tuple(group), titles, gender)


def _spelled(words: tuple[str, ...]) -> str:
    return (
        " ".join(words)
        .replace(" - ", "-")
        .replace(" -", "-")
        .replace("- ", "-")
        .replace(" ' ", "'")
        .replace(" ’ ", "’")
    )


def _by_first_name(words: tuple[str, ...], pack: LanguagePack) -> str | None:
    if len(words) < 2:
        return None
    first = words[0].lower()
    if first in pack.words("first_names_f"):
        return "f"
    return "m" if first in pack.words("first_names_m") else None
