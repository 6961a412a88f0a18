"""The peer of bench/screening.py: nomenklatura's DuckDB index and logic-v2, run by an interpreter that has it.

`screen ENTITIES QUERIES [CANDIDATES]`: the index, then logic-v2 on its candidates (its own default: 75).
`compare ENTITIES QUERIES`: logic-v2 on every entity. `pairs PAIRS`: logic-v2 on pairs of names.
Entities and queries are FollowTheMoney JSON lines. Writes one JSON object: seconds, memory, hits or scores.
"""

import json
import logging
import resource
import sys
import tempfile
import time
from pathlib import Path

started = time.perf_counter()

from followthemoney import StatementEntity  # noqa: E402
from followthemoney.dataset import Dataset  # noqa: E402
from nomenklatura.blocker.index import Index  # noqa: E402
from nomenklatura.matching import get_algorithm  # noqa: E402
from nomenklatura.matching.types import ScoringConfig  # noqa: E402
from nomenklatura.resolver import Linker  # noqa: E402
from nomenklatura.store.memory import MemoryStore  # noqa: E402

logging.disable(logging.INFO)
KEPT = 0.5  # scores below are not reported
DATASET = Dataset.make({"name": "bench", "title": "bench"})
MATCHER, CONFIG = get_algorithm("logic-v2"), ScoringConfig.defaults()


def entities(path):
    lines = Path(path).read_text("utf-8").splitlines()
    return [StatementEntity.from_data(DATASET, json.loads(line)) for line in lines]


def score(query, entity):
    return MATCHER.compare(query, entity, CONFIG).score


def screen(entity_path, query_path, candidates="75"):
    listed, queries = entities(entity_path), entities(query_path)
    store = MemoryStore(DATASET, Linker({}))
    with store.writer() as writer:
        for entity in listed:
            writer.add_entity(entity)
    by_id, asked = {e.id: e for e in listed}, {q.id: q for q in queries}
    with tempfile.TemporaryDirectory() as folder:
        index = Index(store.default_view(), Path(folder), {"max_candidates": int(candidates)})
        index.build()
        score(queries[0], listed[0])
        warm, cpu, clock = time.perf_counter() - started, time.process_time(), time.perf_counter()
        hits = {}
        for identifier, found in index.match_entities(queries):
            hits[identifier.id] = scored(asked[identifier.id], (by_id[i.id] for i, _ in found))
    return {
        "warm": warm,
        "cpu": time.process_time() - cpu,
        "clock": time.perf_counter() - clock,
        "hits": hits,
    }


def compare(entity_path, query_path):
    listed = entities(entity_path)
    return {"hits": {q.id: scored(q, [e for e in listed if comparable(q, e)]) for q in entities(query_path)}}


def scored(query, candidates):
    return [[e.id, s] for e in candidates if (s := score(query, e)) >= KEPT]


def comparable(query, entity):
    return query.schema.can_match(entity.schema) or entity.schema.can_match(query.schema)


def pairs(path):
    found = []
    for number, line in enumerate(Path(path).read_text("utf-8").splitlines()):
        schema, one, other = json.loads(line)
        both = [
            StatementEntity.from_data(
                DATASET, {"id": f"{number}-{side}", "schema": schema, "properties": {"name": [name]}}
            )
            for side, name in enumerate((one, other))
        ]
        found.append(score(*both))
    return {"scores": found}


if __name__ == "__main__":
    result = {"screen": screen, "compare": compare, "pairs": pairs}[sys.argv[1]](*sys.argv[2:])
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(result, sys.stdout)
