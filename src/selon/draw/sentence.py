"""A claim in one plain sentence: according to whom, who did what to whom, at which stage, and how sure each is.

It is built from a table of verbs and a table of stages, so that a French or English speaker can mend it without
reading code. Nothing is left out that the claim says: a denial, a negation and every degree of certainty are words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selon.draw.label import Labels

VOWELS = "aeiouyhâàéèêîôûœ"


def sentence(values: Mapping[str, str], labels: Labels) -> str:
    """The sentence for the fields of a claim (act_type, stage, polarity, source, supplier, recipient, item …).

    `values` are texts; empty ones are not stated, and the sentence says "somebody" or leaves them out.
    """
    word = labels.tables["sentence"]
    source = values.get("source") or labels("source_kind", values.get("source_kind") or "author")
    return word[_opening(values)].format(source=source, act=act(values, labels))


def _opening(values: Mapping[str, str]) -> str:
    if values.get("polarity") == "denied":
        return "denies"
    if values.get("polarity") == "negated":
        return "negates"
    return "author" if values.get("source_kind") == "author" and not values.get("source") else "according_to"


def act(values: Mapping[str, str], labels: Labels) -> str:
    """The act alone, at its stage: "Orval Shipping has offered coal (to: Tallinn Marine), 2024"."""
    word = labels.tables["sentence"]
    infinitive, participle, gerund, preposition, thing = labels.tables["act_verb"][values["act_type"]].split(
        "|"
    )
    who = values.get("supplier") or _first(values.get("others", "")) or word["somebody"]
    verb = word[f"stage_{values['stage']}"].format(
        inf=infinitive, pp=participle, ing=gerund, de=_de(infinitive)
    )
    what = values.get("item") or thing
    much = values.get("quantity", "")
    whom = values.get("recipient") or _rest(values)
    parts = [who, verb, what, f"({much})" if much and much not in what else ""]
    line = " ".join(p for p in parts if p)
    if whom:
        line += word["to_whom" if preposition else "whom"].format(preposition=preposition, whom=whom)
    if values.get("place"):
        line += word["where"].format(place=values["place"])
    return line + (word["when"].format(when=values["happened"]) if values.get("happened") else "")


def _de(infinitive: str) -> str:
    """ "de", or "d'" before a vowel."""
    return f"d’{infinitive}" if infinitive[:1].lower() in VOWELS else f"de {infinitive}"


def _first(names: str) -> str:
    return names.partition(";")[0].strip()


def _rest(values: Mapping[str, str]) -> str:
    """The other parties where nobody is named as recipient."""
    names = [n.strip() for n in values.get("others", "").split(";") if n.strip()]
    return ", ".join(names if values.get("supplier") else names[1:])


def certainty(believed: Sequence[tuple[str, str]]) -> str:
    """ "Seoul: certain; the article's author: does not commit"."""
    return "; ".join(f"{who}: {value}" for who, value in believed)
