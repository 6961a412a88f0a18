"""Lists: one file per official format, from the publisher's file to entries; and the versions that are kept.

A format yields entries in the order of the file and never holds the whole file in memory. What it cannot read it
hands over as a `BadRow` with its place; the rest loads.
"""

from selon.lists.form import BadRow, Form, ListFile, load, sniffed
from selon.lists.store import Added, Changes, Store, Version

__all__ = ["Added", "BadRow", "Changes", "Form", "ListFile", "Store", "Version", "load", "sniffed"]
