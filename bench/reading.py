"""Reading against the bare parse of the same texts, by stage, and the two limits of the command line.

Ratios, because machines are shared and noisy: CPU seconds of each stage over CPU seconds of the parse without
named-entity recognition. Texts: the example corpus, and the shared sample article where it is there.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT.parent / "shared" / "gold" / "sample-article.txt"
ROUNDS = 5


def cpu(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The least CPU seconds of `rounds` runs, and the last result."""
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def texts() -> list[tuple[str, str]]:
    """(name, text) of what is read: the text files of the example corpus and the sample article."""
    paths = sorted((ROOT / "examples" / "articles").glob("*.txt")) + ([SAMPLE] if SAMPLE.is_file() else [])
    return [(p.name, p.read_text("utf-8")) for p in paths]


def stage_times() -> dict[str, float]:
    """CPU seconds of every stage, summed over the texts."""
    from selon.pipeline import Reader

    reader = Reader()
    total: dict[str, float] = {}
    for _, text in texts():
        reader.read(text)  # loads models and packs
        for name, seconds in one(reader, text).items():
            total[name] = total.get(name, 0.0) + seconds
    return total


def one(reader: Any, text: str) -> dict[str, float]:
    """CPU seconds by stage of one text."""
    from selon import packs
    from selon.pipeline import Options, _from_text, _with_passages
    from selon.reading.attribution import attribute
    from selon.reading.claims import claims
    from selon.reading.mentions import mentions
    from selon.reading.parse import parse
    from selon.relate.provisions import engage

    document = _from_text(text, Options())
    pack = packs.load("language", reader._language_of(text))
    document = _with_passages(document, pack)
    out = {}
    out["parse without NER"], _ = cpu(lambda: parse(document, pack, ner=False))
    out["parse with NER"], parsed = cpu(lambda: parse(document, pack))
    out["mentions"], (found, actors) = cpu(lambda: mentions(parsed))
    out["attribution"], attributions = cpu(lambda: attribute(parsed, found))
    out["claims"], made = cpu(lambda: claims(parsed, attributions, found, actors))
    out["engagements"], _ = cpu(lambda: [engage(made, actors, r) for r in reader._regime_packs()])
    out["whole reading"], _ = cpu(lambda: reader.read(text))
    return out


def child_cpu(*command: str) -> float:
    """The least CPU seconds of five runs of a command."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime)"
    )
    runs = [subprocess.check_output([sys.executable, "-c", code, *command], text=True) for _ in range(ROUNDS)]
    return min(float(r) for r in runs)


def main() -> None:
    """Print the table."""
    total = stage_times()
    base = total["parse without NER"]
    print(f"{'stage':22}{'CPU s':>9}{'x parse':>9}")
    for name, seconds in total.items():
        print(f"{name:22}{seconds:9.3f}{seconds / base:9.2f}")
    if SAMPLE.is_file():
        from selon.pipeline import Reader

        reader, text = Reader(), SAMPLE.read_text("utf-8")
        reader.read(text)
        seconds, _ = cpu(lambda: reader.read(text))
        print(f"sample article, after loading: {seconds:.2f} CPU s (limit 2)")
    print(f"selon --help: {child_cpu(sys.executable, '-m', 'selon', '--help'):.2f} CPU s (limit 0.3)")


if __name__ == "__main__":
    main()
