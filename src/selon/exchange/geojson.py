"""Places of claims as GeoJSON (RFC 7946): a point at the middle of the country, said to be only that."""

from __future__ import annotations

from selon.exchange.stock import JSON, Item, LeftOut, Made, according_to, claims, date, quote
from selon.model.places import centre


def features(items: tuple[Item, ...]) -> Made:
    """A feature a place of a claim; places without a known country are left out and named."""
    rows, left = [], []
    for item, claim in claims(items):
        places = claim.get("places", ())
        if not places:
            left.append(LeftOut("claim", claim["id"], item.document["id"], "it names no place"))
        for place in places:
            at = centre(place.get("country") or "")
            if at is None:
                left.append(
                    LeftOut(
                        "place", claim["id"], item.document["id"], f"no country is known for {place['name']}"
                    )
                )
                continue
            rows.append(_feature(item, claim, place, at))
    return Made(tuple(rows), tuple(left))


def collection(made: Made) -> JSON:
    """The whole as one FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(made.rows)}


def _feature(item: Item, claim: JSON, place: JSON, at: tuple[float, float]) -> JSON:
    _, _, words = quote(claim, item.document["text"])
    latitude, longitude = at
    return {
        "type": "Feature", "id": f"{claim['id']}:{place['role']}:{place['name']}",
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
        "properties": {
            "place": place["name"], "country": place["country"], "role": place["role"], "precision": "middle of the country",
            "claim": claim["id"], "act_type": claim["act_type"], "stage": claim["stage"], "modality": claim["modality"],
            "according_to": according_to(item, claim), "date": date(claim), "words": words, "document": item.document["id"],
        },
    }  # fmt: skip
