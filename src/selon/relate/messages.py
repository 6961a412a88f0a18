"""Every reason the relating room gives, in English and French. Records keep the English; screens ask for theirs.

A reason is a template filled with names and dates, so that the French of a stored reason is found again from its
English (`in_french`): what a reading says in JSON is what a person reads on either screen.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

# code -> (English, French)
MESSAGES: dict[str, tuple[str, str]] = {
    "act": ("the text reports an act of this kind", "le texte rapporte un acte de ce genre"),
    "direction.from": ("from {origin} to {recipient}", "de {origin} vers {recipient}"),
    "direction.inside": ("within {origin}", "à l’intérieur : {origin}"),
    "direction.other": ("runs from {origin} to {recipient}", "va de {origin} vers {recipient}"),
    "direction.open": (
        "{target} is a party, but the text does not say which way it went",
        "{target} est partie, mais le texte ne dit pas dans quel sens",
    ),
    "direction.absent": ("{target} is no party to this act", "{target} n’est pas partie à cet acte"),
    "direction.linked": ("{target} is a party", "{target} est partie"),
    "direction.by": ("done by {actor}", "fait par {actor}"),
    "direction.by_other": ("done by {actor}, not by {target}", "fait par {actor}, non par {target}"),
    "direction.by_unknown": ("the text does not say who acts", "le texte ne dit pas qui agit"),
    "item.met": ("the text names {item}", "le texte nomme {item}"),
    "item.broad": (
        "the text names {item}; the exact kind is not stated",
        "le texte nomme {item} ; la nature exacte n’est pas précisée",
    ),
    "item.implied": ("implied by the kind of act", "impliqué par le genre d’acte"),
    "item.absent": ("the text does not say what", "le texte ne dit pas quoi"),
    "item.other": ("not a covered item: {item}", "pas un article visé : {item}"),
    "actor.met": ("the text names {actor}", "le texte nomme {actor}"),
    "actor.unknown": ("the text does not say whether: {wanted}", "le texte ne dit pas si : {wanted}"),
    "actor.unmet": ("not named: {wanted}", "non nommé : {wanted}"),
    "place.met": ("the place is {place}", "le lieu est {place}"),
    "place.unmet": ("no such place in the text: {wanted}", "aucun lieu de ce genre dans le texte : {wanted}"),
    "stage.done": (
        "presented as done, under way or habitual: to be confirmed",
        "présenté comme fait, en cours ou habituel : à confirmer",
    ),
    "stage.not_done": (
        "presented as {stage}: it would engage only if carried out",
        "présenté comme {stage} : n’engagerait que si mis à exécution",
    ),
    "stage.negated": (
        "the text says that it did not happen or does not: were it so, it would engage",
        "le texte dit que cela n’a pas eu ou n’a pas lieu : si c’était le cas, l’acte engagerait",
    ),
    "stage.denied": (
        "the act is denied: were the denied act so, it would engage",
        "l’acte est démenti : si l’acte démenti était avéré, il engagerait",
    ),
    "date.met": ("{day}: within {in_force}", "{day} : dans la période {in_force}"),
    "date.published": (
        "no date in the text: the law of the article's date, {day}",
        "aucune date dans le texte : droit à la date de l’article, {day}",
    ),
    "date.current": (
        "no date known: the law as of {day}",
        "aucune date connue : droit au {day}",
    ),
    "date.straddles": (
        "{day} is not precise enough: the measure covers {in_force}",
        "{day} n’est pas assez précis : la mesure couvre {in_force}",
    ),
    "date.uncertain": (
        "{day} is after {in_force}, the last term read: whether it was extended is to be checked",
        "{day} est après {in_force}, dernier terme lu : vérifier s’il a été prorogé",
    ),
    "date.unmet": ("{day} is outside {in_force}", "{day} est hors de la période {in_force}"),
    "date.superseded": (
        "{day} is outside {in_force}; {successor} took over",
        "{day} est hors de la période {in_force} ; {successor} a pris la suite",
    ),
    "date.any": ("holds whatever the date", "vaut quelle que soit la date"),
    "cap.share": (
        "{amount}: about {share} of {cap} ({period}), counted over all States; other deliveries are not known",
        "{amount} : environ {share} de {cap} ({period}), tous États confondus ; les autres livraisons ne sont pas connues",
    ),
    "cap.alone": (
        "{amount}: about {share} of {cap} ({period}), above the cap by itself",
        "{amount} : environ {share} de {cap} ({period}), au-delà du plafond à lui seul",
    ),
    "cap.vague": (
        "no amount that can be compared; cap: {cap} ({period}), all States together",
        "aucune quantité comparable ; plafond : {cap} ({period}), tous États confondus",
    ),
    "exemption": (
        "{count} exemption(s) or condition(s) to rule out",
        "{count} dérogation(s) ou condition(s) à écarter",
    ),
    "why.none": ("no provision found", "aucune disposition trouvée"),
    "why.missing": ("missing: {missing}", "il manque : {missing}"),
}

# stages and modalities that `stage.not_done` names
STAGES_IN_FRENCH = {
    "attempted": "tenté", "agreed": "convenu", "promised": "promis", "offered": "offert", "requested": "demandé",
    "planned": "prévu", "expected": "attendu", "hypothetical": "hypothétique", "feared": "redouté",
    "possible": "possible", "conditional": "conditionnel",
}  # fmt: skip


def say(code: str, **values: object) -> str:
    """The English reason `code`, filled in; raises KeyError for an unknown code or a missing value."""
    return MESSAGES[code][0].format(**values)


def in_french(reason: str, values: Mapping[str, str] | None = None) -> str:
    """The French of a reason written by `say`; the reason itself where it is none of ours.

    `values` gives the French of what templates are filled with (names of parties, stages); names of the text stay.
    Where two templates fit, the one with the most fixed characters is meant.
    """
    known = {**STAGES_IN_FRENCH, **(values or {})}
    for pattern, french in _patterns():
        if match := pattern.fullmatch(reason):
            return french.format(**{k: known.get(v, v) for k, v in match.groupdict().items()})
    return reason


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = sorted(MESSAGES.values(), key=lambda pair: -len(re.sub(r"{\w+}", "", pair[0])))
    return tuple((_pattern(english), french) for english, french in pairs)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"{(\w+)}", template)
    return re.compile(
        "".join(f"(?P<{p}>.+?)" if i % 2 else re.escape(p) for i, p in enumerate(parts)), re.DOTALL
    )
