"""The French conditional: every form, and what it does in its sentence.

RPT reports what others say ("aurait livré"), HYP depends on a condition, FIP is the future seen from the past ("a
annoncé qu'il livrerait"), MOD-PS, MOD-EXP and MOD-DEO are possibility, expectation and duty, ATT softens a wish, OTH is
the rest (rhetorical questions). Only evidence makes a reading reportative: 24 of 138 forms in newspaper text are.
English marks hearsay with adverbs and passives; they come out of `hearsay_markers` with the same type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from selon.model.ports import LanguagePack
from selon.model.text import Span
from selon.reading.conditional.case import case_of
from selon.reading.conditional.rules import DEFAULT, reading_of
from selon.reading.conditional.stems import forms
from selon.reading.conditional.tables import Tables, tables_of
from selon.reading.parse import ParsedPassage

READINGS = ("RPT", "HYP", "FIP", "MOD-PS", "MOD-EXP", "MOD-DEO", "ATT", "OTH")


@dataclass(frozen=True, slots=True)
class Conditional:
    """One form: its span, infinitive, reading, the rule that decided, and whether it is a past form.

    `verb` is the infinitive or participle that carries the meaning where the form is an auxiliary or modal.
    """

    span: Span
    lemma: str | None
    reading: str
    rule: str
    past: bool = False
    verb: str | None = None

    def __post_init__(self) -> None:
        if self.reading not in READINGS:
            raise ValueError(f"unknown reading: {self.reading}")


def conditionals(passage: ParsedPassage, pack: LanguagePack) -> tuple[Conditional, ...]:
    """The conditional forms of a passage in order, with their readings; none where the pack has no stems.

    Raises PackError for a malformed table.
    """
    tables = tables_of(pack)
    if tables is None or not tables.stems.patterns:
        return ()
    text = passage.doc.text
    found: list[Conditional] = []
    for start, end, lemma in forms(text, 0, len(text), tables.stems):
        one = _conditional(passage, start, end, lemma, tables)
        found.append(_like_its_partner(one, found[-1], text, passage.base) if found else one)
    return tuple(found)


def hearsay_markers(passage: ParsedPassage, pack: LanguagePack) -> tuple[Conditional, ...]:
    """Words that mark hearsay without a conditional ("reportedly", "is said to", "semble-t-il"), reading RPT."""
    tables = tables_of(pack)
    if tables is None:
        return ()
    found = {
        match.span(): Conditional(
            Span(passage.base + match.start(), passage.base + match.end()),
            match.group().lower(),
            "RPT",
            "hearsay marker",
        )
        for pattern in tables.markers
        for match in pattern.finditer(passage.doc.text)
    }
    return tuple(found[key] for key in sorted(found))


def _conditional(passage: ParsedPassage, start: int, end: int, lemma: str, tables: Tables) -> Conditional:
    span = Span(passage.base + start, passage.base + end)
    run = passage.doc.char_span(start, end, alignment_mode="expand")
    token = run[0]
    case = case_of(token, lemma, tables)
    reading, rule = reading_of(case)
    verb = None if case.content is token else case.content.lemma_
    return Conditional(span, lemma, reading, rule, case.past, verb)


def _like_its_partner(one: Conditional, before: Conditional, text: str, base: int) -> Conditional:
    """A form without evidence of its own, coordinated with the form before it, reads as that one does."""
    if one.rule != DEFAULT or before.reading not in ("RPT", "FIP"):
        return one
    between = text[before.span.end - base : one.span.start - base]
    coordinated = re.search(
        r"(?:,| et| ou| puis) (?:ne |n'|se |s'|y |en |l'|les? |la |lui |leur )*$", between
    )
    if coordinated is None or re.search(r"[.;:!?]", between):
        return one
    return replace(one, reading=before.reading, rule=f"coordinated: {before.rule}")
