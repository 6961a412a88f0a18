"""Act frames, item classes, stage cues and closed word classes of a language, checked as they are loaded.

A domain expert corrects the YAML files of the language pack; every refused row is named by file, line and reason.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from selon.errors import PackError
from selon.model.lexicon import Table
from selon.model.ports import LanguagePack
from selon.model.vocabulary import POLARITIES, ROLES, STAGES, STANCES, require

BY_ITEM = "by item"
SLOTS = (
    "subject",
    "object",
    "to",
    "from",
    "by",
    "of",
    "with",
    "between",
    "in",
    "against",
    "for",
    "own",
    "via",
)
# Which participant each argument slot gives. `own` is a demonym or possessive on the noun itself
# ("l'offre russe", "its visit"); `of` is the complement in de / of.
FAMILIES: dict[str, dict[str, str]] = {
    "transfer": {"subject": "supplier", "by": "supplier", "of": "supplier", "own": "supplier", "from": "supplier",
                 "to": "recipient", "object": "recipient"},
    "carriage": {"subject": "supplier", "by": "supplier", "of": "supplier", "own": "supplier", "from": "supplier",
                 "to": "recipient", "in": "recipient", "object": "recipient"},
    "receipt": {"subject": "recipient", "by": "recipient", "own": "recipient", "from": "supplier", "of": "supplier"},
    "visit": {"subject": "visitor", "of": "visitor", "own": "visitor", "by": "visitor", "to": "host", "in": "host",
              "object": "host"},
    "hosting": {"subject": "host", "object": "visitor", "by": "host", "own": "host", "of": "visitor"},
    "mutual": {"subject": "party", "object": "party", "with": "party", "between": "party", "of": "party",
               "own": "party", "by": "party"},
    "support": {"subject": "supporter", "of": "supporter", "own": "supporter", "by": "supporter",
                "to": "beneficiary", "for": "beneficiary", "object": "beneficiary"},
    "speech": {"subject": "speaker", "object": "addressee", "to": "addressee", "of": "speaker", "own": "speaker"},
    "request": {"subject": "requester", "object": "addressee", "to": "addressee", "of": "requester",
                "own": "requester"},
    "measure": {"subject": "imposer", "by": "imposer", "own": "imposer", "object": "target", "against": "target",
                "to": "target", "for": "target"},
    "measure of": {"subject": "imposer", "by": "imposer", "own": "imposer", "object": "target", "of": "target",
                   "against": "target"},
    "operation": {"subject": "operator", "by": "operator", "of": "operator", "own": "operator",
                  "against": "target", "object": "target"},
}  # fmt: skip

THEMES = ("object", "subject", "clause")  # where a frame's thing is named
# what an item cue asks of its scope
CUE_FORMS = ("verb", "noun", "adjective", "adverb", "expression", "conjunction")
EFFECTS = ("", "negates", "factive", "trap", "causes", "fails", "light", "evaluates", "report")

_VERB_CLASSES = (
    "copula",
    "trend",
    "legal_verb",
    "reason_verb",
    "bare_ne",
)  # classes of grammar.yaml that hold verbs
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Frame:
    """One trigger and its arguments. `words` is the trigger, word by word (a verb's or noun's dictionary form).

    `act` is an act type or "by item": then the class of what is transferred decides, `otherwise` where no class
    is recognised (None: no claim). `needs`: one of these words must stand in the trigger's own phrase; `unless`:
    none of these may. `state` marks standing relations (ongoing) against events (done). `stage` is what the word
    itself says (an offer); `negative`: the word itself says the act ended or failed ("refus"). `theme`: where the
    thing is named: object, subject ("rifles reached X"), clause (either). `topic`: it may stand behind "about", "for",
    "with" ("asked X for fuel"). `keeps`: categories of things kept beside a fixed act ("any": all).
    """

    words: tuple[str, ...]
    form: str
    act: str
    family: str
    roles: Mapping[str, str]
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    acts: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    state: bool = False
    stage: str | None = None
    soft: bool = False
    actors: int = 1
    reflexive: bool = False
    predicate: bool = False
    line: int = 0
    theme: str = "object"
    topic: bool = False
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemClass:
    """Words that name a class of things, and the act that moving them is.

    `adjective`: a single word of it may also stand as an adjective ("aide technologique").
    """

    words: tuple[str, ...]
    category: str
    act: str | None
    needs: tuple[str, ...] = ()
    adjective: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class StageCue:
    """A word that says how far, whether, or how firmly: it governs what stands in its scope.

    `effect`: negates (an implicative: "empêcher"), fails, causes (the effect happened), factive, trap (looks
    negative and is not), light (a support verb: the noun is the act), evaluates (its subject is not asserted).
    `control` says whose act a governed infinitive is: "subject" or "object".
    """

    words: tuple[str, ...]
    form: str
    stage: str | None = None
    polarity: str | None = None
    stance: str | None = None
    value: str | None = None
    effect: str = ""
    control: str = "subject"
    takes: tuple[str, ...] = ("infinitive", "clause", "noun")
    negated: Mapping[str, str] = field(default_factory=dict)
    reflexive: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ActLexicon:
    """Everything the act rules know about one language."""

    frames: Mapping[str, tuple[Frame, ...]]  # by first word
    items: Mapping[str, tuple[ItemClass, ...]]
    cues: Mapping[str, tuple[StageCue, ...]]
    grammar: Mapping[str, frozenset[str]]
    verbs: frozenset[str] = frozenset()  # every verb lemma of the frames and cues
    forms: Mapping[str, str] = field(default_factory=dict)  # irregular finite form -> lemma

    def has(self, name: str, word: str) -> bool:
        """Whether `word` is in the closed class `name` of grammar.yaml."""
        return word in self.grammar.get(name, frozenset())


@functools.lru_cache(maxsize=8)
def lexicon(pack: LanguagePack) -> ActLexicon:
    """The act lexicon of `pack`, read once; raises PackError that names file, line and reason."""
    frames = _each(_table(pack, "acts"), _frames)
    items = _each(_table(pack, "items"), _items)
    cues = _each(_table(pack, "stages"), _cues)
    grammar = _grammar(_table(pack, "grammar"))
    listed = [w for name in _VERB_CLASSES for w in grammar.get(name, ())]
    verbs = frozenset([e.words[0] for e in (*frames, *cues) if e.form == "verb"] + listed)
    return ActLexicon(
        _by_first(frames), _by_first(items), _by_first(cues), grammar, verbs,
        dict(_each(_table(pack, "verbs"), _verb_forms)),
    )  # fmt: skip


def _table(pack: LanguagePack, name: str) -> Table:
    """The table `name` of the pack; empty where the pack has no such file (then the language gives no claims)."""
    try:
        return pack.table(name)
    except PackError as error:
        if error.where and not Path(error.where).exists():
            return Table(error.where, ())
        raise


def _each(table: Table, make: Callable[[Mapping[str, Any], int], list[Entry]]) -> list[Entry]:
    out: list[Entry] = []
    for line, row in table.rows:
        try:
            out += make(row, line)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise PackError(
                f"entry refused: {error}", where=f"{table.path}:{line}", next="correct this entry"
            ) from error
    return out


def _by_first(entries: list[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Entries by the first word of their trigger, longest trigger first."""
    out: dict[str, list[Entry]] = {}
    for entry in entries:
        out.setdefault(entry.words[0], []).append(entry)  # type: ignore[attr-defined]
    return {k: tuple(sorted(v, key=lambda e: -len(e.words))) for k, v in out.items()}


def _grammar(table: Table) -> dict[str, frozenset[str]]:
    return {str(row["name"]): frozenset(str(w).lower() for w in row["words"]) for _, row in table.rows}


def _verb_forms(row: Mapping[str, Any], line: int) -> list[tuple[str, str]]:
    _known(row, "verb forms note")
    return [(str(form).lower(), str(row["verb"]).lower()) for form in row["forms"]]


def _known(row: Mapping[str, Any], allowed: str) -> None:
    extra = set(row) - set(allowed.split())
    if extra:
        raise ValueError(f"unknown field {', '.join(sorted(extra))}")


def _phrases(row: Mapping[str, Any], *forms: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """(form, words, reflexive) for every trigger listed under one of `forms`; ValueError where there is none."""
    out = []
    for form in forms:
        for phrase in row.get(form) or ():
            words = tuple(str(phrase).lower().split())
            reflexive = form == "verb" and len(words) > 1 and words[0] in ("se", "s'")
            out.append((form, words[1:] if reflexive else words, reflexive))
    if not out:
        raise ValueError(f"needs one of {', '.join(forms)}")
    return out


def _frames(row: Mapping[str, Any], line: int) -> list[Frame]:
    _known(
        row,
        "verb noun act family roles needs unless items acts otherwise state stage soft actors predicate theme topic keeps note",
    )
    act = str(row["act"])
    for value in (() if act == BY_ITEM else (act,)) + tuple((row.get("acts") or {}).values()):
        require("act_type", str(value))
    family = str(row["family"])
    if family not in FAMILIES:
        raise ValueError(f"unknown family {family}; there are {', '.join(FAMILIES)}")
    roles = FAMILIES[family] | _roles(row.get("roles") or {})
    if row.get("stage") and row["stage"] not in STAGES:
        raise ValueError(f"unknown stage {row['stage']}")
    for category in row.get("items") or ():
        require("item_category", category)
    theme = str(row.get("theme") or "object")
    if theme not in THEMES:
        raise ValueError(f"unknown theme {theme}; there are {', '.join(THEMES)}")
    return [
        Frame(
            words, form, act, family, roles, _list(row, "needs"), _list(row, "unless"), _list(row, "items"),
            dict(row.get("acts") or {}), row.get("otherwise"), bool(row.get("state")), row.get("stage"),
            bool(row.get("soft")), int(row.get("actors", 1)), reflexive, bool(row.get("predicate")),
            line, theme, bool(row.get("topic")), _list(row, "keeps"),
        )
        for form, words, reflexive in _phrases(row, "verb", "noun")
    ]  # fmt: skip


def _roles(roles: Mapping[str, Any]) -> dict[str, str]:
    for slot, role in roles.items():
        if slot not in SLOTS:
            raise ValueError(f"unknown slot {slot}; there are {', '.join(SLOTS)}")
        if role not in ROLES:
            raise ValueError(f"unknown role {role}")
    return dict(roles)


def _list(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(str(w).lower() for w in row.get(name) or ())


def _items(row: Mapping[str, Any], line: int) -> list[ItemClass]:
    _known(row, "words category act needs adjective note")
    category = require("item_category", str(row["category"]))
    act = require("act_type", str(row["act"])) if row.get("act") else None
    return [
        ItemClass(words, category, act, _list(row, "needs"), bool(row.get("adjective")), line)
        for _, words, _ in _phrases(row, "words")
    ]


def _cues(row: Mapping[str, Any], line: int) -> list[StageCue]:
    _known(
        row,
        "verb noun adjective adverb expression conjunction stage polarity stance value effect control takes negated note",
    )
    for name, values in (
        ("stage", STAGES),
        ("polarity", POLARITIES),
        ("stance", STANCES),
        ("effect", EFFECTS),
    ):
        if row.get(name) and row[name] not in values:
            raise ValueError(f"unknown {name} {row[name]}")
    takes = _list(row, "takes") or ("infinitive", "clause", "noun")
    return [
        StageCue(
            words, form, row.get("stage"), row.get("polarity"), row.get("stance"), row.get("value"),
            row.get("effect") or "", row.get("control") or "subject", takes, dict(row.get("negated") or {}), reflexive,
            line,
        )
        for form, words, reflexive in _phrases(row, *CUE_FORMS)
    ]  # fmt: skip
