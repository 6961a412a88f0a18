"""A timeline as SVG: one row a claim, when it happened as a bar (soft where the date is uncertain), when it was said
as a ring, and the gap between the two as a thin line. Pictures carry classes and no style, so that a page's style
sheet (light, dark, print) colours them; without one they draw in the colour of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

WIDTH, LEFT, ROW, TOP, FOOT = 960, 300, 26, 34, 12
Interval = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One row. Intervals are first and last day (ISO 8601); None where not known. `href` may be empty."""

    label: str
    href: str
    happened: Interval | None
    said: Interval | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels."""

    first: int
    last: int

    def x(self, day: int) -> float:
        return round(LEFT + (day - self.first) / max(1, self.last - self.first) * (WIDTH - LEFT - 14), 1)


def timeline(bars: Sequence[Bar], title: str) -> Markup:
    """The picture of `bars`, in their order; empty markup where no bar has a date."""
    days = [_day(d) for b in bars for span in (b.happened, b.said) if span for d in span]
    if not days:
        return Markup("")
    margin = max(3, (max(days) - min(days)) // 40)
    scale = Scale(min(days) - margin, max(days) + margin)
    height = TOP + ROW * len(bars) + FOOT
    parts = [_ticks(scale, height), *(_row(b, i, scale) for i, b in enumerate(bars))]
    return Markup(
        f'<svg class="picture timeline" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="group" '
        f'aria-label="{escape(title)}"><defs><linearGradient id="soft"><stop class="stop" offset="0" stop-opacity="0.08"/>'
        '<stop class="stop" offset="0.5" stop-opacity="0.75"/><stop class="stop" offset="1" stop-opacity="0.08"/>'
        f"</linearGradient></defs>{''.join(parts)}</svg>"
    )


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


def _ticks(scale: Scale, height: int) -> str:
    """Years where the picture covers more than three, months otherwise (every nth so that labels stay apart)."""
    first, last = date.fromordinal(max(1, scale.first)), date.fromordinal(scale.last)
    if last.year - first.year > 3:
        step = max(1, (last.year - first.year) // 9)
        marks = [(date(y, 1, 1), str(y)) for y in range(first.year, last.year + 1, step)]
    else:
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        step = max(1, -(-count // 9))
        at = range(first.year * 12 + first.month - 1, last.year * 12 + last.month, step)
        marks = [(date(m // 12, m % 12 + 1, 1), f"{m // 12}-{m % 12 + 1:02}") for m in at]
    inside = [
        (scale.x(d.toordinal()), words) for d, words in marks if scale.first <= d.toordinal() <= scale.last
    ]
    return "".join(
        f'<line class="tick" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{height - FOOT}"/>'
        f'<text class="tick-label" x="{x}" y="{TOP - 14}" text-anchor="middle">{words}</text>'
        for x, words in inside
    )


def _row(bar: Bar, index: int, scale: Scale) -> str:
    y = TOP + ROW * index + ROW / 2
    label = escape(bar.label if len(bar.label) <= 46 else bar.label[:45] + "…")
    text = f'<text class="row-label" x="0" y="{y + 4}">{label}</text>'
    if bar.href:
        text = f'<a href="{escape(bar.href)}">{text}</a>'
    marks = [f"<g><title>{escape(bar.note or bar.label)}</title>"]
    if bar.happened and bar.said:
        a, b = _middle(bar.happened, scale), _middle(bar.said, scale)
        marks.append(f'<line class="gap" x1="{min(a, b)}" x2="{max(a, b)}" y1="{y}" y2="{y}"/>')
    if bar.happened:
        marks.append(_happened(bar.happened, y, scale))
    if bar.said:
        marks.append(f'<circle class="said" cx="{_middle(bar.said, scale)}" cy="{y}" r="4.5"/>')
    return text + "".join(marks) + "</g>"


def _middle(span: Interval, scale: Scale) -> float:
    return round((scale.x(_day(span[0])) + scale.x(_day(span[1]))) / 2, 1)


def _happened(span: Interval, y: float, scale: Scale) -> str:
    left, right = scale.x(_day(span[0])), scale.x(_day(span[1]))
    if span[0] == span[1]:
        return f'<rect class="happened" x="{left - 3}" y="{y - 6}" width="6" height="12" rx="1.5"/>'
    width = max(10.0, round(right - left, 1))
    return f'<rect class="happened soft" x="{left}" y="{y - 5}" width="{width}" height="10" rx="5" fill="url(#soft)"/>'
