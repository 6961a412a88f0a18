"""Verb groups and clauses of a sentence, read from left to right.

Attachments in a parse of news text are wrong too often to carry a claim, so scope is read from word order: at most
one finite verb a clause, boundaries at subordinators, coordinations and commas; the parser gives parts of speech,
morphology and, where it is plausible, the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from selon.reading.acts.lexicon import ActLexicon
from selon.reading.acts.words import Sentence, Word

_COND = re.compile(r"(.+r)(ais|ait|ions|iez|aient)$")
_FUT = re.compile(r"(.+r)(ai|as|a|ons|ez|ont)$")
_IMPERFECT = re.compile(r".+(ais|ait|aient)$")
_ENGLISH_MODALS = {"will": "future", "shall": "future", "'ll": "future", "wo": "future", "would": "conditional", "'d": "conditional",
                   "may": "possible", "might": "possible", "could": "possible", "can": "possible", "ca": "possible",
                   "should": "expected", "must": "expected", "ought": "expected"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A verb group: words first..last, the lexical verb `head`. `kind`: finite, infinitive, participle, gerund.

    `tense`: present, past, imperfect, future, conditional, conditional past, possible, expected, none.
    """

    first: int
    last: int
    head: int
    kind: str
    tense: str
    passive: bool = False
    negated: bool = False
    trap: bool = False
    reflexive: bool = False
    progressive: bool = False
    modal: int | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of one clause, with at most one finite verb group.

    `kind`: main, that, relative, adverbial, if, coordinate, resumed. `parent`: index of the clause it hangs on.
    """

    index: int
    words: tuple[int, ...]
    group: Group | None
    kind: str
    opener: int | None
    parent: int | None

    @property
    def first(self) -> int:
        return self.words[0]

    @property
    def last(self) -> int:
        return self.words[-1]


def groups(sentence: Sentence, lexicon: ActLexicon) -> tuple[Group, ...]:
    """All verb groups, finite or not, from left to right."""
    out: list[Group] = []
    taken = -1
    for word in sentence.words:
        if word.i <= taken:
            continue
        group = _group(sentence.words, word.i, lexicon)
        if group is not None:
            group = _main_verb(sentence.words, group, out, lexicon)
            out.append(_sharing(sentence.words, group, out, lexicon))
            taken = group.last
    return tuple(out)


def _main_verb(words: tuple[Word, ...], group: Group, before: list[Group], lexicon: ActLexicon) -> Group:
    """A "participle" that is the main verb after a relative between commas ("Iran, which denies it, admitted ...")."""
    if (
        group.kind != "participle"
        or group.first != group.head
        or group.first == 0
        or words[group.first - 1].low != ","
    ):
        return group
    finite = [g.first for g in before if g.kind == "finite"]
    opened = [
        j
        for j in range(1, group.first)
        if lexicon.has("relative_subject", words[j].low) and words[j - 1].low == ","
    ]
    if not opened or not finite or min(finite) < opened[0] or not words[group.head].low.endswith("ed"):
        return group
    return replace(group, kind="finite", tense="past", passive=False)


def _sharing(words: tuple[Word, ...], group: Group, before: list[Group], lexicon: ActLexicon) -> Group:
    """A bare participle coordinated with a compound verb shares its auxiliary ("a livré ... et envoyé")."""
    if group.kind != "participle" or group.first != group.head:
        return group
    joined = any(lexicon.has("and", words[j].low) for j in range(max(0, group.first - 3), group.first))
    verb = next((g for g in reversed(before) if g.kind == "finite"), None)
    if not joined or verb is None or verb.first == verb.head or verb is not before[-1]:
        return group
    return replace(group, kind="finite", tense=verb.tense, passive=verb.passive)


def _group(words: tuple[Word, ...], i: int, lexicon: ActLexicon) -> Group | None:
    word = words[i]
    if (
        word.pos not in ("VERB", "AUX")
        or _nominalised(words, i, lexicon)
        or lexicon.has("not_verb", word.low)
    ):
        return None
    kind = form_of(word)
    parts, fence = [i], i
    if word.pos == "AUX" or lexicon.has("be", word.lemma) or lexicon.has("have", word.lemma):
        parts += _participles(words, i, lexicon)
        fence = parts[-1]
    head = parts[-1]
    if len(parts) == 1 and word.pos == "AUX" and lexicon.has("modal", word.low):
        return None
    if len(parts) > 1 and kind == "participle" and word.pos == "AUX":
        kind = "participle"
    group = Group(i, fence, head, kind, _tense(words, parts, kind, lexicon))
    return replace(
        group,
        passive=_passive(words, parts, lexicon, kind),
        reflexive=_reflexive(words, i, lexicon),
        progressive=len(parts) > 1 and words[head].low.endswith("ing"),
        modal=i if words[i].low in _ENGLISH_MODALS and len(parts) > 1 else None,
        **_negation(words, group, lexicon),
    )


def _nominalised(words: tuple[Word, ...], i: int, lexicon: ActLexicon) -> bool:
    """A "verb" right after a determiner is a noun the tagger missed ("l'offre russe")."""
    if i == 0 or words[i].pos == "AUX":
        return False
    before = words[i - 1]
    if before.pos == "DET" and before.low not in ("that", "this") and form_of(words[i]) == "finite":
        return True
    return "-" in words[i].low and words[i].dep == "amod"


def form_of(word: Word) -> str:
    """finite, infinitive, participle or gerund, from the morphology."""
    feats = word.feats
    if "VerbForm=Inf" in feats:
        return "infinitive"
    if "VerbForm=Ger" in feats or (
        "VerbForm=Part" in feats and ("Tense=Pres" in feats or "Aspect=Prog" in feats)
    ):
        return "gerund"
    if "VerbForm=Part" in feats:
        return "participle"
    return "finite"


def _participles(words: tuple[Word, ...], i: int, lexicon: ActLexicon) -> list[int]:
    """Further words of the group that auxiliary `i` opens: modal + have + been + shipped, a été livré."""
    out: list[int] = []
    at = i
    modal = words[i].low in _ENGLISH_MODALS
    for _ in range(4):
        following = _next_verb(words, at, lexicon)
        if following is None:
            break
        form = form_of(words[following])
        bare = form in ("infinitive", "finite") and (modal or words[at].lemma == "do") and not out
        if form not in ("participle", "gerund") and not bare:
            break
        out.append(following)
        at = following
        auxiliary = lexicon.has("be", words[at].lemma) or lexicon.has("have", words[at].lemma)
        if not auxiliary or (words[at].pos == "VERB" and not lexicon.has("be", words[at].lemma)):
            break
    return out


def _next_verb(words: tuple[Word, ...], at: int, lexicon: ActLexicon) -> int | None:
    """The next verb after `at`, over adverbs, negation and clitics only (at most five words)."""
    for j in range(at + 1, min(at + 6, len(words))):
        word = words[j]
        if word.i == words[at].head or words[at].head == j:  # the parser joins auxiliary and participle
            return j if word.pos in ("VERB", "AUX") else None
        if words[at].head > j and words[at].dep.startswith("aux") and word.pos not in ("VERB", "AUX"):
            continue
        if word.pos in ("VERB", "AUX") and not _nominalised(words, j, lexicon):
            return j
        skip = word.pos in ("ADV", "PART") or lexicon.has("negation", word.low) or word.low.startswith("-")
        if not skip or lexicon.has("infinitive_mark", word.low):
            return None
    return None


def _tense(words: tuple[Word, ...], parts: list[int], kind: str, lexicon: ActLexicon) -> str:
    if kind != "finite":
        perfect = len(parts) > 1 and lexicon.has("have", words[parts[0]].lemma)
        return "past" if perfect or kind == "participle" else "none"
    first = words[parts[0]]
    if first.low in _ENGLISH_MODALS:
        tense = _ENGLISH_MODALS[first.low]
        perfect = len(parts) > 2 and lexicon.has("have", words[parts[1]].lemma)
        return "conditional past" if tense == "conditional" and perfect else tense
    simple = simple_tense(first, lexicon)
    if len(parts) == 1 or not _perfect(words, parts, lexicon):
        return simple
    return {"present": "past", "imperfect": "past", "conditional": "conditional past"}.get(simple, simple)


def _perfect(words: tuple[Word, ...], parts: list[int], lexicon: ActLexicon) -> bool:
    """Whether the first auxiliary makes a perfect: avoir / have, or être with a verb of motion or a reflexive."""
    if lexicon.has("have", words[parts[0]].lemma):
        return True
    head = words[parts[-1]]
    return lexicon.has("motion", head.lemma) or _reflexive(words, parts[0], lexicon)


def simple_tense(word: Word, lexicon: ActLexicon) -> str:
    """Tense of one finite form. French forms are read by suffix: the tagger misses a quarter of conditionals."""
    if not lexicon.grammar.get("motion"):
        return "past" if "Tense=Past" in word.feats else "present"
    conditional, future = _COND.match(word.low), _FUT.match(word.low)
    if conditional and conditional.group(1) != word.lemma[:-2]:
        return "conditional"
    if word.low.endswith("it") and word.lemma.endswith("ir"):
        return "present"  # present and past share the form; news tells the past by the compound tense
    if future and future.group(1) != word.lemma[:-2] and word.low not in ("ont", "a", "sera-t"):
        return "future"
    if _IMPERFECT.match(word.low):
        return "imperfect"
    return "past" if "Tense=Past" in word.feats and "VerbForm=Fin" in word.feats else "present"


def _passive(words: tuple[Word, ...], parts: list[int], lexicon: ActLexicon, kind: str) -> bool:
    head = words[parts[-1]]
    if len(parts) == 1:
        return kind == "participle"
    if (
        form_of(head) != "participle"
        or lexicon.has("motion", head.lemma)
        or _reflexive(words, parts[0], lexicon)
    ):
        return False
    return any(lexicon.has("be", words[p].lemma) for p in parts[:-1])


def _reflexive(words: tuple[Word, ...], i: int, lexicon: ActLexicon) -> bool:
    return any(lexicon.has("reflexive", words[j].low) and words[j].low in ("se", "s'") for j in range(max(0, i - 3), i)
               if all(words[k].pos in ("PRON", "ADV", "PART", "AUX") for k in range(j, i)))  # fmt: skip


def _negation(words: tuple[Word, ...], group: Group, lexicon: ActLexicon) -> dict[str, bool]:
    """Whether the group is negated, and whether its "negation" is one of the traps (ne ... que, not only)."""
    window = [words[j] for j in range(max(0, group.first - 4), min(len(words), group.last + 4))]
    near = [w for w in window if group.first - 4 <= w.i <= group.last + 3]
    if not lexicon.grammar.get("ne"):
        return _plain_negation(words, group, lexicon)
    ne = next((w for w in near if lexicon.has("ne", w.low) and w.i < group.head
               and all(words[k].pos in ("PRON", "ADV", "AUX", "PART") or words[k].low in ("ne", "n'") for k in range(w.i, group.first))), None)  # fmt: skip
    if ne is None:
        return {"negated": _bare_pas(words, group), "trap": False}
    after = [words[j].low for j in range(ne.i, min(len(words), group.last + 8))]
    real = any(w.i > ne.i and w.low != "ni" and lexicon.has("negation", w.low) for w in near)
    real = real or lexicon.has("bare_ne", words[group.head].lemma)
    if not real and any(w in ("que", "qu'") for w in after):
        return {"negated": False, "trap": True}
    before = [words[j].low for j in range(max(0, ne.i - 4), ne.i)]
    return {
        "negated": real or bool({"aucun", "aucune", "personne", "rien", "ni"} & set(before)),
        "trap": False,
    }


def _bare_pas(words: tuple[Word, ...], group: Group) -> bool:
    """ "pas" without "ne" (headlines): only right before a participle or after a finite verb."""
    return group.kind == "finite" and any(words[j].low == "pas" for j in range(group.first + 1, group.last))


def _plain_negation(words: tuple[Word, ...], group: Group, lexicon: ActLexicon) -> dict[str, bool]:
    inside = range(max(0, group.first - 1), min(len(words), group.last + 2))
    hits = [j for j in inside if lexicon.has("negation", words[j].low)]
    if not hits:
        return {"negated": False, "trap": False}
    only = any(
        words[j + 1].low in ("only", "just", "merely", "limited", "until") for j in hits if j + 1 < len(words)
    )
    return {"negated": not only, "trap": only}


def clauses(sentence: Sentence, found: tuple[Group, ...], lexicon: ActLexicon) -> tuple[Clause, ...]:
    """The sentence cut into clauses. Every word belongs to exactly one clause."""
    return _Cutter(sentence, found, lexicon).cut()


class _Cutter:
    """Walks the words once and keeps the clauses that are open."""

    def __init__(self, sentence: Sentence, found: tuple[Group, ...], lexicon: ActLexicon) -> None:
        self.words = sentence.words
        self.lexicon = lexicon
        self.finite = {g.first: g for g in found if g.kind == "finite"}
        self.open: list[dict] = []
        self.all: list[dict] = []

    def cut(self) -> tuple[Clause, ...]:
        self._start("main", None, None)
        for word in self.words:
            kind = self._opens(word)
            if kind:
                self._start(kind, word.i, self.open[-1]["index"])
            group = self.finite.get(word.i)
            if group is not None:
                self._take(group)
            self.open[-1]["words"].append(word.i)
        kept = [c for c in self.all if c["words"]]
        return tuple(
            Clause(c["index"], tuple(c["words"]), c["group"], c["kind"], c["opener"], c["parent"])
            for c in kept
        )

    def _start(self, kind: str, opener: int | None, parent: int | None) -> None:
        clause = {
            "index": len(self.all),
            "words": [],
            "group": None,
            "kind": kind,
            "opener": opener,
            "parent": parent,
        }
        self.all.append(clause)
        self.open.append(clause)

    def _finite_ahead(self, i: int) -> bool:
        """Whether a finite verb follows before the next subordinator."""
        for j in range(i + 1, len(self.words)):
            if j in self.finite:
                return True
            if j > i + 1 and (
                self.lexicon.has("relative", self.words[j].low) and self.words[j].pos in ("PRON", "SCONJ")
            ):
                return False
        return False

    def _opens(self, word: Word) -> str | None:
        has, low = self.lexicon.has, word.low
        if word.pos in ("DET", "ADP") and not has("when", low):
            return None
        if word.dep == "prep" and has("for", low):
            return None  # "since March": a preposition with its noun, whatever the tagger calls it
        if not self._finite_ahead(word.i):
            return None
        if has("if", low) and word.pos in ("SCONJ", "ADV") and not self._reflexive_if(word):
            return "if"
        if has("that", low) and not self._comparative(word):
            return self._that_kind(word)
        if has("relative", low):
            return "relative"
        if has("when", low) and word.pos in ("SCONJ", "ADV", "PRON"):
            return "adverbial"
        return None

    def _reflexive_if(self, word: Word) -> bool:
        return word.low == "s'" and word.pos == "PRON"

    def _comparative(self, word: Word) -> bool:
        """ "ne ... que", "plus ... que": no clause opens."""
        current = self.open[-1]["group"]
        return bool(current and current.trap)

    def _that_kind(self, word: Word) -> str:
        before = self.words[word.i - 1] if word.i else None
        if before is None:
            return "that"
        if before.low in self.lexicon.grammar.get("subordinator", ()) and before.low not in ("de", "à"):
            return "adverbial"
        if (
            before.nominal
            and before.low not in self.lexicon.grammar.get("time_noun", ())
            and word.dep != "mark"
        ):
            return "relative"
        return "that"

    def _take(self, group: Group) -> None:
        """Give `group` to the open clause, or find where the next clause began."""
        if self.open[-1]["group"] is None:
            self.open[-1]["group"] = group
            return
        waiting = next((c for c in reversed(self.open[:-1]) if c["group"] is None), None)
        boundary = self._boundary(group)
        tail = [w for w in self.open[-1]["words"] if w >= boundary]
        current = self.open[-1]
        current["words"] = [w for w in current["words"] if w < boundary]
        if waiting is not None and not self._coordinated(boundary):
            while self.open[-1] is not waiting:
                self.open.pop()
            waiting["words"] += tail
            waiting["group"] = group
            return
        kind = "coordinate" if self._coordinated(boundary) else "resumed"
        self._start(kind, None, current["index"])
        self.all[-1]["words"] = tail
        self.all[-1]["group"] = group

    def _coordinated(self, boundary: int) -> bool:
        return any(
            self.lexicon.has("and", self.words[j].low)
            for j in range(boundary, min(boundary + 3, len(self.words)))
        )

    def _boundary(self, group: Group) -> int:
        """The word where the clause of `group` starts: after the last comma, or at the last coordinator, before it."""
        current = self.open[-1]
        floor = current["group"].last + 1
        subject = min((w.i for w in self.words if w.head in (group.head, group.first) and w.dep.startswith("nsubj")
                       and floor <= w.i < group.first), default=group.first)  # fmt: skip
        for j in range(group.first - 1, floor - 1, -1):
            low = self.words[j].low
            if low in (",", ";", ":", "—", "–", "»", "”", '"') or (
                self.lexicon.has("and", low) and self._splits(j, group, subject)
            ):
                return j
        return (
            max(floor, self._left_edge(subject, floor))
            if subject < group.first
            else max(floor, group.first - 0)
        )

    def _splits(self, j: int, group: Group, subject: int) -> bool:
        """Whether the coordinator at `j` joins clauses rather than two nouns of the subject."""
        nouns_after = [w for w in self.words[j + 1 : group.first] if w.pos in ("NOUN", "PROPN")]
        return not nouns_after or subject > j

    def _left_edge(self, i: int, floor: int) -> int:
        while (
            i > floor
            and self.words[i - 1].pos in ("DET", "ADJ", "NUM", "PROPN", "ADP")
            and self.words[i - 1].low != ","
        ):
            i -= 1
        return i
