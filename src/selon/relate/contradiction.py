"""Whether two statements contradict each other or could both hold.

A table of marks, each a small function over two light readings with a weight. The weights are a logistic fit on the
534 French development pairs of DACCORD, rounded; the words behind the marks are tables under `contraries/`. The sum
decides, and the marks that speak for the decision are the reason given. The judgement is symmetric in its two
statements, loads no model, and is about words: it never says which of the two is true.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selon.errors import InputError
from selon.relate.statements import Statement, languages, statement, words

_CLOSE = 0.15  # numbers nearer than this share of the larger one agree ("près de 5 millions", "4,8 millions")
_THRESHOLD = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """`relation` is "contradicts" or "compatible"; `why` says in English what decided; `score` is the sum of marks."""

    relation: str
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two statements with what several marks need."""

    a: Statement
    b: Statement
    language: str

    @property
    def shared(self) -> float:
        """Share of the content words of the smaller statement that the other has too."""
        smaller = min(len(self.a.content), len(self.b.content))
        return len(self.a.content & self.b.content) / smaller if smaller else 0.0

    @property
    def one_denies(self) -> bool:
        """One side negates or denies something, the other nothing."""
        return (_signals(self.a) > 0) != (_signals(self.b) > 0)

    @property
    def smallest(self) -> int:
        return min(len(self.a.content), len(self.b.content))


def _signals(side: Statement) -> int:
    return side.negations + side.denials


def _one_sided(pair: _Pair) -> float:
    return float(pair.one_denies)


def _density(pair: _Pair) -> float:
    """How much denser negation is on one side: a short statement with "ne ... pas" is about what it negates."""
    a, b = (side.negations / (len(side.content) + 4) for side in (pair.a, pair.b))
    return min(abs(a - b) * 8, 1.5)


def _repeated(pair: _Pair) -> float:
    return float(pair.one_denies and abs(_signals(pair.a) - _signals(pair.b)) >= 2)


def _contrary(pair: _Pair) -> float:
    """Contrary words, one on each side, in statements about the same things."""
    return pair.shared if _contrary_words(pair) else 0.0


def _contrary_words(pair: _Pair) -> tuple[str, str] | None:
    table = words(pair.language).contraries
    left, right = pair.a.all - pair.b.all, pair.b.all - pair.a.all
    return min(((x, y) for x in left for y in right if (x, y) in table), default=None)


def _numbers_apart(pair: _Pair) -> float:
    """The same thing counted differently, with no number in common."""
    if pair.shared < 0.4 or (pair.a.negations > 0) != (pair.b.negations > 0):
        return 0.0
    return float(_number_conflict(pair) is not None)


def _number_conflict(pair: _Pair) -> tuple[float, float] | None:
    found = None
    for counted in sorted({u for _, u in pair.a.numbers} & {u for _, u in pair.b.numbers}):
        ours = sorted(v for v, u in pair.a.numbers if u == counted)
        theirs = sorted(v for v, u in pair.b.numbers if u == counted)
        if any(abs(x - y) <= _CLOSE * max(x, y) for x in ours for y in theirs):
            return None
        found = found or (ours[0], theirs[0])
    return found


def _years_apart(pair: _Pair) -> float:
    return float(bool(pair.a.years and pair.b.years and not pair.a.years & pair.b.years))


def _length(pair: _Pair) -> float:
    """Long statements say much beside the point: the more they say, the less likely a clash."""
    return math.log(pair.smallest + 1)


def _both_brief(pair: _Pair) -> float:
    """Two short statements without a negation between them: what differs is likely what they are about."""
    return float(not pair.one_denies and pair.smallest <= 7)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to look at: its weight per unit, and how it is said when it speaks for the decision."""

    measure: Callable[[_Pair], float]
    weight: float
    why: str


BIAS = -0.4
MARKS = (
    Mark(_one_sided, 1.1, "only one of them negates or denies"),
    Mark(_density, 1.2, "one is mainly a negation"),
    Mark(_repeated, 0.5, "one negates more than once, the other does not"),
    Mark(_contrary, 1.8, "contrary words"),
    Mark(_numbers_apart, 1.2, "the same thing counted differently"),
    Mark(_years_apart, 0.9, "different years"),
    Mark(_both_brief, 0.4, "both are short and say different things"),
    Mark(_length, -0.3, "nothing in one speaks against the other"),
)


def relation(a: str, b: str, language: str) -> Comparison:
    """How statement `a` relates to statement `b`; raises InputError for a language without a table or no text."""
    if language not in languages():
        raise InputError(
            f"statements in {language} cannot be compared",
            code="no-table",
            next=f"languages: {', '.join(languages())}",
        )
    for name, text in (("a", a), ("b", b)):
        if not isinstance(text, str) or not text.strip():
            raise InputError(f"statement {name} has no text", code="no-text", next="give a sentence")
    pair = _Pair(statement(a, language), statement(b, language), language)
    parts = [(mark.weight * mark.measure(pair), mark) for mark in MARKS]
    score = BIAS + sum(part for part, _ in parts)
    contradicts = score > _THRESHOLD
    return Comparison(
        "contradicts" if contradicts else "compatible", _why(pair, parts, contradicts), round(score, 3)
    )


def _why(pair: _Pair, parts: list[tuple[float, Mark]], contradicts: bool) -> str:
    """The marks that speak for the decision, the strongest first."""
    sign = 1 if contradicts else -1
    said = sorted(((part * sign, mark) for part, mark in parts if part * sign > 0.1), key=lambda p: -p[0])
    reasons = [_detailed(mark, pair) for _, mark in said]
    return "; ".join(reasons) or "nothing in one speaks against the other"


def _detailed(mark: Mark, pair: _Pair) -> str:
    if mark.measure is _contrary:
        left, right = _contrary_words(pair) or ("", "")
        return f"{mark.why} ({left}-/{right}-)"
    if mark.measure is _numbers_apart:
        ours, theirs = _number_conflict(pair) or (0.0, 0.0)
        return f"{mark.why} ({ours:g}/{theirs:g})"
    return mark.why


def compare_pairs(lines: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Pairs {id, a, b, language} in, {id, relation, why} out, in the same order.

    A pair that cannot be compared gives {id, error: {code, message, where, next}} and the run goes on; `language` is
    "fr" where a pair names none.
    """
    for number, line in enumerate(lines, 1):
        name = line.get("id") if isinstance(line, Mapping) else None
        try:
            if not isinstance(line, Mapping):
                raise InputError("not an object", code="no-object", next='write {"id":…, "a":…, "b":…}')
            found = relation(line.get("a"), line.get("b"), line.get("language") or "fr")  # type: ignore[arg-type]
            yield {"id": name, "relation": found.relation, "why": found.why}
        except InputError as error:
            yield {"id": name, "error": {**error.to_dict(), "where": error.where or f"line {number}"}}
