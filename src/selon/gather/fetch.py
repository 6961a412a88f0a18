"""Fetching, politely and with care: the only place in selon that asks the network for a page.

Polite: robots.txt (RFC 9309), one request at a time and a pause between two to one host, conditional requests, few
retries with growing pauses, a user agent that says who asks. With care: pages are written by strangers, so schemes,
addresses, redirects, sizes, unpacking and time are all limited. Reading stages never fetch.
"""

from __future__ import annotations

import random
import re
import time
import zlib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from selon.errors import InputError
from selon.gather.address import Backend, Network, Resolve, resolve
from selon.gather.arrivals import Arrival
from selon.version import __version__

ROBOTS_LIMIT = 512_000  # bytes; RFC 9309 asks for at least 500 kibibytes
AGENT = "selon"
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.5"
_AGAIN = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_CONTROL = re.compile("[\x00-\x20\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages are asked for. Seconds and bytes; `contact` (a mail or web address) is told to every server."""

    contact: str = ""
    delay: float = (
        2.0  # between two requests to one host; a longer Crawl-delay of its robots.txt wins, up to a minute
    )
    seconds: float = 60.0  # for one page, redirects not counted
    size: int = 16_000_000  # of a body, as sent and unpacked
    redirects: int = 5
    tries: int = 3
    schemes: frozenset[str] = frozenset({"http", "https"})
    allowed: tuple[Network, ...] = ()  # networks that may be private: one's own servers

    @property
    def user_agent(self) -> str:
        """What servers are told: the tool, its version, and whom to write to."""
        about = f" (+{self.contact})" if self.contact else " (reads news for sanctions monitoring)"
        return f"{AGENT}/{__version__}{about}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `data` is unpacked; `body` and `headers` are as they were sent (chunks joined). `url`: the final one."""

    asked: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    data: bytes
    at: str  # UTC, ISO 8601
    peer: str
    request: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def header(self, name: str) -> str:
        """The value of a header, or ""."""
        return next((v for k, v in self.headers if k.lower() == name), "")

    def arrival(self) -> Arrival:
        """The page as something to read."""
        return Arrival(self.data, self.url, self.header("content-type") or None, self.url, fetched=self.at)


@dataclass
class Fetcher:
    """Fetches one page after the other. `validators` (address -> ETag, Last-Modified) may be kept between runs.

    `sleep`, `now` (seconds) and `resolve` are given by tests.
    """

    manners: Manners = Manners()
    validators: MutableMapping[str, Mapping[str, str]] = field(default_factory=dict)
    resolve: Resolve = resolve
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._next: dict[str, float] = {}
        self._robots: dict[str, object] = {}
        self._deadline = 0.0
        self._backend = Backend(self.manners.allowed, self.resolve, lambda: self._deadline)
        self._pool = httpcore.ConnectionPool(network_backend=self._backend, max_connections=8, retries=0)

    def close(self) -> None:
        self._pool.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, url: str, *, conditional: bool = False) -> Fetched | None:
        """The page at `url`; None where it has not changed since it was last fetched (asked only if `conditional`).

        Raises InputError: "scheme", "address", "private", "port", "no-host", "robots", "redirects", "too-long",
        "packed", "time-limit", "unreachable", "status".
        """
        asked, at = url, url
        for _ in range(self.manners.redirects + 1):
            self._permitted(at)
            found = self._patiently(asked, at, conditional)
            if found.status == 304 and conditional:
                return None
            if found.status in _MOVED and found.header("location"):
                at = _led(at, found.header("location"))
                continue
            if found.status != 200:
                raise _problem("status", f"the server answers {found.status} {found.reason}".strip(), at)
            self._remember(asked, found)
            return found
        raise _problem("redirects", f"more than {self.manners.redirects} redirects", asked)

    def _remember(self, asked: str, found: Fetched) -> None:
        told = {n: found.header(n) for n in ("etag", "last-modified") if found.header(n)}
        if told:
            self.validators[asked] = told

    # politeness

    def _permitted(self, url: str) -> None:
        """Raises InputError where `url` is not of a kind to fetch, or the site asks robots to keep away."""
        origin = self._origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._rules(origin)
            self._next.pop(urlsplit(url).hostname or "", None)  # robots.txt and the page may come together
        rules = self._robots[origin]
        if rules is None:
            raise _problem("robots", "the site's robots.txt cannot be had, so its wishes are not known", url)
        if not rules.can_fetch(url, AGENT):  # type: ignore[attr-defined]
            raise _problem("robots", "the site asks programs not to fetch this page (robots.txt)", url)

    def _origin(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            host = parts.hostname if parts.port != 0 else None
        except ValueError:  # a port that is none, half an IPv6 address
            host, parts = None, urlsplit("")
        if parts.scheme and parts.scheme.lower() not in self.manners.schemes:
            raise _problem("scheme", f"addresses that begin with {parts.scheme}: are not fetched", url)
        if not host or _CONTROL.search(url) or parts.username is not None:
            raise _problem("address", "not the address of a page", url)
        return f"{parts.scheme.lower()}://{parts.netloc.lower()}"

    def _rules(self, origin: str) -> object:
        """The parsed robots.txt; one that allows all where there is none (4xx); None where the server fails."""
        from protego import Protego

        at = f"{origin}/robots.txt"
        for _ in range(self.manners.redirects + 1):
            self._origin(at)
            try:
                found = self._patiently(at, at, False, limit=ROBOTS_LIMIT)
            except InputError as error:
                if error.code in {"unreachable", "time-limit"}:
                    return None
                if error.code in {"too-long", "packed"}:
                    return Protego.parse("User-agent: *\nDisallow: /")
                raise
            if found.status in _MOVED and found.header("location"):
                at = _led(at, found.header("location"))
                continue
            if found.status >= 500 or found.status == 429:
                return None
            return Protego.parse(found.data.decode("utf-8", "replace") if found.status == 200 else "")
        return Protego.parse("")

    def _wait(self, url: str) -> None:
        """Until the host may be asked again."""
        host = urlsplit(url).hostname or ""
        rules = self._robots.get(self._origin(url))
        own = rules.crawl_delay(AGENT) if rules is not None else None  # type: ignore[attr-defined]
        pause = max(self.manners.delay, min(float(own or 0), 60.0))
        ahead = self._next.get(host, 0.0) - self.now()
        if ahead > 0:
            self.sleep(ahead)
        self._next[host] = self.now() + pause

    # one request

    def _patiently(self, asked: str, url: str, conditional: bool, limit: int | None = None) -> Fetched:
        """One answer, asked for again where the server is busy or the line broke."""
        for attempt in range(1, self.manners.tries + 1):
            self._wait(url)
            last = attempt == self.manners.tries
            try:
                found = self._once(asked, url, conditional, limit or self.manners.size)
            except InputError as error:
                if last or error.code != "unreachable":
                    raise
                self.sleep(_pause(attempt))
                continue
            if last or found.status not in _AGAIN:
                return found
            self.sleep(max(_pause(attempt), _retry_after(found.header("retry-after"))))
        raise AssertionError("tries is at least 1")

    def _once(self, asked: str, url: str, conditional: bool, limit: int) -> Fetched:
        target = _target(url)
        request = [
            ("Host", _host(target)),
            ("User-Agent", self.manners.user_agent),
            ("Accept", _ACCEPT),
            ("Accept-Encoding", "gzip, deflate"),
        ]
        known = self.validators.get(asked, {}) if conditional else {}
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        request += [(names[k], v) for k, v in known.items() if k in names]
        self._deadline = time.monotonic() + self.manners.seconds
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        wait = min(20.0, self.manners.seconds)
        headers_sent = [(k.encode("ascii"), v.encode("latin-1", "replace")) for k, v in request]
        timeout = {"connect": wait, "read": wait, "write": wait, "pool": wait}
        try:
            with self._pool.stream(
                "GET", target, headers=headers_sent, extensions={"timeout": timeout}
            ) as answer:
                body = _at_most(answer, limit, url)
        except httpcore.TimeoutException as error:
            raise _problem("time-limit", "the server is too slow", url) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise _problem("unreachable", f"the connection failed: {error}", url) from error
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers)
        reason = answer.extensions.get("reason_phrase", b"").decode("latin-1")
        data = unpacked(body, _of(headers, "content-encoding"), limit, url)
        return Fetched(
            asked, url, answer.status, headers, body, data, at, self._backend.peer, tuple(request), reason
        )


def _led(url: str, location: str) -> str:
    """Where a redirect leads; raises InputError for an address that is none."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise _problem("address", "the server redirects to what is no address", url) from error


def _target(url: str) -> httpcore.URL:
    """The URL in ASCII: names in IDNA, anything else percent-encoded; raises InputError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _problem("address", "not the name of a machine", url) from error
    if not _HOST.fullmatch(host):
        raise _problem("address", "not the name of a machine", url)
    path = quote(parts.path or "/", safe="/%:=&?~+!$,;'@()*[]|", errors="replace")
    query = quote(parts.query, safe="/%:=&?~+!$,;@()*[]|", errors="replace")
    target = f"{path}?{query}" if query else path
    return httpcore.URL(scheme=parts.scheme.lower(), host=host, port=parts.port, target=target)


def _host(target: httpcore.URL) -> str:
    """The value of the Host header."""
    name = target.host.decode("ascii")
    name = f"[{name}]" if ":" in name else name
    usual = {b"http": 80, b"https": 443}.get(target.scheme)
    return name if target.port in (None, usual) else f"{name}:{target.port}"


def _at_most(answer: httpcore.Response, limit: int, url: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in answer.iter_stream():
        size += len(part)
        if size > limit:
            raise _problem("too-long", f"the page has more than {limit:,} bytes", url)
        parts.append(part)
    return b"".join(parts)


def unpacked(body: bytes, encoding: str, limit: int, url: str) -> bytes:
    """`body` without its content encodings, never more than `limit` bytes; raises InputError "too-long", "packed"."""
    for name in reversed([n.strip().lower() for n in encoding.split(",") if n.strip()]):
        if name == "identity":
            continue
        if name not in {"gzip", "x-gzip", "deflate"}:
            raise _problem("packed", f"packed in a way that was not asked for ({name})", url)
        body = _inflated(body, 47 if name != "deflate" else (15 if body[:1] == b"\x78" else -15), limit, url)
    return body


def _inflated(body: bytes, window: int, limit: int, url: str) -> bytes:
    machine = zlib.decompressobj(window)
    try:
        data = machine.decompress(body, limit + 1)
    except zlib.error as error:
        raise _problem("packed", "the packed page is damaged", url) from error
    if len(data) > limit:
        raise _problem("too-long", f"the page unpacks to more than {limit:,} bytes", url)
    if not machine.eof and body:
        raise _problem("packed", "the packed page is cut", url)
    return data


def _of(headers: Sequence[tuple[str, str]], name: str) -> str:
    return ", ".join(v for k, v in headers if k.lower() == name)


def _pause(attempt: int) -> float:
    """2, 4, 8 ... seconds, each up to half longer, so that many clients do not come back together."""
    return 2.0**attempt * (1 + random.random() / 2)


def _retry_after(value: str) -> float:
    """Seconds that a server asks to be left alone, at most two minutes."""
    if value.strip().isdigit():
        return min(float(value), 120.0)
    try:
        later = parsedate_to_datetime(value) - datetime.now(UTC)
    except (TypeError, ValueError):
        return 0.0
    return min(max(later.total_seconds(), 0.0), 120.0)


_NEXT = {
    "scheme": "give an http or https address",
    "address": "check the address",
    "robots": "open it in a browser and save the page, if you may",
    "status": "open it in a browser",
    "unreachable": "try again later",
    "time-limit": "try again later",
    "redirects": "open it in a browser and give the final address",
    "too-long": "save the article's text and read that",
    "packed": "save the page in a browser and read that",
}


def _problem(code: str, message: str, url: str) -> InputError:
    return InputError(message, code=code, where=url[:500], next=_NEXT[code])
