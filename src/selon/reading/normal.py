"""A same-length normalised view of a text, for rules and parsers.

Every replacement is one code point for one code point, so offsets never move: the view is read, the text is cited.
"""

from __future__ import annotations

import re

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\x0b\x0c"
_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u00b4\u2032\uff07`"
_DASHES = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
_LINES = "\u2028\u2029\x85\r"
_INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

_VIEW = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_LINES, "\n")
    | dict.fromkeys(_INVISIBLE, " ")
)


# two apostrophes typed for one quotation mark: the one beside the quoted words becomes the mark, the other a space
_DOUBLED = (
    (re.compile(r"(?<![\w'])''(?=[\w\[(«])"), ' "'),
    (re.compile(r"(?<=[\w.,!?…\])])''(?![\w'])"), '" '),
)


def view(text: str) -> str:
    """`text` with spaces, apostrophes, hyphens, line ends and invisible characters made plain.

    The result has the same length: `view(t)[i]` stands for `t[i]`. Quotation marks are left as they are,
    because which mark was used decides where a quotation ends.
    """
    plain = text.replace("\r\n", " \n").translate(_VIEW)  # one line end, not a blank line
    if "''" in plain:
        for doubled, mark in _DOUBLED:
            plain = doubled.sub(mark, plain)
    return plain
