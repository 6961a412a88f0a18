"""Sanctions regimes as folders of data. A new folder is a new pack: nothing here has to change for it.

`selon.regimes:PACK_1718` is the pack of the folder `1718`, `PACK_LIBYA` that of `libya`, and so on; entry points in
the group `selon.regimes` name them. A pack kept elsewhere is `FolderRegime(id, folder)`.
"""

from __future__ import annotations

from pathlib import Path

from selon.regimes.folder import FolderRegime

HERE = Path(__file__).parent
__all__ = ["FolderRegime", "pack"]


def pack(id: str) -> FolderRegime:
    """The built-in pack of folder `id`; its files are read on first use."""
    return FolderRegime(id, HERE / id)


def __getattr__(name: str) -> FolderRegime:
    """`PACK_<ID>`: the pack of the folder `<id>`, so that an entry point can name it."""
    id = name.removeprefix("PACK_").lower()
    if name.startswith("PACK_") and (HERE / id).is_dir():
        globals()[name] = found = pack(id)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
