"""Attribution against the parse it stands on, and against each of its own steps: CPU seconds, and their ratio.

Target: attribution adds at most 15 % to the time of the parse. Both are measured in the same process and run, because
machines are shared and noisy. Texts: the example corpus, and the shared sample article where it is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selon.model.document import Document, digest
from selon.pipeline import Reader
from selon.reading.attribution import attribute
from selon.reading.mentions import mentions
from selon.reading.parse import parse
from selon.reading.passages import passages

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT.parent / "shared" / "gold" / "sample-article.txt"
LIMIT = 0.15
ROUNDS = 7


def cpu(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The least CPU seconds of `rounds` runs, and the last result."""
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def documents() -> list[tuple[Document, Any]]:
    """(document with passages, pack) of every text that is measured."""
    from selon import packs

    paths = sorted((ROOT / "examples" / "articles").glob("*.txt")) + ([SAMPLE] if SAMPLE.is_file() else [])
    reader, out = Reader(), []
    for path in paths:
        text = path.read_text("utf-8")
        language = reader.read(text).document.language or "fr"
        pack = packs.load("language", language)
        found, noise = passages(text, pack)
        out.append((Document(digest(text.encode()), text, language, passages=found, noise=noise), pack))
    return out


def times(document: Document, pack: Any) -> dict[str, float]:
    """CPU seconds of the parse with and without names, and of attribution on the parse."""
    bare, _ = cpu(lambda: parse(document, pack, ner=False), 3)
    whole, parsed = cpu(lambda: parse(document, pack), 3)
    named = mentions(parsed)[0]
    own, found = cpu(lambda: attribute(parsed, named))
    return {"parse": whole, "parse without names": bare, "attribution": own, "statements": len(found)}


def main() -> None:
    """Prints the table and says whether the target is met."""
    total: dict[str, float] = {}
    for document, pack in documents():
        for name, value in times(document, pack).items():
            total[name] = total.get(name, 0) + value
    ratio = total["attribution"] / total["parse"]
    bare = total["attribution"] / total["parse without names"]
    for name in ("parse", "parse without names", "attribution"):
        print(f"{name:22} {total[name] * 1000:8.1f} ms CPU")
    print(f"statements found       {total['statements']:8.0f}")
    print(
        f"attribution / parse    {ratio:8.1%}  (target {LIMIT:.0%}: {'met' if ratio <= LIMIT else 'MISSED'})"
    )
    print(f"attribution / parse without names {bare:.1%}")


if __name__ == "__main__":
    main()
