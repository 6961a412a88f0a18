"""Lines that recur across a publisher's documents: signatures, section names, prompts that no pattern foresees.

Repetition alone is no reason: of 13 sentence-like lines that recur in a French corpus, 10 are accusations or background.
So only short lines that end no sentence, quote nobody and report nothing are marked, and only with their count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selon.model.document import Noise
from selon.model.ports import LanguagePack
from selon.reading.noise import noise_rules
from selon.reading.normal import view
from selon.reading.passages import passages

LEAST = 3  # documents of one publisher
SHARE = 0.01  # of its documents: in a large archive, three are chance


@dataclass(frozen=True, slots=True)
class Recurring:
    """What recurs at one publisher: a line's key -> the number of documents it stands in, of `documents` in all."""

    counts: Mapping[str, int]
    documents: int

    def times(self, line: str) -> int:
        """In how many documents the line stands, where that is enough to call it recurring; 0 otherwise."""
        count = self.counts.get(key(line), 0)
        return count if count >= max(LEAST, SHARE * self.documents) else 0


def key(line: str) -> str:
    """A line as it is compared: normalised view, lower case, digits folded (dates and counters change daily)."""
    return re.sub(r"\d+", "0", view(line).lower()).strip()


def learn(texts: Iterable[str], pack: LanguagePack) -> Recurring:
    """What recurs in `texts`, all of one publisher; a line counts once a document, its first passage never."""
    counts: Counter[str] = Counter()
    documents = 0
    for text in texts:
        documents += 1
        found, _ = passages(text, pack)
        counts.update({key(p.span.of(text)) for p in found[1:]})
    return Recurring({line: n for line, n in counts.items() if n >= LEAST}, documents)


def noise(text: str, recurring: Recurring, pack: LanguagePack) -> tuple[Noise, ...]:
    """The passages of `text` that recur at its publisher and have the shape of no sentence; never the first one."""
    rules = noise_rules(pack)
    found, known = passages(text, pack)
    marked = {n.span for n in known}
    return tuple(
        Noise(p.span, f"recurring: in {times} of {recurring.documents} documents")
        for p in found[1:]
        if p.span not in marked
        and (times := recurring.times(p.span.of(text)))
        and rules.is_open(view(p.span.of(text)))
    )
