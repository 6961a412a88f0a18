"""French."""

from pathlib import Path

from selon.languages.folder import FolderPack

PACK = FolderPack("fr", "fr_core_news_md", Path(__file__).parent)
