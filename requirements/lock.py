"""Writes the locked, hashed requirement files from pyproject.toml: `./dev lock`.

run.lock: what selon needs. dev.lock: that, and the tools of the tests and checks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LOCKS = {"run": (), "dev": ("test", "check")}
HEADER = "# Locked by ./dev lock from pyproject.toml; do not edit.\n"


def lock(name: str, groups: tuple[str, ...]) -> None:
    """Resolve and hash one set of requirements for every platform of Python 3.11 and newer."""
    out = HERE / f"{name}.lock"
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
    command += [
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-header",
        "--no-emit-index-url",
        "--no-annotate",
    ]
    command += [x for g in groups for x in ("--group", g)] + (["--all-extras"] if groups else [])
    subprocess.run([*command, "--output-file", str(out)], cwd=HERE.parent, check=True)
    out.write_text(HEADER + out.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    for name, groups in LOCKS.items():
        lock(name, groups)
        print(f"requirements/{name}.lock")
