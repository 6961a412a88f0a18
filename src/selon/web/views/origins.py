"""Origins: who wrote first, who copies whom, how many roots a story has."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Depends
from markupsafe import Markup
from starlette.datastructures import FormData

from selon.desk import Desk
from selon.desk import origins as desk_origins
from selon.desk.origins import Origins
from selon.draw.label import labels
from selon.draw.network import Edge, Node, network
from selon.web.render import segments
from selon.web.screens import Screens
from selon.web.seats import Analyst, Form, Looking, Seat, desk_of
from selon.web.words import words

screens = Screens()


@dataclass(frozen=True, slots=True)
class Stories:
    """Documents to choose from."""

    documents: tuple[dict, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """One story's family with its picture."""

    origins: Origins
    picture: Markup


@screens.screen("/origins", "stories.html.j2")
def stories(desk: Desk = Depends(desk_of), _: Seat = Looking) -> Stories:
    """The newest documents, to ask where one's story comes from."""
    return Stories(tuple(desk_origins.stories(desk)))


@screens.action("/origins")
def look_for_copies(_form: FormData = Form, desk: Desk = Depends(desk_of), _: Seat = Analyst) -> str:
    """Compares the newest documents with one another, so that copies count once."""
    desk_origins.look_for_copies(desk)
    return "/origins"


@screens.screen("/origins/{id}", "origins.html.j2")
def origins(id: str, desk: Desk = Depends(desk_of), seat: Seat = Looking) -> Screen:
    """One document's family: first accounts, copies, translations, rewrites."""
    found = desk_origins.origins(desk, id)
    return Screen(found, _picture(found, seat.language))


def _picture(found: Origins, language: str) -> Markup:
    if len(found.family) < 2:
        return Markup("")
    lab = labels(language)
    nodes = [
        Node(
            d["id"],
            f"{d['publisher'] or d['title'] or d['id'][7:15]} {d['published'] or ''}",
            "root" if d["id"] in found.roots else "copy",
            f"/documents/{segments(d['id'])}",
            2,
        )
        for d in found.family
    ]
    edges = [Edge(t["a"], t["b"], 2, lab("relation", t["relation"])) for t in found.ties]
    return network(nodes, edges, words(language)("origins"))
