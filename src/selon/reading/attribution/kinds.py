"""What kind of source it is: named official, unnamed officials, media, document, ..."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from selon.model.ports import LanguagePack
from selon.reading.attribution.resolve import Known

if TYPE_CHECKING:
    from spacy.tokens import Token


def kind_of(known: Known, head: Token | None, pack: LanguagePack, declared: str | None = None) -> str:
    """The source kind of the vocabulary: by the role nouns of the person, else by the head noun's class in the pack.

    `declared` is the kind of an actor that the mentions gave for the source ("state", "media", "un_body", ...).
    """
    classes = pack.mapping("source_classes")
    if known.who is not None and known.who.kind == "person":
        titles = {classes.get(t) for t in known.who.titles}
        body = None if titles else _apposed_body(head, classes)
        return body or next((f"named_{c}" for c in ("official", "expert") if c in titles), "named_person")
    found = None
    if declared == "place" and head is not None:
        found = classes.get(head.lower_)  # "Institut" that the recogniser took for a place
    if declared and found is None:
        return _DECLARED.get(declared, "organisation")
    if found is None and head is not None:
        found = classes.get(head.lemma_.lower())
    if (
        head is not None
        and found in {"government", "media", "organisation"}
        and _is_intelligence(head, classes)
    ):
        return "intelligence"
    if found in {"official", "expert"}:
        return f"unnamed_{found}s"
    if found:
        return found
    if known.who is not None:
        return "organisation"
    return "unnamed_source" if head is not None else "collective_unknown"


def _apposed_body(head: Token | None, classes: Mapping[str, str]) -> str | None:
    """The class of the body that an apposition calls a name ("Kestrel Watch, an organisation that ...")."""
    found = (
        (classes.get(c.lemma_.lower()) for c in head.children if c.dep_ == "appos")
        if head is not None
        else ()
    )
    return next((c for c in found if c in {"organisation", "media", "government"}), None)


def _is_intelligence(head: Token, classes: Mapping[str, str]) -> bool:
    """ "les services de renseignement", "the intelligence agency"."""
    return any(classes.get(c.lemma_.lower()) == "intelligence" for c in head.children)


_DECLARED = {
    "state": "government",
    "government": "government",
    "place": "government",
    "un_body": "un_body",
    "organisation": "organisation",
    "company": "organisation",
    "media": "media",
    "person": "named_person",
    "officials": "unnamed_officials",
    "group": "organisation",
}
