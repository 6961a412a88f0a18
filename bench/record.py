"""How fast the record is: storing readings, and searching a million claims.

    python bench/record.py store [--documents 300]          each reading committed and synced by itself
    python bench/record.py fill PLACE [--claims 1000000]     a record of generated readings, for the next one
    python bench/record.py search PLACE [--rounds 200]       filtered search pages, in milliseconds
    python bench/record.py postgresql [--claims 1000000]     fill and search on a server made for the occasion
    python bench/record.py read [--documents 8]              how long reading takes, to compare storing with

PLACE is a folder or a record's URL. `fill` writes the database only, without originals: a tenth of the documents
(see --copies) through the record, several hundred a commit; then those rows are copied with numbers of their own,
which gives tables and indexes of full size in minutes. Figures are printed as JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from sqlalchemy import Connection, func, select, text  # noqa: E402

import postgres_server  # noqa: E402
from record_samples import ACTORS, ACTS, GOODS, PROVISIONS, SPEAKERS, STAGES, original, reading  # noqa: E402
from selon.keep import Query, Record, keeping, schema  # noqa: E402
from selon.keep.vault import Stored  # noqa: E402

CLAIMS = 20  # of one generated document
BATCH = 500  # readings of one commit while filling
COPIES = 10  # how often each document that came through the record stands in it in the end, unless --copies


class NoVault:
    """Stands in for the vault while filling: search never looks at originals."""

    def put(self, data: bytes, receipt: object = None) -> tuple[Stored, Stored]:
        name = f"{random.getrandbits(256):064x}"
        return Stored(name, name, len(data)), Stored(name, name, 0)


def store(documents: int) -> dict:
    """Seconds per reading when each is committed and synced by itself, as `selon read` does it."""
    with (
        tempfile.TemporaryDirectory(prefix="selon-bench-") as folder,
        Record.open(folder, user="bench") as record,
    ):
        made = [reading(n, claims=10) for n in range(documents + 1)]
        record.keep_reading(original(made[0]), made[0])
        took, cpu = [], time.process_time()
        for one in made[1:]:
            began = time.perf_counter()
            record.keep_reading(original(one), one)
            took.append(time.perf_counter() - began)
        cpu = time.process_time() - cpu
        began = time.perf_counter()
        for one in made:
            record.keep_reading(original(one), one)
        again = time.perf_counter() - began
    return {
        "documents": documents,
        "claims_each": 10,
        "median_ms": _ms(statistics.median(took)),
        "mean_ms": _ms(statistics.mean(took)),
        "cpu_ms": _ms(cpu / documents),
        "same_again_ms": _ms(again / len(made)),
    }


def fill(place: str, claims: int, copies: int) -> dict:
    """Makes a record of `claims` claims to search in."""
    with Record.open(place, user="bench") as record:
        record.vault = NoVault()
        began, cpu, documents = time.perf_counter(), time.process_time(), claims // CLAIMS // copies
        with _terms_kept(record):
            for first in range(0, documents, BATCH):
                made = [reading(n, claims=CLAIMS) for n in range(first, min(first + BATCH, documents))]
                record.keep_many((original(one), one.to_dict()) for one in made)
                print(f"\r{(first + len(made)) * CLAIMS:,} claims", end="", file=sys.stderr)
            stored, stored_cpu = time.perf_counter() - began, time.process_time() - cpu
            for copy in range(1, copies):
                _copy(record, copy)
                print(f"\r{documents * CLAIMS * (copy + 1):,} claims", end="", file=sys.stderr)
        print(file=sys.stderr)
        if not record.database.on_sqlite:
            with record.database.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        with record.database.read() as connection:
            total = connection.scalar(select(func.count()).select_from(schema.claims))
    return {
        "claims": total,
        "through_the_record": documents * CLAIMS,
        "claims_per_second": round(documents * CLAIMS / stored),
        "claims_per_cpu_second": round(documents * CLAIMS / stored_cpu),
        "seconds": round(time.perf_counter() - began, 1),
    }


@contextmanager
def _terms_kept(record: Record) -> Iterator[None]:
    """SQLite's index keeps no text to copy from, so what it is given is noted beside it meanwhile."""
    plain = keeping.write_terms

    def noting(connection: Connection, index: str, own: Sequence[tuple[int, str]]) -> None:
        plain(connection, index, own)
        rows = [{"name": index, "n": n, "terms": terms} for n, terms in own]
        connection.execute(text("INSERT INTO noted VALUES (:name, :n, :terms)"), rows)

    with record.database.write() as connection:
        connection.execute(text("CREATE TABLE noted (name TEXT, n BIGINT, terms TEXT)"))
    keeping.write_terms = noting
    try:
        yield
    finally:
        keeping.write_terms = plain
        with record.database.write() as connection:
            connection.execute(text("DROP TABLE noted"))


def _copy(record: Record, copy: int) -> None:
    """Copies what came through the record once more, with new numbers and names."""
    with record.database.write() as connection:
        step = {row.name: row.last for row in connection.execute(select(schema.counters))}
        again = {"n": f"n + {{step}} * {copy}", "document": f"document + {step['documents']} * {copy}"}
        named = {"id": f"id || '-{copy}'", "article": f"article || '-{copy}'"}
        for table in (schema.documents, *schema.OF_READING):
            changed = again | (named if table is schema.documents else {})
            columns = [c.name for c in table.c]
            values = [changed.get(c, f'"{c}"').format(step=step[table.name]) for c in columns]
            names = ", ".join(f'"{c}"' for c in columns)
            first = f"WHERE n <= {step[table.name]}"
            connection.execute(
                text(
                    f"INSERT INTO {table.name} ({names}) SELECT {', '.join(values)} FROM {table.name} {first}"
                )
            )
        for table in schema.SEARCHED:
            index, past = schema.term_table(table).name, step[table.name]
            if record.database.on_sqlite:
                source = f"INSERT INTO {index} (rowid, terms) SELECT n + {past} * {copy}, terms FROM noted"
                connection.execute(text(f"{source} WHERE name = '{index}' ORDER BY n"))
            else:
                source = f"INSERT INTO {index} SELECT n + {past} * {copy}, terms FROM {index}"
                connection.execute(text(f"{source} WHERE n <= {past}"))


KINDS = {
    "one word": lambda rng: Query(words=rng.choice(("caisses", "crates", "livre", "gazole", "montres"))),
    "phrase": lambda rng: Query(words=f'"caisses de {rng.choice(GOODS)[1]}"'),
    "act and stage": lambda rng: Query(act=(rng.choice(ACTS),), stage=(rng.choice(STAGES),)),
    "actor and provision": lambda rng: Query(
        actor=(rng.choice(ACTORS),), provision=(rng.choice(PROVISIONS),)
    ),
    "source and month": lambda rng: Query(source=(rng.choice(SPEAKERS),), happened=_month(rng)),
    "words and everything": lambda rng: Query(
        words=rng.choice(GOODS)[1].split()[0],
        act=(rng.choice(ACTS),),
        stage=(rng.choice(STAGES),),
        actor=(rng.choice(ACTORS),),
        source=(rng.choice(SPEAKERS),),
        published=f"{rng.randint(2012, 2020)}/{rng.randint(2021, 2025)}",
    ),
    "year alone": lambda rng: Query(happened=str(rng.randint(2012, 2025))),
    "nothing": lambda rng: Query(),
    "no match": lambda rng: Query(words="caisses crates"),
}


def _month(rng: random.Random) -> str:
    return f"{rng.randint(2012, 2025)}-{rng.randint(1, 12):02}"


def search(place: str, rounds: int) -> dict:
    """Milliseconds of a first page of 50, its count included; each query another one, none repeated on purpose."""
    rng = random.Random(1)
    out: dict[str, dict] = {}
    with Record.open(place, user="bench", create=False) as record:
        everything = []
        for kind, make in KINDS.items():
            took = []
            for _ in range(rounds):
                query = make(rng)
                took.append(_timed(partial(record.search_claims, query, limit=50)))
            everything += took
            out[kind] = _summary(took)
        out["passages: phrase and source"] = _summary(list(_passages(record, rng, rounds)))
    return {"all": _summary(everything), **out}


def _passages(record: Record, rng: random.Random, rounds: int) -> Iterator[tuple[float, float]]:
    for _ in range(rounds):
        query = Query(words=f'"caisses de {rng.choice(GOODS)[1]}"', source=(rng.choice(SPEAKERS),))
        yield _timed(partial(record.search_passages, query, limit=50))


def read(documents: int) -> dict:
    """How long reading the examples takes, next to how long storing those very readings takes."""
    from selon import Reader

    reader = Reader()
    paths = sorted(p for p in (ROOT / "examples" / "articles").iterdir() if p.suffix in (".txt", ".html"))[
        :documents
    ]
    made = [(p.read_bytes(), reader.read_bytes(p.read_bytes(), p.name)) for p in paths]  # warm
    reads = _timed(lambda: [reader.read_bytes(p.read_bytes(), p.name) for p in paths])
    with (
        tempfile.TemporaryDirectory(prefix="selon-bench-") as folder,
        Record.open(folder, user="bench") as record,
    ):
        warm = reading(1)
        record.keep_reading(original(warm), warm)
        stores = _timed(lambda: [record.keep_reading(data, one) for data, one in made])
    with (
        tempfile.TemporaryDirectory(prefix="selon-bench-") as folder,
        Record.open(folder, user="bench") as record,
    ):
        record.keep_reading(original(warm), warm)
        together = _timed(lambda: record.keep_many([(data, one.to_dict()) for data, one in made]))
    return {
        "documents": len(paths),
        "claims": sum(len(one.claims) for _, one in made),
        "read_ms": _ms(reads[0] / len(paths)),
        "store_ms": _ms(stores[0] / len(paths)),
        "read_cpu_ms": _ms(reads[1] / len(paths)),
        "store_cpu_ms": _ms(stores[1] / len(paths)),
        "store_together_cpu_ms": _ms(together[1] / len(paths)),
        "store_share": round(stores[0] / reads[0], 3),
        "store_cpu_share": round(stores[1] / reads[1], 3),
    }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of processor."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def on_postgresql(claims: int, rounds: int, copies: int) -> dict:
    """Fill and search on a server of its own, with default durability."""
    with postgres_server.server(shared_buffers="1GB") as socket, tempfile.TemporaryDirectory() as vault:
        place = postgres_server.database(socket, "bench", Path(vault))
        return {"fill": fill(place, claims, copies), "search": search(place, rounds)}


def _summary(took: list[tuple[float, float]]) -> dict:
    """Wall-clock figures, and processor time of this process: on SQLite all of the work, whatever else runs."""
    ordered = sorted(wall for wall, _ in took)
    return {
        "median_ms": _ms(statistics.median(ordered)),
        "p95_ms": _ms(ordered[int(len(ordered) * 0.95)]),
        "most_ms": _ms(ordered[-1]),
        "cpu_median_ms": _ms(statistics.median(cpu for _, cpu in took)),
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("store", "fill", "search", "postgresql", "read"))
    parser.add_argument("place", nargs="?")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--copies", type=int, default=COPIES)
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args()
    run = {
        "store": lambda: store(given.documents),
        "fill": lambda: fill(given.place, given.claims, given.copies),
        "search": lambda: search(given.place, given.rounds),
        "postgresql": lambda: on_postgresql(given.claims, given.rounds, given.copies),
        "read": lambda: read(given.documents),
    }
    if given.what in ("fill", "search") and not given.place:
        parser.error("where? give PLACE")
    print(json.dumps(run[given.what](), indent=2))


if __name__ == "__main__":
    main()
