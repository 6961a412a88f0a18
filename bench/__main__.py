"""`python -m bench [NAME...]`: run the named benchmarks (default: all) and print one table of ratios."""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys

import bench


def names() -> list[str]:
    """Every benchmark module of this folder that has a `main`."""
    return sorted(m.name for m in pkgutil.iter_modules(bench.__path__) if not m.name.startswith("_"))


def run(wanted: list[str]) -> int:
    unknown = [n for n in wanted if n not in names()]
    if unknown:
        print(
            f"bench: no benchmark {', '.join(unknown)}\n  next:  one of {', '.join(names())}", file=sys.stderr
        )
        return 2
    print(f"machine: {platform.machine()} {platform.system()}, Python {platform.python_version()}")
    for name in wanted or names():
        print(f"\n== {name}")
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
