"""A report drafted from a case: numbered sentences over accepted claims, each with the footnote that proves it.

A sentence that rests on no accepted claim is refused: it is listed with the reason, and the report cannot be saved
while a claim that a person put in stands undecided, unless they leave it out.
"""

from __future__ import annotations

from dataclasses import dataclass

from selon.desk import cases
from selon.desk.desk import Desk
from selon.desk.lines import Line
from selon.desk.review import open_claim
from selon.draw.label import labels
from selon.draw.sentence import certainty, sentence
from selon.draw.view import View
from selon.errors import InputError
from selon.model.judgement import Case, Finding, Judgement


@dataclass(frozen=True, slots=True)
class Footnote:
    """What proves a sentence: the exact words, where they stand, and which preserved bytes."""

    quote: str
    language: str
    publisher: str
    title: str
    published: str
    url: str
    document: str
    place: str
    kept: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One numbered sentence. `verdict`: accept or correct; `by`: who decided; `laws`: provisions, never a verdict."""

    number: int
    claim: str
    text: str
    certainty: str
    laws: tuple[tuple[str, str, bool], ...]
    footnote: Footnote
    by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The report. `refused`: claims of the case that no sentence may rest on, with the reason ("undecided" …)."""

    case: Case
    known: tuple[Sentence, ...]
    disputed: tuple[Sentence, ...]
    refused: tuple[tuple[Line, str], ...]
    findings: tuple[Finding, ...]
    notes: tuple[Judgement, ...]
    language: str


def draft(desk: Desk, id: str, language: str) -> Draft:
    """The report of a case in a language; raises InputError when there is no such case."""
    opened = cases.look(desk, id)
    refused: list[tuple[Line, str]] = [(x, "undecided") for x in opened.unknown]
    refused += [(x, "rejected") for x in opened.rejected]
    refused += [(x, "disputed") for x in opened.disputed if x.verdict not in ("accept", "correct")]
    allowed = [x for x in opened.disputed if x.verdict in ("accept", "correct")]
    known = tuple(_sentence(desk, x, i, language) for i, x in enumerate(_by_time(opened.known), 1))
    disputed = tuple(_sentence(desk, x, i, language) for i, x in enumerate(_by_time(allowed), len(known) + 1))
    return Draft(opened.case, known, disputed, tuple(refused), opened.findings, opened.case.notes, language)


def _by_time(lines: tuple[Line, ...] | list[Line]) -> list[Line]:
    return sorted(lines, key=lambda x: (x.happened or x.published or "9999", x.n))


def _sentence(desk: Desk, line: Line, number: int, language: str) -> Sentence:
    opened = open_claim(desk, line.id)
    lab = labels(language)
    view = View(opened.reading, lab, desk.provisions)
    values = dict(opened.values)
    if not values["source"] and opened.claim.originator != "author":
        values["source"] = view.actor_name(opened.claim.originator)
    laws = tuple(
        (
            view.provision_label(x.provision),
            lab("engagement", x.engagement),
            (p := desk.provisions.get(x.provision)) is not None and p.established,
        )
        for x in line.laws
    )
    document = opened.reading.document
    footnote = Footnote(
        document.text[line.start : line.end],
        line.language,
        line.publisher,
        line.title,
        line.published,
        line.url,
        line.document,
        line.place,
        line.kept,
    )
    card = view.card(opened.claim)
    return Sentence(number, line.id, sentence(values, lab), certainty(card.believed), laws, footnote, line.by)


def saved(made: Draft) -> Draft:
    """The draft, when it may leave the desk; raises InputError when no sentence may stand."""
    if not (made.known or made.disputed):
        raise InputError(
            "no sentence of this report rests on an accepted claim",
            where=made.case.title,
            next="accept or correct a claim of the case first",
            code="unsupported",
        )
    return made


__all__ = ["Draft", "Footnote", "Sentence", "draft", "saved"]
