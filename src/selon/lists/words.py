"""What list cells mean: packed names taken apart, dates as EDTF, countries as ISO codes, scripts named."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import yaml

from selon.model.actor import ListName

_DATA = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MONTHS = {
    m: i
    for i, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTHS |= {"fev": 2, "fév": 2, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aou": 8, "aoû": 8, "déc": 12}

# ISO 15924 codes by the first word of a character's Unicode name; Latin is left unsaid
_SCRIPTS = {
    "ARABIC": "Arab", "CYRILLIC": "Cyrl", "CJK": "Hani", "HANGUL": "Hang", "HEBREW": "Hebr", "GREEK": "Grek",
    "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "DEVANAGARI": "Deva", "THAI": "Thai", "GEORGIAN": "Geor",
    "ARMENIAN": "Armn", "MYANMAR": "Mymr", "ETHIOPIC": "Ethi", "BENGALI": "Beng", "KHMER": "Khmr",
}  # fmt: skip

_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_CUT = re.compile(r",?\s+(?:born|d\.?o\.?b\.?|passport|ne le|né le)\b.*$", re.I)
_LABEL = re.compile(
    r"^(?:in )?(?:original script|arabic|chinese|korean|russian|native script|orthographe d'origine)\s*:\s*",
    re.I,
)
_FORMER = re.compile(
    r"^(?:f\.?k\.?a\.?:?|formerly(?: known as)?:?|previously listed as:?|ex-|anciennement:?)\s*", re.I
)
_ALSO = re.compile(r"^(?:a\.?k\.?a\.?:?|also known as:?|good quality a\.?k\.?a\.?:?|alias:?|or)\s+", re.I)
_WEAK = re.compile(r"^(?:low quality a\.?k\.?a\.?:?|weak(?: a\.?k\.?a\.?)?:?)\s+", re.I)
_REFERENCE = re.compile(r"^[A-Z]{2}[ei]\.\d{3}$", re.I)


@functools.cache
def _countries() -> dict[str, str]:
    data = yaml.load((_DATA / "countries.yaml").read_text("utf-8"), _LOADER)
    return {_plain(name): code for code, names in data.items() for name in (code, *names)}


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join(
        re.sub(r"[^\w' ]+", " ", "".join(c for c in folded if not unicodedata.combining(c))).split()
    )


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a country as a list writes it; None where it cannot be mapped."""
    return _countries().get(_plain(text)) if text else None


def countries(texts: Iterable[str]) -> tuple[str, ...]:
    """Codes of the countries that could be mapped, each once, in order."""
    return tuple(dict.fromkeys(code for code in map(country, texts) if code))


def script(text: str) -> str | None:
    """ISO 15924 code of the script of `text` by its first letter; None for Latin and where there is no letter."""
    for character in text:
        if character.isalpha():
            return _SCRIPTS.get(unicodedata.name(character, "").split(" ")[0].split("-")[0])
    return None


def edtf(text: str) -> str | None:
    """A list's date as EDTF level 1: "1965", "1965-04", "1965-04-12", "1965~", "1965/1967"; None if unreadable.

    Reads ISO dates, `12 Apr 1965`, `Apr 1965`, `12/04/1965` and `12-04-1965` (day first, as the UN, the EU and
    the United Kingdom write; zeros for unknown parts), `circa 1965`, `1965 to 1967`.
    """
    text = " ".join(text.split()).strip(" .;")
    about = re.match(r"(?:approximately|approx\.?|circa|c\.|vers|environ|between)\s*", text, re.I)
    if about:
        text = text[about.end() :]
    parts = re.split(r"\s+(?:to|and|et|-)\s+|/(?=\d{4}$)", text)
    if len(parts) == 2 and all(re.search(r"\d{4}", p) for p in parts):
        ends = [_date(p) for p in parts]
        return "/".join(ends) if all(ends) else None  # type: ignore[arg-type]
    date = _date(text)
    return f"{date}~" if date and about else date


def _date(text: str) -> str | None:
    if m := re.match(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*|Z|\+.*)?$", text):
        return _joined(*m.groups())
    if m := re.match(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        return _joined(m[3], m[2], m[1])
    if m := re.match(r"(?:(\d{1,2})(?:er|st|nd|rd|th)?[\s-]+)?([^\W\d]{3,})\.?,?[\s-]+(\d{4})", text):
        month = _MONTHS.get(m[2].lower()[:4]) or _MONTHS.get(m[2].lower()[:3])
        return _joined(m[3], str(month), m[1]) if month else m[3]
    if m := re.search(r"\b(1[89]\d\d|20\d\d)\b", text):
        return m[1]
    return None


def _joined(year: str, month: str | None, day: str | None) -> str | None:
    """EDTF of the parts that are known; day-first and month-first dates are told apart where only one is possible."""
    if not month or not int(month):
        return year
    if not day or not int(day):
        return f"{year}-{int(month):02d}" if int(month) <= 12 else year
    if int(month) > 12:
        month, day = day, month
    try:
        return datetime(int(year), int(month), int(day)).date().isoformat()
    except ValueError:
        return year


def names(cell: str, quality: str = "primary") -> Iterator[ListName]:
    """The names packed into one cell: split at ";" and " / ", brackets opened, labels read, scripts named.

    `quality` is that of the cell; a bracket may lower it ("formerly ..."). An acronym in brackets comes out as a
    name of its own and so does another script; a bracket that only explains (documents, dates) is dropped; any
    other bracket stays part of the name.
    """
    for part in re.split(r"\s*;\s*|\s+/\s+|\s*\n\s*", cell):
        yield from _opened(part.strip(" ,"), quality)


def _opened(text: str, quality: str) -> Iterator[ListName]:
    text = _CUT.sub("", text)
    text, quality = _labelled(text, quality)
    base, inner = text, []
    for match in _BRACKET.finditer(text):
        content = (match[1] if match[1] is not None else match[2]).strip(" ,")
        content = _LABEL.sub("", content)
        outside = text[: match.start()].strip()
        if _separate(content, outside):
            inner.append(content)
            base = base.replace(match[0], " ")
        elif _explains(content):
            base = base.replace(match[0], " ")
    yield from _named(base, quality)
    for content in inner:
        for part in re.split(r"\s*[;,]\s*", content) if script(content) or ";" in content else [content]:
            yield from _named(*_labelled(part, "good" if quality == "primary" else quality))


def _labelled(text: str, quality: str) -> tuple[str, str]:
    text = _LABEL.sub("", text)
    for pattern, value in (
        (_FORMER, "former"),
        (_WEAK, "weak"),
        (_ALSO, "good" if quality == "primary" else quality),
    ):
        if m := pattern.match(text):
            return text[m.end() :], value
    return text, quality


def _separate(content: str, outside: str) -> bool:
    """Whether a bracket holds another name: an acronym, another script, or a labelled former or also name."""
    if not content or _explains(content):
        return False
    if not outside or (script(content) or "") != (script(outside) or ""):
        return True
    return (
        ";" in content or bool(_FORMER.match(content) or _ALSO.match(content)) or _acronym(content, outside)
    )


def _acronym(content: str, outside: str) -> bool:
    """ "OMM" of "Ocean Maritime Management": capitals that follow one another in the words outside."""
    letters = re.sub(r"[^A-Z0-9]", "", content)
    if (
        not 2 <= len(letters) <= 9
        or len(letters) < len(content.replace(" ", "")) * 0.6
        or content.count(" ") > 1
    ):
        return False
    rest = iter(re.sub(r"[^A-Z]", "", outside.upper()))
    return all(letter in rest for letter in letters if letter.isalpha())


def _explains(content: str) -> bool:
    return bool(_REFERENCE.match(content)) or bool(
        re.search(
            r"\d{5,}|passport|date of|number|identity|combat name|nickname|as in|transliteration|original script\)?$|"
            r"surname|first name|given name|third\b|see also|ngo\b|deceased",
            content,
            re.I,
        )
    )


def _named(text: str, quality: str) -> Iterator[ListName]:
    text = " ".join(re.sub(r"[()\[\]]", " ", text).split()).strip(" ,;'\"“”«»")
    if (
        len(text) > 1
        and any(c.isalnum() for c in text)
        and text.lower() not in {"na", "n/a", "none", "unknown"}
    ):
        yield ListName(text, quality, script(text))


def once(found: Iterable[ListName]) -> tuple[ListName, ...]:
    """Each text once, the first (best) quality kept, in order."""
    seen: dict[str, ListName] = {}
    for name in found:
        seen.setdefault(name.text.casefold(), name)
    return tuple(seen.values())
