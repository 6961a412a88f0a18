"""Taking a person out of exports. The evidence stays as it is; what leaves the record has the name blacked out.

Black squares stand one for one for characters, so every offset of a reading still points where it pointed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from selon.keep import log, schema
from selon.keep.canonical import canonical
from selon.keep.words import WORD, fold, key, words

BLACK = "█"
IDENTIFIERS = ("id", "actor", "claim", "provision", "rule", "original", "cue_lemma", "within", "continues")


@dataclass(frozen=True, slots=True)
class Redaction:
    """One person taken out: by whom, when, why. `also`: other ways the name is written."""

    seq: int
    name: str
    also: tuple[str, ...]
    why: str
    who: str
    at: str


def redaction_row(body: Mapping[str, Any], who: str, at: str, seq: int) -> dict[str, Any]:
    """The row of `redactions` that a "redaction" entry makes."""
    also = canonical(list(body["also"])).decode()
    return {"seq": seq, "name": body["name"], "also": also, "why": body["why"], "who": who, "at": at}


def add(connection: Connection, pen: log.Pen, name: str, also: Sequence[str], why: str) -> Redaction:
    """Keeps a redaction; ValueError without a name or a reason. The connection holds the write lock."""
    if not words(name):
        raise ValueError("a redaction needs a name")
    if not why.strip():
        raise ValueError("a redaction needs a reason")
    body = {"name": name, "also": [a for a in also if words(a)], "why": why}
    entry = log.append(connection, pen, "redaction", body, subject="redaction")
    row = redaction_row(body, entry.who, entry.at, entry.seq)
    connection.execute(insert(schema.redactions).values(row))
    return Redaction(entry.seq, name, tuple(body["also"]), why, entry.who, entry.at)


def redactions(connection: Connection) -> tuple[Redaction, ...]:
    """Every redaction, oldest first."""
    query = select(schema.redactions).order_by(schema.redactions.c.seq)
    return tuple(
        Redaction(r.seq, r.name, tuple(json.loads(r.also)), r.why, r.who, r.at)
        for r in connection.execute(query)
    )


def masked(text: str, names: Iterable[str]) -> str:
    """`text` with every occurrence of the names blacked out, whatever their case, accents and hyphens."""
    tokens = _tokens(text)
    for name in names:
        wanted = words(name)
        for i in range(len(tokens) - len(wanted) + 1):
            if wanted and [t[2] for t in tokens[i : i + len(wanted)]] == wanted:
                text = _blacked(text, tokens[i][0], tokens[i + len(wanted) - 1][1])
    return text


def _tokens(text: str) -> list[tuple[int, int, str]]:
    """The folded words of `text` with the characters each came from (one character may fold to several words)."""
    folded = [(fold(character), at) for at, character in enumerate(text)]
    origin = [at for piece, at in folded for _ in piece]
    flat = "".join(piece for piece, _ in folded)
    return [(origin[m.start()], origin[m.end() - 1] + 1, m.group()) for m in WORD.finditer(flat)]


def _blacked(text: str, start: int, stop: int) -> str:
    return text[:start] + BLACK * (stop - start) + text[stop:]


def masked_reading(reading: Mapping[str, Any], found: Sequence[Redaction]) -> dict[str, Any]:
    """The JSON of a reading without the people of `found`; equal to it where they do not occur.

    Blacked out: the whole name wherever it stands, and mentions of that actor by a part of the name ("Kim").
    """
    names = [n for r in found for n in (r.name, *r.also)]
    text = masked(reading["document"]["text"], names)
    for start, stop in _partial_mentions(reading, names):
        text = _blacked(text, start, stop)
    out = _walk(reading, names, text)
    out["document"]["text"] = text
    return out


def _partial_mentions(reading: Mapping[str, Any], names: Sequence[str]) -> Iterable[tuple[int, int]]:
    keys = {key(name): set(words(name)) for name in names}
    text = reading["document"]["text"]
    for actor in reading["actors"]:
        parts = keys.get(key(actor["name"]))
        for start, stop in actor["mentions"] if parts else ():
            for word in WORD.finditer(text[start:stop]):
                if fold(word.group()) in parts:
                    yield start + word.start(), start + word.end()


def _walk(value: Any, names: Sequence[str], text: str) -> Any:
    """A copy of `value` with names blacked out; copies of stretches of the text are taken from `text` anew."""
    if isinstance(value, str):
        return masked(value, names)
    if isinstance(value, list | tuple):
        return [_walk(v, names, text) for v in value]
    if isinstance(value, Mapping):
        out = {k: v if k in IDENTIFIERS else _walk(v, names, text) for k, v in value.items()}
        if {"start", "end", "text"} <= out.keys():
            out["text"] = text[out["start"] : out["end"]]
        return out
    return value
