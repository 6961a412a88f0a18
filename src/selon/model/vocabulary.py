"""The closed vocabularies of the claims model.

Values as in the claims model v0.1 (CC0); FactBank values after Sauri & Pustejovsky (2012); PLOVER events after
the PLOVER manual. One vocabulary per name; `require` refuses anything else.
"""

from __future__ import annotations

STAGES = (
    "done", "ongoing", "habitual", "attempted", "agreed", "promised", "offered", "requested", "planned",
    "expected", "hypothetical",
)  # fmt: skip
POLARITIES = (
    "affirmed", "negated", "denied",
)  # fmt: skip
STANCES = (
    "asserts", "confirms", "alleges", "assesses", "suspects", "reports_hearsay", "predicts", "fears",
    "hopes", "promises", "threatens", "denies", "doubts", "no_comment",
)  # fmt: skip
FACTUALITIES = (
    "CT+", "CT-", "PR+", "PR-", "PS+", "PS-", "CTu", "Uu",
)  # fmt: skip
MODALITIES = (
    "asserted", "confirmed", "denied", "alleged", "reported", "assessed", "suspected", "feared",
    "expected", "planned", "promised", "offered", "requested", "possible", "conditional",
)  # fmt: skip
ACT_TYPES = (
    "arms_transfer", "technology_transfer", "petroleum_transfer", "commodity_trade",
    "luxury_goods_transfer", "economic_aid", "financial_transfer", "business_venture",
    "labour_dispatch", "labour_repatriation", "military_deployment", "military_cooperation",
    "armed_use", "weapons_test", "weapons_development", "cyber_operation", "ship_to_ship_transfer",
    "vessel_movement", "interdiction", "visit", "meeting", "negotiation", "agreement",
    "cooperation_general", "statement_of_support", "request", "designation", "delisting",
    "sanction_measure", "sanctions_relief", "veto", "mandate_change", "investigation", "enforcement",
)  # fmt: skip
ROLES = (
    "supplier", "recipient", "carrier", "broker", "financier", "visitor", "host", "party", "supporter",
    "beneficiary", "imposer", "target", "requester", "addressee", "speaker", "operator",
    "location_state",
)  # fmt: skip
ITEM_CATEGORIES = (
    "arms_conventional", "small_arms", "ammunition", "artillery", "ballistic_missile", "air_defence",
    "military_vehicle", "uav", "nuclear_programme", "nuclear_material", "satellite_technology",
    "military_technology", "dual_use_goods", "crude_oil", "refined_petroleum", "lng_condensate", "coal",
    "iron_ore", "other_minerals", "seafood", "textiles", "machinery", "vehicles", "vessels", "metals",
    "luxury_goods", "food", "medicine", "economic_assistance", "cash", "cryptocurrency", "workers",
    "troops", "documents", "agreement_text", "other",
)  # fmt: skip
SOURCE_KINDS = (
    "author", "named_official", "named_expert", "named_person", "government", "un_body", "organisation",
    "unnamed_officials", "unnamed_experts", "unnamed_source", "intelligence", "media", "document",
    "collective_unknown",
)  # fmt: skip
LINK_KINDS = (
    "said", "told_to", "cited_by", "published_in", "according_to",
)  # fmt: skip
COMPARATORS = (
    "exact", "about", "nearly", "at_least", "at_most", "more_than", "less_than", "between", "vague",
)  # fmt: skip
ENGAGEMENTS = (
    "would_engage_if_confirmed", "would_engage_if_carried_out", "may_engage", "exempt_possible",
    "out_of_scope", "implements", "mandate", "context",
)  # fmt: skip
RELATIONS = (
    "same_origin", "repeats", "corroborates", "partly_corroborates", "refines", "contradicts",
    "denied_by", "conflicts_on", "supersedes", "retracts", "compatible", "entails", "same_act",
    "caused", "exchange",
)  # fmt: skip
SPAN_ROLES = (
    "trigger", "clause", "cue", "item", "quantity", "time", "place", "actor", "legal", "boilerplate",
    "cognition", "need", "standing", "goal", "nominal", "effect",
)  # fmt: skip
# What a source does with what it is reported to think or say; "said" is speech, the rest is named attitude.
ATTITUDES = (
    "said", "believed", "suspected", "knew", "intended", "promised", "hoped", "feared", "asked", "accused", "denied",
    "doubted", "praised", "threatened", "agreed", "asked_whether",
)  # fmt: skip

# act type -> PLOVER event of its done or ongoing form
PLOVER = {
    "arms_transfer": "AID",
    "technology_transfer": "AID",
    "petroleum_transfer": "COOPERATE",
    "commodity_trade": "COOPERATE",
    "luxury_goods_transfer": "COOPERATE",
    "economic_aid": "AID",
    "financial_transfer": "COOPERATE",
    "business_venture": "COOPERATE",
    "labour_dispatch": "COOPERATE",
    "labour_repatriation": "SANCTION",
    "military_deployment": "MOBILIZE",
    "military_cooperation": "COOPERATE",
    "armed_use": "ASSAULT",
    "weapons_test": "MOBILIZE",
    "weapons_development": "MOBILIZE",
    "cyber_operation": "COERCE",
    "ship_to_ship_transfer": "COOPERATE",
    "vessel_movement": "COOPERATE",
    "interdiction": "COERCE",
    "visit": "CONSULT",
    "meeting": "CONSULT",
    "negotiation": "CONSULT",
    "agreement": "AGREE",
    "cooperation_general": "COOPERATE",
    "statement_of_support": "SUPPORT",
    "request": "REQUEST",
    "designation": "SANCTION",
    "delisting": "CONCEDE",
    "sanction_measure": "SANCTION",
    "sanctions_relief": "CONCEDE",
    "veto": "REJECT",
    "mandate_change": "SUPPORT",
    "investigation": "ACCUSE",
    "enforcement": "COERCE",
}

# item category -> item classes of the 1718 regime's vocabulary; empty: no measure by itself
ITEM_CLASSES: dict[str, tuple[str, ...]] = {
    "arms_conventional": ("arms",),
    "small_arms": ("salw",),
    "ammunition": ("arms",),
    "artillery": ("arms",),
    "ballistic_missile": ("bm",),
    "air_defence": ("arms",),
    "military_vehicle": ("arms",),
    "uav": ("arms",),
    "nuclear_programme": ("nuc",),
    "nuclear_material": ("nuc",),
    "satellite_technology": ("space", "techtrain"),
    "military_technology": ("arms", "techtrain"),
    "dual_use_goods": ("dual",),
    "crude_oil": ("crude",),
    "refined_petroleum": ("refined",),
    "lng_condensate": ("cond",),
    "coal": ("coal",),
    "iron_ore": ("mineral",),
    "other_minerals": ("mineral", "nonferr", "earth"),
    "seafood": ("seafood",),
    "textiles": ("textile",),
    "machinery": ("indmach",),
    "vehicles": ("transveh",),
    "vessels": ("vessel",),
    "metals": ("metals",),
    "luxury_goods": ("luxury",),
    "food": ("food",),
    "medicine": (),
    "economic_assistance": (),
    "cash": ("cash",),
    "cryptocurrency": ("crypto",),
    "workers": ("worker", "itwork"),
    "troops": (),
    "documents": (),
    "agreement_text": (),
    "other": (),
}

# stance -> FactBank value for that source, act affirmed
STANCE_FACTUALITY = {
    "asserts": "CT+",
    "confirms": "CT+",
    "alleges": "CT+",
    "assesses": "PR+",
    "suspects": "PS+",
    "reports_hearsay": "CT+",
    "predicts": "PR+",
    "fears": "PS+",
    "hopes": "PS+",
    "promises": "CT+",
    "threatens": "CT+",
    "denies": "CT-",
    "doubts": "PS-",
    "no_comment": "Uu",
}

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "stage": STAGES,
    "polarity": POLARITIES,
    "stance": STANCES,
    "factuality": FACTUALITIES,
    "modality": MODALITIES,
    "act_type": ACT_TYPES,
    "role": ROLES,
    "item_category": ITEM_CATEGORIES,
    "source_kind": SOURCE_KINDS,
    "link_kind": LINK_KINDS,
    "quantity_comparator": COMPARATORS,
    "engagement": ENGAGEMENTS,
    "relation": RELATIONS,
    "span_role": SPAN_ROLES,
    "attitude": ATTITUDES,
}


def require(vocabulary: str, value: str) -> str:
    """`value`, when the vocabulary holds it; raises ValueError that names both otherwise."""
    if value not in VOCABULARIES[vocabulary]:
        raise ValueError(f"{value!r} is not a value of {vocabulary}")
    return value
