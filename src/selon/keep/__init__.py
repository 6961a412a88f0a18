"""The record: evidence kept so that it can be shown, checked, judged and handed over."""

from selon.keep.keeping import Kept
from selon.keep.record import Record
from selon.keep.search import Page, Query

__all__ = ["Kept", "Page", "Query", "Record"]
