"""Screening: names against listed names, by rules and tables, with every reason shown."""

from selon.screen.cards import screen
from selon.screen.fields import Query, valid_imo
from selon.screen.index import Index
from selon.screen.mentions import candidates

__all__ = ["Index", "Query", "candidates", "screen", "valid_imo"]
