"""Listed names found straight in a text, for what name recognition misses: one pass of an Aho-Corasick automaton.

The text is folded word by word to how it sounds, so "Mouammar Kadhafi" and "MUAMMAR QADHAFI" are the same string;
offsets stay those of the original. Only names of two words and more are looked for, and single long words of the United
Nations lists; anything weaker drowns in common words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from selon.model.actor import Mention
from selon.model.text import Span
from selon.screen.folds import latin, read, sound
from selon.screen.index import Index
from selon.screen.name import COMMON, concept_only, prepare, weight

RULE = "listed name found in the text"
_KINDS = {"person": "person", "body": "organisation", "craft": "vessel"}
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_LONG = 7  # letters a single word must have to be looked for by itself
_SHORT = 3  # letters it must have if it is written in capitals
_PHRASE = 4  # words of a body's name that need no capital among them
_ARTICLE = re.compile(r"(?i)^(?:the|les?|la)\s+(?=\w)")
_ELIDED = re.compile(r"(?i)(?:l|d|qu|s|n|j|m|t|c)['’](?=\w\w)")
_BREAK = re.compile(r"[^\w\s'’ʼ`\-‐‑.,]|\n\s*\n|\w{3}\.\s")


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a key of the automaton stands for: a name of `count` words; `letters`: a short one, these very letters."""

    part: str
    count: int
    letters: str | None = None


class Scanner:
    """The names of an index as one automaton. Built once (about a second for 50,000 names), then read-only."""

    def __init__(self, index: Index) -> None:
        kept: dict[str, set[_Listed]] = {}
        for part in _KINDS:
            for text, single in index.texts(part):
                for key, listed in _keys(text, part, single):
                    kept.setdefault(f" {key} ", set()).add(listed)
        self._automaton = ahocorasick.Automaton()
        for key, listed in kept.items():
            self._automaton.add_word(key, tuple(listed))
        self._automaton.make_automaton()

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Mentions of listed names, the longest where several overlap, in text order."""
        if not len(self._automaton):
            return ()
        words = list(_words(text))
        line, ends = _line([w for w, _, _ in words])
        found = []
        for end, names in self._automaton.iter(line):
            last = ends[end - 1]
            for listed in names:
                span = (words[last - listed.count + 1][1], words[last][2])
                if _written(text[slice(*span)], listed):
                    found.append((*span, listed.part))
        return tuple(
            Mention(Span(a, b), _KINDS[part], form="name", rule=RULE) for a, b, part in _longest(found)
        )


def _written(written: str, listed: _Listed) -> bool:
    """Whether a stretch of text is written as this name would be.

    A short name stands in capitals, letter by letter; the words of people and ships have capitals each, a body's at
    least one unless it is a phrase; nothing but spaces, hyphens, apostrophes, commas and points of initials parts the words.
    """
    if listed.letters is not None:
        return written.isupper() and latin(written) == listed.letters
    if _BREAK.search(written):
        return False
    chunks = (_ELIDED.sub("", c) for c in written.split())
    cased = [c for c in chunks if c[:1].lower() != c[:1].upper() and latin(c) not in _particles()]
    capitals = [c[0].isupper() for c in cased]
    if listed.part == "body":
        return not capitals or any(capitals) or listed.count >= _PHRASE
    return all(capitals)


@functools.cache
def _particles() -> frozenset[str]:
    return frozenset(str(w) for w in read("people")["particles"])


def scan(text: str, index: Index) -> tuple[Mention, ...]:
    """Mentions of listed names in `text`; the automaton is built on first use and kept with the index."""
    if index.scanner is None:
        index.scanner = Scanner(index)
    scanner: Scanner = index.scanner
    return scanner.mentions(text)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """(sound, start, end) of every word of the text, elided articles apart."""
    for match in _WORD.finditer(text):
        start, word = match.start(), match[0]
        elided = _ELIDED.match(word)
        if elided:
            start += elided.end()
            word = word[elided.end() :]
        heard = sound(re.sub(r"\W", "", latin(word)))
        if heard:
            yield heard, start, match.end()


def _line(heard: list[str]) -> tuple[str, dict[int, int]]:
    """All words in one line between single spaces, and which word each place in the line closes."""
    place, ends = 0, {}
    for number, word in enumerate(heard):
        place += 1 + len(word)
        ends[place - 1] = number
    return " " + " ".join(heard) + " ", ends


def _keys(text: str, part: str, single: bool) -> Iterator[tuple[str, _Listed]]:
    """The listed name as the text's words would sound, and with the family name last where a comma turns it."""
    text = _ARTICLE.sub("", text) if part == "body" else text
    if not telling(text, part, single):
        return
    yield _key(text, part)
    family, comma, given = text.partition(",")
    if comma and part == "person" and "," not in given:
        yield _key(f"{given} {family}", part)


def _key(text: str, part: str) -> tuple[str, _Listed]:
    heard = [h for h, _, _ in _words(text)]
    short = len(heard) == 1 and len(text.strip()) < _LONG
    return " ".join(heard), _Listed(part, len(heard), latin(text.strip()) if short else None)


def telling(text: str, part: str, single: bool) -> bool:
    """Whether a listed name says enough to be looked for in running text; `single`: one word may do.

    A body's name of shared concepts alone ("Autorité libyenne d'investissement") does from three words on: whether
    the country fits is for the comparison that follows.
    """
    words = [re.sub(r"\W", "", latin(m[0])) for m in _WORD.finditer(text)]
    if len(words) == 1:
        return single and part != "person" and len(words[0]) >= _SHORT and weight(words[0]) > COMMON
    if part == "body" and concept_only(prepare(text, part)) and len(words) < 3:
        return False
    return sum(map(len, words)) >= _LONG


def _longest(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Non-overlapping finds: the longest win, then the earliest."""
    kept: list[tuple[int, int, str]] = []
    for find in sorted(set(found), key=lambda f: (f[0] - f[1], f[0], f[2])):
        if all(find[1] <= a or b <= find[0] for a, b, _ in kept):
            kept.append(find)
    return sorted(kept)
