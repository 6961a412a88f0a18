"""`./dev bench report`: how long the report of a case of 300 claims takes, and how many pages it has."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

CLAIMS, A_DOCUMENT = 300, 4


def main(arguments: Sequence[str] = ()) -> int:
    import report_samples
    from selon.desk.report import draft, saved
    from selon.report import FORMATS, written

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        record, desk, case = report_samples.filled(
            folder / "record", (CLAIMS + 2) // A_DOCUMENT + 1, A_DOCUMENT
        )
        out: dict[str, object] = {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}
        with record:
            began = time.perf_counter()
            made = saved(draft(desk, case, "en"))
            out |= {"claims": made.sentences, "draft_s": round(time.perf_counter() - began, 2)}
            for kind in FORMATS:
                began, used = time.perf_counter(), time.process_time()
                (folder / f"report.{kind}").write_bytes(written(made.paper, kind))
                out[f"{kind}_s"] = round(time.perf_counter() - began, 2)
                out[f"{kind}_cpu_s"] = round(time.process_time() - used, 2)
        out["pdf_pages"] = pages(folder / "report.pdf")
        if shutil.which("soffice"):
            command = [
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/lo",
                "--convert-to",
                "pdf",
            ]
            subprocess.run(
                [*command, "--outdir", folder / "lo-out", folder / "report.docx"],
                check=True,
                capture_output=True,
            )
            out["docx_pages"] = pages(folder / "lo-out" / "report.pdf")
    print(json.dumps(out))
    return 0


def pages(path: Path) -> int:
    """The number of pages that pdfinfo counts."""
    said = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pages")))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
