"""One sentence laid out for the act rules: words, verb groups, clauses, mentions."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model.actor import Mention
from selon.reading.acts.clauses import Clause, Group, clauses, groups
from selon.reading.acts.lexicon import ActLexicon
from selon.reading.acts.tagging import repaired
from selon.reading.acts.words import Sentence, Word


@dataclass(frozen=True, slots=True)
class Scene:
    """What the rules need of one sentence. `title`: the passage is a headline."""

    sentence: Sentence
    groups: tuple[Group, ...]
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]
    lexicon: ActLexicon
    title: bool = False
    clause_at: tuple[int, ...] = ()  # word -> position of its clause in `clauses`
    groups_at: tuple[Group | None, ...] = ()  # word -> its verb group

    @property
    def words(self) -> tuple[Word, ...]:
        return self.sentence.words

    def clause_of(self, i: int) -> Clause:
        return self.clauses[self.clause_at[i]]

    def clause(self, index: int | None) -> Clause | None:
        return next((c for c in self.clauses if c.index == index), None)

    def group_at(self, i: int) -> Group | None:
        """The verb group that covers word `i`."""
        return self.groups_at[i] if 0 <= i < len(self.groups_at) else None

    def has(self, name: str, i: int) -> bool:
        """Whether word `i` is in the closed class `name`."""
        return self.lexicon.has(name, self.words[i].low)

    def mentions_in(self, first: int, last: int) -> list[Mention]:
        """Mentions that start inside words first..last, in order."""
        first, last = max(0, first), min(last, len(self.words) - 1)
        if last < first:
            return []
        span = self.sentence.cover(first, last)
        return [m for m in self.mentions if span.start <= m.span.start < span.end]

    def index(self, mention: Mention) -> int:
        """The first word of a mention."""
        found = self.sentence.range(mention.span)
        return found[0] if found else 0


def scene(
    sentence: Sentence, mentions: tuple[Mention, ...], lexicon: ActLexicon, title: bool = False
) -> Scene:
    """The scene of one sentence; `mentions` may be those of the whole document."""
    sentence = repaired(sentence, lexicon)
    found = groups(sentence, lexicon)
    inside = tuple(m for m in mentions if sentence.span.overlaps(m.span))
    parts = clauses(sentence, found, lexicon)
    where = {w: n for n, clause in enumerate(parts) for w in clause.words}
    over = {w: group for group in found for w in range(group.first, group.last + 1)}
    size = range(len(sentence.words))
    return Scene(
        sentence,
        found,
        parts,
        inside,
        lexicon,
        title,
        tuple(where[w] for w in size),
        tuple(over.get(w) for w in size),
    )
