"""Language packs: a language is a folder of data files with the same names everywhere, plus little code."""

from selon.languages.folder import FolderPack

__all__ = ["FolderPack"]
