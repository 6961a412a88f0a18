"""How much, of what: numbers in digits and words with their comparator, unit and counted noun.

A pack's `units.yaml` says how numbers are written and compared, which words are measures and which nouns are persons,
vessels or aircraft. Years, dates, ages and lengths of time, ordinals and numbers inside names are no quantities.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selon.model.claim import Quantity
from selon.model.text import Span
from selon.model.time import Date
from selon.reading.dates import dates, numbered_names
from selon.reading.parse import ParsedDocument, ParsedPassage
from selon.reading.units import Units, units

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEFORE = 40  # characters read before a number for its comparator
_NOUN_RUN = ("NOUN", "ADJ", "PROPN")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as written: where, its value, and whether a multiplier ("millions") was spelled out."""

    start: int
    end: int
    value: float
    factor: float = 1.0
    word: bool = False
    about: bool = False
    unit: str | None = None  # of a money sign before or after it


@dataclass(frozen=True, slots=True)
class _Scene:
    """A passage with what its quantities are read from: the text, its normalised view, tables, and what is taken."""

    text: str
    view: str
    passage: ParsedPassage
    tables: Units
    taken: Sequence[Span]

    @property
    def start(self) -> int:
        return self.passage.passage.span.start

    @property
    def end(self) -> int:
        return self.passage.passage.span.end


def quantities(parsed: ParsedDocument, known: Sequence[Date] | None = None) -> tuple[Quantity, ...]:
    """Every quantity of `parsed` in order of its span; `known` are its dates, read here when not given.

    The span covers comparator, number and measure ("près de 5 millions", "500 tonnes"), never the counted noun,
    which is in `of`. Weights come out in tonnes, distances in kilometres or metres. `value` is None for "des milliers".
    A pack without `units.yaml` gives none. Raises PackError for a malformed table.
    """
    tables = units(parsed.pack)
    if tables is None:
        return ()
    known = dates(parsed) if known is None else known
    taken = sorted([*(d.span for d in known if d.span), *numbered_names(parsed)])
    starts = [s.start for s in taken]
    found = []
    for passage in parsed.passages:
        whole = passage.passage.span
        inside = taken[bisect_left(starts, whole.start) : bisect_left(starts, whole.end)]
        found += _in_passage(_Scene(parsed.text, parsed.view, passage, tables, inside))
    return tuple(sorted(found, key=lambda q: q.span.start))  # type: ignore[union-attr]


def _in_passage(scene: _Scene) -> Iterator[Quantity]:
    numbers = list(_numbers(scene))
    spans = []
    at = 0
    while at < len(numbers):
        first = numbers[at]
        pair = _pair(scene, first, numbers[at + 1]) if at + 1 < len(numbers) else None
        quantity = pair or _single(scene, first)
        at += 2 if pair else 1
        if quantity:
            spans.append(quantity.span)
            yield replace(quantity, text=quantity.span.of(scene.text))  # type: ignore[union-attr]
    yield from (replace(q, text=q.span.of(scene.text)) for q in _vague(scene, spans))  # type: ignore[union-attr]


# --- numbers


def _numbers(scene: _Scene) -> Iterator[_Number]:
    """The numbers of a passage outside dates and names; articles alone are none."""
    for match in scene.tables.number.finditer(scene.view, scene.start, scene.end):
        span = Span(*match.span("body"))
        if any(s.overlaps(span) for s in scene.taken):
            continue
        number = _number(match, scene.tables)
        if number is not None:
            yield number


def _number(match: re.Match[str], tables: Units) -> _Number | None:
    start, end = match.span()
    unit = tables.measures.get((match["sign"] or match["sign2"] or "").strip().lower(), (None, 1.0))[0]
    if match["collective"]:
        count = _words_value(match["count"] or "", tables) or 1
        value = count * tables.collective[_plain(match["collective"], tables.collective)]
        return _Number(match.start("body"), end, value, about=True, word=True)
    factor = 1.0
    for word in re.findall(r"[^\s]+", match["times"] or ""):
        factor *= tables.multipliers.get(word.lower(), 1.0)
    if match["glued"]:
        factor *= tables.glued[match["glued"]]
    if match["digits"]:
        return _Number(start, end, _digits_value(match["digits"], tables) * factor, factor, unit=unit)
    first = tables.word.findall(match["words"].lower())[0]
    if first in tables.multipliers and first not in tables.alone:
        return None  # "des milliers": no number of thousands is given
    value = _words_value(match["words"], tables)
    if match["words"].lower() in tables.articles and factor == 1:
        return None
    factor *= max(
        (tables.multipliers.get(w, 1.0) for w in tables.word.findall(match["words"].lower())), default=1.0
    )
    return _Number(start, end, value, factor, word=True, unit=unit)


def _plain(word: str, values: Mapping[str, float]) -> str:
    """A collective word without its plural s."""
    word = word.lower()
    return word if word in values else word.removesuffix("s")


def _digits_value(text: str, tables: Units) -> float:
    for mark in tables.group:
        text = text.replace(mark, "") if _grouped(text, mark) else text
    return float(text.replace(tables.decimal, "."))


def _grouped(text: str, mark: str) -> bool:
    return bool(re.fullmatch(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+(?:[.,]\d+)?", text))


def _words_value(text: str, tables: Units) -> float:
    """The value of number words: hundreds multiply, thousands and more close a group ("deux cent mille")."""
    total = current = 0.0
    for word in tables.word.findall(text.lower()):
        if word in tables.hundreds:
            current = max(current, 1) * 100
        elif word in tables.multipliers:
            total += max(current, 1) * tables.multipliers[word]
            current = 0
        else:
            current += tables.values[word]
    return total + current


# --- one number, two numbers, none


def _single(scene: _Scene, number: _Number) -> Quantity | None:
    comparator, start, end = _compared(scene, number)
    if comparator == "exact" and number.about:
        comparator = "about"
    return _quantity(scene, number, comparator, start, end, number.value, None)


def _pair(scene: _Scene, first: _Number, last: _Number) -> Quantity | None:
    """ "entre 3 000 et 4 000", "de 3 à 5 millions", "3-5 million": the first shares a multiplier of the last."""
    middle = scene.view[first.end : last.start]
    if len(middle) > 14:
        return None
    for before, between in scene.tables.between:
        opening = before.search(scene.view[max(scene.start, first.start - 8) : first.start])
        if opening is None or not between.fullmatch(middle):
            continue
        low = first.value
        if first.factor == 1 and last.factor > 1 and low <= last.value / last.factor:
            low *= last.factor
        if low < last.value:
            start = first.start - len(opening.group())
            joined = replace(last, unit=last.unit or first.unit)
            return _quantity(scene, joined, "between", start, last.end, low, last.value)
    return None


def _compared(scene: _Scene, number: _Number) -> tuple[str, int, int]:
    """The comparator of a number and the stretch that it and the number cover."""
    before = scene.view[max(scene.start, number.start - _BEFORE) : number.start]
    for name, pattern in scene.tables.before:
        match = pattern.search(before)
        if match:
            return name, number.start - len(match.group()), number.end
    for name, pattern in scene.tables.after:
        match = pattern.match(scene.view, number.end, scene.end)
        if match:
            return name, number.start, match.end()
    return "exact", number.start, number.end


def _quantity(
    scene: _Scene, number: _Number, comparator: str, start: int, end: int, low: float, high: float | None
) -> Quantity | None:
    unit, factor, of = number.unit, 1.0, None
    if unit is None:
        measure = scene.tables.measure.match(scene.view, end, scene.end)
        if measure:
            unit, factor = scene.tables.measures[_one_space(measure["unit"])]
            end = measure.end()
    if unit is not None:
        of = _after_measure(scene, end)
    else:
        noun = _counted(scene, end, number.about or number.factor >= 1_000_000)
        if noun is None and (number.word or comparator in ("exact", "between")):
            return None  # a bare number: a page, an hour, a score
        if noun is not None:
            unit, of = noun
            if unit == "":
                return None
    return Quantity(
        comparator, unit or "item", _round(low * factor), _round(high * factor) if high else None, of, None, Span(start, end)
    )  # fmt: skip


def _round(value: float) -> float:
    return float(f"{value:.12g}")


def _vague(scene: _Scene, spans: Sequence[Span]) -> Iterator[Quantity]:
    """ "des milliers", "plusieurs", "de nombreux": there are many, and nobody says how many."""
    done: list[Span] = list(spans)
    for pattern in scene.tables.vague:
        for match in pattern.finditer(scene.view, scene.start, scene.end):
            span = Span(*match.span())
            if any(s.overlaps(span) for s in (*done, *scene.taken)):
                continue
            measure = scene.tables.measure.match(scene.view, span.end, scene.end)
            if measure:
                unit = scene.tables.measures[_one_space(measure["unit"])][0]
                span = Span(span.start, measure.end())
                noun: tuple[str, str | None] | None = (unit, _after_measure(scene, span.end))
            else:
                noun = _counted(scene, span.end, True)
            if noun is None or noun[0] == "":
                continue
            done.append(span)
            yield Quantity("vague", noun[0], None, None, noun[1], None, span)


# --- what is counted


def _tokens_after(scene: _Scene, end: int) -> list[Token]:
    """A few tokens that start at or after `end`, on the same line and sentence."""
    local = end - scene.passage.base
    doc = scene.passage.doc
    tail = doc.char_span(local, min(local + 80, len(doc.text)), alignment_mode="expand")
    if tail is None or local >= len(doc.text):
        return []
    tokens = [t for t in tail if t.idx >= local and not t.is_space]
    return tokens[: next((i for i, t in enumerate(tokens) if t.is_sent_start and i), len(tokens))]


def _counted(scene: _Scene, end: int, linked: bool) -> tuple[str, str] | None:
    """Unit and text of the noun phrase after a number; unit "" for what is no quantity (years of age, pages).

    `linked`: the number may be followed by "de" ("5 millions d'obus", "une dizaine de navires"; but "numéro 2 du régime").
    """
    tokens = _tokens_after(scene, end)
    if linked and tokens and tokens[0].lower_ in scene.tables.of:
        tokens = tokens[1:]
    run = _noun_phrase(tokens, scene.tables)
    if not run:
        return None
    names = {w for t in _heads(run, scene.tables.of) for w in _forms(t)}
    if names & scene.tables.not_counted:
        return "", ""
    unit = next((scene.tables.counted[n] for n in names if n in scene.tables.counted), "item")
    return unit, _text(scene, run)


def _after_measure(scene: _Scene, end: int) -> str | None:
    """What a measure is a measure of: "de charbon" after "500 tonnes"."""
    tokens = _tokens_after(scene, end)
    if not tokens or tokens[0].lower_ not in scene.tables.of:
        return None
    tokens = tokens[2:] if len(tokens) > 1 and tokens[1].pos_ == "DET" else tokens[1:]
    run = _noun_phrase(tokens, scene.tables)
    return _text(scene, run) if run else None


def _forms(token: Token) -> tuple[str, ...]:
    """The ways a noun may stand in a list: as written, its lemma, and without a plural s where the tagger erred."""
    return token.lower_, token.lemma_.lower(), token.lower_.removesuffix("s")


def _noun_phrase(tokens: Sequence[Token], tables: Units) -> list[Token]:
    """The run of nouns and adjectives at the start of `tokens`, with one complement ("obus d'artillerie")."""
    run: list[Token] = []
    for at, token in enumerate(tokens):
        linked = run and token.lower_ in tables.of and not any(t.lower_ in tables.of for t in run)
        known = any(f in tables.counted for f in _forms(token))
        if (
            (linked and at + 1 < len(tokens) and tokens[at + 1].pos_ == "NOUN")
            or (known and not run)
            or (
                token.pos_ in _NOUN_RUN
                and token.text[0].isalpha()
                and token.lower_ not in tables.of
                and (run or token.pos_ != "PROPN")
            )
        ):
            run.append(token)
        else:
            break
    return run if any(t.pos_ == "NOUN" or any(f in tables.counted for f in _forms(t)) for t in run) else []


def _heads(run: Sequence[Token], of: frozenset[str]) -> list[Token]:
    """The nouns before the complement; in French the first is the head, in English the last: both are looked at."""
    cut = next((i for i, t in enumerate(run) if t.lower_ in of), len(run))
    nouns = [t for t in run[:cut] if t.pos_ == "NOUN"] or list(run[:1])
    return nouns[-1:] if run and run[0].doc.lang_ == "en" else nouns[:1]


def _text(scene: _Scene, run: Sequence[Token]) -> str:
    return scene.text[scene.passage.start(run[0]) : scene.passage.end(run[-1])]


def _one_space(text: str) -> str:
    return re.sub(r"\s+", " ", text).lower()
