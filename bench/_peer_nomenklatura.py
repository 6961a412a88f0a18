"""The peer of bench/screening.py: nomenklatura's DuckDB index and logic-v2, run by an interpreter that has it.

Reads entities and queries as JSON lines, writes one JSON object: seconds, memory, and for each query the hits of
logic-v2. `--all`: compare with every entity instead of the index's candidates.
"""

import json
import logging
import resource
import sys
import tempfile
import time
from pathlib import Path

started = time.perf_counter()

from followthemoney import StatementEntity, model  # noqa: E402
from followthemoney.dataset import Dataset  # noqa: E402
from nomenklatura.blocker.index import Index  # noqa: E402
from nomenklatura.matching import get_algorithm  # noqa: E402
from nomenklatura.matching.types import ScoringConfig  # noqa: E402
from nomenklatura.resolver import Linker  # noqa: E402
from nomenklatura.store.memory import MemoryStore  # noqa: E402

logging.disable(logging.INFO)
TOP = 20


def entities(dataset, path):
    for line in Path(path).read_text("utf-8").splitlines():
        item = json.loads(line)
        yield StatementEntity.from_data(dataset, item)


def main(entity_path, query_path, everything):
    loaded = time.perf_counter()
    dataset = Dataset.make({"name": "bench", "title": "bench"})
    listed = list(entities(dataset, entity_path))
    queries = list(entities(dataset, query_path))
    matcher, config = get_algorithm("logic-v2"), ScoringConfig.defaults()
    store = MemoryStore(dataset, Linker({}))
    with store.writer() as writer:
        for entity in listed:
            writer.add_entity(entity)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(store.default_view(), Path(folder), {"max_candidates": TOP})
        if not everything:
            index.build()
        matcher.compare(queries[0], listed[0], config)
        ready = time.perf_counter()
        by_id = {e.id: e for e in listed}
        hits = {}
        if everything:
            for query in queries:
                found = [(e.id, matcher.compare(query, e, config).score) for e in listed if comparable(query, e)]
                hits[query.id] = [(i, s) for i, s in found if s >= 0.5]
        else:
            for identifier, candidates in index.match_entities(queries):
                query = next_by_id(queries, identifier.id)
                found = [(i.id, matcher.compare(query, by_id[i.id], config).score) for i, _ in candidates]
                hits[query.id] = [(i, s) for i, s in found if s >= 0.5]
        done = time.perf_counter()
    json.dump(
        {
            "import": loaded - started,
            "warm": ready - started,
            "screen": done - ready,
            "queries": len(queries),
            "entities": len(listed),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "hits": hits,
        },
        sys.stdout,
    )


_known = {}


def next_by_id(queries, wanted):
    if not _known:
        _known.update({q.id: q for q in queries})
    return _known[wanted]


def comparable(query, entity):
    return query.schema.can_match(entity.schema) or entity.schema.can_match(query.schema)


if __name__ == "__main__":
    assert model
    main(sys.argv[1], sys.argv[2], "--all" in sys.argv)
