"""A date as the text gives it: an EDTF value, how precise it is, and the rule that produced it."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model.text import Span

PRECISIONS = ("day", "month", "season", "year", "decade", "interval", "vague")


@dataclass(frozen=True, slots=True)
class Date:
    """When something happened or was said.

    `edtf` is EDTF level 1 (ISO 8601-2), or None while it cannot be resolved (a relative expression in a
    document whose own date is unknown). `inferred` says that no expression in the text gave it.
    """

    precision: str
    rule: str
    edtf: str | None = None
    expr: str | None = None
    span: Span | None = None
    inferred: bool = False

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(f"unknown precision: {self.precision}")
