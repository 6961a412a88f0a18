"""From whom to whom: read off the roles, kept open where the text does not say."""

from __future__ import annotations

from collections.abc import Mapping

from selon.model.claim import Direction, Participant

FROM = ("supplier", "visitor", "speaker", "requester", "imposer", "supporter", "operator")
TO = ("recipient", "host", "addressee", "beneficiary", "target")
_NO_TARGET = ("veto", "mandate_change")  # done to a text or a body, not to a side
STATELY = ("person", "state", "government", "officials")  # kinds that stand for their state


def side(actor: str, countries: Mapping[str, str | None], kinds: Mapping[str, str]) -> str:
    """The state a person or government stands for; companies, bodies and vessels stand for themselves."""
    country = countries.get(actor)
    return country if country and kinds.get(actor, "state") in STATELY else actor


def direction(
    parties: tuple[Participant, ...], act: str, countries: Mapping[str, str | None], kinds: Mapping[str, str]
) -> Direction | None:
    """The direction of an act; None where no side is named. Two givers, or parties only: reciprocal."""

    def sides(roles: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(side(p.actor, countries, kinds) for p in parties if p.role in roles))

    origin, recipient, mutual = sides(FROM), sides(TO), sides(("party",))
    if act == "cooperation_general" and len(mutual) == 2:
        way = _one_sided(parties, countries, kinds)
        if way is not None:
            return way
    if mutual and not origin and not recipient:
        return _mutual(parties, mutual, act)
    if len(origin) > 1 and all(r in origin for r in recipient):
        return Direction(reciprocal=origin)
    start, end = (
        origin[0] if origin else None,
        next((r for r in recipient if r not in origin), None),
    )
    if start is None and act in _NO_TARGET:
        return None
    return Direction(start, None if act in _NO_TARGET else end) if start or end else None


def _one_sided(
    parties: tuple[Participant, ...], countries: Mapping[str, str | None], kinds: Mapping[str, str]
) -> Direction | None:
    """ "A renforce ses liens avec B": A does it; None where both are subjects or the relation is a noun."""
    doing = [p for p in parties if p.rule.startswith("subject")]
    others = [p for p in parties if p.rule.startswith(("with", "of: a common"))]
    if len(doing) != 1 or len(others) != 1:
        return None
    return Direction(side(doing[0].actor, countries, kinds), side(others[0].actor, countries, kinds))


def _mutual(parties: tuple[Participant, ...], sides: tuple[str, ...], act: str) -> Direction | None:
    """Parties to one another; one side that does something with the other where only the subject acts."""
    if len(sides) > 1:
        return Direction(reciprocal=sides)
    named_with = all(p.rule.startswith(("with", "object", "between")) for p in parties)
    return None if named_with else Direction(origin=sides[0])


def reversed_for(
    parties: tuple[Participant, ...],
    own: Direction | None,
    main: Direction | None,
) -> tuple[tuple[Participant, ...], Direction | None]:
    """The sides of a counter-performance: the main act's, the other way round, where the text names none."""
    if main is None or main.reciprocal:
        return parties, own
    origin = own.origin if own and own.origin else main.recipient
    recipient = own.recipient if own and own.recipient else main.origin
    if (origin is None and recipient is None) or origin == recipient:
        return parties, own
    given = {p.role for p in parties}
    implied = [
        Participant(role, actor, None, True, "the other side of the exchange")
        for role, actor in (("supplier", origin), ("recipient", recipient))
        if actor and role not in given
    ]
    return (*parties, *implied), Direction(origin, recipient)
