"""Speed beside the peer or limit, in one run: `python -m bench.speed [--json] [--quick]`; the table is Markdown.

CPU seconds throughout, least of three: the machine may be shared. A peer that is not installed is named and left out.
Texts: the example corpus, made longer by repetition with a number in each, so that no two are equal.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.reading import cpu, texts

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: CPU seconds here and of the peer, and their ratio; `peer_seconds` None: no such peer here."""

    what: str
    seconds: float
    peer: str
    peer_seconds: float | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return None if not self.peer_seconds else self.seconds / self.peer_seconds


def corpus(count: int) -> list[str]:
    """`count` different texts."""
    made = [text for _, text in texts()]
    return [f"{made[i % len(made)]}\n\nNote {i}." for i in range(count)]


def shuffled(count: int, words: int = 400) -> list[str]:
    """`count` texts of the examples' words in chance order; every fifth is an earlier one, cut to its first 150 words."""
    chance = random.Random(1)
    known = " ".join(text for _, text in texts()).split()
    made: list[str] = []
    for number in range(count):
        cut = number % 5 == 4
        own = made[number - 3].split()[:150] if cut else []
        made.append(" ".join([*own, *chance.choices(known, k=40 if cut else words)]))
    return made


def version(name: str) -> str | None:
    try:
        return f"{name} {importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError:
        return None


def best(work: Callable[[], Any]) -> float:
    return cpu(work, ROUNDS)[0]


def quotes() -> Iterator[Row]:
    """Attribution (parse included) beside textacy's direct quotations over the same bare parse."""
    from selon import packs
    from selon.pipeline import Options, Reader, _from_text, _with_passages
    from selon.reading.attribution import attribute
    from selon.reading.mentions import mentions
    from selon.reading.parse import model, parse

    reader = Reader()
    ready = []
    for text in corpus(6):
        pack = packs.load("language", reader._language_of(text))
        ready.append((_with_passages(_from_text(text, Options()), pack), pack))

    def ours() -> None:
        for document, pack in ready:
            parsed = parse(document, pack)
            attribute(parsed, mentions(parsed)[0])

    name = version("textacy")
    if name is None:
        yield Row("attribution with parse, 6 texts", best(ours), "textacy: not installed", None)
        return
    from textacy.extract import direct_quotations

    def theirs() -> None:
        for document, pack in ready:
            nlp = model(pack.model)
            with nlp.select_pipes(disable=["ner"]):
                list(direct_quotations(nlp(document.text)))

    yield Row(
        "attribution with parse, 6 texts", best(ours), name, best(theirs), "textacy: direct quotations only"
    )


def triage() -> Iterator[Row]:
    """Triage of a file beside reading the bytes of the file; and beside reading its documents."""
    from selon import packs
    from selon.gather.triage import Triage
    from selon.pipeline import Reader

    finder = Triage.of(
        [packs.load("language", code) for code in packs.names("language")], [packs.load("regime", "1718")], ()
    )
    dull = (
        "Le conseil municipal a voté mardi le budget des écoles, que la maire juge suffisant pour l’année.\n"
    )
    data = (dull * 20).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bytes"
        path.write_bytes(data * 5000)
        plain = best(path.read_bytes)
    spent = best(lambda: [finder(data) for _ in range(500)]) * 10
    size = len(data) * 5000 / 1e6
    yield Row("triage, set aside", spent, "plain read of the file", plain, f"{size / spent:.0f} MB per CPU s")
    reader, text = Reader(), dull * 20
    reader.read(text, language="fr")
    one = best(lambda: reader.read(text, language="fr"))
    yield Row("triage of a document set aside", spent / 5000, "reading it", one)


def copies() -> Iterator[Row]:
    """Copies among 300 texts beside MinHash with LSH on the same five-word shingles."""
    from selon.relate.copies import copies as find

    made = shuffled(300)
    ours = best(lambda: list(find(made)))
    name = version("datasketch")
    if name is None:
        yield Row("copies among 300 texts", ours, "datasketch: not installed", None)
        return
    from datasketch import MinHash, MinHashLSH

    def theirs() -> None:
        index = MinHashLSH(threshold=0.5, num_perm=128)
        for number, text in enumerate(made):
            words = text.split()
            sketch = MinHash(num_perm=128)
            sketch.update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
            index.query(sketch)
            index.insert(str(number), sketch)

    yield Row("copies among 300 texts", ours, name, best(theirs), "containment and passages / one threshold")


def reading() -> Iterator[Row]:
    """The whole reading beside the bare parse, on the examples."""
    from bench.reading import stage_times

    found = stage_times()
    yield Row("reading, dense examples", found["whole reading"], "bare parse", found["parse without NER"])
    yield Row("parse with NER", found["parse with NER"], "bare parse", found["parse without NER"])


CHILD = (
    "import resource, sys, time; from bench.speed import corpus; from selon.pipeline import Reader;"
    "r = Reader(); [r.read(t) for t in corpus(6)]; a = time.process_time();"
    "[r.read(t) for t in corpus(int(sys.argv[1]))];"
    "print(time.process_time() - a, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
)


def curve(base: int = 6) -> Iterator[Row]:
    """1x, 10x, 100x documents in processes of their own; the peer is the first times as many. Memory at its highest."""
    first = None
    for times in (1, 10, 100):
        said = subprocess.check_output([sys.executable, "-c", CHILD, str(base * times)], text=True)
        seconds, kilobytes = map(float, said.split())
        first = first or seconds
        note = f"{base * times / seconds:.1f} documents per CPU s, {kilobytes / 1024:.0f} MiB"
        yield Row(f"reading {times}x", seconds, f"{times} times 1x", first * times, note)


PARTS: tuple[Callable[[], Iterator[Row]], ...] = (reading, quotes, triage, copies, curve)


def machine() -> str:
    names = [version(n) for n in ("spacy", "thinc", "numpy", "trafilatura", "datasketch", "textacy")]
    return f"{platform.machine()} {platform.system()}, Python {platform.python_version()}, " + ", ".join(
        n for n in names if n
    )


HEAD = "| what | CPU s | beside | CPU s | ratio | |\n|---|---|---|---|---|---|"


def line(row: Row) -> str:
    """One line of the Markdown table."""
    return "| " + " | ".join(cells(row)) + " |"


def cells(row: Row) -> list[str]:
    peer = "-" if row.peer_seconds is None else f"{row.peer_seconds:.3g}"
    ratio = "-" if row.ratio is None else f"{row.ratio:.3g}"
    return [row.what, f"{row.seconds:.3g}", row.peer, peer, ratio, row.note]


def main() -> None:
    """Print the table; `--json` prints it as JSON instead. `--quick` leaves the cost curve out."""
    parts = [p for p in PARTS if not ("--quick" in sys.argv and p is curve)]
    if "--json" in sys.argv:
        rows = [row for part in parts for row in part()]
        print(json.dumps({"machine": machine(), "rows": [asdict(r) | {"ratio": r.ratio} for r in rows]}))
        return
    print(f"{machine()}\n\n{HEAD}", flush=True)
    for part in parts:
        for row in part():
            print(line(row), flush=True)
    print(
        f"\nmost memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )


if __name__ == "__main__":
    main()
