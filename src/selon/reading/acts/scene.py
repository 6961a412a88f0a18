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

    @property
    def words(self) -> tuple[Word, ...]:
        return self.sentence.words

    def clause_of(self, i: int) -> Clause:
        return next(c for c in self.clauses if i in c.words)

    def clause(self, index: int | None) -> Clause | None:
        return next((c for c in self.clauses if c.index == index), None)

    def group_at(self, i: int) -> Group | None:
        """The verb group that covers word `i`."""
        return next((g for g in self.groups if g.first <= i <= g.last), None)

    def has(self, name: str, i: int) -> bool:
        """Whether word `i` is in the closed class `name`."""
        return self.lexicon.has(name, self.words[i].low)

    def mentions_in(self, first: int, last: int) -> list[Mention]:
        """Mentions that start inside words first..last, in order."""
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
    return Scene(sentence, found, clauses(sentence, found, lexicon), inside, lexicon, title)
