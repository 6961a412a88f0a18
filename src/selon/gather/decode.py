"""Bytes to text, once: which encoding, how it was known, and what cannot be text at all.

Nothing is normalised. A byte order mark is a signature and not part of the text; every other code point stays.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from selon.errors import InputError
from selon.model.document import Notice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# first bytes -> what the file is
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ\x00", "xz-compressed"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old office document (.doc, .xls)"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_PLAUSIBLE = frozenset(
    "àâäáãåçéèêëíìîïñóòôöõøùúûüýÿæœßðþšžÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÙÚÛÜÝÆŒŠŽ«»“”„‘’‚–—…€£°§·•©®™²³½¼¾×±µªº¿¡\xa0\xad"
)
_WESTERN = ("cp1252", "mac_roman", "cp850")  # encodings of Western European text, the likeliest first
_OUT_OF_PLACE = re.compile("[a-zß-ÿ](?:[À-ÖØ-Þ‚„]|[¹³¼¾¿][a-z])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 200_000  # bytes shown to the guesser; enough, and a 20 MB file costs no more


def decode(
    data: bytes, declared: str | None = None, *, where: str | None = None
) -> tuple[str, str, tuple[Notice, ...]]:
    """The text of `data`, its encoding, and a notice where the encoding was guessed or the declared one was wrong.

    `declared` is what a header or a page says. Raises InputError: "empty", "binary" (a known kind of file, or bytes
    that are text in no encoding).
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError("the file is empty", code="empty", where=where, next="give a file with a text in it")
    _refuse_known(data, where)
    try:
        text, encoding, notices = _decoded(data, _known_name(declared))
    except UnicodeError as error:
        raise _binary("not a text in any known encoding", where) from error
    if not text.strip():
        raise InputError("the file is empty", code="empty", where=where, next="give a file with a text in it")
    if len(_CONTROL.findall(text[:_SAMPLE])) * 200 > len(text[:_SAMPLE]) or "\x00" in text[:_SAMPLE]:
        raise _binary("not a text in any known encoding", where)
    return text, encoding, notices


def _refuse_known(data: bytes, where: str | None) -> None:
    kind = next((what for magic, what in _SIGNATURES if data.startswith(magic)), None)
    if kind:
        raise _binary(f"this is {kind}, not a text", where)


def _binary(what: str, where: str | None) -> InputError:
    return InputError(
        what, code="binary", where=where, next="give the text, HTML, PDF, DOCX or mail file itself"
    )


def _known_name(declared: str | None) -> str | None:
    """Python's name of a declared encoding, Latin-1 read as windows-1252 (WHATWG Encoding, 4.2); None if unknown."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return "cp1252" if name in {"iso8859-1", "ascii", "latin-1"} else name


def _decoded(data: bytes, declared: str | None) -> tuple[str, str, tuple[Notice, ...]]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name)
    wide = _wide(data)
    if wide:
        text, name, notices = _lenient(data, wide)
        return text, name, (_guess(f"no byte order mark; read as {name} from its zero bytes"), *notices)
    text = _strict(data, "utf-8")
    if text is not None and not (declared and declared.startswith(("iso2022", "hz", "utf_7"))):
        return text, "utf-8", ()
    if declared and declared not in {"utf-8", "utf-8-sig"}:
        text = _strict(data, declared)
        if text is not None and not _CONTROL.search(text[:_SAMPLE]):
            return text, _shown(declared), ()
    return _guessed(data, declared)


def _guessed(data: bytes, declared: str | None) -> tuple[str, str, tuple[Notice, ...]]:
    """The text where neither UTF-8 nor the declared encoding fits."""
    said = f"declared {_shown(declared)}, which it is not; " if declared else "no encoding declared; "
    if _broken_utf8(data):
        return _lenient(data, "utf-8")
    for candidate in _WESTERN:
        text = data.decode(candidate, "replace")
        if _western(text):
            return text, _shown(candidate), (_guess(f"{said}read as {_shown(candidate)}"),)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_exclusion=[*_WESTERN, "latin_1"]).best()
    if best is None:
        raise UnicodeError("no encoding fits")
    text, name, notices = _lenient(data, best.encoding)
    return text, name, (_guess(f"{said}read as {name}, a guess"), *notices)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _lenient(data: bytes, encoding: str) -> tuple[str, str, tuple[Notice, ...]]:
    """`data` in `encoding`, broken bytes as U+FFFD and counted in a notice."""
    text = _strict(data, encoding)
    if text is not None:
        return text, _shown(encoding), ()
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    message = (
        f"{lost} places are not valid {_shown(encoding)} and stand as U+FFFD; the file may be damaged or cut"
    )
    return text, _shown(encoding), (Notice("damaged-encoding", message),)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: one byte of every two has hardly any variety (zero for Latin text, 4 for Cyrillic)."""
    sample = data[:4096]
    if len(sample) < 8:
        return None
    for name, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if _share(high) > 0.9 and _share(low) < 0.75 and 0 in high:
            return name
    return None


def _share(half: bytes) -> float:
    """The share that the three commonest values have of some bytes."""
    return sum(n for _, n in Counter(half).most_common(3)) / max(len(half), 1)


def _broken_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8 with a few broken bytes (a cut end, a pasted line) rather than another encoding."""
    text = data.decode("utf-8", "replace")
    right = sum(1 for c in text[:_SAMPLE] if ord(c) > 127 and c != "\ufffd")
    wrong = text[:_SAMPLE].count("\ufffd")
    return right > 10 * wrong or (text.rstrip("\ufffd").count("\ufffd") == 0 and right > 0)


def _western(text: str) -> bool:
    """Whether `text` looks like Western European text: few accents, the usual ones, no capital inside a word."""
    sample = text[:_SAMPLE]
    strange = [c for c in sample if ord(c) > 127]
    letters = sum(1 for c in sample if c.isalpha())
    accented = sum(1 for c in strange if c.isalpha())
    odd = sum(1 for c in strange if c not in _PLAUSIBLE) + len(_OUT_OF_PLACE.findall(sample))
    return odd <= 0.02 * len(strange) and accented <= 0.25 * max(letters, 1)


def _shown(name: str | None) -> str:
    return {"cp1252": "windows-1252", "utf_8": "utf-8"}.get(name or "", (name or "").replace("_", "-"))


def _guess(message: str) -> Notice:
    return Notice("encoding", message)
