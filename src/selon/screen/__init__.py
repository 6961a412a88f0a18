"""Screening: names against listed names, by rules and tables, with every reason shown."""

from selon.screen.again import Again, screen_again, touched
from selon.screen.cards import screen, screen_many
from selon.screen.fields import Query, valid_imo
from selon.screen.index import Index
from selon.screen.mentions import candidates
from selon.screen.scan import scan

__all__ = [
    "Again",
    "Index",
    "Query",
    "candidates",
    "scan",
    "screen",
    "screen_again",
    "screen_many",
    "touched",
    "valid_imo",
]
