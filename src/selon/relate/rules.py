"""Matching rules: the typed form of a pack's `rules.yaml`. A refused rule is named by file, line and reason."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from selon.errors import PackError
from selon.model.actor import ACTOR_KINDS
from selon.model.ports import RegimePack
from selon.model.vocabulary import ITEM_CLASSES, require
from selon.relate.amounts import Cap

DIRECTIONS = ("from_target", "to_target", "by_target", "either", "any")
STATES = ("met", "unmet", "unknown")
STRENGTHS = ("would", "may")
Texts = tuple[tuple[str, str], ...]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who must take part: one of `roles` (any where empty), of one of `kinds`, the named `body`.

    `unless`: not where the name is also one of that body (another regime's panel). `of_target`: has the target's
    nationality or flag. `otherwise`: the state where nobody fits. `what` says it for a person.
    """

    what: Texts
    roles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    body: str | None = None
    unless: str | None = None
    of_target: bool = False
    otherwise: str = "unmet"


@dataclass(frozen=True, slots=True)
class WindDown:
    """Until `until` (a day, included), old contracts were still let through: `text` says which."""

    until: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Rule:
    """How acts are held against one or several provisions. See the documentation page "Regimes" for each field."""

    id: str
    provisions: tuple[str, ...]
    acts: tuple[str, ...]
    why: Texts
    direction: str = "any"
    when_open: str = "unknown"
    items: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    not_items: tuple[str, ...] = ()
    without_item: tuple[tuple[str, str], ...] = ()  # (act type or "", state)
    parties: tuple[Party, ...] = ()
    place: str | None = None
    strength: str = "would"
    engagement: str | None = None
    near: bool = True  # whether its provisions may be named as the nearest where nothing is found
    any_date: bool = False
    since: str | None = None
    wind_down: WindDown | None = None
    cap: Cap | None = None
    cap_period: Texts = ()
    conditions: tuple[Texts, ...] = ()
    rule_out: tuple[Texts, ...] = ()

    def state_without_item(self, act: str) -> str:
        """The state of the item element where the text names no item."""
        states = dict(self.without_item)
        return states.get(act, states.get("", "unmet"))


def text(texts: Texts, language: str = "en") -> str:
    """The text in `language`, else in English."""
    pairs = dict(texts)
    return pairs.get(language) or pairs["en"]


@functools.cache
def rules_of(pack: RegimePack) -> tuple[Rule, ...]:
    """The rules of a pack, checked against its provisions and words; raises PackError with file and line."""
    table = pack.rules()
    found: dict[str, Rule] = {}
    for line, row in table.rows:
        try:
            rule = rule_from(row)
            _check(rule, pack)
            if rule.id in found:
                raise ValueError(f"rule {rule.id} stands twice")
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            reason = f"missing {error}" if isinstance(error, KeyError) else str(error)
            raise PackError(
                f"rule refused: {reason}", where=f"{table.path}:{line}", next="correct this rule"
            ) from error
        found[rule.id] = rule
    return tuple(found.values())


def rule_from(row: Mapping[str, Any]) -> Rule:
    """A row of `rules.yaml` as a Rule; raises ValueError, TypeError or KeyError where it cannot be one."""
    data = dict(row)
    made: dict[str, Any] = {name: _MAKERS[name](data.pop(name)) for name in tuple(data) if name in _MAKERS}
    if "cap" in made:
        made["cap"], made["cap_period"] = made["cap"]
    unknown = set(data) - {f.name for f in fields(Rule)}
    if unknown:
        raise ValueError(f"unknown field: {', '.join(sorted(unknown))}")
    return Rule(**data, **made)


def _texts(value: Mapping[str, str]) -> Texts:
    if not value.get("en") or not value.get("fr"):
        raise ValueError("a text needs both en and fr")
    return (("en", value["en"]), ("fr", value["fr"]))


def _words(value: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in value)


def _without(value: Any) -> tuple[tuple[str, str], ...]:
    return tuple(value.items()) if isinstance(value, Mapping) else (("", value),)


def _party(value: Mapping[str, Any]) -> Party:
    row = dict(value)
    return Party(
        what=_texts(row.pop("what")),
        roles=_words(row.pop("roles", ())),
        kinds=_words(row.pop("kinds", ())),
        **row,
    )


def _wind_down(value: Mapping[str, Any]) -> WindDown:
    return WindDown(_day(value["until"]), _texts(value))


def _cap(value: Mapping[str, Any]) -> tuple[Cap, Texts]:
    also = value.get("also")
    per_tonne = value.get("per_tonne")
    cap = Cap(
        value=float(value["value"]),
        unit=value["unit"],
        period=value["period"]["en"],
        also=(float(also["value"]), also["unit"]) if also else None,
        per_tonne=(float(per_tonne[0]), float(per_tonne[1])) if per_tonne else None,
    )
    return cap, _texts(value["period"])


def _day(value: Any) -> str:
    if not _DAY.fullmatch(str(value)):
        raise ValueError(f"not a day: {value}")
    return str(value)


_MAKERS = {
    "provisions": _words,
    "acts": _words,
    "items": _words,
    "categories": _words,
    "not_items": _words,
    "why": _texts,
    "without_item": _without,
    "parties": lambda rows: tuple(_party(row) for row in rows),
    "since": _day,
    "wind_down": _wind_down,
    "cap": _cap,
    "conditions": lambda rows: tuple(_texts(row) for row in rows),
    "rule_out": lambda rows: tuple(_texts(row) for row in rows),
}


def _check(rule: Rule, pack: RegimePack) -> None:
    """Every word of a rule is known; raises ValueError."""
    names = pack.names()
    _known("provision", rule.provisions, {p.id for p in pack.regime.provisions})
    _known("item class", (*rule.items, *rule.not_items), item_classes(names))
    _known("direction", (rule.direction,), DIRECTIONS)
    _known("state", (rule.when_open, *(s for _, s in rule.without_item)), STATES)
    _known("strength", (rule.strength,), STRENGTHS)
    _known("place list", (rule.place,) if rule.place else (), names.get("places", {}))  # type: ignore[arg-type]
    for act in rule.acts:
        require("act_type", act)
    for category in rule.categories:
        require("item_category", category)
    if rule.engagement:
        require("engagement", rule.engagement)
    for party in rule.parties:
        _known("actor kind", party.kinds, ACTOR_KINDS)
        _known("state", (party.otherwise,), STATES)
        _known("body", [b for b in (party.body, party.unless) if b], names.get("bodies", {}))
        for role in party.roles:
            require("role", role)


def item_classes(names: Mapping[str, Any]) -> set[str]:
    """Item classes a rule may name: those of the claims model and those the pack has words for."""
    by_category = {**ITEM_CLASSES, **names.get("category_classes", {})}
    return {c for classes in by_category.values() for c in classes} | set(names.get("item_words", {}))


def _known(what: str, values: Any, allowed: Any) -> None:
    for value in values:
        if value not in allowed:
            raise ValueError(f"unknown {what}: {value}")
