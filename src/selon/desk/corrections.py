"""What a person may correct on a claim, and a claim as it stands after the corrections.

A correction never touches the reading: it is an event that says field and value, and the claim is shown with the
corrected value and a sign of who corrected it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selon.errors import InputError
from selon.keep.dates import bounds
from selon.model.vocabulary import VOCABULARIES

LONGEST = 2_000  # characters of a corrected text


@dataclass(frozen=True, slots=True)
class Field:
    """A correctable field. `kind`: choice (of `vocabulary`), text, date (EDTF), span ("start-end") or ids."""

    name: str
    kind: str
    vocabulary: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return VOCABULARIES[self.vocabulary] if self.vocabulary else ()


FIELDS = (
    Field("act_type", "choice", "act_type"),
    Field("stage", "choice", "stage"),
    Field("polarity", "choice", "polarity"),
    Field("stance", "choice", "stance"),
    Field("modality", "choice", "modality"),
    Field("source", "text"),
    Field("source_kind", "choice", "source_kind"),
    Field("supplier", "text"),
    Field("recipient", "text"),
    Field("others", "text"),
    Field("item_category", "choice", "item_category"),
    Field("item", "text"),
    Field("quantity", "text"),
    Field("happened", "date"),
    Field("said", "date"),
    Field("place", "text"),
    Field("trigger", "span"),
    Field("clause", "span"),
    Field("provisions", "ids"),
)
BY_NAME = {f.name: f for f in FIELDS}
DIRECTED = ("supplier", "recipient")


def values_of(
    claim: Mapping[str, Any], names: Mapping[str, str], kinds: Mapping[str, str], provisions: Sequence[str]
) -> dict[str, str]:
    """Every correctable field of a claim's JSON as text; `names` and `kinds` of actors and sources, by id."""
    by_role: dict[str, list[str]] = {}
    for p in claim.get("participants", ()):
        by_role.setdefault(p["role"], []).append(names.get(p["actor"], p["actor"]))
    items = claim.get("items", ())
    quantity = claim.get("quantity") or {}
    last = claim["attribution"][-1]
    return {
        **{k: str(claim[k]) for k in ("act_type", "stage", "polarity", "stance", "modality")},
        "source": names.get(last["source"], ""),
        "source_kind": kinds.get(last["source"], "author"),
        **{role: "; ".join(by_role.get(role, ())) for role in DIRECTED},
        "others": "; ".join(n for role, own in by_role.items() if role not in DIRECTED for n in own),
        "item_category": items[0]["category"] if items else "",
        "item": "; ".join(i["text"] for i in items),
        "quantity": str(quantity.get("text") or quantity.get("value") or ""),
        "happened": (claim.get("time") or {}).get("edtf") or "",
        "said": (last.get("utterance_time") or {}).get("edtf") or "",
        "place": "; ".join(p["name"] for p in claim.get("places", ())),
        "trigger": _span_text(claim, "trigger"),
        "clause": _span_text(claim, "clause"),
        "provisions": " ".join(dict.fromkeys(provisions)),
    }


def _span_text(claim: Mapping[str, Any], role: str) -> str:
    found = next((e for e in claim["evidence"] if e["role"] == role), None)
    return f"{found['start']}-{found['end']}" if found else ""


def checked(
    given: Mapping[str, str], before: Mapping[str, str], length: int, known: Sequence[str] = ()
) -> dict[str, str]:
    """The fields of `given` that differ from `before`, each checked; raises InputError that names the field.

    `length`: characters of the document; `known`: provision ids that may be named.
    """
    changed = {}
    for name, value in given.items():
        if name not in BY_NAME:
            continue
        value = " ".join(value.split())
        if value != before.get(name, ""):
            changed[name] = _valid(BY_NAME[name], value, length, known)
    return changed


def _valid(field: Field, value: str, length: int, known: Sequence[str]) -> str:
    check = {"choice": _choice, "date": _date, "span": _span, "ids": _ids, "text": _text}[field.kind]
    return check(field, value, length, known)


def _choice(field: Field, value: str, _length: int, _known: Sequence[str]) -> str:
    if value not in field.choices:
        raise InputError(f"not one of the values: {value!r}", where=field.name, next="choose from the list")
    return value


def _text(field: Field, value: str, _length: int, _known: Sequence[str]) -> str:
    if len(value) > LONGEST:
        raise InputError(f"longer than {LONGEST} characters", where=field.name, next="shorten it")
    return value


def _date(field: Field, value: str, _length: int, _known: Sequence[str]) -> str:
    if value and bounds(value) is None:
        raise InputError(
            f"not a date: {value!r}",
            where=field.name,
            next="write 2024, 2024-06, 2024-06-19 or 2024-01/2024-06",
        )
    return value


def _span(field: Field, value: str, length: int, _known: Sequence[str]) -> str:
    if not value:
        raise InputError("a claim rests on words of the text", where=field.name, next="select the words")
    start, end = parse_span(value, field.name)
    if end > length:
        raise InputError(f"the text has {length} characters", where=field.name, next="select inside the text")
    return f"{start}-{end}"


def _ids(field: Field, value: str, _length: int, known: Sequence[str]) -> str:
    for id in value.split():
        if known and id not in known:
            raise InputError(
                f"no such provision: {id}", where=field.name, next="use ids as shown on the Coverage screen"
            )
    return value


def parse_span(value: str, where: str = "span") -> tuple[int, int]:
    """ "120-133" as code points, half-open; raises InputError."""
    left, _, right = value.partition("-")
    if left.isdecimal() and right.isdecimal() and len(value) < 24 and int(left) < int(right):
        return int(left), int(right)
    raise InputError(f"not a span: {value!r}", where=where, next="write start-end, as in 120-133")
