"""Gathering: the world's bytes become documents. Field libraries are imported when their format turns up."""

from selon.gather.decode import decode
from selon.gather.documents import MAX_CHARACTERS, document
from selon.gather.language import language

__all__ = ["MAX_CHARACTERS", "decode", "document", "language"]
