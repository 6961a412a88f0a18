"""Triage: before anything is parsed, decide from the bytes whether a document can matter to the active regimes and lists.

One pass over the bytes as they are, for every name in every form that bytes give it: encodings, HTML and JSON escapes,
capitals, line breaks inside a name. What is set aside is named and counted, so that it can be looked at again with
other needles; nothing is thrown away.
"""

from __future__ import annotations

import functools
import html.entities
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from selon.gather.arrivals import Arrival, Failure
from selon.model.actor import ListEntry
from selon.model.document import digest
from selon.model.lexicon import Territory
from selon.model.ports import LanguagePack, RegimePack

SHORTEST = 4  # characters of a Latin needle; shorter ones stand in every page's code
DENSEST = 60_000  # needles up to which the fastest automaton fits in the processor's cache
_BLANKS = (" ", "\u00a0", "\u202f", "\n", "\r\n", "&nbsp;", "&#160;", "-", "\\u00a0")
_ENCODINGS = (
    "utf-8",
    "cp1252",
    "cp1251",
    "koi8-r",
    "euc-kr",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-jp",
    "windows-1256",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a document can matter, and the names found in it (at most a few, in order of their needles)."""

    matters: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that no name was found in: its name and the digest of its bytes, to find it again by."""

    name: str
    id: str


class Triage:
    """Finds any of some names in bytes of any encoding. Building takes a moment, finding some nanoseconds a byte.

    `names` (of states, their people and bodies) are looked for in every form; `listed` (the many names of lists, often
    in capitals there) in the usual ones.
    """

    def __init__(self, names: Iterable[str], listed: Iterable[str] = ()) -> None:
        import ahocorasick_rs

        self.names = tuple(dict.fromkeys(n for n in names if _tells(n)))
        self.listed = tuple(dict.fromkeys(n for n in listed if _tells(n)))
        needles = {needle: name for name in reversed(self.listed) for needle in listed_spellings(name)}
        needles |= {needle: name for name in reversed(self.names) for needle in spellings(name)}
        self._owners = tuple(needles.values())
        automaton = ahocorasick_rs.Implementation
        kind = automaton.DFA if len(needles) <= DENSEST else automaton.ContiguousNFA
        self._find = ahocorasick_rs.BytesAhoCorasick(
            list(needles), implementation=kind
        ).find_matches_as_indexes

    @classmethod
    def of(
        cls,
        languages: Iterable[LanguagePack],
        regimes: Iterable[RegimePack],
        entries: Iterable[ListEntry] = (),
    ) -> Triage:
        """The triage of what is active: how every language and script names the states the regimes are about, their
        people, places and bodies; the regimes' own bodies; the names and IMO numbers of list entries."""
        languages, regimes = tuple(languages), tuple(regimes)
        targets = {regime.regime.target for regime in regimes}
        names = [n for code in sorted(targets) for n in state_names(code)]
        for pack in languages:
            names += [n for t in pack.territories if t.code in targets for n in _of_territory(t)]
            names += [
                n
                for known in pack.known_names
                if known.country in targets
                for n in (known.name, *known.aliases)
            ]
            names += [n for regime in regimes for n in _bodies(regime, pack.code)]
        return cls(names, (n for entry in entries for n in _of_entry(entry)))

    def __call__(self, data: bytes, most: int = 5) -> Verdict:
        """The verdict on one document's bytes; `most` names are given as reasons."""
        found = self._find(_narrow(data))
        return Verdict(bool(found), tuple(dict.fromkeys(self._owners[match[0]] for match in found))[:most])


def _of_territory(territory: Territory) -> tuple[str, ...]:
    t = territory
    return (t.name, *t.names, *t.demonyms, *t.metonyms, *t.places)


def _bodies(regime: RegimePack, language: str) -> Iterator[str]:
    """The bodies a regime's pack names, those it names only to rule them out left aside."""
    bodies: Any = regime.names().get("bodies") or {}
    for group, forms in bodies.items():
        if not group.startswith("other"):
            yield from map(str, forms.get(language, ()))


def _of_entry(entry: ListEntry) -> Iterator[str]:
    """Names of two words and more (of one, only bodies' and long enough to tell), and IMO numbers."""
    for name in entry.names:
        if " " in name.text or (entry.kind == "organization" and len(name.text) > SHORTEST):
            yield name.text
    yield from (value for kind, value in entry.identifiers if kind == "imo")


def sift(items: Iterable[Arrival | Failure], triage: Triage) -> Iterator[Arrival | Failure | SetAside]:
    """`items` with the arrivals that cannot matter replaced by their name and digest."""
    for item in items:
        if isinstance(item, Failure) or triage(item.data).matters or _opaque(item.data):
            yield item
        else:
            yield SetAside(item.name, digest(item.data))


def state_names(code: str) -> tuple[str, ...]:
    """How a state is named in other scripts and languages than those of the packs; empty where none are kept."""
    return tuple(_states().get(code, ()))


@functools.cache
def _states() -> dict[str, list[str]]:
    data: Any = yaml.safe_load(files("selon.gather").joinpath("triage.yaml").read_text("utf-8"))
    return data


def _tells(name: str) -> bool:
    return len(name) >= (SHORTEST if name.isascii() else 2) and any(c.isalnum() for c in name)


def _opaque(data: bytes) -> bool:
    """Whether a file's text is packed (PDF, DOCX, mail in base64), so that its bytes tell nothing."""
    return data.startswith((b"%PDF", b"PK\x03\x04")) or b"ontent-Transfer-Encoding: base64" in data[:20_000]


def _narrow(data: bytes) -> bytes:
    """UTF-16 made UTF-8; anything else as it is."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data.decode(name, "replace").encode("utf-8", "replace")
    return data


def spellings(name: str) -> set[bytes]:
    """Every form that `name` takes in the bytes of pages: capitals, blanks, encodings, escapes."""
    cased = {
        name,
        name.upper(),
        name[:1].upper() + name[1:],
        " ".join(w[:1].upper() + w[1:] for w in name.split(" ")),
    }
    blanked = {form.replace(" ", blank) for form in cased for blank in (_BLANKS if " " in name else (" ",))}
    return {data for form in blanked for data in _written(form)}


def listed_spellings(name: str) -> set[bytes]:
    """The usual forms of a list's name: as listed, with capitals only at the start of words, and with hard blanks."""
    cased = {name, " ".join(w if w.isdigit() else w[:1].upper() + w[1:].lower() for w in name.split())}
    blanked = {form.replace(" ", blank) for form in cased for blank in (" ", "\u00a0")}
    return {
        data
        for form in blanked
        for data in ((form.encode(),) if form.isascii() or "\u00a0" in form else _written(form))
    }


def _written(text: str) -> Iterator[bytes]:
    for encoding in ("ascii",) if text.isascii() else _ENCODINGS:
        try:
            yield text.encode(encoding)
        except UnicodeEncodeError:
            continue
    if not text.isascii():
        for escape in (_json, _json_capitals, _decimal, _hexadecimal, _entity):
            yield "".join(c if c.isascii() else escape(c) for c in text).encode("ascii", "ignore")


def _json(c: str) -> str:
    return f"\\u{ord(c):04x}"


def _json_capitals(c: str) -> str:
    return f"\\u{ord(c):04X}"


def _decimal(c: str) -> str:
    return f"&#{ord(c)};"


def _hexadecimal(c: str) -> str:
    return f"&#x{ord(c):x};"


def _entity(c: str) -> str:
    name = html.entities.codepoint2name.get(ord(c))
    return f"&{name};" if name else _decimal(c)
