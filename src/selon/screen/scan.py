"""Listed names found straight in a text, for what name recognition misses: one pass of an Aho-Corasick automaton.

The text is folded word by word to how it sounds, so "Mouammar Kadhafi" and "MUAMMAR QADHAFI" are the same string;
offsets stay those of the original. Only names of two words and more are looked for, and single long words of the United
Nations lists; anything weaker drowns in common words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import ahocorasick

from selon.model.actor import Mention
from selon.model.text import Span
from selon.screen.folds import latin, sound
from selon.screen.index import Index
from selon.screen.name import COMMON, concept_only, prepare, weight

RULE = "listed name found in the text"
_KINDS = {"person": "person", "body": "organisation", "craft": "vessel"}
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
_LONG = 7  # letters a single word must have to be looked for by itself
_SHORT = 4  # letters it must have if it is written in capitals


class Scanner:
    """The names of an index as one automaton. Built once (about a second for 50,000 names), then read-only."""

    def __init__(self, index: Index) -> None:
        self._automaton = ahocorasick.Automaton()
        for part in ("person", "body", "craft"):
            for text, single in index.texts(part):
                for key in _keys(text, part, single):
                    self._automaton.add_word(f" {key} ", (part, len(key.split(" "))))
        self._automaton.make_automaton()

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Mentions of listed names, longest first where several start or overlap, in text order."""
        if not len(self._automaton):
            return ()
        words = list(_words(text))
        line, starts = _line([w for w, _, _ in words])
        found = []
        for end, (part, count) in self._automaton.iter(line):
            last = starts[end - 1]
            first = last - count + 1
            found.append((words[first][1], words[last][2], part))
        return tuple(
            Mention(Span(a, b), _KINDS[part], form="name", rule=RULE)
            for a, b, part in _longest(found)
            if _named(text[a:b])
        )


def _named(written: str) -> bool:
    """Whether a stretch of text is written as a name: with a capital; a short single word all in capitals."""
    if " " not in written and "-" not in written and len(written) < _LONG:
        return written.isupper()
    return any(c.isupper() for c in written) or not written.isascii()


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
        elided = re.match(r"(?i)(?:l|d|qu|s|n|j|m|t|c)['’](?=\w\w)", word)
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


def _keys(text: str, part: str, single: bool) -> Iterator[str]:
    """The listed name as the text's words would sound, and with the family name last where a comma turns it."""
    if not telling(text, part, single):
        return
    yield " ".join(heard for heard, _, _ in _words(text))
    family, comma, given = text.partition(",")
    if comma and part == "person" and "," not in given:
        yield " ".join(heard for heard, _, _ in _words(f"{given} {family}"))


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
