"""How good the claims are: `./dev bench claims`.

1. the sample article's hand-annotated claims (where ../shared is there): found, precision, every field, direction;
2. the own sentences of tests/unit/claim_sentences_*.yaml: how many come out whole;
3. PLOVER gold-standard records: event family with a table of confusions, and direction.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SELON_SHARED", ROOT.parent / "shared"))
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "eval")]

import yaml  # noqa: E402
from test_claims_floor import PUBLISHED, STATES, plover  # noqa: E402

from claim_reading import cases, problems, read  # noqa: E402
from selon.evaluate_claims import gold_claims, measure  # noqa: E402


def main() -> None:
    sentences()
    if not SHARED.is_dir():
        print(f"no shared folder at {SHARED}: set SELON_SHARED to measure against it")
        return
    sample()
    records()


def sentences() -> None:
    """Own sentences that come out whole: every act, stage, polarity and direction, and nothing else."""
    for path in sorted((ROOT / "tests" / "unit").glob("claim_sentences_*.yaml")):
        rows = cases(path.stem)
        print(f"{path.stem:32}{sum(not problems(r) for r in rows):>5} of {len(rows)}")


def sample() -> None:
    """The sample article, whole and in two halves of its claims (every other one)."""
    data = yaml.safe_load((SHARED / "gold" / "sample-article-acts.yaml").read_text("utf-8"))
    text = (SHARED / "gold" / "sample-article.txt").read_bytes().decode("utf-8")
    noise = tuple(
        (e["span"]["start"], e["span"]["end"]) for e in data["excluded"] if e["span"]["role"] == "boilerplate"
    )
    f = measure(gold_claims(data), read(text, "fr", PUBLISHED, noise), STATES)
    print(
        f"sample: core {f.core_found} of {f.core}, precision {f.precision:.3f} ({len(f.pairs)} of {len(f.pairs) + len(f.extra)})"
    )
    print(
        f"sample: sides of direction {f.right_sides} of {f.stated_sides}, reversed {len(f.reversed_ways)}, invented {len(f.invented_ways)}"
    )
    print(
        f"sample: shown as done and not so {len(f.false_actual)}; wrong by field "
        + ", ".join(f"{k} {len(v)}" for k, v in f.wrong.items())
    )
    print("sample: missed " + ", ".join(f"{g.id} ({g.relevance})" for g in f.missed))


def records() -> None:
    families, confused, ways = plover(SHARED / "gold" / "events" / "plover-gsr-en.dev.jsonl")
    print(f"PLOVER: family {dict(families)}, direction {dict(ways)}")
    for (wanted, got), n in confused.most_common():
        print(f"  {wanted:10} read as {got:10} {n}")


if __name__ == "__main__":
    main()
