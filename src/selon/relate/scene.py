"""A claim as the law looks at it: who is the regime's target in it, who else, which kinds of goods."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selon.model.actor import Actor
from selon.model.claim import Claim, Item, Participant
from selon.model.text import Span
from selon.model.vocabulary import ITEM_CLASSES

ACTING = (
    "operator",
    "supplier",
    "imposer",
    "visitor",
    "party",
    "speaker",
    "requester",
    "carrier",
    "broker",
    "financier",
)
_STATE = re.compile(r"[A-Z]{2}")
_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


@dataclass(frozen=True, slots=True)
class Scene:
    """A claim, the actors of its document by id, the regime's target (ISO alpha-2) and the pack's word lists.

    `kinds` pairs each item of the claim with its item classes and whether they are precise.
    """

    claim: Claim
    actors: Mapping[str, Actor]
    target: str
    target_name: str
    words: Mapping[str, Any]
    kinds: tuple[tuple[Item, frozenset[str], bool], ...] = ()

    def country(self, actor: str | None) -> str | None:
        """ISO alpha-2 of an actor id; None where the document does not tell."""
        if actor is None:
            return None
        known = self.actors.get(actor)
        if known and known.country:
            return known.country
        return actor if _STATE.fullmatch(actor) else None

    def name(self, actor: str | None) -> str:
        """The actor's name in the document, "?" where nobody is named."""
        if actor is None:
            return "?"
        known = self.actors.get(actor)
        return known.name if known else actor

    def is_target(self, actor: str | None) -> bool:
        return self.country(actor) == self.target

    @property
    def origin(self) -> str | None:
        """Actor id of the giving side, from the stated direction, else from the supplier."""
        return self._side("origin", "supplier")

    @property
    def recipient(self) -> str | None:
        """Actor id of the receiving side, from the stated direction, else from the recipient."""
        return self._side("recipient", "recipient")

    def _side(self, side: str, role: str) -> str | None:
        direction = self.claim.direction
        if direction is not None and (getattr(direction, side) or direction.reciprocal):
            return getattr(direction, side)
        return next((p.actor for p in self.claim.participants if p.role == role), None)

    @property
    def linked(self) -> bool:
        """Whether the target takes part in any way: as participant, on either side, or as the place."""
        ids = [p.actor for p in self.claim.participants]
        if direction := self.claim.direction:
            ids += [direction.origin, direction.recipient, *direction.reciprocal]  # type: ignore[list-item]
        return any(self.is_target(i) for i in ids) or any(p.country == self.target for p in self.claim.places)

    @property
    def is_party(self) -> bool:
        """Whether the target is a participant or one of two reciprocal sides."""
        reciprocal = self.claim.direction.reciprocal if self.claim.direction else ()
        return any(self.is_target(i) for i in (*reciprocal, *(p.actor for p in self.claim.participants)))

    def target_span(self) -> Span | None:
        """Where the text names the target as a participant."""
        return next((p.span for p in self.claim.participants if self.is_target(p.actor) and p.span), None)

    def acting(self) -> tuple[Participant, ...]:
        """Participants in a role that acts."""
        return tuple(p for p in self.claim.participants if p.role in ACTING)

    def is_body(self, actor: str, body: str) -> bool:
        """Whether the actor's name is one of the pack's names for `body`."""
        return mentions(self.name(actor), self.words["bodies"][body])


def scene(claim: Claim, actors: Sequence[Actor], target: str, words: Mapping[str, Any]) -> Scene:
    """The scene of `claim` among the actors of its document."""
    by_id = {a.id: a for a in actors}
    kinds = tuple((item, *classes(item, words)) for item in claim.items)
    return Scene(claim, by_id, target, _target_name(by_id, target, words), words, kinds)


def classes(item: Item, words: Mapping[str, Any]) -> tuple[frozenset[str], bool]:
    """Item classes of an item, and whether its kind is precise.

    A category that spans several measures (`imprecise_categories` of the pack) is narrowed by the item's own words
    where they say more; one whose kind must be told (`needs_words`) is precise only where a word tells it.
    """
    told = frozenset(c for c, w in words.get("item_words", {}).items() if mentions(item.text, w))
    broad = frozenset(words.get("category_classes", {}).get(item.category, ITEM_CLASSES[item.category]))
    if item.category not in words.get("imprecise_categories", ()):
        needed = words.get("needs_words", {}).get(item.category)
        return broad | told, needed is None or mentions(item.text, needed)
    return (told, True) if told else (broad, False)


def _target_name(actors: Mapping[str, Actor], target: str, words: Mapping[str, Any]) -> str:
    if target in actors:
        return actors[target].name
    return str(words.get("target_name", {}).get("en", target))


def mentions(text: str, words: Mapping[str, Sequence[str]] | Sequence[str]) -> bool:
    """Whether `text` holds one of `words` (a list, or lists by language) as whole words, plural endings allowed."""
    flat = tuple(w for ws in words.values() for w in ws) if isinstance(words, Mapping) else tuple(words)
    return bool(_pattern(flat).search(plain(text)))


def plain(text: str) -> str:
    """Lower case, straight apostrophes."""
    return text.translate(_APOSTROPHES).casefold()


@functools.lru_cache(maxsize=512)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_word(w) for w in words) or r"(?!)")


def _word(word: str) -> str:
    """Every part of an expression may carry a French or English plural ending."""
    parts: Iterable[str] = plain(word).split()
    return r"\b" + r"\s+".join(re.escape(p) + r"(?:e?s|x)?" for p in parts) + r"\b"
