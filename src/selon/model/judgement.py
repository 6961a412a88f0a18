"""What a person decides, as events that are only ever added; the state of anything is their replay.

An event says who, when, what and why. Undo is an event too (and can itself be undone). Nobody's verdict
overwrites somebody else's: the last one in force stands, those that differ from it are kept as dissent.
A source and a piece of information are graded apart (Admiralty scale), and stand at F and 6 until a person says
otherwise. A finding needs its author, evidence, and a second reader who is not the author.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

VERDICTS = ("accept", "correct", "reject", "unsure", "later")
GRADES_OF_SOURCE = ("A", "B", "C", "D", "E", "F")
GRADES_OF_INFORMATION = ("1", "2", "3", "4", "5", "6")
MARKS = ("new", "seen", "kept", "set aside")
KINDS = (
    *VERDICTS, "mark", "not_same", "reliability", "credibility", "undo",
    "open_case", "add", "remove", "note", "ask", "reply", "close_case",
    "finding", "second", "dissent", "withdraw",
)  # fmt: skip
SUBJECTS = ("claim", "candidate", "attribution", "relation", "document", "source", "actor", "case", "finding")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One event.

    `subject` is "kind:id" ("claim:…", "source:…"). `at` is UTC, ISO 8601. `value` is what the kind needs: the
    corrected fields, the grade, the text of a note. `undoes` is the id of the event that an undo takes back;
    `seen` the id of the last event on the subject that the person had before their eyes, so that two people who
    judge at once are both kept and the clash is shown. `document` and `reading` say what was being judged, so
    that a judgement outlives the claim it was made on.
    """

    kind: str
    subject: str
    user: str
    at: str
    why: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)
    undoes: str | None = None
    seen: str | None = None
    document: str | None = None
    reading: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of judgement: {self.kind}")
        if self.subject.partition(":")[0] not in SUBJECTS or not self.subject.partition(":")[2]:
            raise ValueError(f"not a subject: {self.subject!r}")
        if not self.user.strip():
            raise ValueError("a judgement needs a person")
        if (self.kind == "undo") != (self.undoes is not None):
            raise ValueError("an undo, and nothing else, names the event that it takes back")
        _check_value(self.kind, self.value)

    @property
    def id(self) -> str:
        """Hash of everything the event says: adding it twice adds it once."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "value": dict(self.value)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Judgement:
        """The event back from `to_dict`; raises ValueError where it is not one."""
        try:
            return cls(**data)
        except TypeError as problem:
            raise ValueError(f"not a judgement: {problem}") from None


def _check_value(kind: str, value: Mapping[str, Any]) -> None:
    allowed: dict[str, tuple[str, Sequence[str]]] = {
        "reliability": ("grade", GRADES_OF_SOURCE),
        "credibility": ("grade", GRADES_OF_INFORMATION),
        "mark": ("mark", MARKS),
    }
    if kind in allowed:
        key, values = allowed[kind]
        if value.get(key) not in values:
            raise ValueError(f"{kind} needs {key}, one of {', '.join(values)}")
    needed = {
        "correct": "fields", "open_case": "title", "add": "subject", "remove": "subject",
        "note": "text", "ask": "text", "reply": "text", "finding": "text",
    }  # fmt: skip
    if kind in needed and not value.get(needed[kind]):
        raise ValueError(f"{kind} needs {needed[kind]}")
    if kind == "finding" and not (value.get("evidence") and value.get("case")):
        raise ValueError("a finding needs a case and evidence")


def in_force(events: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """`events` (oldest first) without what was taken back and without the undos themselves."""
    taken_back: set[str] = set()
    kept: list[Judgement] = []
    for event in reversed(tuple(events)):
        if event.id in taken_back:
            continue
        if event.undoes:
            taken_back.add(event.undoes)
        else:
            kept.append(event)
    return tuple(reversed(kept))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one subject stands after its events.

    `verdict`, `by` and `at`: the last verdict in force; `dissent`: the last verdicts of other people that differ
    from it; `corrections`: field -> value of the corrections in force, later over earlier; `clash`: two people
    judged without having seen one another; `history`: every event, undone ones too.
    """

    subject: str
    verdict: str | None = None
    by: str | None = None
    at: str | None = None
    why: str = ""
    corrections: Mapping[str, Any] = field(default_factory=dict)
    dissent: tuple[Judgement, ...] = ()
    reliability: str = "F"
    credibility: str = "6"
    mark: str = "new"
    not_same: bool = False
    clash: bool = False
    history: tuple[Judgement, ...] = ()


def standing(subject: str, events: Iterable[Judgement]) -> Standing:
    """The replay of the events of one subject, oldest first."""
    history = tuple(e for e in events if e.subject == subject)
    force = in_force(history)
    verdicts = [e for e in force if e.kind in VERDICTS]
    last = verdicts[-1] if verdicts else None
    return Standing(
        subject=subject,
        verdict=last.kind if last else None,
        by=last.user if last else None,
        at=last.at if last else None,
        why=last.why if last else "",
        corrections=_corrections(verdicts),
        dissent=_dissent(verdicts),
        reliability=_last(force, "reliability", "grade", "F"),
        credibility=_last(force, "credibility", "grade", "6"),
        mark=_last(force, "mark", "mark", "new"),
        not_same=any(e.kind == "not_same" for e in force),
        clash=_clash(history, verdicts),
        history=history,
    )


def replay(events: Iterable[Judgement]) -> dict[str, Standing]:
    """Every subject with its standing, from all events, oldest first."""
    by_subject: dict[str, list[Judgement]] = {}
    for event in events:
        by_subject.setdefault(event.subject, []).append(event)
    return {subject: standing(subject, own) for subject, own in by_subject.items()}


def _last(events: Sequence[Judgement], kind: str, key: str, default: str) -> str:
    return next((str(e.value[key]) for e in reversed(events) if e.kind == kind), default)


def _corrections(verdicts: Sequence[Judgement]) -> dict[str, Any]:
    """Fields corrected since the last rejection: who rejects a claim rejects its corrections too."""
    fields: dict[str, Any] = {}
    for event in verdicts:
        if event.kind == "reject":
            fields.clear()
        elif event.kind == "correct":
            fields.update(event.value["fields"])
    return fields


def _dissent(verdicts: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The last verdict of each other person where it differs from the one that stands; "later" says nothing."""
    if not verdicts:
        return ()
    last = verdicts[-1]
    of_person = {e.user: e for e in verdicts if e.kind != "later"}
    return tuple(e for user, e in of_person.items() if user != last.user and _differs(e, last))


def _differs(a: Judgement, b: Judgement) -> bool:
    return a.kind != b.kind or dict(a.value) != dict(b.value)


def _clash(history: Sequence[Judgement], verdicts: Sequence[Judgement]) -> bool:
    """Whether the standing verdict was given by somebody who had not seen another person's event before it."""
    if not verdicts or verdicts[-1].seen is None:
        return False
    last = verdicts[-1]
    ids = [e.id for e in history]
    if last.seen not in ids:
        return any(e.user != last.user for e in history[: ids.index(last.id)])
    between = history[ids.index(last.seen) + 1 : ids.index(last.id)]
    return any(e.user != last.user for e in between)


@dataclass(frozen=True, slots=True)
class Finding:
    """A conclusion that a named person draws. `state`: draft | agreed | disputed | withdrawn.

    Agreed: a second reader, not the author, agrees and nobody dissents; disputed: somebody dissents, whoever
    agrees; the dissent is printed with the finding.
    """

    id: str
    case: str
    text: str
    author: str
    at: str
    evidence: tuple[str, ...]
    seconds: tuple[Judgement, ...] = ()
    dissents: tuple[Judgement, ...] = ()
    state: str = "draft"
    history: tuple[Judgement, ...] = ()


def finding(subject: str, events: Iterable[Judgement]) -> Finding | None:
    """The replay of one finding ("finding:<id>"); None where its making was undone."""
    history = tuple(e for e in events if e.subject == subject)
    force = in_force(history)
    made = next((e for e in reversed(force) if e.kind == "finding"), None)
    if made is None:
        return None
    after = force[force.index(made) + 1 :]  # a rewritten finding is read again
    last = {e.user: e for e in after if e.kind in ("second", "dissent") and e.user != made.user}
    seconds = tuple(e for e in last.values() if e.kind == "second")
    dissents = tuple(e for e in last.values() if e.kind == "dissent")
    state = "disputed" if dissents else "agreed" if seconds else "draft"
    if any(e.kind == "withdraw" for e in after):
        state = "withdrawn"
    value = made.value
    return Finding(
        subject.partition(":")[2],
        str(value["case"]),
        str(value["text"]),
        made.user,
        made.at,
        tuple(value["evidence"]),
        seconds,
        dissents,
        state,
        history,
    )


@dataclass(frozen=True, slots=True)
class Case:
    """What was put together under one title: the subjects in it, notes, replies asked for and received."""

    id: str
    title: str
    opened_by: str
    opened_at: str
    state: str  # open | closed
    items: tuple[str, ...] = ()
    notes: tuple[Judgement, ...] = ()  # note, ask and reply, oldest first
    history: tuple[Judgement, ...] = ()


def case(subject: str, events: Iterable[Judgement]) -> Case | None:
    """The replay of one case ("case:<id>"); None where its opening was undone."""
    history = tuple(e for e in events if e.subject == subject)
    force = in_force(history)
    titles = [e for e in force if e.kind == "open_case"]
    if not titles:
        return None
    items: dict[str, None] = {}
    closed = False
    for event in force:
        if event.kind == "add":
            items[str(event.value["subject"])] = None
        elif event.kind == "remove":
            items.pop(str(event.value["subject"]), None)
        elif event.kind in ("open_case", "close_case"):
            closed = event.kind == "close_case"
    return Case(
        subject.partition(":")[2],
        str(titles[-1].value["title"]),
        titles[0].user,
        titles[0].at,
        "closed" if closed else "open",
        tuple(items),
        tuple(e for e in force if e.kind in ("note", "ask", "reply")),
        history,
    )


def refusal(event: Judgement, earlier: Iterable[Judgement]) -> str | None:
    """Why `event` may not be added after `earlier` (the events of its subject); None when it may."""
    before = tuple(earlier)
    if event.undoes and event.undoes not in {e.id for e in before}:
        return "there is no such event on this subject to undo"
    if event.kind in ("second", "dissent"):
        made = finding(event.subject, before)
        if made is None:
            return "there is no such finding"
        if made.author == event.user:
            return "the second reader must be somebody other than the author"
        if event.kind == "dissent" and not event.why.strip():
            return "a dissent needs its reason"
    if event.kind == "finding" and not event.subject.startswith("finding:"):
        return "a finding is its own subject"
    of_case = ("add", "remove", "note", "ask", "reply", "close_case")
    if event.kind in of_case and case(event.subject, before) is None:
        return "there is no such case"
    return None
