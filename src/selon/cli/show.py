"""A reading on a terminal: who says what, about which act, and which provision it would engage."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from selon.draw.label import labels
from selon.draw.page import title_of
from selon.draw.view import Card, Statement, View
from selon.model.reading import Reading
from selon.model.regime import Provision


def print_reading(
    reading: Reading,
    provisions: Mapping[str, Provision],
    *,
    labels_language: str = "en",
    source: str = "",
    nearest: Mapping[str, str] | None = None,
    console: Console | None = None,
) -> None:
    """Print a reading: statements in text order with the acts they report, then the author's own, then candidates."""
    console = console or Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    view = View(reading, labels(labels_language), provisions, nearest)
    _head(console, view, source)
    cards = view.cards()
    for statement in view.statements():
        _statement(console, statement, [c for c in cards if c.attributed == statement.id])
    own = [c for c in cards if c.attributed is None]
    if own:
        console.print(Text(view.labels.word("author"), "bold magenta"))
        for card in own:
            _card(console, card, view)
    if not cards and not reading.attributions:
        console.print(view.labels.word("no_statements"), style="dim")
    _candidates(console, view)
    _foot(console, view)


def _head(console: Console, view: View, source: str) -> None:
    d = view.reading.document
    console.print(Text(title_of(view.reading), "bold"))
    facts = [d.publisher, d.published or view.labels.word("no_date"), d.language, source, d.id[:23] + "…"]
    console.print(" · ".join(x for x in facts if x), style="dim")
    console.print()


def _statement(console: Console, s: Statement, cards: list[Card]) -> None:
    line = Text()
    line.append(s.who, "bold magenta")
    line.append(f"  {s.verb}", "yellow")
    line.append(
        f"  ({s.kind}" + (f", → {s.told}" if s.told else "") + f")  {s.where.start}–{s.where.end}", "dim"
    )
    console.print(line)
    console.print(Text("  " + s.quote))
    for card in cards:
        _card(console, card, None)
    console.print()


def _card(console: Console, card: Card, view: View | None) -> None:
    line = Text("  ▸ ")
    line.append(card.act, "bold red")
    line.append(f" [{card.modality}", "yellow")
    line.append((f", {card.stage}" if card.stage != card.modality else "") + "]", "yellow")
    if card.polarity:
        line.append(f" {card.polarity}", "bold yellow")
    if card.parties:
        line.append(f"  {card.parties}", "bold")
    if view is not None:
        line.append(f"  « {view.snippet(card.trigger, 60)} » {card.trigger.start}", "dim")
    console.print(line)
    if card.detail:
        console.print(Text("      " + " · ".join(card.detail), "dim"))
    for chip in card.chips:
        law = Text("      § ", "cyan")
        law.append(f"{chip.engagement} ", "cyan")
        law.append(chip.label, "bold cyan")
        if chip.mark:
            law.append(f" ({chip.mark})", "yellow")
        law.append(f"  {chip.title}", "dim")
        console.print(law)
    if card.none and not card.chips:
        console.print(Text(f"      § {card.none}", "dim"))


def _candidates(console: Console, view: View) -> None:
    lab = view.labels
    if not view.reading.candidates:
        return
    console.print()
    console.print(Text(lab.word("candidates"), "bold"))
    for c in view.reading.candidates:
        mention = view.snippet(c.mention) if c.mention else c.query or ""
        line = Text(f"  {mention} ≟ {c.entry_name or ''} ", "bold")
        line.append(f"[{lab('grade', c.grade)}] {lab('listed', c.listed)} · {c.reference}", "yellow")
        console.print(line)
        reasons = [f"{lab('field', f.name)} {lab('result', f.result)}" for f in c.fields]
        console.print(Text("      " + " · ".join(reasons), "dim"))


def _foot(console: Console, view: View) -> None:
    reading, lab = view.reading, view.labels
    for notice in reading.document.notices:
        console.print(Text(f"! {notice.message}", "yellow"))
    counts = [
        f"{len(reading.attributions)} {lab.word('count_statements')}",
        f"{len(reading.claims)} {lab.word('count_claims')}",
        f"{len(reading.engagements)} {lab.word('count_engagements')}",
        f"{len(reading.candidates)} {lab.word('count_candidates')}",
    ]
    console.print()
    console.print(" · ".join(counts), style="dim")
    console.print(lab.word("disclaimer"), style="dim italic")
