"""One story counted once: which documents copy, translate or share a passage with which, and which came first.

Every count shown to a person says articles and origins; an origin is the earliest known member of a family.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selon.errors import InputError, SelonError
from selon.relate.copies import copies
from selon.relate.translations import translations

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AGENCIES = (
    "AFP", "Agence France-Presse", "Reuters", "Associated Press", "AP", "Bloomberg", "Yonhap", "Kyodo", "Jiji", "Xinhua",
    "Interfax", "TASS", "RIA Novosti", "KCNA", "dpa", "ANSA", "EFE", "Belga", "Keystone-ATS", "ATS", "PA Media", "UPI",
)  # fmt: skip
_NAMED = "|".join(map(re.escape, sorted(_AGENCIES, key=len, reverse=True)))
# where an agency signs: in brackets, after a copyright sign, before the dash of a dateline, or alone on a line
_SIGNED = re.compile(
    rf"\((?:avec |with |via )?(?:l['’])?({_NAMED})\)|©\s*(?:\d{{4}}\s*)?({_NAMED})\b|^\W*(?:avec |with )?({_NAMED})\W*$|^[^.!?]{{0,60}}\b({_NAMED})\s*[)\]]?\s*[-–—]\s",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A document as far as its origin is concerned. `published` is YYYY-MM-DD or None."""

    id: str
    text: str
    language: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two accounts that are not independent; `a` is the earlier (by date, then by place in the input).

    `kind`: copy, translation, or passage (a shared stretch of 25 words or more in different articles). `shared` are the
    spans of the longest shared stretch in a and in b; None for a translation.
    """

    a: str
    b: str
    kind: str
    containment: float
    words: int = 0
    shared: tuple[tuple[int, int], tuple[int, int]] | None = None

    def to_dict(self) -> dict[str, Any]:
        row: dict[str, Any] = {"a": self.a, "b": self.b, "kind": self.kind, "containment": self.containment}
        if self.shared:
            row |= {"words": self.words, "shared": [list(s) for s in self.shared]}
        return row


@dataclass(frozen=True, slots=True)
class Family:
    """Accounts that are one story told once: `origin` is the earliest known, `members` all of them, earliest first."""

    origin: str
    members: tuple[str, ...]


def ties(accounts: Sequence[Account]) -> Iterator[Tie]:
    """Every tie between `accounts`: copies and passages first, then translations, in input order."""
    texts = [a.text for a in accounts]
    for found in copies(texts):
        spans = ((found.ours.start, found.ours.end), (found.theirs.start, found.theirs.end))
        yield _tie(accounts, found.a, found.b, found.kind, found.containment, found.run, spans)
    for pair in translations(texts, [a.language for a in accounts]):
        yield _tie(accounts, pair.a, pair.b, "translation", pair.containment)


def _tie(
    accounts: Sequence[Account], a: int, b: int, kind: str, containment: float, words: int = 0, shared=None
) -> Tie:  # type: ignore[no-untyped-def]
    first, second = accounts[a], accounts[b]
    if (second.published or "9999") < (first.published or "9999"):
        first, second = second, first
        shared = (shared[1], shared[0]) if shared else None
    return Tie(first.id, second.id, kind, containment, words, shared)


def families(accounts: Sequence[Account], found: Iterable[Tie]) -> tuple[Family, ...]:
    """Accounts joined by copies and translations, each account in exactly one family, in input order.

    A shared passage makes no family: the articles differ, only that passage has one origin.
    """
    parent = {a.id: a.id for a in accounts}

    def root(id: str) -> str:
        while parent[id] != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    for tie in found:
        if tie.kind != "passage":
            parent[root(tie.b)] = root(tie.a)
    members: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        members[root(account.id)].append(account)
    return tuple(_family(group) for group in members.values())


def _family(group: list[Account]) -> Family:
    ordered = sorted(group, key=lambda a: a.published or "9999")
    return Family(ordered[0].id, tuple(a.id for a in ordered))


def agency(text: str) -> str | None:
    """The news agency that signs a text, in its first or last lines; None where none does."""
    lines = [line for line in text.splitlines() if line.strip()]
    for line in (*lines[:4], *lines[-4:]):
        match = _SIGNED.search(line)
        if match:
            return next(g for g in match.groups() if g)
    return None


def origins(
    lines: Iterable[str | bytes | Mapping[str, Any]], language_of: Callable[[str], str | None] | None = None
) -> Iterator[dict[str, Any]]:
    """The `selon origins --jsonl` contract: documents in (JSON lines or mappings), `{a, b, kind, containment}` out.

    A document has `id` and `text`, and may have `language` and `published`; `language_of` is asked where the language is
    not stated (translations are only looked for between known languages). A bad line gives `{id, error}` and the run
    goes on.
    """
    accounts: list[Account] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if isinstance(line, str | bytes) and not line.strip():
            continue
        try:
            row = _row(line, number)
            accounts.append(_account(row, number, seen, language_of))
        except SelonError as error:
            known = line if isinstance(line, Mapping) else _id_of(line)
            yield {"id": known.get("id"), "error": error.to_dict()}
    yield from (tie.to_dict() for tie in ties(accounts))


def _row(line: str | bytes | Mapping[str, Any], number: int) -> Mapping[str, Any]:
    if isinstance(line, Mapping):
        return line
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(
            "not valid JSON", code="json", where=f"line {number}", next="correct this line"
        ) from error
    if not isinstance(row, dict):
        raise InputError(
            "not a JSON object", code="json", where=f"line {number}", next='write {"id": ..., "text": ...}'
        )
    return row


def _id_of(line: str | bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _account(
    row: Mapping[str, Any], number: int, seen: set[str], language_of: Callable[[str], str | None] | None
) -> Account:
    where = f"line {number}"
    text, id = row.get("text"), row.get("id")
    if not isinstance(text, str) or not text.strip():
        raise InputError("no text", code="missing-text", where=where, next="give every document a text")
    if id is None or str(id) in seen:
        code = "missing-id" if id is None else "duplicate-id"
        raise InputError(
            "no id" if id is None else f"the id {id} occurs twice",
            code=code,
            where=where,
            next="give every document its own id",
        )
    published = row.get("published")
    if published is not None and not (isinstance(published, str) and _DAY.match(published)):
        raise InputError(
            f"not a date: {published!r}", code="invalid-date", where=where, next="write it as YYYY-MM-DD"
        )
    seen.add(str(id))
    language = row.get("language") or (language_of(text) if language_of else None)
    return Account(str(id), text, language, published[:10] if published else None)
