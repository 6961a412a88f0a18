"""How fast the desk is: every screen over a large record, and one very long article.

    python bench/desk.py fill PLACE [--documents 100000]    a generated record, ten claims a document
    python bench/desk.py screens PLACE [--rounds 15]         time to the first byte of every screen, in milliseconds
    python bench/desk.py article [--words 60000]             an article of that many words, with 2,000 spans, opened

The desk listens on loopback in its own process, as `selon serve` does. `fill` keeps a fortieth of the documents through
the record, copies their rows over and over with numbers and ids of their own, and then keeps a few hundred more
through the record, so that the newest documents (the ones the screens show) are whole; 5,000 judgements, 20 cases.
Without a verb (`./dev bench desk`) all three run on a record of 2,000 documents.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT)]

from sqlalchemy import select, text, update  # noqa: E402

from bench.record import NoVault, _terms_kept  # noqa: E402
from record_samples import original, reading  # noqa: E402
from selon.desk import Desk, cases, review  # noqa: E402
from selon.desk.actors import key_of  # noqa: E402
from selon.keep import Record, schema  # noqa: E402

CLAIMS, COPIES, FRESH, BATCH = 10, 40, 300, 250
USER = "bench"


def fill(place: str, documents: int) -> dict:
    """Makes the record; gives what is in it and how long it took."""
    began = time.perf_counter()
    with Record.open(place, user=USER) as record:
        vault, record.vault = record.vault, NoVault()
        with _terms_kept(record):
            _keep(record, 0, (documents - FRESH) // COPIES)
            for copy in range(1, COPIES):
                _copy(record, copy)
        _advance(record)
        record.vault = vault
        _keep(record, 1_000_000, FRESH)
        _judge(record)
        with record.database.write() as connection:
            connection.execute(text("ANALYZE"))
        with record.database.read() as connection:
            counts = {t.name: connection.scalar(text(f"SELECT count(*) FROM {t.name}")) for t in _COUNTED}
    return {**counts, "seconds": round(time.perf_counter() - began, 1)}


_COUNTED = (schema.documents, schema.claims, schema.engagements, schema.passages, schema.judgements)


def _keep(record: Record, first: int, count: int) -> None:
    for at in range(0, count, BATCH):
        made = [reading(first + n, claims=CLAIMS) for n in range(at, min(at + BATCH, count))]
        record.keep_many((original(one), one.to_dict()) for one in made)
        print(f"\r{at + len(made):,} documents", end="", file=sys.stderr)
    print(file=sys.stderr)


def _copy(record: Record, copy: int) -> None:
    """The rows of what came through the record once more, with numbers and ids of their own."""
    with record.database.write() as connection:
        step = {row.name: row.last for row in connection.execute(select(schema.counters))}
        for table in (schema.documents, *schema.OF_READING):
            changed = {"n": f"n + {step[table.name]} * {copy}"}
            changed["document"] = f"document + {step['documents']} * {copy}"
            for name in {"documents": ("id", "article"), "claims": ("id",)}.get(table.name, ("claim",)):
                changed[name] = f"{name} || '-{copy}'"
            columns = [c.name for c in table.c]
            values = ", ".join(changed.get(c, f'"{c}"') for c in columns)
            names = ", ".join(f'"{c}"' for c in columns)
            source = f"SELECT {values} FROM {table.name} WHERE n <= {step[table.name]}"
            connection.execute(text(f"INSERT INTO {table.name} ({names}) {source}"))
        for table in schema.SEARCHED:
            index, past = schema.term_table(table).name, step[table.name]
            source = f"SELECT n + {past} * {copy}, terms FROM noted WHERE name = '{index}' ORDER BY n"
            connection.execute(text(f"INSERT INTO {index} (rowid, terms) {source}"))
    print(f"\rcopy {copy} of {COPIES - 1}", end="", file=sys.stderr)


def _advance(record: Record) -> None:
    counters = schema.counters
    with record.database.write() as connection:
        connection.execute(update(counters).values(last=counters.c.last * COPIES))


def _judge(record: Record) -> None:
    """5,000 judgements on old claims, 300 on newer ones, and 20 cases of 40 claims."""
    rng, desk = random.Random(8), Desk(record, user=USER)
    with record.database.read() as connection:
        last = connection.scalar(text("SELECT max(n) FROM claims"))
        whole = (last - FRESH * CLAIMS) // COPIES  # the readings of copies do not know the copies' ids
        picked = sorted(rng.sample(range(1, whole), min(5000, whole // 3)))
        wanted = select(schema.claims.c.id).where(schema.claims.c.n.in_(picked))
        ids = list(connection.scalars(wanted))
        newest = list(
            connection.scalars(select(schema.claims.c.id).order_by(schema.claims.c.n.desc()).limit(3000))
        )
    for id in ids:
        review.decide(
            desk, id, rng.choice(("accept", "reject", "unsure", "later")), rng.choice(("ana", "bo"))
        )
    for number in range(20):
        case = cases.open_case(desk, f"Case {number}", USER)
        cases.put(desk, case, rng.sample(newest, min(40, len(newest))), USER)
    for id in rng.sample(newest[100:], min(300, len(newest) // 4)):
        review.decide(desk, id, "accept", USER)


@contextlib.contextmanager
def running(place: str) -> Iterator[tuple[str, int]]:
    """The desk over a record, in its own process; gives its address and process id."""
    port = random.Random().randint(20_000, 40_000)
    command = [sys.executable, "-m", "selon", "serve", "--record", place, "--port", str(port), "--user", USER]
    process = subprocess.Popen(command, cwd=ROOT, env=_environment(), stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(address + "/keys", timeout=5).read()
                break
            time.sleep(0.1)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def cpu(process: int) -> float:
    """Milliseconds of processor time that a process has spent (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def first_byte(address: str) -> tuple[float, float, int]:
    """Milliseconds to the first byte and to the last, and how many bytes came."""
    began = time.perf_counter()
    with urllib.request.urlopen(address, timeout=120) as answer:
        answer.read(1)
        first = time.perf_counter() - began
        size = 1 + len(answer.read())
    return first * 1000, (time.perf_counter() - began) * 1000, size


def addresses(place: str) -> dict[str, list[str]]:
    """What is asked of every screen, several variants each."""
    with Record.open(place, user=USER) as record:
        desk = Desk(record, user=USER)
        documents = [d["id"] for d in record.documents(limit=40)]
        claims = [record.reading(d)["claims"][3]["id"] for d in documents[5:20]]
        some = [c["id"] for c in cases.every(desk)[:6]]
    names = ("Orval Shipping", "Nordhavn Trading", "Karim Benyahia")
    return {
        "inbox": ["/", "/?mark=all", "/?mark=seen", "/?after=500000"],
        "reading": [f"/documents/{d}" for d in documents[:15]],
        "review": ["/review", *(f"/review?claim={c}" for c in claims), "/review?act=visit", "/review?state=later"],
        "correct": [f"/claims/{c}/correct" for c in claims[:6]],
        "cases": ["/cases"],
        "case": [f"/cases/{c}" for c in some],
        "timeline": ["/timeline", "/timeline?act=visit", *(f"/timeline?case={c}" for c in some[:3])],
        "coverage": ["/coverage", "/coverage?months=36", "/coverage?until=2019-06"],
        "actors": ["/actors", "/actors?name=nord"],
        "actor": [f"/actors/{key_of(n)}" for n in names],
        "origins": ["/origins", *(f"/origins/{d}" for d in documents[:4])],
        "report": ["/report", *(f"/report/{c}" for c in some[:4])],
        "search": ["/search?q=caisses+de+charbon", "/search?q=gazole&what=claims", "/search?actor=Orval&what=claims",
                   "/search?q=Kestrel+Aviation&provision=2371-8&what=claims", "/search?q=montres&published=2019"],
        "log": ["/log", "/log?action=judgement", "/log?who=ana"],
        "settings": ["/settings"],
    }  # fmt: skip


def screens(place: str, rounds: int) -> dict:
    """Median and worst first byte of every screen, and the processor time the server spent on a page.

    One address of each screen is asked once unmeasured, then all in turn. On a busy machine the processor time says
    what the wall clock would say on a quiet one.
    """
    asked = addresses(place)
    out = {}
    with running(place) as (address, process):
        for paths in asked.values():
            first_byte(address + paths[0])
        for name, paths in asked.items():
            count, spent = max(rounds, len(paths)), cpu(process)
            took = [first_byte(address + paths[i % len(paths)])[0] for i in range(count)]
            out[name] = {
                "median_ms": round(statistics.median(took), 1),
                "worst_ms": round(max(took), 1),
                "cpu_ms": round((cpu(process) - spent) / count, 1),
            }
            print(name.ljust(10), *(f"{k} {v:8.1f}" for k, v in out[name].items()), file=sys.stderr)
    return out


def article(words: int, claims: int = 400) -> dict:
    """Opens one article of about `words` words with five spans a claim in a browser-less desk: whole page, in ms."""
    filler = "les quais du port restaient vides pendant que les grues tournaient sans bruit dans la brume du matin "
    with tempfile.TemporaryDirectory(prefix="selon-bench-") as folder:
        made = reading(1, claims=claims, edit=filler * (words // 19))
        with Record.open(folder, user=USER) as record:
            record.keep_reading(original(made), made)
        with running(folder) as (address, process):
            path = f"{address}/documents/{made.document.id}"
            first_byte(path)
            spent = cpu(process)
            took = [first_byte(path) for _ in range(7)]
            spent = (cpu(process) - spent) / len(took)
    return {
        "words": len(made.document.text.split()),
        "spans": sum(len(a.content) + len(a.cue) + 1 for a in made.attributions) + 2 * claims,
        "first_byte_ms": round(statistics.median(t[0] for t in took)),
        "whole_page_ms": round(statistics.median(t[1] for t in took)),
        "cpu_ms": round(spent),
        "megabytes": round(took[0][2] / 1e6, 2),
    }


def small() -> None:
    """All of it on a small record."""
    with tempfile.TemporaryDirectory(prefix="selon-bench-") as place:
        print(json.dumps(fill(place, 2_000)))
        print(json.dumps(screens(place, 5), indent=1))
    print(json.dumps(article(60_000)))


def main() -> None:
    if Path(sys.argv[0]).name != "desk.py":
        small()
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, option, default in (("fill", "documents", 100_000), ("screens", "rounds", 15)):
        verb = verbs.add_parser(name)
        verb.add_argument("place")
        verb.add_argument(f"--{option}", type=int, default=default)
    verbs.add_parser("article").add_argument("--words", type=int, default=60_000)
    given = parser.parse_args()
    if given.verb == "fill":
        print(json.dumps(fill(given.place, given.documents)))
    elif given.verb == "screens":
        print(json.dumps(screens(given.place, given.rounds), indent=1))
    else:
        print(json.dumps(article(given.words)))


if __name__ == "__main__":
    main()
