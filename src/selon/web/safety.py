"""What keeps the desk closed to strangers: response headers, the host it answers to, tokens in forms.

The content security policy allows nothing but the desk's own files: no inline script, no inline style, no other
host. A write needs a form token that only a page of the desk can know, and a request that comes from the desk.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
# referrer-policy: with no-referrer browsers send "Origin: null" on forms, and the check of the origin would be blind
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
LARGEST = 40_000_000  # bytes of one request


def is_loopback(host: str) -> bool:
    """Whether a host name to listen on reaches nobody but this machine."""
    return host in LOOPBACK or host.startswith("127.")


class Gate:
    """ASGI middleware: answers only to the hosts it was told, refuses oversized requests, sets every header."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(HTTPConnection(scope))
        await (refusal or self.app)(scope, receive, closed)

    def _refusal(self, request: HTTPConnection) -> PlainTextResponse | None:
        if self.hosts and host_of(request.headers.get("host", "")) not in self.hosts:
            return PlainTextResponse("selon: this address is not the desk's own\n", 421)
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return PlainTextResponse("selon: the request is too large\n", 413)
        return None


def host_of(header: str) -> str:
    """The name in a Host header, without its port."""
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.partition(":")[0].lower()


def fresh_seat() -> str:
    """A new unguessable cookie value."""
    return secrets.token_urlsafe(32)


def token_of(seat: str) -> str:
    """The form token that goes with a cookie; the cookie itself is never printed into a page."""
    return hashlib.sha256(f"selon form token {seat}".encode()).hexdigest()[:40]


def from_here(request: HTTPConnection) -> bool:
    """Whether a write comes from a page of the desk, as far as the browser says where it comes from."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def local(path: str, default: str = "/") -> str:
    """`path` when it leads somewhere on this desk, else `default` (no address of another host gets through)."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    return path if safe and path.isprintable() else default
