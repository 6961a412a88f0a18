"""Lines that are not the article: prompts, teasers, credits, tracker ids. Marked with a reason, never deleted.

What a language's prompts look like is data (`noise.yaml` of its pack); the shapes below hold in every language.
A line that reports somebody's words is kept whatever it looks like: repeated or short lines are accusations often
enough (10 of 13 sentence-like repeats of a French corpus) that a filter by shape alone would erase evidence.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from selon.errors import PackError
from selon.model.ports import LanguagePack

_KEYS = frozenset({"reason", "pattern", "at", "words", "sure", "keep"})
_QUOTED = re.compile(r"[«“\"„]\s*(?:[^«»“”\"„]*[.!?…]|(?:[^\s«»“”\"„]+\s+){4,}[^\s«»“”\"„]+)\s*[»”\"]")
_SENTENCE = re.compile(r"[.!?…][»”\"')\]]*\s+[«“\"(]?[A-ZÀ-ÖØ-Þ]")

# reason, pattern over the whole line; holds in any language
_SHAPES = (
    ("tracker", re.compile(r"[a-z]{2,6}[-_][a-z]{2}[-_]\d+\W*")),
    ("tracker", re.compile(r"(?=\S*\d)[a-z\d]+(?:[-_:#/][a-z\d]+){2,}\W*")),
    ("tracker", re.compile(r"#?[0-9a-f]{12,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)),
    ("link", re.compile(r"(?:https?://|www\.)\S+", re.I)),
    ("link", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    ("tag", re.compile(r"(?:#\w+[\s,]*)+")),
    ("rule", re.compile(r"[^\w«»“”\"'…?!]+|_+\W*")),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `noise.yaml`: a construction that marks a line of at most `words` words."""

    reason: str
    pattern: re.Pattern[str]
    words: int
    anywhere: bool
    sure: bool

    def marks(self, line: str, count: int) -> bool:
        if count > self.words:
            return False
        found = self.pattern.search(line) if self.anywhere else self.pattern.match(line)
        return found is not None


@dataclass(frozen=True, slots=True)
class NoiseRules:
    """The noise data of one language: what marks a line, and what protects it."""

    marks: tuple[Rule, ...]
    keeps: tuple[re.Pattern[str], ...]

    def reason(self, line: str, *, last: bool = False) -> str | None:
        """Why `line` (normalised view, trimmed, one line) is not the article; None when it is.

        `last`: nothing but noise follows it in the document, so that a lone code there is a tracker id.
        """
        shape = _shape(line, last)
        if shape:
            return shape
        count = len(line.split())
        rule = next((r for r in self.marks if r.marks(line, count)), None)
        if rule is None or self._protected(line, rule):
            return None
        return rule.reason

    def is_open(self, line: str) -> bool:
        """Whether `line` is a short line that ends no sentence and reports nothing: an item of a prompt's list."""
        return (
            len(line.split()) <= 12
            and line[-1] not in '.!?…»”"'
            and not any(k.search(line) for k in self.keeps)
        )

    def _protected(self, line: str, rule: Rule) -> bool:
        """Whether the line reports something. A sure opening ("Lire aussi :") yields to a quoted sentence somebody says."""
        reports = any(k.search(line) for k in self.keeps)
        quotes = bool(_QUOTED.search(line))
        if rule.sure:
            return reports and (quotes or bool(_SENTENCE.search(line)) or line.endswith("."))
        return reports or quotes


def _shape(line: str, last: bool) -> str | None:
    if last and re.fullmatch(r"(?=\S*\d)(?=\S*[-_/#:.])[\w#/:.-]{5,}", line) and line == line.lower():
        return "tracker"
    return next((reason for reason, pattern in _SHAPES if pattern.fullmatch(line)), None)


@functools.cache
def noise_rules(pack: LanguagePack) -> NoiseRules:
    """The rules of `noise.yaml` of `pack`; raises PackError with file and line for a row that cannot be used."""
    marks, keeps = [], []
    table = pack.table("noise")
    for line, row in table.rows:
        where = f"{table.path}:{line}"
        pattern = _compiled(row.get("pattern"), where)
        if set(row) - _KEYS or ("keep" in row) == ("reason" in row):
            raise PackError(
                f"entry refused: keys {sorted(row)}", where=where, next="give reason or keep, and pattern"
            )
        if "keep" in row:
            keeps.append(pattern)
            continue
        anywhere = row.get("at") == "anywhere"
        marks.append(
            Rule(str(row["reason"]), pattern, int(row.get("words", 30)), anywhere, bool(row.get("sure")))
        )
    return NoiseRules(tuple(marks), tuple(keeps))


def _compiled(pattern: object, where: str) -> re.Pattern[str]:
    try:
        return re.compile(str(pattern), re.IGNORECASE)
    except re.error as error:
        raise PackError(
            f"not a regular expression: {error}", where=where, next="correct this pattern"
        ) from error
