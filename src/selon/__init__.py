"""selon: according to whom? Sourced, hedged, checkable records of reported acts.

>>> import selon
>>> reading = selon.read(text, language="fr", published="2024-06-19")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selon.version import __version__

if TYPE_CHECKING:
    from selon.model.reading import Reading

_LAZY = {
    "Reader": "selon.pipeline",
    "Options": "selon.pipeline",
    "Reading": "selon.model.reading",
    "Document": "selon.model.document",
    "Attribution": "selon.model.attribution",
    "Claim": "selon.model.claim",
    "Engagement": "selon.model.regime",
    "Candidate": "selon.model.actor",
    "Span": "selon.model.text",
    "SelonError": "selon.errors",
    "InputError": "selon.errors",
}
_reader: Any = None


def read(text: str, *, language: str | None = None, published: str | None = None, **known: Any) -> Reading:
    """The reading of one text, with all installed languages and the 1718 regime; see `Reader.read`.

    For many texts, or with lists, build one `Reader` and use it: it loads once.
    """
    global _reader
    if _reader is None:
        from selon.pipeline import Reader

        _reader = Reader()
    return _reader.read(text, language=language, published=published, **known)


def __getattr__(name: str) -> Any:
    """Public names, imported on first use so that `import selon` stays quick."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'selon' has no attribute {name!r}")


__all__ = ["__version__", "read", *_LAZY]
