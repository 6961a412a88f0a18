"""The record: evidence kept so that it can be shown, checked, judged and handed over."""

from selon.keep.record import Kept, Record
from selon.keep.search import Page, Query

__all__ = ["Kept", "Page", "Query", "Record"]
