"""Time expressions of a document as EDTF values.

Own rules first: a pack's `dates.yaml` names the words (months, weekdays, units, parts), the expressions, the bounds
that open or close an interval ("depuis", "until") and what is never a date (resolution numbers, names with a number).
The dateparser library reads the absolute forms that rules marked `library` find; it is never let loose on free text,
where it takes "résolution 2375 (2017)" for the year 2375. The only clock is `document.published`.
"""

from __future__ import annotations

import functools
import re
import warnings
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from selon.errors import PackError
from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.model.time import Date
from selon.reading import calendar
from selon.reading.calendar import MAKERS, Moment
from selon.reading.parse import ParsedDocument, ParsedPassage

if TYPE_CHECKING:
    from spacy.tokens import Token

_NUMERIC = {"day": r"(?:0?[1-9]|[12]\d|3[01])", "number": r"(?:0?[1-9]|1[0-2])", "year": r"(?:1[89]|20)\d\d", "decade": r"(?:(?:19|20)\d0|[2-9]0)", "digits": r"\d{1,3}"}  # fmt: skip
_PLACEHOLDER = re.compile(r"(?<!\(\?)(?<!\(\?P)<([a-z_]+?)(\d?)>")
_BETWEEN = 12  # characters at most between the two ends of a range
_KINDS = ("rule", "bound", "range", "since_event", "never")
_BOUNDS = {"since": calendar.since, "until": calendar.until}
_CONTEXT = 40  # characters read before an expression for what must or must not precede it


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way to write a time: a pattern whose groups are fields, the maker that resolves them."""

    name: str
    make: str
    pattern: re.Pattern[str]
    after: re.Pattern[str] | None = None  # must end the text before
    bare_year: bool = False  # a number alone: refused before a noun that it counts
    fixed: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression found: where, by which rule, with which fields (needed when a range completes them)."""

    start: int
    end: int
    rule: _Rule
    fields: Mapping[str, Any]
    moment: Moment


@dataclass(frozen=True, slots=True)
class _Tables:
    """A pack's `dates.yaml`, compiled."""

    rules: tuple[_Rule, ...]
    bounds: tuple[tuple[str, re.Pattern[str], str], ...]  # (rule name, words before, "since" or "until")
    ranges: tuple[
        tuple[str, re.Pattern[str], re.Pattern[str]], ...
    ]  # (rule name, words before, words between)
    since_event: tuple[tuple[str, re.Pattern[str]], ...]
    never: tuple[re.Pattern[str], ...]
    ahead: frozenset[str]
    values: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every step needs: the normalised text, the passage in it, the tables and the document's own day."""

    view: str
    passage: ParsedPassage
    tables: _Tables
    anchor: date | None
    code: str

    @property
    def start(self) -> int:
        return self.passage.passage.span.start

    def before(self, at: int, reach: int = _CONTEXT) -> str:
        """The text of the passage right before `at`."""
        return self.view[max(self.start, at - reach) : at]


def dates(parsed: ParsedDocument) -> tuple[Date, ...]:
    """Every time expression of `parsed`, in order of its span; relative ones have `edtf` None without `published`.

    Spans do not overlap, save "depuis leur rencontre de l'an dernier", which holds the span of "l'an dernier".
    A pack without `dates.yaml` gives none. Raises PackError for a malformed table.
    """
    tables = _tables(parsed.pack)
    if tables is None:
        return ()
    anchor = calendar.iso_day(parsed.document.published)
    scenes = (_Scene(parsed.view, p, tables, anchor, parsed.pack.code) for p in parsed.passages)
    found = [d for scene in scenes for d in _in_passage(scene, parsed.text)]
    return tuple(sorted(found, key=lambda d: (d.span.start, -d.span.end)))  # type: ignore[union-attr]


def numbered_names(parsed: ParsedDocument) -> tuple[Span, ...]:
    """What holds a number but is neither date nor quantity: resolutions, documents, "Hwasong-17", "COP28"."""
    tables = _tables(parsed.pack)
    if tables is None:
        return ()
    return tuple(
        Span(*match.span())
        for passage in parsed.passages
        for pattern in tables.never
        for match in pattern.finditer(parsed.view, passage.passage.span.start, passage.passage.span.end)
    )


def _in_passage(scene: _Scene, text: str) -> Iterator[Date]:
    for found in _ranged(scene, _atoms(scene)):
        for start, end, moment, name in _bounded(scene, found):
            yield Date(moment.precision, name, moment.edtf, text[start:end], Span(start, end))


def _atoms(scene: _Scene) -> list[_Found]:
    """Expressions that stand by themselves: the longest at each place, the first rule among equals."""
    hits = sorted(_hits(scene), key=lambda hit: (hit[1].start(), -hit[1].end()))
    found: list[_Found] = []
    for rule, match in hits:
        if found and match.start() < found[-1].end:
            continue
        ahead = _looks_ahead(scene, match)
        fields = {**dict(rule.fixed), **_fields(match, scene.tables)}
        moment = _resolve(rule, match.group(), fields, scene, ahead)
        if moment is not None:
            found.append(_Found(match.start(), match.end(), rule, {**fields, "ahead": ahead}, moment))
    return found


def _hits(scene: _Scene) -> Iterator[tuple[_Rule, re.Match[str]]]:
    """Every match of every rule, in the order of the rules, that nothing around it forbids."""
    start, end = scene.start, scene.passage.passage.span.end
    blocked = [m.span() for p in scene.tables.never for m in p.finditer(scene.view, start, end)]
    for rule in scene.tables.rules:
        for match in rule.pattern.finditer(scene.view, start, end):
            inside = any(a < match.end() and match.start() < b for a, b in blocked)
            misplaced = rule.after is not None and not rule.after.search(scene.before(match.start()))
            if not inside and not misplaced and not (rule.bare_year and _counts_a_noun(scene, match.end())):
                yield rule, match


def _fields(match: re.Match[str], tables: _Tables) -> dict[str, Any]:
    """The values that the groups of a match name; a group `day2` is kept apart from `day`."""
    out: dict[str, Any] = {}
    for group, text in match.groupdict().items():
        if text is None:
            continue
        name = group.rstrip("0123456789")
        known = tables.values.get(name, {}).get(text.lower())
        out[group] = known if known is not None else int(text) if text.isdigit() else text
    return out


def _resolve(rule: _Rule, text: str, fields: Mapping[str, Any], scene: _Scene, ahead: bool) -> Moment | None:
    if rule.make == "library":
        return _by_library(text, scene.code)
    if rule.make == "range":
        return _two_ends(fields, scene.anchor, ahead)
    return MAKERS[rule.make](fields, scene.anchor, ahead)


def _two_ends(fields: Mapping[str, Any], anchor: date | None, ahead: bool) -> Moment | None:
    """ "du 3 au 5 mai", "2019-2021": fields `x2` belong to the second end, the rest to both."""
    first = {k: v for k, v in fields.items() if not k.endswith("2")}
    last = {**first, **{k[:-1]: v for k, v in fields.items() if k.endswith("2")}}
    make = MAKERS["day" if "day" in first else "year"]
    start, end = make(first, anchor, ahead), make(last, anchor, ahead)
    return calendar.between(start, end) if start and end else None


def _by_library(text: str, code: str) -> Moment | None:
    """What dateparser makes of one complete numeric date; never a guess of a missing part."""
    import dateparser  # a third of a second to load, so only where a rule asks for it

    settings: Any = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own deprecations are not ours to show
        parsed = dateparser.parse(text, languages=[code], settings=settings)
    return Moment(parsed.date().isoformat(), "day") if parsed and 1800 <= parsed.year < 2100 else None


def _counts_a_noun(scene: _Scene, end: int) -> bool:
    """Whether the number that ends at `end` counts what follows ("2000 soldats", "1950 %")."""
    passage = scene.passage
    token = _token(passage, end) or _token(passage, end + 1)
    if token is not None and token.is_space:
        token = _token(passage, token.idx + len(token) + passage.base)
    if token is None or passage.start(token) > end + 1 or passage.start(token) < end:
        return False
    return token.text in ("%", "€", "$", "£", "°") or (token.pos_ in ("NOUN", "SYM") and token.text.islower())


def _token(passage: ParsedPassage, at: int) -> Token | None:
    """The token that holds character `at` of the document."""
    local = at - passage.base
    run = passage.doc.char_span(local, local + 1, alignment_mode="expand") if local >= 0 else None
    return run[0] if run is not None and len(run) and run[0].idx <= local else None


def _looks_ahead(scene: _Scene, match: re.Match[str]) -> bool:
    """Whether the clause round an expression speaks of the future.

    The verbs above the expression are looked at up to the first finite one: a future tense, or a word that the pack
    calls `ahead` ("devrait", "prévu", "will").
    """
    token = _token(scene.passage, match.start())
    for _ in range(12):
        if token is None:
            return False
        group = [token, *(c for c in token.children if c.dep_.startswith(("aux", "cop")))]
        if any("Fut" in t.morph.get("Tense") or t.lower_ in scene.tables.ahead for t in group):
            return True
        if token.head is token or any("Fin" in t.morph.get("VerbForm") for t in group):
            return False
        token = token.head
    return False


def _ranged(scene: _Scene, atoms: Sequence[_Found]) -> Iterator[_Found]:
    """`atoms` with pairs such as "entre mars et mai 2022" joined into one interval."""
    rest = deque(atoms)
    while rest:
        first = rest.popleft()
        joined = _pair(scene, first, rest[0]) if rest else None
        if joined:
            rest.popleft()
        yield joined or first


def _pair(scene: _Scene, first: _Found, last: _Found) -> _Found | None:
    between = scene.view[first.end : last.start]
    if len(between) > _BETWEEN:
        return None
    for name, before, middle in scene.tables.ranges:
        opening = before.search(scene.before(first.start))
        whole = calendar.between(_completed(first, last, scene), last.moment) if opening else None
        if opening and whole and middle.fullmatch(between):
            rule = replace(first.rule, name=name)
            return replace(
                first, start=first.start - len(opening.group()), end=last.end, moment=whole, rule=rule
            )
    return None


def _completed(first: _Found, last: _Found, scene: _Scene) -> Moment:
    """The first end of a range; it shares the year that only the last one names ("de mars à mai 2022")."""
    if first.rule.make not in ("day", "month") or "year" in first.fields or "year" not in last.fields:
        return first.moment
    fields = {**first.fields, "year": last.fields["year"]}
    return MAKERS[first.rule.make](fields, scene.anchor, bool(fields["ahead"])) or first.moment


def _bounded(scene: _Scene, found: _Found) -> Iterator[tuple[int, int, Moment, str]]:
    """`found`, or the open interval that a word before it makes of it; both where an event stands between."""
    name = found.rule.name
    for bound, pattern, direction in scene.tables.bounds:
        match = pattern.search(scene.before(found.start))
        if match and found.moment.precision != "vague":
            moment = _BOUNDS[direction](found.moment)
            yield found.start - len(match.group()), found.end, moment, f"{bound}: {name}"
            return
    for bound, pattern in scene.tables.since_event:
        match = pattern.search(scene.before(found.start, 2 * _CONTEXT))
        if match:
            start = found.start - len(match.group())
            yield start, found.end, calendar.since(found.moment), f"{bound}: {name}"
            break
    yield found.start, found.end, found.moment, name


# --- the pack's table


@functools.cache
def _tables(pack: LanguagePack) -> _Tables | None:
    """The pack's `dates.yaml`, compiled; None where it has none. Raises PackError that names the line."""
    try:
        table = pack.table("dates")
    except PackError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    made = _Maker()
    for line, row in table.rows:
        try:
            made.take(row)
        except (KeyError, StopIteration, TypeError, AttributeError, re.error) as error:
            raise PackError(
                f"entry refused: {error}", where=f"{table.path}:{line}", next="correct this entry"
            ) from error
    return made.tables()


class _Maker:
    """Takes the rows of a table one by one; word lists come before the patterns that use them."""

    def __init__(self) -> None:
        self.words: dict[str, str] = dict(_NUMERIC)
        self.values: dict[str, dict[str, Any]] = {}
        self.ahead: frozenset[str] = frozenset()
        self.parts: dict[str, list[Any]] = {k: [] for k in _KINDS}

    def take(self, row: Mapping[str, Any]) -> None:
        if "words" in row:
            name = row["words"]
            self.values[name] = {str(k).lower(): v for k, v in row["values"].items()}
            self.words[name] = _alternatives(row["values"], bool(row.get("exact")), row.get("or", ""))
        elif "ahead" in row:
            self.ahead = frozenset(row["ahead"])
        else:
            kind = next(k for k in _KINDS if k in row)
            self.parts[kind].append(_entry(kind, row, self.words))

    def tables(self) -> _Tables:
        return _Tables(*(tuple(self.parts[k]) for k in _KINDS), self.ahead, self.values)


def _alternatives(values: Mapping[str, Any], exact: bool, extra: str) -> str:
    """A group that matches any of the words, longest first; `exact` words keep their case (May, March)."""
    ordered = sorted((re.escape(str(v)) for v in values), key=len, reverse=True)
    body = "|".join([*ordered, extra] if extra else ordered)
    return f"(?-i:{body})" if exact else f"(?:{body})"


def _entry(kind: str, row: Mapping[str, Any], words: Mapping[str, str]) -> Any:
    if kind == "rule":
        make = row["make"]
        if make not in MAKERS and make not in ("library", "range"):
            raise KeyError(f"unknown maker {make}")
        after = (
            re.compile(_expand(row["after"], words, False) + r"\Z", re.IGNORECASE) if "after" in row else None
        )
        fixed = tuple(sorted((row.get("fixed") or {}).items()))
        return _Rule(
            row["rule"], make, _pattern(row["pattern"], words), after, bool(row.get("bare_year")), fixed
        )
    if kind == "bound":
        if row["direction"] not in _BOUNDS:
            raise KeyError(f"unknown direction {row['direction']}")
        return row["bound"], _ending(row["pattern"], words), row["direction"]
    if kind == "range":
        return row["range"], _ending(row["before"], words), re.compile(row["between"], re.IGNORECASE)
    if kind == "since_event":
        return row["since_event"], _ending(row["pattern"], words)
    flags = 0 if row.get("exact") else re.IGNORECASE
    return re.compile(row["never"], flags)


def _ending(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_expand(pattern, words, False)})\Z", re.IGNORECASE)


def _pattern(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_expand(pattern, words, True)})(?![\w]|-\w|[.,]\d)", re.IGNORECASE)


def _expand(pattern: str, words: Mapping[str, str], named: bool) -> str:
    """`<month>` becomes the alternatives of that word list, as a named group where `named`."""

    def group(match: re.Match[str]) -> str:
        body = words[match.group(1)]
        return f"(?P<{match.group(1)}{match.group(2)}>{body})" if named else body

    return _PLACEHOLDER.sub(group, pattern.replace(" ", r"\s+"))
