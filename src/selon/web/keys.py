"""The keys of the desk, all of them: what a button shows, what `?` lists, and what the browser listens to.

An element that carries `data-key` is pressed by its key; `step` keys and layers are handled by keys.js itself. The
name of a key is also the name of its word in the language tables ("key_accept").
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """One key or two in a row ("g i"). `name` is the action."""

    key: str
    name: str
    group: str


KEYS = (
    Key("j", "next", "moving"),
    Key("k", "previous", "moving"),
    Key("Enter", "open", "moving"),
    Key("]", "document_next", "moving"),
    Key("[", "document_previous", "moving"),
    Key("/", "search", "moving"),
    Key("Escape", "leave", "moving"),
    Key("?", "help", "moving"),
    Key("y", "accept", "judging"),
    Key("n", "reject", "judging"),
    Key("u", "unsure", "judging"),
    Key("s", "later", "judging"),
    Key("e", "correct", "judging"),
    Key("z", "undo", "judging"),
    Key("f", "to_case", "judging"),
    Key("1", "layer_statements", "layers"),
    Key("2", "layer_acts", "layers"),
    Key("3", "layer_sources", "layers"),
    Key("4", "layer_names", "layers"),
    Key("5", "layer_dates", "layers"),
    Key("g i", "go_inbox", "going"),
    Key("g r", "go_review", "going"),
    Key("g c", "go_cases", "going"),
    Key("g t", "go_timeline", "going"),
    Key("g v", "go_coverage", "going"),
    Key("g a", "go_actors", "going"),
    Key("g o", "go_origins", "going"),
    Key("g p", "go_report", "going"),
    Key("g n", "go_add", "going"),
    Key("g l", "go_log", "going"),
    Key("g s", "go_settings", "going"),
)
BY_NAME = {k.name: k.key for k in KEYS}
GROUPS = ("moving", "judging", "layers", "going")


def key(name: str) -> str:
    """The key of an action; raises KeyError for one that has none."""
    return BY_NAME[name]
