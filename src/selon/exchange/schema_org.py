"""schema.org as JSON-LD: NewsArticle, Claim with its appearance; ClaimReview only where a person decided on the claim."""

from __future__ import annotations

from selon.exchange.stock import JSON, Item, LeftOut, Made, according_to, date, quote

RATING = {"accept": "accepted as a faithful reading of the source", "correct": "accepted with corrections", "reject": "rejected as a reading of the source"}  # fmt: skip
VOCABULARY = {"@vocab": "https://schema.org/"}


def graph(items: tuple[Item, ...]) -> Made:
    """The nodes of the graph. A rating is about the reading of the source, never about whether the act took place."""
    rows, left = [], []
    for item in items:
        rows.append(_article(item))
        for claim in item.reading["claims"]:
            rows.append(_claim(item, claim))
            if review := _review(item, claim):
                rows.append(review)
            left += [
                LeftOut(
                    name,
                    claim["id"],
                    item.document["id"],
                    "schema.org has no term for it; it stands in `text` only",
                )
                for name in ("stage", "factuality", "direction", "quantity")
                if claim.get(name)
            ]
    return Made(tuple(rows), tuple(left))


def document(made: Made) -> JSON:
    """The whole as one JSON-LD document."""
    return {"@context": VOCABULARY, "@graph": list(made.rows)}


def _set(**values: object) -> dict:
    return {
        k.replace("at_", "@", 1) if k.startswith("at_") else k: v
        for k, v in values.items()
        if v not in (None, "", [], {})
    }


def _article(item: Item) -> JSON:
    d = item.document
    publisher = {"@type": "Organization", "name": d["publisher"]} if d["publisher"] else None
    return _set(
        at_id=f"urn:{d['id']}", at_type="NewsArticle", headline=d["title"], url=d["url"], inLanguage=d["language"],
        datePublished=d["published"], publisher=publisher, author=d["author"], identifier=d["id"],
    )  # fmt: skip


def _claim(item: Item, claim: JSON) -> JSON:
    _, _, words = quote(claim, item.document["text"])
    who = according_to(item, claim)
    author = {"@type": "Person" if who == "author" else "Thing", "name": who}
    said = (claim["attribution"][-1].get("utterance_time") or {}).get("edtf")
    names = dict.fromkeys(item.name(p["actor"]) for p in claim.get("participants", ()))
    return _set(
        at_id=f"urn:selon:claim:{claim['id']}", at_type="Claim", text=words, author=author,
        name=f"{claim['act_type']} ({claim['stage']}, {claim['modality']})", appearance={"@id": f"urn:{item.document['id']}"},
        claimInterpreter={"@type": "SoftwareApplication", "name": "selon"}, datePublished=said,
        about=[{"@type": "Thing", "name": n} for n in names if n], temporalCoverage=date(claim),
    )  # fmt: skip


def _review(item: Item, claim: JSON) -> JSON | None:
    verdict, by, at, why = item.stands.get(claim["id"], ("", "", "", ""))
    if verdict not in RATING:
        return None
    return _set(
        at_id=f"urn:selon:review:{claim['id']}", at_type="ClaimReview", author={"@type": "Person", "name": by},
        datePublished=at, itemReviewed={"@id": f"urn:selon:claim:{claim['id']}"}, reviewBody=why,
        reviewRating={"@type": "Rating", "alternateName": RATING[verdict]},
    )  # fmt: skip
