"""Reported amounts against yearly caps, with their units converted. An amount that is not stated stays unknown."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from selon.model.claim import Quantity

# our unit names -> pint's; "bbl" is the oil barrel of 42 US gallons. Anything else is no amount of goods.
UNITS = {
    "bbl": "oil_bbl", "t": "metric_ton", "kt": "kilometric_ton", "Mt": "megametric_ton", "kg": "kilogram",
    "l": "liter", "m3": "meter**3", "gal": "gallon",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be supplied in a period, by all States together.

    `also` states the same cap in another unit where the resolution does (the lower one rules); `per_tonne` is the
    range of barrels in a tonne of the goods, used to compare a mass with a volume.
    """

    value: float
    unit: str
    period: str
    also: tuple[float, str] | None = None
    per_tonne: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of a cap a reported amount is, between `low` and `high` (1.0: all of it)."""

    low: float
    high: float


@functools.cache
def _registry() -> Any:
    import pint  # a third of a second to load: only where an amount is compared

    return pint.UnitRegistry()


def convert(value: float, unit: str, to: str) -> float | None:
    """`value` of `unit` in `to`; None where the two do not measure the same thing, or a unit is not known."""
    if unit == to:
        return value
    if unit not in UNITS or to not in UNITS:
        return None
    import pint

    try:
        return float(_registry().Quantity(value, UNITS[unit]).to(UNITS[to]).magnitude)
    except pint.DimensionalityError:
        return None


def share(quantity: Quantity | None, cap: Cap) -> Share | None:
    """The part of `cap` that `quantity` alone makes; None where nothing comparable is stated."""
    if quantity is None or quantity.value is None:
        return None
    low, high = quantity.value, quantity.value_max or quantity.value
    for value, unit in ((cap.value, cap.unit), *((cap.also,) if cap.also else ())):
        direct = convert(1.0, quantity.unit, unit)
        if direct is not None:
            return Share(low * direct / value, high * direct / value)
    return _by_density(low, high, quantity.unit, cap)


def _by_density(low: float, high: float, unit: str, cap: Cap) -> Share | None:
    tonnes, barrels = convert(1.0, unit, "t"), convert(1.0, cap.unit, "bbl")
    if tonnes is None or barrels is None or cap.per_tonne is None:
        return None
    light, heavy = cap.per_tonne
    total = cap.value * barrels
    return Share(low * tonnes * light / total, high * tonnes * heavy / total)
