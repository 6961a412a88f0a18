"""Field by field: what the text says of a name against what the list says of an entry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selon.model.actor import FieldComparison, ListEntry
from selon.screen.folds import words
from selon.screen.name import consonants, prepare

AGREES, DIFFERS, UNSAID = "agrees", "differs", "not stated"
NEAR_YEARS = 1  # birth years on lists are often a year off; documents give several


@dataclass(frozen=True, slots=True)
class Query:
    """A name to screen and what is known of its bearer.

    `kind` is a list kind (person, organization, vessel, aircraft) or None where it is not known. `birth_date` is
    EDTF, `country` ISO 3166-1 alpha-2, `imo` seven digits, `identifiers` pairs as in a list entry. `position` is
    free text around the name (an office, a sentence).
    """

    name: str
    kind: str | None = None
    birth_date: str | None = None
    country: str | None = None
    imo: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    position: str | None = None


def valid_imo(number: str) -> bool:
    """Whether seven digits are a ship's IMO number: the sum of the first six times 7 to 2 ends in the seventh."""
    digits = re.sub(r"\D", "", number)
    return len(digits) == 7 and sum(int(d) * (7 - i) for i, d in enumerate(digits[:6])) % 10 == int(digits[6])


def imo_digits(text: str | None) -> str | None:
    """The seven digits of an IMO number however written ("IMO 8606173"); None where there are not seven."""
    digits = re.sub(r"\D", "", text or "")
    return digits if len(digits) == 7 else None


def compare_fields(query: Query, entry: ListEntry) -> tuple[FieldComparison, ...]:
    """Birth date, country (flag), IMO number, documents and position, each agrees, differs or not stated."""
    found = [_country(query, entry)]
    if entry.kind == "person":
        found = [_birth(query, entry), *found, _position(query, entry)]
    if entry.kind in ("vessel", "aircraft"):
        found.append(_imo(query, entry))
    return (*found, *_documents(query, entry))


def _compared(name: str, ours: str | None, theirs: str | None, same: bool) -> FieldComparison:
    if not ours or not theirs:
        return FieldComparison(name, ours or None, theirs or None, UNSAID)
    return FieldComparison(name, ours, theirs, AGREES if same else DIFFERS)


def _birth(query: Query, entry: ListEntry) -> FieldComparison:
    theirs = "; ".join(entry.birth_dates)
    same = bool(query.birth_date) and any(dates_agree(query.birth_date or "", d) for d in entry.birth_dates)
    return _compared("birth date", query.birth_date, theirs, same)


def _country(query: Query, entry: ListEntry) -> FieldComparison:
    ours = query.country.upper() if query.country else None
    return _compared(
        "flag" if entry.kind == "vessel" else "country",
        ours,
        ", ".join(entry.countries),
        ours in entry.countries,
    )


def _imo(query: Query, entry: ListEntry) -> FieldComparison:
    theirs = dict(entry.identifiers).get("imo")
    return _compared("imo", imo_digits(query.imo) or query.imo, theirs, imo_digits(query.imo) == theirs)


def _documents(query: Query, entry: ListEntry) -> list[FieldComparison]:
    theirs = {(kind, _plain(value)) for kind, value in entry.identifiers}
    out = []
    for kind, value in query.identifiers:
        of_kind = ", ".join(v for k, v in entry.identifiers if k == kind)
        out.append(_compared(kind, value, of_kind, (kind, _plain(value)) in theirs))
    return out


def _plain(number: str) -> str:
    return re.sub(r"\W", "", number).casefold()


def _position(query: Query, entry: ListEntry) -> FieldComparison:
    """Agreement needs two telling words in common, in either language; silence and difference look alike."""
    theirs = "; ".join(entry.positions)
    if not query.position or not theirs:
        return FieldComparison("position", None, theirs or None, UNSAID)
    shared = _office(query.position) & _office(theirs)
    if len(shared) >= 2:
        return FieldComparison("position", query.position, theirs, AGREES)
    return FieldComparison("position", None, theirs, UNSAID)


# offices that half of all entries hold
_EVERYWHERE = frozenset(
    {"@general", "@state", "@army", "@forces", "@armed", "@military", "@people", "@national", "@korea", "@north", "@bureau",
     "former", "deputy", "member", "official", "representative", "leader", "serving", "efforts", "guiding", "leading", "since"}
)  # fmt: skip


def _office(text: str) -> frozenset[str]:
    """Telling words of an office: shared concepts, and words of five letters or more by their consonants."""
    found = prepare(text[:600], "body").words
    return frozenset(
        w if w[0] == "@" else consonants(w)
        for w in found
        if w not in _EVERYWHERE and (w[0] == "@" or len(w) >= 5)
    )


def dates_agree(ours: str, theirs: str) -> bool:
    """Whether two EDTF dates can be the same day: equal where both are exact, else within a year of each other."""
    a, b = span_of_years(ours), span_of_years(theirs)
    if a is None or b is None:
        return False
    if _exact(ours) and _exact(theirs):
        return ours == theirs or _swapped(ours) == theirs
    loose = NEAR_YEARS + (2 if "~" in theirs + ours else 0)
    return a[0] <= b[1] + loose and b[0] <= a[1] + loose


def dates_far(ours: str, theirs: tuple[str, ...]) -> bool:
    """Whether a birth date is more than two years from everything the list gives."""
    mine = span_of_years(ours)
    spans = [s for s in map(span_of_years, theirs) if s]
    return bool(mine and spans) and all(mine[0] > s[1] + 2 or mine[1] < s[0] - 2 for s in spans)  # type: ignore[index]


def span_of_years(edtf: str) -> tuple[int, int] | None:
    """First and last year of an EDTF date or interval; None where it names no year."""
    years = [int(y) for y in re.findall(r"(?<!\d)(\d{4})(?!\d)", edtf)]
    return (min(years), max(years)) if years else None


def _exact(edtf: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", edtf))


def _swapped(day: str) -> str:
    """The same date with day and month exchanged, the commonest slip in lists."""
    year, month, date = day.split("-")
    return f"{year}-{date}-{month}"


def mentioned_words(text: str) -> frozenset[str]:
    """The folded words of a text."""
    return frozenset(words(text))
