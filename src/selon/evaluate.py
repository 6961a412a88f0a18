"""How well attributed statements are found: precision, recall and F1 against annotated text.

A unit is one contiguous stretch of reported content; its tokens are runs of word characters, without a leading
que/that/de/to. Units are matched one to one inside a document, best token overlap first; content counts softly (share
of tokens), strictly (the same tokens) or from a threshold of overlap on, the other slots on pairs above the
threshold. Optional annotations are neither rewarded nor punished. Same definitions as the scorer of the annotators
(2026), written anew.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from selon.errors import InputError
from selon.model.attribution import Attribution

Json = dict[str, Any]
Read = Callable[[str, str | None], Sequence[Attribution]]

_LEADING = frozenset(["que", "qu", "de", "d", "that", "to", "si", "if"])
_EMPTY = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d",
        "et",
        "à",
        "au",
        "aux",
        "en",
        "the",
        "a",
        "an",
        "of",
        "and",
        "in",
        "to",
        "for",
        "m",
        "mme",
        "mr",
        "mrs",
        "ms",
        "dr",
        "monsieur",
        "madame",
        "ce",
        "cette",
        "ces",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "notre",
        "nos",
        "votre",
        "his",
        "her",
        "their",
        "its",
        "qui",
        "que",
        "qu",
    ]
)
_PRONOUNS = frozenset(
    [
        "il",
        "elle",
        "ils",
        "elles",
        "on",
        "je",
        "j",
        "nous",
        "vous",
        "tu",
        "lui",
        "eux",
        "celui-ci",
        "celle-ci",
        "ce",
        "dernier",
        "cette",
        "dernière",
        "he",
        "she",
        "they",
        "it",
        "i",
        "we",
        "you",
        "who",
        "qui",
        "him",
        "her",
        "them",
    ]
)
_WORD = re.compile(r"\w+")
SLOTS = ("token", "soft", "iou30", "iou50", "iou80", "strict", "cue", "source", "name", "kind", "e2e")
INTERVALS = ("soft", "strict", "source", "name", "e2e")

SPEECH = frozenset(
    {"said", "asked", "accused", "denied", "praised", "promised", "asked_whether", "threatened", "agreed"}
)
OPINION = SPEECH | {"believed", "suspected", "feared", "doubted", "hoped"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a set annotates: only predictions of these attitudes count, and none of the `without` constructions.

    `kinds`: quote kinds annotated. None means everything.
    """

    name: str
    attitudes: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    kinds: frozenset[str] | None = None

    def holds(self, predicted: Json) -> bool:
        """Whether a prediction is of the sort that the set annotates."""
        if self.attitudes is not None and predicted.get("attitude", "said") not in self.attitudes:
            return False
        if predicted.get("rule") in self.without:
            return False
        return self.kinds is None or predicted.get("type") in self.kinds


# id prefix -> scope, from what each set's annotators say they mark: the Gender Gap Tracker clausal speech, the French
# news speech, opinion and fear but no bare plans and wishes, PolNeAR everything down to intentions, the novels direct speech.
SCOPES = (
    ("en-ggt", Scope("speech", SPEECH, frozenset({"noun phrase", "accusation", "request", "infinitive"}))),
    ("en-pol", Scope("everything")),
    ("fr-fic", Scope("direct speech", None, frozenset(), frozenset({"direct", "mixed"}))),
    ("fr-", Scope("speech and opinion", OPINION)),
)
_ALL = Scope("everything")


def scope_of(document: Json) -> Scope:
    """The scope of an annotated document: its own `scope` attitudes, else by the prefix of its id."""
    if document.get("scope"):
        return Scope("given", frozenset(document["scope"]))
    if document.get("annotation") == "direct-only":
        return Scope("direct speech", None, frozenset(), frozenset({"direct", "mixed"}))
    return next((s for prefix, s in SCOPES if str(document["doc_id"]).startswith(prefix)), _ALL)


def read_gold(paths: Iterable[str | Path]) -> dict[str, Json]:
    """Annotated documents by id; the first of two with one id stays. Raises InputError with file and line."""
    out: dict[str, Json] = {}
    for path in paths:
        try:
            lines = Path(path).read_text("utf-8").splitlines()
        except OSError as error:
            raise InputError(f"cannot read the annotated text: {error.strerror}", where=str(path)) from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                document = _document(line, f"{path}:{number}")
                out.setdefault(str(document["doc_id"]), document)
    return out


def _document(line: str, where: str) -> Json:
    try:
        document = json.loads(line)
    except ValueError as error:
        raise InputError("not a line of JSON", where=where, next="one annotated document a line") from error
    missing = [
        k for k in ("doc_id", "text", "attributions") if not isinstance(document, dict) or k not in document
    ]
    if missing:
        raise InputError(f"an annotated document needs {', '.join(missing)}", where=where)
    return document


def prediction(attribution: Attribution) -> Json:
    """An attribution in the form of the annotated files."""
    source = attribution.source
    return {
        "id": attribution.id,
        "type": attribution.kind,
        "attitude": attribution.attitude,
        "rule": attribution.rule,
        "quote": [s.to_list() for s in attribution.content],
        "cue": [s.to_list() for s in attribution.cue],
        "speaker": source.span.to_list() if source.span else None,
        "speaker_name": source.name,
    }


@dataclass(frozen=True, slots=True)
class Unit:
    """One contiguous stretch of content: where its words start, and the attribution it belongs to."""

    tokens: frozenset[int]
    start: int
    of: Json
    span: tuple[int, int]

    @property
    def optional(self) -> bool:
        return bool(self.of.get("optional") or self.of.get("nested_in"))


@dataclass(frozen=True, slots=True)
class Pair:
    gold: Unit
    predicted: Unit
    overlap: float


@dataclass(slots=True)
class Tally:
    """Sums by slot: right predictions (by precision and by recall), predictions, annotations."""

    right_p: Counter[str] = field(default_factory=Counter)
    right_r: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    matched: int = 0
    false_unattributed: int = 0
    groups: dict[str, list[int]] = field(default_factory=dict)

    def add(self, slot: str, right_p: float, right_r: float, predicted: int, gold: int) -> None:
        self.right_p[slot] += right_p
        self.right_r[slot] += right_r
        self.predicted[slot] += predicted
        self.gold[slot] += gold

    def merge(self, other: Tally) -> None:
        for name in ("right_p", "right_r", "predicted", "gold"):
            getattr(self, name).update(getattr(other, name))
        self.matched += other.matched
        self.false_unattributed += other.false_unattributed
        for group, counts in other.groups.items():
            mine = self.groups.setdefault(group, [0] * len(counts))
            self.groups[group] = [a + b for a, b in zip(mine, counts, strict=True)]

    def prf(self, slot: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a slot."""
        p = self.right_p[slot] / self.predicted[slot] if self.predicted[slot] else 0.0
        r = self.right_r[slot] / self.gold[slot] if self.gold[slot] else 0.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run. `intervals`: slot -> bootstrap 95 % interval of F1 over documents."""

    documents: int
    tally: Tally
    by_document: Mapping[str, Tally]
    intervals: Mapping[str, tuple[float, float]]
    iou: float
    scopes: tuple[str, ...] = ()

    def f1(self, slot: str) -> float:
        return self.tally.prf(slot)[2]

    def to_dict(self) -> Json:
        """The report as JSON: slots, intervals, groups with their number and hits."""
        slots = {}
        for slot in SLOTS:
            p, r, f = self.tally.prf(slot)
            slots[slot] = {
                "P": p,
                "R": r,
                "F1": f,
                "gold": self.tally.gold[slot],
                "predicted": self.tally.predicted[slot],
            }
            if slot in self.intervals:
                slots[slot]["ci95"] = list(self.intervals[slot])
        return {
            "documents": self.documents,
            "iou": self.iou,
            "scopes": list(self.scopes),
            "slots": slots,
            "matched": self.tally.matched,
            "false_unattributed": self.tally.false_unattributed,
            "constructions": {
                g: {"n": n, "content": c, "source": s, "name": m, "named": k}
                for g, (n, c, s, m, k) in sorted(self.tally.groups.items())
            },
        }


def evaluate(gold: Mapping[str, Json], read: Read, *, iou: float = 0.5, rounds: int = 0) -> Report:
    """Reads every annotated text with `read(text, language)` and scores what it finds within the set's scope."""
    predicted = {}
    for name, document in gold.items():
        found = [prediction(a) for a in read(document["text"], document.get("lang"))]
        scope = scope_of(document)
        predicted[name] = [p for p in found if scope.holds(p)]
    return score(gold, predicted, iou=iou, rounds=rounds)


def score(
    gold: Mapping[str, Json], predicted: Mapping[str, Sequence[Json]], *, iou: float = 0.5, rounds: int = 0
) -> Report:
    """Figures of `predicted` (document id -> attributions in the annotated form) against `gold`.

    `iou`: overlap from which cue, source, name and end to end are looked at. `rounds`: bootstrap rounds (0: none).
    """
    by_document = {name: score_document(d, predicted.get(name, ()), iou) for name, d in gold.items()}
    total = _sum(by_document.values())
    scopes = tuple(sorted({scope_of(d).name for d in gold.values()}))
    return Report(len(gold), total, by_document, _bootstrap(by_document, rounds), iou, scopes)


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.merge(tally)
    return total


def _bootstrap(by_document: Mapping[str, Tally], rounds: int) -> dict[str, tuple[float, float]]:
    """95 % intervals of F1, documents drawn with replacement; the seed is fixed so that a run can be repeated."""
    if not rounds or not by_document:
        return {}
    draw, names = random.Random(13), list(by_document)
    values: dict[str, list[float]] = {slot: [] for slot in INTERVALS}
    for slot in INTERVALS:
        for _ in range(rounds):
            values[slot].append(_sum(by_document[n] for n in draw.choices(names, k=len(names))).prf(slot)[2])
    return {
        s: (sorted(v)[int(0.025 * rounds)], sorted(v)[max(0, int(0.975 * rounds) - 1)])
        for s, v in values.items()
    }


def score_document(gold: Json, predicted: Sequence[Json], iou: float = 0.5) -> Tally:
    """The tally of one document. `annotation: partial` gives recall only, `direct-only` leaves indirect ones out."""
    text, mode = gold["text"], gold.get("annotation", "complete")
    if mode == "direct-only":
        predicted = [p for p in predicted if p.get("type") != "indirect"]
    units = _units(text, gold["attributions"])
    required, optional = [u for u in units if not u.optional], [u for u in units if u.optional]
    found = _units(text, predicted)
    pairs, ignored = _settle(text, required, optional, found)
    kept = [u for i, u in enumerate(found) if i not in ignored]
    tally = Tally()
    _tokens(tally, required, optional, kept)
    _slots(tally, text, required, kept, found, pairs, ignored, iou)
    tally.false_unattributed = _on_unattributed(gold, kept)
    if mode == "partial":
        tally.predicted.clear()
        tally.right_p.clear()
    _group(tally, text, required, found, pairs, iou)
    return tally


def _words(text: str, span: Sequence[int]) -> list[tuple[int, str]]:
    return [(span[0] + m.start(), m.group()) for m in _WORD.finditer(text[span[0] : span[1]])]


def _units(text: str, attributions: Iterable[Json]) -> list[Unit]:
    out = []
    for a in attributions:
        for span in a.get("quote") or []:
            words = _words(text, span)
            while len(words) > 1 and words[0][1].lower() in _LEADING:
                words = words[1:]
            if words:
                out.append(Unit(frozenset(at for at, _ in words), span[0], a, (span[0], span[1])))
    return out


def overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Intersection over union of two token sets."""
    shared = len(a & b)
    return shared / len(a | b) if shared else 0.0


def _settle(
    text: str, required: list[Unit], optional: list[Unit], found: list[Unit]
) -> tuple[list[tuple[int, int, float]], set[int]]:
    """Pairs (required, found, overlap) and the found units that optional annotations take out of the count."""
    pairs = _match(text, required, found)
    for pair in list(pairs):
        _, p, value = pair
        if value < 0.3 and max((overlap(o.tokens, found[p].tokens) for o in optional), default=0) > value:
            pairs.remove(pair)  # a weak match that is really an optional one
    used = {p for _, p, _ in pairs}
    ignored = {
        i
        for i, unit in enumerate(found)
        if i not in used
        and any(
            overlap(o.tokens, unit.tokens) >= 0.3 or len(o.tokens & unit.tokens) >= 0.5 * len(unit.tokens)
            for o in optional
        )
    }
    return pairs, ignored


def _match(text: str, gold: list[Unit], found: list[Unit]) -> list[tuple[int, int, float]]:
    """Greedy one-to-one matching by overlap; ties go to the same cue and source, then to the earlier annotation."""
    options = sorted(
        (
            (
                overlap(g.tokens, p.tokens),
                _cue_agrees(g.of, p.of) + _mention_agrees(text, g.of, p.of),
                -g.start,
                gi,
                pi,
            )
            for gi, g in enumerate(gold)
            for pi, p in enumerate(found)
            if g.tokens & p.tokens
        ),
        reverse=True,
    )
    left, right, out = set(), set(), []
    for value, _, _, gi, pi in options:
        if gi not in left and pi not in right:
            left.add(gi)
            right.add(pi)
            out.append((gi, pi, value))
    return out


def _tokens(tally: Tally, required: list[Unit], optional: list[Unit], kept: list[Unit]) -> None:
    """Content as one set of tokens a document, whatever the segmentation."""
    gold, found, spared = (
        frozenset().union(*(u.tokens for u in units)) for units in (required, kept, optional)
    )
    shared = len(gold & found)
    tally.add("token", shared, shared, len(found - (spared - gold)), len(gold))


def _slots(
    tally: Tally,
    text: str,
    required: list[Unit],
    kept: list[Unit],
    found: list[Unit],
    pairs: list[tuple[int, int, float]],
    ignored: set[int],
    iou: float,
) -> None:
    made, wanted = len(kept), len(required)
    both = [Pair(required[g], found[p], v) for g, p, v in pairs]
    tally.add(
        "soft",
        sum(len(x.gold.tokens & x.predicted.tokens) / len(x.predicted.tokens) for x in both),
        sum(len(x.gold.tokens & x.predicted.tokens) / len(x.gold.tokens) for x in both),
        made,
        wanted,
    )
    for slot, least in (("iou30", 0.3), ("iou50", 0.5), ("iou80", 0.8)):
        _count(tally, slot, sum(x.overlap >= least for x in both), made, wanted)
    _count(tally, "strict", sum(x.gold.tokens == x.predicted.tokens for x in both), made, wanted)
    near = [x for x in both if x.overlap >= iou]
    near_found = {p for _, p, v in pairs if v >= iou}
    cued = sum(bool(u.of.get("cue")) for u in kept)
    _count(
        tally,
        "cue",
        sum(_cue_agrees(x.gold.of, x.predicted.of) for x in near),
        cued,
        sum(bool(u.of.get("cue")) for u in required),
    )
    sources = sum(_has_source(u.of) for u in kept)
    _count(
        tally,
        "source",
        sum(source_agrees(text, x.gold.of, x.predicted.of) for x in near),
        sources,
        sum(_has_source(u.of) for u in required),
    )
    named = sum(_has_source(x.predicted.of) for x in near if x.gold.of.get("speaker_name"))
    named += sum(_has_source(u.of) for i, u in enumerate(found) if i not in ignored and i not in near_found)
    _count(
        tally,
        "name",
        sum(name_agrees(text, x.gold.of, x.predicted.of) for x in near),
        named,
        sum(bool(u.of.get("speaker_name")) for u in required),
    )
    _count(
        tally, "kind", sum(x.gold.of.get("type") == x.predicted.of.get("type") for x in near), made, wanted
    )
    _count(tally, "e2e", sum(_end_to_end(text, x) for x in near), made, wanted)
    tally.matched = len(near)


def _count(tally: Tally, slot: str, right: int, predicted: int, gold: int) -> None:
    tally.add(slot, right, right, predicted, gold)


def _end_to_end(text: str, pair: Pair) -> bool:
    """Content, source (by name where the gold has one, else by mention) and cue (where the gold has one)."""
    gold, found = pair.gold.of, pair.predicted.of
    if gold.get("speaker_name"):
        right = name_agrees(text, gold, found)
    else:
        right = _mention_agrees(text, gold, found) if gold.get("speaker") else True
    return right and (_cue_agrees(gold, found) if gold.get("cue") else True)


def _on_unattributed(gold: Json, kept: list[Unit]) -> int:
    spans = [u["span"] if isinstance(u, dict) else u for u in gold.get("unattributed", [])] + list(
        gold.get("noise", [])
    )
    bad = frozenset(at for s in spans for at, _ in _words(gold["text"], s))
    return sum(len(u.tokens & bad) >= 0.5 * len(u.tokens) for u in kept)


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _folded(text: str | None) -> list[str]:
    return [_fold(w) for w in _WORD.findall(text or "")]


def _mention(text: str, a: Json) -> str:
    span = a.get("speaker")
    return text[span[0] : span[1]] if span else ""


def _has_source(a: Json) -> bool:
    return bool(a.get("speaker") or a.get("speaker_name"))


def _cue_agrees(gold: Json, found: Json) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in gold.get("cue") or [] for b in found.get("cue") or [])


def _mention_agrees(text: str, gold: Json, found: Json) -> bool:
    """Mentions that overlap and share a word that says something, or that share such a word elsewhere."""
    a, b = gold.get("speaker"), found.get("speaker")
    if not a or not b:
        return False
    left = {w for w in _folded(_mention(text, gold)) if w not in _EMPTY}
    right = {w for w in _folded(_mention(text, found)) if w not in _EMPTY}
    if a[0] < b[1] and b[0] < a[1] and (left & right or not left or not right):
        return True
    return bool(left & right - _PRONOUNS)


def name_agrees(text: str, gold: Json, found: Json) -> bool:
    """Whether the resolved name (else the mention) is the gold's canonical name: same last word, or same words."""
    if not gold.get("speaker_name"):
        return False
    left = [w for w in _folded(gold["speaker_name"]) if w not in _EMPTY]
    right = [w for w in _folded(found.get("speaker_name") or _mention(text, found)) if w not in _EMPTY]
    if not left or not right:
        return False
    return left[-1] in right or right[-1] in left or set(left) == set(right)


def source_agrees(text: str, gold: Json, found: Json) -> bool:
    """Whether mention or name agree, where the gold has a source at all."""
    return _has_source(gold) and (_mention_agrees(text, gold, found) or name_agrees(text, gold, found))


def _group(
    tally: Tally,
    text: str,
    required: list[Unit],
    found: list[Unit],
    pairs: list[tuple[int, int, float]],
    iou: float,
) -> None:
    """Counts by construction: annotations, contents hit, with the right source, with the right name, named ones."""
    hits = {g: found[p].of for g, p, v in pairs if v >= iou}
    for index, unit in enumerate(required):
        hit, named = hits.get(index), bool(unit.of.get("speaker_name"))
        right = hit is not None and (not _has_source(unit.of) or source_agrees(text, unit.of, hit))
        name = hit is not None and named and name_agrees(text, unit.of, hit)
        for group in constructions(text, unit.of, unit.span):
            counts = tally.groups.get(group, [0] * 5)
            add = (1, hit is not None, right, name, named)
            tally.groups[group] = [a + b for a, b in zip(counts, add, strict=True)]


def constructions(text: str, a: Json, span: tuple[int, int]) -> tuple[str, ...]:
    """How a statement is reported, as far as the annotation shows it: kind, place of the cue, form of the source."""
    return (f"kind: {a.get('type')}", f"cue: {_cue_place(text, a, span)}", f"source: {_source_form(text, a)}")


_PREPOSITIONS = frozenset({"selon", "d'après", "d’après", "pour", "according to", "à en croire", "d après"})


def _cue_place(text: str, a: Json, span: tuple[int, int]) -> str:
    if not a.get("cue"):
        return "none (continued, floating, dash)"
    start, end = a["cue"][0][0], a["cue"][-1][1]
    words = text[start:end].lower()
    if words in _PREPOSITIONS:
        return "preposition"
    if words.strip() in {":", "-", "—", "–", "―", "--"}:
        return "punctuation"
    if start >= span[1]:
        return "after the content"
    if start >= span[0]:
        return "inside the content"
    between = text[end : span[0]]
    if ":" in between:
        return "before, colon"
    lead = (between + text[span[0] : span[0] + 6]).lower()
    return "before, que/that" if re.search(r"\b(?:que|qu['’]|that)", lead) else "before, other complement"


def _source_form(text: str, a: Json) -> str:
    mention = _mention(text, a)
    if not mention:
        return "absent"
    if mention.lower().strip("-'’ ") in _PRONOUNS:
        return "pronoun"
    if not a.get("speaker_name"):
        return "unnamed"
    named = set(_folded(a["speaker_name"])) & set(_folded(mention)) - _EMPTY
    return "named in place" if named else "role noun"


def table(report: Report) -> str:
    """The report for a person: one line a slot, then one line a construction."""
    lines = [
        f"documents {report.documents}, scope: {', '.join(report.scopes)}; pairs {report.tally.matched}, false on unattributed text {report.tally.false_unattributed}"
    ]
    lines.append(f"{'':10}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}  95 %")
    for slot in SLOTS:
        p, r, f = report.tally.prf(slot)
        interval = report.intervals.get(slot)
        shown = f"  {interval[0]:.3f}-{interval[1]:.3f}" if interval else ""
        lines.append(
            f"{slot:10}{p:7.3f}{r:7.3f}{f:7.3f}{report.tally.gold[slot]:7.0f}{report.tally.predicted[slot]:7.0f}{shown}"
        )
    lines.append(f"\n{'construction':44}{'n':>5}{'content':>9}{'source':>8}{'name':>7}")
    for group, (n, content, source, name, named) in sorted(report.tally.groups.items()):
        shown = f"{name / named:7.2f}" if named else "      -"
        lines.append(f"{group:44}{n:5}{content / n:9.2f}{source / n:8.2f}{shown}")
    return "\n".join(lines)
