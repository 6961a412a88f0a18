"""Where the sample corpus lies: in the installed package, or beside the sources."""

from __future__ import annotations

from pathlib import Path

import selon
from selon.errors import InputError


def examples_folder() -> Path:
    """The folder of the sample corpus; raises InputError when it is not installed."""
    package = Path(selon.__file__).parent
    for folder in (package / "examples", package.parents[1] / "examples"):
        if (folder / "articles").is_dir():
            return folder
    raise InputError(
        "the sample corpus is not installed", where=str(package), next="run it from a clone, or reinstall"
    )
