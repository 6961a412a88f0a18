"""From a name to candidates: cards that show both names, every field, the grade and the rule. Never a bare score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from selon.model.actor import GRADES, Candidate, FieldComparison, ListEntry
from selon.screen.fields import AGREES, DIFFERS, Query, compare_fields, dates_far, imo_digits, valid_imo
from selon.screen.grade import Match, judge
from selon.screen.index import Index
from selon.screen.name import COMMON, PARTS, prepare

BATCH = 512  # names whose words are looked up together
_NOWHERE: frozenset[str] = frozenset()
_SECOND = frozenset({"birth date", "passport", "national_id", "position", "imo", "id"})


@dataclass(frozen=True, slots=True)
class _Hit:
    """The best listed name of one entry for a query."""

    entry: int
    part: str
    number: int
    match: Match


def screen(query: Query, index: Index, *, at_least: str = "possible") -> tuple[Candidate, ...]:
    """Candidates for one name, best first; `at_least` is the weakest grade wanted."""
    hits = [*_by_imo(query, index), *(h for part in _parts(query.kind) for h in _by_name(query, part, index))]
    cards: dict[int, Candidate] = {}
    for hit in hits:
        card = None if hit.entry in cards else _card(query, hit, index)
        if card and GRADES.index(card.grade) <= GRADES.index(at_least):
            cards[hit.entry] = card
    return tuple(sorted(cards.values(), key=lambda c: (GRADES.index(c.grade), c.list != "un")))


def screen_many(
    queries: Sequence[Query], index: Index, *, at_least: str = "possible"
) -> Iterator[tuple[Candidate, ...]]:
    """Candidates for each of many names, in order; faster than one by one, since words are looked up together."""
    for start in range(0, len(queries), BATCH):
        batch = queries[start : start + BATCH]
        for part in index.parts:
            names = (prepare(q.name, part) for q in batch if part in _parts(q.kind))
            index.parts[part].learn(word for name in names for word in name.words)
        yield from (screen(query, index, at_least=at_least) for query in batch)


def _parts(kind: str | None) -> tuple[str, ...]:
    return (PARTS[kind],) if kind else ("person", "body", "craft")


def _by_imo(query: Query, index: Index) -> list[_Hit]:
    number = imo_digits(query.imo)
    if not number or not valid_imo(number):
        return []
    entries = index.with_identifier("imo", number)
    return [
        _Hit(entry, "craft", index.first_name("craft", entry), Match("exact", "IMO number", 1.0))
        for entry in entries
    ]


def _by_name(query: Query, part: str, index: Index) -> list[_Hit]:
    """The best match of each entry, closest first."""
    names, name = index.parts[part], prepare(query.name, part)
    best: dict[int, _Hit] = {}
    for number in names.near(name):
        entry = names.entry(number)
        if entry in best and not best[entry].match.second:
            continue  # names come most promising first, so a later name of the entry is no better
        match = judge(
            name, names.name(number), index.home(entry) if part == "body" else _NOWHERE, names.likeness
        )
        if match and (entry not in best or _rank(match) < _rank(best[entry].match)):
            best[entry] = _Hit(entry, part, number, match)
    return sorted(best.values(), key=lambda hit: _rank(hit.match))


def _rank(match: Match) -> tuple[bool, int, float]:
    return match.second, GRADES.index(match.grade), -match.closeness


def _card(query: Query, hit: _Hit, index: Index) -> Candidate | None:
    entry, text, quality, origin = index.listed(hit.part, hit.number)
    fields = compare_fields(query, entry)
    grade = _grade(query, entry, hit.match, "composed" if origin == "composed" else quality, fields)
    if grade is None:
        return None
    kind = quality + {"selon": ", added by selon", "composed": ", before the family name"}.get(origin, "")
    named = (
        FieldComparison("name", query.name, text, AGREES),
        FieldComparison("alias quality", None, kind, "not stated"),
    )
    return Candidate(
        mention=None,
        list=entry.list,
        reference=entry.reference,
        version=index.versions.get(entry.list),
        grade=grade,
        fields=(*named, *fields),
        listed=entry.listed,
        query=query.name,
        entry_name=entry.names[0].text,
        rule=hit.match.rule,
    )


def _grade(
    query: Query, entry: ListEntry, match: Match, quality: str, fields: Iterable[FieldComparison]
) -> str | None:
    """The grade that name and fields give together; None: no candidate after all."""
    agreeing = {f.name for f in fields if f.result == AGREES}
    differing = {f.name for f in fields if f.result == DIFFERS}
    second = bool(agreeing & _SECOND)
    if match.rule == "IMO number":
        return "exact"
    if "imo" in differing and valid_imo(query.imo or ""):
        return None
    if match.second and not second:
        return None
    if entry.kind in ("vessel", "aircraft"):
        return _craft_grade(match, agreeing)
    if quality == "weak" and match.said < 2 * COMMON + 0.35 and match.grade != "exact" and not second:
        return None  # a weak alias counts only where more than a common word of it agrees
    grade = "possible" if quality in ("weak", "composed") or match.second else match.grade
    if "birth date" in differing and dates_far(query.birth_date or "", entry.birth_dates):
        return "possible"
    if grade == "possible" and second and not match.second and quality != "weak":
        return "strong"
    return grade


def _craft_grade(match: Match, agreeing: set[str]) -> str:
    """A ship's name alone is never more than possible: names are reused; the flag makes it strong."""
    return "strong" if "flag" in agreeing and match.grade in ("exact", "strong") else "possible"
