"""Actors: names as printed, list candidates field by field, claims by and about, neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends
from markupsafe import Markup
from starlette.datastructures import FormData

from selon.desk import Desk
from selon.desk import actors as desk_actors
from selon.desk.actors import Actor
from selon.desk.directory import Mentioned, directory
from selon.draw.network import Edge, Node, network
from selon.model.judgement import GRADES_OF_SOURCE
from selon.web.render import segments
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of
from selon.web.words import words

screens = Screens()


@dataclass(frozen=True, slots=True)
class Actors:
    """Who the newest documents name, and who was looked for."""

    name: str
    actors: tuple[Mentioned, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One actor with the picture of its neighbours."""

    actor: Actor
    picture: Markup
    grades: tuple[str, ...] = GRADES_OF_SOURCE


@screens.screen("/actors", "actors.html.j2")
def actors(name: str = "", desk: Desk = Depends(desk_of), _: Seat = Looking) -> Actors:
    """Actors that the newest documents name, or those whose name begins as asked."""
    return Actors(name, directory(desk, name))


@screens.screen("/actors/{id}", "actor.html.j2")
def actor(id: str, desk: Desk = Depends(desk_of), seat: Seat = Looking) -> Screen:
    """One actor across documents."""
    found = desk_actors.actor(desk, id)
    return Screen(found, _picture(found, seat.language))


def _picture(found: Actor, language: str) -> Markup:
    nodes = [Node(found.key, found.name, found.kind, "", sum(n.claims for n in found.neighbours) or 1)]
    nodes += [Node(n.key, n.name, n.kind, f"/actors/{segments(n.key)}", n.claims) for n in found.neighbours]
    t = words(language)
    edges = [
        Edge(found.key, n.key, n.claims, f"{found.name} – {n.name}: {t('claims_n', n=n.claims)}")
        for n in found.neighbours
    ]
    return network(nodes, edges, t("neighbours")) if found.neighbours else Markup("")


@screens.action("/actors/{id}/grade")
def grade(id: str, form: FormData = Form, desk: Desk = Depends(desk_of), seat: Seat = Analyst) -> str:
    """Grades a source's reliability (A to F)."""
    value, why = str(form.get("grade") or ""), str(form.get("why") or "")
    desk_actors.grade(desk, f"source:{id}", "reliability", value, seat.user, why)
    return f"/actors/{segments(id)}"
