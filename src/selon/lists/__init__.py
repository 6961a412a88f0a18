"""Lists: one file per official format, from the publisher's file to entries.

A format yields entries in the order of the file and never holds the whole file in memory. What it cannot read it
hands over as a `BadRow` with its place; the rest loads.
"""

from selon.lists.form import BadRow, Form, ListFile, load, sniffed

__all__ = ["BadRow", "Form", "ListFile", "load", "sniffed"]
