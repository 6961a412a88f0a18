"""Which machines may be asked for a page, and a connection that goes to the address that was checked.

A name is resolved once a connection and the connection is made to that very address, so that a name that points
somewhere else a moment later (DNS rebinding) gains nothing. Refused: every address that is not globally routable (RFC
6890: private, loopback, link-local, shared, reserved), multicast, the same in IPv4 packed into IPv6, and machines of
cloud providers that answer with secrets. `allowed` networks are for one's own servers and for tests.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from selon.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

PORTS = frozenset({80, 443, 8000, 8080, 8443})
# link-local, shared and private ones are refused anyway; this one is a public address with a cloud's secrets behind it
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
# special-purpose networks of RFC 6890 that Python's `is_global` takes for public
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "fec0::/10")))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name; raises OSError where there is none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Networks as people write them ("127.0.0.0/8", "::1"); raises InputError for what is none."""
    found = []
    for name in names:
        try:
            found.append(ipaddress.ip_network(name, strict=False))
        except ValueError as error:
            raise InputError(
                f"not an address or network: {name!r}", code="bad-network", next="write it as 10.1.2.0/24"
            ) from error
    return tuple(found)


def is_public(address: Address) -> bool:
    """Whether an address belongs to a machine that anybody may reach."""
    packed = _packed(address)
    if packed is not None:
        return is_public(packed)
    special = address.is_multicast or address in _METADATA or any(address in n for n in _SPECIAL)
    return address.is_global and not special


def _packed(address: Address) -> Address | None:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64)."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def checked(host: str, port: int, allowed: Sequence[Network], resolve: Resolve) -> str:
    """The address to connect to; raises InputError "no-host", or "private" where any of the name's addresses is."""
    try:
        names = resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise InputError(
            "there is no such machine", code="no-host", where=host, next="check the address"
        ) from error
    found = [ipaddress.ip_address(name.partition("%")[0]) for name in names]
    own = bool(found) and all(any(a in n for n in allowed if n.version == a.version) for a in found)
    if not found or (not own and not all(is_public(a) for a in found)):
        raise InputError(
            "this address leads into a private network, to this machine or to a provider's secrets",
            code="private",
            where=f"{host} ({', '.join(names)})",
            next="allow the network by name if it is your own (--allow-network, or allow in the settings)",
        )
    if not own and port not in PORTS:
        raise InputError(
            f"pages are not fetched from port {port}",
            code="port",
            where=host,
            next=f"ports: {', '.join(map(str, sorted(PORTS)))}",
        )
    return str(found[0])


class Wire(httpcore.NetworkStream):
    """A connection that no peer can keep open beyond `deadline`, however slowly it sends."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Callable[[], float]) -> None:
        self._inner = inner
        self._deadline = deadline

    def _left(self, timeout: float | None) -> float:
        left = self._deadline() - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this page is over")
        return left if timeout is None else min(left, timeout)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return Wire(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only. `peer` is the address of the last connection."""

    def __init__(self, allowed: Sequence[Network], resolve: Resolve, deadline: Callable[[], float]) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()
        self.peer = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.peer = checked(host, port, self._allowed, self._resolve)
        stream = self._inner.connect_tcp(self.peer, port, timeout, local_address, socket_options)
        return Wire(stream, self._deadline)
