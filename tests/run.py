"""Runs the tests: what Debian packages they need is installed where that is allowed, and said where not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# program or glob -> Debian package: what real parts the tests start
NEEDS = {
    "/usr/lib/postgresql/*/bin/postgres": "postgresql",
    "/usr/bin/chromium": "chromium",
    "/usr/lib/libreoffice/program/libswlo.so": "libreoffice-writer-nogui",  # opens the DOCX of a report
    "/usr/bin/pdftotext": "poppler-utils",  # reads the PDF back
}


def missing() -> list[str]:
    """Debian packages whose programs are not here."""
    return [package for pattern, package in NEEDS.items() if not list(Path("/").glob(pattern.lstrip("/")))]


def provide(packages: list[str]) -> None:
    """Install `packages` when root, else say in one line what is missing."""
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(
            f"tests: not installed, so their tests are skipped: apt-get install {' '.join(packages)}",
            file=sys.stderr,
        )
        return
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-q"], check=False, **quiet)
    subprocess.run(["apt-get", "install", "-qy", "--no-install-recommends", *packages], check=False, **quiet)


def main(arguments: list[str]) -> int:
    provide(missing())
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
