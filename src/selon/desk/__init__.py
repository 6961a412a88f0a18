"""The desk: what a person does with a record. It joins rooms; both doors (command line, browser) use it.

Reading functions take the `Desk` and give frozen dataclasses that say what a screen shows; writing functions take
the acting person's name besides, and every one of them ends in an event of the record's log.
"""

from selon.desk.desk import Desk

__all__ = ["Desk"]
