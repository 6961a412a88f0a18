"""Which language a text is in: by script, by counting function words, and only then by a statistical model.

The model takes two seconds to load; scripts and function words decide nearly every news text in a millisecond. A
language that no pack reads comes out as what it is ("de"), never as the nearest one that has a pack.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection

import yaml

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4_000  # characters
_ENOUGH = 0.12  # share of the words that are function words of the language; running French and English have .3 to .5
_MARGIN = 1.4  # times the next language's share; twice that for a text of a line or two
_RUNNING = 20  # words
_LINE = 60  # characters
_TELLING = 60  # words from which they outweigh what a page says about itself
_THREE = {
    "fra": "fr", "fre": "fr", "eng": "en", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "rus": "ru", "ukr": "uk", "kor": "ko", "jpn": "ja", "zho": "zh", "chi": "zh", "ara": "ar", "pol": "pl",
}  # fmt: skip
# pairs that function words do not tell apart
_SISTERS = {
    (a, b)
    for group in (
        ("no", "nb", "nn", "da"),
        ("hr", "sr", "bs", "sl"),
        ("id", "ms"),
        ("cs", "sk"),
        ("pt", "gl"),
        ("es", "ca", "gl"),
        ("uk", "ru"),
    )
    for a in group
    for b in group
}

# code point ranges -> language, where a script tells it
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)


def language(text: str, allowed: Collection[str] = ("fr", "en")) -> str | None:
    """ISO 639-1 code of the language of `text`; None where there are no words to tell it by.

    `allowed` are the languages that can be read: they decide only between candidates that fit equally well.
    """
    sample = text[:_SAMPLE]
    words = [w.lower() for w in _WORD.findall(sample)]
    if not words:
        return None
    scripted = _by_script(sample, words)
    if scripted:
        return scripted
    return _by_words(words, allowed) or _by_model(sample, allowed)


def contradicted(text: str, stated: str) -> str | None:
    """The language that the words of a text speak for, where it plainly is not the stated one; None otherwise.

    Pages made from a foreign template say lang="en" over a French article.
    """
    words = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    if len(words) < _TELLING:
        return None
    found = _by_script(text[:_SAMPLE], words) or _by_words(words, ())
    return found if found and found != stated and (stated, found) not in _SISTERS else None


def from_tag(tag: str | None) -> str | None:
    """The ISO 639-1 code of a BCP 47 tag or ISO 639-2 code ("fr-CA", "fra" -> "fr"); None where it is neither."""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", (tag or "").strip())
    if not match:
        return None
    code = match.group(1).lower()
    return code if len(code) == 2 else _THREE.get(code)


def _by_script(sample: str, words: list[str]) -> str | None:
    letters = sum(len(w) for w in words)
    for code, pattern in _SCRIPTS:
        share = len(pattern.findall(sample)) / letters
        # a few kana tell Japanese from Chinese; a quoted name in Hangul does not make a French text Korean
        if share > (0.1 if code in {"ja", "ko"} else 0.4):
            return _variety(code, sample.lower())
    return None


# letters that only one language of a script uses -> that language
_LETTERS = (
    ("ru", "uk", "[іїєґ]"),
    ("ru", "sr", "[ђћџљњ]"),
    ("ru", "bg", "^(?!.*[ыэё]).*ъ"),
    ("ar", "fa", "[پچژگ]"),
)


def _variety(code: str, sample: str) -> str:
    """The language of `sample` among those that share the script of `code`."""
    return next(
        (other for of, other, letters in _LETTERS if of == code and re.search(letters, sample, re.S)), code
    )


@functools.cache
def _function_words() -> dict[str, frozenset[str]]:
    from importlib.resources import files

    data = yaml.safe_load(files("selon.gather").joinpath("function_words.yaml").read_text("utf-8"))
    return {code: frozenset(words.split()) for code, words in data.items()}


def _by_words(words: list[str], allowed: Collection[str]) -> str | None:
    counts = Counter(words)
    shares = {
        code: sum(n for w, n in counts.items() if w in known) / len(words)
        for code, known in _function_words().items()
    }
    ranked = sorted(shares, key=lambda c: (shares[c], c in allowed), reverse=True)
    best, second = ranked[0], ranked[1]
    margin = _MARGIN if len(words) >= _RUNNING else 2 * _MARGIN
    return best if shares[best] >= max(_ENOUGH, margin * shares[second]) else None


def _by_model(sample: str, allowed: Collection[str]) -> str | None:
    """The model's answer; for a line or two, where it is often wrong, a readable language near the top, or none."""
    ranked = _identifier().rank(sample)
    best, probability = ranked[0]
    if len(sample) >= _LINE:
        return best
    return next(
        (code for code, p in ranked[:3] if code in allowed and p > 0.1), best if probability > 0.5 else None
    )


@functools.cache
def _identifier():  # type: ignore[no-untyped-def]
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(_function_words()))
    return identifier
