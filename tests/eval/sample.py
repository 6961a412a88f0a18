"""The sample article through the whole corridor, held against its annotation: the figures of the main job.

`python tests/eval/sample.py` prints them. Attributions are scored by the reference scorer in the shared folder, claims by
the rule of the claims model: same act type and overlapping triggers, else same act type and half of the clause.
"""

from __future__ import annotations

import importlib.util
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SELON_SHARED", ROOT.parent / "shared"))
DATE = "2024-06-19"
NOT_DONE = ("offered", "promised", "requested", "planned", "expected", "hypothetical", "agreed", "attempted")
# sources of the annotation that are states, as the actor ids of a reading
STATES = {"putin": "RU", "kim": "KP", "cn_officials": "CN", "kr_officials": "KR"}


def scorer() -> Any:
    """The reference scorer, loaded from the shared folder."""
    spec = importlib.util.spec_from_file_location(
        "reference_scorer", SHARED / "tools" / "score_attribution.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_attributions() -> dict[str, Any]:
    return json.loads((SHARED / "gold" / "sample-article.jsonl").read_text("utf-8"))


def gold_acts() -> dict[str, Any]:
    return yaml.safe_load((SHARED / "gold" / "sample-article-acts.yaml").read_text("utf-8"))


def text() -> str:
    return (SHARED / "gold" / "sample-article.txt").read_text("utf-8")


def as_prediction(reading: dict[str, Any], doc_id: str) -> dict[str, Any]:
    """The attributions of a reading in the scorer's own form."""
    return {
        "doc_id": doc_id,
        "text": reading["document"]["text"],
        "attributions": [
            {
                "id": a["id"],
                "type": a["kind"],
                "quote": a["content"],
                "cue": a["cue"],
                "speaker": a["source"]["span"],
                "speaker_name": a["source"]["name"],
                "continues": a["continues"],
            }
            for a in reading["attributions"]
        ],
    }


@dataclass(frozen=True)
class Pair:
    """A gold claim and the claim of the reading that matches it."""

    gold: dict[str, Any]
    ours: dict[str, Any]


def matched(gold: list[dict[str, Any]], ours: list[dict[str, Any]]) -> list[Pair]:
    """One-to-one pairs: by trigger first, by half of the clause second."""
    pairs, left = [], list(ours)
    for test in (_same_trigger, _same_clause):
        for g in gold:
            if any(p.gold is g for p in pairs):
                continue
            hit = next((o for o in left if o["act_type"] in _types(g) and test(g, o)), None)
            if hit is not None:
                left.remove(hit)
                pairs.append(Pair(g, hit))
    return pairs


def _types(g: dict[str, Any]) -> list[str]:
    return (g.get("accept") or {}).get("act_type") or [g["act_type"]]


def _span(claim: dict[str, Any], role: str) -> tuple[int, int] | None:
    return next(((e["start"], e["end"]) for e in claim["evidence"] if e["role"] == role), None)


def _same_trigger(g: dict[str, Any], o: dict[str, Any]) -> bool:
    a, b = _span(g, "trigger"), _span(o, "trigger")
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def _same_clause(g: dict[str, Any], o: dict[str, Any]) -> bool:
    a, b = _span(g, "clause"), _span(o, "clause") or _span(o, "trigger")
    if not a or not b:
        return False
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared >= 0.5 * max(a[1] - a[0], b[1] - b[0])


def accepted(g: dict[str, Any], field: str, value: Any) -> bool:
    """Whether `value` is the annotation's, or one it accepts."""
    return value == g[field] or value in ((g.get("accept") or {}).get(field) or ())


def ends(direction: dict[str, Any] | None) -> tuple[Any, Any, frozenset[Any]]:
    """(from, to, reciprocal) with people and officials read as their states."""
    d = direction or {}
    state = lambda a: STATES.get(a, a)  # noqa: E731
    return state(d.get("from")), state(d.get("to")), frozenset(map(state, d.get("reciprocal") or ()))


def figures(reading: dict[str, Any]) -> dict[str, Any]:
    """Every figure that the main job is held to."""
    gold, acts, score = gold_attributions(), gold_acts()["claims"], scorer()
    doc = gold["doc_id"]
    out, _ = score.run({doc: gold}, {doc: as_prediction(reading, doc)}, 0.5)
    core = [g for g in acts if g["relevance"] == "core"]
    pairs = matched(acts, reading["claims"])
    found_core = [p for p in pairs if p.gold["relevance"] == "core"]
    return {
        "contents": round(out["iou50"]["R"] * out["iou50"]["gold"]),
        "sources": round(out["speaker"]["R"] * out["speaker"]["gold"]),
        "names": round(out["name"]["R"] * out["name"]["gold"]),
        "end_to_end": round(out["e2e"]["R"] * out["e2e"]["gold"]),
        "strict": round(out["strict"]["R"] * out["strict"]["gold"]),
        "on_unattributed_or_noise": out["false_unattributed"],
        "core_found": len(found_core),
        "core": len(core),
        "claims": len(reading["claims"]),
        "precision": len(pairs) / max(1, len(reading["claims"])),
        "false_actual": [p.gold["id"] for p in pairs if _false_actual(p)],
        "reversed": [p.gold["id"] for p in pairs if _reversed(p)],
        "invented_direction": [p.gold["id"] for p in pairs if _invented(p)],
        "stage_right": sum(accepted(p.gold, "stage", p.ours["stage"]) for p in pairs),
        "polarity_right": sum(accepted(p.gold, "polarity", p.ours["polarity"]) for p in pairs),
        "pairs": len(pairs),
        "author_certain_of_others": [
            c["id"] for c in reading["claims"] if len(c["attribution"]) > 1 and c["factuality"]["author"] == "CT+"
            and not c.get("presupposed") and c["stance"] not in ("promises", "threatens")
        ],
        "missed_core": [g["id"] for g in core if not any(p.gold is g for p in pairs)],
    }  # fmt: skip


def _false_actual(p: Pair) -> bool:
    unreal = p.gold["stage"] in NOT_DONE or p.gold["polarity"] != "affirmed"
    shown = p.ours["stage"] in ("done", "ongoing", "habitual") and p.ours["polarity"] == "affirmed"
    return unreal and shown and not accepted(p.gold, "stage", p.ours["stage"])


def _reversed(p: Pair) -> bool:
    a, b, _ = ends(p.gold.get("direction"))
    x, y, _ = ends(p.ours.get("direction"))
    return bool(a and b and x == b and y == a)


def _invented(p: Pair) -> bool:
    _, _, both = ends(p.gold.get("direction"))
    x, y, _ = ends(p.ours.get("direction"))
    return bool(both and x and y)


def main() -> None:
    from selon.pipeline import Reader

    reading = Reader().read(text(), language="fr", published=DATE).to_dict()
    for name, value in figures(reading).items():
        print(f"{name:26} {value if not isinstance(value, float) else round(value, 3)}")


if __name__ == "__main__":
    main()
