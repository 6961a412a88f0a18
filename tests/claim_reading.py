"""Reading one sentence or paragraph into claims, and comparing them with a short notation, for tests."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import yaml

from selon.languages.en import PACK as EN
from selon.languages.fr import PACK as FR
from selon.model.claim import Claim
from selon.model.document import Document, Noise, Passage, digest
from selon.model.text import Span
from selon.reading.attribution import attribute
from selon.reading.claims import claims
from selon.reading.mentions import mentions
from selon.reading.parse import parse

PACKS = {"fr": FR, "en": EN}
ACTUAL = ("done", "ongoing", "habitual")


def document(
    text: str, language: str, published: str | None = None, noise: tuple[tuple[int, int], ...] = ()
) -> Document:
    """A document whose paragraphs are parted by blank lines."""
    found = re.finditer(r"[^\n]+(?:\n(?!\n)[^\n]+)*", text)
    passages = tuple(Passage(Span(m.start(), m.end())) for m in found if m.group().strip())
    marked = tuple(Noise(Span(*n), "test") for n in noise)
    return Document(
        digest(text.encode()), text, language, published=published, passages=passages, noise=marked
    )


@functools.lru_cache(maxsize=512)
def read(
    text: str, language: str, published: str | None = None, noise: tuple[tuple[int, int], ...] = ()
) -> tuple[Claim, ...]:
    """The claims of `text`, by the whole chain of reading stages."""
    parsed = parse(document(text, language, published, noise), PACKS[language])
    found, actors = mentions(parsed)
    return claims(parsed, attribute(parsed, found), found, actors)


def cases(name: str) -> list[dict]:
    """The rows of a file of own sentences beside the unit tests."""
    path = Path(__file__).parent / "unit" / f"{name}.yaml"
    return [row | {"language": name[-2:]} for row in yaml.safe_load(path.read_text("utf-8"))]


def side(actor: str | None) -> str:
    """A state for a state, "?" for any other actor, "-" for none."""
    return "-" if actor is None else actor if len(actor) == 2 else "?"


def way(claim: Claim) -> str:
    """Direction in short: RU>KP, RU~KP, RU>-, -."""
    d = claim.direction
    if d is None:
        return "-"
    if d.reciprocal:
        return "~".join(side(a) for a in d.reciprocal)
    return f"{side(d.origin)}>{side(d.recipient)}"


def short(claim: Claim) -> str:
    return f"{claim.act_type} {claim.stage} {claim.polarity} {way(claim)}"


def fits(wanted: str, claim: Claim) -> bool:
    """Whether `claim` is what "act stage polarity direction" asks for; * fits anything, | separates choices."""
    act, stage, polarity, direction = wanted.split()
    plain = all(
        w == "*" or g in w.split("|")
        for w, g in zip((act, stage, polarity), (claim.act_type, claim.stage, claim.polarity), strict=True)
    )
    return plain and _same_way(direction, way(claim))


def _same_way(wanted: str, got: str) -> bool:
    if wanted == "*":
        return True
    if "~" in wanted:
        return sorted(wanted.split("~")) == sorted(got.split("~"))
    if ">" not in wanted or ">" not in got:
        return wanted == got
    return all(w in ("*", g) for w, g in zip(wanted.split(">"), got.split(">"), strict=True))


def problems(case: dict) -> list[str]:
    """What is wrong with the claims read from a case; empty when nothing is."""
    found = list(read(case["text"], case["language"]))
    out, left = [], list(found)
    for wanted in case["expect"]:
        hit = next((c for c in left if fits(wanted, c)), None)
        if hit is None:
            out.append(f"missing {wanted}")
            continue
        left.remove(hit)
        out += _fields(case, hit) if wanted == case["expect"][0] else []
    if left and not case.get("loose"):
        out += [f"extra {short(c)}" for c in left]
    if case.get("notdone"):
        out += [
            f"actual {short(c)}" for c in found if c.stage in ACTUAL and dict(c.factuality)["author"] == "CT+"
        ]
    return out + ([f"found {[short(c) for c in found]}"] if out else [])


def _fields(case: dict, claim: Claim) -> list[str]:
    values = dict(claim.factuality)
    originator = claim.factuality[-1][1]
    got = {"author": values["author"], "source": originator, "stance": claim.stance,
           "legal": claim.legal.value if claim.legal else None}  # fmt: skip
    return [f"{k} {got[k]} for {case[k]}" for k in got if k in case and case[k] != got[k]]
