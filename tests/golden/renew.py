"""`./dev golden`: write the golden readings anew. Read the difference before you commit it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # as the tests see this folder

from golden import golden  # noqa: E402 - after the path is set
from selon.pipeline import Reader  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SELON_SHARED", ROOT.parent / "shared"))


def main() -> None:
    folder = ROOT / "examples"
    reader = Reader(lists=sorted((folder / "lists").glob("*.*")))
    paths = sorted((folder / "articles").iterdir())
    golden.save("examples", {p.stem: golden.told(reader.read_file(p)) for p in paths})
    sample = SHARED / "gold" / "sample-article.txt"
    if sample.is_file():
        reading = Reader().read(sample.read_text("utf-8"), language="fr", published=golden.SAMPLE_DATE)
        golden.save("sample", golden.hashed(reading))
    else:
        print(f"no shared folder at {SHARED}: the sample's golden reading stays as it is", file=sys.stderr)


if __name__ == "__main__":
    main()
