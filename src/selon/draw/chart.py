"""A map as SVG: degrees as a plain grid, a disc for each country named, at its middle. It draws no border, so that it
takes no side; the table beside it names the places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from markupsafe import Markup, escape

WIDTH, FOOT = 900.0, 20.0
SHAPE = 1.9  # width to height, at least
STEPS = (5, 10, 15, 30)


@dataclass(frozen=True, slots=True)
class Spot:
    """A country's middle in degrees, with what is said there; `size` grows the disc."""

    latitude: float
    longitude: float
    label: str
    size: int = 1


@dataclass(frozen=True, slots=True)
class _Window:
    west: float
    east: float
    south: float
    north: float

    @property
    def scale(self) -> float:
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.scale, 1)

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        return round((longitude - self.west) * self.scale, 1), round((self.north - latitude) * self.scale, 1)


def chart(spots: Sequence[Spot], title: str) -> Markup:
    """The picture, cut to the spots with room around them; empty markup where there are none."""
    if not spots:
        return Markup("")
    window = _window(spots)
    grid = "".join(_grid(window))
    marks = "".join(_mark(s, window) for s in sorted(spots, key=lambda s: -s.size))
    high = window.height + FOOT
    return Markup(
        f'<svg class="picture chart" viewBox="0 0 {WIDTH:.0f} {high:.0f}" width="{WIDTH:.0f}" height="{high:.0f}" '
        f'role="group" aria-label="{escape(title)}">{grid}{marks}</svg>'
    )


def _window(spots: Sequence[Spot]) -> _Window:
    west, east = min(s.longitude for s in spots) - 15, max(s.longitude for s in spots) + 25
    south, north = min(s.latitude for s in spots) - 10, max(s.latitude for s in spots) + 10
    least = (east - west) / 3  # a map is never a thin strip
    if north - south < least:
        middle = (north + south) / 2
        south, north = middle - least / 2, middle + least / 2
    if (missing := (north - south) * SHAPE - (east - west)) > 0:  # nor a tower
        west, east = west - missing / 2, east + missing / 2
    return _Window(max(-180.0, west), min(190.0, east), max(-90.0, south), min(90.0, north))


def _grid(window: _Window):
    span = window.east - window.west
    step = next((s for s in STEPS if span / s <= 12), STEPS[-1])
    yield f'<rect class="map-frame" x="0.5" y="0.5" width="{WIDTH - 1:.0f}" height="{window.height - 1}"/>'
    for degree in range(ceil(window.west / step) * step, floor(window.east / step) * step + 1, step):
        x, _ = window.at(0, degree)
        yield f'<line class="map-grid" x1="{x}" x2="{x}" y1="0" y2="{window.height}"/>'
        yield f'<text class="tick-label" x="{x}" y="{window.height + 15}" text-anchor="middle">{_degrees(degree, "EW")}</text>'
    for degree in range(ceil(window.south / step) * step, floor(window.north / step) * step + 1, step):
        _, y = window.at(degree, 0)
        yield f'<line class="map-grid" x1="0" x2="{WIDTH:.0f}" y1="{y}" y2="{y}"/>'
        yield f'<text class="tick-label" x="4" y="{y - 3}">{_degrees(degree, "NS")}</text>'


def _degrees(value: int, letters: str) -> str:
    return f"{abs(value)}°{letters[0] if value > 0 else letters[1] if value < 0 else ''}"


def _mark(spot: Spot, window: _Window) -> str:
    x, y = window.at(spot.latitude, spot.longitude)
    radius = round(min(16.0, 4 + spot.size**0.5 * 1.6), 1)
    label = spot.label if len(spot.label) <= 32 else spot.label[:31] + "…"
    return (
        f'<circle class="map-spot" cx="{x}" cy="{y}" r="{radius}"/>'
        f'<text class="map-label" x="{x + radius + 4}" y="{y + 4}">{escape(label)}</text>'
    )
