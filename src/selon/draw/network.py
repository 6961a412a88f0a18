"""A network as SVG: who appears with whom. Placed by springs from a fixed start, so that the same network is always
the same picture; nodes are links, so that Tab reaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from markupsafe import Markup, escape

WIDTH, HEIGHT, ROUNDS = 860, 460, 160
MOST = 40


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody. `size` grows the disc; `kind` picks its colour class."""

    id: str
    label: str
    kind: str = "unspecified"
    href: str = ""
    size: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """Two of them together, `weight` times."""

    a: str
    b: str
    weight: int = 1
    note: str = ""


def network(nodes: Sequence[Node], edges: Sequence[Edge], title: str) -> Markup:
    """The picture of up to `MOST` nodes, the largest first; edges to nodes left out are left out."""
    shown = sorted(nodes, key=lambda n: (-n.size, n.id))[:MOST]
    if not shown:
        return Markup("")
    kept = [e for e in edges if {e.a, e.b} <= {n.id for n in shown}]
    places = placed([n.id for n in shown], kept)
    lines = "".join(_edge(e, places) for e in kept)
    dots = "".join(_node(n, *places[n.id]) for n in shown)
    return Markup(
        f'<svg class="picture network" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="group" '
        f'aria-label="{escape(title)}">{lines}{dots}</svg>'
    )


def placed(ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """Where each node goes: springs along edges, repulsion between all (Fruchterman and Reingold 1991)."""
    count = len(ids)
    points = {id: [cos(2 * pi * i / count), sin(2 * pi * i / count)] for i, id in enumerate(ids)}
    ideal = 1.1 / max(1.0, count**0.5)
    for round_ in range(ROUNDS if count > 1 else 0):
        _step(points, edges, ideal, 0.12 * (1 - round_ / ROUNDS) + 0.002)
    return _fitted(points)


def _step(points: dict[str, list[float]], edges: Sequence[Edge], ideal: float, most: float) -> None:
    push: dict[str, list[float]] = {id: [0.0, 0.0] for id in points}
    names = list(points)
    for i, a in enumerate(names):
        for b in names[i + 1 :]:
            _pull(push, points, a, b, lambda d: -ideal * ideal / d)
    for e in edges:
        if e.a != e.b:
            _pull(push, points, e.a, e.b, lambda d: d * d / ideal * 0.5)
    for id, (dx, dy) in push.items():
        length = hypot(dx, dy) or 1.0
        step = min(length, most)
        points[id][0] += dx / length * step
        points[id][1] += dy / length * step


def _pull(push: Mapping[str, list[float]], points: Mapping[str, list[float]], a: str, b: str, force) -> None:
    dx, dy = points[b][0] - points[a][0], points[b][1] - points[a][1]
    distance = max(hypot(dx, dy), 0.01)
    strength = force(distance) / distance
    push[a][0] += dx * strength
    push[a][1] += dy * strength
    push[b][0] -= dx * strength
    push[b][1] -= dy * strength


def _fitted(points: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, float]]:
    """Stretched to the picture, with room for labels."""
    xs, ys = [p[0] for p in points.values()], [p[1] for p in points.values()]
    wide, high = max(max(xs) - min(xs), 0.01), max(max(ys) - min(ys), 0.01)
    if len(points) == 1:
        return dict.fromkeys(points, (WIDTH / 2, HEIGHT / 2))
    return {
        id: (
            round(90 + (x - min(xs)) / wide * (WIDTH - 180), 1),
            round(30 + (y - min(ys)) / high * (HEIGHT - 70), 1),
        )
        for id, (x, y) in points.items()
    }


def _edge(edge: Edge, places: Mapping[str, tuple[float, float]]) -> str:
    (x1, y1), (x2, y2) = places[edge.a], places[edge.b]
    width = min(6.0, 1 + edge.weight**0.5 * 0.6)
    return (
        f'<line class="edge" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke-width="{width:.1f}">'
        f"<title>{escape(edge.note)}</title></line>"
    )


def _node(node: Node, x: float, y: float) -> str:
    radius = round(min(18.0, 5 + node.size**0.5 * 1.4), 1)
    label = node.label if len(node.label) <= 30 else node.label[:29] + "…"
    body = (
        f'<circle class="node node-{escape(node.kind)}" cx="{x}" cy="{y}" r="{radius}"/>'
        f'<text class="node-label" x="{x}" y="{y + radius + 13}" text-anchor="middle">{escape(label)}</text>'
    )
    return f'<a href="{escape(node.href)}">{body}</a>' if node.href else f"<g>{body}</g>"
