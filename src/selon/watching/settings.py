"""The settings of a watch: one small TOML file, every key of it known, each wrong one said by name and place."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selon.errors import InputError
from selon.gather.address import networks
from selon.gather.fetch import Manners

SHORTEST = 60  # seconds between two looks at a feed


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed, sitemap or OPML list. `every` in seconds; `publisher` is used where a page names none."""

    url: str
    publisher: str | None = None
    language: str | None = None
    every: int = 3600


@dataclass(frozen=True, slots=True)
class Mail:
    """How the digest is mailed. `security`: starttls, tls or none; the password comes from SELON_SMTP_PASSWORD."""

    server: str
    sender: str
    to: tuple[str, ...]
    port: int = 587
    security: str = "starttls"
    user: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a watch needs to know."""

    feeds: tuple[Feed, ...]
    record: str = "selon-record"
    contact: str = ""
    regimes: tuple[str, ...] = ("1718",)
    lists: tuple[str, ...] = ()
    triage: bool = True
    language: str = "en"
    delay: float = 2.0
    pages: int = 500  # read in one look
    allow: tuple[str, ...] = ()
    terminal: bool = True
    atom: str | None = None
    webhook: str | None = None
    mail: Mail | None = None
    manners: Manners = field(default=Manners(), compare=False)


Check = Callable[[Any], bool]
_TEXT: tuple[str, Check] = ("a text", lambda v: isinstance(v, str))
_WORD: tuple[str, Check] = ("a text that is not empty", lambda v: isinstance(v, str) and bool(v.strip()))
_TEXTS: tuple[str, Check] = (
    "a list of texts",
    lambda v: isinstance(v, list) and all(isinstance(x, str) for x in v),
)
_SOME: tuple[str, Check] = ("a list of at least one text", lambda v: _TEXTS[1](v) and bool(v))
_YES: tuple[str, Check] = ("true or false", lambda v: isinstance(v, bool))
_ADDRESS: tuple[str, Check] = ("an address that begins with http:// or https://", lambda v: _is_address(v))
_LANGUAGE: tuple[str, Check] = ('"fr" or "en"', lambda v: v in {"fr", "en"})
_COUNT: tuple[str, Check] = ("a whole number above 0", lambda v: _whole(v) and v > 0)
_TOP: Mapping[str, tuple[str, Check]] = {
    "record": _WORD,
    "contact": _TEXT,
    "regimes": _SOME,
    "lists": _TEXTS,
    "triage": _YES,
    "language": _LANGUAGE,
    "delay": (
        "a number of seconds, 0 or more",
        lambda v: (_whole(v) or isinstance(v, float)) and 0 <= v < 3600,
    ),
    "pages": _COUNT,
    "allow": _TEXTS,
    "feed": ("tables [[feed]]", lambda v: isinstance(v, list) and all(isinstance(x, dict) for x in v)),
    "digest": ("a table [digest]", lambda v: isinstance(v, dict)),
}
_FEED: Mapping[str, tuple[str, Check]] = {
    "url": _ADDRESS,
    "publisher": _WORD,
    "language": _WORD,
    "every": (f"seconds, at least {SHORTEST}", lambda v: _whole(v) and v >= SHORTEST),
}
_DIGEST: Mapping[str, tuple[str, Check]] = {
    "terminal": _YES,
    "atom": _WORD,
    "webhook": _ADDRESS,
    "mail": ("a table [digest.mail]", lambda v: isinstance(v, dict)),
}
_MAIL: Mapping[str, tuple[str, Check]] = {
    "server": _WORD,
    "port": ("a port, 1 to 65535", lambda v: _whole(v) and 0 < v < 65536),
    "security": ('"starttls", "tls" or "none"', lambda v: v in {"starttls", "tls", "none"}),
    "user": _TEXT,
    "from": ("a mail address", lambda v: _is_mail(v)),
    "to": ("a list of mail addresses", lambda v: isinstance(v, list) and bool(v) and all(map(_is_mail, v))),
}


def settings(path: Path) -> Settings:
    """The settings in a TOML file; raises InputError that names the key and what is wanted of it.

    Paths in it (record, lists, atom) are meant from the file's own folder.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror}", where=str(path), next="name the settings file"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"not valid TOML: {error}", code="settings", where=str(path), next="correct this place"
        ) from error
    return _settings(data, path)


def _settings(data: dict[str, Any], path: Path) -> Settings:
    _checked(data, _TOP, (), f"{path}")
    feeds = []
    for n, row in enumerate(data.get("feed", []), 1):
        _checked(row, _FEED, ("url",), f"{path}, feed {n}")
        feeds.append(Feed(**row))
    if not feeds:
        raise _wrong(str(path), "no feed to watch", 'add [[feed]] with url = "https://..."')
    digest = data.get("digest", {})
    _checked(digest, _DIGEST, (), f"{path}, digest")
    mail = digest.get("mail")
    if mail is not None:
        _checked(mail, _MAIL, ("server", "from", "to"), f"{path}, digest.mail")
    top = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items() if k not in {"feed", "digest"}}
    top["lists"] = tuple(_from(path, v) for v in data.get("lists", ()))
    if "://" not in (record := data.get("record", "selon-record")):
        top["record"] = _from(path, record)
    out = {k: digest[k] for k in ("terminal", "webhook") if k in digest}
    if "atom" in digest:
        out["atom"] = _from(path, digest["atom"])
    manners = Manners(
        contact=data.get("contact", ""),
        delay=float(data.get("delay", 2.0)),
        allowed=networks(data.get("allow", ())),
    )
    return Settings(tuple(feeds), **top, **out, mail=_mail(mail), manners=manners)


def _mail(row: dict[str, Any] | None) -> Mail | None:
    if row is None:
        return None
    return Mail(
        **{"sender" if k == "from" else k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    )


def _from(path: Path, name: str) -> str:
    return str(path.resolve().parent / Path(name).expanduser())


def _checked(
    row: Mapping[str, Any], known: Mapping[str, tuple[str, Check]], needed: tuple[str, ...], where: str
) -> None:
    for key, value in row.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"keys: {', '.join(known)}"
            raise _wrong(where, f"unknown key: {key}", hint)
        wanted, right = known[key]
        if not right(value):
            raise _wrong(where, f"{key} is {value!r}", f"{key} is to be {wanted}")
    for key in needed:
        if key not in row:
            raise _wrong(where, f"{key} is missing", f"{key} is to be {known[key][0]}")


def _wrong(where: str, what: str, next: str) -> InputError:
    return InputError(what, code="settings", where=where, next=next)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_address(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _is_mail(value: object) -> bool:
    return isinstance(value, str) and "@" in value[1:-1] and not any(c in value for c in "\r\n,;")
