"""Screening by a yente server (OpenSanctions) through its HTTP API: the same cards, graded from its features.

Needs httpx (the extra `yente`). yente answers with a score and features; its score is not shown as a verdict here:
it only chooses the grade, and the fields say what agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from selon.errors import SelonError
from selon.model.actor import Candidate, FieldComparison

SCHEMAS = {
    "person": "Person",
    "organization": "LegalEntity",
    "vessel": "Vessel",
    "aircraft": "Airplane",
    None: "Thing",
}
STRONG, EXACT = 0.85, 0.99  # yente scores from which a candidate is strong, exact
BATCH = 50
PATIENCE = 60.0  # seconds for one batch


class ServiceError(SelonError):
    """An outside service cannot be reached or does not answer as it should."""

    code = "service"


class Yente:
    """A yente server at `url`, screening against `dataset`."""

    def __init__(self, url: str, dataset: str = "default", threshold: float = 0.7) -> None:
        self.url = url.rstrip("/")
        self.dataset = dataset
        self.threshold = threshold

    def match(self, queries: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Candidate, ...]]:
        """Candidates for each query (keys as in `selon.screen.Query`), in order; raises ServiceError."""
        httpx = _httpx()
        with httpx.Client(timeout=PATIENCE) as client:
            for start in range(0, len(queries), BATCH):
                batch = queries[start : start + BATCH]
                answers = self._ask(client, batch)
                yield from (
                    tuple(_candidate(query, result) for result in answers[str(n)]["results"])
                    for n, query in enumerate(batch)
                )

    def _ask(self, client: Any, batch: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        httpx = _httpx()
        body = {"queries": {str(n): example(q) for n, q in enumerate(batch)}}
        address = f"{self.url}/match/{self.dataset}"
        try:
            response = client.post(address, json=body, params={"threshold": self.threshold, "limit": 10})
            response.raise_for_status()
            answers: Mapping[str, Any] = response.json()["responses"]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise ServiceError(
                f"yente does not answer: {error}", where=address, next="check the server"
            ) from error
        return answers


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as error:
        raise ServiceError("the yente back end needs httpx", next="pip install 'selon[yente]'") from error
    return httpx


def example(query: Mapping[str, Any]) -> dict[str, Any]:
    """A query as a FollowTheMoney example."""
    person = query.get("kind") == "person"
    properties = {
        "name": query.get("name"),
        "birthDate": query.get("birth_date") if person else None,
        "nationality" if person else "country": query.get("country"),
        "imoNumber": query.get("imo"),
    }
    return {
        "schema": SCHEMAS.get(query.get("kind"), "Thing"),
        "properties": {k: [v] for k, v in properties.items() if v},
    }


def _candidate(query: Mapping[str, Any], result: Mapping[str, Any]) -> Candidate:
    found = result.get("properties", {})
    score = float(result.get("score", 0.0))
    fields = (
        FieldComparison("name", query.get("name"), result.get("caption"), "agrees"),
        _field("birth date", query.get("birth_date"), found.get("birthDate")),
        _field("country", query.get("country"), [*found.get("nationality", ()), *found.get("country", ())]),
        _field("imo", query.get("imo"), found.get("imoNumber")),
    )
    features = ", ".join(sorted(k for k, v in (result.get("features") or {}).items() if v))
    return Candidate(
        mention=None,
        list="yente:" + ",".join(result.get("datasets", ())[:3]),
        reference=str(result.get("id", "")),
        version=result.get("last_change"),
        grade="exact" if score >= EXACT else "strong" if score >= STRONG else "possible",
        fields=fields,
        listed=_listed(result),
        query=query.get("name"),
        entry_name=result.get("caption"),
        rule=f"yente: {features}" if features else "yente",
    )


def _listed(result: Mapping[str, Any]) -> str:
    if "sanction" not in result.get("properties", {}).get("topics", ()):
        return "not_listed"
    return "un" if any(d.startswith("un_") for d in result.get("datasets", ())) else "national"


def _field(name: str, ours: str | None, theirs: Sequence[str] | None) -> FieldComparison:
    if not ours or not theirs:
        return FieldComparison(name, ours, "; ".join(theirs or ()) or None, "not stated")
    same = any(t.lower().startswith(ours.lower()) or ours.lower().startswith(t.lower()) for t in theirs)
    return FieldComparison(name, ours, "; ".join(theirs), "agrees" if same else "differs")
