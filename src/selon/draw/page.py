"""One reading as one self-contained HTML page: the text with its spans marked, claims in the margin."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import jinja2
from markupsafe import Markup

from selon.draw.label import labels
from selon.draw.marks import Mark, by_window, marked, marks_of
from selon.draw.view import Card, View
from selon.model.reading import Reading
from selon.model.regime import Provision
from selon.model.text import Span


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with what belongs beside it."""

    kind: str
    html: Markup
    cards: tuple[Card, ...]
    noise: bool


@functools.cache
def environment() -> jinja2.Environment:
    """The templates of this room; everything is escaped, a missing value is an error."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("selon.draw", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def reading_page(
    reading: Reading,
    *,
    language: str = "en",
    provisions: Mapping[str, Provision] | None = None,
    screened: bool = True,
    nearest: Mapping[str, str] | None = None,
) -> str:
    """The page of a reading as a string of HTML that needs nothing else.

    `language` is that of labels ("fr" or "en"), never of the article. `screened`: whether any list was loaded.
    `nearest`: by claim id, that no provision was found and which came nearest.
    """
    view = View(reading, labels(language), provisions, nearest)
    return (
        environment()
        .get_template("reading.html.j2")
        .render(
            view=view,
            lab=view.labels,
            reading=reading,
            document=reading.document,
            rows=rows(view),
            statements=view.statements(),
            cards=view.cards(),
            screened=screened,
            title=title_of(reading),
        )
    )


def title_of(reading: Reading) -> str:
    """The document's title, or its first line cut short."""
    title = reading.document.title or reading.document.text.strip().splitlines()[0].strip()
    return title if len(title) < 140 else title[:139] + "…"


def rows(view: View) -> tuple[Row, ...]:
    """The text passage by passage with its cards; stretches between passages that hold noise come too."""
    document = view.reading.document
    marks: tuple[Mark, ...] = marks_of(view.reading)
    windows = _windows(view)
    dealt = by_window([(c.trigger, view.card(c)) for c in view.reading.claims], [w for w, _ in windows])
    return tuple(
        Row(
            kind,
            marked(view.text, window, marks),
            tuple(sorted(cards, key=lambda c: c.trigger)),  # type: ignore[attr-defined]
            all(document.is_noise(Span(i, i + 1)) for i in _visible(view.text, window)),
        )
        for (window, kind), cards in zip(windows, dealt, strict=True)
    )


def _windows(view: View) -> list[tuple[Span, str]]:
    document = view.reading.document
    found = [(p.span, p.kind) for p in document.passages]
    covered = [p.span for p in document.passages]
    found += [(n.span, "noise") for n in document.noise if not any(n.span.overlaps(s) for s in covered)]
    return sorted(found) or [(Span(0, len(document.text)), "paragraph")]


def _visible(text: str, span: Span) -> list[int]:
    """The first and last visible characters of a span: enough to tell whether all of it is noise."""
    seen = [i for i in range(span.start, span.end) if not text[i].isspace()]
    return [seen[0], seen[-1]] if seen else []


def index_page(lines: Sequence[object], *, language: str = "en") -> str:
    """The page that leads to several readings: `lines` have file, title, language and four counts."""
    return environment().get_template("index.html.j2").render(lines=lines, lab=labels(language))
