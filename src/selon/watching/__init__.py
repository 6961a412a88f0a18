"""Watching: feeds looked at on a schedule, what is new gathered, triaged, read, kept, and told by event.

A corridor like `pipeline`: it joins the rooms gather, relate and keep with the reader. Nothing in a room imports it.
"""

from selon.watching.settings import Feed, Mail, Settings, settings
from selon.watching.watch import Look, Watch

__all__ = ["Feed", "Look", "Mail", "Settings", "Watch", "settings"]
